"""What of a text has to be said: its figures, dates, contacts and names; where it has none, its telling words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from harness.checks import Given, bind
from harness.checks._codes import codes
from harness.importing.aim import MOST_FACTS, WANTED, asked_for, chosen, names_one
from harness.importing.contacts import as_said
from harness.importing.leading import Lead, lead
from harness.importing.rarity import Rarity
from harness.importing.stated import CONTACTS, Stated, stated
from harness.importing.telling_words import telling_words
from harness.importing.yes_no import polarity

__all__ = ["MustHave", "must_have"]

_WORDS, _TWO_GROUPS = 3, 5
_READ = 4_000
Fact = str | list[str]


class MustHave(NamedTuple):
    """Expectations of a text; each empty where there is nothing to hold to.

    Attributes:
        facts: its facts and contacts, with telling words where one fact alone would be little.
        words: its telling words alone.
        sides: whether a reply has to say yes or no.
    """

    facts: tuple[Mapping[str, Any], ...]
    words: tuple[Mapping[str, Any], ...]
    sides: tuple[Mapping[str, Any], ...]


def must_have(prompt: str, answers: Sequence[str], rarity: Rarity) -> MustHave:
    """What a reply to this question has to say, drawn from the first of the accepted answers; all of them say it."""
    return _must_have(prompt, tuple(answers), rarity)


@lru_cache(maxsize=1)  # several kinds of answers ask
def _must_have(prompt: str, answers: tuple[str, ...], rarity: Rarity) -> MustHave:
    text = answers[0][:_READ]
    given = Given(prompt=prompt)
    where = lead(prompt, text)
    pieces = stated(prompt, text, bare=asked_for(prompt) == "how many")
    held = [
        fact
        for one in chosen(prompt, pieces, where, text)
        for fact in _facts(one)
        if _passes({"facts": {"all_of": [fact], "like": "people"}}, answers, given)
    ][:MOST_FACTS]
    contacts = [as_said(text, name) for name in codes(text) if name.kind in CONTACTS]
    contacts = [one for one in contacts if _passes(one, answers, given)][:MOST_FACTS]
    expect: list[Mapping[str, Any]] = [{"facts": {"all_of": held, "like": "people"}}] if held else []
    expect += contacts
    said = " ".join(one if isinstance(one, str) else " ".join(one) for one in held)
    region = _without_contacts(_region(prompt, text, where))
    words = _words(f"{prompt} {said}", region, rarity, alone=not held)
    if not (words or held):
        words = _words("", region, rarity, alone=False)  # "The Hazel stool is made of hazel."
    told: list[Mapping[str, Any]] = [{"mentions": {"any_of": group}} for group in words]
    told = [one for one in told if _passes(one, answers, given)]
    sides = [one for one in polarity(prompt, text) if _passes(one, answers, given)]
    if len(held) + len(contacts) == 1 and asked_for(prompt) not in WANTED and not names_one(prompt, where):
        expect += told
    return MustHave(tuple(expect), tuple(told), tuple(sides))


def _words(known: str, text: str, rarity: Rarity, *, alone: bool) -> list[list[str]]:
    """Groups of telling words, of each of which one has to be said; two where there are enough and nothing else is."""
    found = telling_words(known, text, rarity, 2 * _WORDS if alone else _WORDS)
    if len(found) >= _TWO_GROUPS:
        return [found[::2], found[1::2]]
    return [found] if found else []


def _passes(expect: Mapping[str, Any], answers: Sequence[str], given: Given) -> bool:
    return all(bind(name, args).judge(answer, given).passed for name, args in expect.items() for answer in answers)


def _facts(one: Stated) -> list[Fact]:
    if one.parts:
        return list(one.parts)
    return [one.piece] if len(one.ways) == 1 else [list(one.ways)]


def _region(prompt: str, text: str, where: Lead) -> str:
    return text[where.answers : where.tail] if names_one(prompt, where) else text


def _without_contacts(text: str) -> str:
    for name in reversed([name for name in codes(text) if name.kind in CONTACTS]):
        text = f"{text[: name.span[0]]} {text[name.span[1] :]}"
    return text
