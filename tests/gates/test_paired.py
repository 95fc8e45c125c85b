"""Paired counts: published tests and intervals, independent oracles, and what holds for every table."""

from __future__ import annotations

from itertools import product
from math import inf, log, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar
from scipy.stats import norm
from statsmodels.stats.contingency_tables import mcnemar

from harness.gates.paired import (
    Paired,
    mcnemar_asymptotic,
    mcnemar_exact,
    mcnemar_midp,
    newcombe,
    p_worse,
    p_worse_of,
    tango,
    tango_lower,
    tango_upper,
    tango_z,
    tango_z_of,
)

cell = st.integers(0, 400)
tables = st.builds(Paired, cell, cell, cell, cell).filter(lambda counts: counts.n > 0)
SMALL = [Paired(*cells) for cells in product(range(5), repeat=4) if sum(cells)]


def exchanged(counts: Paired) -> Paired:
    """The same cases with baseline and candidate in each other's place."""
    return Paired(counts.both, counts.fixed, counts.broken, counts.neither)


def as_printed(interval: tuple[float, float]) -> tuple[float, float]:
    """The papers' p12 − p21 is −Δ."""
    return -interval[1], -interval[0]


def test_pairs_are_counted_baseline_first() -> None:
    """(passed before, misses now) is broken; (missed before, passes now) is fixed; pooling adds."""
    counts = Paired.of([(True, True), (True, False), (True, False), (False, True), (False, False)])
    assert counts == Paired(1, 2, 1, 1)
    assert (counts.n, counts.delta, counts.psi) == (5, -1 / 5, 3 / 5)
    assert counts + counts == Paired(2, 4, 2, 2)
    assert Paired.of([]).n == 0


def test_negative_counts_are_refused() -> None:
    """A count below zero is a mistake upstream."""
    with pytest.raises(ValueError, match="not negative"):
        Paired(1, -1, 0, 0)


@pytest.mark.parametrize(
    ("cells", "exact", "midp", "asymptotic"),
    [((1, 1, 7, 12), 0.0703, 0.0391, 0.0339), ((59, 6, 16, 80), 0.052479, 0.034690, 0.033006)],
)
def test_mcnemar_in_print(cells: tuple[int, int, int, int], exact: float, midp: float, asymptotic: float) -> None:
    """Fagerland, Lydersen and Laake 2013, tables of their two examples."""
    counts = Paired(*cells)
    digits = 5e-5 if exact == 0.0703 else 5e-7
    assert mcnemar_exact(counts) == pytest.approx(exact, abs=digits)
    assert mcnemar_midp(counts) == pytest.approx(midp, abs=digits)
    assert mcnemar_asymptotic(counts) == pytest.approx(asymptotic, abs=digits)


@given(tables)
def test_mcnemar_agrees_with_statsmodels(counts: Paired) -> None:
    """Exact and asymptotic p-values; without discordant pairs, where statsmodels divides by zero, both are 1."""
    table = [[counts.both, counts.broken], [counts.fixed, counts.neither]]
    if counts.psi == 0:
        assert mcnemar_exact(counts) == mcnemar_asymptotic(counts) == mcnemar_midp(counts) == 1
        return
    assert mcnemar_exact(counts) == pytest.approx(mcnemar(table, exact=True).pvalue)
    assert mcnemar_asymptotic(counts) == pytest.approx(mcnemar(table, exact=False, correction=False).pvalue)


@given(tables)
def test_the_one_sided_test_and_its_mirror_share_one(counts: Paired) -> None:
    """P(worse) and P(better) add to 1; the two-sided mid-p is twice the smaller; equal flips give one half."""
    assert p_worse(counts) + p_worse(exchanged(counts)) == pytest.approx(1)
    assert mcnemar_midp(counts) == pytest.approx(2 * min(p_worse(counts), 1 - p_worse(counts)), abs=1e-12)
    assert (p_worse(counts) < 0.5 - 1e-12) == (counts.broken > counts.fixed)


def test_a_tiny_p_keeps_its_digits() -> None:
    """Three hundred broken and none fixed: half of 2 to the power −300, not zero."""
    assert p_worse(Paired(0, 300, 0, 0)) == pytest.approx(2.0**-301, rel=1e-9)


