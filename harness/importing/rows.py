"""What is read of a source before anybody knows what it means: columns, rows, and rows that can't be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from harness.lint._said import Said, said
from harness.source import SourceError

__all__ = [
    "MOST_CHARS",
    "MOST_COLUMNS",
    "MOST_ROWS",
    "Column",
    "Grid",
    "LeftOut",
    "Row",
    "Table",
    "at",
    "counted_as",
    "one_line_end",
    "sized",
    "too_many",
    "writing",
]

MOST_BYTES = 64 << 20
"""Of a source that is no spreadsheet."""
MOST_ROWS = 100_000
MOST_COLUMNS = 200
MOST_CHARS = 20_000
"""Of one cell that is taken."""


def counted_as(n: int, unit: str) -> Said:
    """So many of what a row is called: `3 lines`."""
    return said(f"{{n:{unit}}}", n=n)


def at(unit: str, number: int) -> Said:
    """Where a row stands: `line 14`."""
    return said(f"{unit} {{number}}", number=number)


class Column(NamedTuple):
    """A column by its letter (of JSON: its key) and by what stands at its head, which may be nothing."""

    key: str
    name: str

    def __str__(self) -> str:
        return f"{self.key} “{self.name}”" if self.name and self.name != self.key else self.key


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row: where it stands, and its cells by their column's key. Cells are texts; of JSON also lists of texts."""

    number: int
    cells: Mapping[str, str | Sequence[str]]
    fault: str = ""
    """Why it can't be taken, whatever its columns mean."""
    faults: Mapping[str, str] = field(default_factory=dict)
    """Why a cell can't be taken, by its column's key."""


class LeftOut(NamedTuple):
    """A row, or a part of one, that is not taken: where it stands, why, and what is there."""

    number: int
    why: str
    cells: Mapping[str, str]
    part: str = ""
    """Of a test that is taken all the same: what of it is not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A source as it was read.

    Attributes:
        unit: what a row is called: `row` of a sheet, `line` of a text, `item` of a list.
        notes: what a person should know of how it was read: the encoding, the sheet.
        delimiter: of a text with columns.
    """

    file: Path
    unit: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    delimiter: str = ","
    sheet: str = ""
    """The sheet, where a person named one."""

    @property
    def name(self) -> str:
        """What a case says that it is from: `questions.xlsx`, `questions.xlsx, sheet “Prices”`."""
        return f"{self.file.name}, sheet “{self.sheet}”" if self.sheet else self.file.name


class Grid(NamedTuple):
    """Lines of cells whose head is still to be found: each with its number and why cells of it can't be taken."""

    lines: Sequence[tuple[int, Sequence[str], Mapping[int, str]]]
    unit: str
    notes: tuple[str, ...] = ()
    delimiter: str = ","


def one_line_end(cell: str) -> str:
    """A cell without spaces around it, with one kind of line ends."""
    return cell.strip().replace("\r\n", "\n").replace("\r", "\n")


@contextmanager
def writing(file: Path) -> Iterator[None]:
    """A file that is being written: what the system refuses becomes an error with its name.

    Raises:
        SourceError: the folder is read-only, the disk is full, …
    """
    try:
        yield
    except OSError as e:
        what = said("can't be written: {why}; see that the folder takes files (--into names another)", why=e.strerror)
        raise SourceError(what, file=file) from e


def too_many(file: Path) -> SourceError:
    """The error of a source with more rows than are read."""
    return SourceError(said("more than {n} rows: import it in parts", n=MOST_ROWS), file=file)


def sized(file: Path, most: int = MOST_BYTES) -> bytes:
    """The bytes of a source.

    Raises:
        SourceError: it is not there, can't be read, is empty or larger than what is read.
    """
    try:
        if not file.is_file():
            raise SourceError(said("no such file"), file=file)
        with file.open("rb") as source:
            data = source.read(most + 1)
    except OSError as e:
        raise SourceError(said("can't be read: {why}", why=e.strerror or str(e)), file=file) from e
    if len(data) > most:
        raise SourceError(said("larger than {n} MB: import it in parts", n=most >> 20), file=file)
    if not data.strip():
        raise SourceError(said("the file is empty"), file=file)
    return data
