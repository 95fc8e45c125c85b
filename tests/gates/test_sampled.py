"""Sampled replies and related cases: what the bound promises in simulation; which word is said, in which sentence."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from itertools import combinations, product
from math import sqrt

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.stats import binom
from scipy.stats import t as student

from harness.gates import (
    Decision,
    Gate,
    Paired,
    clustered_se,
    clusters_for_margin,
    decide_clustered,
    decide_paired,
    decide_sampled,
    detectable_drop,
    flakiness,
    p_worse,
    p_worse_sampled,
    pass_at_k,
    pass_hat_k,
    sampled_bounds,
)

Array = NDArray[np.float64]

PASS, FAIL, INCONCLUSIVE, ERROR = Decision.PASS, Decision.FAIL, Decision.INCONCLUSIVE, Decision.ERROR

differences = st.lists(st.integers(-4, 4).map(lambda x: x / 4), min_size=1, max_size=40)
grouped = differences.flatmap(
    lambda d: st.tuples(st.just(d), st.lists(st.integers(0, 8), min_size=len(d), max_size=len(d)))
)


def alone(d: Sequence[float] | Array) -> range:
    """Clusters of cases without relatives."""
    return range(len(d))


def plain_lower(d: Array, clusters: Sequence[int]) -> float:
    """The textbook bound that breaks its promise: mean − t·SE on C − 1 degrees."""
    return float(d.mean() - student.ppf(0.95, len(set(clusters)) - 1) * clustered_se(d.tolist(), clusters))


# pass@k, pass^k, flakiness


def test_published_values_of_pass_at_k_and_pass_hat_k() -> None:
    """3 of 10 pass: one of 5 does with .9167. 8 of 10 pass: 3 of 3 do with .4667."""
    assert pass_at_k(10, 3, 5) == pytest.approx(0.9167, abs=5e-5)
    assert pass_hat_k(10, 8, 3) == pytest.approx(0.4667, abs=5e-5)


@given(n=st.integers(1, 8), data=st.data())
def test_they_count_all_draws_of_k_samples(n: int, data: st.DataObject) -> None:
    """Any of k, all of k, and the pairs that disagree, by listing the draws."""
    c, k = data.draw(st.integers(0, n)), data.draw(st.integers(1, n))
    outcomes = [True] * c + [False] * (n - c)
    draws = list(combinations(outcomes, k))
    assert pass_at_k(n, c, k) == pytest.approx(sum(map(any, draws)) / len(draws))
    assert pass_hat_k(n, c, k) == pytest.approx(sum(map(all, draws)) / len(draws))
    if n > 1:
        pairs = list(combinations(outcomes, 2))
        assert flakiness(c, n) == pytest.approx(sum(a != b for a, b in pairs) / len(pairs))
        assert flakiness(c, n) == pytest.approx(pass_at_k(n, c, 2) - pass_hat_k(n, c, 2))


def test_the_flakiest_case_passes_half_the_time() -> None:
    """Ranked by flakiness: even odds first, certainty last, whether of passing or of missing."""
    cases = {"solid": 16, "hopeless": 0, "odd slip": 15, "even": 8, "mostly": 11}
    assert sorted(cases, key=lambda name: -flakiness(cases[name], 16))[:3] == ["even", "mostly", "odd slip"]
    assert flakiness(16, 16) == flakiness(0, 16) == 0


def test_samples_that_cannot_be_are_refused() -> None:
    """More passes or draws than samples; no draw; a single sample disagrees with nobody."""
    for n, c, k in ((10, 11, 1), (10, -1, 1), (10, 3, 0), (10, 3, 11)):
        for of in (pass_at_k, pass_hat_k):
            with pytest.raises(ValueError, match="passed <= samples"):
                of(n, c, k)
    with pytest.raises(ValueError, match="k = 2"):
        flakiness(1, 1)


# The clustered standard error


@given(d=st.lists(st.floats(-1, 1), min_size=2, max_size=30))
def test_without_relatives_it_is_the_ordinary_standard_error(d: list[float]) -> None:
    """s/√n, s with n − 1."""
    assert clustered_se(d, alone(d)) == pytest.approx(np.std(d, ddof=1) / sqrt(len(d)), abs=1e-12)


@given(d=st.lists(st.floats(-1, 1), min_size=2, max_size=12), copies=st.integers(1, 6))
def test_relatives_that_move_together_are_one_witness(d: list[float], copies: int) -> None:
    """Every case asked in six wordings that always agree tells no more than one, in error, bounds and p alike."""
    names = [f"template {i}" for i in range(len(d))]
    assert clustered_se(d * copies, names * copies) == pytest.approx(clustered_se(d, names), abs=1e-9)
    assert sampled_bounds(d * copies, names * copies) == pytest.approx(sampled_bounds(d, names), abs=1e-9)
    if min(map(abs, d)) > 1e-6:
        assert p_worse_sampled(d * copies, names * copies) == pytest.approx(p_worse_sampled(d, names), abs=1e-6)


def test_statsmodels_agrees_on_unequal_clusters() -> None:
    """The sandwich estimator of a mean with its small-sample factor C/(C − 1)."""
    rng = np.random.default_rng(4)
    clusters = rng.integers(0, 9, 60)
    values = rng.normal(size=60) + clusters
    fit = sm.OLS(values, np.ones(60)).fit(cov_type="cluster", cov_kwds={"groups": clusters})
    assert clustered_se(values.tolist(), clusters.tolist()) == pytest.approx(float(fit.bse[0]), rel=1e-9)


def test_many_different_totals_are_close_to_all_flips() -> None:
    """2¹⁸ different sums, of which 2¹² are told apart: what is taken as normal changes nothing that matters."""
    rng = np.random.default_rng(6)
    d = rng.uniform(-1.0, 0.7, 18)
    signs = 1 - 2 * ((np.arange(2**18)[:, None] >> np.arange(18)) & 1).astype(np.int8)
    listed = np.mean(signs @ d < d.sum())
    assert 0.01 < listed < 0.2
    assert p_worse_sampled(d.tolist(), alone(d)) == pytest.approx(listed, abs=1e-3)


def test_one_cluster_has_no_standard_error() -> None:
    """Nothing to compare it with, however many cases it holds."""
    for values in ([], [0.5], [0.0, 1.0, 0.5]):
        with pytest.raises(ValueError, match="at least 2 clusters"):
            clustered_se(values, ["one"] * len(values))


# The bounds


@given(sample=grouped, alpha=st.sampled_from([0.01, 0.05, 0.1]))
def test_bounds_hold_the_mean_and_mirror(sample: tuple[list[float], list[int]], alpha: float) -> None:
    """Lower ≤ mean ≤ upper in [−1, 1]; swapping the arms swaps and negates them; order and names don't matter."""
    d, clusters = sample
    bounds = sampled_bounds(d, clusters, alpha)
    assert -1 <= bounds.lower <= np.mean(d) + 1e-12
    assert np.mean(d) - 1e-12 <= bounds.upper <= 1
    mirrored = sampled_bounds([-x for x in d], clusters, alpha)
    assert (-mirrored.upper, -mirrored.lower) == pytest.approx(bounds)
    assert sampled_bounds(d[::-1], [f"c{name}" for name in clusters[::-1]], alpha) == pytest.approx(bounds)


