"""Times in comparable form, so that "within 5 days" and «3–5 дней», "March 15" and 15.03.2024 are one."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import regex

__all__ = ["times"]

_COUNTS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "fourteen": 14, "один": 1, "одн": 1, "два": 2, "две": 2, "двух": 2, "три": 3, "трех": 3, "четыре": 4,
    "четырех": 4, "пять": 5, "пяти": 5, "шесть": 6, "шести": 6, "семь": 7, "семи": 7, "восемь": 8, "восьми": 8,
    "девять": 9, "девяти": 9, "десять": 10, "десяти": 10, "четырнадцать": 14, "четырнадцати": 14,
}  # fmt: skip
# By their first letters, in hours where they are of a fixed length; months keep their own scale.
_UNITS = {
    "minute": 1 / 60, "минут": 1 / 60, "hour": 1, "час": 1, "day": 24, "дн": 24, "ден": 24, "сут": 24, "week": 168,
    "недел": 168, "month": -1, "месяц": -1,
}  # fmt: skip
_MONTHS = (
    ("jan", "янв"), ("feb", "фев"), ("mar", "мар"), ("apr", "апр"), ("may", "мая"), ("jun", "июн"), ("jul", "июл"),
    ("aug", "авг"), ("sep", "сен"), ("oct", "окт"), ("nov", "ноя"), ("dec", "дек"),
)  # fmt: skip
_WEEKDAYS = (
    ("mon", "понед"), ("tue", "втор"), ("wed", "сред"), ("thu", "четв"), ("fri", "пятн"), ("sat", "субб"),
    ("sun", "воскр"),
)  # fmt: skip
_WORDS = {
    "today": "today", "tonight": "today", "сегодня": "today", "tomorrow": "tomorrow", "завтра": "tomorrow",
    "послезавтра": "after tomorrow",
}  # fmt: skip


@cache
def _pattern() -> regex.Pattern[str]:
    counts = "|".join(sorted(_COUNTS, key=len, reverse=True))
    months = "|".join(name for pair in _MONTHS for name in pair)
    english = "(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    russian = "(?:понедельник|вторник|четверг)[ау]?|(?:сред|пятниц|суббот)[уыае]|воскресень[еюя]"
    return regex.compile(
        rf"(?<![\w.])(?:(?:(?:\d{{1,3}} ?(?:-|–|—|to|до|or|или) ?)?(?P<count>\d{{1,3}}|(?:{counts})\b)[ -])?"
        r"(?:(?:business|working|calendar|full|рабоч\w{2,3}|календарн\w{2,3}) )?"
        r"(?P<unit>minutes?|hours?|days?|weeks?|months?|минут\w?|час(?:а|ов|у)?|дн(?:я|ей)|день|сут(?:ки|ок)|"
        r"недел[яиюь]|месяц(?:а|ев|у)?)"
        rf"|(?P<weekday>{english}|{russian})"
        rf"|(?P<month>{months})\w{{0,6}}\.? (?P<after>\d{{1,2}})(?:st|nd|rd|th)?"
        rf"|(?P<before>\d{{1,2}})(?:st|nd|rd|th|-?го)?(?: of)? (?P<named>{months})\w{{0,6}}"
        r"|(?P<iso>\d{4}-\d\d-\d\d)|(?P<dotted>\d{1,2}[./]\d{1,2}(?:[./](?:\d{4}|\d\d))?)"
        r"|(?P<ordinal>\d{1,2})(?:st|nd|rd|th|-?го числа)"
        rf"|(?P<word>{'|'.join(_WORDS)}))(?!\w)",
        regex.IGNORECASE,
    )


def times(text: str) -> Iterator[tuple[object, ...]]:
    """What the times of a text come to: a term's upper bound in hours, a day and month, a weekday, a word."""
    for match in _pattern().finditer(text.casefold().replace("ё", "е")):
        found = {name: value for name, value in match.groupdict().items() if value}
        if "unit" in found:
            scale = next(scale for stem, scale in _UNITS.items() if found["unit"].startswith(stem))
            count = found.get("count", "1")
            value = (int(count) if count.isdigit() else _COUNTS[count]) * scale
            yield "term", round(value, 3)
        elif "weekday" in found:
            yield "weekday", _index(found["weekday"], _WEEKDAYS)
        elif "word" in found:
            yield ("word", _WORDS[found["word"]])
        elif "ordinal" in found:
            yield "day", int(found["ordinal"])
        else:
            yield from _dates(found)


def _dates(found: dict[str, str]) -> Iterator[tuple[object, ...]]:
    """A written date may be read with its day first or its month first."""
    if "iso" in found:
        yield "date", int(found["iso"][8:]), int(found["iso"][5:7])
    elif "dotted" in found:
        first, second = (int(part) for part in regex.split(r"[./]", found["dotted"])[:2])
        yield "date", first, second
        if "/" in found["dotted"] and first != second:
            yield "date", second, first
    else:
        day = int(found.get("after") or found["before"])
        yield "date", day, _index(found.get("month") or found["named"], _MONTHS) + 1


def _index(name: str, names: tuple[tuple[str, str], ...]) -> int:
    return next(i for i, pair in enumerate(names) if name.startswith(pair))
