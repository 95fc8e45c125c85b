"""Whether two answers to one question can't both be right.

Only what an answer says directly is held against another: yes or no, one date, one amount, the same words denied, one
name. Where an answer has conditions, or several dates, amounts or names, nothing is said of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from rapidfuzz import fuzz

from harness.checks._dates import dates
from harness.checks._opposites import opposed
from harness.checks._stems import STOPWORDS, stem
from harness.checks.text import listed
from harness.lint._asked import Asked, asked
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
_NEGATED = re.compile(
    r"(?P<one>\w{4,}) (?:un|in|im|non|dis|не)(?P=one)|(?:un|in|im|non|dis|не)(?P<other>\w{4,}) (?P=other)"
)
_NOT_WORDS = listed(
    "not no never cannot can t don doesn didn isn aren wasn won do does did не нет нельзя можно невозможно"
)
_SAYS_NOTHING = (
    STOPWORDS
    | _NOT_WORDS
    | listed(
        "unfortunately absolutely certainly sure course indeed afraid sorry you your we our us it they them "
        "да конечно разумеется безусловно сожалению увы есть имеется вы вас вам мы нас нам у"
    )
)
"""Words that change nothing of what is affirmed or denied."""
_NEED = {
    stem(word)
    for word in listed(
        "need needed required require necessary must нужен нужна нужно нужны надо требуется требуются"
        " необходим необходимо необходима обязателен обязательно"
    )
}
_FROM_WHEN = re.compile(r"\b(?:after|before|prior to|from|since|ago|после|перед|со? дня|с момента|назад)\b.*")
_SIDES = {
    "buyer": listed("customer customers buyer client you покупатель покупатели клиент клиенты заказчик вы"),
    "seller": listed("we shop store seller company магазин продавец компания мы"),
    "carrier": listed("courier couriers carrier carriers курьер курьеры курьеров перевозчик перевозчики"),
}
_PHONE = re.compile(r"(?<![\w.])\+?\d(?:[ ()-]{0,2}\d){8,13}(?![\w.]\d)")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_ROOT = 7
"""Letters by which «возвращаем» and «возвращаются» are one."""
_MORE = 3
"""Words that one of two answers of the same words may have more, of those that say nothing."""
_FREE = re.compile(r"\b(?:free|no charge|бесплатн\w+)\b")
_FREE_FOR = re.compile(r"\d|\b(?:for|from|over|on|with|above|при|от|для|по)\b")


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
    why = why or _denies(first, second, a, b, question if what == "whether" else "", opposites=what != "who")
    if not why and (what == "when" or (short and what in ("other", ""))):
        why = _dates_differ(one, other, question) or (_times_differ(one, other) if short else "")
    if not why and (what == "how many" or (short and what in ("when", "whether", "other", ""))):
        free = any(map(_FREE.search, (first, second)))  # an amount beside it is the one from which on it is so
        why = _free_and_paid(first, second, question) if free else _amounts_differ(one, other, question, what)
    if not why and what not in ("who", "where", ""):
        why = _another_figure(a, b)
    if why:
        return Difference("answers", why)
    if short and (why := _contacts_differ(one, other)):
        return Difference("names", why)
    if what == "who" and short and (why := _sides_differ(first, second, a, b)):
        return Difference("names", why)
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


def _denies(one: str, other: str, a: list[str], b: list[str], question: str, *, opposites: bool) -> str:
    """A negation, or an opposite, in one of two answers that else have the same words, or the question's alone."""
    if min(len(a), len(b)) < 2:
        return ""
    if bool(_NOT.search(one)) != bool(_NOT.search(other)):
        return said("one denies what the other says") if _same_but_denied(one, other, a, b, question) else ""
    left, right = ({*words} - {*its} - STOPWORDS for words, its in ((a, b), (b, a)))
    if len(left) == len(right) == 1 and abs(len(a) - len(b)) <= _MORE:
        mine, its = left.pop(), right.pop()
        if (opposites and opposed([mine], [its])) or _NEGATED.fullmatch(f"{mine} {its}"):
            return said("{one} and {other}", one=mine, other=its)
    return ""