def test_the_pseudo_case_by_hand() -> None:
    """Four gains and the pseudo-case: mean .6, deviations 4 × .4 and −1.6, t on 4 degrees.

    Squares 4·.4² + 1.6² = 3.2 and cubes 4·.4³ − 1.6³ = −3.84, so losses of size 1.2 on average.
    """
    t = student.ppf(0.95, 4)
    lower = 0.6 - t * sqrt(3.2 / 4 / 5) - (t * t - 1) / 3 * 1.2 / 5
    assert sampled_bounds([1.0] * 4, range(4)).lower == pytest.approx(lower)


SETTINGS = [
    # n, K, margin, size of a break, share of cases that answer always alike
    (50, 16, 0.03, 0.9, 0.8),
    (50, 16, 0.05, 0.9, 1.0),
    (50, 4, 0.10, 0.2, 0.0),
    (100, 1, 0.03, 1.0, 1.0),
    (100, 4, 0.10, 0.5, 0.5),
    (100, 16, 0.10, 1.0, 1.0),
    (200, 4, 0.05, 0.9, 0.8),
    (200, 1, 0.05, 1.0, 1.0),
]


def worse_by_the_margin(rng: np.random.Generator, n: int, k: int, margin: float, size: float, steady: float) -> Array:
    """K samples a case of two arms: most cases alike, a share margin/size of them broken by `size`: Δ = −margin."""
    rate = np.where(rng.random(n) < steady, 1.0, rng.beta(4, 2, n))
    broken = rng.random(n) < margin / size
    rate = np.where(broken, np.maximum(rate, size), rate)
    return np.asarray((rng.binomial(k, rate - size * broken) - rng.binomial(k, rate)) / k)


