"""How a suite decides: the mark before the settings, the settings before the defaults, and mistakes refused by name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from harness.deployment import Sampling
from harness.policy import Policy, baseline_of, roles_of
from harness.settings import Settings
from harness.slicing import DIMENSIONS
from harness.source import SourceError

FILE = Path("suites/test_greet.py")


def policy(settings: Settings | None = None, **mark: Any) -> Policy:
    return Policy.of_mark(("greet",), mark, FILE, settings or Settings())


def test_the_mark_goes_before_the_settings_and_they_before_the_defaults() -> None:
    settings = Settings(floor=0.7, suite_margin=0.2, samples=4, temperature=0.5, pool=("other",))
    assert policy() == Policy(name="greet", margin=0.1, slices=DIMENSIONS)
    ours = policy(settings)
    assert (ours.floor, ours.margin, ours.samples, ours.temperature, ours.pool) == (0.7, 0.2, 4, 0.5, False)
    theirs = policy(settings, floor=0.9, margin=0.05, samples=2, temperature=1.0, pool=True)
    assert (theirs.floor, theirs.margin, theirs.samples, theirs.temperature, theirs.pool) == (0.9, 0.05, 2, 1.0, True)


def test_none_on_the_mark_asks_for_nothing() -> None:
    assert policy(Settings(floor=0.7), floor=None, margin=None).to_json()["margin"] is None


@pytest.mark.parametrize(
    ("mark", "says"),
    [
        ({"flor": 0.9}, "has no 'flor'"),
        ({"floor": 90}, "floor between 0 and 1, not 90"),
        ({"margin": True}, "margin between 0 and 1"),
        ({"slices": ["colour"]}, "slices out of skill, tag, kind, language, not 'colour'"),
        ({"baseline": "anchor"}, "baseline production or base"),
        ({"pool": "yes"}, "pool True or False"),
        ({"gap": 15}, "gap between 0 and 1, not 15"),
        ({"memorized": "none"}, "memorized between 0 and 1"),
        ({"samples": 0}, "samples as a whole number from 1"),
        ({"temperature": 3}, "temperature between 0 and 2"),
    ],
)
def test_a_mistake_in_a_mark_is_named(mark: dict[str, Any], says: str) -> None:
    with pytest.raises(SourceError, match=says):
        policy(**mark)


def test_several_greedy_samples_are_refused() -> None:
    with pytest.raises(SourceError, match="greedy replies, which are all the same"):
        policy(samples=3).draws(Sampling())


def test_draws() -> None:
    """One greedy reply, or K that differ by their number alone."""
    assert policy().draws(Sampling()) == [None]
    draws = policy(samples=3, temperature=0.7, seed=5).draws(Sampling())
    assert [(d.seed, d.sample) for d in draws if d] == [(5, 0), (5, 1), (5, 2)]


def test_who_answers_a_suite() -> None:
    """The candidate, what the suite is compared with, and for the pool production and the anchor; each once."""
    every = ("candidate", "production", "base", "anchor")
    assert roles_of(policy(), every) == ("candidate", "production", "anchor")
    assert roles_of(policy(baseline="base"), every) == ("candidate", "base", "production", "anchor")
    assert roles_of(policy(baseline="base", pool=False), every) == ("candidate", "base")
    assert roles_of(policy(), ("candidate", "base")) == ("candidate",)
    assert baseline_of(policy(baseline="base"), ("candidate", "production")) == "production"
