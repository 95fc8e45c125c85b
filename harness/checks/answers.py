"""Checks of content: is this the answer?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Annotated, Literal

import regex
from annotated_types import Ge, Gt, Le, MinLen
from pydantic import AfterValidator, BaseModel, ConfigDict

from harness.checks._containment import places, same
from harness.checks._denial import Doubt, unsettled
from harness.checks._layers import LENIENT, SAME, Hit, Reading
from harness.checks.registry import Verdict, check
from harness.checks.text import Phrase, Words, fold, quote

__all__ = ["answer", "equals"]

TRIED = 200
"""Places of one answer that are looked at: a reply that denies it more often than that will not give it either."""

_WORD = regex.compile(r"\w")


def _not_blank(phrase: str) -> str:
    if not fold(phrase):
        raise ValueError("must not be empty")
    return phrase


Answer = Annotated[Phrase, AfterValidator(_not_blank)]
AnyOf = Annotated[list[Answer], MinLen(1)]


@check("equals")
def equals(text: str, value: Answer) -> Verdict:
    """The whole reply is this, apart from case, punctuation, ё/е, spaces, English articles and how numbers are grouped.

    Passes: {"equals": "The Blue Whale"} on "blue whale."
    Passes: {"equals": "1000 рублей"} on "1 000 рублей"
    Misses: {"equals": "Зелёный"} on "Зеленый или синий"
    """
    if same(Words.readings(text), text, value):
        return Verdict(True, f"the reply is {quote(value)}")
    return Verdict(False, f"the reply is {quote(text)}, not {quote(value)}")


@check("answer")
def answer(
    text: str,
    any_of: AnyOf,
    fuzzy: Annotated[float, Gt(0), Le(1)] = 1.0,
    contains: bool = True,
    like: Literal["writing", "people"] = "writing",
    prompt: str = "",
) -> Verdict:
    """X.

    Passes: {"answer": ["Paris"]} on "It is Paris, of course."
    Misses: {"answer": ["Париж"]} on "Столица — не Париж."
    """
    return _find(text, any_of, fuzzy, contains, like, prompt)


def _find(text: str, any_of: Sequence[str], fuzzy: float, contains: bool, like: str, prompt: str) -> Verdict:
    readings = Words.readings(text)
    if accepted := next((one for one in any_of if same(readings, text, one)), None):
        return Verdict(True, f"the reply is {quote(accepted)}")
    reading = Reading(text, readings[2], prompt, any_of)
    doubts: list[tuple[str, Doubt]] = []
    for accepted, hit in _hits(reading, readings, any_of, fuzzy, like):
        if not contains and (_WORD.search(text, 0, hit.span[0]) or _WORD.search(text, hit.span[1])):
            continue
        doubt = unsettled(text, hit.span, any_of, prompt)
        if doubt is None:
            return Verdict(True, f"{quote(text, hit.span)} is the answer {quote(accepted)}{hit.how}", hit.span)
        doubts.append((accepted, doubt))
    if doubts:
        accepted, doubt = doubts[0]
        return Verdict(False, f"{quote(accepted)} is {doubt.why}: {quote(text, doubt.span)}", doubt.span)
    wanted = " or ".join(quote(accepted, limit=40) for accepted in any_of[:3])
    return Verdict(False, f"{wanted} is not {'in the reply' if contains else 'the reply'} {quote(text)}")


def _hits(
    reading: Reading, readings: Sequence[Words], any_of: Sequence[str], fuzzy: float, like: str
) -> Iterator[tuple[str, Hit]]:
    """(accepted answer, place) from the strictest layer to the loosest."""
    people = like == "people"
    wanted = [one for one in any_of if not (people and reading.dated_otherwise(one))]
    for accepted in wanted:
        for words, first, last in islice(places(readings, accepted, fuzzy), TRIED):
            yield accepted, Hit(words.span(first, last), "")
    for layer in (*SAME, *LENIENT) if people else SAME:
        for accepted in wanted:
            for hit in islice(layer(reading, accepted), TRIED):
                yield accepted, Hit(hit.span, f" {hit.how}")
