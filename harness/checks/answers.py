"""Checks of content: is this the answer?"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Annotated

import regex
from annotated_types import Ge, Gt, Le, MinLen
from pydantic import AfterValidator
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from harness.checks.registry import Verdict, check
from harness.checks.text import Phrase, Words, fold, listed, numbers, quote, sentences

__all__ = ["answer", "equals", "keywords", "number"]

NEGATORS = listed(
    "not no never neither nor cannot without isn't aren't wasn't weren't don't doesn't didn't won't can't hasn't "
    "haven't не ни нет никогда"
)
# What may stand between a negation and the word it denies.
SKIPPED = listed(
    "a an the in on at of to for by with from really actually necessarily exactly called "
    "в во на к ко у из от за по с со о об это является совсем вовсе именно"
)
_NEGATING_PREFIXES = ("un", "in", "im", "il", "ir", "non", "dis", "не", "ни", "без", "бес", "анти")
_BREAK = regex.compile(r"[.,;:!?\n—–]|\s-\s")


def _not_blank(phrase: str) -> str:
    if not fold(phrase):
        raise ValueError("must not be empty")
    return phrase


Answer = Annotated[Phrase, AfterValidator(_not_blank)]


@check("equals")
def equals(text: str, value: Answer) -> Verdict:
    """The whole reply is this, apart from case, punctuation, ё/е, spaces, English articles and how numbers are grouped.

    Passes: {"equals": "The Blue Whale"} on "blue whale."
    Passes: {"equals": "1000 рублей"} on "1 000 рублей"
    Misses: {"equals": "Зелёный"} on "Зеленый или синий"
    """
    if _same(Words.readings(text), text, value):
        return Verdict(True, f"the reply is {quote(value)}")
    return Verdict(False, f"the reply is {quote(text)}, not {quote(value)}")


def _same(readings: Sequence[Words], text: str, value: str) -> bool:
    wanted = Words.readings(value)
    if not wanted[0].words:
        return fold(text) == fold(value)  # signs alone: "+", "№"
    return any(mine.words == its.words for mine, its in zip(readings, wanted, strict=True))


@check("answer")
def answer(
    text: str,
    any_of: Annotated[list[Answer], MinLen(1)],
    fuzzy: Annotated[float, Gt(0), Le(1)] = 1.0,
    contains: bool = True,
) -> Verdict:
    """One of the accepted answers stands in the reply (with `contains: false`: is the whole reply).

    Words are compared as in `equals`. `fuzzy` below 1 also accepts near spellings: a share of letters, at least this
    many the same. A word of up to 4 letters, a number or a negation must be exact, up to 8 letters one letter may
    differ, beyond that two; a word never matches its negation ("possible", "impossible"). An answer right after a
    negation ("not Paris", «не в Париже») does not count.

    Passes: {"answer": ["Paris"]} on "It is Paris, of course."
    Passes: {"answer": {"any_of": ["в течение 30 дней"], "fuzzy": 0.9}} on "Да, в течении 30 дней."
    Misses: {"answer": ["Париж"]} on "Столица — не Париж."
    Misses: {"answer": {"any_of": ["within 30 days"], "fuzzy": 0.8}} on "Yes, within 60 days."
    Misses: {"answer": {"any_of": ["Paris"], "contains": false}} on "Paris or Lyon"
    """
    denied: tuple[str, tuple[int, int]] | None = None
    readings = Words.readings(text)
    for accepted in any_of:
        if _same(readings, text, accepted):
            return Verdict(True, f"the reply is {quote(accepted)}")
        for words, first, last in _places(readings, accepted, fuzzy):
            if not contains and last - first + 1 < len(words.words):
                continue
            span, negation = words.span(first, last), _denied_from(text, words, first)
            if negation is None:
                return Verdict(True, f"{quote(text, span)} is the answer {quote(accepted)}", span)
            denied = denied or (accepted, words.span(negation, last))
    if denied is not None:
        return Verdict(False, f"{quote(denied[0])} is denied: {quote(text, denied[1])}", denied[1])
    wanted = " or ".join(quote(accepted, limit=40) for accepted in any_of[:3])
    return Verdict(False, f"{wanted} is not {'in the reply' if contains else 'the reply'} {quote(text)}")


def _places(readings: Sequence[Words], accepted: str, fuzzy: float) -> Iterator[tuple[Words, int, int]]:
    """(words, first, last) of each place where the answer stands."""
    tried: list[tuple[Words, Words]] = []
    for words, wanted in zip(readings, Words.readings(accepted), strict=True):
        if not wanted.words or any(words is one and wanted.words == other.words for one, other in tried):
            continue
        tried.append((words, wanted))
        for start in _starts(words.words, wanted.words, fuzzy):
            yield words, start, start + len(wanted.words) - 1


def _starts(mine: Sequence[str], sought: Sequence[str], fuzzy: float) -> Iterator[int]:
    distinct = list(dict.fromkeys(mine)) if fuzzy < 1 else []
    near = [_near(word, distinct, fuzzy) for word in sought]
    anchor = max(range(len(sought)), key=lambda i: len(sought[i]))
    allowed = math.floor((1 - fuzzy) * sum(map(len, sought)) + 1e-9)
    for i, word in enumerate(mine):
        start = i - anchor
        if word not in near[anchor] or start < 0 or start + len(sought) > len(mine):
            continue
        edits = [near[k].get(mine[start + k]) for k in range(len(sought))]
        if None not in edits and sum(e for e in edits if e is not None) <= allowed:
            yield start


def _near(word: str, candidates: Sequence[str], fuzzy: float) -> dict[str, int]:
    """The candidates that may stand for a word, with the letters that differ."""
    edits = 0 if fuzzy >= 1 or len(word) <= 4 or word in NEGATORS or not word.isalpha() else 1 if len(word) <= 8 else 2
    if edits == 0:
        return {word: 0}
    found = process.extract(word, candidates, scorer=Levenshtein.distance, score_cutoff=edits, limit=None)
    return {near: int(distance) for near, distance, _ in found if near.isalpha() and not _opposite(word, near)}


def _opposite(one: str, other: str) -> bool:
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    return any(longer == prefix + shorter for prefix in _NEGATING_PREFIXES)


def _denied_from(text: str, words: Words, first: int) -> int | None:
    """The negation right before word `first`, in the same clause; "not only" is none."""
    at = first - 1
    while at >= 0 and not _BREAK.search(text, words.spans[at][1], words.spans[at + 1][0]):
        if words.words[at] in NEGATORS:
            return at
        if words.words[at] not in SKIPPED or first - at > 4:
            return None
        at -= 1
    return None


@check("number")
def number(text: str, value: float, tolerance: Annotated[float, Ge(0)] = 0.0) -> Verdict:
    """The number stands in the reply, within `tolerance` (absolute, the bound included).

    Read in both ways of writing: 1,000.5 and 1 000,5; money, %, thousand/million and тыс./млн; "20 %" is 20 or 0.2.
    Where a sentence has "=", only what follows the last one counts. A number right after a negation ("not 12") and one
    of two on offer ("12 or 15", «12 или 15») do not count.

    Passes: {"number": {"value": 1000.5, "tolerance": 0.01}} on "Итого: 1 000,50 ₽"
    Passes: {"number": 12} on "7 + 5 = 12"
    Misses: {"number": 12} on "12 or 15"
    Misses: {"number": {"value": 100, "tolerance": 5}} on "It costs $94.99."
    """
    wanted, within = Decimal(repr(value)), Decimal(repr(tolerance))
    low, high = wanted - within, wanted + within
    refused: Verdict | None = None
    for start, end in sentences(text):
        equal = text.rfind("=", start, end) + 1
        for found in numbers(text[max(start, equal) : end], lambda read: low <= read <= high):
            span = (found.span[0] + max(start, equal), found.span[1] + max(start, equal))
            why = _unsettled(text, span)
            if why is None:
                return Verdict(True, f"{quote(text, span)} is {value:g}" + _within(tolerance), span)
            refused = refused or Verdict(False, f"{quote(text, span)} is {why}", span)
    return refused or Verdict(False, f"{value:g}{_within(tolerance)} is not in the reply {quote(text)}")


def _within(tolerance: float) -> str:
    return f" within {tolerance:g}" if tolerance else ""


# Read backwards from the number: forwards, each of its fifty characters would be tried as a beginning.
_BACKWARDS = regex.IGNORECASE | regex.REVERSE
_DENIED = regex.compile(r"(?:\b(?:not|never|isn['’]t|wasn['’]t|не|ни)\s+(?:[$€£]\s?)?)$", _BACKWARDS)
_OR_BEFORE = regex.compile(r"\d\S{0,3}\s+(?:\w{1,12}\s+)?(?:or|или|либо)\s+(?:\w{1,12}\s+)?[$€£]?$", _BACKWARDS)
_OR_AFTER = regex.compile(r"\S{0,3}\s+(?:\w{1,12}\s+)?(?:or|или|либо)\s+(?:\w{1,12}\s+)?[$€£]?\d", regex.IGNORECASE)


def _unsettled(text: str, span: tuple[int, int]) -> str | None:
    before = text[max(0, span[0] - 50) : span[0]]
    if _DENIED.search(before):
        return "denied"
    if _OR_BEFORE.search(before) or _OR_AFTER.match(text, span[1]):
        return "one of two on offer"
    return None


def _some(all_of: Sequence[str] = (), any_of: Sequence[str] = (), none_of: Sequence[str] = ()) -> None:
    if not (all_of or any_of or none_of):
        raise ValueError("give at least one word in all_of, any_of or none_of")


def _keyword(phrase: str) -> str:
    if not Words.of(phrase.replace("*", "")).words:
        raise ValueError("a keyword needs a letter or a digit")
    if any("*" in word[:-1] for word in phrase.split()):
        raise ValueError("`*` may only end a word")
    return phrase


Keyword = Annotated[Phrase, AfterValidator(_keyword)]


@check("keywords", validate=_some)
def keywords(
    text: str,
    all_of: list[Keyword] = [],  # noqa: B006 - never changed
    any_of: list[Keyword] = [],  # noqa: B006
    none_of: list[Keyword] = [],  # noqa: B006
) -> Verdict:
    """Whole words or phrases: every one of `all_of`, at least one of `any_of`, none of `none_of`.

    Case, ё/е and punctuation do not matter. A word that ends in `*` stands for every word that begins so, which meets
    Russian endings: `возврат*` finds «возврата» and «возвратом».

    Passes: {"keywords": {"all_of": ["возврат*", "30"], "none_of": ["обмен*"]}} on "Срок возврата — 30 дней."
    Passes: {"keywords": {"any_of": ["bank card", "cash"]}} on "You can pay by bank card."
    Misses: {"keywords": {"all_of": ["return"]}} on "Returns are free."
    Misses: {"keywords": {"none_of": ["guarantee*"]}} on "We guaranteed it."
    """
    words = Words.of(text)
    found = {word: next(words.find(_pattern(word)), None) for word in dict.fromkeys([*all_of, *any_of, *none_of])}
    for word in none_of:
        place = found[word]
        if place is not None:
            span = words.span(*place)
            return Verdict(False, f"{quote(text, span)} must not be said", span)
    missing = [word for word in all_of if found[word] is None]
    if missing:
        return Verdict(False, f"{', '.join(map(quote, missing))} missing in {quote(text)}")
    if any_of and all(found[word] is None for word in any_of):
        return Verdict(False, f"none of {', '.join(map(quote, any_of))} in {quote(text)}")
    seen = [words.span(*place) for word in [*all_of, *any_of] if (place := found[word]) is not None]
    said = ", ".join(quote(text, span) for span in seen) or "no forbidden word"
    return Verdict(True, f"found {said}" if seen else f"{said} is said", seen[0] if seen else None)


def _pattern(phrase: str) -> regex.Pattern[str]:
    parts = []
    for piece in phrase.split():
        stems = [regex.escape(word) for word in Words.of(piece.removesuffix("*")).words]
        parts += [*stems[:-1], stems[-1] + ("[^ ]*" if piece.endswith("*") else "")] if stems else []
    return regex.compile(rf"(?<![^ ]){' '.join(parts)}(?![^ ])")
