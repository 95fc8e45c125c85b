"""The decisions: which word, for which counts, in which sentence; and that nothing to decide on never passes."""

from __future__ import annotations

import json
import re
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from harness.gates import (
    Decision,
    Gate,
    Paired,
    clopper_pearson,
    decide_floor,
    decide_musts,
    decide_paired,
    decide_slices,
    detectable_drop,
    exact_p,
    holm,
    p_worse,
    tango,
    worst,
)
from harness.gates.paired import mcnemar_midp, tango_z

PASS, FAIL, INCONCLUSIVE, ERROR = Decision.PASS, Decision.FAIL, Decision.INCONCLUSIVE, Decision.ERROR

cell = st.integers(0, 120)
tables = st.builds(Paired, cell, cell, cell, cell)
margins = st.sampled_from([0.01, 0.03, 0.05, 0.10, 0.3])


def test_the_worst_word_wins() -> None:
    """ERROR over FAIL over INCONCLUSIVE over PASS, in any order; no decision at all is an ERROR."""
    for words in permutations(Decision):
        assert worst(words) is ERROR
    assert worst([PASS, INCONCLUSIVE, FAIL]) is FAIL
    assert worst([INCONCLUSIVE, PASS]) is INCONCLUSIVE
    assert worst(iter([PASS, PASS])) is PASS
    assert worst([]) is ERROR


@pytest.mark.parametrize(
    "gate",
    [
        decide_musts([], 0),
        decide_floor(0, 0, 0.9),
        decide_floor(0, 0, 0.0),
        decide_paired(Paired(0, 0, 0, 0), 0.03),
        decide_slices({}),
        decide_slices({"sums": Paired(9, 0, 0, 0), "refusal": Paired(0, 0, 0, 0)}),
    ],
)
def test_nothing_to_decide_on_is_an_error(gate: Gate) -> None:
    """The gate fails closed: no case, no pair, no slice, an empty slice among full ones."""
    assert gate.decision is ERROR
    assert gate.reason


class TestMusts:
    """Critical cases, no statistics."""

    def test_all_pass(self) -> None:
        gate = decide_musts([], 20)
        assert (gate.decision, gate.reason) == (PASS, "all 20 critical cases pass")
        assert gate.numbers == {"n": 20, "passed": 20}

    def test_a_single_miss_fails_and_is_named(self) -> None:
        gate = decide_musts(["no-dates"], 20)
        assert (gate.decision, gate.reason) == (FAIL, "1 of 20 critical cases misses: no-dates")

    def test_many_misses_are_named_up_to_five(self) -> None:
        gate = decide_musts(list("abcdefg"), 9)
        assert gate.reason == "7 of 9 critical cases miss: a, b, c, d, e and 2 more"

    def test_more_misses_than_cases_are_refused(self) -> None:
        with pytest.raises(ValueError, match="2 critical cases"):
            decide_musts(["a", "b"], 1)


