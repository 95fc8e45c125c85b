"""Instruction tuning: a model learns to answer in one form, whatever it is asked.

The frequent mistake: no uniform template. The rows are in everyone's own form, or the model never saw the house's, and
since its answers are right nobody looks at their form. Caught by the format suite, which asks for the form alone.
"""

from __future__ import annotations

from harness.record import CaseResult, Record

from .conftest import Shop, gate_words, rate, suite

HEADINGS = ("Short", "Details", "Next step", "Коротко", "Подробно", "Следующий шаг")


def test_without_the_template_right_answers_fail_the_form(shop: Shop) -> None:
    """Planted: the base, which knows the shop and was never shown the template. Each reason names a heading."""
    base = shop.gate("trainers/demo/base", only=["format"])
    assert gate_words(base, "format")["floor"] == "FAIL"
    missed = [case for case in asked_for_headings(base) if case.candidate and not case.candidate.passed]
    assert len(missed) > 80
    assert all(any(heading in case.candidate.reason for heading in HEADINGS) for case in missed if case.candidate)


def test_the_template_learnt_from_uniform_rows_passes(good: Record) -> None:
    """The clean twin, in both languages."""
    assert suite(good, "format").decision == "PASS"
    for lang in ("en", "ru"):
        kept = [case for case in asked_for_headings(good) if lang in case.tags and case.candidate]
        assert sum(case.candidate.passed for case in kept if case.candidate) >= 0.9 * len(kept) > 40
    assert rate(good, "golden") > 0.9


def asked_for_headings(record: Record) -> list[CaseResult]:
    return [c for c in record.cases if c.suite == "format" and any("sections" in expected for expected in c.expect)]
