"""Dates in a text, in English and Russian writing, as (year, month, day) with what is not said left open."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

import regex

__all__ = ["Date", "dates", "only_date"]


class Date(NamedTuple):
    """A date, as precise as it is written; 0 for what is not said."""

    year: int
    month: int
    day: int
    span: tuple[int, int]

    def meets(self, other: Date) -> bool:
        """Whether this says all that the other says, and the same."""
        return all(mine == its for mine, its in zip(self[:3], other[:3], strict=True) if its)

    def contradicts(self, other: Date) -> bool:
        """Whether both say a year, a month or a day, and not the same."""
        return any(mine and its and mine != its for mine, its in zip(self[:3], other[:3], strict=True))


_MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11,
    "dec": 12, "янв": 1, "фев": 2, "мар": 3, "апр": 4, "май": 5, "мая": 5, "мае": 5, "маю": 5, "июн": 6, "июл": 7,
    "авг": 8, "сен": 9, "окт": 10, "ноя": 11, "дек": 12,
}  # fmt: skip
_MONTH = (
    r"(?:(?P<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?|январ[ьяею]|феврал[ьяею]|марта?|марте|апрел[ьяею]|ма[йяею]|июн[ьяею]"
    r"|июл[ьяею]|августа?|августе|сентябр[ьяею]|октябр[ьяею]|ноябр[ьяею]|декабр[ьяею])\b\.?)"
)
_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th|-?(?:го|е|ое|ого))?"
_YEAR = r"(?P<year>1\d{3}|20\d{2}|[1-9]\d{2}(?=\s*(?:AD|CE|BC|года?|г\.)|\W*$))"
_GAP = r"[\s,]{1,3}"
_PATTERN = (
    rf"\b(?:{_MONTH}{_GAP}(?:the\s)?{_DAY}(?!\d|:\d|[.,]\d)(?:{_GAP}(?:of\s|in\s)?{_YEAR}\b(?![.,]\d))?"
    rf"|(?:the\s)?{_DAY}{_GAP}(?:day\sof\s|of\s)?{_MONTH}(?:{_GAP}(?:of\s|in\s|в\s)?{_YEAR}\b)?"
    rf"|{_MONTH}{_GAP}(?:of\s|in\s)?{_YEAR}\b"
    r"|(?P<year>1\d{3}|20\d{2})-(?P<month>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12]\d|3[01])\b"
    r"|(?P<day>0?[1-9]|[12]\d|3[01])\.(?P<month>0?[1-9]|1[0-2])\.(?P<year>1\d{3}|20\d{2})\b"
    r"|(?P<year>1\d{3}|20\d{2})\b(?!\s?%|[.,]\d|[-–]?(?:\w|\d))"
    rf"|{_MONTH})"
)


@cache
def _pattern() -> regex.Pattern[str]:
    return regex.compile(_PATTERN, regex.IGNORECASE)


def dates(text: str) -> Iterator[Date]:
    """Dates from left to right: "December 14, 1972", «14 декабря», 1972-12-14, 14.12.1972, "May 2001", 1972."""
    for match in _pattern().finditer(text):
        year, month, day = match.group("year", "month", "day")
        alone = month is not None and not year and not day
        if alone and (len(month) <= 3 or (month.isascii() and month.islower())):
            continue  # "may", "march" are words as well
        number = (int(month) if month.isdecimal() else _MONTHS[month[:3].casefold()]) if month else 0
        yield Date(int(year or 0), number, int(day or 0), match.span())


_AROUND = regex.compile(
    r"(?:(?:on|in|at|since|from|by|around|circa|c|ca|about|the|of|year|day|date|it|was|is|released|в|во|с|от|году?|года"
    r"|г|дата|это|Mon|Tues|Wednes|Thurs|Fri|Satur|Sun(?:day)?|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|AD|CE"
    r"|понедельник|вторник|сред[ау]|четверг|пятниц[ау]|суббот[ау]|воскресенье)\b|[\W_])*",
    regex.IGNORECASE,
)


@lru_cache(maxsize=4096)
def only_date(text: str) -> Date | None:
    """The date that an accepted answer is, wholly."""
    found = list(dates(text))
    if len(found) != 1:
        return None
    start, end = found[0].span
    return found[0] if _AROUND.fullmatch(text, 0, start) and _AROUND.fullmatch(text, end) else None
