"""Likeness of meaning: the vectors decide, the reason tells by how much, and nothing is fetched."""

from __future__ import annotations

from typing import Any

import pytest

from harness.checks import CheckError, Vectors, Verdict, bind

REPLY, ANSWER, OTHER, WRONG = "За месяц.", "Within 30 days.", "В течение 30 дней.", "Never."


def verdict(arguments: dict[str, Any], reply: str = REPLY, cut: bool = False, **alike: float) -> Verdict:
    """Under a model that finds the texts so like the reply."""
    named = {"answer": ANSWER, "other": OTHER, "wrong": WRONG}
    of = {named[name]: (cosine, (1 - cosine**2) ** 0.5) for name, cosine in alike.items()}
    vectors = Vectors(model="models/e5", of={**of, reply: (1.0, 0.0)}, cut=[reply] if cut else [])
    return bind("means", arguments).judge(reply, vectors=vectors)


def test_the_reason_tells_similarity_bar_and_model() -> None:
    found = verdict({"answer": ANSWER, "at_least": 0.8}, answer=0.8637)
    assert found == Verdict(True, "in meaning the reply is 0.864 like “Within 30 days.” (bar 0.8, by models/e5)")
    missed = verdict({"answer": ANSWER, "at_least": 0.9}, answer=0.8637)
    assert not missed.passed
    assert "0.864" in missed.reason
    assert "0.9" in missed.reason
    assert missed.reason.endswith("“За месяц.”")


def test_of_several_answers_the_nearest_counts() -> None:
    assert verdict({"answer": [ANSWER, OTHER], "at_least": 0.8}, answer=0.3, other=0.8).passed
    assert OTHER in verdict({"answer": [ANSWER, OTHER], "at_least": 0.8}, answer=0.3, other=0.7).reason


def test_a_wrong_answer_must_not_be_as_near() -> None:
    asked = {"answer": ANSWER, "at_least": 0.8, "rather_than": WRONG}
    assert verdict(asked, answer=0.9, wrong=0.89).passed
    for wrong in (0.9, 0.95):
        missed = verdict(asked, answer=0.9, wrong=wrong)
        assert not missed.passed
        assert WRONG in missed.reason


def test_what_is_told_decides() -> None:
    """Sums differ in their last bits from machine to machine: the cosine is rounded before it meets the bar."""
    assert verdict({"answer": ANSWER, "at_least": 0.8}, answer=0.79999).passed
    assert not verdict({"answer": ANSWER, "at_least": 0.8}, answer=0.7994).passed


def test_a_reply_that_the_model_read_in_part_is_told() -> None:
    assert "its beginning alone" in verdict({"answer": ANSWER, "at_least": 0.8}, cut=True, answer=0.9).reason


@pytest.mark.parametrize("reply", ["", " \n", "\u200b"])
def test_an_empty_reply_means_nothing(reply: str) -> None:
    found = bind("means", {"answer": ANSWER, "at_least": 0.1}).judge(reply, vectors=Vectors(model="m", of={}))
    assert found == Verdict(False, "the reply says nothing")


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (ANSWER, "needs at_least"),
        ({"answer": [], "at_least": 0.8}, "at least 1 item"),
        ({"answer": " ", "at_least": 0.8}, "a text is empty"),
        ({"answer": ANSWER, "at_least": 1.5}, "less than or equal to 1"),
        ({"answer": "Ещё нет", "at_least": 0.8, "rather_than": ["еще  нет"]}, "in `answer` and in `rather_than`"),
    ],
)
def test_wrong_arguments_are_refused_at_load(arguments: Any, why: str) -> None:
    with pytest.raises(CheckError, match=why):
        bind("means", arguments)
