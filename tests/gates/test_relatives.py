"""Cases that come out alike are noticed, and those that don't are left in peace."""

from __future__ import annotations

import numpy as np
import pytest

from harness.gates.relatives import design_effect, p_together
from harness.gates.sampled import clustered_se

GROUPS = [i // 10 for i in range(120)]


def test_copies_count_once() -> None:
    """Twelve groups of ten that are copies: ten times the variance, but for the small-sample factors."""
    values = [float(g % 3 == 0) for g in GROUPS]
    assert design_effect(values, GROUPS) == pytest.approx(10 * (12 / 11) / (120 / 119))
    assert p_together(values, GROUPS) == 0.001


def test_it_is_the_ratio_of_the_two_variances() -> None:
    """Of the clustered standard error (Miller, arXiv 2411.00640) and the ordinary one."""
    values = np.random.default_rng(2).random(120).tolist()
    ratio = clustered_se(values, GROUPS) ** 2 / clustered_se(values, range(120)) ** 2
    assert design_effect(values, GROUPS) == pytest.approx(ratio)


def test_groups_that_tell_nothing_raise_an_alarm_as_often_as_promised() -> None:
    """At .01: of 300 draws of rare flips at most a handful."""
    random = np.random.default_rng(5)
    alarms = sum(
        p_together(random.choice([-1.0, 0.0, 1.0], size=120, p=[0.05, 0.9, 0.05]).tolist(), GROUPS) <= 0.01
        for _ in range(300)
    )
    assert alarms <= 9


def test_where_nothing_varies_nothing_is_said() -> None:
    assert design_effect([0.0] * 120, GROUPS) is None
    assert p_together([0.0] * 120, GROUPS) == 1
    assert design_effect([0.0, 1.0], [1, 1]) is None
    assert p_together([0.0, 1.0], [1, 1]) == 1


def test_malformed_data_are_refused() -> None:
    with pytest.raises(ValueError, match="one group"):
        p_together([0.0], [])
