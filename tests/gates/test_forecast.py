"""What clustered comparisons can show: held to the rule itself and to simulation."""

from __future__ import annotations

import numpy as np
import pytest

from harness.gates import Decision, decide_sampled
from harness.gates.forecast import chance_to_pass_clustered, detectable_drop_clustered


def test_the_chance_is_that_of_the_rule_itself() -> None:
    """Drawn anew with another seed and decided by `decide_sampled`, as many pass, to three standard errors."""
    sizes, psi, margin = [3] * 30 + [1] * 60, 0.1, 0.15
    random, passed = np.random.default_rng(7), 0
    names = [c for c, size in enumerate(sizes) for _ in range(size)]
    for _ in range(300):
        flips = random.choice([-1, 0, 1], size=len(sizes), p=[psi / 2, 1 - psi, psi / 2])
        d = [float(flips[c]) for c in names]
        passed += decide_sampled(d, names, margin).decision is Decision.PASS
    assert chance_to_pass_clustered(sizes, margin, psi) == pytest.approx(passed / 300, abs=0.1)


def test_without_flips_all_or_none_pass() -> None:
    assert chance_to_pass_clustered([1] * 200, 0.1, 0.0) == 1
    assert chance_to_pass_clustered([1] * 10, 0.1, 0.0) == 0


def test_relatives_count_for_less_than_their_number() -> None:
    assert chance_to_pass_clustered([5] * 40, 0.1, 0.1) < chance_to_pass_clustered([1] * 200, 0.1, 0.1)
    together, apart = detectable_drop_clustered([5] * 40, 0.1), detectable_drop_clustered([1] * 200, 0.1)
    assert together is not None
    assert apart is not None
    assert together > 2 * apart


def test_the_drop_found_is_found_with_that_power() -> None:
    """Whole breaks at the drop's rate, tested by t over clusters: the share found is near the power."""
    n, psi = 400, 0.1
    drop = detectable_drop_clustered([1] * n, psi)
    assert drop is not None
    random = np.random.default_rng(3)
    d = random.choice([-1.0, 0.0, 1.0], size=(2000, n), p=[(psi + drop) / 2, 1 - psi, (psi - drop) / 2])
    t = d.mean(axis=1) / (d.std(axis=1, ddof=1) / np.sqrt(n))
    assert np.mean(t < -1.6487) == pytest.approx(0.8, abs=0.03)


def test_one_cluster_shows_nothing() -> None:
    assert detectable_drop_clustered([50], 0.1) is None


@pytest.mark.parametrize(("sizes", "psi"), [([], 0.1), ([0, 3], 0.1), ([1], 1.5)])
def test_the_undefined_is_refused(sizes: list[int], psi: float) -> None:
    with pytest.raises(ValueError, match=r"at least one|between 0 and 1"):
        chance_to_pass_clustered(sizes, 0.1, psi)
