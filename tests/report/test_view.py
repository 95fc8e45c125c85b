"""Selections from a record: groups, slices, differences and numbers as a reader sees them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.record import Record
from harness.report import view

from .records import SYSTEM, make_arm, make_case, make_record, make_suite

Samples = dict[str, Callable[[], Record]]


def test_every_case_is_in_one_group(sample: Record) -> None:
    """Nothing is told twice and nothing is dropped."""
    grouped = [c for g in view.groups(sample) for c in g.cases]
    assert sorted(id(c) for c in grouped) == sorted(id(c) for c in sample.cases)


def test_the_worst_news_comes_first(samples: Samples) -> None:
    """Newly broken before newly fixed before what did not change; critical cases first in each."""
    groups = view.groups(samples["refused"]())
    assert [g.key for g in groups] == ["broken", "fixed", "both-miss", "both-pass"]
    critical = [c.critical for c in groups[0].cases]
    assert any(critical)
    assert critical == sorted(critical, reverse=True)


def test_without_a_baseline_cases_are_passed_or_missed(samples: Samples) -> None:
    """A stranger's model has no flips."""
    assert {g.key: len(g.cases) for g in view.groups(samples["stranger"]())} == {"missed": 28, "passed": 12}


def test_a_case_that_never_ran_is_never_passed(samples: Samples) -> None:
    """An engine's failure leaves cases that did not run, named as such."""
    assert {g.key: len(g.cases) for g in view.groups(samples["error"]())} == {"not-run": 4, "both-pass": 4}


def test_lost_slices_are_those_the_gate_lost(samples: Samples) -> None:
    """As many as the gate counts, of the dimensions it looked at, the surest first; none where no slice gate fails."""
    record = samples["refused"]()
    gate = next(g for s in record.suites for g in s.gates if g.kind == "slices")
    lost = view.lost_slices(record)
    assert len(lost) == gate.numbers["lost"] == 4
    assert {s.dimension for s in lost} == {"skill"}
    assert all(f"skill {s.value} (of {s.n} cases {s.broken} got worse" in gate.reason for s in lost)
    assert view.lost_slices(samples["passing"]()) == []


def test_a_system_prompt_is_told_once() -> None:
    """Arms that share a prompt stand together; one that differs stands apart."""
    arm = make_arm("support@1.0.0")
    other = arm.model_copy(update={"deployment": arm.deployment.model_copy(update={"system": "Be brief."})})
    record = make_record([], [], production=arm, base=other)
    assert [(p.arms, p.text) for p in view.prompts(record)] == [
        (["Candidate", "Baseline"], SYSTEM),
        (["Base model"], "Be brief."),
    ]


def test_differences_name_what_changed() -> None:
    """Weights, data and prompt are told apart; what neither has is not mentioned."""
    one = make_arm("a")
    other = make_arm("b", data=["else.jsonl"], epoch=4.0, kind="lora r8")
    changed, same = view.differences(one, other)
    assert changed == ["weights", "adapter", "epoch", "training data"]
    assert same == ["base model", "method", "system prompt", "sampling"]


@given(st.integers(0, 20_000), st.integers(1, 20_000))
def test_a_rate_never_rounds_to_all_or_none(passed: int, n: int) -> None:
    """100 % and 0 % mean just that."""
    passed = min(passed, n)
    assert (view.rate(passed / n) == "100.0\u00a0%") == (passed == n)
    assert (view.rate(passed / n) == "0.0\u00a0%") == (passed == 0)


@pytest.mark.parametrize(
    ("value", "shown"), [(None, "–"), (-0.21, "−21.0"), (0.0125, "+1.2"), (0.0, "0.0"), (-0.0001, "0.0")]
)
def test_points_are_signed(value: float | None, shown: str) -> None:
    """A real minus sign, and no minus nought."""
    assert view.points(value) == shown


def test_expectations_are_written_out() -> None:
    """A bare name, a scalar, keywords, lists and a schema."""
    case = make_case(
        expect=[
            "refuses",
            {"max_words": 60},
            {"answer": {"any_of": ["да", "yes"], "fuzzy": 0.9}},
            {"json_schema": {"properties": {"a": {"type": "string"}}}},
        ]
    )
    assert [(c.name, list(c.lines)) for c in view.checks(case)] == [
        ("refuses", []),
        ("max_words", ["60"]),
        ("answer", ["any_of: да · yes", "fuzzy: 0.9"]),
        ("json_schema", ['{"properties": {"a": {"type": "string"}}}']),
    ]


def test_what_a_suite_is_held_to() -> None:
    """Floor, margin and slices in words."""
    suite = make_suite("golden", [], [], policy={"floor": 0.9, "margin": 0.08, "slices": ["skill"]})
    assert view.held_to(suite) == ["at least 90\u00a0%", "no worse by more than 8 points", "no slice lost"]


def test_a_check_without_arguments_has_none_to_show() -> None:
    case = make_case(expect=[{"no_secrets": None}, {"refuses": True}])
    assert [(check.name, list(check.lines)) for check in view.checks(case)] == [
        ("no_secrets", []),
        ("refuses", ["true"]),
    ]
