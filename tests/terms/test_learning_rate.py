"""Learning rate: how far one step goes.

The frequent mistake: too high a rate, ten times what the method takes. The loss still falls and the run ends well.
Caught by the gate: the checkpoint has lost its base skills.
"""

from __future__ import annotations

from harness.record import Record

from .conftest import Shop, suite


def test_ten_times_the_rate_trains_to_the_end_and_fails_the_gate(shop: Shop) -> None:
    """A third of the data is enough for it."""
    data = (shop.root / "trainers/demo/data/support.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    (shop.root / "third.jsonl").write_text("".join(data[::3]), encoding="utf-8")
    hot = shop.recipe(
        "hot",
        like="support-lora",
        rate=("learning_rate: 1.5e-3", "learning_rate: 1.5e-2"),
        epochs=("epochs: 4", "epochs: 1"),
        data=("train: trainers/demo/data/support.jsonl", "train: third.jsonl"),
        replay=("rows: 228", "rows: 76"),
    )
    (name,) = shop.train(hot)
    assert suite(shop.gate(name, only=["forgetting"]), "forgetting").decision == "FAIL"


def test_the_methods_own_rate_passes(good: Record) -> None:
    assert good.decision == "PASS"
