"""What stands beside a number and turns its sense: a sign of money or of less and more, "at least" and "at most"."""

from __future__ import annotations

from functools import cache

import regex

from harness.checks.text import quote

__all__ = ["negative", "other_direction", "other_signs"]

_SIGN = regex.compile(r"[$€£¥₽₴%‰<>≤≥]|(?<=\d)/(?=\d)|(?:^|(?<=[\s$€£¥₽«\"(]))[-−](?=\s?[$€£¥₽]?\d)")
_MINUS = regex.compile(r"(?:(?:^|(?<=[\s«“\"(]))[-−][$€£₽]?|\b(?:minus|negative|минус)\s[$€£₽]?)$", regex.IGNORECASE)


def other_signs(said: str, fact: str) -> bool:
    """Whether of two texts of the same words one has $ and the other €, < and >, a minus or a fraction's stroke alone.

    A reply without the sign of money that the fact has is not told apart: asked for dollars, people say a number.
    """
    here, wanted = (frozenset(_SIGN.findall(text.replace("−", "-"))) for text in (said, fact))
    if here == wanted:
        return False
    return bool(here and wanted) or bool((here ^ wanted) & {"-", "/"})


@cache
def _direction() -> regex.Pattern[str]:
    least = (
        r"at least|not? (?:less|fewer) than|a? ?minimum(?: of)?|more than|over|above|longer than|later than|after"
        r"|не (?:менее|меньше|ранее|раньше)(?: чем)?|(?:как )?минимум|по меньшей мере|более|больше|свыше|дольше|позже"
        r"|позднее|после"
    )
    most = (
        r"at most|not? (?:more|longer|later) than|up to|a? ?maximum(?: of)?|less than|fewer than|under|below|within"
        r"|before"
        r"|не (?:более|больше|дольше|позже|позднее)(?: чем)?|(?:как )?максимум|самое большее|менее|меньше|раньше"
        r"|в течение|в пределах"
    )
    return regex.compile(rf"\b(?:(?P<least>{least})|(?P<most>{most}))\s+(?=[$€£₽]?\s?\w)", regex.IGNORECASE)


def other_direction(text: str, start: int, fact: str) -> str:
    """The words before `start` that bound a number the other way than the fact begins; empty where there are none."""
    wanted = _direction().match(fact)
    if wanted is None:
        return ""
    for found in _direction().finditer(text, max(0, start - 30), min(len(text), start + 30)):
        near = found.end() >= start - 2 and found.start() <= start
        if near and found.lastgroup != wanted.lastgroup:
            return quote(found[0].strip())
    return ""


def negative(text: str, start: int) -> bool:
    """Whether the number at `start` stands behind a minus, as a sign or a word; a list's dash has a space behind it."""
    return _MINUS.search(text[max(0, start - 10) : start]) is not None
