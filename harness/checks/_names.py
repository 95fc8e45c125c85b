"""Is this the same person? Middle names, initials, short forms, titles and order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

import regex

from harness.checks._spellings import is_given, nearly_same_name, same_given, same_name
from harness.checks._terms import Terms
from harness.checks.text import listed

__all__ = ["Named", "asks_who", "begins_as_person", "find_names", "is_name", "is_one_name", "name_parts"]

TITLES = listed(
    "mr mrs ms miss dr sir dame lord lady saint professor prof president king queen prince princess pope general "
    "captain colonel admiral senator governor reverend rev emperor empress "
    "господин госпожа сэр доктор профессор президент король королева царь царица император императрица князь граф "
    "генерал маршал академик святой"
)
_AFTER_NAME = listed("jr sr 1. 2. 3. 4. младший старший")
_LINKS = listed("de del della di da du van von der den la le el al bin ibn ben фон ван де да ди дер")
_ROLES = listed(
    "man woman person actor actress singer author writer novelist poet playwright director composer songwriter "
    "musician artist painter sculptor architect inventor scientist physicist chemist mathematician philosopher "
    "explorer astronaut politician president minister chancellor leader king queen emperor prince princess pope saint "
    "general commander footballer player golfer boxer driver jockey cricketer athlete swimmer coach manager comedian "
    "presenter host journalist chef designer businessman founder owner winner character detective hero heroine villain "
    "god goddess"
)
_RU_ROLES = (
    "акт[её]р|актрис|пев[ец]|автор|писател|поэт|режисс[её]р|композитор|художник|уч[её]н|физик|химик|математик|философ"
    "|космонавт|президент|корол|цар[ьея]|император|княз|полководец|герой|персонаж"
)
_OPENING = listed(
    "it is was by the actor actress author singer in at as when while yes no he she это был была да нет его ее"
)


class Named(NamedTuple):
    """Where a name stands in a reply: its first and last term, and whether a given name is said with it."""

    first: int
    last: int
    given: bool


@cache
def _who() -> regex.Pattern[str]:
    roles = "|".join(sorted(_ROLES))
    return regex.compile(
        rf"\b(?:who|whom|whose|who['’]s|(?:which|what|name of the|name the)\s(?:[\w'’-]+\s){{0,4}}?(?:{roles})"
        r"|(?:actor|actress|singer|author|director) (?:who|that|of)"
        r"|кто|кого|кому|кем|ком|чь[яёеию]|чьим|имя|фамили[яюи]"
        rf"|как(?:ой|ая|ого|ую|ому|им)\s(?:[\w-]+\s){{0,3}}?(?:{_RU_ROLES})\w*)\b",
        regex.IGNORECASE,
    )


def asks_who(question: str) -> bool:
    """Whether a question is after a person."""
    return _who().search(question) is not None


def is_name(terms: Terms) -> bool:
    """Two to five words with capitals, links ("van", "de") aside, and nothing else."""
    words = [(t, up) for t, up in zip(terms.terms, terms.capital, strict=True) if t not in _AFTER_NAME]
    while len(words) > 2 and words[0][0] in TITLES:
        words = words[1:]
    return 2 <= len(words) <= 5 and all((up or term in _LINKS) and term.isalpha() for term, up in words)


def is_one_name(terms: Terms) -> bool:
    """A single word with a capital: a surname, it may be."""
    return len(terms.terms) == 1 and terms.capital[0] and len(terms.terms[0]) >= 5 and terms.terms[0] not in TITLES


def begins_as_person(name: Terms) -> bool:
    """Whether a name begins with one of the commonest given names or a title."""
    return is_given(name.terms[0]) or (name.terms[0] in TITLES and name.terms[0] != "saint")


def name_parts(terms: Terms) -> list[str]:
    """The words of a name without titles, links and "Jr."; a title at the end is a surname (King, Prince)."""
    words = [term for term in terms.terms if term not in _LINKS and term not in _AFTER_NAME]
    return [word for i, word in enumerate(words) if word not in TITLES or i == len(words) - 1]


def find_names(reply: Terms, name: Sequence[str], text: str) -> Iterator[Named]:
    """The person in the reply: the surname with a given name or an initial, or alone where no other name is by it."""
    if not name:
        return
    surname, given = name[-1], name[:-1]
    distinct, small = set(reply.terms), text.islower()
    forms = {term for term in distinct if same_name(surname, term)}
    near = {term for term in distinct if given and nearly_same_name(surname, term)}

    def is_given_name(at: int) -> bool:
        return any(same_given(one, reply.terms[at]) for one in given)

    for at, term in enumerate(reply.terms):
        if term not in forms | near or not (reply.capital[at] or small):
            continue
        before = _names_before(reply, at, text)
        known = [k for k in before if is_given_name(k)]
        after = at + 1
        if known or not given:
            yield Named(min([*known, at]), at, given=True)
        elif after < len(reply.terms) and reply.capital[after] and is_given_name(after):
            yield Named(at, after, given=True)
        elif not before and term in forms:
            yield Named(at, at, given=False)


def _names_before(reply: Terms, at: int, text: str) -> list[int]:
    """The words with capitals right before a term, titles and links aside, up to five."""
    found: list[int] = []
    for k in range(at - 1, max(-1, at - 6), -1):
        term = reply.terms[k]
        between = text[reply.spans[k][1] : reply.spans[k + 1][0]].strip(" \u00a0\n\"'“”«»()")
        if between not in ("", ".", "-") or (between == "." and len(term) > 1 and term not in TITLES):
            break
        if reply.capital[k] and term not in TITLES and not _opens(reply, k, text):
            found.append(k)
        elif term not in TITLES and term not in _LINKS:
            break
    return found


def _opens(reply: Terms, k: int, text: str) -> bool:
    """A word whose capital is the sentence's: "Actor", «Режиссёр», "It"."""
    term, before = reply.terms[k], text[max(0, reply.spans[k][0] - 3) : reply.spans[k][0]].rstrip(' "“«')
    role = term in _OPENING or term in _ROLES or regex.match(_RU_ROLES, term) is not None
    return role and before[-1:] in ("", ".", "!", "?", ":", "\n", "-", "—")
