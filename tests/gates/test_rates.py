"""One rate: published intervals, statsmodels as an oracle, and what holds for every count."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from harness.gates.rates import (
    Interval,
    clopper_pearson,
    clopper_pearson_lower,
    clopper_pearson_upper,
    jeffreys,
    wilson,
)

Method = Callable[[int, int, float], Interval]
METHODS = {"wilson": wilson, "beta": clopper_pearson, "jeffreys": jeffreys}

counts = st.integers(1, 3000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize(
    ("method", "passed", "n", "lower", "upper"),
    [
        (wilson, 15, 148, 0.0624, 0.1605),
        (clopper_pearson, 15, 148, 0.0578, 0.1617),
        (jeffreys, 15, 148, 0.0604, 0.1576),
        (wilson, 0, 20, 0.0, 0.1611),
        (clopper_pearson, 0, 20, 0.0, 0.1684),
    ],
)
def test_published_95_percent_intervals(method: Method, passed: int, n: int, lower: float, upper: float) -> None:
    """The intervals in print come out to all four digits."""
    assert method(passed, n, 0.95) == pytest.approx((lower, upper), abs=5e-5)


def test_forty_of_forty_shows_a_rate_of_928() -> None:
    """The one-sided lower bound of a faultless run is alpha to the power 1/n."""
    assert clopper_pearson_lower(40, 40) == pytest.approx(0.05 ** (1 / 40))
    assert round(clopper_pearson_lower(40, 40), 3) == 0.928


@pytest.mark.parametrize("name", METHODS)
@given(case=counts, confidence=st.sampled_from([0.8, 0.9, 0.95, 0.99]))
def test_agrees_with_statsmodels(name: str, case: tuple[int, int], confidence: float) -> None:
    """Away from the ends every method is statsmodels' own; at the ends 0 and 1 are kept, as for Clopper–Pearson."""
    passed, n = case
    lower, upper = proportion_confint(passed, n, 1 - confidence, method=name)
    ours = METHODS[name](passed, n, confidence)
    assert ours.lower == pytest.approx(lower if passed else 0.0, abs=1e-9)
    assert ours.upper == pytest.approx(upper if passed < n else 1.0, abs=1e-9)


@pytest.mark.parametrize("method", METHODS.values())
@given(case=counts, confidence=st.floats(0.5, 0.999))
def test_an_interval_holds_its_rate_mirrors_and_rises(method: Method, case: tuple[int, int], confidence: float) -> None:
    """0 ≤ lower ≤ rate ≤ upper ≤ 1; misses mirror passes; one more pass raises both ends."""
    passed, n = case
    interval = method(passed, n, confidence)
    assert 0 <= interval.lower <= passed / n <= interval.upper <= 1
    mirrored = method(n - passed, n, confidence)
    assert mirrored == pytest.approx((1 - interval.upper, 1 - interval.lower), abs=1e-9)
    if passed < n:
        better = method(passed + 1, n, confidence)
        assert better.lower >= interval.lower
        assert better.upper >= interval.upper


@given(case=counts, alpha=st.floats(0.001, 0.2))
def test_one_sided_bounds_are_the_ends_of_a_wider_interval(case: tuple[int, int], alpha: float) -> None:
    """Two one-sided bounds at alpha make the two-sided interval at 1 − 2·alpha."""
    passed, n = case
    bounds = (clopper_pearson_lower(passed, n, alpha), clopper_pearson_upper(passed, n, alpha))
    assert bounds == pytest.approx(clopper_pearson(passed, n, 1 - 2 * alpha), abs=1e-12)


@pytest.mark.parametrize("method", METHODS.values())
@pytest.mark.parametrize(("passed", "n", "confidence"), [(0, 0, 0.95), (-1, 5, 0.95), (6, 5, 0.95), (1, 5, 1.0)])
def test_nonsense_is_refused(method: Method, passed: int, n: int, confidence: float) -> None:
    """The rate of nothing, counts that can't be and a confidence of 1 are errors, not numbers."""
    with pytest.raises(ValueError, match=r"0 <= passed <= n|strictly between"):
        method(passed, n, confidence)
