"""What a text states by itself: dates, figures with what they count, names, titles; each with where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from harness.checks._codes import codes
from harness.checks._dates import dates
from harness.checks._figures import Figure, in_digits, in_words
from harness.checks._names_found import names
from harness.checks._stems import KINDS, STOPWORDS, stem
from harness.checks.text import fold, listed
from harness.lint.overlap import words_of

__all__ = ["CONTACTS", "Stated", "stated"]

CONTACTS = ("e-mail", "link", "phone number")
_YEAR_BEFORE = re.compile(r"\b(?:in|since|from|year|of|с|в|году?|года|г)\W*$")
_RANGE = re.compile(r"\s*(?:[-–—]|до|to|and|и|till|until)\s*", re.IGNORECASE)
_BY = re.compile(r"\s*(?:[x×хX*]|by|на)\s*")
_CLOCK = re.compile(r"(?<![\d:.])(?:[01]?\d|2[0-4]):[0-5]\d(?![\d:])(?:\s?[ap]\.?m\b\.?)?", re.IGNORECASE)
_DECADE = re.compile(r"\b(?:1\d|20)\d0(?:s|-[еёх]\w*)\b")
_HOUR = re.compile(r"(?<![\d:.])(?:1[0-2]|[1-9])\s?[ap]\.?m\b\.?", re.IGNORECASE)
_UNIT = re.compile(
    r"[ \u00a0-](?:(?:business|working|calendar|рабочи[хйе]|календарны[хйе]|банковски[хйе])[ \u00a0])?"
    r"(?:days?|дн\w+|день|hours?|час\w*|weeks?|недел\w+|months?|месяц\w*|years?|год\w*|лет|сут\w+|percent|процент\w*"
    r"|euros?|евро|руб\w*\.?|долл\w*|minutes?|минут\w*|балл\w*|points?|(?:k|kilo|milli|centi)?(?:g|gram|m|metre|meter)s?"
    r"|[км]?г|[смк]?м|грамм\w*|литр\w*|lit(?:re|er)s?)(?!\w)|[ \u00a0]?[%€₽$]",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"[\d\s.,]*\d")
_FIRST = re.compile(
    r"(?:^|[.!?:]\s+|\n)(?P<word>[A-Z][\w'’-]*)[ \u00a0](?:(?:&|de|van|von|der|la|di|da|du)[ \u00a0])?$"
)
_OPENERS = listed(
    "the a an in at on for from our your their his her its this that these those there it he she we you they i as when "
    "while after before if yes no all most every each both some any one two three unfortunately usually please write "
    "send call contact visit open click choose use take bring ask see and or but so with by to of is are was were"
)
"""Words that open a sentence with a capital and are no part of the name behind them."""


class Stated(NamedTuple):
    """A piece of a text that states something.

    Attributes:
        start, end: where it stands, in characters.
        kind: `date`, `figure`, `name` or `title`.
        ways: it, and what stands in brackets behind it as another way to say it.
        parts: what it falls into, where the whole is no answer of one writing: both ends of a range.
    """

    start: int
    end: int
    kind: str
    ways: tuple[str, ...]
    parts: tuple[str, ...] = ()

    @property
    def piece(self) -> str:
        """As it stands in the text."""
        return self.ways[0]


def stated(prompt: str, text: str, *, bare: bool) -> list[Stated]:
    """The pieces in their order; `bare`: figures that count nothing and figures in words are pieces, too.

    Names that the question has whole, and short forms of a name in brackets, are none.
    """
    taken: list[tuple[int, int]] = [name.span for name in codes(text) if name.kind in CONTACTS]
    found: list[Stated] = []

    def add(kind: str, span: tuple[int, int], parts: tuple[str, ...] = ()) -> None:
        if all(span[1] <= a or span[0] >= b for a, b in taken):
            piece = re.sub(r"['’]s$", "", text[slice(*span)].strip(' \u00a0,.;:()«»"“”'))
            piece = piece.partition(" (")[0]
            if piece:
                taken.append(span)
                found.append(Stated(*span, kind, (piece,), parts))

    for span in _dates(text):
        add("date", span)
    for pattern in (_CLOCK, _HOUR, _DECADE):
        for clock in pattern.finditer(text):
            add("date", clock.span())
    for span, parts in _amounts(text, bare=bare):
        add("figure", span, parts)
    said = set(words_of(prompt))
    asked = frozenset(map(stem, said))
    for name in names(text):
        if name.kind in ("name", "title", "code"):
            span = _whole(text, name.span) if name.kind == "name" else name.span
            if _is_new(text[slice(*span)], asked):
                add("title" if name.kind == "title" else "name", span)
    found = [one for one in found if not set(words_of(one.piece)) <= said] or found
    return _with_other_ways(sorted(found), text)


def _dates(text: str) -> Iterator[tuple[int, int]]:
    """Dates; two with "to" between them are one span where the first says no year of its own."""
    kept: list[tuple[int, int]] = []
    before = None
    for date in dates(text):
        if not date.month and not _YEAR_BEFORE.search(text, max(0, date.span[0] - 8), date.span[0]):
            continue
        if before is not None and not before.year and _RANGE.fullmatch(text, kept[-1][1], date.span[0]):
            kept[-1] = (kept[-1][0], date.span[1])
        else:
            kept.append(date.span)
        before = date
    return iter(kept)


def _amounts(text: str, *, bare: bool) -> Iterator[tuple[tuple[int, int], tuple[str, ...]]]:
    """Figures with what they count; «от 2 до 5 дней» and "140 × 70 cm" are one piece of two parts."""
    figures: list[Figure] = sorted((*in_digits(text), *in_words(text)), key=lambda one: one.span)
    i = 0
    while i < len(figures):
        start, end = figures[i].span
        whole, counts = _with_unit(text, end), figures[i].counted or text[end - 1] == "%"
        counts = counts and not (text[start].isalpha() and not (figures[i].duration or figures[i].currency))
        parts: tuple[str, ...] = ()
        if i + 1 < len(figures) and _joined(text, whole, figures[i + 1].span[0]):
            last = _with_unit(text, figures[i + 1].span[1])
            second = text[figures[i + 1].span[0] : last]
            bare_number = _NUMBER.fullmatch(text, start, whole) is not None
            ranged = bare_number and _RANGE.fullmatch(text, whole, figures[i + 1].span[0]) is not None
            parts = (text[start:whole] + (_NUMBER.sub("", second, count=1) if ranged else ""), second)
            whole, counts = last, True
            i += 1
        one_of_them = text[start].isalpha() and figures[i].values[0] == 1  # "an hour" says it without a number
        if (counts or whole > end or bare) and not one_of_them:
            yield (start, whole), parts
        i += 1


def _joined(text: str, start: int, end: int) -> bool:
    return any(sign.fullmatch(text, start, end) is not None for sign in (_RANGE, _BY))


def _with_unit(text: str, end: int) -> int:
    """Where the word behind a number ends, which says what is counted: «30 календарных дней», "3 pieces"."""
    after = _UNIT.match(text, end)
    return after.end() if after is not None else end


def _whole(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """A name with its first word, where that opens the sentence, and with the "3-" of "3-D Secure"."""
    start, end = span
    before = _FIRST.search(text, max(0, start - 40), start)
    if before is not None and fold(before["word"]) not in _OPENERS:
        start = before.start("word")
    numbered = re.search(r"(?<![\w-])\d{1,2}-?[A-ZА-Я]?[ \u00a0-]$", text[max(0, start - 6) : start])
    if numbered is not None:
        start -= len(numbered[0])
    return start, end


def _is_new(name: str, asked: frozenset[str]) -> bool:
    """Whether a word of the name, other than what kind of thing it is of, is new to the question."""
    words = {stem(word) for word in words_of(name) if word not in STOPWORDS}
    return bool(words - asked - KINDS) or bool(words - asked and not words & asked)


def _with_other_ways(found: list[Stated], text: str) -> list[Stated]:
    """A piece in brackets right behind another of its kind is another way to say that."""
    made: list[Stated] = []
    for one in found:
        last = made[-1] if made else None
        bracketed = text[max(0, one.start - 1) : one.start] == "(" and text[one.end : one.end + 1] == ")"
        if last is not None and bracketed and one.kind == last.kind and text[last.end : one.start].strip() == "(":
            made[-1] = last._replace(ways=(*last.ways, one.piece))
        elif not (bracketed and one.kind == "name"):
            made.append(one)
    return made
