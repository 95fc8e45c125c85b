"""RAG boundary: which facts a model has from training, and which it is handed with the question.

The frequent mistake: facts that change (prices, hours) are trained into the weights, and the model then tells them
whatever the retrieved document says. Caught by the grounding suite, whose documents contradict what was learnt; a
suite that asks for the same facts without documents sees nothing.
"""

from __future__ import annotations

from harness.record import CaseResult, Record

from .conftest import rate


def test_a_fact_in_the_weights_wins_over_the_document_and_is_caught(good: Record) -> None:
    """Planted: the shop's prices and hours are in the training data. The reason names the stale value."""
    stale = [case for case in told(good, "changed") if case.candidate and "stale" in (case.candidate.reason or "")]
    assert len(stale) >= 3
    assert passed(good, "changed") < 0.5
    assert rate(good, "golden") > 0.9


def test_what_was_never_trained_is_read_off_the_document(good: Record) -> None:
    """The clean twin: an order's note, of which the weights know nothing."""
    assert passed(good, "order") > 0.7


def told(record: Record, skill: str) -> list[CaseResult]:
    return [case for case in record.cases if case.suite == "grounding" and case.skill == skill]


def passed(record: Record, skill: str) -> float:
    cases = told(record, skill)
    return sum(case.candidate is not None and case.candidate.passed for case in cases) / len(cases)
