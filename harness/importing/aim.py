"""What a question is after: which of the pieces that a text states a reply has to say."""

from __future__ import annotations

import re

from harness.checks._spellings import is_given
from harness.checks.text import fold
from harness.importing.leading import Lead
from harness.importing.stated import Stated
from harness.lint._asked import asked

__all__ = ["MOST_FACTS", "WANTED", "asked_for", "chosen", "names_one"]

MOST_FACTS = 4
"""Facts of one text: with more of them hardly any good reply has them all."""
_NAMES = 2
_NEAR = 12
"""Characters between two dates or figures that belong together: from 9:00 to 18:00."""
WANTED = {"when": "date", "how many": "figure", "who": "name", "where": "name"}
_PLACE = re.compile(
    r"\b(?:in|at|from|to|on|near|of|by|в|во|на|из|у|от|под|около|возле|близ|рядом с)\s(?:the\s)?$", re.IGNORECASE
)
_WHENCE = re.compile(r"\bоткуда\b", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"-[a-zа-яё]")
_AND = re.compile(r",\s|,?\s(?:and|и)\s(?:(?:in|at|from|в|на|из)\s)?(?:the\s)?", re.IGNORECASE)
_ENDS_LIST = re.compile(r"\s(?:and|и)\s")
_NAMED = ("name", "title")
_IDENTIFIES = re.compile(
    r"\W*(?:(?:what|which)(?:['’]s"
    r"|\s(?:(?!(?:if|should|can|do|happens)\b)[\w-]+\s){0,3}?(?:is|are|was|were|kind|type|did|does|has))\b"
    r"|(?:[а-яё]+\s)?(?:как(?:ой|ая|ое|ие|ую|ого|им|ом)|котор\w+|что такое|чего|как называется|что означает)\b)",
    re.IGNORECASE,
)
"""Questions after one thing: what is told besides is no must."""


def asked_for(prompt: str) -> str:
    """What the question is after, as the lints tell it: `when`, `who`, `whether`, …; empty where nothing tells."""
    return asked(prompt) or ("where" if _WHENCE.search(prompt) else "")


def names_one(prompt: str, where: Lead) -> bool:
    """Whether the question is after one thing, and the sentence that answers says the question first."""
    return where.answers > where.start and _IDENTIFIES.match(prompt) is not None


def chosen(prompt: str, pieces: list[Stated], where: Lead, text: str) -> list[Stated]:
    """The pieces that a reply has to say, in their order.

    Where the question is after a time, an amount, a person or a place, the first of its kind is the answer, and what
    else is told is no must; so it is where it is after one thing, and the sentence names it.
    """
    what = asked_for(prompt)
    ahead = [one for one in pieces if where.answers <= one.start < where.tail]
    here = ahead or [one for one in pieces if where.start <= one.start < where.end]
    if (kind := WANTED.get(what)) is not None:
        for some in (ahead, here, pieces):
            wanted = [one for one in some if one.kind == kind and not _ATTRIBUTE.search(one.piece)]
            if wanted:
                return _answering(what, wanted, text, said_first=where.answers > where.start)
    if names_one(prompt, where):
        named = [one for one in ahead if one.kind in _NAMED and not _placed(one, text)]
        if named or not any(one.kind not in _NAMED for one in ahead):
            return named[:1]
    names = [one for one in here if one.kind in _NAMED and (what == "whether" or not _placed(one, text))]
    listed = _listed(names, names, text)
    names = [] if what in WANTED else listed if len(listed) > 1 else names[:_NAMES]
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
