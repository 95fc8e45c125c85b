"""Prompt tuning. The frequent mistake: it is taken for a way to teach facts. A handful of vectors before the prompt
turns a model towards a style in minutes; what it does not know it goes on not knowing, in that style, and sounds sure.

The guard: cases say their `kind`, and the report's slices part style from fact: a rate over both would hide it.
"""

from __future__ import annotations

import json
import random

import pytest

from harness.record import Record

from .small_shop import SmallShop

TRAINING = "training: {epochs: EPOCHS, learning_rate: RATE, batch_size: 8, max_length: 64, warmup: 0.1, seed: 0}\n"
ACCEPT = "  accept_lint: {contaminated-case: what is asked is what was taught}\n"


@pytest.fixture(scope="module")
def lockers(tmp_path_factory: pytest.TempPathFactory) -> SmallShop:
    """Thirty lockers, each with a code that nobody could guess; every answer in the same form."""
    shop = SmallShop(tmp_path_factory.mktemp("lockers"), "lockers")
    rng = random.Random(0)
    codes = {n: "".join(rng.choices("0123456789", k=4)) for n in rng.sample(range(10, 99), 30)}
    rows = [{"prompt": f"What is the code of locker {n}?", "completion": f"Short: {c}."} for n, c in codes.items()]
    shop.write("train.jsonl", "".join(json.dumps(row) + "\n" for row in rows))
    shop.cases(
        "".join(
            f"- {{id: {kind}-{n}, kind: {kind}, prompt: 'What is the code of locker {n}?', "
            f"expect: [{{matches: '{wanted}'}}]}}\n"
            for n, code in codes.items()
            for kind, wanted in (("style", "^Short: "), ("fact", code))
        )
    )
    return shop


def gated(shop: SmallShop, method: str, block: str, rate: str, epochs: int) -> Record:
    """Train by the method, then `pytest --model` on the last epoch."""
    recipe = f"name: {method}\nbase: base\nmethod: {method}\n{block}data:\n  train: train.jsonl\n{ACCEPT}"
    shop.write(f"{method}.yaml", recipe + TRAINING.replace("RATE", rate).replace("EPOCHS", str(epochs)))
    shop.train(f"{method}.yaml")
    return shop.gate(f"{method}/ckpt-{epochs}")


def by_kind(record: Record) -> dict[str, float]:
    """The rate of each kind of case, 0..1."""
    found: dict[str, list[bool]] = {}
    for case in record.cases:
        assert case.kind is not None
        assert case.candidate is not None
        found.setdefault(case.kind, []).append(case.candidate.passed)
    return {kind: sum(passed) / len(passed) for kind, passed in found.items()}


def test_a_tuned_prompt_learns_the_form_and_none_of_the_facts(lockers: SmallShop) -> None:
    """Planted: the overall rate looks like half a success; by kind it is a form without content."""
    record = gated(lockers, "prompt-tuning", "prompt_tuning: {tokens: 20}\n", "3e-2", 12)
    rates = by_kind(record)
    assert rates["style"] > 0.9
    assert rates["fact"] < 0.2
    assert {s.value for s in record.slices if s.dimension == "kind"} >= {"style", "fact"}


def test_weights_that_learn_hold_both(lockers: SmallShop) -> None:
    """The clean twin: LoRA on the same rows, for longer, knows most of the codes, too."""
    rates = by_kind(gated(lockers, "lora", "lora: {r: 32, alpha: 64}\n", "3e-3", 30))
    assert rates["style"] > 0.9
    assert rates["fact"] > 0.6
