"""What the lines of a reply are in Markdown (CommonMark 0.31 and GFM tables), as far as checks ask."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

import regex

__all__ = ["Line", "Table", "lines", "paragraphs", "tables"]

Kind = Literal["blank", "bullet", "code", "divider", "heading", "numbered", "quote", "table", "text"]

_SOME = re.compile(r"^[^\S\n]*+\S[^\n]*", re.MULTILINE)
_SAYS = regex.compile(r"[^\W_]")
_FENCE = regex.compile(r" {0,3}(`{3,}|~{3,})")
_PATTERNS: dict[Kind, re.Pattern[str]] = {
    "heading": re.compile(r" {0,3}#{1,6}(?=[ \t]|$)"),
    "divider": re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$"),
    "bullet": re.compile(r"[ \t]*(?:[-+*•▪◦‣][ \t]+(?=\S))"),
    "numbered": re.compile(r"[ \t]*\d{1,4}[.)][ \t]+(?=\S)"),
    "quote": re.compile(r" {0,3}>"),
}
_BY_SIGN: dict[str, tuple[Kind, ...]] = {
    "#": ("heading",), ">": ("quote",), "_": ("divider",), "*": ("divider", "bullet"), "-": ("divider", "bullet"),
    **dict.fromkeys("+•▪◦‣", ("bullet",)), **dict.fromkeys("0123456789", ("numbered",)),
}  # fmt: skip
_UNDERLINE = re.compile(r" {0,3}(?:=+|--+)[ \t]*")
_UNDERLINES = re.compile(r"\n {0,3}(?:=+|--+)[ \t]*\r?$", re.MULTILINE)
_RULE = regex.compile(r"[ \t]*\|?(?:[ \t]*:?-+:?[ \t]*\|)*[ \t]*:?-+:?[ \t]*\|?[ \t]*")


class Line(NamedTuple):
    """A line, or a block of code, with its kind; `start` and `end` in the reply leave the line break out."""

    kind: Kind
    text: str
    start: int
    end: int


class Table(NamedTuple):
    """A table: the cells of its head, the cells of each row below, and where it stands."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    span: tuple[int, int]


def lines(text: str) -> list[Line]:
    """The lines of a reply; blank ones in a row are one, and so is a block of code with its fences."""
    found: list[Line] = []
    end, fence, opened = 0, "", 0
    for match in _SOME.finditer(text):
        start, stop = match.span()
        line = match[0].removesuffix("\r")
        mark = _FENCE.match(line) if "```" in line or "~~~" in line else None
        if fence:
            if mark and mark[1].startswith(fence) and not line[mark.end() :].strip():
                found.append(Line("code", text[opened:stop], opened, stop))
                fence = ""
        else:
            if start > end + 1:
                found.append(Line("blank", "", end, start))
            if mark:
                fence, opened = mark[1], start
            else:
                found.append(Line(_kind(line), line, start, start + len(line)))
        end = stop
    if fence:
        found.append(Line("code", text[opened:], opened, len(text)))
    if _UNDERLINES.search(text):
        found = _with_underlined(text, found)
    return _with_tables(found) if "|" in text else found


def _with_underlined(text: str, found: Sequence[Line]) -> list[Line]:
    """Lines of text over a row of = or - are one heading, the row a divider (setext headings, CommonMark 4.3).

    Dashes right under a whole sentence part it from what follows: nobody means a heading that ends in a point.
    """
    made: list[Line] = []
    first = 0  # of the lines made, where the paragraph begins that may prove to be a heading
    for line in found:
        underlines = len(made) > first and line.kind in ("text", "divider") and _UNDERLINE.fullmatch(line.text)
        if underlines and not ("-" in line.text and made[-1].text.rstrip().endswith((".", "!", "?", "…", ":", ";"))):
            start, end = made[first].start, made[-1].end
            made[first:] = [Line("heading", text[start:end], start, end)]
            line = line._replace(kind="divider")
        made.append(line)
        if line.kind != "text":
            first = len(made)
    return made


def _kind(line: str) -> Kind:
    bare = line.strip()
    if not bare:
        return "blank"
    for kind in _BY_SIGN.get(bare[0], ()):
        if _PATTERNS[kind].match(line):
            return kind
    return "text"


def _with_tables(found: list[Line]) -> list[Line]:
    """A line over a rule of dashes with as many cells begins a table; lines with a bar go on with it."""
    inside = False
    for i, line in enumerate(found):
        if inside and "|" in line.text and line.kind != "code":
            found[i] = line._replace(kind="table")
            continue
        rule = found[i + 1] if i + 1 < len(found) else None
        inside = (
            line.kind in ("text", "bullet")
            and "|" in line.text
            and rule is not None
            and "-" in rule.text
            and _RULE.fullmatch(rule.text) is not None
            and len(_cells(line.text)) == len(_cells(rule.text))
        )
        if inside:
            found[i] = line._replace(kind="table")
    return found


def tables(found: Sequence[Line]) -> Iterator[Table]:
    """The tables among the lines."""
    block: list[Line] = []
    for line in [*found, Line("blank", "", 0, 0)]:
        if line.kind == "table":
            block.append(line)
        elif block:
            head, _, *rows = (_cells(row.text) for row in block)
            yield Table(head, rows, (block[0].start, block[-1].end))
            block = []


def _cells(row: str) -> list[str]:
    bare = row.strip().removeprefix("|")
    bare = bare[:-1] if bare.endswith("|") and not bare.endswith("\\|") else bare
    cells, at = [], 0
    for bar in regex.finditer(r"`[^`]*`|\\.|(\|)", bare):
        if bar[1]:
            cells.append(bare[at : bar.start()].strip())
            at = bar.end()
    return [*cells, bare[at:].strip()]


_GROUPS = {"bullet": "list", "numbered": "list", "code": "code"}


def paragraphs(text: str) -> list[tuple[int, int]]:
    """(start, end) of each run of lines between blank lines, dividers and headings that says something.

    A list, a table and a block of code are a paragraph each, whatever blank lines are in them.
    """
    found: list[tuple[int, int]] = []
    group, open_run = "", False
    for line in lines(text):
        if line.kind == "blank":
            open_run = open_run and group == "list"
        elif line.kind in ("divider", "heading") or not _SAYS.search(line.text):
            open_run = False
        else:
            kind = _GROUPS.get(line.kind, "prose")
            indented = group == "list" and line.text[:1] in " \t"
            next_line = found and text[found[-1][1] : line.start] in ("\n", "\r\n")
            if open_run and (indented or (kind == group == "list") or (next_line and "code" not in (kind, group))):
                found[-1] = (found[-1][0], line.end)
            else:
                found.append((line.start, line.end))
            group, open_run = ("list" if indented else kind), True
    return found
