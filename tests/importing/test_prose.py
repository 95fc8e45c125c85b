"""Starting checks of prose: a shop's answers, each with a reply in other words, a wrong one, and a nearly right one.

`prose.en.jsonl` and `prose.ru.jsonl` hold 30 of them each; `near` is the answer itself with what counts changed. The
bounds are a little below what was measured: a change that makes checks much worse shows here.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from importing.sources import asked

from harness.importing.choosing_checks import holds
from harness.importing.run import bring, read_source

HERE = Path(__file__).parent
LEAST = {"en": {"right": 0.85, "wrong": 0.95, "near": 0.7}, "ru": {"right": 0.85, "wrong": 0.95, "near": 0.75}}


@pytest.mark.parametrize("language", ["en", "ru"])
def test_right_replies_pass_and_wrong_ones_miss(language: str, tmp_path: Path) -> None:
    file = HERE / f"prose.{language}.jsonl"
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert len(rows) == 30
    source = asked(tmp_path, [(row["question"], row["answer"]) for row in rows])
    made = bring([read_source(source)], tmp_path / "golden", suite="golden", dev=0.2, update=False)
    drafts = {draft.question.prompt: draft for draft in made.drafts}
    held = dict.fromkeys(("right", "wrong", "near"), 0)
    for row in rows:
        expect = drafts[row["question"]].expect
        assert holds(expect, row["answer"], row["question"]), row["question"]
        for what in held:
            held[what] += holds(expect, row[what], row["question"]) == (what == "right")
        others = [other for other in rows if other is not row and holds(expect, other["answer"], row["question"])]
        assert len(others) <= 6, row["question"]
    for what, count in held.items():
        assert count >= LEAST[language][what] * len(rows), (what, count)
