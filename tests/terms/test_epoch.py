"""Epoch: one pass over the data; more passes are not better without end.

The frequent mistake: keeping only the last checkpoint. Caught by keeping every epoch and measuring each on the dev
split: under narrow training an earlier one has more of the base's skills.
"""

from __future__ import annotations

from .conftest import Shop, rate


def test_the_last_epoch_is_not_the_best_and_the_earlier_one_is_still_there(shop: Shop) -> None:
    names = shop.train("trainers/recipes/support-narrow.yaml")
    skills = [rate(shop.gate(name, "dev", ["forgetting"]), "forgetting") for name in (names[0], names[-1])]
    assert skills[0] > skills[-1]
    assert all((shop.root / "runs" / name / "manifest.json").is_file() for name in names)


def test_a_sound_recipe_climbs_and_its_last_epoch_keeps_the_skills(shop: Shop) -> None:
    names = shop.train("trainers/recipes/support-lora.yaml")
    first, last = (shop.gate(name, "dev", ["forgetting", "format"]) for name in (names[0], names[-1]))
    assert rate(last, "format") >= rate(first, "format")
    assert rate(last, "forgetting") > rate(first, "forgetting") - 0.1
