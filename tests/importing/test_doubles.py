"""One question in several rows."""

from __future__ import annotations

from pathlib import Path

import pytest
from importing.sources import asked, cases_in, imported


def reasons(folder: Path, *pairs: tuple[str, str]) -> tuple[list[tuple[int, str]], int]:
    made = imported(asked(folder, pairs), into=folder / "golden")
    (left,) = made.left.values()
    return [(one.number, one.why) for one in left], len(made.filed.new)


def test_a_row_that_repeats_another_is_left_out(tmp_path: Path) -> None:
    left, new = reasons(tmp_path, ("How long is it?", "30 days"), ("how long is  it", "30 days."), ("Why?", "So"))

    assert left == [(2, "the same question and answer as line 1")]
    assert new == 2


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        ("Сколько дней на возврат?", "30 дней", "14 дней"),
        ("Can I return shoes?", "Yes", "No"),
        ("When was it built?", "In 1990", "In 1991"),
        ("Where is the office?", "Riga", "Tallinn"),
        ("Какая скидка?", "5%", "7%"),
    ],
)
def test_answers_that_exclude_each_other_are_left_out_both_and_said(
    tmp_path: Path, question: str, one: str, other: str
) -> None:
    made = imported(asked(tmp_path, [(question, one), ("Why?", "So"), (question, other)]), into=tmp_path / "golden")

    (left,) = made.left.values()
    assert [row.number for row in left] == [1, 3]
    assert left[0].why.startswith("contradicts line 3")
    assert left[1].why.startswith("contradicts line 1")
    assert [text for _, text in made.doubts[0].rows] == [one, other]
    assert len(made.filed.new) == 1


def test_a_short_answer_in_other_words_is_one_more_that_is_accepted(tmp_path: Path) -> None:
    imported(
        asked(tmp_path, [("What is it called?", "a gift card"), ("What is it called?", "gift voucher")]), into=tmp_path
    )

    case = cases_in(tmp_path)["What is it called?"]
    assert case.expect == (("answer", {"any_of": ["a gift card", "gift voucher"], "like": "people"}),)


def test_a_long_answer_that_says_something_else_is_left_out(tmp_path: Path) -> None:
    left, _ = reasons(
        tmp_path,
        ("How do I return it?", "Fill in the form on the page of your order and send it back to us."),
        ("How do I return it?", "Call the desk, which sends you a label for the parcel by mail."),
    )
    assert left == [(2, "asks what line 1 asks, with another answer: write one row that says both")]


def test_nearly_the_same_questions_with_other_answers_are_said_and_taken(tmp_path: Path) -> None:
    pairs = [
        ("How many days do I have to return shoes?", "30 days"),
        ("Hello! How many days to return the shoes", "14 days"),
    ]
    made = imported(asked(tmp_path, pairs), into=tmp_path / "golden")

    assert len(made.filed.new) == 2
    assert "nearly the same question" in made.doubts[0].what
    assert made.doubts[0].rows[1][0] == "rows.jsonl, line 2"


def test_each_left_out_row_names_one_that_says_otherwise(tmp_path: Path) -> None:
    question = "Сколько дней на возврат?"
    left, new = reasons(tmp_path, (question, "30 дней"), (question, "14 дней"), (question, "30 дней."))

    assert [why.partition(" (")[0] for _, why in left] == [
        "contradicts line 2", "contradicts line 1", "contradicts line 2",
    ]  # fmt: skip
    assert new == 0
