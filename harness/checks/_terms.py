"""A text as a row of comparable terms: numbers, ordinals, units, money and short forms in one writing each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from unicodedata import normalize as unicode_form

import regex

from harness.checks._numerals import begins_numeral, numeral_words, ordinal_ending, read_numeral, roman, romans
from harness.checks._units import CURRENCY_SIGNS, aliases, currency, unit, unit_words
from harness.checks.text import ARTICLES, Words, kept, listed

__all__ = ["ONES", "Terms", "answer_terms", "bare"]

_SIGNS = regex.compile("[%°&" + "".join(CURRENCY_SIGNS) + "]")
ONES = listed("one один одна одно одной одного одним одному одном одну")
_CENTURY = listed("век века веке веку веком")
_CARDINAL_ENDINGS = listed("ти ми ю х мя ух")
_OF_DAYS = listed("calendar календарных календарные календарный календарного")
_MINUS = listed("minus negative минус")
_NO_NUMERAL = regex.compile(
    r"(?:this|that|the|no|any|each|every|another|which|some|only|ни|не|ещ[её]|как)\s+$",
    regex.IGNORECASE | regex.REVERSE,
)


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of a text, each with its characters in the original and whether it begins with a capital.

    A cardinal is its digits ("21", "0.5"), an ordinal has a point after them ("21."), a unit is its English name after
    the number: "$5 million", "5,000,000 dollars" and «5 млн долларов» are `5000000 dollar`. Articles, accents of Latin
    letters and the possessive 's are gone.
    """

    terms: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    capital: tuple[bool, ...]

    @staticmethod
    def of(text: str) -> Terms:
        """The terms of a text, in order."""
        return _terms(text)

    @staticmethod
    def _of(text: str) -> Terms:
        reader = _Reader(text, Words.of(text, grouped=True))
        read = list(reader.terms())
        spans = tuple((reader.spans[first][0], reader.spans[last][1]) for _, first, last in read)
        return Terms(tuple(term for term, _, _ in read), spans, tuple(text[start].isupper() for start, _ in spans))

    def find(self, sought: Sequence[str]) -> Iterator[int]:
        """Where the terms stand in a row."""
        wanted = tuple(sought)
        at = -1
        while wanted and wanted[0] in self.terms[at + 1 :]:
            at = self.terms.index(wanted[0], at + 1)
            if self.terms[at : at + len(wanted)] == wanted:
                yield at

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Characters of the original from term `first` to term `last`, both included."""
        return self.spans[first][0], self.spans[last][1]


@lru_cache(maxsize=4096)
def answer_terms(accepted: str) -> Terms:
    """The terms of an accepted answer, which many replies are held to."""
    return Terms.of(accepted)


def bare(term: str) -> str:
    """A term with ordinals as cardinals: "season four" and "the fourth season" speak of the same number."""
    return term[:-1] if term[-1] == "." else term


@lru_cache(maxsize=65536)
def _plain(word: str) -> str:
    """A folded word without the accents of Latin letters and without a possessive 's."""
    if not word.isascii() and any(letter < "\u0400" and not letter.isascii() for letter in word):
        word = "".join(letter for letter in unicode_form("NFD", word) if not "\u0300" <= letter <= "\u036f")
        word = word.replace("ø", "o").replace("ł", "l").replace("đ", "d").replace("ß", "ss").replace("æ", "ae")
    return word[:-2] if word.endswith("'s") else word.removesuffix("'")


# «30-дневный»
_LASTING = {"дневн": "day", "недельн": "week", "месячн": "month", "часов": "hour", "минутн": "minute"}
_LONG = regex.compile("|".join(_LASTING))

_terms = kept(Terms._of)


@cache
def _special() -> frozenset[str]:
    """Words that need a second look; all others are terms as they stand."""
    return numeral_words() | unit_words() | romans() | ARTICLES | frozenset(aliases()) | _MINUS | {"&", "us", "u"}


