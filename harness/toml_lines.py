"""Where a key of `[tool.ckptgate]` stands in pyproject.toml: tomllib tells values and no lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

__all__ = ["line_of"]

_HEADER = re.compile(r"\s*\[\[?\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?")
_TABLE = "tool.ckptgate"


def line_of(text: str, loc: Sequence[str | int]) -> int | None:
    """The line (from 1) of a setting, or of the table that lacks it; None where TOML hides it from a plain reader.

    `loc` is its path as pydantic tells it: ("margin",), ("lint", "severity"), ("adapters", 1, "base").
    """
    top, *inner = loc
    number = inner.pop(0) if inner and isinstance(inner[0], int) else 0
    keys = [str(key) for key in (top, *inner)]
    # The innermost table that has the rest of the path; of [[tables]] of one name that of the number.
    for depth in range(len(keys) - 1, 0, -1):
        tables = [lines for name, lines in _tables(text) if name == ".".join([_TABLE, *keys[:depth]])]
        at = int(number) if depth == 1 else 0
        if at < len(tables) and (depth == 1 or _key(tables[at], keys[depth])):
            return _key(tables[at], keys[depth]) or tables[at][0][0]
    return next((found for name, lines in _tables(text) if name == _TABLE and (found := _key(lines, top))), None)


def _tables(text: str) -> Iterator[tuple[str, list[tuple[int, str]]]]:
    """Each table's name and its lines with their numbers, the header first."""
    name, lines = "", [(1, "")]
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.fullmatch(line):
            yield name, lines
            name, lines = re.sub(r"\s*\.\s*", ".", header[1]), []
        lines.append((number, line))
    yield name, lines


def _key(lines: Sequence[tuple[int, str]], key: str | int) -> int | None:
    begins = re.compile(rf"\s*[\"']?{re.escape(str(key))}[\"']?\s*[=.]")  # a dotted key, too: severity.rule = "off"
    return next((number for number, line in lines if begins.match(line)), None)
