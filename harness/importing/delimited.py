"""CSV and TSV as spreadsheets write them: the delimiter found, `sep=;` understood, each record with its line."""

from __future__ import annotations

import csv
import io
from collections import Counter
from itertools import islice
from pathlib import Path

from harness.importing.encodings import decoded
from harness.importing.rows import MOST_BYTES, MOST_COLUMNS, MOST_ROWS, Grid, one_line_end, sized, too_many
from harness.lint._said import said
from harness.source import SourceError

__all__ = ["read_delimited"]

_DELIMITERS = ";\t,|"
_NAMES = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_TRIED = 200
"""Records by which a delimiter is found."""


def read_delimited(file: Path) -> Grid:
    """The records of a file with their lines; empty ones are passed over.

    Raises:
        SourceError: no text, too large, or a quote that is never closed: then nobody knows where a row ends.
    """
    text, encoding = decoded(sized(file), file)
    text = text.removeprefix("\ufeff")
    first, _, rest = text.partition("\n")
    told = first.strip().casefold()
    skipped = 0
    if len(told) == 5 and told.startswith("sep=") and told[4] in _DELIMITERS:
        delimiter, text, skipped = told[4], rest, 1
    elif first.rstrip("\r").casefold() == "sep=\t":
        delimiter, text, skipped = "\t", rest, 1
    else:
        delimiter = _found(text)
    records = _records(text, delimiter, file, skipped)
    lines = [(number, [one_line_end(cell) for cell in cells], dict[int, str]()) for number, cells in records]
    note = said("{encoding}, columns apart by {signs}", encoding=encoding, signs=said(_NAMES[delimiter]))
    return Grid(lines, "line", (note,), delimiter)


def _records(text: str, delimiter: str, file: Path, skipped: int) -> list[tuple[int, list[str]]]:
    before = csv.field_size_limit(MOST_BYTES)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    records: list[tuple[int, list[str]]] = []
    begins = 1
    try:
        for cells in reader:
            if len(cells) > MOST_COLUMNS:
                what = said("more than {n} columns: is this a table?", n=MOST_COLUMNS)
                raise SourceError(what, file=file, line=begins + skipped)
            if any(map(str.strip, cells)):
                records.append((begins + skipped, cells))
            if len(records) > MOST_ROWS:
                raise too_many(file)
            begins = reader.line_num + 1
    except csv.Error as e:
        open_ = "unexpected end" in str(e)
        what = said("a quote that opens here is never closed") if open_ else said("not readable: {why}", why=str(e))
        raise SourceError(
            said("{what}; a quote inside a cell is written twice, and the cell stands in quotes", what=what),
            file=file, line=begins + skipped,
        ) from e  # fmt: skip
    finally:
        csv.field_size_limit(before)
    return records


def _found(text: str) -> str:
    """The delimiter that makes as many columns of most records, and of two such the one that makes more."""
    scored = {}
    for delimiter in _DELIMITERS:
        widths: Counter[int] = Counter()
        try:
            for cells in islice(csv.reader(io.StringIO(text[: 1 << 18], newline=""), delimiter=delimiter), _TRIED):
                if any(map(str.strip, cells)):
                    widths[len(cells)] += 1
        except csv.Error:
            continue
        width, times = max(widths.items(), key=lambda one: (one[1], one[0]), default=(1, 0))
        if width > 1:
            scored[delimiter] = (round(times / widths.total(), 1), width)
    return max(scored, key=scored.__getitem__, default=",")
