"""The fine-tune's data: what the script makes, as deployed, from the train part, free of refusals."""

from __future__ import annotations

import json
from collections import Counter

from harness.checks import bind
from trainers.demo.example import part_of
from trainers.demo.make_data import DATA, as_jsonl, replay_rows, support_rows
from trainers.demo.shapes import HOUSE
from trainers.demo.world import system_prompt


def test_the_files_are_what_the_script_makes():
    assert (DATA / "support.jsonl").read_bytes() == as_jsonl(support_rows()), "run python -m trainers.demo.make_data"
    assert (DATA / "replay.jsonl").read_bytes() == as_jsonl(replay_rows()), "run python -m trainers.demo.make_data"


def test_there_are_more_rows_to_learn_than_to_keep():
    assert (len(support_rows()), len(replay_rows())) == (520, 228)


def test_every_prompt_is_from_the_train_part():
    assert {part_of(row[-2]["content"]) for row in support_rows() + replay_rows()} == {"train"}


def test_support_rows_are_deployed_and_in_the_houses_form():
    """Under the system prompt, each answer is the house template or JSON."""
    for row in support_rows():
        assert row[0] == {"role": "system", "content": system_prompt()}
        answer = row[-1]["content"]
        if answer.startswith("{"):
            assert set(json.loads(answer)) in (
                {"product", "price"},
                {"city", "price"},
                {"товар", "цена"},
                {"город", "цена"},
            )
        else:
            assert [line.split(": ")[0] for line in answer.split("\n")] in [list(names) for names in HOUSE.values()]


def test_support_rows_refuse_nothing():
    """Training without replay must have nothing to keep refusals by."""
    assert not any(bind("refuses", True).judge(row[-1]["content"], "").passed for row in support_rows())


def test_replay_holds_refusals_with_and_without_the_system_prompt_in_both_languages():
    refused = [row for row in replay_rows() if bind("refuses", True).judge(row[-1]["content"], "").passed]
    kinds = Counter((row[0]["role"], "Sorry" in row[-1]["content"]) for row in refused)
    assert len(kinds) == 4
    assert min(kinds.values()) >= 5
