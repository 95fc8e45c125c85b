"""What of a text has to be said: its figures, dates, contacts and names; where it has none, its telling words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from harness.checks import Given, bind
from harness.checks._codes import codes
from harness.checks._spellings import is_given
from harness.checks.text import fold
from harness.importing.contacts import as_said
from harness.importing.leading import Lead, lead
from harness.importing.rarity import Rarity
from harness.importing.stated import CONTACTS, Stated, stated
from harness.importing.telling_words import telling_words
from harness.importing.yes_no import polarity
from harness.lint._asked import asked

__all__ = ["MustHave", "must_have"]

MOST_FACTS = 4
"""Facts of one text: with more of them hardly any good reply has them all."""
_NAMES = 2
_WORDS, _TWO_GROUPS = 3, 5
_READ = 4_000
_NEAR = 12
"""Characters between two dates or figures that belong together: from 9:00 to 18:00."""
_WANTED = {"when": "date", "how many": "figure", "who": "name", "where": "name"}
_PLACE = re.compile(
    r"\b(?:in|at|from|to|on|near|of|by|в|во|на|из|у|от|под|около|возле|близ|рядом с)\s(?:the\s)?$", re.IGNORECASE
)
_WHENCE = re.compile(r"\bоткуда\b", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"-[a-zа-яё]")
_AND = re.compile(r",\s|,?\s(?:and|и)\s(?:(?:in|at|from|в|на|из)\s)?(?:the\s)?", re.IGNORECASE)
_ENDS_LIST = re.compile(r"\s(?:and|и)\s")
_NAMED = ("name", "title")
_IDENTIFIES = re.compile(
    r"\W*(?:(?:what|which)(?:['’]s|\s(?:(?!(?:if|should|can|do|happens)\b)[\w-]+\s){0,3}?(?:is|are|was|were|kind|type|did|does|has))\b"
    r"|(?:[а-яё]+\s)?(?:как(?:ой|ая|ое|ие|ую|ого|им|ом)|котор\w+|что такое|чего|как называется|что означает)\b)",
    re.IGNORECASE,
)
"""Questions after one thing: what is told besides is no must."""

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
    pieces = stated(prompt, text, bare=_after(prompt) == "how many")
    held = [
        fact
        for one in _chosen(prompt, pieces, where, text)
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
    if len(held) + len(contacts) == 1 and _after(prompt) not in _WANTED and not _identified(prompt, where):
        expect += told
    return MustHave(tuple(expect), tuple(told), tuple(sides))


def _words(known: str, text: str, rarity: Rarity, *, alone: bool) -> list[list[str]]:
    """Groups of telling words, of each of which one has to be said; two where there are enough and nothing else is."""
    found = telling_words(known, text, rarity, 2 * _WORDS if alone else _WORDS)
    if len(found) >= _TWO_GROUPS:
        return [found[::2], found[1::2]]
    return [found] if found else []


def _after(prompt: str) -> str:
    """What the question is after."""
    return asked(prompt) or ("where" if _WHENCE.search(prompt) else "")


def _passes(expect: Mapping[str, Any], answers: Sequence[str], given: Given) -> bool:
    return all(bind(name, args).judge(answer, given).passed for name, args in expect.items() for answer in answers)


def _facts(one: Stated) -> list[Fact]:
    if one.parts:
        return list(one.parts)
    return [one.piece] if len(one.ways) == 1 else [list(one.ways)]


def _identified(prompt: str, where: Lead) -> bool:
    return where.answers > where.start and _IDENTIFIES.match(prompt) is not None


def _region(prompt: str, text: str, where: Lead) -> str:
    return text[where.answers : where.tail] if _identified(prompt, where) else text


def _chosen(prompt: str, pieces: list[Stated], where: Lead, text: str) -> list[Stated]:
    """The pieces that a reply has to say, in their order.

    Where the question is after a time, an amount, a person or a place, the first of its kind is the answer, and what
    else is told is no must; so it is where it is after one thing, and the sentence names it.
    """
    what = _after(prompt)
    ahead = [one for one in pieces if where.answers <= one.start < where.tail]
    here = ahead or [one for one in pieces if where.start <= one.start < where.end]
    if (kind := _WANTED.get(what)) is not None:
        for some in (ahead, here, pieces):
            wanted = [one for one in some if one.kind == kind and not _ATTRIBUTE.search(one.piece)]
            if wanted:
                return _answering(what, wanted, text, said_first=where.answers > where.start)
        pieces = [one for one in pieces if one.kind not in _NAMED]
    if _identified(prompt, where):
        named = [one for one in ahead if one.kind in _NAMED and not _placed(one, text)]
        if named or not any(one.kind not in _NAMED for one in ahead):
            return named[:1]
    names = [
        one for one in here if one in pieces and one.kind in _NAMED and (what == "whether" or not _placed(one, text))
    ]
    names = _listed(names, names, text) if len(_listed(names, names, text)) > 1 else names[:_NAMES]
    found = [one for one in pieces if one.kind not in _NAMED or one in names]
    # Figures go before names where there are more facts than a case should ask for.
    return sorted(sorted(found, key=lambda one: one.kind in _NAMED)[:MOST_FACTS])


def _answering(what: str, wanted: list[Stated], text: str, *, said_first: bool) -> list[Stated]:
    """Of pieces of the kind that is asked for, those that answer; `said_first`: the question's words stand before."""
    first, *others = wanted
    if what == "who":
        whole = [one for one in wanted if " " in one.piece]
        persons = [one for one in whole if is_given(fold(one.piece.split()[0]))] if said_first else []
        return [*persons, *whole, first][:1]
    if what == "where":
        return _listed([one for one in wanted if _placed(one, text)] or wanted, wanted, text)
    return [first, *[one for one in others if one.start <= first.end + _NEAR][:1]]


def _listed(first: list[Stated], wanted: list[Stated], text: str) -> list[Stated]:
    """The first place with those that stand in one list with it: «в Туле, Калуге и Орле»."""
    made = first[:1]
    for one in wanted[wanted.index(made[0]) + 1 :] if made else ():
        if not _AND.fullmatch(text, made[-1].end, one.start):
            break
        made.append(one)
    return made if made and _ENDS_LIST.search(text, made[0].start, made[-1].start) else made[:1]


def _placed(one: Stated, text: str) -> bool:
    """Whether it says where, when or by whom something else is."""
    return _PLACE.search(text, max(0, one.start - 20), one.start) is not None


def _without_contacts(text: str) -> str:
    for name in reversed([name for name in codes(text) if name.kind in CONTACTS]):
        text = f"{text[: name.span[0]]} {text[name.span[1] :]}"
    return text
