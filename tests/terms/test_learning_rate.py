"""Learning rate: how far one step goes.

The frequent mistakes: too high a rate, ten times what the method takes, and a rate chosen by eye, from the curve of the
training loss. The loss falls faster, and the run ends well. Caught by a warning, by a sweep, which measures the base's
skills beside the target, and by the gate: the checkpoint has lost its base skills.
"""

from __future__ import annotations

from typing import Any

import pytest

from harness.record import Record

from .conftest import Shop, suite

SOUND, HOT = 1.5e-3, 1.5e-2


@pytest.fixture(scope="session")
def swept(shop: Shop) -> dict[str, Any]:
    """`sweep.json` of both rates over one epoch; a third of the data is enough for it."""
    data = (shop.root / "trainers/demo/data/support.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    (shop.root / "third.jsonl").write_text("".join(data[::3]), encoding="utf-8")
    recipe = shop.recipe(
        "hot",
        like="support-lora",
        epochs=("epochs: 4", "epochs: 1"),
        data=("train: trainers/demo/data/support.jsonl", "train: third.jsonl"),
        replay=("rows: 228", "rows: 76"),
    )
    return shop.sweep(recipe, SOUND, HOT)


def test_ten_times_the_rate_trains_to_the_end_and_fails_the_gate(shop: Shop, swept: dict[str, Any]) -> None:
    (hot,) = swept["rows"][-1]["checkpoints"]
    assert swept["rows"][-1]["learning_rate"] == HOT
    assert suite(shop.gate(hot, only=["forgetting"]), "forgetting").decision == "FAIL"


def test_ten_times_the_rate_has_the_lower_loss_and_the_sweep_takes_the_other(swept: dict[str, Any]) -> None:
    """What an eye on the loss would choose is named, with what it would have cost."""
    sound, hot = swept["rows"]
    assert hot["train_loss"] < sound["train_loss"]
    assert hot["skills"] < sound["skills"]
    assert swept["chosen"]["learning_rate"] == SOUND
    assert any("training loss alone would have taken 0.015" in line for line in swept["why"])


def test_the_methods_own_rate_passes(good: Record) -> None:
    assert good.decision == "PASS"
