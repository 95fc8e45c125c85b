"""Epoch: one pass over the data; more passes are not better without end.

The frequent mistake: keeping only the last checkpoint. Caught by keeping every epoch and by `ckptgate select`, which
measures each on the dev split: under narrow training an earlier one has more of the base's skills.
"""

from __future__ import annotations

from .conftest import Shop


def test_the_last_epoch_is_not_the_best_and_the_earlier_one_is_still_there(shop: Shop) -> None:
    """Its training loss is the lowest, and it learnt the new task no better than it forgot the old ones."""
    names = shop.train("trainers/recipes/support-narrow.yaml")
    told = shop.select("support-narrow", "format", "golden")
    first, last = told["epochs"][0], told["epochs"][-1]
    assert last["losses"]["train_loss"] < first["losses"]["train_loss"]
    assert first["skills"] > last["skills"]
    assert told["chosen"] != names[-1]
    assert told["over_base"]["upper"] < 0
    assert (shop.root / "runs" / told["chosen"] / "manifest.json").is_file()


def test_a_sound_recipe_climbs_and_its_last_epoch_keeps_the_skills(shop: Shop) -> None:
    """The one that is chosen is better than the first, and than the base."""
    shop.train("trainers/recipes/support-lora.yaml")
    told = shop.select("support", "format")
    first, last = told["epochs"][0], told["epochs"][-1]
    assert last["suites"]["format"] >= first["suites"]["format"]
    assert last["skills"] > first["skills"] - 0.1
    assert told["chosen"] != first["name"]
    assert told["over_base"]["lower"] > 0
