"""The one date, time of day or amount that an answer states; None where it states several or is not sure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_CEILING, Decimal
from functools import lru_cache
from typing import NamedTuple

from harness.checks._another_number import bound
from harness.checks._dates import Date, dates
from harness.checks._figures import Figure, figures
from harness.checks._moments import dates as moments
from harness.checks._stems import STOPWORDS, stem
from harness.lint._periods import periods
from harness.lint.overlap import words_of

__all__ = ["Amount", "Stated", "stated_amount", "stated_date", "stated_time", "without_asides"]

_I = re.IGNORECASE
_DIRECT_WORDS = 40
"""Words of a sentence that states something directly."""
_ABOUT = Decimal("0.2")
"""How far an amount that is "about" so much may be off, as a share of it."""
_DAY = Decimal(86400)
_MONTH = (28 * _DAY, Decimal("30.4") * _DAY, 31 * _DAY)
"""The shortest, the mean and the longest one, in seconds."""
_WORKING = re.compile(r"\b(?:working|business|рабочи[хйе])\b", _I)

_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_SENTENCES = re.compile(r"(?<=[^\W\d_]{3}[.!?])\s|(?<=\d\d[.!?])\s|\n")
_UNSURE = re.compile(
    r"\b(?:not sure|not clear|unclear|no information|as of|my last update|depend(?:s|ing)|var(?:y|ies)|different"
    r"|several|multiple|estimate[sd]?|believed|may have|might"
    r"|не знаю|не уверен\w*|нет данных|по состоянию на|завис[яи]\w*"
    r"|различ\w*|разн\w*|несколько|возможно|предположительно)\b",
    _I,
)
_ABOUT_SO = re.compile(
    r"(?:about|around|approximately|approx\.?|roughly|nearly|almost|some|circa|c\.|ca\.?|~|≈|около|примерно"
    r"|приблизительно|порядка|почти|в районе)\s*(?:the )?[$€£₽]?$",
    _I,
)
_BOUND_OF_TIME = re.compile(
    r"(?:before|after|by|since|until|till|between|early|late|mid|до|после|к|с|между|начал\w+|кон\w+|середин\w+)"
    r"[\s-](?:the )?$",
    _I,
)
_NO_DATE = re.compile(
    r"\b(?:century|centuries|bce?|b\.c|\d0['’]?s|век[ае]?|до н\.? ?э)\b|\d{1,2}(?:st|nd|rd|th) c|\d{4}[-–—/]\d", _I
)
"""Centuries, decades, spans of years: none of them is one date."""
_TO = re.compile(r"\s{0,2}(?:[-–—]|to|or|and|through|до|или|и|по)\s{0,2}[$€£₽]?", _I)
_NOUN = re.compile(r"[\s-]{0,2}(?:(?:different|separate|total) )?([^\W\d_]{3,})")
_YEAR = re.compile(r"1\d{3}|20\d{2}")
_IN = re.compile(r"\b(?:in|since|by|from|of|в|с|от)\s$", _I)
_PERCENT = re.compile(r"\s{0,2}(?:%|percent|per cent|процент)", _I)


class Stated(NamedTuple):
    """A date and how it is written."""

    date: Date
    written: str


class Amount(NamedTuple):
    """An amount from `low` to `high`, in the smallest unit of its kind.

    Attributes:
        kind: a currency, a kind of measure (`s` for all times), `%`, or the stem of what is counted; empty where that
            is not said.
        unit: `month` or `working` for times told in months or working days, which are no exact number of days; `money`.
        limit: `most` or `least` where that is all that is said: "up to 3 days".
    """

    kind: str
    low: Decimal
    high: Decimal
    written: str
    unit: str = ""
    limit: str = ""

    def excludes(self, other: Amount, asked: frozenset[str]) -> bool:
        """Whether both count the same and have no value in common; what is not named is what the question names.

        Two limits of one kind exclude each other where they are not the same.
        """
        if self.kind != other.kind and not ({self.kind, other.kind} - {""} <= asked and "" in (self.kind, other.kind)):
            return False
        (low, high), (its_low, its_high) = (
            (self[1:3], other[1:3]) if self.unit == other.unit else (self._in_days(), other._in_days())
        )
        if self.limit and self.limit == other.limit:
            low, high, its_low, its_high = (
                (low, low, its_low, its_low) if self.limit == "least" else ((high, high, its_high, its_high))
            )
        return low > its_high or its_low > high

    def _in_days(self) -> tuple[Decimal, Decimal]:
        """The least and the most that it may be: a month has 28 to 31 days, five working days take a week."""
        if self.unit == "month":
            return self.low / _MONTH[1] * _MONTH[0], self.high / _MONTH[1] * _MONTH[2]
        if self.unit == "working" and self.high.is_finite():
            return self.low, self.high + 2 * _DAY * (self.high / (5 * _DAY)).to_integral_value(ROUND_CEILING)
        return self.low, self.high


def without_asides(text: str) -> str:
    """The text without what stands in brackets."""
    return _ASIDE.sub(" ", text)


@lru_cache(maxsize=64)
def stated_date(text: str, question: str) -> Stated | None:
    """The one date of the first sentence that has a date which is not the question's."""
    known = {date[:3] for date in dates(question)}
    text = next((s for s in _sentences(text) if any(date[:3] not in known for date in dates(s))), "")
    if len(words_of(text)) > _DIRECT_WORDS or _NO_DATE.search(text) or _UNSURE.search(text):
        return None
    found = {date[:3]: date for date in dates(text) if date[:3] not in known}
    if len(found) != 1:
        return None
    date = next(iter(found.values()))
    before = text[max(0, date.span[0] - 24) : date.span[0]]
    if _ABOUT_SO.search(before) or _BOUND_OF_TIME.search(before):
        return None
    return Stated(date, text[slice(*date.span)].strip(" ,."))


