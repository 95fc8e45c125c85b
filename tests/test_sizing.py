"""How many cases, or samples a case: each answer is held to the rule that decides."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.gates import Decision, Paired, decide_paired
from harness.gates.power import cases_needed, chance_to_pass
from harness.gates.sampled import decide_sampled, sampled_bounds
from harness.pairs import Pair
from harness.sizing import size_for, size_of_counts, size_of_pairs


def sampled(n: int, k: int, *, seed: int = 1, relatives: int = 1) -> list[Pair]:
    """Shares of two equal models over k samples; the case's own chance to pass is .5, .9 or 1."""
    dice = random.Random(seed)
    pairs = []
    for i in range(n):
        p = dice.choice([0.5, 0.9, 1.0, 1.0])
        one, other = (sum(dice.random() < p for _ in range(k)) / k for _ in range(2))
        cluster = None if relatives == 1 else f"{i // relatives}"
        pairs.append(Pair(case=f"{i}", baseline=one, candidate=other, cluster=cluster, line=i + 2))
    return pairs


@pytest.mark.parametrize("margin", [0.02, 0.03, 0.1])
def test_with_no_flip_the_fewest_cases_pass(margin: float) -> None:
    fewest = size_for(margin, 0.1, 0.8, 0.05).fewest
    assert decide_paired(Paired(fewest, 0, 0, 0), margin).decision is Decision.PASS


def test_counts_go_by_their_discordance() -> None:
    size = size_of_counts(Paired(180, 5, 5, 10), 0.03, 0.8, 0.05)
    assert (size.cases, size.psi) == (200, 0.05)
    assert size.needed == cases_needed(0.03, 0.05, 0.8, 0.05)
    assert size.chance == chance_to_pass(200, 0.03, 0.05)
    assert size.psi_upper is not None
    assert size.psi_upper == pytest.approx(0.0834, abs=5e-4)  # Clopper–Pearson, 10 of 200
    assert size.needed_at_upper is not None
    assert size.needed is not None
    assert size.needed_at_upper > size.needed


def test_pairs_of_one_answer_go_as_their_counts() -> None:
    verdicts = [(1, 1)] * 90 + [(1, 0)] * 3 + [(0, 1)] * 4 + [(0, 0)] * 3
    pairs = [Pair(case=f"{i}", baseline=b, candidate=c) for i, (b, c) in enumerate(verdicts)]
    assert size_of_pairs(pairs, 0.05, 0.8, 0.05) == size_of_counts(Paired(90, 3, 4, 3), 0.05, 0.8, 0.05)


@pytest.mark.parametrize("relatives", [1, 4])
def test_the_cases_needed_of_sampled_replies_pass_as_often_as_said(relatives: int) -> None:
    """Against 150 comparisons of two equal models, of the size that was said."""
    size = size_of_pairs(sampled(4000, 4, relatives=relatives), 0.05, 0.8, 0.05)
    assert size.needed is not None
    passed = 0
    for seed in range(100, 250):
        pairs = sampled(size.needed, 4, seed=seed, relatives=relatives)
        d = [pair.candidate - pair.baseline for pair in pairs]
        passed += sampled_bounds(d, [pair.cluster or pair.case for pair in pairs]).lower > -0.05
    assert passed / 150 == pytest.approx(0.8, abs=0.1)


def test_the_chance_at_hand_is_that_of_random_exchanges() -> None:
    """All pass where the margin is wide, and where only a better model can, few do."""
    pairs = sampled(100, 4)
    assert size_of_pairs(pairs, 0.5, 0.8, 0.05).chance == 1
    assert (size_of_pairs(pairs, 0.01, 0.8, 0.05).chance or 0) < 0.1
    assert 0 < (size_of_pairs(pairs, 0.06, 0.8, 0.05).chance or 0) < 1


def test_the_two_variances_are_found_again() -> None:
    """Of equal models the whole difference is within: E[p(1 − p)] of both arms, .5·(.25·.25 + .25·.09)·2 = .17."""
    samples = size_of_pairs(sampled(4000, 4), 0.1, 0.8, 0.05, samples=4).samples
    assert samples is not None
    assert samples.within == pytest.approx(2 * (0.25 * 0.25 + 0.25 * 0.09), rel=0.08)
    assert samples.between == pytest.approx(0, abs=0.01)


def test_cases_needed_at_the_samples_at_hand_are_the_cases_needed() -> None:
    size = size_of_pairs(sampled(200, 4), 0.05, 0.8, 0.05, samples=4)
    assert size.samples is not None
    assert size.samples.cases_at[4] == size.needed
    at = [n or 0 for n in size.samples.cases_at.values()]
    assert at == sorted(at, reverse=True)
    assert at[0] > at[-1]


def test_samples_a_case_that_would_do_with_the_cases_at_hand() -> None:
    some = size_of_pairs(sampled(150, 2), 0.05, 0.8, 0.05, samples=2).samples
    none = size_of_pairs(sampled(40, 2), 0.05, 0.8, 0.05, samples=2).samples
    assert some is not None
    assert none is not None
    assert (some.needed or 0) > 2
    assert none.needed is None, "under 64 cases even endless samples leave the fewest that can pass out of reach"


@pytest.mark.parametrize(
    ("pairs", "samples", "says"),
    [
        ([Pair(case="a", baseline=1, candidate=0)], 4, "every verdict is 0 or 1"),
        (
            [Pair(case=x, baseline=0.3, candidate=0, line=7) for x in "ab"],
            4,
            "line 7: a share that 4 samples can't give",
        ),
        ([Pair(case=x, baseline=0.5, candidate=0) for x in "ab"], 1, "2 or more"),
        ([Pair(case=x, baseline=0.5, candidate=0, cluster="c") for x in "ab"], None, "one cluster"),
    ],
)
def test_what_can_not_be_sized(pairs: list[Pair], samples: int | None, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        size_of_pairs(pairs, 0.03, 0.8, 0.05, samples)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(0, 5)), min_size=2, max_size=20))
@settings(max_examples=30)
def test_every_table_of_shares_is_sized_or_refused(rows: list[tuple[int, int, int]]) -> None:
    pairs = [Pair(case=f"{i}", baseline=b / 3, candidate=c / 3, cluster=f"{g}") for i, (b, c, g) in enumerate(rows)]
    try:
        size = size_of_pairs(pairs, 0.2, 0.8, 0.05)
    except ValueError:
        assert len({pair.cluster for pair in pairs}) == 1
        return
    assert size.needed is None or size.needed >= 1
    assert size.chance is not None
    assert 0 <= size.chance <= 1
    assert np.isfinite(size.fewest)


def test_a_drop_that_is_detectable_is_the_gates() -> None:
    pairs = sampled(100, 4)
    gate = decide_sampled([p.candidate - p.baseline for p in pairs], range(100), 0.05)
    assert size_of_pairs(pairs, 0.05, 0.8, 0.05).detectable == gate.numbers["detectable"]
