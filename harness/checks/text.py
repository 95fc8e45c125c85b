"""Reading text as people do: what is the same word, the same number, a sentence; in English and Russian."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import chain, compress
from typing import Annotated, Any, NamedTuple

import regex
from pydantic import BeforeValidator

from harness.checks._kept import LONGEST_KEPT, kept, kept_items
from harness.checks._pieces import fold_piece
from harness.checks._sentences import sentences

__all__ = [
    "Number",
    "Phrase",
    "Words",
    "count_words",
    "fold",
    "kept",
    "kept_items",
    "letter_runs",
    "listed",
    "normalize",
    "numbers",
    "quote",
    "sentences",
    "straight",
]

ARTICLES = frozenset({"a", "an", "the"})

# Canonical ordering in unicodedata.normalize is quadratic in a run of combining marks (9 s for 100,000 of them);
# UAX #15, "Stream-Safe Text Format", finds no use for more than 30.
_MARKS = regex.compile(r"(\p{M}{30})\p{M}+")
_FOLDED = str.maketrans(
    dict.fromkeys("«»„“”‟″〝〞", '"')
    | dict.fromkeys("‘’‚‛`´ʼ′", "'")
    | dict.fromkeys("‐‑‒–—―−﹘﹣－", "-")
    | {"ё": "е", "\u00ad": None, "\u200b": None, "\u200c": None, "\u200d": None, "\u2060": None, "\ufeff": None}
)

_STRAIGHT = (("’", "'"), ("‘", "'"), ("ё", "е"), ("Ё", "Е"), ("\u00a0", " "), ("\u202f", " "))
_TO_FOLD = re.compile("[" + "".join(map(chr, _FOLDED)) + "]")
_APOSTROPHES = "'’ʼ‘`´"
_SIGN = r"(?:(?<![^\s(\[{\"«“„$€£₽:=+])[-−–])?(?<!\w)"
_DIGITS = r"\d+(?:[.,]\d+)*"
_THOUSANDS = r"\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?!\d)(?:[.,]\d+)?"
_JOINERS = "\u00ad\u200b-\u200d\u2060"  # soft hyphen and characters of no width: not seen, so no border of words
_LETTERS = rf"[^\W\d_]\w*+(?:[{_APOSTROPHES}{_JOINERS}]\w++)*+[+#]*+"
_WORD = regex.compile(rf"{_LETTERS}|(?P<number>{_SIGN}{_DIGITS})|\w+")
_WORD_GROUPED = regex.compile(rf"{_LETTERS}|(?P<number>{_SIGN}(?:{_THOUSANDS}|{_DIGITS}))|\w+")
_SPACED = regex.compile(r"\d[ \u00a0\u2009\u202f]\d{3}(?!\d)")
_GROUPED = regex.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?|-?\d{1,3}(?:\.\d{3})+,\d+")
_PLAIN = regex.compile(r"-?\d+(?:[.,]\d+)?")

_NUMBER = regex.compile(
    r"(?<![\w.,:])(?<!\p{L}[-–])(?P<sign>[-−–])?"
    rf"(?P<digits>{_THOUSANDS}|\d+(?:[.,'’]\d+)*)"
    r"(?!\d|:\d)"
    r"(?:[ \u00a0]?(?P<percent>[%٪％])"
    r"|[ \u00a0]?(?P<scale>(?:thousand|million|billion|тыс|тысяч[аиу]?|млн|миллион(?:а|ов)?|млрд|миллиард(?:а|ов)?)\b"
    r"|[kKкК](?![\w])))?"
)
_DIGIT_SIGNS = regex.compile(r"[ \u00a0\u2009\u202f.,'’]")  # regex knows digits of a newer Unicode than Decimal
_SCALES = {
    "thousand": 10**3, "тыс": 10**3, "тысяч": 10**3, "k": 10**3, "к": 10**3,
    "million": 10**6, "млн": 10**6, "миллион": 10**6,
    "billion": 10**9, "млрд": 10**9, "миллиард": 10**9,
}  # fmt: skip
_CYRILLIC = regex.compile(r"\p{Script=Cyrillic}")

_RUN = re.compile("[a-zа-я]+")


def _phrase(value: Any) -> Any:
    """A whole number may stand without quotes in a case: `equals: 42`."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


Phrase = Annotated[str, BeforeValidator(_phrase, json_schema_input_type=str | int)]


