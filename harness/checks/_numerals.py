"""Numbers written as words, English and Russian, in any case and gender; ordinals; Roman numerals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import NamedTuple

import regex

from harness.checks.text import listed

__all__ = ["Numeral", "begins_numeral", "numeral_words", "ordinal_ending", "read_numeral", "roman", "romans"]


class Numeral(NamedTuple):
    """A number read from words: its value, the index after its last word, and whether it is an ordinal ("third")."""

    value: Decimal
    end: int
    ordinal: bool


class _Part(NamedTuple):
    value: int
    scale: bool = False
    ordinal: bool = False


_EN = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
)
_EN_ORDINALS = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
_EN_TENS = "thirty forty fifty sixty seventy eighty ninety"
_EN_SCALES = {"hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}

# Every form of a cardinal; the ordinals are stems, met with an adjective's endings.
_RU = {
    0: "ноль ноля нолю нолем нуль нуля нулю нулем",
    1: "один одна одно одного одной одному одним одном одну",
    2: "два две двух двум двумя",
    3: "три трех трем тремя",
    4: "четыре четырех четырем четырьмя",
    5: "пять пяти пятью",
    6: "шесть шести шестью",
    7: "семь семи семью",
    8: "восемь восьми восемью восьмью",
    9: "девять девяти девятью",
    10: "десять десяти десятью",
    40: "сорок сорока",
    90: "девяносто девяноста",
    100: "сто ста",
    200: "двести двухсот двумстам двумястами двухстах",
    300: "триста трехсот тремстам тремястами трехстах",
    400: "четыреста четырехсот четыремстам четырьмястами четырехстах",
    500: "пятьсот пятисот пятистам пятьюстами пятистах",
    600: "шестьсот шестисот шестистам шестьюстами шестистах",
    700: "семьсот семисот семистам семьюстами семистах",
    800: "восемьсот восьмисот восьмистам восемьюстами восьмистах",
    900: "девятьсот девятисот девятистам девятьюстами девятистах",
}
_RU_TEENS = "одиннадцат двенадцат тринадцат четырнадцат пятнадцат шестнадцат семнадцат восемнадцат девятнадцат двадцат"
_RU_BENT = {50: "пятьдесят пятидесяти пятьюдесятью", 60: "шестьдесят шестидесяти шестьюдесятью"} | {
    70: "семьдесят семидесяти семьюдесятью",
    80: "восемьдесят восьмидесяти восемьюдесятью",
}
_RU_SCALES = {
    10**3: "тысяча тысячи тысяч тысяче тысячу тысячей тысячью тысячам тысячами тысячах тыс",
    10**6: "миллион миллиона миллионов миллиону миллионом миллионе миллионы миллионам миллионами миллионах млн",
    10**9: "миллиард миллиарда миллиардов миллиарду миллиардом миллиарде миллиарды миллиардам миллиардами млрд",
    10**12: "триллион триллиона триллионов триллиону триллионом триллионы триллионами трлн",
}
_RU_ORDINALS = {
    1: "перв", 2: "втор", 4: "четверт", 5: "пят", 6: "шест", 7: "седьм", 8: "восьм", 9: "девят", 10: "десят",
    30: "тридцат", 40: "сороков", 50: "пятидесят", 60: "шестидесят", 70: "семидесят", 80: "восьмидесят",
    90: "девяност", 100: "сот", 1000: "тысячн",
}  # fmt: skip
_RU_ENDINGS = "ый ой ая ое ого ому ым ом ую ые ых ыми"
_RU_THIRD = "третий третья третье третьего третьему третьим третьем третью третьей третьи третьих третьими"

_ROMAN = regex.compile(r"X{0,3}(?:IX|IV|V?I{0,3})")
_ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10}


@cache
def _parts() -> Mapping[str, _Part]:
    parts = {word: _Part(value) for value, word in enumerate(_EN.split())}
    parts |= {word: _Part(value, ordinal=True) for value, word in enumerate(_EN_ORDINALS.split())}
    for value, word in zip(range(30, 100, 10), _EN_TENS.split(), strict=True):
        parts |= {word: _Part(value), word[:-1] + "ieth": _Part(value, ordinal=True)}
    for word, value in _EN_SCALES.items():
        parts |= {word: _Part(value, scale=True), word + "th": _Part(value, ordinal=True)}
    teens = dict(enumerate(_RU_TEENS.split(), start=11)) | {20: "двадцат", 30: "тридцат"}
    for value, stem in teens.items():
        parts |= {stem + ending: _Part(value) for ending in ("ь", "и", "ью")}
    for value, forms in (_RU | _RU_BENT).items():
        parts |= {form: _Part(value) for form in forms.split()}
    for value, forms in _RU_SCALES.items():
        parts |= {form: _Part(value, scale=True) for form in forms.split()}
    for value, stem in (teens | _RU_ORDINALS).items():
        parts |= {stem + ending: _Part(value, ordinal=True) for ending in _RU_ENDINGS.split()}
    return parts | {form: _Part(3, ordinal=True) for form in _RU_THIRD.split()}


def begins_numeral(word: str) -> bool:
    """Whether a folded word can begin a number in words."""
    return word in _parts()


@cache
def numeral_words(*, ordinals: bool = True) -> frozenset[str]:
    """Every word that can begin a number in words."""
    return frozenset(word for word, part in _parts().items() if ordinals or not part.ordinal)


def read_numeral(words: Sequence[str], at: int) -> Numeral | None:
    """The longest number that begins at word `at`: "twenty-one", "5 million", «двадцати одного», "nineteen eighty".

    Words are folded and a hyphen ends one. A number in digits may stand before a scale. Parts must get smaller, so
    "two five" are two numbers, not seven.
    """
    parts = _parts()
    total, group, room, i, ordinal = Decimal(0), Decimal(0), 10**15, at, False
    while i < len(words) and not ordinal:
        word = words[i]
        part = parts.get(word)
        if part is None:
            if room == 1000 and i > at and not group and word.isdecimal() and word.isascii() and int(word[:4]) < 1000:
                return Numeral(total + int(word), i + 1, ordinal=False)  # «12 тысяч 500»
            digits = _digits(word) if i == at else None
            follows = parts.get(words[i + 1]) if i + 1 < len(words) else None
            if digits is not None and follows is not None and follows.scale:
                group, room, i = digits, 1, i + 1
                continue
            if word == "and" and i > at and room >= 100 and i + 1 < len(words) and words[i + 1] in parts:
                i += 1
                continue
            break
        if part.scale:
            if part.value == 100 and group < 100:
                group, room = (group or Decimal(1)) * 100, 100
            elif part.value > 100 and (not total or part.value < room):
                total, group, room = total + (group or 1) * part.value, Decimal(0), part.value
            else:
                break
        elif part.value < room and (part.value or i == at):
            group += part.value
            room = _room(part.value)
        elif _century(group, part) and i == at + 1:
            group, room = group * 100 + part.value, _room(part.value)
        else:
            break
        ordinal, i = part.ordinal, i + 1
    return Numeral(total + group, i, ordinal) if i > at and (i > at + 1 or words[at] in parts) else None


def _digits(word: str) -> Decimal | None:
    return Decimal(word) if word.isascii() and word.replace(".", "", 1).isdecimal() and len(word) <= 20 else None


def _room(value: int) -> int:
    """What may follow must be below this: units after twenty, nothing after eleven."""
    if value >= 100:
        return 100
    return 10 if value >= 20 else 1


def _century(group: Decimal, part: _Part) -> bool:
    """ "Nineteen eighty-four", "twenty twelve": a year read in two halves."""
    return 11 <= group <= 20 and 10 <= part.value < 100


_ENDINGS = listed("st nd rd th й го му м я ая ое ый ой е ого ому х ую ю")


def ordinal_ending(word: str) -> bool:
    """What is written after the digits of an ordinal: 4th, 21-й, 3-го."""
    return word in _ENDINGS


def roman(word: str) -> int | None:
    """The value of a Roman numeral of two letters or more up to XXXIX, which are no words."""
    if len(word) < 2 or not _ROMAN.fullmatch(word):
        return None
    values = [_ROMAN_DIGITS[letter] for letter in word]
    return sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))


@cache
def romans() -> frozenset[str]:
    """The folded Roman numerals that `roman` may read, and the single signs."""
    tens, units = ("", "x", "xx", "xxx"), ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
    return frozenset(ten + one for ten in tens for one in units if ten + one)