@lru_cache(maxsize=64)
def stated_time(text: str) -> tuple[frozenset[tuple[int | None, int | None]], str, str] | None:
    """The one weekday or time of day of a text: all its readings, how it is written, and what bounds it ("until")."""
    text = without_asides(text)
    found = list(moments(text))
    if len(found) != 1 or len(found[0].readings[0]) != 1 or _UNSURE.search(text):
        return None
    start, end = found[0].span
    readings = frozenset((reading[0].weekday, reading[0].minutes) for reading in found[0].readings)
    before = text[max(0, start - 24) : start]
    if (None, None) in readings or _ABOUT_SO.search(before):
        return None
    bound_of_time = _BOUND_OF_TIME.search(before)
    return readings, text[start:end].strip(" ,."), bound_of_time[0].strip().lower() if bound_of_time else ""


@lru_cache(maxsize=64)
def stated_amount(text: str, question: str) -> Amount | None:
    """The one amount, or range, of the first sentence that has an amount which is not the question's."""
    known = frozenset(words_of(question))
    text = next((s for s in _sentences(text) if next(_amounts(s, known), None)), "")
    if len(words_of(text)) > _DIRECT_WORDS or _UNSURE.search(text):
        return None
    found = list(_amounts(text, known))
    return found[0] if len({amount[:3] for amount in found}) == 1 else None


def _sentences(text: str) -> list[str]:
    return _SENTENCES.split(without_asides(text))


def _amounts(text: str, known: frozenset[str]) -> Iterator[Amount]:
    found = sorted([*figures(text), *periods(text)], key=lambda figure: figure.span)
    i = 0
    while i < len(found):
        figure, last = found[i], found[i]
        i += 1
        if i < len(found) and _TO.fullmatch(text, figure.span[1], found[i].span[0]):
            last = found[i]
            i += 1
        start, written = figure.span[0], text[figure.span[0] : last.span[1]]
        if figure is last and not figure.currency and written.lower() in known:
            continue
        if _YEAR.fullmatch(written) and _IN.search(text, max(0, start - 8), start):
            continue
        kind, high = _sized(text, last, last)
        low = _sized(text, last, figure)[1]
        low, high = min(low, high), max(low, high)
        unit, limit = _unit(text, last), ""
        if _ABOUT_SO.search(text, max(0, start - 24), start):
            low, high = low * (1 - _ABOUT), high * (1 + _ABOUT)
        elif figure is last and (limit := bound(text[max(0, start - 30) : start] + "1") or ""):
            low, high = (low, Decimal("Infinity")) if limit == "least" else (Decimal(0), high)
        yield Amount(kind, low, high, written, unit, limit)


def _unit(text: str, figure: Figure) -> str:
    if figure.currency:
        return "money"
    if figure.duration is None:
        return ""
    if _WORKING.search(text, *figure.span):
        return "working"
    return "month" if figure.duration[0] == "m" else ""


def _sized(text: str, named: Figure, figure: Figure) -> tuple[str, Decimal]:
    """What is counted, as the last figure of a range says it, and how much."""
    value = figure.values[0]
    if currency := named.currency or figure.currency:
        return currency, value
    if named.duration is not None:
        family, amount = named.duration
        if figure is not named and figure.duration is None:
            amount = amount / named.values[0] * value if named.values[0] else value
        elif figure.duration is not None:
            amount = figure.duration[1]
        return ("s", amount * _MONTH[1]) if family == "m" else (family, amount)
    if _PERCENT.match(text, named.span[1]) or text[named.span[1] - 1 : named.span[1]] == "%":
        return "%", value
    noun = _NOUN.match(text, named.span[1])
    return (stem(noun[1].lower()) if noun and noun[1].lower() not in STOPWORDS else ""), value