@pytest.mark.parametrize(
    ("cells", "confidence", "printed", "digits"),
    [
        ((1, 1, 7, 12), 0.95, (-0.517, -0.026), 3),
        ((4, 9, 3, 16), 0.95, (-0.027, 0.390), 3),
        ((53, 16, 8, 9), 0.95, (-0.020, 0.207), 3),
        ((59, 6, 16, 80), 0.95, (-0.1240, -0.0054), 4),
        ((43, 0, 1, 0), 0.90, (-0.096, 0.037), 3),
    ],
)
def test_tango_in_print(
    cells: tuple[int, int, int, int], confidence: float, printed: tuple[float, float], digits: int
) -> None:
    """Tango 1998 and Fagerland, Lydersen and Laake 2014, to the digits they print."""
    assert as_printed(tango(Paired(*cells), confidence)) == pytest.approx(printed, abs=0.51 * 10**-digits)


@pytest.mark.parametrize(
    ("cells", "printed"), [((59, 6, 16, 80), (-0.1186, -0.0046)), ((1, 0, 0, 1), (-0.5734, 0.5734))]
)
def test_newcombe_in_print(cells: tuple[int, int, int, int], printed: tuple[float, float]) -> None:
    """Newcombe 1998, method 10."""
    assert as_printed(newcombe(Paired(*cells))) == pytest.approx(printed, abs=5.1e-5)


@given(tables, st.floats(-0.95, 0.95))
def test_tango_restricted_estimate_is_the_maximum_of_the_likelihood(counts: Paired, delta: float) -> None:
    """The statistic's variance is that of the likelihood's own maximum under H0, found here by search."""
    n, b, c = counts.n, counts.broken, counts.fixed

    def surprise(psi: float) -> float:
        broken, fixed = (psi - delta) / 2, (psi + delta) / 2
        cells = ((b, broken), (c, fixed), (n - b - c, 1 - psi))
        return -sum(k * log(max(p, 1e-300)) for k, p in cells if k)

    edge = 1e-12
    psi = minimize_scalar(surprise, bounds=(abs(delta) + edge, 1 - edge), options={"xatol": 1e-10}).x
    score = (c - b - n * delta) / sqrt(n * (psi - delta**2))
    assert tango_z(counts, delta) == pytest.approx(score, rel=1e-3, abs=1e-3)


@given(tables)
def test_tango_at_no_difference_is_mcnemar(counts: Paired) -> None:
    """(c − b)/√(b + c), and 0 rather than 0/0 without flips."""
    b, c = counts.broken, counts.fixed
    assert tango_z(counts, 0) == pytest.approx((c - b) / sqrt(b + c) if b + c else 0)


@given(tables, st.floats(-1, 1), st.floats(-1, 1))
def test_tango_statistic_falls_as_the_claim_rises(counts: Paired, first: float, second: float) -> None:
    """So the set that the test does not reject is an interval, and halving finds its ends."""
    low, high = sorted((first, second))
    assert tango_z(counts, low) >= tango_z(counts, high) - 1e-9


@given(tables.filter(lambda counts: counts.broken > 0), st.floats(0.001, 0.999))
def test_breaking_one_fewer_or_fixing_one_more_never_looks_worse(counts: Paired, loss: float) -> None:
    """The statistic is monotone in both flips, so that no gate can be passed by doing worse."""
    b, c, n = counts.broken, counts.fixed, counts.n
    z = tango_z_of(np.array([b, b - 1]), np.array([c, c]), n, loss)
    assert z[1] >= z[0] - 1e-9
    if counts.neither:
        assert tango_z_of(np.array(b), np.array(c + 1), n, loss) >= z[0] - 1e-9


@given(tables, st.floats(0.005, 0.2))
def test_tango_bounds_invert_the_test(counts: Paired, alpha: float) -> None:
    """At the bound the statistic is the normal quantile; a table of one colour reaches the edge itself."""
    lower, upper = tango_lower(counts, alpha), tango_upper(counts, alpha)
    z = norm.isf(alpha)
    assert -1 <= lower <= counts.delta <= upper <= 1
    assert (lower == -1) == (counts.broken == counts.n)
    assert (upper == 1) == (counts.fixed == counts.n)
    if lower > -1:
        assert tango_z(counts, lower) == pytest.approx(z, abs=1e-4)
    if upper < 1:
        assert tango_z(counts, upper) == pytest.approx(-z, abs=1e-4)


