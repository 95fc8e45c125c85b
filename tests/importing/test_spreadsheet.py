"""Workbooks: what people see in them is what is read."""

from __future__ import annotations

import zipfile
from datetime import datetime, time
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from harness.importing import packed
from harness.importing.reading import read_table
from harness.importing.shown import shown
from harness.importing.spreadsheet import read_sheet
from harness.source import SourceError


def book(folder: Path, sheets: dict[str, list[list[Any]]]) -> tuple[Workbook, Path]:
    made = Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return made, folder / "book.xlsx"


@pytest.mark.parametrize(
    ("value", "code", "russian", "text"),
    [
        (30, "General", False, "30"),
        (2.5, "General", True, "2,5"),
        (0.1 + 0.2, "General", False, "0.3"),
        (0.2, "0%", True, "20%"),
        (0.125, "0.0%", False, "12.5%"),
        (1500, '#,##0\\ "₽"', True, "1\u00a0500 ₽"),
        (1500, '"$"#,##0.00', False, "$1,500.00"),
        (1234567.5, "#,##0.00\\ [$€-407]", True, "1\u00a0234\u00a0567,50 €"),
        (-5, "#,##0_);(#,##0)", False, "-5"),
        (7, "000", False, "007"),
        (2.50, "0.##", False, "2.5"),
        (1e300, "0.00", False, "1e+300"),
        (0.5, "# ?/?", False, "0.5"),
        (datetime(2026, 3, 8), "dd.mm.yyyy", True, "08.03.2026"),
        (datetime(2026, 3, 8), "mm-dd-yy", True, "2026-03-08"),
        (datetime(2026, 3, 8, 9, 5), "d mmmm yyyy h:mm", False, "8 March 2026 9:05"),
        (datetime(2026, 3, 8), "[$-419]d mmmm yyyy;@", True, "8 марта 2026"),
        (time(18, 0), "h:mm", True, "18:00"),
        (True, "General", True, "ИСТИНА"),
        (None, "General", True, ""),
        (" two\r\nlines ", "@", False, "two\nlines"),
    ],
)
def test_a_cell_is_read_as_a_person_sees_it(value: Any, code: str, russian: bool, text: str) -> None:
    if text == "1e+300":
        assert shown(value, code, russian=russian).startswith("1000000")
    else:
        assert shown(value, code, russian=russian) == text


def test_merged_cells_are_filled_downwards_and_titles_above_the_head_are_no_rows(tmp_path: Path) -> None:
    rows = [
        ["Our questions"],
        [],
        ["Topic", "Question", "Answer"],
        ["Returns", "How long?", "30 days"],
        [None, "Where?", "Riga"],
    ]
    made, file = book(tmp_path, {"All": rows})
    made["All"].merge_cells("A1:C1")
    made["All"].merge_cells("A4:A5")
    made.save(file)

    table = read_table(file)
    assert [(row.number, row.cells["A"], row.cells["C"]) for row in table.rows] == [
        (4, "Returns", "30 days"), (5, "Returns", "Riga"),
    ]  # fmt: skip
    assert "1 merged cell filled" in table.notes
    assert "1 row above the headings passed over" in table.notes


def test_a_formula_has_its_stored_value_and_one_without_or_with_an_error_is_a_fault(tmp_path: Path) -> None:
    made, file = book(
        tmp_path, {"A": [["Question", "Answer"], ["Stored?", "=1+1"], ["Empty?", "=1+2"], ["Wrong?", "#REF!"]]}
    )
    made.save(file)
    whole = file.read_bytes()
    with zipfile.ZipFile(file) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    sheet = (
        parts["xl/worksheets/sheet1.xml"]
        .replace(b"<f>1+1</f><v />", b"<f>1+1</f><v>2</v>")
        .replace(b"<f>1+1</f><v></v>", b"<f>1+1</f><v>2</v>")
    )
    with zipfile.ZipFile(file, "w") as package:
        for name, data in (parts | {"xl/worksheets/sheet1.xml": sheet}).items():
            package.writestr(name, data)
    assert whole != file.read_bytes()

    rows = read_table(file).rows
    assert rows[0].cells["B"] == "2"
    assert "has no value stored with it" in rows[1].faults["B"]
    assert "#REF!" in rows[2].faults["B"]


def test_hidden_sheets_are_passed_over_and_said_and_one_can_be_asked_for(tmp_path: Path) -> None:
    made, file = book(
        tmp_path, {"Old": [["Question", "Answer"], ["a?", "1"]], "New": [["Вопрос", "Ответ"], ["б?", "2"]]}
    )
    made["Old"].sheet_state = "hidden"
    made.save(file)

    table = read_table(file)
    assert [row.cells["A"] for row in table.rows] == ["б?"]
    assert any("“Old” (hidden)" in note for note in table.notes)
    assert read_table(file, "old").rows[0].cells["A"] == "a?"
    assert read_table(file, "old").name == "book.xlsx, sheet “old”"
    with pytest.raises(SourceError, match="no sheet is called “x”"):
        read_table(file, "x")


def test_of_two_sheets_with_questions_a_person_has_to_say_which(tmp_path: Path) -> None:
    made, file = book(tmp_path, {n: [["Question", "Answer"], ["a?", "1"]] for n in ("One", "Two")})
    made.save(file)

    with pytest.raises(SourceError, match="say which one, --sheet NAME"):
        read_table(file)


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made, file = book(tmp_path, {"A": [["Question", "Answer"]] + [["a" * 900 + "?", "b"]] * 2_000})
    made.save(file)
    monkeypatch.setattr(packed, "MOST_PART", 10_000)

    with pytest.raises(SourceError, match="unpacks to more than"):
        read_table(file)


def test_declared_entities_are_refused(tmp_path: Path) -> None:
    made, file = book(tmp_path, {"A": [["Question", "Answer"], ["a?", "b"]]})
    made.save(file)
    with zipfile.ZipFile(file, "a") as package:
        package.writestr("xl/bomb.xml", '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>')

    with pytest.raises(SourceError, match="declares entities"):
        read_table(file)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", r"an old \.xls or a workbook with a password"),
        (b"PK\x03\x04 broken", r"not readable as \.xlsx"),
        (b"no zip at all", r"not readable as \.xlsx"),
    ],
)
def test_what_is_no_workbook_is_said(tmp_path: Path, data: bytes, said: str) -> None:
    (tmp_path / "a.xlsx").write_bytes(data)
    with pytest.raises(SourceError, match=said):
        read_table(tmp_path / "a.xlsx")


def test_a_sheet_that_claims_to_be_endless_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    made, file = book(tmp_path, {"A": [["Question", "Answer"], ["a?", "b"]]})
    made["A"]["B60000"] = "far"
    made.save(file)

    grid = read_sheet(file, "A")
    assert [number for number, _, _ in grid.lines] == [1, 2]
    assert "read up to row 2: 10,000 empty rows follow" in grid.notes


def test_a_sheet_of_too_many_cells_is_not_read_to_its_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A few hundred kilobytes of zip hold millions of cells."""
    made, file = book(tmp_path, {"A": [["Question", "Answer"], ["a?", "b"], ["c?", "d"]]})
    made.save(file)
    monkeypatch.setattr("harness.importing.spreadsheet._MOST_CELLS", 5)
    with pytest.raises(SourceError, match="more than 5 cells: import it in parts"):
        read_sheet(file, "A")