def listed(words: str) -> frozenset[str]:
    """A set of words written as a line of text."""
    return frozenset(words.split())


@kept
def straight(text: str) -> str:
    """Text with straight apostrophes, е for ё and plain spaces; one character for one, so that spans stay the same."""
    for sign, same in _STRAIGHT:
        text = text.replace(sign, same)
    return text


def fold(text: str) -> str:
    """Text with Unicode forms, case, ё/е, quotes, dashes, invisible characters and runs of spaces made alike.

    NFKC and case folding (Unicode 15, UAX #15), so offsets do not carry over to the original.
    """
    if text.isascii():
        composed = text.lower()
    else:
        composed = unicodedata.normalize("NFKC", _MARKS.sub(r"\1", text) if len(text) > 30 else text).casefold()
    return " ".join((composed.translate(_FOLDED) if _TO_FOLD.search(composed) else composed).split())


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text in comparable form, each with its place in the original.

    Words are folded; a number is one word, its thousands separators dropped and its decimal comma a point; punctuation
    is gone. `C++` and `C#` keep their sign. Built by `Words.of`.
    """

    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]

    @staticmethod
    def of(text: str, *, grouped: bool = False) -> Words:
        """The words of `text`, in order; `grouped` reads "1 000" as one number, which a list of numbers is not."""
        return _words(text, grouped and _SPACED.search(text) is not None)

    @staticmethod
    def _of(text: str, grouped: bool) -> Words:
        found = list((_WORD_GROUPED if grouped else _WORD).finditer(text))
        raws = [match[0] for match in found]
        forms = [_forms(raw, match.lastgroup is not None) for raw, match in zip(raws, found, strict=True)]
        spans = [match.span() for match in found]
        return Words(
            tuple(chain.from_iterable(forms)),
            tuple(span for span, some in zip(spans, forms, strict=True) for _ in some),
        )

    def without_articles(self) -> Words:
        """The same without English articles; a last `a` stays, as in "vitamin A"."""
        if ARTICLES.isdisjoint(self.words):
            return self
        keep = [word not in ARTICLES for word in self.words]
        keep[-1] = True
        return Words(tuple(compress(self.words, keep)), tuple(compress(self.spans, keep)))

    @classmethod
    def readings(cls, text: str) -> tuple[Words, Words, Words]:
        """The ways to read a text that can make two writings one: as it stands, without articles, "1 000" as 1000."""
        plain = cls.of(text)
        return plain, plain.without_articles(), cls.of(text, grouped=True)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Characters of the original from word `first` to word `last`, both included."""
        return self.spans[first][0], self.spans[last][1]

    def find(self, pattern: regex.Pattern[str]) -> Iterator[tuple[int, int]]:
        """(first, last) word of each match of `pattern` in the words joined by single spaces."""
        joined = " ".join(self.words)
        starts, at = [], 0
        for word in self.words:
            starts.append(at)
            at += len(word) + 1
        for match in pattern.finditer(joined):
            yield bisect_right(starts, match.start()) - 1, bisect_right(starts, max(match.start(), match.end() - 1)) - 1


_words = kept(Words._of)


@lru_cache(maxsize=1 << 13)
def _forms(raw: str, number: bool) -> Sequence[str]:
    word = raw.lower() if raw.isascii() else fold(raw)
    if number:
        word = word.replace(" ", "")
    if not number or not word.isascii():
        return [word] if word else []
    if _GROUPED.fullmatch(word):
        decimal = max(word.rfind(","), word.rfind(".")) if len(set(word) & {",", "."}) == 2 else len(word)
        return [_canonical(word[:decimal].replace(",", "").replace(".", ""), word[decimal + 1 :])]
    if _PLAIN.fullmatch(word):
        whole, _, decimals = word.replace(",", ".").partition(".")
        return [_canonical(whole, decimals)]
    return word.replace(",", ".").split(".")  # a date, a version, a list


def _canonical(whole: str, decimals: str) -> str:
    decimals = decimals.rstrip("0")
    return f"{whole}.{decimals}" if decimals else whole


def normalize(text: str) -> str:
    """The words of a text joined by spaces: without case, punctuation, ё, English articles."""
    return " ".join(Words.of(text).without_articles().words)