class TestFloor:
    """A rate against a floor, by exact one-sided bounds."""

    @pytest.mark.parametrize(
        ("passed", "n", "floor", "decision", "reason"),
        [
            (155, 160, 0.90, PASS, "155 of 160 pass (96.9 %); the lower bound 93.5 % reaches the floor of 90 %"),
            (135, 160, 0.90, FAIL, "135 of 160 pass (84.4 %); even the upper bound 88.9 % is under the floor of 90 %"),
            (
                146, 160, 0.90, INCONCLUSIVE,
                "146 of 160 pass (91.2 %); the lower bound 86.7 % is under the floor of 90 %, "
                "the upper bound 94.6 % is not",
            ),
            (
                20, 20, 0.90, INCONCLUSIVE,
                "20 of 20 pass (100 %); the lower bound 86.1 % is under the floor of 90 %, "
                "the upper bound 100 % is not; fewer than 29 cases can't show it",
            ),
            (
                500, 500, 1.0, INCONCLUSIVE,
                "500 of 500 pass (100 %); the lower bound 99.4 % is under the floor of 100 %, "
                "the upper bound 100 % is not; no number of cases can show a floor of 100 %",
            ),
            (499, 500, 1.0, FAIL, "499 of 500 pass (99.8 %); even the upper bound 99.99 % is under the floor of 100 %"),
            (0, 3, 0.0, PASS, "0 of 3 pass (0 %); the lower bound 0 % reaches the floor of 0 %"),
        ],
    )  # fmt: skip
    def test_words_and_sentences(self, passed: int, n: int, floor: float, decision: Decision, reason: str) -> None:
        gate = decide_floor(passed, n, floor)
        assert (gate.decision, gate.reason) == (decision, reason)

    def test_of_a_hundred_cases_four_may_miss_at_90(self) -> None:
        assert decide_floor(96, 100, 0.90).decision is PASS
        assert decide_floor(95, 100, 0.90).decision is INCONCLUSIVE

    def test_forty_of_forty_reaches_90_and_not_95(self) -> None:
        assert decide_floor(40, 40, 0.90).decision is PASS
        assert decide_floor(40, 40, 0.95).decision is INCONCLUSIVE

    @given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), st.floats(0, 1))
    def test_the_word_follows_the_bounds(self, case: tuple[int, int], floor: float) -> None:
        """Recomputed from the 90 % interval; more passes never make the word worse."""
        passed, n = case
        gate = decide_floor(passed, n, floor)
        lower, upper = clopper_pearson(passed, n, 0.90)
        expected = PASS if lower >= floor + 1e-9 else FAIL if upper < floor - 1e-9 else None
        assert expected is None or gate.decision is expected
        assert gate.numbers["lower"] == pytest.approx(lower)
        assert gate.numbers["upper"] == pytest.approx(upper)
        if passed < n:
            better = decide_floor(passed + 1, n, floor).decision
            assert worst([better, gate.decision]) is gate.decision

    @given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(1, n), st.just(n))), st.floats(-1e-3, 1e-3))
    def test_rounding_never_contradicts_the_decision(self, case: tuple[int, int], off: float) -> None:
        """However near the floor lies to the lower bound, the sentence shows which of them is the greater."""
        lower = clopper_pearson(*case, 0.90).lower
        floor = round(min(1.0, max(0.0, lower + off)), 6)
        gate = decide_floor(*case, floor)
        told = re.search(r"lower bound ([\d.]+) % .* floor of ([\d.]+) %", gate.reason)
        if told is not None and abs(lower - floor) > 2e-8:
            assert (float(told[1]) > float(told[2])) == (gate.decision is PASS)

    @pytest.mark.parametrize(
        ("passed", "n", "floor"), [(5, 4, 0.9), (-1, 4, 0.9), (3, 0, 0.9), (1, 4, 1.1), (1, 4, -0.1)]
    )
    def test_impossible_counts_and_floors_are_refused(self, passed: int, n: int, floor: float) -> None:
        with pytest.raises(ValueError, match=r"passed|floor"):
            decide_floor(passed, n, floor)

    def test_a_floor_that_is_no_number_is_refused(self) -> None:
        with pytest.raises(ValueError, match="floor"):
            decide_floor(1, 4, float("nan"))


