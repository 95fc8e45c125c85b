"""Where it got worse: ranking with the false discovery rate kept."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from scipy.stats import false_discovery_control

from harness.record import Record
from harness.report.slices import LIKELY, ranked

from .records import make_case, make_record

Samples = dict[str, Callable[[], Record]]


def test_the_surest_losses_come_first_and_q_is_benjamini_and_hochberg_s(samples: Samples) -> None:
    found = ranked(samples["refused"]())
    p = [s.p for s in found if s.p is not None]
    assert p == sorted(p)
    assert [s.q for s in found if s.q is not None] == pytest.approx(list(false_discovery_control(p)))
    assert {s.dimension for s in found} == {"skill", "tag", "length"}


def test_length_is_a_dimension_and_a_loss_of_long_questions_is_seen() -> None:
    cases = []
    for i in range(90):
        flip = "broken" if i >= 60 and i % 2 else "both pass"
        cases.append(make_case(id=f"c{i}", flip=flip, messages=[{"role": "user", "content": "слово " * (i + 1)}]))
    found = [s for s in ranked(make_record(cases, [])) if s.dimension == "length"]
    assert sorted(s.n for s in found) == [29, 30, 31]
    assert found[0].value.startswith("over ")
    assert found[0].broken == 15
    assert found[0].q is not None
    assert found[0].q < LIKELY
    assert all(s.broken == 0 for s in found[1:])


def test_few_cases_or_one_length_are_not_cut_in_thirds() -> None:
    few = [make_case(id=f"c{i}", messages=[{"role": "user", "content": "x" * i}]) for i in range(20)]
    same = [make_case(id=f"c{i}") for i in range(60)]
    assert ranked(make_record(few, [])) == []
    assert ranked(make_record(same, [])) == []


def test_without_a_baseline_there_is_no_p(samples: Samples) -> None:
    assert all(s.p is None and s.q is None for s in ranked(samples["stranger"]()))
