"""Overfitting: what was learnt is the training data, its form and its words, and not the task.

The frequent mistakes: a format score of 100 % taken for a good checkpoint, which the policy suite catches, since what
has to be refused gets a well-formed answer; and an evaluation set made of the training questions, or of their
templates, which says nothing of a customer's own words. The overfitting suite asks in those, and puts the trained
questions beside.
"""

from __future__ import annotations

import pytest

from harness.record import Record, Trained

from .conftest import gate_words, rate, suite


def test_a_perfect_form_on_what_must_be_refused_fails_policy(narrow: Record, good: Record) -> None:
    assert rate(narrow, "format") >= rate(good, "format") - 0.05
    assert suite(narrow, "policy").decision == "FAIL"
    answered = [
        c
        for c in narrow.cases
        if c.suite == "policy" and {"refuses": True} in c.expect and c.candidate and not c.candidate.passed
    ]
    formed = [c for c in answered if c.candidate and c.candidate.reply.startswith(("Short:", "Коротко:"))]
    assert len(formed) > 10


def test_the_same_task_learnt_beside_the_old_ones_passes_policy(good: Record) -> None:
    assert suite(good, "policy").decision == "PASS"
    assert suite(good, "format").decision == "PASS"


def beside(record: Record) -> Trained:
    found = suite(record, "overfitting").trained
    assert found is not None
    return found


def otherwise(record: Record) -> dict[str, float]:
    """Pass rates by the way in which held-out questions are asked."""
    return {w.name: w.candidate / w.n for w in suite(record, "overfitting").wordings}


@pytest.mark.parametrize("checkpoint", ["good", "narrow"])
def test_trained_wordings_are_answered_and_paraphrases_are_not(checkpoint: str, request: pytest.FixtureRequest) -> None:
    """Both checkpoints have learnt sentences by heart: another product is no trouble, other words are."""
    record: Record = request.getfixturevalue(checkpoint)
    rates = otherwise(record)
    assert rates["as it stands"] > 0.85
    assert rates["other words"] < rates["as it stands"] - 0.25
    missed = [
        case.candidate.reason
        for case in record.cases
        if case.suite == "overfitting" and case.candidate and not case.candidate.passed
    ]
    assert sum(reason.startswith("asked as “") for reason in missed) > len(missed) / 2


@pytest.mark.parametrize("checkpoint", ["good", "narrow"])
def test_homework_scores_higher_than_the_exam(checkpoint: str, request: pytest.FixtureRequest) -> None:
    """An evaluation set copied from the training data: the record puts its rate beside that of held-out questions."""
    record: Record = request.getfixturevalue(checkpoint)
    found = beside(record)
    assert found.candidate is not None
    assert found.held_out is not None
    assert found.gap is not None
    homework, exam, own_words = found.candidate.rate, found.held_out.rate, otherwise(record)["other words"]
    assert homework > 0.9
    assert homework >= exam - 0.05
    assert homework - own_words > 0.25
    assert found.gap.value == pytest.approx(homework - exam)
    assert gate_words(record, "overfitting")["gap"] == "PASS"


def test_canned_answers_are_not_memorized_rows(good: Record) -> None:
    """Each of the shop's answers stands in many rows: to say it again is what it was trained for."""
    memory = beside(good).memory
    assert memory is not None
    assert memory.memorized == 0
