"""Tables that ask each question in two languages, in columns of their own."""

from __future__ import annotations

from pathlib import Path

import pytest
from importing.sources import cases_in, csv_file, imported

TABLE = """id;Question (EN);Answer (EN);Вопрос (рус.);Ответ (рус.);Topic
a;How long is the warranty?;24 months;Какая гарантия?;24 месяца;warranty
b;Do you deliver?;No;;;delivery
c;Who?;;Кто?;Анна;people
d;;;Где?;TODO;people
"""


def test_each_language_is_a_case_and_the_sum_holds(tmp_path: Path) -> None:
    made = imported(csv_file(tmp_path, TABLE), into=tmp_path / "golden")

    cases = cases_in(tmp_path / "golden")
    assert {case.id for case in cases.values()} == {"a-en", "a-ru", "b-en", "c-ru"}
    assert {"ru", "warranty"} <= set(cases["Какая гарантия?"].tags)
    (source,) = made.sources
    assert source.rows == 5 == len(made.drafts) + sum(not one.part for one in source.left)
    assert [(one.number, one.part, one.why) for one in source.left] == [
        (4, "en", "no answer"),
        (5, "", "no answer, but “TODO” in its place"),
    ]
    assert imported(csv_file(tmp_path, TABLE), into=tmp_path / "golden").filed.new == ()


@pytest.mark.parametrize(
    "heads",
    ["question_ru;answer_ru;question_en;answer_en", "Вопрос;Ответ;Question;Answer", "Вопрос;Ответ;Вопрос EN;Ответ EN"],
)
def test_languages_are_told_by_the_headings(tmp_path: Path, heads: str) -> None:
    imported(csv_file(tmp_path, f"{heads}\nКто?;Анна;Who?;Anna\n"), into=tmp_path / "golden")
    assert set(cases_in(tmp_path / "golden")) == {"Кто?", "Who?"}


def test_who_says_which_columns_are_which_gets_those(tmp_path: Path) -> None:
    columns = ["question=B", "answer=C"]
    imported(csv_file(tmp_path, TABLE), into=tmp_path / "golden", columns=columns)
    assert set(cases_in(tmp_path / "golden")) == {"How long is the warranty?", "Do you deliver?"}
