"""The form that Markdown gives a reply, and the lack of it."""

from __future__ import annotations

from functools import cache

import regex

from harness.checks._blocks import Line, Table, tables
from harness.checks._blocks import lines as read_lines
from harness.checks._count import Count, HowMany
from harness.checks.registry import Verdict, check
from harness.checks.text import fold, quote
from harness.figures import counted

__all__ = ["markdown", "plain_text"]

_LINK = regex.compile(r"(?<!!)\[[^\[\]\n]{1,300}\]\([^()\s]{1,2000}\)")
_CODE = regex.compile(r"`[^`\n]{1,1000}`")
_TITLE = regex.compile(r"[ \t]*(?:#{1,6}[ \t]+\S.*|\*\*[^*\n]+\*\*:?|__[^_\n]+__:?|<<[^<>\n]*\w[^<>\n]*>>)[ \t]*")


@cache
def _highlight() -> regex.Pattern[str]:
    """Bold or italics; a star or an underscore inside a word, or with a space behind it, is none."""
    return regex.compile(
        r"(?<![\w*])(\*{1,3})(?=[^\s*])[^*\n]{1,500}(?<=[^\s*])\1(?!\*)|(?<![\w_])(_{1,3})(?=[^\s_])[^_\n]{1,500}(?<=[^\s_])\2(?![\w_])"
    )


def _something(**asked: object) -> None:
    if not any(value for value in asked.values()):
        raise ValueError("say what the reply shall have")
    if asked.get("title") is False:
        raise ValueError("title is true or left out")


@check("markdown", validate=_something)
def markdown(
    text: str,
    title: bool = False,
    headings: HowMany | None = None,
    bullets: HowMany | None = None,
    numbered: HowMany | None = None,
    tables: HowMany | None = None,
    rows: HowMany | None = None,
    columns: HowMany | list[str] | None = None,
    highlights: HowMany | None = None,
    links: HowMany | None = None,
    code: HowMany | None = None,
) -> Verdict:
    r"""So many headings, list items, tables, highlights, links or blocks of code, as Markdown writes them.

    Each is a number or at_least, at_most, exactly. `headings` are those with # and those over a row of = or -;
    `bullets` and `numbered` count list items, nested ones included; `highlights` pieces in bold or italics; `code`
    fenced blocks, in which nothing else is counted. `rows` (the head aside) and `columns` (how many, or their names in
    order) hold for every table, and ask for one; a row with more or fewer cells than the head breaks a table. `title`:
    the reply begins with one: a heading, a line in bold, <<Title>>.

    Passes: {"markdown": {"bullets": 2, "highlights": {"at_least": 1}}} on "**Нужны:**\n- чек\n- паспорт"
    Passes: {"markdown": {"columns": ["Size", "Price"], "rows": 1}} on "| Size | Price |\n|---|---|\n| S | 10 |"
    Misses: {"markdown": {"headings": {"at_least": 1}}} on "Returns are free."
    Misses: {"markdown": {"numbered": 3}} on "1. Откройте заказ.\n2. Нажмите «Вернуть»."
    """
    found = read_lines(text)
    told = list(_tables(found))
    if title and not _has_title(found):
        return Verdict(False, f"no title in {quote(text)}")
    plain = "\n".join("" if line.kind == "code" else line.text for line in found)
    counts: dict[str, tuple[Count | None, int]] = {
        "heading": (headings, _lines_of(found, "heading")),
        "bullet": (bullets, _lines_of(found, "bullet")),
        "numbered item": (numbered, _lines_of(found, "numbered")),
        "table": (tables, len(told)),
        "highlight": (highlights, _times(_highlight(), _CODE.sub("`", plain)) if highlights else 0),
        "link": (links, _times(_LINK, plain) if links else 0),
        "code block": (code, _lines_of(found, "code")),
    }
    for what, (bounds, count) in counts.items():
        if bounds is not None and not bounds.holds(count):
            return Verdict(False, f"{counted(count, what)}, {bounds} wanted")
    if tables or rows or columns is not None:
        wrong = _wrong_table(text, told, rows, columns)
        if wrong:
            return wrong
    said = ", ".join(counted(count, what) for what, (bounds, count) in counts.items() if bounds is not None)
    return Verdict(True, said or ("every table is as wanted" if told else "the reply has its title"))


_tables = tables


def _lines_of(found: list[Line], kind: str) -> int:
    return sum(line.kind == kind for line in found)


def _times(pattern: regex.Pattern[str], text: str) -> int:
    return sum(1 for _ in pattern.finditer(text))


def _has_title(found: list[Line]) -> bool:
    first = next((line for line in found if line.kind != "blank"), None)
    return first is not None and first.kind != "code" and _is_title(first)


def _is_title(line: Line) -> bool:
    underlined = line.kind == "heading" and not line.text.lstrip().startswith("#")
    return underlined or _TITLE.fullmatch(line.text) is not None


def _wrong_table(text: str, told: list[Table], rows: Count | None, columns: Count | list[str] | None) -> Verdict | None:
    if not told and (rows or columns is not None):
        return Verdict(False, f"no table in {quote(text)}")
    for table in told:
        odd = next((row for row in table.rows if len(row) != len(table.head)), None)
        if odd is not None:
            return Verdict(
                False,
                f"a row of {counted(len(odd), 'cell')} under {len(table.head)}: {quote(' | '.join(odd))}",
                table.span,
            )
        if rows and not rows.holds(len(table.rows)):
            return Verdict(False, f"{counted(len(table.rows), 'row')}, {rows} wanted", table.span)
        if isinstance(columns, Count) and not columns.holds(len(table.head)):
            return Verdict(False, f"{counted(len(table.head), 'column')}, {columns} wanted", table.span)
        if isinstance(columns, list) and [_bare(cell) for cell in table.head] != [_bare(name) for name in columns]:
            return Verdict(False, f"columns {quote(', '.join(table.head))}, {', '.join(columns)} wanted", table.span)
    return None


def _bare(cell: str) -> str:
    return fold(cell.strip("*_` "))


@cache
def _markup() -> dict[str, regex.Pattern[str]]:
    return {
        "a heading": regex.compile(r"^ {0,3}#{1,6}[ \t]+\S|^ {0,3}\S[^\n]*\n {0,3}={2,}[ \t]*\r?$", regex.MULTILINE),
        "a block of code": regex.compile(r"^ {0,3}(?:```|~~~)", regex.MULTILINE),
        "a table": regex.compile(r"^[ \t]*\|?[ \t]*:?-{3,}:?[ \t]*\|[ \t|:-]*$", regex.MULTILINE),
        "a bullet *": regex.compile(r"^[ \t]*[*+][ \t]+(?=\S)", regex.MULTILINE),
        "a link": _LINK,
        "a highlight": _highlight(),
        "code": _CODE,
    }


@check("plain_text")
def plain_text(text: str) -> Verdict:
    r"""No Markdown: for chats, voices and messages that show the signs as they are.

    Headings, bold and italics, links, code, tables and bullets with a star miss. Items with a dash or a number, a
    snake_case_name and a lone star (5 * 3, *the terms) are plain text.

    Passes: {"plain_text": true} on "Нужны:\n- чек;\n- паспорт. Цена: 5 * 3 рубля."
    Misses: {"plain_text": true} on "You have **30 days**."
    """
    for what, pattern in _markup().items():
        if found := pattern.search(text):
            return Verdict(False, f"{what}: {quote(text, found.span())}", found.span())
    return Verdict(True, "no Markdown")
