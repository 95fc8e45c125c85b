"""A check of content: is this number said?"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

import regex
from annotated_types import Ge

from harness.checks._denial import unsettled
from harness.checks._sense import negative
from harness.checks.registry import Verdict, check
from harness.checks.text import numbers, quote, sentences

__all__ = ["number"]


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
    if text[span[0]].isdigit() and negative(text, span[0]):
        return "said with a minus"
    doubt = unsettled(text, span, [text[slice(*span)]])
    return doubt.why if doubt is not None and doubt.why in ("denied", "taken back", "put right") else None
