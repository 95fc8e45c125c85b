"""Figures with what they count: prices, durations and plain numbers, in digits or in words, English and Russian."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache
from typing import NamedTuple

import regex

from harness.checks.text import kept_items, letter_runs, numbers

__all__ = ["Figure", "amounts", "figures", "in_digits", "in_units", "in_words"]

_CURRENCIES = {
    "eur": r"€|EUR|euros?|евро",
    "usd": r"\$|USD|US dollars?|dollars?|bucks|доллар(?:а|ов|ы|ам|ами|ах)?",
    "gbp": r"£|GBP|pounds?|фунт(?:а|ов|ы)?",
    "rub": r"₽|RUB|RUR|roubles?|rubles?|рубл(?:ь|я|ей|и|ю|ям|ями|ях)|руб\b\.?|р\.",
    "uah": r"₴|UAH|hryvnias?|грив(?:на|ны|ен)",
    "kzt": r"₸|KZT|tenge|тенге",
    "jpy": r"¥|JPY|yen|иен[аы]?",
    "cent": r"cents?|цент(?:а|ов|ы)?",
    "kopeck": r"kopecks?|копе(?:йка|йки|ек|йку)|коп\b\.?",
}
# Family and factor: two writings of one duration are one figure ("24 months", "2 years").
_TIMES = {
    ("s", 1): r"seconds?|secs?|секунд[аыу]?|сек\b\.?",
    ("s", 60): r"minutes?|mins?|минут[аыу]?|мин\b\.?",
    ("s", 3600): r"hours?|hrs?|час(?:а|ов|ы)?|ч\b\.?",
    ("s", 86400): r"days?|дн(?:я|ей|и|ям|ями)|день|сут(?:ки|ок)",
    ("s", 604800): r"weeks?|недел(?:я|и|ю|ь|ям)",
    ("m", 1): r"months?|месяц(?:а|ев|ы|у)?|мес\b\.?",
    ("m", 12): r"years?|год(?:а|у|ы)?|лет\b",
}
_NO_ENDING = r"(?<!-\w)"
"""«В 2019-м» has an ending behind the hyphen, and no metres."""
_NO_YEAR = r"(?<!(?<!\d)(?:1[5-9]|20)\d\d[ \u00a0\u202f]?г(?=\.))"
"""«В 2019 г.» is a year, and no grams."""
# Measures in the same way: 2.5 kg are 2,500 g.
_MEASURES = {
    ("weight", 1): r"mg|milligrams?|мг|миллиграмм\w{0,2}",
    ("weight", 10**3): rf"g|grams?|г{_NO_ENDING}{_NO_YEAR}|гр|грамм\w{{0,2}}",
    ("weight", 10**6): r"kg|kilos?|kilograms?|кг|килограмм\w{0,2}|кило",
    ("weight", 10**9): r"tonnes?|тонн\w{0,2}",
    ("length", 1): r"mm|millimet(?:re|er)s?|мм|миллиметр\w{0,2}",
    ("length", 10): r"cm|centimet(?:re|er)s?|см|сантиметр\w{0,2}",
    ("length", 10**3): rf"m|met(?:re|er)s?|м{_NO_ENDING}|метр\w{{0,2}}",
    ("length", 10**6): r"km|kilomet(?:re|er)s?|км|километр\w{0,2}",
    ("volume", 1): r"ml|millilit(?:re|er)s?|мл|миллилитр\w{0,2}",
    ("volume", 10**3): r"l|lit(?:re|er)s?|л|литр\w{0,2}",
}
_OTHER = (
    r"%|percent|per cent|процент\w{0,3}|times|раза?\b|штук\w{0,2}|шт\b|people|человек\w{0,2}|"
    r"points?|балл\w{0,2}|градус\w{0,2}|degrees?"
)
_BETWEEN = r"[ \u00a0\u202f-]{0,2}(?:(?:business|working|calendar|рабочи[хйе]|календарны[хйе]) )?"

# A currency ends and a unit begins so; most numbers have neither beside them.
_MAY_END = regex.compile(r"[$€£₽¥RDPBY][ \u00a0]?$")
_MAY_BEGIN = regex.compile(r"[ \u00a0\u202f-]{0,2}(?P<letters>[^\W\d_]{1,2})|[ \u00a0\u202f]?[%$€£₽¥₴₸]")

_SMALL = """
0 zero ноль нуля
1 one один одна одно одного одной одному одну одним
1.5 полтора полторы полутора
2 two два две двух двум двумя
3 three три трех трем тремя
4 four четыре четырех четырем четырьмя
5 five пять пяти пятью
6 six шесть шести шестью
7 seven семь семи семью
8 eight восемь восьми восемью
9 nine девять девяти девятью
10 ten десять десяти десятью
11 eleven одиннадцать одиннадцати
12 twelve dozen двенадцать двенадцати дюжина дюжину дюжины
13 thirteen тринадцать тринадцати
14 fourteen четырнадцать четырнадцати
15 fifteen пятнадцать пятнадцати
16 sixteen шестнадцать шестнадцати
17 seventeen семнадцать семнадцати
18 eighteen восемнадцать восемнадцати
19 nineteen девятнадцать девятнадцати
20 twenty двадцать двадцати
30 thirty тридцать тридцати
40 forty сорок сорока
50 fifty пятьдесят пятидесяти полсотни полусотни
60 sixty шестьдесят шестидесяти
70 seventy семьдесят семидесяти
80 eighty восемьдесят восьмидесяти
90 ninety девяносто девяноста
100 сто ста
200 двести двухсот
300 триста трехсот
400 четыреста четырехсот
500 пятьсот пятисот
600 шестьсот шестисот
700 семьсот семисот
800 восемьсот восьмисот
900 девятьсот девятисот
"""
_HUNDRED = ("hundred",)
_GREAT = {"thousand": 1000, "тысяча": 1000, "тысячи": 1000, "тысяч": 1000, "тысячу": 1000, "million": 10**6,
          "миллион": 10**6, "миллиона": 10**6, "миллионов": 10**6}  # fmt: skip


class Figure(NamedTuple):
    """A number that a text says.

    Attributes:
        values: every value its writing can have; none negative, for "−5" and a range's "-5" look alike.
        span: (start, end) in characters, its currency included.
        currency: `eur`, `usd` … of a price; empty: no price.
        duration: of a time or a measure, (family, amount): months and years in one family, seconds to weeks in another,
            and one each for weights, lengths and volumes.
        counted: what is counted is said: money, time, a measure.
    """

    values: tuple[Decimal, ...]
    span: tuple[int, int]
    currency: str = ""
    duration: tuple[str, Decimal] | None = None
    counted: bool = False


def figures(text: str) -> Iterator[Figure]:
    """Every figure: those in digits, then those in words."""
    yield from in_digits(text)
    yield from in_words(text)


def amounts(duration: tuple[str, Decimal]) -> Iterator[Decimal]:
    """A duration in each unit of its family: 24 months are 24 and 2 years."""
    return (duration[1] / factor for family, factor in _TIMES | _MEASURES if family == duration[0])


def in_digits(text: str, wanted: Callable[[Decimal], bool] | None = None) -> Iterator[Figure]:
    """Figures in digits, all or those with a wanted value, in their order."""
    return _in_digits(text, wanted) if wanted is not None else iter(_all_in_digits(text))


@kept_items
def _all_in_digits(text: str) -> Iterator[Figure]:
    return _in_digits(text, None)


def _in_digits(text: str, wanted: Callable[[Decimal], bool] | None) -> Iterator[Figure]:
    for found in numbers(text, wanted):
        yield _figure(text, tuple(abs(value) for value in found.values), found.span)


def _figure(text: str, values: tuple[Decimal, ...], span: tuple[int, int]) -> Figure:
    start, end = span
    before = (
        _before().search(text, max(0, start - 4), start) if _MAY_END.search(text, max(0, start - 2), start) else None
    )
    after = _after().match(text, end) if _may_be_counted(text, end) else None
    if before is not None:
        return Figure(values, (before.start(), end), _named(before.lastgroup), counted=True)
    kind = after.lastgroup if after is not None else None
    if after is None or kind is None:
        return Figure(values, span)
    if kind.startswith("currency_"):
        return Figure(values, (start, after.end()), _named(kind), counted=True)
    if kind.startswith("time_"):
        _, family, factor = kind.split("_")
        return Figure(values, (start, after.end()), duration=(family, values[0] * int(factor)), counted=True)
    return Figure(values, span, counted=True)


def _named(group: str | None) -> str:
    return (group or "").removeprefix("currency_")


@cache
def _before() -> regex.Pattern[str]:
    signs = "|".join(rf"(?P<currency_{c}>{p})" for c, p in (("eur", "€|EUR"), ("usd", r"\$|USD"), ("gbp", "£|GBP"),
                     ("rub", "₽|RUB"), ("jpy", "¥")))  # fmt: skip
    return regex.compile(rf"(?:{signs})[ \u00a0]?$")


@cache
def _after() -> regex.Pattern[str]:
    kinds = [rf"(?P<currency_{name}>(?:{pattern})(?!\w))" for name, pattern in _CURRENCIES.items()]
    kinds += [
        rf"(?P<time_{family}_{factor}>(?:{pattern})(?!\w))"
        for (family, factor), pattern in (_TIMES | _MEASURES).items()
    ]
    return regex.compile(rf"{_BETWEEN}(?:{'|'.join(kinds)}|(?P<other>(?:{_OTHER})(?!\w)))", regex.IGNORECASE)


def _may_be_counted(text: str, end: int) -> bool:
    """Whether what follows a number may say what it counts: a look at two letters spares most of the search."""
    found = _MAY_BEGIN.match(text, end)
    letters = found["letters"] if found else None
    return found is not None and (not letters or len(letters) < 2 or letters.casefold()[:2] in _beginnings())


@cache
def _beginnings() -> frozenset[str]:
    units = "|".join([*_CURRENCIES.values(), *_TIMES.values(), *_MEASURES.values(), _OTHER])
    between = regex.findall(r"\w{2,}", _BETWEEN)
    return frozenset(word[:2].casefold() for word in [*between, *regex.findall(r"(?:^|\|)(\w{2})", units)])


@cache
def _words() -> dict[str, Decimal]:
    lines = [line.split() for line in _SMALL.split("\n") if line]
    return {word: Decimal(value) for value, *words in lines for word in words}


@cache
def _begun_by() -> frozenset[str]:
    return frozenset({*_words(), *_HUNDRED, *_GREAT})


@cache
def _run() -> regex.Pattern[str]:
    # Longest first: the engine takes the first word that fits.
    known = "|".join(sorted({*_words(), *_HUNDRED, *_GREAT}, key=lambda word: (-len(word), word)))
    known = known.replace("е", "[её]")
    great = "|".join(sorted(_GREAT, key=len, reverse=True))
    return regex.compile(
        rf"(?<![\w'’])(?<!\d[ \u00a0])(?:{known})(?:(?:[ \u00a0-]|(?<=d|n) and )(?:{known}))*+"
        rf"(?P<half>[ \u00a0](?:and a half|с половиной)(?:[ \u00a0](?P<great>{great}))?)?+(?![\w'’])",
        regex.IGNORECASE,
    )


@kept_items
def in_words(text: str) -> Iterator[Figure]:
    """Figures in words, in their order: "twenty-four" is 24, «двухсот пятидесяти» is 250.

    A bare "one" is a pronoun as often as a number; it is left out, but for a price or a time ("one year").
    """
    known: dict[str, Decimal] = {}  # a reply that repeats itself is read once
    for match in () if _begun_by().isdisjoint(letter_runs(text)) else _run().finditer(text):
        if (value := known.get(match[0])) is None:
            value = known[match[0]] = _read(match)
        figure = _figure(text, (value,), match.span())
        if value != 1 or figure.currency or figure.duration:
            yield figure


def _read(match: regex.Match[str]) -> Decimal:
    half = match["half"] or ""
    whole = match[0][: len(match[0]) - len(half)]
    value = _value(regex.split(r"[ \u00a0-](?:and )?", whole.casefold().replace("ё", "е")))
    return (value + Decimal("0.5")) * _GREAT.get((match["great"] or "").casefold(), 1) if half else value


_UNIT = {"year": ("m", 12), "month": ("m", 1), "week": ("s", 604800), "год": ("m", 12), "полгода": ("m", 6),
         "месяц": ("m", 1), "неделя": ("s", 604800), "неделю": ("s", 604800)}  # fmt: skip
_ALONE = regex.compile(
    r"(?<![\w-])(?:(?P<half>half )?an? (?P<unit>year|month|week)|(?P<unit>год|полгода|месяц|недел[юя]))(?!\w)",
    regex.IGNORECASE,
)
# "The warranty is a year.", «Гарантия — год.», and not "a year ago", «каждый год».
_STATES = regex.compile(
    r"(?:\b(?:is|are|was|lasts?|for|within|in|составляет|длится|действует|в течение)|[—–:])\s{0,2}$",
    regex.IGNORECASE | regex.REVERSE,
)
_STOPS = regex.compile(r"\s{0,2}(?:[.,;!?)]|$)")


def in_units(text: str, *, stated: bool) -> Iterator[Figure]:
    """Times that are one of their unit without a number: "a year", «полгода»; all, or where a term is stated so."""
    for match in () if _UNIT.keys().isdisjoint(letter_runs(text)) else _ALONE.finditer(text):
        start, end = match.span()
        if stated and not (_STOPS.match(text, end) and _STATES.search(text, max(0, start - 14), start)):
            continue
        family, amount = _UNIT[match["unit"].casefold()]
        size = Decimal(amount) / 2 if match["half"] else Decimal(amount)
        yield Figure((Decimal(1),), (start, end), duration=(family, size), counted=True)


def _value(words: list[str]) -> Decimal:
    total, part = Decimal(0), Decimal(0)
    for word in words[:20]:
        if word in _GREAT:
            total, part = total + (part or Decimal(1)) * _GREAT[word], Decimal(0)
        elif word in _HUNDRED:
            part = (part or Decimal(1)) * 100
        else:
            value = _words()[word]
            # "Nineteen ninety-eight", "twenty twenty-five".
            part = part * 100 + value if 10 < part < 100 and 10 <= value < 100 else part + value
    return total + part
