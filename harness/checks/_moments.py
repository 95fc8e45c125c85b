"""Dates, weekdays and clock times in a text, by value: "March 3", «3-го марта» and 2026-03-03 meet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import regex

from harness.checks._numerals import read_numeral
from harness.checks._pieces import fold_piece, writings
from harness.checks.text import fold, kept_items, letter_runs

__all__ = ["Calendar", "Dated", "Moment", "dates"]

_MONTHS_EN = {"jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10,
              "nov": 11, "dec": 12}  # fmt: skip
_MONTHS_RU = {"янв": 1, "фев": 2, "мар": 3, "апр": 4, "ма": 5, "июн": 6, "июл": 7, "авг": 8, "сен": 9, "окт": 10,
              "ноя": 11, "дек": 12}  # fmt: skip
_WEEKDAYS = {"mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4, "sat": 5, "sun": 6,
             "пон": 0, "вто": 1, "сре": 2, "чет": 3, "пят": 4, "суб": 5, "вос": 6}  # fmt: skip

_MONTH_EN = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|"
    r"Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_LONG_EN = r"(?:January|February|April|June|July|August|September|October|November|December)\b"
_MONTH_RU = (
    r"(?:(?:январ|феврал|апрел|июн|июл|сентябр|октябр|ноябр|декабр)(?:ь|я|ю|ем|е)|(?:март|август)(?:а|у|ом|е)?|"
    r"ма(?:й|я|ю|ем|е))\b"
)
_YEAR = r"(?:(?:19|20)\d{2})"
_AFTER_EN = rf"(?:,? {{1,3}}(?P<year>{_YEAR})\b)?"
_AFTER_RU = rf"(?: {{1,3}}(?P<year>{_YEAR})(?!\d)(?: ?(?:года?у?|г\.?)(?!\w))?)?"
_DAY = r"(?P<day>\d{1,2})(?!\d)"
_TO = r" {0,2}(?:-|–|—|to|and|through|until|till|по|до|и) {0,2}"
_FROM = rf"(?P<first>\d{{1,2}})(?:st|nd|rd|th|-?го|-?е)?{_TO}"
_HALF = r"(?P<half>[ap]\.?m\b\.?|утра|вечера|ночи|дня)"
_HOUR = r"(?P<hour>1[0-2]|0?[1-9])"

# Each begins with a digit that no digit or mark stands before.
_NUMERIC = (
    r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?![\d-])",
    r"(?P<day>\d{1,2})(?P<mark>[./])(?P<month>\d{1,2})(?P=mark)(?P<year>\d{4}|\d{2})(?![\d/]|\.\d)",
    rf"(?:{_FROM})?{_DAY}(?:st|nd|rd|th)?(?: of)? {{1,3}}(?P<name>(?-i:{_MONTH_EN})){_AFTER_EN}",
    rf"(?:{_FROM})?{_DAY}(?:-?го|-?е|-?му)? {{1,3}}(?P<name>{_MONTH_RU}){_AFTER_RU}",
    rf"{_DAY}(?:-?го)? числ[ао]\b",
    rf"(?P<hour>[01]?\d|2[0-4]):(?P<minute>[0-5]\d)(?::[0-5]\d)?(?![\d:])(?: ?{_HALF})?",
    rf"{_HOUR}(?:[.:](?P<minute>[0-5]\d))? ?(?P<half>[ap]\.?m\b\.?)",
    rf"{_HOUR}(?: час(?:а|ов)?)? (?P<half>утра|вечера|ночи)\b",
    rf"{_HOUR} час(?:а|ов)? (?P<half>дня)\b",
    rf"{_HOUR} o['’]clock\b",
)
_NTH_EN = (
    r"(?P<nth>(?:(?:twenty|thirty)[ -])?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|tenth|eleventh|"
    r"twelfth|(?:thir|four|fif|six|seven|eigh|nine)teenth|twentieth|thirtieth)"
)
_NTH_RU = (
    r"(?P<nth>(?:(?:двадцать|тридцать) )?(?:перв|втор|треть|четв[её]рт|пят|шест|седьм|восьм|девят)(?:ого|его|ое|е)|"
    r"(?:десят|(?:один|две|три|четыр|пят|шест|сем|восем|девят)надцат|двадцат|тридцат)(?:ого|ое))"
)
_DAY_EN = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_SHORT_EN = "Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun"
_DAY_RU = "понедельник|вторник|четверг|пятниц|суббот|воскресень"
_WORD_OF_DAY = "noon|midnight|полдень|полудня|полдня|полночь|полуночи"
# Each begins with a word.
_WORDED = (
    rf"{_NTH_EN} of (?P<name>(?-i:{_MONTH_EN})){_AFTER_EN}|(?P<name>(?-i:{_MONTH_EN})) (?:the )?{_NTH_EN}\b{_AFTER_EN}",
    rf"{_NTH_RU} (?P<name>{_MONTH_RU}){_AFTER_RU}",
    rf"(?P<name>(?-i:{_MONTH_EN})) {{1,3}}(?:the )?(?:{_FROM})?{_DAY}(?:st|nd|rd|th)?(?![:%]|[.,]\d){_AFTER_EN}",
    rf"(?P<name>(?-i:{_MONTH_EN}),? {{1,3}}|{_MONTH_RU} {{1,3}})(?P<year>{_YEAR})(?!\d)(?: ?(?:года?у?|г\.?)(?!\w))?",
    rf"(?:in|by|until|since|from|of|before|after|this|next|last|early|late|mid)(?: |-)(?P<name>(?-i:{_MONTH_EN}))",
    rf"(?P<name>(?-i:{_LONG_EN}))",
    rf"(?:в|к|до|с|по|за|на|от|начал\w{{1,2}}|середин\w{{1,2}}|кон(?:ец|ца|цу|це)) (?P<name>{_MONTH_RU})",
    r"on the (?P<day>\d{1,2})(?:st|nd|rd|th)\b",
    rf"(?P<weekday>(?-i:{_DAY_EN}))s?\b",
    rf"(?P<weekday>{_DAY_RU})[а-я]{{0,4}}\b",
    rf"(?P<weekday>(?-i:{_SHORT_EN}))\b(?=\.?,? ?(?:\d|[-–]))|(?P<weekday>среда)(?=,? \d)",
    r"(?:в|во|по|к|ко|до|с|со|на|и) (?P<weekday>сред)(?:а|у|ы|е|ой|ам)\b",
    rf"(?P<word>{_WORD_OF_DAY})\b",
)
_TILL = "by|on|until|till|before|from|до|к|с|по|на"
_POINTED = (
    rf"(?:{_TILL}) (?P<day>\d{{2}})\.(?P<month>\d{{2}})"
    r"(?![\d.]|\s?(?:%|[€$£₽]|руб|евро))"
)
_BEGINNINGS = (
    "jan feb mar apr may jun jul aug sep oct nov dec in by unt sin fro of bef aft thi nex las ear lat mid on til mon "
    "tue wed thu fri sat sun noo янв фев мар апр ма июн июл авг сен окт ноя дек в к до с по за на от нач сер кон во ко "
    "со и пон вто чет пят суб вос пол "
    "fir sec thi fou fif six sev eig nin ten ele twe пер тре шес сед дев дес два три оди две"
)
_AFTER = (
    "st nd rd th of to and thr unt til am pm a. p. o' o’ jan feb mar apr may jun jul aug sep oct nov dec го е му по до "
    "и час числ утр веч ноч янв фев мар апр ма июн июл авг сен окт ноя дек"
)


_GROUPS = ("year", "month", "day", "first", "mark", "name", "nth", "hour", "minute", "half", "weekday", "word")


class Moment(NamedTuple):
    """A day, a weekday or a time of day; what a text leaves open is None."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    minutes: int | None = None
    """Minutes from midnight."""


