"""A check of content: is this number said?"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import chain
from typing import Annotated

import regex
from annotated_types import Ge

from harness.checks._another_number import minus_before
from harness.checks._denial import unsettled
from harness.checks._numerals import numeral_words
from harness.checks._terms import ONES, Terms
from harness.checks.registry import Verdict, check
from harness.checks.text import letter_runs, numbers, quote, sentences

__all__ = ["number"]

READ = 10_000
"""Characters of a reply in which numerals are looked for in words."""


@check("number")
def number(text: str, value: float, tolerance: Annotated[float, Ge(0)] = 0.0) -> Verdict:
    """The number stands in the reply, within `tolerance` (absolute, the bound included).

    Read in both ways of writing: 1,000.5 and 1 000,5; money, %, thousand/million and тыс./млн; "20 %" is 20 or 0.2;
    a minus as a sign or a word. Numerals in words are read in the first 10,000 characters, parts (half, ½, 1/2) not.
    Where a sentence has "=", only what follows the last one counts. A number that is denied ("not 12", "it can't be
    12"), only asked, taken back ("12. No, wait, 13") or one of two on offer ("12 or 15", 12/15) does not count; a
    range says both its ends.

    Passes: {"number": {"value": 1000.5, "tolerance": 0.01}} on "Итого: 1 000,50 ₽"
    Passes: {"number": 12} on "7 + 5 = 12"
    Passes: {"number": -5} on "Минус пять градусов."
    Misses: {"number": 12} on "12 or 15"
    Misses: {"number": 30} on "У вас нет 30 дней."
    Misses: {"number": {"value": 100, "tolerance": 5}} on "It costs $94.99."
    """
    wanted, within = Decimal(repr(value)), Decimal(repr(tolerance))
    low, high = wanted - within, wanted + within
    refused: Verdict | None = None
    for span in chain(_in_digits(text, low, high), _in_words(text, low, high)):
        why = _unsettled(text, span)
        if why is None:
            return Verdict(True, f"{quote(text, span)} is {value:g}" + _within(tolerance), span)
        refused = refused or Verdict(False, f"{quote(text, span)} is {why}", span)
    return refused or Verdict(False, f"{value:g}{_within(tolerance)} is not in the reply {quote(text)}")


def _in_digits(text: str, low: Decimal, high: Decimal) -> Iterator[tuple[int, int]]:
    """Where a number within the bounds stands in digits."""
    for start, end in sentences(text):
        at = max(start, text.rfind("=", start, end) + 1)
        for found in numbers(text[at:end], lambda read: low <= read <= high or low <= -read <= high):
            first, last = found.span[0] + at, found.span[1] + at
            minus = minus_before(text, first)
            if any(low <= (read if minus is None else -read) <= high for read in found.values):
                yield first if minus is None else minus, last


def _in_words(text: str, low: Decimal, high: Decimal) -> Iterator[tuple[int, int]]:
    """The same in words: "twelve", «минус пять». "One" is a number only where hardly anything else is said."""
    cardinals = numeral_words(ordinals=False) - (frozenset() if low <= 1 <= high else ONES)
    if cardinals.isdisjoint(letter_runs(text[:READ])):
        return
    terms = Terms.of(text[:READ])
    for term, (start, end) in zip(terms.terms, terms.spans, strict=True):
        if not _NUMERAL.fullmatch(term) or not low <= Decimal(term) <= high or _DIGIT.search(text, start, end):
            continue
        if (term != "1" or len(terms.terms) <= 3) and text.rfind("=", 0, start) == text.rfind("=", 0, READ):
            yield start, end


def _within(tolerance: float) -> str:
    return f" within {tolerance:g}" if tolerance else ""


_NUMERAL = regex.compile(r"-?\d{1,20}(?:\.\d+)?")
_DIGIT = regex.compile(r"\d")

# Read backwards from the number: forwards, each of its fifty characters would be tried as a beginning.
_BACKWARDS = regex.IGNORECASE | regex.REVERSE
_DENIED = regex.compile(r"(?:\b(?:not|never|isn['’]t|wasn['’]t|не|ни)\s+(?:[$€£]\s?)?)$", _BACKWARDS)
_OR_BEFORE = regex.compile(r"(?:\d\S{0,3}\s+(?:\w{1,12}\s+)?(?:or|или|либо)\s+(?:\w{1,12}\s+)?[$€£]?|\d/)$", _BACKWARDS)
_OR_AFTER = regex.compile(r"\S{0,3}\s+(?:\w{1,12}\s+)?(?:or|или|либо)\s+(?:\w{1,12}\s+)?[$€£]?\d|/\d", regex.IGNORECASE)


def _unsettled(text: str, span: tuple[int, int]) -> str | None:
    before = text[max(0, span[0] - 50) : span[0]]
    if _DENIED.search(before):
        return "denied"
    if _OR_BEFORE.search(before) or _OR_AFTER.match(text, span[1]):
        return "one of two on offer"
    doubt = unsettled(text, span, [text[slice(*span)]])
    return doubt.why if doubt is not None else None
