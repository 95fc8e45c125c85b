"""Dates in a text, in English and Russian writing, as (year, month, day) with what is not said left open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import NamedTuple

import regex

__all__ = ["Date", "dates", "days_of_month", "only_date"]


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
    r"|июл[ьяею]|августа?|августе|сентябр[ьяею]|октябр[ьяею]|ноябр[ьяею]|декабр[ьяею]|янв|февр?|мар|апр|июн|июл|авг"
    r"|сент?|окт|нояб?|дек)\b\.?)"
)
_DAY = r"(?:(?P<day>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th|-?(?:го|е|ое|ого))?|(?P<spelled>\L<spelled>))"
_YEAR = r"(?P<year>1\d{3}|20\d{2}|[1-9]\d{2}(?=\s*(?:AD|CE|BC|года?|г\.)|\W*$))"
_GAP = r"[\s,]{1,3}"
_PATTERN = (
    rf"\b(?:{_MONTH}{_GAP}(?:the\s)?{_DAY}(?!\d|:\d|[.,]\d)(?:{_GAP}(?:of\s|in\s)?{_YEAR}\b(?![.,]\d))?"
    rf"|(?:the\s)?{_DAY}{_GAP}(?:day\sof\s|of\s)?{_MONTH}(?:{_GAP}(?:of\s|in\s|в\s)?{_YEAR}\b)?"
    rf"|{_MONTH}{_GAP}(?:of\s|in\s)?{_YEAR}\b"
    r"|(?P<year>1\d{3}|20\d{2})(?P<mark>[-./])(?P<month>0[1-9]|1[0-2])(?P=mark)(?P<day>0[1-9]|[12]\d|3[01])\b"
    r"|(?<![.\d])(?P<day>0?[1-9]|[12]\d|3[01])(?P<mark>[-./])(?P<month>0?[1-9]|[12]\d|3[01])(?P=mark)"
    r"(?P<year>1\d{3}|20\d{2}|(?<=[./])\d\d)\b(?![.,]\d)"
    r"|(?P<year>1\d{3}|20\d{2})\b(?!\s?%|[.,]\d|[-–]?(?:\w|\d))"
    rf"|{_MONTH})"
)


_EN_DAYS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth"
)
_RU_DAYS = (
    "перв втор трет четверт пят шест седьм восьм девят десят одиннадцат двенадцат тринадцат четырнадцат пятнадцат "
    "шестнадцат семнадцат восемнадцат девятнадцат двадцат"
)


@cache
def _spelled() -> Mapping[str, int]:
    """Days in words: "fifteenth", «двадцать первого»."""
    english = dict(enumerate(_EN_DAYS.split(), start=1)) | {30: "thirtieth"}
    english |= {tens + one: f"{word}-{english[one]}" for tens, word in ((20, "twenty"), (30, "thirty"))
                for one in range(1, 10) if tens + one <= 31}  # fmt: skip
    days = {word: day for day, word in english.items()} | {w.replace("-", " "): d for d, w in english.items()}
    russian = dict(enumerate(_RU_DAYS.split(), start=1)) | {30: "тридцат"}
    russian |= {tens + one: f"{word} {russian[one]}" for tens, word in ((20, "двадцать"), (30, "тридцать"))
                for one in range(1, 10) if tens + one <= 31}  # fmt: skip
    for day, stem in russian.items():
        endings = ("ьего", "ье") if stem.endswith("трет") else ("ого", "ое")
        days |= {stem + ending: day for ending in endings}
    return days


@cache
def _pattern() -> regex.Pattern[str]:
    return regex.compile(_PATTERN, regex.IGNORECASE, spelled=list(_spelled()))


def dates(text: str) -> Iterator[Date]:
    """Dates from left to right: "December 14, 1972", «14 декабря», 1972-12-14, 14.12.72, "May 2001", 1972.

    12/05/1972 is of December and of May.
    """
    for match in _pattern().finditer(text):
        year, month, day = match.group("year", "month", "day")
        day = day or (match["spelled"] and str(_spelled()[match["spelled"].casefold()]))
        alone = month is not None and not year and not day
        if alone and (len(month) <= 3 or (month.isascii() and month.islower())):
            continue  # "may", "march" are words as well
        number = (int(month) if month.isdecimal() else _MONTHS[month[:3].casefold()]) if month else 0
        found = Date(_full(int(year or 0), match["mark"]), number, int(day or 0), match.span())
        if number <= 12:
            yield found
        day_first = match["mark"] == "/" and match.start("year") > match.start("day")
        if day_first and found.day <= 12 and found.day != number:
            yield found._replace(month=found.day, day=number)


def _full(year: int, mark: str | None) -> int:
    """The year that two digits stand for."""
    return year if not mark or year >= 100 else year + (2000 if year < 50 else 1900)


_DAY_AND_MONTH = regex.compile(
    r"(?<![\w.,:/$€£₽-])(?P<day>0[1-9]|[12]\d|3[01])\.(?P<month>0[1-9]|1[0-2])"
    r"(?!\d|[.,:/-]\d|\s?(?:[%$€£₽°]|(?:руб\w*|евро|долл\w*|euros?|dollars?|percent|процент\w*|кг|kg|м|m|км|km|г|р)\b))",
    regex.IGNORECASE,
)


def days_of_month(text: str) -> Iterator[Date]:
    """What may be a day and its month in digits: 15.03."""
    for match in _DAY_AND_MONTH.finditer(text):
        yield Date(0, int(match["month"]), int(match["day"]), match.span())


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