@kept
def count_words(text: str) -> int:
    """Runs between spaces that hold a letter or a digit: "well-known" and "24/7" are one word, a dash is none."""
    return sum(run[0].isalnum() or any(map(str.isalnum, run)) for run in text.split())


class Number(NamedTuple):
    """A number in a text, with every value its writing can have.

    Attributes:
        values: the likeliest first. "1,500" in a Russian text may be 1500 or 1.5; "20 %" is 20 or 0.2.
        span: (start, end) in characters.
    """

    values: tuple[Decimal, ...]
    span: tuple[int, int]


def numbers(text: str, wanted: Callable[[Decimal], bool] | None = None) -> Iterator[Number]:
    """Numbers in digits, all or those with a reading that is wanted: English or Russian, %, thousand/million, тыс.

    Dates, clock times, versions and digits inside a word (A4, ckpt-3) are not numbers.
    """
    if len(text) <= LONGEST_KEPT:
        found = _numbers(text)
        return iter(found if wanted is None else [number for number in found if any(map(wanted, number.values))])
    return _numbers_wanted(text, wanted)


def _numbers_wanted(text: str, wanted: Callable[[Decimal], bool] | None = None) -> Iterator[Number]:
    russian: bool | None = None
    known: dict[str, tuple[Decimal, ...]] = {}  # a reply that repeats itself is read once
    for match in _NUMBER.finditer(text):
        written = match.group()
        if (values := known.get(written)) is None:
            russian = _CYRILLIC.search(text) is not None if russian is None else russian
            values = _read(match, russian)
            known[written] = values = values if wanted is None or any(map(wanted, values)) else ()
        if values:
            yield Number(values, match.span())


_numbers = kept_items(_numbers_wanted)


def _read(match: regex.Match[str], russian: bool) -> tuple[Decimal, ...]:
    """Readings of one number with its sign, scale and percent sign; none for what is no number."""
    sign, digits, percent, scale = match.group("sign", "digits", "percent", "scale")
    plain = len(digits) <= 100 and (digits.isdecimal() or _DIGIT_SIGNS.sub("", digits).isdecimal())
    values = _values(digits, russian) if plain else ()
    if sign:
        values = tuple(-value for value in values)
    if scale:
        values = tuple(value * _SCALES[_stem(scale)] for value in values)
    if percent:
        values += tuple(value / 100 for value in values)
    return values


def _stem(scale: str) -> str:
    word = scale.casefold()
    return next(known for known in _SCALES if word == known or (len(known) > 1 and word.startswith(known)))


def _values(digits: str, russian: bool) -> tuple[Decimal, ...]:
    """Readings of digits with separators; none for what is no number (12.03.2024, 1.2.3)."""
    if digits.isdecimal():
        return (Decimal(digits),)
    for space in "\u00a0\u2009\u202f'’":
        digits = digits.replace(space, " ")
    grouped = digits.replace(" ", "")
    marks = [mark for mark in grouped if mark in ".,"]
    if not marks:
        return (Decimal(grouped),)
    if len(set(marks)) == 2 or len(marks) > 1:
        if not _GROUPED.fullmatch(grouped):
            return ()
        if len(set(marks)) == 1:
            return (Decimal(grouped.replace(marks[0], "")),)
        return (Decimal(grouped.replace(marks[0], "").replace(",", ".")),)
    whole, _, rest = grouped.replace(",", ".").partition(".")
    as_decimal, as_thousands = Decimal(f"{whole}.{rest}"), Decimal(whole + rest)
    if len(rest) != 3 or len(whole) > 3 or whole.startswith("0") or " " in digits:
        return (as_decimal,)
    if marks[0] == ",":
        return (as_thousands, as_decimal) if russian else (as_thousands,)
    return (as_decimal, as_thousands) if russian else (as_decimal,)


@kept
def letter_runs(text: str) -> frozenset[str]:
    """The runs of English and Russian letters, folded: what holds none of a pattern's words need not be searched."""
    return frozenset(_RUN.findall(fold_piece(text)))


@kept
def quote(text: str, span: tuple[int, int] | None = None, limit: int = 80) -> str:
    """A piece of a reply in quotation marks on one line, at most `limit` characters of it."""
    start, end = span if span is not None else (0, len(text))
    piece = " ".join(text[start : min(end, start + 4 * limit)].split())
    return f"“{piece if len(piece) <= limit else piece[: limit - 1] + '…'}”"
