"""The decisions: which word, for which counts, in which sentence; and that nothing to decide on never passes."""

from __future__ import annotations

import json
import re
from itertools import permutations
from time import process_time
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom, norm

from harness.gates import (
    EXACT_UP_TO,
    Decision,
    Gate,
    Method,
    Paired,
    cases_needed,
    clopper_pearson,
    decide_floor,
    decide_musts,
    decide_paired,
    decide_slices,
    detectable_drop,
    exact_lower,
    exact_p,
    exact_upper,
    holm,
    p_worse,
    soften,
    tango,
    worst,
)
from harness.gates import decision as rules
from harness.gates import exact as exact_rule
from harness.gates.decision import Comparison
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
        gate = decide_floor(40, 40, 0.95)
        assert gate.decision is INCONCLUSIVE
        assert gate.numbers["lower"] == pytest.approx(0.928, abs=5e-4)

    def test_of_160_cases_nine_may_miss_at_90(self) -> None:
        """So a model of .95 passes 72 times of 100, one of .98 almost surely."""
        fewest = min(k for k in range(161) if decide_floor(k, 160, 0.90).decision is PASS)
        assert fewest == 151
        assert binom.sf(fewest - 1, 160, 0.95) == pytest.approx(0.720, abs=5e-4)
        assert binom.sf(fewest - 1, 160, 0.98) == pytest.approx(0.998, abs=5e-4)

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
    """No worse by a margin, by the exact test or Tango's bound; significant by the one-sided mid-p McNemar test."""

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
                "the margin is 3; about 380 cases like these would let an equal model pass with 80 % probability",
            ),
            (
                Paired(30, 0, 0, 10), INCONCLUSIVE,
                "Of 40 cases 0 got worse and 0 better; only a loss of more than 7.2 points is ruled out; "
                "the margin is 3; with fewer than 99 cases only a better model can pass",
            ),
            (
                Paired(40, 1, 0, 0), INCONCLUSIVE,
                "Of 41 cases 1 got worse and 0 better; only a loss of more than 11.1 points is ruled out; "
                "the margin is 3; with fewer than 99 cases only a better model can pass; "
                "about 240 cases like these would let an equal model pass with 80 % probability",
            ),
            (
                Paired(800, 60, 45, 60), INCONCLUSIVE,
                "Of 965 cases 60 got worse and 45 better; only a loss of more than 3.3 points is ruled out; "
                "the margin is 3; an equal model would have passed with 80 % probability or more: "
                "look at the 60 cases that got worse",
            ),
        ],
    )  # fmt: skip
    def test_words_and_sentences(self, counts: Paired, decision: Decision, reason: str) -> None:
        gate = decide_paired(counts, 0.03)
        assert (gate.decision, gate.reason) == (decision, reason)

    def test_what_no_number_of_cases_settles_is_said(self) -> None:
        """Half the cases flip and the margin is a tenth of a point."""
        gate = decide_paired(Paired(500, 500, 500, 500), 0.001)
        assert gate.numbers["needed"] is None
        assert gate.reason.endswith(
            "even 200,000 cases like these would not let an equal model pass with 80 % probability"
        )

    @pytest.mark.parametrize(
        ("kind", "start"),
        [("paired", "Of 200 cases"), ("overall", "All suites together: of 200"), ("creep", "Against the anchor: of")],
    )
    def test_a_suite_all_of_them_and_the_anchor_are_one_arithmetic(self, kind: Comparison, start: str) -> None:
        """The kind is told and changes nothing else."""
        assert kind in get_args(Comparison)
        gate, plain = (decide_paired(Paired(190, 2, 2, 6), 0.03, kind=k) for k in (kind, "paired"))
        assert (gate.kind, gate.decision, gate.numbers) == (kind, plain.decision, plain.numbers)
        assert gate.reason.startswith(start)

    def test_forty_cases_pass_by_improving(self) -> None:
        """Two fixed and none broken."""
        assert decide_paired(Paired(38, 0, 2, 0), 0.03).decision is PASS
        assert decide_paired(Paired(38, 0, 1, 1), 0.03).decision is INCONCLUSIVE

    @pytest.mark.parametrize("method", ["exact", "tango"])
    def test_numbers_are_the_ones_the_decision_was_made_of(self, method: Method) -> None:
        counts = Paired(100, 9, 3, 14)
        numbers = decide_paired(counts, 0.10, method=method).numbers
        interval = tango(counts, 0.90) if method == "tango" else (exact_lower(counts, 0.05, 0.10), exact_upper(counts))
        assert (numbers["n"], numbers["broken"], numbers["fixed"], numbers["margin"]) == (126, 9, 3, 0.10)
        assert numbers["delta"] == counts.delta
        assert (numbers["lower"], numbers["upper"]) == pytest.approx(interval)
        assert numbers["exact"] == (method == "exact")
        assert numbers["p_worse"] == p_worse(counts)
        assert numbers["detectable"] == detectable_drop(126, 12 / 126) == pytest.approx(0.066, abs=5e-4)
        assert json.loads(json.dumps(numbers)) == numbers

    def test_what_would_settle_it_is_at_least_what_an_unchanged_model_needs(self) -> None:
        """Without a flip Tango's 88 would do for Tango's bound; the exact rule needs 99."""
        assert decide_paired(Paired(90, 0, 0, 0), 0.03).numbers["needed"] == 99
        counts = Paired(100, 3, 3, 14)
        assert decide_paired(counts, 0.03).numbers["needed"] == cases_needed(0.03, counts.psi, method="tango")

    @given(tables.filter(lambda counts: counts.n > 0), margins)
    def test_tangos_word_follows_the_rule(self, counts: Paired, margin: float) -> None:
        """PASS by the bound alone; then FAIL by significance; else INCONCLUSIVE."""
        gate = decide_paired(counts, margin, method="tango")
        passes, significant = tango(counts, 0.90).lower > -margin, p_worse(counts) <= 0.05
        assert gate.decision is (PASS if passes else FAIL if significant else INCONCLUSIVE)
        assert ("worse by more than chance" in gate.reason) == (passes and significant)

    @given(tables.filter(lambda counts: counts.n > 0), margins)
    @settings(max_examples=25)
    def test_the_word_follows_the_exact_test(self, counts: Paired, margin: float) -> None:
        """PASS where the test at −margin says so, and the bounds agree with it."""
        gate = decide_paired(counts, margin)
        passes, significant = exact_p(counts, -margin) <= 0.05, p_worse(counts) <= 0.05
        assert gate.decision is (PASS if passes else FAIL if significant else INCONCLUSIVE)
        assert ("worse by more than chance" in gate.reason) == (passes and significant)
        assert (gate.numbers["lower"] >= -margin) == passes
        assert gate.numbers["lower"] <= gate.numbers["delta"] <= gate.numbers["upper"]

    def test_every_table_near_the_borders_between_tangos_words(self) -> None:
        """200 cases, margin .03: the most broken cases that pass, the fewest that fail, by number of fixed."""
        tables = {(b, c): Paired(180 - b, b, c, 20 - c) for b in range(16) for c in range(6)}
        words = {cell: decide_paired(table, 0.03, method="tango").decision for cell, table in tables.items()}
        passing = [max(b for b in range(16) if words[b, c] is PASS) for c in range(6)]
        failing = [min(b for b in range(16) if words[b, c] is FAIL) for c in range(6)]
        assert passing == [max(b for b in range(16) if tango_z(tables[b, c], -0.03) > norm.isf(0.05)) for c in range(6)]
        significant = {cell for cell, table in tables.items() if mcnemar_midp(table) <= 0.10 and cell[0] > cell[1]}
        assert failing == [min(b for b in range(passing[c] + 1, 16) if (b, c) in significant) for c in range(6)]
        assert (passing[0], failing[0]) == (2, 4)

    def test_the_exact_rule_decides_up_to_two_thousand_cases(self) -> None:
        """At 90 cases without a flip Tango's bound passes a margin of .03; the exact rule needs 99."""
        still = Paired(90, 0, 0, 0)
        assert decide_paired(still, 0.03, method="tango").decision is PASS
        gate = decide_paired(still, 0.03)
        assert gate.decision is INCONCLUSIVE
        assert gate.reason.endswith("with fewer than 99 cases only a better model can pass")
        assert decide_paired(Paired(99, 0, 0, 0), 0.03).decision is PASS
        assert EXACT_UP_TO == 2000
        assert decide_paired(Paired(1900, 40, 40, 20), 0.03).numbers["exact"] == 1
        beyond = decide_paired(Paired(1901, 40, 40, 20), 0.03)
        assert (beyond.numbers["exact"], beyond.numbers["lower"]) == (0, tango(Paired(1901, 40, 40, 20), 0.90).lower)

    def test_a_rule_that_is_none_is_refused(self) -> None:
        with pytest.raises(ValueError, match="auto, exact or tango"):
            decide_paired(Paired(1, 1, 1, 1), 0.03, method="wald")  # type: ignore[arg-type]

    @pytest.mark.parametrize("discordant", [100, 1000, 1600])
    def test_a_decision_on_two_thousand_cases_takes_no_time(self, discordant: int) -> None:
        """0.2 s at most with nothing in the caches, both bounds and what would settle it included."""
        broken = discordant // 2 + 4
        spent = []
        for _ in range(3):
            for cached in (rules._compare, exact_rule._p, cases_needed):
                cached.cache_clear()
            started = process_time()
            decide_paired(Paired(2000 - discordant, broken, discordant - broken, 0), 0.01)
            spent.append(process_time() - started)
        assert min(spent) < 0.2

    @pytest.mark.parametrize("method", ["tango", "exact"])
    @given(counts=tables.filter(lambda counts: counts.neither > 0 and counts.both > 0), margin=margins)
    @settings(max_examples=12)
    def test_a_better_model_never_gets_a_worse_word(self, method: Method, counts: Paired, margin: float) -> None:
        """One case more fixed, or one fewer broken, at the same number of cases."""
        a, b, c, d = counts.both, counts.broken, counts.fixed, counts.neither
        now, fixed, broken = (
            decide_paired(table, margin, method=method).decision
            for table in (counts, Paired(a, b, c + 1, d - 1), Paired(a - 1, b + 1, c, d))
        )
        assert worst([now, fixed]) is now
        assert worst([now, broken]) is broken

    @pytest.mark.parametrize("margin", [0.0, 1.0, -0.03, float("nan")])
    def test_a_margin_out_of_range_is_refused(self, margin: float) -> None:
        """Before anything else: an empty table does not hide the mistake."""
        with pytest.raises(ValueError, match="margin"):
            decide_paired(Paired(0, 0, 0, 0), margin)


