"""By what, and by whom, pairs were judged."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from linting import found, pair, told, written

from harness.gates import krippendorff_alpha
from harness.lint._agreement import Votes
from harness.lint.judgements import Annotators, Criteria

A, B = "В среду утром.", "Когда привезём."


def test_pairs_without_a_criterion_beside_others_with_one(tmp_path: Path) -> None:
    rows = [
        pair("1", A, B, criterion="вежливость"),
        pair("2", A, B),
        pair("3", A, B, criterion=""),
        pair("4", A, B, aspect="tone"),
    ]
    (one,), _ = told(Criteria, written(tmp_path, rows))

    assert [place.line for place in one.places] == [2, 3]
    assert one.message == "2 pairs name no criterion, of 4; others name “вежливость”, “tone”"


def test_nobody_who_names_no_criterion_is_told_so(tmp_path: Path) -> None:
    assert found(Criteria, written(tmp_path, [pair("1", A, B), pair("2", A, B)])) == {}


def test_two_criteria_that_judge_one_pair_in_opposite_ways(tmp_path: Path) -> None:
    rows = [
        pair("When?", A, B, criteria=["tone"]),
        pair("When?", B, A, criteria=["facts"]),
        pair("Who?", B, A, criteria=["facts"]),
    ]

    assert found(Criteria, written(tmp_path, rows)) == {"preference-mixed-criteria": [[1, 2]]}
    assert found(Criteria, written(tmp_path, [rows[0], {**rows[0], "criteria": ["facts"]}])) == {}


@pytest.mark.parametrize(
    "votes",
    [
        ["chosen", "rejected", "rejected"],
        {"anna": "rejected", "boris": "Rejected"},
        [{"vote": "rejected"}, {"vote": "tie"}],
    ],
)
def test_a_pair_that_was_voted_down(tmp_path: Path, votes: Any) -> None:
    rows = [pair("When?", A, B, votes=votes), pair("When?", A, B, votes=["chosen", "chosen", "rejected"])]

    assert found(Annotators, written(tmp_path, rows)) == {"preference-outvoted": [[1]]}


def votes(agree: float, n: int) -> list[dict[str, Any]]:
    """n pairs, three votes each, every one of which is the true one with a chance of `agree`, else drawn."""
    draw = Random(1)
    return [
        pair(
            f"{i}",
            f"{A} {draw.random()}",
            B,
            preferences=[true if draw.random() < agree else draw.choice("12") for _ in range(3)],
        )
        for i in range(n)
        for true in [draw.choice("12")]
    ]


def test_people_who_disagree(tmp_path: Path) -> None:
    (one,), _ = told(Annotators, written(tmp_path, votes(0, 400)))

    assert one.rule.name == "preference-disagreement"
    assert "of 400 pairs that several judged: Krippendorff's α is" in one.message
    assert abs(one.data["alpha"]) < 0.1
    assert abs(one.data["raw"] - 0.5) < 0.05


def test_people_who_agree_as_people_do_or_are_few(tmp_path: Path) -> None:
    assert found(Annotators, written(tmp_path, votes(0.8, 400))) == {}
    assert found(Annotators, written(tmp_path, votes(0.0, 8))) == {}


def test_rows_of_one_annotator_each(tmp_path: Path) -> None:
    """Both say "chosen" of everything, and mean the opposite."""
    rows = [pair(f"{i}", *sides, annotator=who) for i in range(60) for who, sides in (("a", (A, B)), ("b", (B, A)))]
    (one,), _ = told(Annotators, written(tmp_path, rows))

    assert one.data["raw"] == 0
    assert (
        found(Annotators, written(tmp_path, [pair(f"{i}", A, B, annotator=who) for i in range(60) for who in "ab"]))
        == {}
    )


@given(st.lists(st.lists(st.sampled_from("abc"), max_size=4), max_size=12))
def test_alpha_is_that_of_the_gates(items: list[list[str]]) -> None:
    counted = Votes()
    for item in items:
        counted.add(item)
    told = counted.agreement()
    expected = krippendorff_alpha(
        [[*column] for column in zip(*(item + [None] * (4 - len(item)) for item in items), strict=True)]
    )

    alpha = told.alpha if told else None
    assert alpha == (None if expected is None else pytest.approx(expected))


def test_an_interval_without_width_is_no_figure(tmp_path: Path) -> None:
    """All pairs are judged the other way round by the second: α is what it is, whichever pair is left out."""
    rows = [pair(f"{i}", *sides, annotator=who) for i in range(400) for who, sides in (("a", (A, B)), ("b", (B, A)))]
    (one,), _ = told(Annotators, written(tmp_path, rows))

    assert "± 0.00" not in one.message
    assert "-1.00 (give or take less than 0.01)" in one.message