class TestPaired:
    """No worse by a margin, by Tango's bound; significant by the one-sided mid-p McNemar test."""

    @pytest.mark.parametrize(
        ("counts", "decision", "reason"),
        [
            (
                Paired(190, 2, 2, 6), PASS,
                "Of 200 cases 2 got worse and 2 better; a loss of more than 2.1 points is ruled out; the margin is 3",
            ),
            (
                Paired(1900, 12, 2, 86), PASS,
                "Of 2000 cases 12 got worse and 2 better; worse by more than chance (p = 0.0037), within the margin; "
                "a loss of more than 0.9 points is ruled out; the margin is 3",
            ),
            (
                Paired(30, 0, 10, 10), PASS,
                "Of 50 cases 0 got worse and 10 better; a loss is ruled out; the margin is 3",
            ),
            (
                Paired(150, 30, 2, 18), FAIL,
                "Of 200 cases 30 got worse and 2 better, a significant loss (p < 0.0001); "
                "only a loss of more than 18.8 points is ruled out; the margin is 3",
            ),
            (
                Paired(100, 3, 3, 14), INCONCLUSIVE,
                "Of 120 cases 3 got worse and 3 better; only a loss of more than 4 points is ruled out; "
                "the margin is 3",
            ),
            (
                Paired(30, 0, 0, 10), INCONCLUSIVE,
                "Of 40 cases 0 got worse and 0 better; only a loss of more than 6.3 points is ruled out; "
                "the margin is 3; with fewer than 88 cases only a better model can pass",
            ),
        ],
    )  # fmt: skip
    def test_words_and_sentences(self, counts: Paired, decision: Decision, reason: str) -> None:
        gate = decide_paired(counts, 0.03)
        assert (gate.decision, gate.reason) == (decision, reason)

    def test_forty_cases_pass_by_improving(self) -> None:
        """Two fixed and none broken."""
        assert decide_paired(Paired(38, 0, 2, 0), 0.03).decision is PASS
        assert decide_paired(Paired(38, 0, 1, 1), 0.03).decision is INCONCLUSIVE

    def test_numbers_are_the_ones_the_decision_was_made_of(self) -> None:
        counts = Paired(100, 9, 3, 14)
        numbers = decide_paired(counts, 0.10).numbers
        interval = tango(counts, 0.90)
        assert (numbers["n"], numbers["broken"], numbers["fixed"], numbers["margin"]) == (126, 9, 3, 0.10)
        assert numbers["delta"] == counts.delta
        assert (numbers["lower"], numbers["upper"]) == pytest.approx(interval)
        assert numbers["p_worse"] == p_worse(counts)
        assert numbers["detectable"] == detectable_drop(126, 12 / 126) == pytest.approx(0.066, abs=5e-4)
        assert json.loads(json.dumps(numbers)) == numbers

    @given(tables.filter(lambda counts: counts.n > 0), margins)
    def test_the_word_follows_the_rule(self, counts: Paired, margin: float) -> None:
        """PASS by the bound alone; then FAIL by significance; else INCONCLUSIVE."""
        gate = decide_paired(counts, margin)
        passes, significant = tango(counts, 0.90).lower > -margin, p_worse(counts) <= 0.05
        assert gate.decision is (PASS if passes else FAIL if significant else INCONCLUSIVE)
        assert ("worse by more than chance" in gate.reason) == (passes and significant)

    def test_every_table_near_the_borders_between_the_words(self) -> None:
        """200 cases, margin .03: the most broken cases that pass, the fewest that fail, by number of fixed."""
        words = {
            (b, c): decide_paired(Paired(180 - b, b, c, 20 - c), 0.03).decision for b in range(16) for c in range(6)
        }
        passing = [max(b for b in range(16) if words[b, c] is PASS) for c in range(6)]
        failing = [min(b for b in range(16) if words[b, c] is FAIL) for c in range(6)]
        tables = {cell: Paired(180 - cell[0], *cell, 20 - cell[1]) for cell in words}
        assert passing == [max(b for b in range(16) if tango_z(tables[b, c], -0.03) > norm.isf(0.05)) for c in range(6)]
        significant = {cell for cell, table in tables.items() if mcnemar_midp(table) <= 0.10 and cell[0] > cell[1]}
        assert failing == [min(b for b in range(passing[c] + 1, 16) if (b, c) in significant) for c in range(6)]
        assert (passing[0], failing[0]) == (2, 4)

    def test_the_exact_rule_is_a_matter_of_asking(self) -> None:
        """At 90 cases without a flip Tango's bound passes a margin of .03; the exact rule needs 99."""
        still = Paired(90, 0, 0, 0)
        assert decide_paired(still, 0.03).decision is PASS
        gate = decide_paired(still, 0.03, method="exact")
        assert gate.decision is INCONCLUSIVE
        assert gate.reason.endswith("with fewer than 99 cases only a better model can pass")
        assert decide_paired(Paired(99, 0, 0, 0), 0.03, method="exact").decision is PASS

    @given(tables.filter(lambda counts: counts.n > 0), margins)
    @settings(max_examples=30)
    def test_the_exact_word_follows_the_exact_test(self, counts: Paired, margin: float) -> None:
        """PASS where the test at −margin says so, and the bounds agree with it."""
        gate = decide_paired(counts, margin, method="exact")
        passes = exact_p(counts, -margin) <= 0.05
        assert gate.decision is (PASS if passes else FAIL if p_worse(counts) <= 0.05 else INCONCLUSIVE)
        assert (gate.numbers["lower"] >= -margin) == passes
        assert gate.numbers["lower"] <= gate.numbers["delta"] <= gate.numbers["upper"]

    @given(tables.filter(lambda counts: counts.n > 0 and counts.neither > 0 and counts.both > 0), margins)
    def test_a_better_model_never_gets_a_worse_word(self, counts: Paired, margin: float) -> None:
        """One case more fixed, or one fewer broken, at the same number of cases."""
        now = decide_paired(counts, margin).decision
        a, b, c, d = counts.both, counts.broken, counts.fixed, counts.neither
        fixed = decide_paired(Paired(a, b, c + 1, d - 1), margin).decision
        assert worst([now, fixed]) is now
        broken = decide_paired(Paired(a - 1, b + 1, c, d), margin).decision
        assert worst([now, broken]) is broken

    @given(tables.filter(lambda counts: counts.n > 0), margins)
    def test_the_sentence_shows_loss_and_margin_on_the_side_they_are(self, counts: Paired, margin: float) -> None:
        """Read back from the sentence, the loss ruled out is under the margin exactly when the gate passes."""
        gate = decide_paired(counts, margin)
        told = re.search(r"more than ([\d.]+) points is ruled out; the margin is ([\d.]+)", gate.reason)
        if told is None:
            assert gate.numbers["lower"] >= 0
        else:
            assert (float(told[1]) < float(told[2])) == (gate.decision is PASS)

    @pytest.mark.parametrize("margin", [0.0, 1.0, -0.03, float("nan")])
    def test_a_margin_out_of_range_is_refused(self, margin: float) -> None:
        """Before anything else: an empty table does not hide the mistake."""
        with pytest.raises(ValueError, match="margin"):
            decide_paired(Paired(0, 0, 0, 0), margin)