def _same_but_denied(one: str, other: str, a: list[str], b: list[str], question: str) -> bool:
    if abs(len(a) - len(b)) <= _MORE:
        kept = [sorted(stem(w) for w in words if w not in _NOT_WORDS and w not in STOPWORDS) for words in (a, b)]
        if kept[0] and kept[0] == kept[1]:
            return True
    if any(map(_CONDITION.search, (one, other))):
        return False
    mine, its = ({*_meant(words)} for words in (a, b))
    if mine == its or not question or _NOT.search(question.lower()):
        return bool(mine) and mine == its
    return bool(mine & its) and mine | its <= {*_meant(words_of(question))}


def _meant(words: Iterable[str]) -> Iterator[str]:
    return ("need" if stem(w) in _NEED else stem(w)[:_ROOT] for w in words if w not in _SAYS_NOTHING)


def _dates_differ(one: str, other: str, question: str) -> str:
    first, second = stated_date(one, question), stated_date(other, question)
    if first is None or second is None or not first.date.contradicts(second.date):
        return ""
    stated = any(not second.date.contradicts(date) for date in dates(one))
    stated = stated or any(not first.date.contradicts(date) for date in dates(other))
    return "" if stated else said("{one} and {other}", one=first.written, other=second.written)


def _times_differ(one: str, other: str) -> str:
    first, second = stated_time(one), stated_time(other)
    if first is None or second is None or first[0] & second[0] or first[2] != second[2]:
        return ""
    days = [any(day is not None for day, _ in readings) for readings, *_ in (first, second)]
    return said("{one} and {other}", one=first[1], other=second[1]) if days[0] == days[1] else ""


def _amounts_differ(one: str, other: str, question: str, what: Asked) -> str:
    first, second = stated_amount(one, question), stated_amount(other, question)
    if first is None or second is None or (what != "how many" and not (first.kind and second.kind)):
        return ""
    if what == "when" and (first.kind != "s" or _from_when(one) != _from_when(other)):
        return ""
    asked_of = frozenset(stem(word) for word in words_of(question))
    both = said("{one} and {other}", one=first.written, other=second.written)
    return both if first.excludes(second, asked_of) else ""


def _from_when(text: str) -> str:
    """What a length of time is counted from: "3 days after the order", «за час до закрытия»."""
    found = _FROM_WHEN.search(text)
    return " ".join(_meant(words_of(found[0]))) if found else ""


def _free_and_paid(one: str, other: str, question: str) -> str:
    """Free without a condition, and a price."""
    for free, paid in ((one, other), (other, one)):
        told, price = _FREE.search(free), stated_amount(paid, question)
        if told is None or price is None or price.unit != "money" or not price.low or _FREE.search(paid):
            continue
        if not (_FREE_FOR.search(free, told.end()) or any(map(_CONDITION.search, (free, paid)))):
            return said("{one} and {other}", one=told[0], other=price.written)
    return ""


def _another_figure(a: list[str], b: list[str]) -> str:
    """One number in place of another, in two answers that else have the same words in the same order."""
    if len(a) != len(b) or len(a) < 3:
        return ""
    parted = [(mine, its) for mine, its in zip(a, b, strict=True) if mine != its]
    if len(parted) != 1 or not all(word.isdigit() for word in parted[0]):
        return ""
    return said("{one} and {other}", one=parted[0][0], other=parted[0][1])


def _sides_differ(one: str, other: str, a: list[str], b: list[str]) -> str:
    """Who of buyer, seller and carrier it is, where each answer names one of them."""
    mine, its = ({side: word for word in words for side, named in _SIDES.items() if word in named} for words in (a, b))
    if len(mine) != 1 or len(its) != 1 or mine.keys() == its.keys() or any(map(_CONDITION.search, (one, other))):
        return ""
    return said("{one} and {other}", one=next(iter(mine.values())), other=next(iter(its.values())))


def _contacts_differ(one: str, other: str) -> str:
    """One phone number, or one e-mail address, in each."""
    for sign in (_PHONE, _EMAIL):
        first, second = sign.findall(one), sign.findall(other)
        if len(first) == len(second) == 1:
            mine, its = (re.sub(r"[^\w@]", "", found[0]).lower() for found in (first, second))
            return "" if mine[-10:] == its[-10:] else said("two numbers" if sign is _PHONE else "two addresses")
    return ""


def _one_label(one: str, other: str, a: list[str], b: list[str]) -> bool:
    return fuzz.ratio(one, other) >= _ALIKE or set(a) <= set(b) or set(b) <= set(a)
