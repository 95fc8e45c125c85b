"""Sheets of an .xlsx workbook: values as people see them, merged cells filled, hidden sheets passed over."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from harness.importing.packed import Merged, formulas_in, merged_in, safe_package
from harness.importing.rows import MOST_COLUMNS, MOST_ROWS, Grid, too_many
from harness.importing.shown import shown
from harness.lint._said import said
from harness.source import SourceError

__all__ = ["Sheet", "read_sheet", "sheets_of"]

_MOST_CELLS = 2_000_000
_EMPTY = 10_000
"""Empty rows in a row after which a sheet is taken to be over."""
_ERRORS = frozenset(("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"))


class Sheet(NamedTuple):
    """A worksheet's name, and whether a person sees it."""

    name: str
    visible: bool


def sheets_of(file: Path) -> list[Sheet]:
    """The worksheets of a workbook, in their order.

    Raises:
        SourceError: no .xlsx file, or one that is not read (see `safe_package`).
    """
    safe_package(file)
    book = _opened(file, values=True)
    try:
        return [Sheet(sheet.title, sheet.sheet_state == "visible") for sheet in book.worksheets]
    finally:
        book.close()


def read_sheet(file: Path, name: str) -> Grid:
    """The rows of one worksheet with their numbers; empty ones are passed over.

    A cell of a merged range has the range's value. A formula has the value that was stored with it; one without, and
    one whose value is an error, is a fault of its cell.

    Raises:
        SourceError: the sheet can't be read, or has more than 100,000 rows or 2,000,000 cells.
    """
    book = _opened(file, values=True)
    try:
        sheet = book[name]
        part = str(sheet._worksheet_path).lstrip("/")
        values, cut = _rows(sheet, file)
        formulas = _formulas(file, name, values) if formulas_in(file, part) else {}
        merged = merged_in(file, part)
    except SourceError:
        raise
    except Exception as e:  # as above
        what = said("the sheet “{name}” can't be read: {why}; save the workbook again", name=name, why=str(e))
        raise SourceError(what, file=file) from e
    finally:
        book.close()
    russian = _is_russian(values)
    texts = {n: [shown(value, code, russian=russian) for value, code in cells] for n, cells in values.items()}
    faults = _faults(texts, formulas)
    filled = _fill(texts, faults, merged)
    lines = [(n, cells, faults.get(n, {})) for n, cells in sorted(texts.items()) if any(cells) or n in faults]
    notes = [said("the sheet “{name}”", name=name)] + ([said("{n:merged cell} filled", n=filled)] if filled else [])
    last = max(values, default=0)
    notes += [said("read up to row {last}: {n:empty row} follow", last=last, n=_EMPTY)] if cut else []
    return Grid(lines, "row", tuple(notes))


def _opened(file: Path, *, values: bool) -> Any:
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and drawings that are not kept
            return load_workbook(file, read_only=True, data_only=values, keep_links=False)
    except Exception as e:  # openpyxl raises whatever a damaged part makes it stumble over
        what = said("not readable as .xlsx: {why}; open it, and save it again", why=str(e))
        raise SourceError(what, file=file) from e


def _rows(sheet: Any, file: Path) -> tuple[dict[int, list[tuple[Any, str]]], bool]:
    """The cells of each row that has any, and whether so many empty ones came that what follows was not read."""
    sheet.reset_dimensions()  # what a sheet says of its size may be anything
    kept: dict[int, list[tuple[Any, str]]] = {}
    empty = cells_read = 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a date beyond the calendar is an error's text
        for number, cells in enumerate(sheet.iter_rows(), start=1):
            read = [(cell.value, _format(cell)) for cell in cells[:MOST_COLUMNS]]
            if all(value is None for value, _ in read):
                empty += 1
                if empty > _EMPTY:
                    return kept, True
                continue
            while read[-1][0] is None:
                read.pop()
            kept[number], empty, cells_read = read, 0, cells_read + len(read)
            if len(kept) > MOST_ROWS:
                raise too_many(file)
            if cells_read > _MOST_CELLS:
                raise SourceError(said("more than {n} cells: import it in parts", n=_MOST_CELLS), file=file)
    return kept, False


def _format(cell: Any) -> str:
    return cell.number_format if isinstance(cell.value, int | float) or hasattr(cell.value, "year") else ""


def _formulas(file: Path, name: str, values: Mapping[int, Sequence[tuple[Any, str]]]) -> dict[int, set[int]]:
    """Where a formula stands that has no value stored with it: by row, the columns from 0."""
    book = _opened(file, values=False)
    try:
        found: dict[int, set[int]] = {}
        for number, cells in _rows(book[name], file)[0].items():
            known = values.get(number, ())
            for at, (value, _) in enumerate(cells):
                stored = known[at][0] if at < len(known) else None
                if isinstance(value, str) and value.startswith("=") and stored is None:
                    found.setdefault(number, set()).add(at)
        return found
    finally:
        book.close()


def _is_russian(values: Mapping[int, Sequence[tuple[Any, str]]]) -> bool:
    """Whether the sheet's texts are mostly Cyrillic: its numbers are then written as Russian ones are."""
    cyrillic = latin = 0
    for cells in values.values():
        for value, _ in cells:
            if isinstance(value, str):
                cyrillic += sum("а" <= letter <= "я" for letter in value)
                latin += sum("a" <= letter <= "z" for letter in value)
    return cyrillic > latin


def _faults(texts: dict[int, list[str]], formulas: Mapping[int, set[int]]) -> dict[int, dict[int, str]]:
    faults: dict[int, dict[int, str]] = {}
    for number, cells in texts.items():
        for at, text in enumerate(cells):
            if text in _ERRORS:
                faults.setdefault(number, {})[at] = said("the formula's value is an error, {error}", error=text)
    for number, columns in formulas.items():
        for at in columns:
            why = said(
                "the formula has no value stored with it: open the workbook in a spreadsheet program, and save it"
            )
            faults.setdefault(number, {})[at] = why
        texts.setdefault(number, [])
    return faults


def _fill(texts: dict[int, list[str]], faults: dict[int, dict[int, str]], merged: Sequence[Merged]) -> int:
    """Give the cells of a range that spans rows the value of its first; how many were filled.

    Only in rows that hold something else: a merged cell over an empty row makes no row of it. Cells beside the first
    stay empty: a heading over several columns is no value of each.
    """
    filled = 0
    for top, bottom, left, _ in merged:
        first = texts.get(top, [])
        value = first[left - 1] if left <= len(first) else ""
        fault = faults.get(top, {}).get(left - 1)
        if not (value or fault) or bottom - top > MOST_ROWS:
            continue
        for number in range(top + 1, bottom + 1):
            cells = texts.get(number)
            if cells is None:
                continue
            cells.extend([""] * (left - len(cells)))
            cells[left - 1] = value
            if fault:
                faults.setdefault(number, {})[left - 1] = fault
            filled += 1
    return filled
