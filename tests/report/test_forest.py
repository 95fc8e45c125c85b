"""The first screen's rows: Δ with its interval against the margin."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from harness.record import GateResult, Record
from harness.report.forest import forest

from .records import make_record

Samples = dict[str, Callable[[], Record]]


def test_a_row_a_suite_with_what_its_gate_could_show(samples: Samples) -> None:
    record = samples["refused"]()
    found = forest(record)
    assert [row.name for row in found.rows] == [suite.name for suite in record.suites]
    lost = next(row for row in found.rows if row.name == "forgetting")
    assert (lost.decision, lost.why, lost.margin, lost.n) == ("FAIL", ["paired", "slices"], 0.08, 400)
    assert lost.lower is not None
    assert lost.upper is not None
    assert lost.delta is not None
    assert lost.lower < lost.delta < lost.upper < 0
    assert lost.detectable is not None
    assert 0.05 < lost.detectable < 0.07


def test_every_interval_and_margin_lies_within_the_axis(sample: Record) -> None:
    found = forest(sample)
    assert found.low < 0 < found.high
    for row in found.rows:
        for value in (row.lower, row.upper, row.delta, row.margin and -row.margin):
            assert value is None or found.low <= value <= found.high


def test_the_axis_ends_at_round_points(samples: Samples) -> None:
    """Beyond every value, by less than a step of ten points."""
    found = forest(samples["refused"]())
    assert (round(100 * found.low), round(100 * found.high)) == (-30, 10)
    assert 100 * found.low == pytest.approx(round(100 * found.low))


def test_what_must_not_be_stands_before_other_reasons(samples: Samples) -> None:
    record = samples["refused"]()
    golden = next(row for row in forest(record).rows if row.name == "golden")
    assert golden.why[0] == "musts"
    assert all(row.why == [] for row in forest(record).rows if row.decision == "PASS")


def test_gates_over_all_suites_have_the_rates_of_the_pooled_ones(samples: Samples) -> None:
    """Those of the candidate from the suites, the baseline's by the gate's Δ; none where the cases are others."""
    record = samples["refused"]()
    n = sum(suite.candidate.n for suite in record.suites if suite.candidate)
    passed = sum(suite.candidate.passed for suite in record.suites if suite.candidate)
    for count, rates in ((n, (passed / n, passed / n + 0.1)), (n - 1, (None, None))):
        gate = GateResult(kind="overall", suite="", decision="FAIL", reason="", numbers={"n": count, "delta": -0.1})
        row = forest(record.model_copy(update={"gates": [gate]})).rows[-1]
        assert (row.candidate, row.baseline) == pytest.approx(rates)
        assert record.production
        assert row.against == record.production.name


def test_a_floor_alone_has_no_difference_to_draw(samples: Samples) -> None:
    found = forest(samples["stranger"]())
    assert not found.drawn
    assert all(row.detectable is None for row in found.rows)


def test_gates_over_all_suites_have_rows_of_their_own() -> None:
    numbers = {"n": 500, "delta": -0.01, "lower": -0.024, "upper": 0.004, "margin": 0.03, "detectable": 0.02}
    gate = GateResult(kind="overall", suite="", decision="PASS", reason="fine", numbers=numbers)
    (row,) = forest(make_record([], [], gates=[gate])).rows
    assert (row.name, row.suite, row.n, row.delta) == ("overall", None, 500, -0.01)


def test_hostile_numbers_draw_nothing() -> None:
    numbers = {"n": 5, "delta": float("nan"), "lower": float("-inf"), "upper": None, "margin": 0.03}
    gate = GateResult(kind="overall", suite="", decision="FAIL", reason="odd", numbers=numbers)
    found = forest(make_record([], [], gates=[gate]))
    assert not found.drawn
    assert found.rows[0].lower is None
