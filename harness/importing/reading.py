"""A source of any kind as a table: by its name and what it begins with."""

from __future__ import annotations

from pathlib import Path

from harness.importing.columns import headed, role_of
from harness.importing.delimited import read_delimited
from harness.importing.json_rows import read_json
from harness.importing.rows import Grid, Table, counted_as
from harness.importing.spreadsheet import read_sheet, sheets_of
from harness.lint._said import joined, said
from harness.source import SourceError

__all__ = ["KINDS", "kind_of", "read_table"]

KINDS = {
    ".xlsx": "sheet", ".xlsm": "sheet", ".csv": "text", ".tsv": "text", ".tab": "text", ".txt": "text",
    ".jsonl": "json", ".ndjson": "json", ".json": "json", ".yaml": "yaml", ".yml": "yaml",
}  # fmt: skip
_READ = ".xlsx, .csv, .tsv, .jsonl, .json, .yaml"
_OTHERS = (".xls", ".ods", ".numbers", ".xlsb", ".doc", ".docx", ".pdf")


def kind_of(file: Path) -> str:
    """What a source is by its name: `sheet`, `text`, `json` or `yaml`.

    Raises:
        SourceError: of no kind that is read.
    """
    kind = KINDS.get(file.suffix.casefold())
    if kind is None:
        office = file.suffix.casefold() in _OTHERS
        raise SourceError(
            said("not read here: save it as .xlsx or .csv (read are {kinds})", kinds=_READ)
            if office
            else said("not read here (read are {kinds})", kinds=_READ),
            file=file,
        )
    return kind


def read_table(file: Path, sheet: str = "") -> Table:
    """The table in a spreadsheet, a text with columns, or JSON.

    `sheet`: which sheet of a workbook; without it the only one that has questions and answers.

    Raises:
        SourceError: not readable, or there are several such sheets.
    """
    kind = kind_of(file)
    if sheet and kind != "sheet":
        raise SourceError(said("--sheet goes with .xlsx; this has no sheets"), file=file)
    if kind == "json":
        table = read_json(file)
    else:
        table = _of_grid(file, _sheet(file, sheet) if kind == "sheet" else read_delimited(file), sheet)
    if not table.rows:
        raise SourceError(said("there is no row below the headings"), file=file)
    return table


def _of_grid(file: Path, grid: Grid, sheet: str) -> Table:
    columns, rows, above = headed(grid)
    passed = said("{what} above the headings passed over", what=counted_as(above, grid.unit))
    notes = (*grid.notes, passed) if above else grid.notes
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
            what = said("no sheet is called “{name}” (there are: {there})", name=wanted, there=there)
            raise SourceError(what, file=file)
        return read_sheet(file, found.name)
    visible = [one for one in sheets if one.visible]
    hidden = [one.name for one in sheets if not one.visible]
    read = {one.name: grid for one in visible if (grid := read_sheet(file, one.name)).lines}
    asking = {name: grid for name, grid in read.items() if _has_questions(grid)} or read
    if len(asking) != 1:
        if not asking:
            raise SourceError(
                said(
                    "no sheet holds anything; hidden, and so not read: {names} (--sheet NAME reads one)",
                    names=", ".join(hidden),
                )
                if hidden
                else said("no sheet holds anything"),
                file=file,
            )
        there = ", ".join(f"“{n}”" for n in asking)
        raise SourceError(
            said("several sheets hold tables: say which one, --sheet NAME ({there})", there=there), file=file
        )
    ((name, grid),) = asking.items()
    passed = [
        said("“{name}” (no questions and answers)" if one.name in read else "“{name}” (empty)", name=one.name)
        for one in visible
        if one.name != name
    ]
    passed += [said("“{name}” (hidden)", name=one) for one in hidden]
    more = (said("not read: {names}", names=joined(", ", passed)),) if passed else ()
    return grid._replace(notes=(*grid.notes, *more))


def _has_questions(grid: Grid) -> bool:
    return any({"question", "answer"} <= {role_of(cell) for cell in cells} for _, cells, _ in grid.lines[:12])
