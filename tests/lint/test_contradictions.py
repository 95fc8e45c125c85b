"""The same question, answered differently."""

from __future__ import annotations

from pathlib import Path

import pytest
from linting import chat, found, told, written

from harness.lint._claims import differs
from harness.lint.contradictions import Contradictions


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Delivery takes 3 days.", "It takes 5 days."),
        ("It costs 24 euros.", "The lamp is 19 euros."),
        ("Yes, you can.", "No, that is not possible."),
        ("Да, можно.", "Нет, нельзя."),
        ("Доставка занимает три дня.", "Доставка — пять дней."),
        ("You can return it within a month.", "You can not return it within a month."),
        ("Чек для возврата нужен.", "Чек для возврата не нужен."),
        ("card_arrival", "lost_card"),
        ("Paris", "Lyon"),
    ],
)
def test_answers_that_exclude_each_other(one: str, other: str) -> None:
    assert differs(one, other)
    assert differs(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("It takes 3 days.", "Delivery takes three days."),
        ("Delivery takes 3 days.", "Delivery takes 72 hours."),
        ("It costs 24 euros.", "The price is €24, and delivery takes 3 days."),
        ("Yes, you can.", "Of course, with the receipt."),
        ("Да, можно.", "Конечно, приходите с чеком."),
        ("Paris", "paris."),
        ("Напишите нам на сайте.", "Через форму на сайте."),
        ("We are in Riga.", "Our desk is in the old town of Riga, beside the market."),
    ],
)
def test_answers_that_may_both_be_right(one: str, other: str) -> None:
    assert not differs(one, other)
    assert not differs(other, one)


def test_two_people_who_answer_differently_stand_side_by_side(tmp_path: Path) -> None:
    rows = [
        chat("How long is the warranty?", "Two years.", author="Ann"),
        chat("Where are you?", "In Riga."),
        chat("how long is the WARRANTY", "It lasts 12 months.", author="Boris"),
    ]

    ((finding,), _) = told(Contradictions, written(tmp_path, rows))

    assert finding.rule.name == "contradictory-answers"
    assert [where.line for where in finding.places] == [1, 3]
    assert "2 sources: Ann, Boris" in finding.message
    assert "Two years." in finding.places[0].quoted


def test_under_another_system_prompt_it_is_another_question(tmp_path: Path) -> None:
    rows = [chat("Price?", "24 euros.", "You serve Riga."), chat("Price?", "19 euros.", "You serve Oslo.")]

    assert found(Contradictions, written(tmp_path, rows)) == {}


def test_labels_and_questions_of_nearly_the_same_words_are_warnings(tmp_path: Path) -> None:
    rows = [
        chat("My card has not come.", "card_arrival"), chat("my card has not come", "lost_card"),
        chat("Добрый день! Сколько стоит лампа?", "Лампа стоит 24 евро."), chat("Сколько стоит лампа?", "19 евро."),
        chat("Сколько стоит стул?", "30 евро."),
    ]  # fmt: skip

    assert found(Contradictions, written(tmp_path, rows)) == {
        "contradictory-labels": [[1, 2]],
        "contradictory-near-questions": [[3, 4]],
    }


def test_the_same_answer_in_other_words_is_none(tmp_path: Path) -> None:
    rows = [chat("Where are you?", text) for text in ("In Riga.", "Our desk is in Riga.", "Riga, by the market.")]

    assert found(Contradictions, written(tmp_path, rows)) == {}
