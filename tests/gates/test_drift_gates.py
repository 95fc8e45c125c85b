"""Means a token with intervals, and their gates: against formulas written out and against scipy and statsmodels."""

from __future__ import annotations

from itertools import pairwise
from math import exp, log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from harness.gates import Decision
from harness.gates.drift import Estimate, decide_drift, mean_kl, per_token, perplexity, perplexity_ratio

numbers = st.lists(st.floats(0, 20), min_size=2, max_size=30)


@given(numbers)
def test_with_equal_sizes_and_no_clusters_it_is_the_t_interval(values: list[float]) -> None:
    found = per_token(values, [1.0] * len(values))
    assert found.value == pytest.approx(np.mean(values))
    half = stats.t.ppf(0.95, len(values) - 1) * stats.sem(values)
    assert found.upper == pytest.approx(np.mean(values) + half, abs=1e-6)
    assert found.lower == pytest.approx(np.mean(values) - half, abs=1e-6)


def test_unequal_sizes_and_clusters_are_a_weighted_regression_on_a_constant() -> None:
    """The ratio's clustered error is statsmodels' for totals on sizes, without its factor for the parameter."""
    import statsmodels.api as sm

    rng = np.random.default_rng(1)
    sizes = rng.integers(3, 40, 60).astype(float)
    totals = sizes * rng.normal(2, 0.3, 60)
    groups = np.repeat(np.arange(20), 3)
    fit = sm.WLS(totals / sizes, np.ones(60), weights=sizes).fit(
        cov_type="cluster", cov_kwds={"groups": groups, "use_correction": False}
    )
    found = per_token(totals.tolist(), sizes.tolist(), groups.tolist())
    half = stats.t.ppf(0.95, 19) * float(fit.bse[0]) * np.sqrt(20 / 19)
    assert found.value == pytest.approx(float(fit.params[0]))
    assert found.upper == pytest.approx(found.value + half)
    assert found.lower == pytest.approx(found.value - half)


def test_the_interval_covers_as_often_as_it_says() -> None:
    """90 % of 2,000 draws of 60 skewed texts, within four standard errors of that and of what skewness takes away."""
    rng = np.random.default_rng(2)
    hits = 0
    for _ in range(2000):
        sizes = rng.integers(5, 30, 60)
        totals = rng.gamma(2.0 * sizes, 0.5)
        _, lower, upper = per_token(totals.tolist(), sizes.tolist())
        assert lower is not None
        assert upper is not None
        hits += lower < 1.0 < upper
    assert 0.86 < hits / 2000 < 0.93


def test_every_prompt_counts_alike_however_long_its_reply() -> None:
    """Replies of one and of ten tokens: (2/1 + 10/10)/2, not 12/11."""
    assert mean_kl([2.0, 10.0], [1, 10], ["a", "b"]).value == 1.5


def test_related_prompts_are_one_witness() -> None:
    sums, positions = [1.0, 1.0, 3.0, 3.0], [1, 1, 1, 1]
    alone, related = mean_kl(sums, positions, "abcd"), mean_kl(sums, positions, "aabb")
    assert related.value == alone.value
    assert related.upper is not None
    assert alone.upper is not None
    assert related.upper > alone.upper
    assert related.lower == 0.0  # a divergence is never negative


def test_one_group_alone_has_no_interval() -> None:
    assert mean_kl([1.0, 2.0], [1, 1], "aa") == Estimate(1.5, None, None)
    assert perplexity([log(4)], [1]) == Estimate(pytest.approx(4.0), None, None)


def test_perplexity_is_the_exponential_of_the_mean_over_tokens() -> None:
    """Two tokens at 1/4 and one at 1/2: (4·4·2)^(1/3)."""
    assert perplexity([2 * log(4), log(2)], [2, 1]).value == pytest.approx(32 ** (1 / 3))


@given(st.lists(st.tuples(st.floats(0.1, 50), st.integers(1, 40)), min_size=2, max_size=20), st.floats(0.5, 2))
def test_a_candidate_worse_by_one_factor_everywhere_has_that_ratio_and_no_width(
    texts: list[tuple[float, int]], factor: float
) -> None:
    base, tokens = [nll for nll, _ in texts], [n for _, n in texts]
    found = perplexity_ratio([nll + n * log(factor) for nll, n in texts], base, tokens)
    assert found == Estimate(*[pytest.approx(factor, rel=1e-6)] * 3)


def test_the_ratio_is_the_quotient_of_the_perplexities() -> None:
    candidate, base, tokens = [3.0, 9.0, 4.0], [2.0, 8.5, 4.5], [2, 5, 3]
    ratio = perplexity_ratio(candidate, base, tokens).value
    assert ratio == pytest.approx(perplexity(candidate, tokens).value / perplexity(base, tokens).value)
    assert ratio == pytest.approx(exp((1.0 + 0.5 - 0.5) / 10))


@pytest.mark.parametrize(
    ("totals", "sizes"), [([], []), ([1.0], [0]), ([1.0, 2.0], [1]), ([float("nan")], [1]), ([1.0], [float("inf")])]
)
def test_nothing_is_made_of_nothing(totals: list[float], sizes: list[float]) -> None:
    with pytest.raises(ValueError, match=r"."):
        per_token(totals, sizes)


@pytest.mark.parametrize(
    ("bound", "word"),
    [(1.3, "PASS"), (1.2, "INCONCLUSIVE"), (1.0, "INCONCLUSIVE"), (0.9, "INCONCLUSIVE"), (0.8, "FAIL")],
)
@pytest.mark.parametrize("what", ["kl", "perplexity"])
def test_a_bound_passes_above_the_interval_and_fails_under_it(what: str, bound: float, word: str) -> None:
    gate = decide_drift(what, Estimate(1.0, 0.9, 1.2), bound)  # type: ignore[arg-type]
    assert gate.decision == Decision(word)
    assert gate.numbers == {"value": 1.0, "lower": 0.9, "upper": 1.2, "bound": bound}


@given(st.floats(0.01, 10), st.floats(0, 1), st.floats(0, 1), st.floats(0.01, 12))
def test_a_looser_bound_never_decides_worse(value: float, below: float, above: float, bound: float) -> None:
    order = [Decision.FAIL, Decision.INCONCLUSIVE, Decision.PASS]
    found = Estimate(value, value * below, value + above)
    ranks = [order.index(decide_drift("kl", found, b).decision) for b in (bound, bound * 1.1, bound * 2)]
    assert all(a <= b for a, b in pairwise(ranks))


def test_what_was_not_measured_is_an_error_that_says_why() -> None:
    gate = decide_drift("kl", None, 1.0, "the tokenizers differ")
    assert gate.decision == Decision.ERROR
    assert "the tokenizers differ" in gate.reason


def test_without_an_interval_nothing_passes() -> None:
    assert decide_drift("kl", Estimate(0.0, None, None), 5.0).decision == Decision.INCONCLUSIVE


def test_rounding_never_moves_a_figure_over_its_bound() -> None:
    """0.99999 is told as under 1, not as 1."""
    gate = decide_drift("perplexity", Estimate(0.9, 0.8, 0.999996), 1.0)
    assert "upper bound 0.999996 is under 1" in gate.reason
