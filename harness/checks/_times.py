"""Times in comparable form, so that "within 5 days" and «3–5 дней», "March 15" and 15.03.2024 are one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache

import regex

__all__ = ["ORDINALS_EN", "ORDINALS_RU", "times"]

_COUNTS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "fourteen": 14, "один": 1, "одн": 1, "два": 2, "две": 2, "двух": 2, "три": 3, "трех": 3, "четыре": 4,
    "четырех": 4, "пять": 5, "пяти": 5, "шесть": 6, "шести": 6, "семь": 7, "семи": 7, "восемь": 8, "восьми": 8,
    "девять": 9, "девяти": 9, "десять": 10, "десяти": 10, "четырнадцать": 14, "четырнадцати": 14,
}  # fmt: skip
# By their first letters, in hours where they are of a fixed length; months keep their own scale.
_UNITS = {
    "minute": 1 / 60, "минут": 1 / 60, "hour": 1, "час": 1, "day": 24, "дн": 24, "ден": 24, "сут": 24, "week": 168,
    "fortnight": 336, "недел": 168, "month": -1, "месяц": -1,
}  # fmt: skip
_MONTHS = (
    ("jan", "янв"), ("feb", "фев"), ("mar", "мар"), ("apr", "апр"), ("may", "мая"), ("jun", "июн"), ("jul", "июл"),
    ("aug", "авг"), ("sep", "сен"), ("oct", "окт"), ("nov", "ноя"), ("dec", "дек"),
)  # fmt: skip
_WEEKDAYS = (
    ("mon", "понед", "пн"), ("tue", "втор", "вт"), ("wed", "сред", "ср"), ("thu", "четв", "чт"), ("fri", "пятн", "пт"),
    ("sat", "субб", "сб"), ("sun", "воскр", "вс"),
)  # fmt: skip
_NTH_EN = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third twenty-fourth "
    "twenty-fifth twenty-sixth twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first"
)
_NTH_RU = (
    "первого второго третьего четвертого пятого шестого седьмого восьмого девятого десятого одиннадцатого двенадцатого "
    "тринадцатого четырнадцатого пятнадцатого шестнадцатого семнадцатого восемнадцатого девятнадцатого двадцатого "
    "двадцать_первого двадцать_второго двадцать_третьего двадцать_четвертого двадцать_пятого двадцать_шестого "
    "двадцать_седьмого двадцать_восьмого двадцать_девятого тридцатого тридцать_первого"
)
_NTH = {name.replace("_", " "): day for names in (_NTH_EN, _NTH_RU) for day, name in enumerate(names.split(), 1)}
ORDINALS_EN, ORDINALS_RU = (
    f"(?:{'|'.join(sorted(names.split(), key=len, reverse=True))})".replace("_", " ") for names in (_NTH_EN, _NTH_RU)
)
_DIGITS = regex.compile(r"\d+")
_WORDS = {
    "today": "today", "tonight": "today", "сегодня": "today", "tomorrow": "tomorrow", "завтра": "tomorrow",
    "послезавтра": "after tomorrow",
}  # fmt: skip


@cache
def _pattern() -> regex.Pattern[str]:
    counts = "|".join(sorted(_COUNTS, key=len, reverse=True))
    months = "|".join(name for pair in _MONTHS for name in pair)
    nth = rf"(?:\d{{1,2}}(?:st|nd|rd|th|-?го)?|{ORDINALS_EN}|{ORDINALS_RU})"
    english = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|tue|wed|thu|fri|sat|sun)\b"
    russian = (
        r"(?:понедельник|вторник|четверг)[ау]?|(?:сред|пятниц|суббот)[уыае]|воскресень[еюя]|"
        r"(?:пн|вт|ср|чт|пт|сб|вс)\b"
    )
    return regex.compile(
        r"(?<![\w.])(?:(?P<clock>\d{1,2}:\d\d(?: ?[ap]\.?m)?|\d{1,2} ?(?:[ap]\.?m|утра|вечера))"
        rf"|(?:(?:\d{{1,3}} ?(?:-|–|—|to|до|or|или) ?)?(?P<count>\d{{1,3}}|(?:{counts})\b)[ -])?"
        r"(?:(?:business|working|calendar|full|рабоч\w{2,3}|календарн\w{2,3}) )?"
        r"(?P<unit>minutes?|hours?|days?|weeks?|fortnights?|months?|минут\w?|час(?:а|ов|у)?|дн(?:я|ей)|день|сут(?:ки|ок)|"
        r"недел[яиюь]|месяц(?:а|ев|у)?)"
        rf"|(?P<weekday>{english}|{russian})"
        rf"|(?P<month>{months})\w{{0,6}}\.? (?:the )?(?P<after>{nth})(?:,? (?P<year>\d{{4}}))?"
        rf"|(?P<before>{nth})(?: of)? (?P<named>{months})\w{{0,6}}(?:,? (?P<year>\d{{4}}))?"
        r"|(?P<iso>\d{4}-\d\d-\d\d)|(?P<dotted>\d{1,2}[./]\d{1,2}(?:[./](?:\d{4}|\d\d))?)"
        rf"|(?P<ordinal>\d{{1,2}}(?:st|nd|rd|th|-го|го числа)|{ORDINALS_EN}|{ORDINALS_RU}(?= числа))"
        rf"|(?P<word>{'|'.join(_WORDS)}))(?!\w)",
        regex.IGNORECASE,
    )


def times(text: str, *, weekdays: bool = False) -> Iterator[tuple[object, ...]]:
    """What the times of a text come to: a term's upper bound in hours, a day and month, a weekday, a word.

    `weekdays` gives dates with a year their weekday as well: who states the one states the other.
    """
    for match in _pattern().finditer(text.casefold().replace("ё", "е")):
        found = {name: value for name, value in match.groupdict().items() if value}
        if "unit" in found:
            scale = next(scale for stem, scale in _UNITS.items() if found["unit"].startswith(stem))
            count = found.get("count", "1")
            value = (int(count) if count.isdigit() else _COUNTS[count]) * scale
            yield "term", round(value, 3)
        elif "weekday" in found:
            yield "weekday", _index(found["weekday"], _WEEKDAYS)
        elif "clock" in found:
            yield "clock", *_clock(found["clock"])
        elif "word" in found:
            yield ("word", _WORDS[found["word"]])
        elif "ordinal" in found:
            yield "day", _day(found["ordinal"])
        else:
            yield from _dates(found)
            if weekdays:
                yield from _weekday(found)


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
        yield "date", _day(found.get("after") or found["before"]), _month(found)


def _weekday(found: dict[str, str]) -> Iterator[tuple[object, ...]]:
    """The day of the week of a date with its year, read with its day first."""
    if "iso" in found:
        year, month, day = (int(part) for part in found["iso"].split("-"))
    elif "dotted" in found:
        parts = [int(part) for part in regex.split(r"[./]", found["dotted"])]
        if len(parts) < 3:
            return
        day, month, year = parts
    elif "year" in found:
        day, month, year = _day(found.get("after") or found["before"]), _month(found), int(found["year"])
    else:
        return
    try:
        yield "weekday", date(year if year > 99 else 2000 + year, month, day).weekday()
    except ValueError:  # 31.02.2026
        return


def _clock(written: str) -> tuple[int, int]:
    """Hour and minute of the day."""
    hour, minute = int(_DIGITS.match(written)[0]), int(written.partition(":")[2][:2] or 0)  # type: ignore[index]
    late = written.endswith(("pm", "p.m", "вечера"))
    return hour % 12 + 12 * late if late or written.endswith(("am", "a.m", "утра")) else hour, minute


def _day(written: str) -> int:
    return _NTH.get(written) or int(_DIGITS.match(written)[0])  # type: ignore[index]


def _month(found: dict[str, str]) -> int:
    return _index(found.get("month") or found["named"], _MONTHS) + 1


def _index(name: str, names: tuple[tuple[str, ...], ...]) -> int:
    return next(i for i, pair in enumerate(names) if name.startswith(pair))
