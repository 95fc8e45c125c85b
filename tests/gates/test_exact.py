"""The exact rule keeps its promise: enumerated false passes, the fewest cases, power beside Tango's, and time."""

from __future__ import annotations

from itertools import product
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.gates._region import likely, probabilities, probability
from harness.gates.exact import (
    GAMMA,
    exact_cases_for_margin,
    exact_chance_to_pass,
    exact_interval,
    exact_lower,
    exact_most_broken,
    exact_p,
    exact_upper,
)
from harness.gates.paired import Paired, tango, tango_lower, tango_z
from harness.gates.power import chance_to_pass
from harness.gates.rates import clopper_pearson

cell = st.integers(0, 40)
tables = st.builds(Paired, cell, cell, cell, cell).filter(lambda counts: counts.n > 0)


@pytest.mark.parametrize(
    ("n", "margin", "most"),
    [
        (20, 0.1, 1),
        (40, 0.1, 1),
        (50, 0.05, 1),
        (100, 0.05, 1),
        (200, 0.03, 1),
        (500, 0.03, 0.5),
        (1000, 0.02, 0.2),
        (2000, 0.02, 0.1),
    ],
)
def test_false_passes_never_exceed_alpha(n: int, margin: float, most: float) -> None:
    """Enumerated for models worse by the margin, over a grid of discordance up to `most` that the search did not use.

    By `decide_paired`'s own rule: it passes where the p-value at −margin is at most alpha.
    """
    k = likely(n, margin, most)
    region = exact_most_broken(n, k, margin)
    grid = margin + (most - margin) * np.linspace(0, 1, 400) ** 2
    assert np.max(probabilities(n, k, region, grid, np.full_like(grid, -margin))) <= 0.05


@pytest.mark.parametrize(("n", "margin", "most"), [(20, 0.1, 20), (50, 0.05, 50), (200, 0.03, 80)])
def test_the_region_is_the_rules_own(n: int, margin: float, most: int) -> None:
    """Found step by step from one number of discordant cases to the next, it is where the p-value crosses alpha."""
    k = np.arange(most + 1, dtype=np.int64)
    for each, limit in zip(k.tolist(), exact_most_broken(n, k, margin).tolist(), strict=True):
        if limit >= 0:
            assert exact_p(Paired(n - each, limit, each - limit, 0), -margin) <= 0.05
        if limit < each:
            assert exact_p(Paired(n - each, limit + 1, each - limit - 1, 0), -margin) > 0.05


def test_tango_breaks_the_promise_where_the_exact_rule_keeps_it() -> None:
    """200 cases, margin .03, every flip a break."""
    assert chance_to_pass(200, 0.03, 0.03, -0.03, method="tango") > 0.058
    assert exact_chance_to_pass(200, 0.03, 0.03, -0.03) <= 0.05


@pytest.mark.parametrize(("margin", "n"), [(0.01, 299), (0.02, 149), (0.03, 99), (0.05, 59), (0.10, 29)])
def test_the_fewest_cases_without_flips(margin: float, n: int) -> None:
    """ln α / ln(1 − m), rounded up: one case fewer and an unchanged model can't pass."""
    assert exact_cases_for_margin(margin) == n
    assert exact_p(Paired(n, 0, 0, 0), -margin) <= 0.05 < exact_p(Paired(n - 1, 0, 0, 0), -margin)
    assert exact_p(Paired(n, 0, 0, 0), -margin) == pytest.approx((1 - margin) ** n + GAMMA)


@pytest.mark.parametrize(
    ("n", "margin"),
    [
        *((n, 0.10) for n in (20, 37, 79, 84, 116, 172)),
        *((n, 0.05) for n in (59, 76, 83, 94, 117, 243)),
        *((n, 0.03) for n in (128, 187, 241)),
    ],
)
def test_where_tangos_bound_keeps_its_promise_the_exact_rule_has_its_power(n: int, margin: float) -> None:
    """All numbers of cases to 200, 300 and 400 at which Tango's keeps alpha at every discordance up to a half."""
    grid = margin + (0.5 - margin) * np.linspace(0, 1, 200) ** 2
    assert max(chance_to_pass(n, margin, psi, -margin, method="tango") for psi in grid.tolist()) <= 0.05
    k = likely(n, margin, 0.5)
    region = exact_most_broken(n, k, margin)
    for psi in grid[::10].tolist():
        assert probability(n, k, region, psi, 0.0) >= chance_to_pass(n, margin, psi, method="tango") - 0.02


@pytest.mark.parametrize(
    ("n", "margin"), [(50, 0.05), (75, 0.05), (100, 0.05), (120, 0.03), (160, 0.1), (200, 0.03), (300, 0.05)]
)
def test_exactness_costs_little_power(n: int, margin: float) -> None:
    """An equal model passes within .02 as often as by Tango's bound, at each discordance where that keeps alpha."""
    k = likely(n, margin, 0.4)
    region = exact_most_broken(n, k, margin)
    kept = 0
    for psi in (margin + (0.4 - margin) * np.linspace(0, 1, 25) ** 2).tolist():
        if chance_to_pass(n, margin, psi, -margin, method="tango") <= 0.05:
            kept += 1
            power = probability(n, k, region, psi, 0.0)
            assert power >= chance_to_pass(n, margin, psi, method="tango") - 0.02
    assert kept >= 10


