"""Checks of likeness: the same text, give or take some words."""

from __future__ import annotations

from typing import Annotated

from annotated_types import Gt, Le, MinLen
from rapidfuzz.distance import Indel

from harness.checks.registry import Verdict, check
from harness.checks.text import Words, quote

__all__ = ["like", "likeness"]


def likeness(text: str, other: str) -> float:
    """How alike two texts are, 0..1: twice the words that stand in both in the same order, over all words of both.

    Case, punctuation, ё/е and articles do not count. 1 where neither has a word.
    """
    mine, its = (Words.of(t).without_articles().words for t in (text, other))
    return float(Indel.normalized_similarity(mine, its))


@check("like")
def like(text: str, answer: Annotated[str, MinLen(1)], at_least: Annotated[float, Gt(0), Le(1)] = 0.8) -> Verdict:
    """The reply is this answer, give or take some words: so much of both is the same, in the same order.

    Case, punctuation, ё/е and English articles do not count. It tells whether a text was reproduced, not whether it is
    right: "within 60 days" is four fifths of "yes, within 30 days". For facts there are `answer` and `number`.

    Passes: {"like": {"answer": "You can return it in 30 days.", "at_least": 0.8}} on "You can return in 30 days"
    Passes: {"like": "Доставка бесплатная от 50 евро"} on "Доставка — бесплатная, от 50 евро."
    Misses: {"like": "You can return it within 30 days."} on "Returns are free for members."
    Misses: {"like": {"answer": "Доставка бесплатная от 50 евро", "at_least": 1}} on "Доставка бесплатная"
    """
    found = likeness(text, answer)
    told = f"{found:.0%} of the words are those of {quote(answer)}"
    return Verdict(found >= at_least, told if found >= at_least else f"{told}, wanted {at_least:.0%}: {quote(text)}")
