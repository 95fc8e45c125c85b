"""Every sentence that a check can say has its Russian: read from its source, whether or not a test sees it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import harness.checks
from harness.reasons import _answers, _forms, _ifeval, _json, _policy, reason_in

FOLDER = Path(harness.checks.__file__).parent
FILES = sorted(FOLDER.glob("*.py"))

TEMPLATES = [
    re.sub(r"\{[^{}]*\}", "\0", template)
    for module in (_answers, _forms, _ifeval, _json, _policy)
    for name in module.__all__
    for template in getattr(module, name)
]
FORMS = [
    form
    for module in (_answers, _forms, _ifeval, _json, _policy)
    for name in module.__all__
    for template in getattr(module, name)
    for forms in re.findall(r"\{\w+:([^{}]*)\}", template)
    for form in forms.split("|")
]
NAMES = re.compile("|".join(_forms.LANGUAGES))
MADE_OF = {"Verdict": 1, "Doubt": 0, "OtherRole": 0, "Hit": 1, "_error": 0}
"""What makes part of a reason, and which of its arguments says it."""


class Sayings(ast.NodeVisitor):
    """The fixed words of all reasons in a module, each with its line."""

    def __init__(self, tree: ast.Module) -> None:
        self.tree = tree
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
                self.returned[node.name] = [r.value for r in ast.walk(node) if isinstance(r, ast.Return) and r.value]
        self.seen: set[int] = set()

    def visit_Call(self, node: ast.Call) -> None:
        at = MADE_OF.get(getattr(node.func, "id", ""))
        if at is not None and len(node.args) > at:
            self.read(node.args[at])
        self.generic_visit(node)

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


def sayings(file: Path) -> dict[str, int]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    found = Sayings(tree)
    found.visit(tree)
    if file.name == "ifeval.py":
        for name, returned in found.returned.items():
            if name.startswith("_") and name not in ("_name", "_alike"):
                for value in returned:
                    found.read(value)
    return {text: line for text, line in found.found.items() if re.search("[A-Za-z]{2}", text)}


def has_russian(text: str) -> bool:
    """Whether some template holds these words side by side; a word that is counted stands in its forms."""
    if reason_in("ru", text) != text:
        return True
    several = {text.strip(" ,:;()«»“”"), NAMES.sub("\0", text).strip(" ,:;()«»“”")}
    return any(bare in FORMS or any(bare in template for template in TEMPLATES) for bare in several)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_what_a_check_can_say_has_its_russian(file: Path) -> None:
    """Add what is listed to harness/reasons."""
    lacking = [f"{file.name}:{line}: {text!r}" for text, line in sayings(file).items() if not has_russian(text)]
    assert lacking == []


def test_the_words_of_reasons_are_found_in_the_sources() -> None:
    """The reading above is no sieve without a bottom: it finds the sentences of direct, named and returned reasons."""
    said = {text for file in FILES for text in sayings(file)}
    assert len(said) > 150
    for words in (
        "heading “",
        "” is missing",
        "no refusal",
        "denied",
        "takes another part",
        "numbered item",
        "a bullet *",
    ):
        assert words in said, words
