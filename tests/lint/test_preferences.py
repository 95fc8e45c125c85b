"""Pairs of a chosen and a rejected answer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from linting import chat, found, pair, told, written

from harness.lint._orders import circles_of
from harness.lint.preferences import PairOrders, PairSides

A, B, C = "В среду утром, с десяти до двух.", "Когда привезём, тогда и узнаете.", "Служба доставки вам позвонит."


def test_a_pair_of_the_same_answers_has_nothing_to_prefer(tmp_path: Path) -> None:
    rows = [pair("When?", "On Monday.", " On  Monday.\n"), pair("Когда?", A, A), pair("Когда?", A, B)]

    assert found(PairSides, written(tmp_path, rows)) == {"preference-same": [[1], [2]]}


def test_layout_alone_may_be_meant_and_is_a_warning(tmp_path: Path) -> None:
    rows = [pair("When?", "On Monday.", "on monday"), pair("Что?", "Ещё нет.", "еще нет"), pair("Ok?", "👍", "👎")]

    assert found(PairSides, written(tmp_path, rows)) == {"preference-alike": [[1], [2]]}


def sides(first: str, second: str, chosen: str = A, rejected: str = B) -> dict[str, Any]:
    """A pair whose sides carry their own turns."""
    return {"chosen": chat(first, chosen)["messages"], "rejected": chat(second, rejected)["messages"]}


def test_two_sides_answer_one_question(tmp_path: Path) -> None:
    rows = [sides("Когда привезут заказ?", "Сколько стоит доставка?"), sides("Когда привезут?", "Когда  привезут?\n")]
    (one,), _ = told(PairSides, written(tmp_path, rows))

    assert (one.rule.name, one.rule.severity, one.places[0].line) == ("preference-other-question", "error", 1)
    assert "“Когда привезут заказ?” stands before the chosen answer, “Сколько стоит доставка?”" in one.message


def test_a_conversation_may_part_where_the_model_spoke(tmp_path: Path) -> None:
    """What a customer says next depends on the reply before."""
    both = [
        [*chat("Hi", said)["messages"], *chat(then, "Bye")["messages"]] for said, then in (("Hey", "1"), ("Yo", "2"))
    ]

    assert found(PairSides, written(tmp_path, [{"chosen": both[0], "rejected": both[1]}])) == {}


def test_a_pair_in_both_orders_and_a_circle_contradict_themselves(tmp_path: Path) -> None:
    rows = [
        pair("Когда привезут?", A, B),
        pair("When is it due?", "On Monday.", "No idea."),
        pair("Когда привезут?", B, C),
        pair("when is it due", "no idea", "On Monday!"),
        pair("Когда привезут?", C, A),
        pair("Когда привезут?", A, "Не скоро."),
    ]
    findings, _ = told(PairOrders, written(tmp_path, rows))

    assert [(f.rule.name, [p.line for p in f.places]) for f in findings] == [
        ("preference-contradicted", [1, 3, 5]),
        ("preference-contradicted", [2, 4]),
    ]
    assert findings[0].message == "3 pairs of “Когда привезут?” prefer 3 answers in a circle"
    assert findings[1].message == "2 pairs of “When is it due?” prefer each of two answers to the other"


@pytest.mark.parametrize("label", ["annotator", "criterion"])
def test_two_people_or_two_criteria_are_no_circle(tmp_path: Path, label: str) -> None:
    rows = [pair("When?", A, B, **{label: "first"}), pair("When?", B, A, **{label: "second"})]

    assert found(PairOrders, written(tmp_path, rows)) == {}


def test_a_ranking_is_no_circle(tmp_path: Path) -> None:
    rows = [pair("When?", A, B), pair("When?", B, C), pair("When?", A, C), pair("When?", A, B), pair("Who?", C, A)]

    assert found(PairOrders, written(tmp_path, rows)) == {}


def test_an_answer_that_is_chosen_here_and_rejected_there_is_looked_at(tmp_path: Path) -> None:
    long = "I am sorry, but I can't say when your parcel will come."
    rows = [
        pair("When?", long, A),
        pair("When, please?", B, long),
        pair("And?", "Yes.", "No."),
        pair("So?", "No.", "Yes."),
    ]
    (one,), _ = told(PairOrders, written(tmp_path, rows))

    assert (one.rule.name, [p.line for p in one.places], one.rows) == ("preference-turned", [1, 2], 2)
    assert one.message == "1 answer is chosen for one question and rejected for another"


def test_it_is_found_beside_a_row_of_the_same_question(tmp_path: Path) -> None:
    long = "Сейчас я не могу сказать, когда именно привезут вашу посылку."
    rows = [pair("Когда?", long, A), pair("Где?", long, B), pair("Когда?", B, long)]

    assert found(PairOrders, written(tmp_path, rows))["preference-turned"] == [[2, 3]]
    assert "preference-turned" not in found(PairOrders, written(tmp_path, [rows[0], rows[2]]))


def test_length_that_tells_which_one_was_chosen(tmp_path: Path) -> None:
    rows = [pair(f"Вопрос {i}", A + B if i % 10 else "Да.", f"{C} {i}") for i in range(100)]
    (one,), _ = told(PairSides, written(tmp_path, rows))

    assert one.rule.name == "preference-length"
    assert "is the longer one in 90 of 100 pairs (90%, 95% interval 83% to 94%)" in one.message.replace("\u00a0", " ")
    assert one.data["longer"] == 90
    assert one.data["interval"][0] < 0.9 < one.data["interval"][1]


def test_shorter_ones_are_told_as_such(tmp_path: Path) -> None:
    (one,), _ = told(PairSides, written(tmp_path, [pair(f"{i}?", "Yes.", f"That depends on {i}.") for i in range(40)]))

    assert "is the shorter one in 40 of 40 pairs" in one.message


def test_a_usual_leaning_to_length_is_none(tmp_path: Path) -> None:
    rows = [pair(f"{i}?", A + B if i % 10 < 6 else "Да.", f"{C} {i}") for i in range(200)]

    assert found(PairSides, written(tmp_path, rows)) == {}
    assert found(PairSides, written(tmp_path, rows[1:5])) == {}


def test_where_every_row_is_wrong_the_first_thousand_are_told(tmp_path: Path) -> None:
    findings, _ = told(PairSides, written(tmp_path, [pair("Когда?", A, A)] * 1200))

    assert len(findings) == 1001
    assert (findings[-1].message, findings[-1].flagged) == ("the same in 200 more rows", 200)


def test_personal_data_are_masked(tmp_path: Path) -> None:
    rows = [pair("I am at anna.petrova@mail.ru", "Ok anna.petrova@mail.ru", "Ok anna.petrova@mail.ru")]
    (one,), _ = told(PairSides, written(tmp_path, rows))

    assert "anna.petrova" not in one.message + one.places[0].quoted


def test_hostile_pairs_pass_through(tmp_path: Path) -> None:
    rows = [pair("\ud800", "a" * 1_000_000, "\x00\ud800"), pair("", "", "x"), chat("no", "pair")]
    rows += [pair("one question", f"answer {i}", f"answer {i + 1}") for i in range(3000)]

    file = tmp_path / "hostile.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))

    assert set(found(PairOrders, file)) == set()
    assert set(found(PairSides, file)) <= {"preference-length"}


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=24))
def test_a_circle_is_what_can_be_reached_both_ways(pairs: list[tuple[int, int]]) -> None:
    reached = {(a, b) for a, b in pairs if a != b}
    for by in range(8):
        reached |= {(a, d) for a, b in reached for c, d in reached if b == c == by}
    inside = [i for i, (a, b) in enumerate(pairs) if a != b and (b, a) in reached]
    parts = list(circles_of(pairs))

    assert sorted(i for _, rows in parts for i in rows) == inside
    for answers, rows in parts:
        members = {end for i in rows for end in pairs[i]}
        assert len(members) == answers
        assert all((a, b) in reached for a in members for b in members)
