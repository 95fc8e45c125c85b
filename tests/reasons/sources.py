"""The sentences of ours that stand in the sources, and whether they have their Russian."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from types import ModuleType

__all__ = ["Told", "sayings"]


class Sayings(ast.NodeVisitor):
    """The fixed words of all sentences of a kind in a module, each with its line."""

    def __init__(self, tree: ast.Module, made_of: Mapping[str, int | str]) -> None:
        """`made_of`: what makes a part of them, and which of its arguments (by place or name) says it."""
        self.made_of = made_of
        self.functions: dict[str, ast.FunctionDef] = {}
        self.found: dict[str, int] = {}
        self.named: dict[str, list[ast.expr]] = {}
        self.walked: dict[str, list[ast.expr]] = {}
        self.returned: dict[str, list[ast.expr]] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign):
                for target in node.targets:
                    for name in names_in(target):
                        self.named.setdefault(name, []).append(node.value)
            elif isinstance(node, ast.AugAssign | ast.AnnAssign) and node.value is not None:
                for name in names_in(node.target):
                    self.named.setdefault(name, []).append(node.value)
            elif isinstance(node, ast.NamedExpr):
                self.named.setdefault(node.target.id, []).append(node.value)
            elif isinstance(node, ast.For | ast.comprehension):
                for name in names_in(node.target):
                    self.walked.setdefault(name, []).append(node.iter)
            elif isinstance(node, ast.FunctionDef):
                self.functions[node.name] = node
                self.returned[node.name] = [r.value for r in ast.walk(node) if isinstance(r, ast.Return) and r.value]
        self.seen: set[int] = set()

    def visit_Call(self, node: ast.Call) -> None:
        at = self.made_of.get(getattr(node.func, "id", ""))
        if isinstance(at, int) and len(node.args) > at:
            self.read(node.args[at])
        for named in node.keywords:
            if named.arg == at is not None:
                self.read_values(named.value)
        self.generic_visit(node)

    def read_told(self, name: str) -> None:
        """Take what a function returns, yields, or puts on a list."""
        for node in ast.walk(self.functions[name]):
            match node:
                case ast.Return(value=ast.expr() as value) | ast.Yield(value=ast.expr() as value):
                    self.read(value)
                case ast.Call(func=ast.Attribute(attr="append" | "note"), args=[*_, value]):
                    self.read(value)

    def read(self, said: ast.expr) -> None:
        """Take the words of an expression, through the names and functions of this module that it is made of."""
        if id(said) in self.seen:
            return
        self.seen.add(id(said))
        match said:
            case ast.Constant(value=str(text)):
                self.found.setdefault(text, said.lineno)
            case ast.JoinedStr(values=values):
                for value in values:
                    self.read(value.value if isinstance(value, ast.FormattedValue) else value)
            case ast.IfExp(body=body, orelse=other):
                self.read(body)
                self.read(other)
            case ast.BinOp(left=left, right=right):
                self.read(left)
                self.read(right)
            case ast.BoolOp(values=values) | ast.Tuple(elts=values) | ast.List(elts=values):
                for value in values:
                    self.read(value)
            case ast.Subscript(value=ast.Name(id=name)):
                for table in self.named.get(name, ()):
                    for value in table.values if isinstance(table, ast.Dict) else ():
                        self.read(value)
            case ast.Name(id=name):
                for value in self.named.get(name, ()):
                    self.read(value)
                for walked in self.walked.get(name, ()):
                    self.read_keys(walked)
            case ast.Call(func=ast.Name(id="counted"), args=[_, *words]):
                for word in words:
                    self.read(word)
            case ast.Call(func=ast.Name(id=name)) if name in self.returned and name not in ("quote", "masked"):
                for value in self.returned[name]:
                    self.read(value)

    def read_values(self, table: ast.expr) -> None:
        """Take the values of a table, or the one that all its keys have."""
        match table:
            case ast.Dict(values=values) | ast.Call(func=ast.Attribute(attr="fromkeys"), args=[_, *values]):
                for value in values:
                    self.read(value)

    def read_keys(self, walked: ast.expr) -> None:
        """Take the keys of a table that a loop goes through, by `.items()`."""
        match walked:
            case ast.Call(func=ast.Attribute(value=inner, attr="items")):
                self.read_keys(inner)
            case ast.Call(func=ast.Name(id=name)):
                for table in self.returned.get(name, ()):
                    self.read_keys(table)
            case ast.Name(id=name):
                for table in self.named.get(name, ()):
                    self.read_keys(table) if isinstance(table, ast.Dict) else None
            case ast.Dict(keys=keys):
                for key in keys:
                    self.read(key) if key is not None else None


def names_in(target: ast.expr) -> Iterator[str]:
    yield from (node.id for node in ast.walk(target) if isinstance(node, ast.Name))


def sayings(
    file: Path, made_of: Mapping[str, int | str], functions: Callable[[str], bool] | None = None
) -> dict[str, int]:
    """Fixed words of sentences → their line; `functions` tells those whose results are sentences."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    found = Sayings(tree, made_of)
    found.visit(tree)
    for name in found.functions:
        if functions is not None and functions(name):
            found.read_told(name)
    return {text: line for text, line in found.found.items() if re.search("[A-Za-z]{2}", text)}


class Told:
    """The templates of some tables, to be asked for words."""

    def __init__(
        self, modules: Collection[ModuleType], told: Callable[[str], str], names: Collection[str] = ()
    ) -> None:
        """`told` tells a whole sentence; `names` may stand in a sentence's words as they do in a hole."""
        every = [template for module in modules for name in module.__all__ for template in getattr(module, name)]
        self._templates = [re.sub(r"\{\w+(?::[^{}]*)?\}", "\0", template) for template in every]
        self._forms = {
            form
            for template in every
            for forms in re.findall(r"\{\w+:([^{}]*)\}", template)
            for form in forms.split("|")
        }
        self._told = told
        self._names = re.compile("|".join(names) or "(?!)")

    def has(self, text: str) -> bool:
        """Whether some template holds these words side by side; a word that is counted stands in its forms."""
        if self._told(text) != text:
            return True
        signs = " ,:;().«»“”"
        several = {text.strip(signs), self._names.sub("\0", text).strip(signs)}
        return any(bare in self._forms or any(bare in one for one in self._templates) for bare in several)

    def lacking(self, file: Path, said: Mapping[str, int]) -> list[str]:
        """What has no Russian, each with its place."""
        return [f"{file.name}:{line}: {text!r}" for text, line in said.items() if not self.has(text)]