class TestSlices:
    """No slice dies inside a good average."""

    def test_a_dead_skill_inside_a_good_average_is_named(self) -> None:
        """Refusals fall from 20 of 20 to none while the pooled rate barely moves."""
        slices = {f"skill {i}": Paired(95, 1, 3, 1) for i in range(9)} | {"refusal": Paired(0, 20, 0, 0)}
        gate = decide_slices(slices)
        assert gate.decision is FAIL
        assert gate.reason == "1 of 10 slices lost: refusal (of 20 cases 20 got worse and 0 better, p < 0.0001)"
        assert (gate.numbers["slices"], gate.numbers["lost"]) == (10, 1)

    def test_a_loss_that_does_not_survive_holm_raises_no_alarm(self) -> None:
        """Five broken of five are p = .016: an alarm alone, none among ten."""
        five = Paired(15, 5, 0, 0)
        assert decide_slices({"five": five}).decision is FAIL
        gate = decide_slices({"five": five} | {f"still {i}": Paired(20, 0, 0, 0) for i in range(9)})
        assert gate.decision is PASS
        assert gate.reason == "none of 10 slices shows a loss; nearest is five (of 20 cases 5 got worse and 0 better)"

    def test_an_empty_slice_is_named(self) -> None:
        gate = decide_slices({"sums": Paired(9, 0, 0, 0), "refusal": Paired(0, 0, 0, 0)})
        assert gate.reason == "no case ran in refusal"

    @given(st.dictionaries(st.text(max_size=3), tables.filter(lambda counts: counts.n > 0), min_size=1, max_size=8))
    def test_the_lost_are_those_that_holm_rejects(self, slices: dict[str, Paired]) -> None:
        gate = decide_slices(slices)
        adjusted = holm([p_worse(counts) for counts in slices.values()])
        assert gate.numbers["lost"] == sum(p <= 0.05 for p in adjusted)
        assert gate.numbers["p_worse"] == min(adjusted)
        assert gate.decision is (FAIL if min(adjusted) <= 0.05 else PASS)