@pytest.mark.parametrize("n", [1, 10, 88, 5000])
def test_tango_without_flips_has_a_closed_form(n: int) -> None:
    """z²/(n + z²) on either side of zero."""
    z2 = norm.isf(0.05) ** 2
    assert tango(Paired(n, 0, 0, 0), 0.90) == pytest.approx((-z2 / (n + z2), z2 / (n + z2)))


@given(tables)
def test_exchanging_the_models_turns_the_sign(counts: Paired) -> None:
    """What is lost one way is gained the other."""
    for method in (tango, newcombe):
        there, back = method(counts), method(exchanged(counts))
        assert there == pytest.approx((-back.upper, -back.lower), abs=1e-12)


@given(tables.filter(lambda counts: counts.both > 0 and counts.neither > 0))
def test_bounds_follow_the_counts(counts: Paired) -> None:
    """One more broken case lowers Tango's bounds and the p-value; one more fixed case raises them."""
    a, b, c, d = counts.both, counts.broken, counts.fixed, counts.neither
    worse, better = Paired(a - 1, b + 1, c, d), Paired(a, b, c + 1, d - 1)
    for measure in (tango_lower, tango_upper, p_worse):
        assert measure(worse) <= measure(counts) + 1e-12
        assert measure(counts) <= measure(better) + 1e-12


@given(tables)
def test_more_confidence_is_wider(counts: Paired) -> None:
    """The 99 % interval holds the 90 % interval, and both hold the estimate."""
    for method in (tango, newcombe):
        narrow, wide = method(counts, 0.90), method(counts, 0.99)
        assert wide.lower <= narrow.lower <= counts.delta + 1e-12
        assert counts.delta - 1e-12 <= narrow.upper <= wide.upper


def test_every_small_table_has_finite_numbers() -> None:
    """All tables with cells up to 4, edges and corners included: no warning (they are errors here), NaN or disorder."""
    for counts in SMALL:
        for interval in (tango(counts), newcombe(counts)):
            assert -1 <= interval.lower <= counts.delta + 1e-12
            assert counts.delta - 1e-12 <= interval.upper <= 1
        for p in (p_worse(counts), mcnemar_exact(counts), mcnemar_midp(counts), mcnemar_asymptotic(counts)):
            assert 0 <= p <= 1
        for delta in (-1.0, -0.5, -1e-12, 0.0, 1e-12, 0.5, 1.0):
            assert not np.isnan(tango_z(counts, delta))


def test_certainty_at_the_edges_of_the_parameter() -> None:
    """Δ = −1 means that everything breaks: data that agree give 0, any other case refutes it."""
    assert tango_z(Paired(0, 5, 0, 0), -1) == 0
    assert tango_z(Paired(1, 4, 0, 0), -1) == inf
    assert tango_z(Paired(0, 0, 5, 0), 1) == 0
    assert tango_z(Paired(1, 0, 4, 0), 1) == -inf


def test_arrays_give_what_single_tables_give() -> None:
    """The enumerations and the gate use the same arithmetic."""
    broken, fixed = np.array([0, 3, 10, 1]), np.array([0, 1, 2, 9])
    singles = [Paired(40 - b - c, b, c, 0) for b, c in zip(broken.tolist(), fixed.tolist(), strict=True)]
    assert tango_z_of(broken, fixed, 40, 0.05).tolist() == [tango_z(counts, -0.05) for counts in singles]
    assert p_worse_of(broken, fixed).tolist() == [p_worse(counts) for counts in singles]


@pytest.mark.parametrize("undefined", [tango_lower, tango_upper, tango, newcombe, lambda counts: tango_z(counts, 0)])
def test_nothing_compared_is_an_error(undefined) -> None:
    """No pairs, no number."""
    with pytest.raises(ValueError, match="no pairs"):
        undefined(Paired(0, 0, 0, 0))


def test_parameters_out_of_range_are_refused() -> None:
    """An error rate of one half or more would turn the bound into no bound; NaN is no difference."""
    for alpha in (0.0, 0.5, float("nan")):
        with pytest.raises(ValueError, match="error rate"):
            tango_lower(Paired(1, 0, 0, 0), alpha)
    for delta in (-1.1, 1.1, float("nan")):
        with pytest.raises(ValueError, match="difference of rates"):
            tango_z(Paired(1, 0, 0, 0), delta)
