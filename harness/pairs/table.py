"""A table of results: CSV (comma, semicolon or tab) or JSONL, one row a case.

Columns `case`, `baseline`, `candidate`; optional `suite`, `tags` and `cluster`, which every row has where one has it (a
case may go without tags). Others are left alone and named in a notice; one that looks like a misspelt optional one is
refused, for without it fewer gates would decide.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from difflib import get_close_matches
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from harness.pairs.pair import MOST_CASES, Pair, Pairs, Problems, expected, label, read_object, verdict
from harness.source import SourceError

__all__ = ["MOST_BYTES", "read_table"]

MOST_BYTES = 64 * 2**20
_NEEDED = ("case", "baseline", "candidate")
_OPTIONAL = ("suite", "tags", "cluster")
_MOST_TAGS = 50
_DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab"}


class _Row(NamedTuple):
    line: int
    cells: dict[str, object]


def read_table(file: Path, *, expect: int | None = None) -> Pairs:
    """Read results; `expect` is the number of cases that there have to be.

    A file may begin with a byte order mark, and then be UTF-16 too; without one it is UTF-8.

    Raises:
        SourceError: the file is no such table: missing, too large, not text, without the columns.
        Incomplete: rows are bad or missing; the first five are named by line.
    """
    text = _text(file)
    problems = Problems(file)
    rows = list(islice(_jsonl(text, problems) if _is_jsonl(file, text) else _csv(text, problems), MOST_CASES + 1))
    columns = {column for row in rows for column in row.cells}
    unused = sorted(columns - {*_NEEDED, *_OPTIONAL})
    for name in _OPTIONAL:
        if name not in columns and (close := get_close_matches(name, unused, 1, cutoff=0.75)):
            raise SourceError(f"a column {close[0]!r}: did you mean {name!r}? Call it so, or otherwise", file=file)
    notices = [f"columns that play no part: {_names(unused)}"] if unused else []
    seen: dict[tuple[str | None, str], int] = {}
    pairs = []
    for row in rows:
        if (pair := _pair(row, columns, problems)) is None:
            continue
        first = seen.setdefault((pair.suite, pair.case), row.line)
        if first != row.line:
            problems.add(row.line, f"case {_names([pair.case])} stands in line {first} already")
        pairs.append(pair)
    problems.stop()
    expected(len(pairs), expect, file)
    return Pairs(pairs=tuple(pairs), notices=tuple(notices))


def _pair(row: _Row, columns: set[str], problems: Problems) -> Pair | None:
    """The row's pair, or None and a problem for each cell that can't be read."""
    bad = False

    def noted(column: str, e: ValueError) -> None:
        nonlocal bad
        bad = True
        problems.add(row.line, f"{column} {e}")

    verdicts = {"baseline": 0.0, "candidate": 0.0}
    names: dict[str, str | None] = {"case": None, "suite": None, "cluster": None}
    tags: tuple[str, ...] = ()
    for column in verdicts:
        try:
            verdicts[column] = verdict(row.cells.get(column))
        except ValueError as e:
            noted(column, e)
    for column in names:
        if column == "case" or column in columns:
            try:
                names[column] = label(row.cells.get(column), most=2000 if column == "case" else 100)
            except ValueError as e:
                noted(column, e)
    try:
        tags = _tags(row.cells.get("tags"))
    except ValueError as e:
        noted("tags", e)
    if bad:
        return None
    return Pair(
        case=names["case"] or "", suite=names["suite"], cluster=names["cluster"], tags=tags, line=row.line, **verdicts
    )


def _tags(value: object) -> tuple[str, ...]:
    """Tags from a list, or from text with `,`, `;` or `|` between them."""
    parts = re.split(r"[,;|]", value) if isinstance(value, str) else value if isinstance(value, list) else [value]
    tags = dict.fromkeys(label(part) for part in parts if part is not None and part != "" and part != [])
    if len(tags) > _MOST_TAGS:
        raise ValueError(f"are more than {_MOST_TAGS}")
    return tuple(tags)


def _text(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            data = opened.read(MOST_BYTES + 1)
    except FileNotFoundError as e:
        raise SourceError("no such file", file=file) from e
    except OSError as e:
        raise SourceError(f"can't be read: {e.strerror}", file=file) from e
    if len(data) > MOST_BYTES:
        raise SourceError(
            f"larger than {MOST_BYTES // 2**20} MB; only the columns of the decision are needed", file=file
        )
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as e:
        line = data.count(b"\n", 0, e.start) + 1
        raise SourceError("not UTF-8 text: save it as “CSV UTF-8”", file=file, line=line) from e
    if "\0" in text:
        raise SourceError(
            "holds NUL characters: not a text file", file=file, line=text.count("\n", 0, text.index("\0")) + 1
        )
    return text


def _is_jsonl(file: Path, text: str) -> bool:
    return file.suffix.lower() in {".jsonl", ".ndjson"} or text.lstrip()[:1] == "{"


def _jsonl(text: str, problems: Problems) -> Iterator[_Row]:
    # Not splitlines(): it also breaks at U+2028 and the like, which JSON allows inside a string.
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                yield _Row(number, read_object(line))
            except ValueError as e:
                problems.add(number, str(e))


def _csv(text: str, problems: Problems) -> Iterator[_Row]:
    """Rows as the csv module reads them, strictly; the line is that where the row begins.

    Rows of empty cells only are passed over at the end of the file, where spreadsheets leave them; elsewhere they are
    problems.
    """
    if not text.strip():
        return
    delimiter, header = _header(text, problems.file)
    # newline="" leaves line ends to the csv module, which keeps those within quotes.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    next(reader)
    empty, line = 0, reader.line_num + 1
    try:
        for cells in reader:
            if len(cells) == len(header):
                if any(cell.strip() for cell in cells):
                    if empty:
                        problems.add(empty, "the row is empty")
                    empty = 0
                    yield _Row(line, dict(zip(header, cells, strict=True)))
                else:
                    empty = empty or line
            elif cells and (len(cells) > 1 or cells[0].strip()):
                problems.add(line, f"{len(cells)} cells, the header has {len(header)}")
            line = reader.line_num + 1
    except csv.Error as e:
        problems.add(line, f"not readable as CSV from here: {e}")


def _header(text: str, file: Path) -> tuple[str, list[str]]:
    """The delimiter under which the first row names the columns, and that row."""
    for delimiter in _DELIMITERS:
        try:
            cells = next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), [])
        except csv.Error:
            continue
        header = [cell.strip().casefold() for cell in cells]
        if set(_NEEDED) <= set(header):
            if twice := [name for name in header if header.count(name) > 1 and name in (*_NEEDED, *_OPTIONAL)]:
                raise SourceError(f"the column {twice[0]!r} stands twice", file=file, line=1)
            return delimiter, header
    raise SourceError(
        f"the first line names no columns {', '.join(_NEEDED)}, with {', '.join(_DELIMITERS.values())} between them",
        file=file,
        line=1,
    )


def _names(names: list[str]) -> str:
    """Names from a file, in quotes, at most eight, cut where they are long."""
    told = ", ".join(repr(name if len(name) <= 60 else f"{name[:59]}…") for name in names[:8])
    return f"{told} and {len(names) - 8} more" if len(names) > 8 else told
