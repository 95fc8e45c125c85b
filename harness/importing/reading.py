"""A source of any kind as a table: by its name and what it begins with."""

from __future__ import annotations

from pathlib import Path

from harness.figures import counted
from harness.importing.columns import headed, role_of
from harness.importing.delimited import read_delimited
from harness.importing.json_rows import read_json
from harness.importing.rows import Grid, Table
from harness.importing.spreadsheet import read_sheet, sheets_of
from harness.source import SourceError

__all__ = ["KINDS", "kind_of", "read_table"]

KINDS = {
    ".xlsx": "sheet", ".xlsm": "sheet", ".csv": "text", ".tsv": "text", ".tab": "text", ".txt": "text",
    ".jsonl": "json", ".ndjson": "json", ".json": "json", ".yaml": "yaml", ".yml": "yaml",
}  # fmt: skip
_OTHERS = (".xls", ".ods", ".numbers", ".xlsb", ".doc", ".docx", ".pdf")


def kind_of(file: Path) -> str:
    """What a source is by its name: `sheet`, `text`, `json` or `yaml`.

    Raises:
        SourceError: of no kind that is read.
    """
    kind = KINDS.get(file.suffix.casefold())
    if kind is None:
        save = ": save it as .xlsx or .csv" if file.suffix.casefold() in _OTHERS else ""
        raise SourceError(f"not read here{save} (read are .xlsx, .csv, .tsv, .jsonl, .json, .yaml)", file=file)
    return kind


def read_table(file: Path, sheet: str = "") -> Table:
    """The table in a spreadsheet, a text with columns, or JSON.

    `sheet`: which sheet of a workbook; without it the only one that has questions and answers.

    Raises:
        SourceError: not readable, or there are several such sheets.
    """
    kind = kind_of(file)
    if sheet and kind != "sheet":
        raise SourceError("--sheet goes with .xlsx; this has no sheets", file=file)
    if kind == "json":
        table = read_json(file)
    else:
        table = _of_grid(file, _sheet(file, sheet) if kind == "sheet" else read_delimited(file), sheet)
    if not table.rows:
        raise SourceError("there is no row below the headings", file=file)
    return table


def _of_grid(file: Path, grid: Grid, sheet: str) -> Table:
    columns, rows, above = headed(grid)
    notes = (*grid.notes, f"{counted(above, grid.unit)} above the headings passed over") if above else grid.notes
    return Table(
        file=file, unit=grid.unit, columns=columns, rows=tuple(rows), notes=notes, delimiter=grid.delimiter,
        sheet=sheet,
    )  # fmt: skip


def _sheet(file: Path, wanted: str) -> Grid:
    sheets = sheets_of(file)
    if wanted:
        found = next((one for one in sheets if one.name.casefold() == wanted.casefold()), None)
        if found is None:
            there = ", ".join(f"“{one.name}”" for one in sheets)
            raise SourceError(f"no sheet is called {wanted!r} (there are: {there})", file=file)
        return read_sheet(file, found.name)
    visible = [one for one in sheets if one.visible]
    hidden = [one.name for one in sheets if not one.visible]
    read = {one.name: grid for one in visible if (grid := read_sheet(file, one.name)).lines}
    asking = {name: grid for name, grid in read.items() if _has_questions(grid)} or read
    if len(asking) != 1:
        if not asking:
            there = f"; hidden, and so not read: {', '.join(hidden)} (--sheet NAME reads one)" if hidden else ""
            raise SourceError(f"no sheet holds anything{there}", file=file)
        raise SourceError(
            f"several sheets hold tables: say which one, --sheet NAME ({', '.join(f'“{n}”' for n in asking)})",
            file=file,
        )
    ((name, grid),) = asking.items()
    passed = [
        f"“{n}” ({'no questions and answers' if n in read else 'empty'})"
        for n in (s.name for s in visible)
        if n != name
    ]
    passed += [f"“{n}” (hidden)" for n in hidden]
    more = (f"not read: {', '.join(passed)}",) if passed else ()
    return grid._replace(notes=(*grid.notes, *more))


def _has_questions(grid: Grid) -> bool:
    return any({"question", "answer"} <= {role_of(cell) for cell in cells} for _, cells, _ in grid.lines[:12])
