"""The sentences that stand in the code as `said("…")`, so that a test can ask whether each has a Russian one."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from string import Formatter

__all__ = ["fields", "same_parts", "templates_in"]


def templates_in(sources: Sequence[Path], methods: Sequence[str] = ()) -> Iterator[str]:
    """Every template that `said`, or one of the methods, is called with; by name, too, where one is named first."""
    for source in sources:
        tree = ast.parse(source.read_text(encoding="utf-8"))
        named: dict[str, list[str]] = {}
        for node in ast.walk(tree):
            match node:
                case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=str(text))):
                    named.setdefault(name, []).append(text)
                case ast.For(target=ast.Tuple(elts=elements), iter=ast.Tuple(elts=rows)):
                    for i, element in enumerate(elements):
                        if isinstance(element, ast.Name):
                            of = [row.elts[i] for row in rows if isinstance(row, ast.Tuple) and len(row.elts) > i]
                            named.setdefault(element.id, []).extend(t for one in of for t in _constants(one, {}))
        for node in ast.walk(tree):
            match node:
                case ast.Call(func=ast.Name(id="said"), args=[first, *_]):
                    yield from _constants(first, named)
                case ast.Call(func=ast.Attribute(attr=attr), args=args) if attr in methods:
                    for one in args:
                        yield from _constants(one, named)


def _constants(node: ast.AST, named: Mapping[str, Sequence[str]]) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp(body=body, orelse=other):
            yield from _constants(body, named)
            yield from _constants(other, named)
        case ast.Name(id=name):
            yield from named.get(name, [])
        case ast.Call(func=ast.Attribute(value=of, attr="get"), args=[_, default]):
            yield from _constants(of, named)
            yield from _constants(default, named)
        case ast.Dict(values=values):
            for value in values:
                yield from _constants(value, named)


def fields(template: str) -> set[str]:
    """The names of a template's parts."""
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def same_parts(english: str, russian: str) -> bool:
    """Whether both have the same parts, and words that go with a number all three forms."""
    forms = [form for _, _, form, _ in Formatter().parse(russian) if form]
    return fields(russian) == fields(english) and all(form.count("|") == 2 for form in forms)
