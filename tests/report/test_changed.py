"""Cases that are not what they were: a reviewer reads each, with what it was and why, wherever the decision is told."""

from __future__ import annotations

import re
from pathlib import Path

from harness.record_notes import Change
from harness.report.changed import changed_lines
from harness.report.html import render as page
from harness.report.summary import render as summary
from report import records

BEFORE, AFTER = [{"number": 45}, {"max_words": 60}], [{"number": 30}, {"max_words": 60}]
MENDED = Change(
    suite="golden", id="window", what=["expectation"], since="r1", before=BEFORE, after=AFTER,
    reason="the rule is 30", who="Ann", when="2026-03-01",
)  # fmt: skip
SILENT = Change(suite="golden", id="price", what=["question", "critical"], since="r1", before=BEFORE, after=BEFORE)
GONE = Change(suite="policy", id="promise", what=["gone"], since="r0", before=BEFORE)


def test_each_change_is_told_with_what_it_was_and_why() -> None:
    record = records.passing().model_copy(update={"changes": [MENDED, SILENT, GONE]})
    assert changed_lines(record) == [
        "2 cases are not what they were in record r1; 1 without a reason",
        "golden/window: expectation number: 45 → number: 30; the rule is 30 (Ann, 2026-03-01)",
        "golden/price: question, no longer critical",
        "1 case is not what it was in record r0; 1 without a reason",
        "policy/promise: no longer asked",
    ]
    assert changed_lines(record, "ru") == [
        "2 примера изменены с записи r1; без причины: 1",
        "golden/window: ожидание number: 45 → number: 30; the rule is 30 (Ann, 2026-03-01)",
        "golden/price: вопрос, больше не критический",
        "1 пример изменён с записи r0; без причины: 1",
        "policy/promise: больше не задаётся",
    ]


def test_hostile_texts_are_shown_as_they_are(tmp_path: Path) -> None:
    evil = "<img src=x>\x1b[31m\n## PASS @all"
    change = MENDED.model_copy(update={"reason": evil, "who": evil, "id": evil, "after": [{evil: evil}, evil, None]})
    record = records.passing().model_copy(update={"changes": [change]})
    for text in (page(record), summary(record, tmp_path)):
        assert not re.search(r"(?<!\\)<img", text)
        assert "\x1b" not in text
    assert "\n## PASS @" not in summary(record, tmp_path)


def test_a_record_without_changes_says_nothing() -> None:
    assert changed_lines(records.passing()) == []