class _Reader:
    """Reads one text from left to right."""

    def __init__(self, text: str, found: Words) -> None:
        self.text = text
        raw = [(_plain(word), span) for word, span in zip(found.words, found.spans, strict=True)]
        if signs := [(match[0], match.span()) for match in _SIGNS.finditer(text)]:
            raw = sorted(raw + signs, key=lambda item: item[1][0])
        self.words = [word for word, _ in raw]
        self.spans = [span for _, span in raw]

    def terms(self) -> Iterator[tuple[str, int, int]]:
        """(term, first, last) over the words as they stand."""
        words, special = self.words, _special()
        i, after_number = 0, False
        while i < len(words):
            word = words[i]
            if after_number and word in _OF_DAYS and i + 1 < len(words) and unit(words[i + 1], after_number=False):
                i += 1
                continue
            if after_number and self._gap(i) == "-" and (long := _LONG.match(word)):
                yield _LASTING[long[0]], i, i
                i, after_number = i + 1, False
                continue
            if word not in special and not word[-1:].isdigit() and not word[:1].isdigit():
                if word:
                    yield word, i, i
                i, after_number = i + 1, False
            elif word in _MINUS and not after_number and (less := self._number(i + 1)) and less[0][-1] != ".":
                yield "-" + less[0].removeprefix("-"), i, less[1] - 1
                i, after_number = less[1], True
            elif (money := currency(word)) is not None and (amount := self._number(i + 1)) is not None:
                yield amount[0], i + 1, amount[1] - 1
                yield money, i, amount[1] - 1
                i, after_number = self._past(amount[1], money), False
            elif (number := self._number(i)) is not None:
                yield number[0], i, number[1] - 1
                if (second := self._shortened_year(i, number)) is not None:
                    yield second, number[1], number[1]
                    i = number[1] + 1
                else:
                    i = number[1]
                after_number = True
            elif skipped := self._of_america(i, after_number):
                i += skipped
            elif (short := self._alias(i)) is not None:
                yield short[0], i, short[1] - 1
                i, after_number = short[1], False
            elif (measured := unit(word, after_number=after_number)) is not None:
                yield measured, i, i
                i += 2 if self._rate(i) else 1
                after_number = i < len(words) and self._gap(i) in ("/", " / ", "")
            else:
                if word == "&" or word not in ARTICLES or i == len(words) - 1:
                    yield ("and" if word == "&" else word), i, i
                i, after_number = i + 1, False

    def _gap(self, at: int) -> str:
        """What stands between a word and the one before it."""
        return self.text[self.spans[at - 1][1] : self.spans[at][0]]

    def _number(self, i: int) -> tuple[str, int] | None:
        """(term, end) of a number at word `i`, in digits, words or Roman numerals."""
        if i >= len(self.words):
            return None
        word = self.words[i]
        digits = word[:1].isdigit() or word[1:2].isdigit()
        if not digits and not begins_numeral(word):
            return self._roman(i)
        end = i + 1
        if digits and not (end < len(self.words) and begins_numeral(self.words[end])):
            return self._in_digits(i)
        while end < len(self.words) and end < i + 12 and self._gap(end) in (" ", "-", "", "\u00a0", "‑"):
            end += 1
        found = read_numeral(self.words[i:end], 0)
        if found is not None:
            if found.end == 1 and self._is_pronoun(i):
                return None
            return f"{found.value.normalize():f}" + ("." if found.ordinal else ""), i + found.end
        return self._in_digits(i) if digits else None

    def _in_digits(self, i: int) -> tuple[str, int]:
        word, following = self.words[i], self.words[i + 1] if i + 1 < len(self.words) else ""
        if following in _CENTURY and (following != "века" or len(word) > 1):
            return word + ".", i + 1
        if following and self._gap(i + 1) in ("", "-", "‑"):
            if ordinal_ending(following):
                return word + ".", i + 2
            if following in _CARDINAL_ENDINGS:
                return word, i + 2
            if following == "s":
                return word + "s", i + 2
            if following in ("k", "к") and self._gap(i + 1) == "" and word.replace(".", "", 1).isdecimal():
                return f"{(Decimal(word[:20]) * 1000).normalize():f}", i + 2
        return word, i + 1

    def _is_pronoun(self, i: int) -> bool:
        """ "One of them", "the one", «один из них»: no numbers."""
        if self.words[i] not in ONES:
            return False
        start = self.spans[i][0]
        following = self.words[i + 1] if i + 1 < len(self.words) else ""
        return following in ("of", "из") or _NO_NUMERAL.search(self.text, max(0, start - 10), start) is not None

    def _shortened_year(self, i: int, number: tuple[str, int]) -> str | None:
        """The second year of 1979–80, in full."""
        first, end = number
        if not (len(first) == 4 and first.isdigit() and end < len(self.words) and self._gap(end) in ("-", "–", "/")):
            return None
        second = self.words[end]
        whole = len(second) == 2 and second.isdigit() and int(second) > int(first[2:])
        return first[:2] + second if whole else None

    def _roman(self, i: int) -> tuple[str, int] | None:
        if self.words[i] not in romans():
            return None
        raw = self.text[slice(*self.spans[i])]
        value = roman(raw)
        if value is None and raw in ("I", "V", "X") and i and self._after_cyrillic_name(i):
            value = {"I": 1, "V": 5, "X": 10}[raw]
        return (f"{value}.", i + 1) if value is not None else None

    def _after_cyrillic_name(self, i: int) -> bool:
        """«Пётр I»: among Cyrillic letters a single I is no pronoun."""
        start, end = self.spans[i - 1]
        return self.text[start].isupper() and "а" <= self.text[end - 1].lower() <= "я" and self._gap(i).isspace()

    def _alias(self, i: int) -> tuple[str, int] | None:
        words = self.words
        if words[i] == "us":
            return ("usa", i + 1) if self.text[slice(*self.spans[i])] == "US" else None
        for form, name in aliases().get(words[i], ()):
            if tuple(words[i : i + len(form)]) == form and (len(form[0]) > 1 or self._gap(i + 1) in (".", ". ")):
                return name, i + len(form)
        return None

    def _past(self, i: int, money: str) -> int:
        """Behind the same money said once more: "$5 dollars"."""
        return i + 1 if i < len(self.words) and unit(self.words[i], after_number=True) == money else i

    def _of_america(self, i: int, after_number: bool) -> int:
        """How many words say only whose dollars they are: "US$5", "5 million U.S. dollars"."""
        count = 1 if self.words[i] == "us" else 2 if self.words[i : i + 2] == ["u", "s"] else 0
        following = self.words[i + count : i + count + 1]
        if not count or not following or (following[0] != "$" and not after_number):
            return 0
        return count if unit(following[0], after_number=True) == "dollar" else 0

    def _rate(self, i: int) -> bool:
        """ "Kilometres per hour": the word between two units says no more than a stroke."""
        if i + 2 >= len(self.words) or self.words[i + 1] not in ("per", "a", "an", "в"):
            return False
        return unit(self.words[i + 2], after_number=True) is not None