def test_where_it_costs_more_no_rule_could_do_better() -> None:
    """150 cases, margin .03: Tango's passes one broken case, .04 of an equal model's chances at psi .07. It may not.

    With one broken case a rule has to accept none broken too, and a model that breaks .03 of the cases and mends none
    shows no more than one broken .0585 of the time.
    """
    n, margin = 150, 0.03
    assert (1 - margin) ** n + n * margin * (1 - margin) ** (n - 1) > 0.058
    assert tango_lower(Paired(149, 1, 0, 0)) > -margin
    assert exact_p(Paired(149, 1, 0, 0), -margin) > 0.05
    lost = chance_to_pass(n, margin, 0.07, method="tango") - exact_chance_to_pass(n, margin, 0.07)
    assert lost == pytest.approx(0.041, abs=0.001)


@pytest.mark.parametrize("n", [3, 7])
@pytest.mark.parametrize("delta", [-0.4, -0.1, 0.0, 0.2])
def test_p_is_the_maximum_over_the_whole_null_hypothesis(n: int, delta: float) -> None:
    """Not only over its edge: of all pairs of rates with Δ ≤ delta, none that the data allow is more favourable."""
    outcomes = [(b, c) for b in range(n + 1) for c in range(n + 1 - b)]
    for b, c in outcomes:
        allowed = clopper_pearson(b + c, n, 1 - GAMMA)
        discordance = np.linspace(max(allowed.lower, -delta), allowed.upper, 60).tolist()
        null = [(psi, d) for psi in discordance for d in np.linspace(-psi, min(delta, psi), 12).tolist()]
        truths = [((psi - d) / 2, (psi + d) / 2) for psi, d in null]
        z = tango_z(Paired(n - b - c, b, c, 0), delta)
        favourable = [(x, y) for x, y in outcomes if tango_z(Paired(n - x - y, x, y, 0), delta) >= z - 1e-9]
        ways = [(comb(n, x) * comb(n - x, y), x, y, n - x - y) for x, y in favourable]
        most = max(sum(w * p**x * q**y * max(0.0, 1 - p - q) ** r for w, x, y, r in ways) for p, q in truths)
        p_value = exact_p(Paired(n - b - c, b, c, 0), delta)
        assert p_value >= min(1.0, most + GAMMA) - 1e-6
        assert p_value <= most + GAMMA + 0.01  # what the coarser search here may miss


@given(tables.filter(lambda counts: counts.both and counts.neither), st.sampled_from([0.03, 0.1, 0.3]))
@settings(max_examples=40)
def test_a_better_model_has_a_smaller_p(counts: Paired, margin: float) -> None:
    """One more case fixed instead of one more broken, with as many discordant."""
    if counts.broken:
        better = Paired(counts.both, counts.broken - 1, counts.fixed + 1, counts.neither)
        assert exact_p(better, -margin) <= exact_p(counts, -margin) + 1e-9


@given(tables, st.sampled_from([0.05, 0.1]))
@settings(max_examples=25)
def test_bounds_hold_the_estimate_and_agree_with_the_test(counts: Paired, margin: float) -> None:
    """−1 ≤ lower ≤ Δ ≤ upper ≤ 1, and the bound lies above −margin where the test at −margin passes."""
    lower = exact_lower(counts, margin=margin)
    assert -1 <= lower <= counts.delta <= exact_upper(counts) <= 1
    if counts.broken < counts.n:
        assert (lower >= -margin) == (exact_p(counts, -margin) <= 0.05)


def test_bounds_are_near_tangos_for_many_cases() -> None:
    """The two rules differ by their error rates, not by what they estimate."""
    counts = Paired(900, 50, 40, 10)
    assert exact_interval(counts, 0.90) == pytest.approx(tango(counts, 0.90), abs=5e-4)


def test_exchanging_the_models_turns_the_sign() -> None:
    """What is lost one way is gained the other."""
    there, back = exact_interval(Paired(60, 9, 4, 7)), exact_interval(Paired(60, 4, 9, 7))
    assert there == (-back.upper, -back.lower)


def test_every_small_table_has_a_p_and_bounds() -> None:
    """Edges and corners included: no warning, no NaN."""
    for cells in product(range(3), repeat=4):
        if sum(cells):
            counts = Paired(*cells)
            assert all(0 < exact_p(counts, delta) <= 1 for delta in (-0.9, -0.05, 0.0, 0.3))
            assert -1 <= exact_lower(counts) <= counts.delta


@pytest.mark.parametrize(("counts", "delta"), [(Paired(0, 0, 0, 0), -0.1), (Paired(1, 0, 0, 0), -1.0)])
def test_the_undefined_is_refused(counts: Paired, delta: float) -> None:
    """No pairs, or a claim that nothing could refute."""
    with pytest.raises(ValueError, match=r"undefined|strictly between"):
        exact_p(counts, delta)
