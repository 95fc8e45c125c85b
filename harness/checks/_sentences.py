"""Where sentences end, for people: an abbreviation's point ends none. English and Russian."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from harness.checks._kept import kept_items

__all__ = ["sentences"]

_END = regex.compile(r"[.!?…]+[\"'»”’)\]]*(?=\s|$)|\n+")
_CLOSED = regex.compile(r"\.[\"'»”’)\]]*")
_NEXT = regex.compile(r"[\s\"'«“„(\[—–-]{0,8}(?P<letter>\p{L})?")
_NUMBER = regex.compile(r"\s?\d")
_LONGEST = 24
"""Characters before a point in which an abbreviation of two words is read."""

# Something always follows these: a name, a number, what they introduce.
_INTRODUCE = """
    e.g i.e mr mrs ms messrs dr prof st vs cf fig figs vol pp approx ca dept est ext gen gov sgt capt lt hon rev
    т.е т.к т.н т.ч ул пр просп пр-т пер пл наб бул б-р туп кв корп стр рис табл ред тел факс см ср напр гл ст пп
    г-н г-жа гр тов акад проф доц оз
"""
# These may stand at the end of a sentence: a capital behind tells.
_CLOSE = """
    etc inc ltd co corp jr sr ph.d a.m p.m a.d b.c u.s u.k u.s.a e.u jan feb apr jun jul aug sept oct nov dec
    min hr hrs sec ft oz lb lbs avg
    т.д т.п др пр гг руб коп тыс млн млрд трлн долл обл р-н мин сек час нед мес шт уп экз чел янв фев февр мар апр июн
    июл авг сен сент окт ноя нояб дек кг гр мг мл см мм км н.э им
"""
_INTRODUCING, _CLOSING = frozenset(_INTRODUCE.split()), frozenset(_CLOSE.split())
_ABBREVIATIONS = _INTRODUCING | _CLOSING
_LETTERS = frozenset("вгдклмпрстчшcmpv")
"""Small letters that stand for a word: «в 2019 г.», «д. 5», "p. 12"; others are words."""
_OPENING = frozenset({"г", "гг", "в", "им"})
_FEW = 3
"""Words that are no sentence when one of these is the last of them: «В 2019 г. Москва …», «Школа им. Кирова»."""


@kept_items
def sentences(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of each sentence or line.

    The point of an abbreviation (т. е., e.g., ул., initials) ends none; of one that may stand last (etc., и т. д.,
    5 руб., в 2019 г.) it does where a capital follows. Nor does that of an item's number ("1. Open …").
    """
    start = 0
    for match in _END.finditer(text):
        if match[0][0] == "." and _goes_on(text, start, match.start(), match.end()):
            continue
        if text[start : match.end()].strip():
            yield start, match.end()
        start = match.end()
    if text[start:].strip():
        yield start, len(text)


def _goes_on(text: str, start: int, at: int, end: int) -> bool:
    """Whether the sentence from `start` on goes on behind the point at `at`; the signs that close it end at `end`."""
    words = text[max(start, at - _LONGEST) : at].replace("(", " ").split()
    if not words or not _CLOSED.fullmatch(text, at, end):
        return False
    written = words[-1].lstrip("«\"“„'")
    last = written.casefold()
    behind_number = len(words) > 1 and words[-2][-1:].isdigit()
    few = len(words) <= _FEW and at - start <= _LONGEST
    if len(words) > 1 and words[-2][-1:] == "." and (pair := words[-2].casefold() + last) in _ABBREVIATIONS:
        last = pair  # «т. е.»
    if last.isdecimal():  # an item's number
        return len(words) == 1 and few and len(last) <= 3 and end < len(text)
    if last in ("no", "nos"):
        return _NUMBER.match(text, end) is not None
    if len(last) == 1:
        may_close = behind_number
        known = not written.islower() or last in _LETTERS
    else:
        may_close = last in _CLOSING and (behind_number or last not in _INTRODUCING)
        known = last in _ABBREVIATIONS
    if not known or not may_close:
        return known
    following = _NEXT.match(text, end)
    letter = following["letter"] if following else None
    return not (letter and letter.isupper()) or (few and last in _OPENING)
