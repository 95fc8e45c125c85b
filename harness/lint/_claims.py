"""Whether two answers to one question can't both be right.

Only what an answer says directly is held against another: yes or no, one date, one amount, the same words denied, one
name. Where an answer has conditions, or several dates, amounts or names, nothing is said of it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple

from rapidfuzz import fuzz

from harness.checks._dates import dates
from harness.checks._opposites import opposed
from harness.checks._stems import STOPWORDS, stem
from harness.checks.text import listed
from harness.lint._asked import asked
from harness.lint._names_differ import names_differ
from harness.lint._said import said
from harness.lint._stated import stated_amount, stated_date, stated_time, without_asides
from harness.lint.overlap import words_of

__all__ = ["DIRECT_CHARS", "LABEL_WORDS", "Difference", "differs"]

DIRECT_CHARS = 400
"""Characters of an answer that may state one thing; a longer one tells when, how far and for whom it is so."""
LABEL_WORDS = 3
_SHORT_WORDS = 12
"""Words of an answer that is nothing but the answer, where the question does not say what kind of thing it is after."""
_ALIKE = 85.0
"""Two short answers whose letters agree so far (rapidfuzz's ratio, per cent) are one, written twice."""

_STOP = r"(?=\s*[,.!;:—–-](?!\s?\d)|\s*$)"
_YES = re.compile(rf"\W*(?:yes|yeah|yep|of course|certainly|absolutely|да|конечно|разумеется|безусловно){_STOP}")
_NO = re.compile(
    r"\W*(?:(?:no|nope|нет|нельзя|ни в коем случае)" + _STOP + r"|unfortunately,? (?:no|not|you can(?:no|['’])t)\b"
    r"|к сожалению,? (?:нет|не|нельзя)\b)"
)
_CONDITION = re.compile(
    r"\b(?:if|unless|except|only|but|until|when|depends?|provided|without|although|however|usually|sometimes|not in"
    r"|если|кроме|только|но|пока|когда|завис[яи]\w*|без|хотя|однако|обычно|иногда|при условии)\b"
)
_NOT = re.compile(r"\b(?:not|no|never|cannot|\w+n['’]t|не|нет|нельзя|невозможно|никогда)\b")
_NOT_WORDS = listed(
    "not no never cannot can t don doesn didn isn aren wasn won do does did не нет нельзя можно невозможно"
)


class Difference(NamedTuple):
    """Two answers that exclude each other.

    Attributes:
        kind: `answers` that can't both be right, two `names` to one question, or two `labels`, of three words at most.
        why: in a few words, for a person.
    """

    kind: Literal["answers", "names", "labels"]
    why: str


def differs(one: str, other: str, question: str = "") -> Difference | None:
    """Why two answers to one question can't both be right; None where they may."""
    first, second = _plain(one), _plain(other)
    a, b = words_of(first), words_of(second)
    if a == b:
        return None
    what, short = asked(question), max(len(a), len(b)) <= _SHORT_WORDS
    if what == "open":
        return None
    why = _yes_and_no(first, second) if what in ("whether", "") else ""
    if not why and max(len(one), len(other)) > DIRECT_CHARS:
        return None
    why = why or _denies(first, second, a, b, opposites=what in ("whether", "when", ""))
    if not why and (what == "when" or (short and what in ("other", ""))):
        why = _dates_differ(one, other, question) or (_times_differ(one, other) if short else "")
    if not why and (what == "how many" or (short and what in ("whether", "other", ""))):
        why = _amounts_differ(one, other, question, named=what != "how many")
    if not why and what not in ("who", "where", ""):
        why = _another_figure(a, b)
    if why:
        return Difference("answers", why)
    if what in ("who", "where", "other") and (why := names_differ(one, other, question, direct=what != "who")):
        return Difference("names", why)
    if what in ("whether", "other", "") and max(len(a), len(b)) <= LABEL_WORDS and not _one_label(first, second, a, b):
        return Difference("labels", said("two labels"))
    return None


@lru_cache(maxsize=64)
def _plain(text: str) -> str:
    return " ".join(without_asides(text).lower().replace("ё", "е").split())


def _yes_and_no(one: str, other: str) -> str:
    for yes, no in ((one, other), (other, one)):
        if _YES.match(yes) and _NO.match(no):
            firsts = (re.split(r"(?<=\w{3}[.!?])\s", text, maxsplit=1)[0] for text in (yes, no))
            return "" if any(map(_CONDITION.search, firsts)) else said("yes and no")
    return ""


def _denies(one: str, other: str, a: list[str], b: list[str], *, opposites: bool) -> str:
    """A negation, or an opposite, in one of two answers that else have the same words."""
    if min(len(a), len(b)) < 2 or abs(len(a) - len(b)) > 3:
        return ""
    if bool(_NOT.search(one)) != bool(_NOT.search(other)):
        kept = [sorted(stem(w) for w in words if w not in _NOT_WORDS and w not in STOPWORDS) for words in (a, b)]
        return said("one denies what the other says") if kept[0] and kept[0] == kept[1] else ""
    mine, its = set(a) - set(b), set(b) - set(a)
    if opposites and len(mine) == len(its) == 1 and opposed([*mine], [*its]):
        return said("{one} and {other}", one=mine.pop(), other=its.pop())
    return ""


def _dates_differ(one: str, other: str, question: str) -> str:
    first, second = stated_date(one, question), stated_date(other, question)
    if first is None or second is None or not first.date.contradicts(second.date):
        return ""
    stated = any(not second.date.contradicts(date) for date in dates(one))
    stated = stated or any(not first.date.contradicts(date) for date in dates(other))
    return "" if stated else said("{one} and {other}", one=first.written, other=second.written)


def _times_differ(one: str, other: str) -> str:
    first, second = stated_time(one), stated_time(other)
    if first is None or second is None or first[0] & second[0]:
        return ""
    days = [any(day is not None for day, _ in readings) for readings, _ in (first, second)]
    return said("{one} and {other}", one=first[1], other=second[1]) if days[0] == days[1] else ""


def _amounts_differ(one: str, other: str, question: str, *, named: bool) -> str:
    first, second = stated_amount(one, question), stated_amount(other, question)
    if first is None or second is None or (named and not (first.kind and second.kind)):
        return ""
    asked_of = frozenset(stem(word) for word in words_of(question))
    both = said("{one} and {other}", one=first.written, other=second.written)
    return both if first.excludes(second, asked_of) else ""


def _another_figure(a: list[str], b: list[str]) -> str:
    """One number in place of another, in two answers that else have the same words in the same order."""
    if len(a) != len(b) or len(a) < 3:
        return ""
    parted = [(mine, its) for mine, its in zip(a, b, strict=True) if mine != its]
    if len(parted) != 1 or not all(word.isdigit() for word in parted[0]):
        return ""
    return said("{one} and {other}", one=parted[0][0], other=parted[0][1])


def _one_label(one: str, other: str, a: list[str], b: list[str]) -> bool:
    return fuzz.ratio(one, other) >= _ALIKE or set(a) <= set(b) or set(b) <= set(a)
