"""Which case files each suite reads, as its source says: so that a new file is put where a suite finds it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

from harness.source import SourceError, read_text

__all__ = ["file_for", "patterns_of"]


def patterns_of(suites: Path) -> dict[str, list[str]]:
    """The patterns of `pytest.mark.cases(...)` by the name in `pytest.mark.suite(...)`, as far as both are written out.

    Raises:
        SourceError: a suite is no Python.
    """
    found: dict[str, list[str]] = {}
    for file in sorted(suites.rglob("test_*.py")):
        try:
            tree = ast.parse(read_text(file))
        except SyntaxError as e:
            raise SourceError(f"no Python: {e.msg}", file=file, line=e.lineno) from e
        whole = next(
            (name for node in tree.body if isinstance(node, ast.Assign) for name in _texts(node, "suite")), None
        )
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                marks = ast.Module(body=[ast.Expr(one) for one in node.decorator_list], type_ignores=[])
                own = next(_texts(marks, "suite"), whole)
                if own is not None:
                    found.setdefault(own, []).extend(_texts(marks, "cases"))
    return found


def _texts(tree: ast.AST, mark: str) -> Iterator[str]:
    """The texts that `pytest.mark.<mark>(…)` is given, each."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Attribute(attr="mark"), attr=name), args=args) if name == mark:
                yield from (one.value for one in args if isinstance(one, ast.Constant) and isinstance(one.value, str))


def file_for(patterns: list[str], name: str) -> str | None:
    """A file of that name (`incidents.en.gate`) which one of the patterns matches; None where none can.

    A pattern that takes any file of its folder goes before one that asks for a beginning.
    """
    for pattern in sorted(patterns, key=lambda p: not p.endswith("/*.yaml")):
        plain = pattern.replace("**/", "")
        folder, slash, last = plain.rpartition("/")
        made = f"{folder}{slash}{last.replace('*', name, 1)}"
        if "*" in last and "*" not in made and made.endswith((".yaml", ".yml")) and fnmatch(made, plain):
            return made
    return None