class Dated(NamedTuple):
    """What a text says of time in one place.

    Attributes:
        readings: each what the writing may mean: 03/04/2026 is a day of April or of March, "9:00" may be late.
        span: (start, end) in characters.
        half: the half of the day is said ("5 p.m.").
    """

    readings: tuple[tuple[Moment, ...], ...]
    span: tuple[int, int]
    half: bool = False


@cache
def _pattern(worded: bool) -> regex.Pattern[str]:
    # What no date begins with is passed over at the first sign or two.
    numeric = rf"(?<![\w.,:/-])(?=\d{{1,4}}(?:[-./:]| {{0,3}}(?:[-–—]|\L<after>)))(?:{'|'.join(_NUMERIC)})"
    after = _AFTER.split()
    if not worded:
        return regex.compile(numeric, regex.IGNORECASE, after=after)
    words = rf"(?<!\w)(?=[jfmasondbuietlw]|[яфмаисондвкпзучтш])(?=\L<beginnings>)(?:{'|'.join(_WORDED)}|{_POINTED})"
    return regex.compile(f"{numeric}|{words}", regex.IGNORECASE, beginnings=_BEGINNINGS.split(), after=after)


_DAY_AND_MONTH = regex.compile(rf"\d\d\.\d\d(?<=(?:{_TILL}) \d\d\.\d\d)", regex.IGNORECASE)


# The words of which a date that begins with a word has one: looked for first, for they are in few texts.
_NAMES = frozenset[str]().union(
    *map(writings, (_MONTH_EN, _MONTH_RU, f"{_DAY_EN}s?", f"{_SHORT_EN}|{_WORD_OF_DAY}|сред(?:а|у|ы|е|ой|ам)"))
)
_STEMS = ("on the ", *_DAY_RU.split("|"))


def _begins_with_a_word(text: str) -> bool:
    """Whether a date may stand there that begins with a word and not with a digit."""
    if not _NAMES.isdisjoint(letter_runs(text)) or _DAY_AND_MONTH.search(text):
        return True
    small = fold_piece(text)
    return any(stem in small for stem in _STEMS)


@kept_items
def dates(text: str) -> Iterator[Dated]:
    """Every date, weekday and time of day, in order. Durations ("3 days") and relative days ("tomorrow") are none."""
    known: dict[str, tuple[tuple[Moment, ...], ...]] = {}  # a reply that repeats itself is read once
    for match in _pattern(_begins_with_a_word(text)).finditer(text):
        written = match[0]
        if (readings := known.get(written)) is None:
            readings = known[written] = tuple(_readings(match))
        if readings:
            yield Dated(readings, match.span(), match["half"] is not None)