@pytest.mark.parametrize("setting", SETTINGS)
def test_a_model_worse_by_the_margin_seldom_passes(setting: tuple[int, int, float, float, float]) -> None:
    """At most .05 of 2,000 runs, in each of eight settings; the worst of them measures about .03."""
    rng = np.random.default_rng(11)
    margin = setting[2]
    drawn = (worse_by_the_margin(rng, *setting) for _ in range(2000))
    assert np.mean([sampled_bounds(d.tolist(), alone(d)).lower > -margin for d in drawn]) <= 0.05


def test_the_plain_t_bound_breaks_the_promise() -> None:
    """50 cases, 16 samples, rare large breaks: .16 of the models worse by the margin would pass, not .05."""
    rng = np.random.default_rng(12)
    drawn = (worse_by_the_margin(rng, *SETTINGS[0]) for _ in range(2000))
    assert np.mean([plain_lower(d, alone(d)) > -0.03 for d in drawn]) == pytest.approx(0.165, abs=0.025)


def test_the_pseudo_case_alone_would_break_it_too() -> None:
    """144 cases, each breaks wholly with .03: one break would still pass, and at most one comes .068 of the time."""
    n, margin = 144, 0.03
    once = np.array([-1.0] + [0.0] * (n - 1))
    assert plain_lower(np.append(once, -1.0), range(n + 1)) > -margin
    assert binom.cdf(1, n, margin) == pytest.approx(0.068, abs=5e-4)
    assert sampled_bounds(once.tolist(), range(n)).lower < -margin
    passing = [x for x in range(9) if sampled_bounds([-1.0] * x + [0.0] * (n - x), range(n)).lower > -margin]
    assert passing == [0]
    assert binom.cdf(0, n, margin) < 0.05


@pytest.mark.parametrize("n", [60, 100, 150, 200, 300, 500])
@pytest.mark.parametrize("margin", [0.03, 0.05, 0.1])
def test_whole_breaks_never_pass_too_often(n: int, margin: float) -> None:
    """Unsampled cases that only ever break, the bound's hardest: by the binomial, no simulation, never above .05."""
    passing = [x for x in range(n) if sampled_bounds([-1.0] * x + [0.0] * (n - x), range(n)).lower > -margin]
    assert passing == list(range(len(passing)))
    assert binom.cdf(len(passing) - 1, n, margin) <= 0.05


@pytest.mark.parametrize(
    ("sizes", "margin", "flipping"),
    [
        ([5] * 40, 0.10, 0.05),
        ([5] * 100, 0.05, 0.0),
        ([5] * 20, 0.05, 0.0),
        ([*range(1, 11)] * 6, 0.10, 0.05),
        ([1] * 50 + [10] * 10, 0.10, 0.0),
    ],
)
def test_relatives_that_break_together_keep_the_promise(sizes: list[int], margin: float, flipping: float) -> None:
    """Templates break as wholes: the clustered bound keeps to .05 where the same bound on lone cases does not."""
    rng = np.random.default_rng(13)
    clusters = np.repeat(np.arange(len(sizes)), sizes)
    passed = np.zeros(2)
    for _ in range(800):
        u = rng.random(len(sizes))
        broken, fixed = u < margin + flipping, u > 1 - flipping
        d = (fixed * 1.0 - broken)[clusters].tolist()
        passed += [sampled_bounds(d, names).lower > -margin for names in (clusters.tolist(), alone(d))]
    together, lone = passed / 800
    assert together <= 0.05
    assert lone > 0.10


def test_bounds_refuse_what_they_cannot_use() -> None:
    """No case, an error rate out of range, a difference out of range or missing, a case without its cluster."""
    with pytest.raises(ValueError, match="no cases"):
        sampled_bounds([], [])
    with pytest.raises(ValueError, match="error rate"):
        sampled_bounds([0.0], ["a"], 0.0)
    for d in (1.5, -1.01, float("nan")):
        with pytest.raises(ValueError, match="between -1 and 1"):
            sampled_bounds([0.0, d], ["a", "b"])
    with pytest.raises(ValueError, match="2 values, 1 clusters"):
        sampled_bounds([0.0, 0.5], ["a"])
    with pytest.raises(ValueError, match="finite"):
        clustered_se([0.0, float("nan")], ["a", "b"])