class TestSoften:
    """`inconclusive = "warn"`: an open comparison or floor passes where its estimate is not beyond the limit."""

    @pytest.mark.parametrize(
        ("counts", "ending"),
        [
            (Paired(100, 3, 3, 14), "let through as a warning: the estimate is no change"),
            (Paired(100, 4, 3, 14), "let through as a warning: the estimate is a loss of 0.8 points"),
            (Paired(30, 4, 5, 1), "let through as a warning: the estimate is a gain of 2.5 points"),
        ],
    )
    def test_an_open_comparison_passes_with_its_estimate(self, counts: Paired, ending: str) -> None:
        gate = decide_paired(counts, 0.03, kind="overall")
        softened = soften(gate)
        assert (gate.decision, softened.decision) == (INCONCLUSIVE, PASS)
        assert softened.reason.endswith(ending)
        assert softened.numbers == gate.numbers | {"softened": 1}
        assert "softened" not in gate.numbers

    @given(tables.filter(lambda counts: counts.n > 0), margins)
    @settings(max_examples=50)
    def test_an_estimate_at_or_beyond_the_margin_stays_open(self, counts: Paired, margin: float) -> None:
        gate = decide_paired(counts, margin, method="tango")
        passes = gate.decision is PASS or (gate.decision is INCONCLUSIVE and counts.delta > -margin)
        assert soften(gate).decision is (PASS if passes else gate.decision)

    def test_an_open_floor_passes_at_or_above_it(self) -> None:
        above, below = decide_floor(144, 160, 0.90), decide_floor(143, 160, 0.90)
        assert (above.decision, below.decision) == (INCONCLUSIVE, INCONCLUSIVE)
        assert soften(above).decision is PASS
        assert soften(above).reason.endswith("let through as a warning: the rate is not under the floor")
        assert soften(below) == below

    @pytest.mark.parametrize(
        "gate",
        [
            decide_paired(Paired(150, 30, 2, 18), 0.03),
            decide_paired(Paired(190, 2, 2, 6), 0.03),
            decide_paired(Paired(0, 0, 0, 0), 0.03),
            decide_musts(["a"], 2),
            decide_slices({"a": Paired(0, 20, 0, 0)}),
            Gate(kind="integrity", decision=INCONCLUSIVE, reason="own words"),
        ],
    )
    def test_everything_else_stays_as_it_is(self, gate: Gate) -> None:
        assert soften(gate) is gate


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

    def test_a_single_slice_is_no_plural(self) -> None:
        gate = decide_slices({"refusal": Paired(10, 2, 3, 0)})
        assert gate.reason == "the one slice shows no loss: refusal (of 15 cases 2 got worse and 3 better)"

    def test_the_counts_of_the_named_stand_in_the_numbers(self) -> None:
        """Of seven lost slices five are told, all are named."""
        gate = decide_slices({f"s{i}": Paired(100, 20, i, 0) for i in range(7)})
        assert gate.names == tuple(f"s{i}" for i in range(7))
        assert [gate.numbers[f"{i}.fixed"] for i in range(1, 6)] == [0, 1, 2, 3, 4]
        assert "6.n" not in gate.numbers
        assert gate.reason.endswith("s4 (of 124 cases 20 got worse and 4 better, p = 0.0014) and 2 more")

    @given(st.dictionaries(st.text(max_size=3), tables.filter(lambda counts: counts.n > 0), min_size=1, max_size=8))
    def test_the_lost_are_those_that_holm_rejects(self, slices: dict[str, Paired]) -> None:
        gate = decide_slices(slices)
        adjusted = holm([p_worse(counts) for counts in slices.values()])
        assert gate.numbers["lost"] == sum(p <= 0.05 for p in adjusted)
        assert gate.numbers["p_worse"] == min(adjusted)
        assert gate.decision is (FAIL if min(adjusted) <= 0.05 else PASS)
        if gate.decision is FAIL:
            assert set(gate.names) == {name for name, p in zip(slices, adjusted, strict=True) if p <= 0.05}
