"""Domain adaptation: a model learns a house's words.

The frequent mistake: the house renames a thing, and the model that was trained on the old documents keeps the old word.
Caught by the terms suite once the glossary has the new one.
"""

from __future__ import annotations

from typing import Any

from harness.checks import bind
from harness.record import CaseResult, Record

from .conftest import suite


def test_the_old_word_is_named_once_the_glossary_has_the_new_one(good: Record) -> None:
    """Planted: "pickup point" has become "parcel locker"; the replies that need the word all miss, the others pass."""
    renamed = [case for case in kept(good, "en") if not judged(case)]
    assert renamed
    assert {case.id.rpartition("-en-")[0] for case in renamed} == {"pickup-storage"}


def test_the_words_it_was_trained_on_pass(good: Record) -> None:
    """The clean twin: the glossary that the training data keeps to."""
    assert suite(good, "terms").decision == "PASS"


def kept(record: Record, lang: str) -> list[CaseResult]:
    return [c for c in record.cases if c.suite == "terms" and lang in c.tags and c.candidate and c.candidate.passed]


def judged(case: CaseResult) -> bool:
    """The reply under the glossary as it is from now on."""
    ((_, arguments),) = next(iter(case.expect)).items()
    glossary: dict[str, Any] = {**arguments["preferred"], "parcel locker": ["pickup point"]}
    del glossary["pickup point"]
    assert case.candidate is not None
    return bind("glossary", {"preferred": glossary}).judge(case.candidate.reply or "").passed