@pytest.mark.parametrize("margin", [0.01, 0.03, 0.05, 0.1, 0.5, 0.9])
def test_the_fewest_clusters_that_pass_unchanged(margin: float) -> None:
    """So many zeros pass, one fewer do not; the same for groups of three."""
    fewest = clusters_for_margin(margin)
    for size in (1, 3):
        for count, passes in ((fewest, True), (fewest - 1, False)):
            if count:
                clusters = [i // size for i in range(size * count)]
                assert (sampled_bounds([0.0] * len(clusters), clusters).lower > -margin) is passes
    with pytest.raises(ValueError, match="margin"):
        clusters_for_margin(0)


# Significance


@given(broken=st.integers(0, 60), fixed=st.integers(0, 60), same=st.integers(0, 20))
def test_for_lone_unsampled_cases_it_is_mcnemars_midp(broken: int, fixed: int, same: int) -> None:
    """Exactly, however many flips."""
    d = [-1.0] * broken + [1.0] * fixed + [0.0] * same
    assert p_worse_sampled(d, alone(d)) == pytest.approx(p_worse(Paired(same, broken, fixed, 0)), abs=1e-12)


@given(sample=grouped)
def test_it_counts_all_ways_to_swap_the_arms(sample: tuple[list[float], list[int]]) -> None:
    """Every sign for every cluster, listed; half of the ties."""
    d, clusters = sample
    totals = [sum(x for x, name in zip(d, clusters, strict=True) if name == one) for one in sorted(set(clusters))]
    flips = [sum(s * x for s, x in zip(signs, totals, strict=True)) for signs in product((-1, 1), repeat=len(totals))]
    plain = np.mean([(flip < sum(totals)) + (flip == sum(totals)) / 2 for flip in flips])
    assert p_worse_sampled(d, clusters) == pytest.approx(plain)
    assert p_worse_sampled([-x for x in d], clusters) == pytest.approx(1 - plain)


def test_an_equal_model_is_seldom_called_worse() -> None:
    """Equal arms, many steady cases: alarms stay within what mid-p allows, where a t-test's would be near .10."""
    rng = np.random.default_rng(14)
    alarms = np.zeros(2)
    for _ in range(2000):
        rate = np.where(rng.random(60) < 0.95, 1.0, 0.5)
        d = (rng.binomial(1, rate) - rng.binomial(1, rate)).astype(float)
        se = clustered_se(d.tolist(), alone(d))
        plain = se > 0 and student.cdf(d.mean() / se, 59) <= 0.05
        alarms += [p_worse_sampled(d.tolist(), alone(d)) <= 0.05, plain]
    assert alarms[0] / 2000 <= 0.0625
    three = [-0.5] * 3 + [0.0] * 57
    assert (
        student.cdf(np.mean(three) / clustered_se(three, alone(three)), 59)
        < 0.05
        < p_worse_sampled(three, alone(three))
    )


# The decision


def test_nothing_to_decide_on_is_an_error() -> None:
    """No case: ERROR, never PASS."""
    for gate in (decide_sampled([], [], 0.03), decide_clustered([], [], 0.03)):
        assert (gate.kind, gate.decision) == ("paired", ERROR)


@pytest.mark.parametrize(
    ("d", "size", "margin", "decision", "reason"),
    [
        (
            [0.0] * 200,
            1,
            0.03,
            PASS,
            "Of 200 cases 0 got worse and 0 better, level on average; "
            "a loss of more than 1.6 points is ruled out; the margin is 3",
        ),
        (
            [-0.0625] * 8 + [0.0] * 392,
            1,
            0.03,
            PASS,
            "Of 400 cases 8 got worse and 0 better, 0.1 points down on average; worse by more than chance "
            "(p = 0.002), within the margin; a loss of more than 0.9 points is ruled out; the margin is 3",
        ),
        (
            [-0.5] * 30 + [0.25] * 10 + [0.0] * 60,
            1,
            0.05,
            FAIL,
            "Of 100 cases 30 got worse and 10 better, 12.5 points down on average, a significant loss (p < 0.0001); "
            "only a loss of more than 17.9 points is ruled out; the margin is 5",
        ),
        (
            [-0.5] * 5 + [0.5] * 5 + [0.0] * 90,
            5,
            0.05,
            INCONCLUSIVE,
            "Of 100 cases in 20 groups 5 got worse and 5 better, level on average; only a loss of more than "
            "16.6 points is ruled out; the margin is 5; with fewer than 64 groups of equal size only a better model "
            "can pass",
        ),
        (
            [0.5] * 60,
            60,
            0.05,
            INCONCLUSIVE,
            "Of 60 cases in 1 group 0 got worse and 60 better, 50 points up on average; only a loss of more than "
            "100 points is ruled out; the margin is 5; with fewer than 64 groups of equal size only a better model "
            "can pass",
        ),
    ],
)
def test_words_and_sentences(d: list[float], size: int, margin: float, decision: Decision, reason: str) -> None:
    """Each word with its sentence, groups of related cases told where there are any."""
    gate = decide_sampled(d, [i // size for i in range(len(d))], margin)
    assert (gate.decision, gate.reason) == (decision, reason)


@given(sample=grouped, margin=st.sampled_from([0.03, 0.1, 0.4]))
def test_the_decision_follows_from_its_numbers(sample: tuple[list[float], list[int]], margin: float) -> None:
    """PASS by the bound, FAIL by the p-value, and every number in the sentence is one of the gate's."""
    d, clusters = sample
    gate = decide_sampled(d, clusters, margin)
    told = gate.numbers
    lower, upper = sampled_bounds(d, clusters)
    p = p_worse_sampled(d, clusters)
    assert (told["lower"], told["upper"], told["p_worse"]) == (lower, upper, p)
    assert gate.decision is (PASS if lower > -margin else FAIL if p <= 0.05 else INCONCLUSIVE)
    if -1 < lower < -1e-9:
        assert decide_sampled(d, clusters, -lower).decision is (FAIL if p <= 0.05 else INCONCLUSIVE)
        assert decide_sampled(d, clusters, min(-lower * 1.0001, 0.9999)).decision is PASS
    assert (told["n"], told["clusters"], told["margin"]) == (len(d), len(set(clusters)), margin)
    assert (told["worse"], told["better"]) == (sum(x < 0 for x in d), sum(x > 0 for x in d))
    assert told["delta"] == pytest.approx(np.mean(d))
    assert (told["detectable"] is None) == (len(set(clusters)) == 1)
    json.dumps(told)
    said = re.match(r"Of (\d+) cases?(?: in (\d+) groups?)? (\d+) got worse and (\d+) better, (.+?) on av", gate.reason)
    assert said is not None
    groups = told["clusters"] if told["clusters"] != len(d) else None
    assert [int(x) if x else None for x in said.groups()[:4]] == [len(d), groups, told["worse"], told["better"]]
    way = {"down": -1, "up": 1, "level": 0}[said[5].split()[-1]]
    assert way * float(said[5].split()[0] if way else 0) == pytest.approx(100 * np.mean(d), abs=0.0501)
    ruled_out = re.search(r"more than ([\d.]+) points is ruled out", gate.reason)
    assert float(ruled_out[1]) if ruled_out else lower >= 0
    if ruled_out:
        assert float(ruled_out[1]) == pytest.approx(-100 * lower, abs=0.0501)


def test_a_decision_needs_a_margin_and_pairs_that_fit() -> None:
    """Mistakes of the caller are raised even where there is nothing to decide."""
    for margin in (0.0, 1.0, -0.1, float("nan")):
        with pytest.raises(ValueError, match="margin"):
            decide_sampled([], [], margin)
    with pytest.raises(ValueError, match="1 clusters"):
        decide_sampled([], ["a"], 0.03)
    with pytest.raises(ValueError, match="1 clusters"):
        decide_clustered([], ["a"], 0.03)


@pytest.mark.parametrize(("n", "psi"), [(200, 0.1), (500, 0.1), (200, 0.3), (1000, 0.05), (200, 0.0)])
def test_detectable_is_near_the_exact_one_for_lone_unsampled_cases(n: int, psi: float) -> None:
    """Within a sixth of what enumeration gives, also where nothing changed and the drop brings its own flips."""
    flips = round(n * psi / 2)
    d = [-1.0] * flips + [1.0] * flips + [0.0] * (n - 2 * flips)
    exact = detectable_drop(n, psi)
    assert exact is not None
    assert decide_sampled(d, alone(d), 0.03).numbers["detectable"] == pytest.approx(exact, rel=1 / 6)


def test_clusters_of_one_are_decided_as_pairs() -> None:
    """Unrelated unsampled cases go by the exact counts; one pair of relatives, and it is decided by clusters."""
    pairs = [(True, False)] * 3 + [(False, True)] * 4 + [(True, True)] * 193
    assert decide_clustered(pairs, range(200), 0.03) == decide_paired(Paired(193, 3, 4, 0), 0.03)
    related: Gate = decide_clustered(pairs, [0, 0, *range(2, 200)], 0.03)
    assert related.numbers["clusters"] == 199
    assert related == decide_sampled([-1] * 3 + [1] * 4 + [0] * 193, [0, 0, *range(2, 200)], 0.03)


def test_one_broken_template_is_no_significant_loss() -> None:
    """Twelve wordings of one broken case: McNemar's test would see twelve losses, there is one."""
    pairs = [(True, False)] * 12 + [(True, True)] * 88
    clusters = [0] * 12 + list(range(1, 89))
    assert decide_paired(Paired(88, 12, 0, 0), 0.05).decision is FAIL
    assert decide_clustered(pairs, clusters, 0.05).decision is INCONCLUSIVE