def _readings(match: regex.Match[str]) -> Iterator[tuple[Moment, ...]]:
    found = dict.fromkeys(_GROUPS) | match.groupdict()
    if found["weekday"]:
        yield (Moment(weekday=_WEEKDAYS[found["weekday"][:3].casefold()]),)
    elif found["word"]:
        yield (Moment(minutes=720 if found["word"].casefold()[:4] in ("noon", "полд", "полу") else 0),)
    elif found["hour"]:
        yield from ((Moment(minutes=m),) for m in _minutes(found))
    else:
        yield from _days(found)


def _minutes(found: dict[str, str | None]) -> Iterator[int]:
    hour, minute, half = int(found["hour"] or 0), int(found["minute"] or 0), (found["half"] or "").casefold()
    if half[:1] in ("p", "в", "д") and hour < 12:
        yield (hour + 12) * 60 + minute
    elif half[:1] in ("a", "н") and hour == 12:
        yield minute
    else:
        yield hour % 24 * 60 + minute
        if not half and hour < 12:
            yield (hour + 12) * 60 + minute


def _days(found: dict[str, str | None]) -> Iterator[tuple[Moment, ...]]:
    year = int(found["year"]) if found["year"] else None
    if year is not None and year < 100:
        year += 2000
    month = _month(found["name"].strip(" ,.")) if found["name"] else int(found["month"]) if found["month"] else None
    days = [int(day) for day in (found["first"], found["day"]) if day]
    if found["nth"] and (nth := read_numeral(fold(found["nth"]).replace("-", " ").split(), 0)):
        days.append(int(nth.value))
    if _possible(month, days):
        yield tuple(Moment(year, month, day) for day in days or (None,))
    if found["mark"] == "/" and month is not None and _possible(days[0], [month]):  # the American way
        yield (Moment(year, days[0], month),)


def _possible(month: int | None, days: Sequence[int]) -> bool:
    return (month is None or 1 <= month <= 12) and all(1 <= day <= 31 for day in days)


def _month(name: str) -> int:
    name = name.casefold()
    known = _MONTHS_EN if name.isascii() else _MONTHS_RU
    return next(number for begin, number in known.items() if name.startswith(begin))


class Calendar:
    """The moments of what was given; answers whether a moment of a reply is among them.

    A coarser date than the one given stands there too ("in March" where March 3 is given), a finer one does not, nor
    does a year that is nowhere said. Between "Monday to Saturday" every day in between is given.
    """

    def __init__(self, text: str) -> None:
        self.years: set[int] = {int(year) for year in regex.findall(rf"(?<!\d){_YEAR}(?!\d)", text)}
        self.hours: set[int] = set()
        self._known: set[Moment] = set()
        self._afternoon: set[Moment] = set()
        found = list(dates(text))
        for dated in found:
            if dated.readings[0][0].minutes is not None:  # "at 5:00" is 5 p.m. for who says so, and not 17:00
                self._afternoon |= {moment for reading in dated.readings[1:] for moment in reading}
                self._add(dated.readings[0][0])
            else:
                for moment in (m for reading in dated.readings for m in reading):
                    self._add(moment)
        self._add_ranges(text, found)

    def _add(self, moment: Moment) -> None:
        year, month, day, weekday, minutes = moment
        self._known |= {moment, Moment(None, month, day, weekday, minutes)}
        if month is not None:
            self._known |= {Moment(year, month), Moment(None, month), Moment(None, None, day)}
        if year is not None:
            self.years.add(year)
        if minutes is not None and minutes % 60 == 0:
            self.hours |= {minutes // 60, minutes // 60 % 12 or 12}

    def _add_ranges(self, text: str, found: list[Dated]) -> None:
        days = [(dated, dated.readings[0][0].weekday) for dated in found]
        for (one, first), (other, last) in pairwise(days):
            between = text[one.span[1] : other.span[0]]
            if first is None or last is None or len(between) > 12:
                continue
            joined = f"{between} {text[slice(*other.span)][:3]}"
            if regex.search(r"[-–—]|\b(?:to|till|until|through|по|до)\b", joined):
                self._known |= {Moment(weekday=(first + i) % 7) for i in range((last - first) % 7 + 1)}

    def holds(self, dated: Dated, numbers: Iterable[object] = ()) -> bool:
        """Whether one reading of it is given as a whole; a full hour may be given as a bare number ("at 9")."""
        if dated.half and not self._afternoon.isdisjoint(dated.readings[0]):
            return True
        return any(all(self._has(moment, numbers) for moment in reading) for reading in dated.readings)

    def _has(self, moment: Moment, numbers: Iterable[object]) -> bool:
        if moment in self._known:
            return True
        if moment.minutes is not None:
            return moment.minutes % 60 == 0 and moment.minutes // 60 in numbers
        return moment.year in self.years and moment._replace(year=None) in self._known
