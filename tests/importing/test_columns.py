"""Which column is what."""

from __future__ import annotations

from pathlib import Path

import pytest
from importing.sources import csv_file

from harness.importing.columns import guess, role_of
from harness.importing.reading import read_table
from harness.source import SourceError


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("Question", "question"), ("Вопрос", "question"), ("ВОПРОСЫ КЛИЕНТОВ", "question"),
        ("Запрос клиента", "question"),
        ("prompt", "question"), ("Вопрос (как спрашивает клиент)", "question"), ("user_message", "question"),
        ("Answer", "answer"), ("Expected answer", "answer"), ("Эталон", "answer"), ("Правильный ответ", "answer"),
        ("expected_output", "answer"), ("Ответ оператора", "answer"), ("ground truth", "answer"),
        ("answers.text", "answer"), ("Alternative answers", "alternatives"), ("Answer 2", "alternatives"),
        ("Другие варианты ответа", "alternatives"),
        ("ID", "id"), ("Категория", "subject"), ("Topic", "subject"), ("Теги", "tags"), ("Контекст", "context"),
        ("Язык", "language"), ("№", ""), ("Автор", ""), ("Дата", ""), ("x" * 200, ""),
    ],
)  # fmt: skip
def test_headings_are_known_in_english_and_russian(heading: str, role: str) -> None:
    assert role_of(heading) == role


def roles(file: Path, *said: str) -> dict[str, list[str]]:
    return {role: [column.key for column in columns] for role, columns in guess(read_table(file), said).items()}


def test_columns_are_guessed_by_their_headings(tmp_path: Path) -> None:
    assert roles(csv_file(tmp_path)) == {"question": ["B"], "answer": ["C"], "alternatives": ["D"], "subject": ["A"]}


def test_without_known_headings_what_asks_is_the_question(tmp_path: Path) -> None:
    file = csv_file(tmp_path, "n;что;сюда\n1;Когда откроетесь?;В десять утра каждый день\n2;Где вы?;В Риге у вокзала\n")
    assert roles(file) == {"question": ["B"], "answer": ["C"]}


def test_without_any_headings_the_first_row_is_a_row(tmp_path: Path) -> None:
    table = read_table(csv_file(tmp_path, "When do you open?,At ten\nWhere are you?,In Riga\n"))

    assert len(table.rows) == 2
    assert {role: columns[0].key for role, columns in guess(table).items()} == {"question": "A", "answer": "B"}


def test_a_person_names_a_column_by_heading_or_letter_or_says_there_is_none(tmp_path: Path) -> None:
    file = csv_file(tmp_path)
    assert roles(file, "question=A", "answer=вопрос клиента", "alternatives=", "subject=")["question"] == ["A"]
    assert "subject" not in roles(file, "subject=")
    assert roles(file, "alternatives=C", "alternatives=D", "answer=A")["alternatives"] == ["C", "D"]


def test_a_column_that_is_not_there_or_nothing_like_an_answer_is_said(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"there is no such column \(there are: A “Тема”"):
        roles(csv_file(tmp_path), "question=Z")
    with pytest.raises(SourceError, match="--column takes one of question, answer"):
        roles(csv_file(tmp_path), "frage=A")
    with pytest.raises(SourceError, match="--column answer=NAME"):
        roles(csv_file(tmp_path, "question;date\nWhen?;\n"))
