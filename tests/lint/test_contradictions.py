"""The same question, answered differently."""

from __future__ import annotations

from pathlib import Path

import pytest
from linting import chat, found, told, written

from harness.lint.contradictions import Contradictions


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


def test_under_another_system_prompt_or_after_other_turns_it_is_another_question(tmp_path: Path) -> None:
    def after(said: str, answer: str) -> dict[str, object]:
        turns = [("user", said), ("assistant", "Yes?"), ("user", "Price?"), ("assistant", answer)]
        return {"messages": [{"role": role, "content": content} for role, content in turns]}

    rows = [chat("Price?", "24 euros.", "You serve Riga."), chat("Price?", "19 euros.", "You serve Oslo."),
            after("A lamp.", "30 euros."), after("A chair.", "60 euros.")]  # fmt: skip

    assert found(Contradictions, written(tmp_path, rows)) == {}


def test_names_are_a_warning_of_their_own(tmp_path: Path) -> None:
    rows = [chat("Who is the manager?", "Anna Berg"), chat("Who is the manager?", "The manager is Boris Holt.")]

    ((finding,), _) = told(Contradictions, written(tmp_path, rows))

    assert (finding.rule.name, finding.rule.severity) == ("contradictory-names", "warning")


def test_the_gravest_of_several_differences_is_told(tmp_path: Path) -> None:
    rows = [chat("Кто директор и сколько ему лет?", text) for text in ("Иван Сидоров", "Пётр Ильин", "Ему не 40 лет.",
                                                                       "Ему 40 лет.")]  # fmt: skip

    ((finding,), _) = told(Contradictions, written(tmp_path, rows))

    assert finding.rule.name == "contradictory-answers"


def test_labels_and_questions_of_nearly_the_same_words_are_warnings(tmp_path: Path) -> None:
    rows = [
        chat("My card has not come.", "card_arrival"), chat("my card has not come", "lost_card"),
        chat("Добрый день! Сколько стоит лампа?", "Лампа стоит 24 евро."), chat("Сколько стоит лампа?", "19 евро."),
        chat("Сколько стоит стул?", "30 евро."), chat("When does it open?", "At 9:00."),
        chat("Where does it open?", "At 10:00."),
    ]  # fmt: skip

    assert found(Contradictions, written(tmp_path, rows)) == {
        "contradictory-labels": [[1, 2]],
        "contradictory-near-questions": [[3, 4]],
    }


def test_short_answers_are_labels_where_they_come_again(tmp_path: Path) -> None:
    """Two ways to end a sentence are none."""
    ends = [chat("the vascular layer of the eye is the", text) for text in ("uvea", "choroid")]
    sentences = [chat(f"What is said on page {i}?", f"A story of {i} brothers and a lamp.") for i in range(20)]
    labels = [
        chat(f"{word} came late", label) for word in ("card", "lamp", "chair") for label in ("delivery", "quality")
    ]

    assert found(Contradictions, written(tmp_path, ends + sentences)) == {}
    assert found(Contradictions, written(tmp_path, labels + sentences)) == {
        "contradictory-labels": [[1, 2], [3, 4], [5, 6]]
    }


def test_the_same_answer_in_other_words_is_none(tmp_path: Path) -> None:
    rows = [chat("Where are you?", text) for text in ("In Riga.", "Our desk is in Riga.", "Riga, by the market.")]

    assert found(Contradictions, written(tmp_path, rows)) == {}


def test_of_very_many_the_rest_is_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("harness.lint.contradictions.MOST", 4)
    rows = [chat(f"How long does lamp {chr(97 + i)} take?", f"{3 + day} days") for i in range(6) for day in (0, 9)]

    findings, _ = told(Contradictions, written(tmp_path, rows))

    assert [finding.flagged for finding in findings] == [2, 2, 2, 2, 2]
    assert findings[-1].message == "the same in 2 more questions"


def test_questions_are_read_again_a_part_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("harness.lint.contradictions._AT_ONCE", 4)
    rows = [chat(f"How long does lamp {chr(97 + i)} take?", f"{3 + day} days") for day in (0, 9) for i in range(5)]

    assert found(Contradictions, written(tmp_path, rows)) == {
        "contradictory-answers": [[1, 6], [2, 7], [3, 8], [4, 9], [5, 10]]
    }
