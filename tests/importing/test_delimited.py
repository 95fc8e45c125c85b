"""CSV and TSV as spreadsheets write them."""

from __future__ import annotations

from pathlib import Path

import pytest
from importing.sources import RUSSIAN, csv_file

from harness.importing.delimited import read_delimited
from harness.importing.reading import read_table
from harness.source import SourceError


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8 with a byte order mark"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16 without a byte order mark"),
        ("cp1251", "Windows-1251"),
        ("koi8-r", "KOI8-R"),
        ("cp866", "DOS, code page 866"),
    ],
)
def test_the_encoding_is_found_and_said(tmp_path: Path, encoding: str, told: str) -> None:
    grid = read_delimited(csv_file(tmp_path, RUSSIAN.replace("₽", "руб."), encoding=encoding))

    assert grid.lines[1][1][:2] == ["Возврат", "Сколько дней на возврат?"]
    assert grid.notes == (f"{told}, columns apart by semicolons",)


def test_western_letters_are_not_taken_for_russian_ones(tmp_path: Path) -> None:
    text = "question;answer\nWhere is the café?;À côté de la gare, près du musée\n"
    grid = read_delimited(csv_file(tmp_path, text, encoding="cp1252"))

    assert grid.lines[1][1] == ["Where is the café?", "À côté de la gare, près du musée"]
    assert grid.notes[0].startswith("Windows-1252")


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(bytes(range(256)) * 4)
    with pytest.raises(SourceError, match="no text: it holds zero bytes"):
        read_delimited(file)


@pytest.mark.parametrize(("sign", "name"), [(",", "commas"), (";", "semicolons"), ("\t", "tabs"), ("|", "bars")])
def test_the_delimiter_is_found(tmp_path: Path, sign: str, name: str) -> None:
    text = "\n".join(
        sign.join(cells) for cells in (["question", "answer"], ["How much? Tell, me", "5"], ["Why?", "So"])
    )
    text = text.replace("How much? Tell, me", '"How much? Tell, me"')
    grid = read_delimited(csv_file(tmp_path, text))

    assert [cells for _, cells, _ in grid.lines][1] == ["How much? Tell, me", "5"]
    assert name in grid.notes[0]


def test_what_excel_says_of_its_delimiter_is_followed(tmp_path: Path) -> None:
    grid = read_delimited(csv_file(tmp_path, "sep=;\nquestion;answer\nA, b, c?;1\n"))

    assert [(number, cells) for number, cells, _ in grid.lines] == [(2, ["question", "answer"]), (3, ["A, b, c?", "1"])]


def test_a_row_has_the_line_on_which_it_begins(tmp_path: Path) -> None:
    grid = read_delimited(csv_file(tmp_path, 'question,answer\n"Two\nlines?",1\n\nOne?,2\n'))

    assert [number for number, _, _ in grid.lines] == [1, 2, 5]


def test_a_quote_that_is_never_closed_stops_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"questions\.csv:3: a quote that opens here is never closed"):
        read_delimited(csv_file(tmp_path, 'question,answer\nOne?,1\nTwo?,"2\nThree?,3\n'))


def test_a_row_with_more_cells_than_headings_is_a_fault_and_no_shifted_answer(tmp_path: Path) -> None:
    table = read_table(csv_file(tmp_path, "question,answer\nWhy, though?,So\nOne?,1\n"))

    assert [bool(row.fault) for row in table.rows] == [True, False]
    assert "3 cells under 2 headings" in table.rows[0].fault


def test_lines_within_a_cell_end_in_one_way(tmp_path: Path) -> None:
    file = csv_file(tmp_path, 'Question;Answer\r\n"How,\r\nthen?";"So,\rand so"\r\n')
    assert read_delimited(file).lines[1][1] == ["How,\nthen?", "So,\nand so"]
