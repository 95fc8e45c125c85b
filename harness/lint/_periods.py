"""Lengths of time told without a number: "a week", «сутки», «полгода»."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from harness.checks._figures import Figure, figures

__all__ = ["periods"]

_I = re.IGNORECASE
_ENGLISH = re.compile(
    r"(?:^|\b(?:in|within|takes?|took|lasts?|for|about|around|nearly|almost|roughly|over|under|after|is|be|than|least"
    r"|most|only|just|to)\s)\s*(?P<period>(?P<half>half )?an? (?P<unit>minute|hour|day|week|fortnight|month|year))\b"
    r"(?! (?:and a half|or (?:so|two|more)|ago|before|later)\b)",
    _I,
)
_RUSSIAN = re.compile(
    r"(?:^|\b(?:занима\w+|займ[её]т|длится|составля\w+|через|за|до|в течение|около|примерно|почти|больше|более"
    r"|меньше|менее|минимум|максимум|ждать|на|есть|да[её]тся|да[её]м|гаранти[яи]|срок)\s|[—–-]\s)\s*"
    r"(?P<period>(?P<half>пол)?(?P<unit>минут[уаы]|час[а]?|день|дня|сутки|суток|недел[юяи]|месяц[а]?|год[а]?))\b"
    r"(?! (?:назад|с половиной|или два|спустя|до|после)\b)",
    _I,
)


def periods(text: str) -> Iterator[Figure]:
    """Each as a figure of one unit, or a half; none where it tells how often: "twice a day", «раз в неделю»."""
    for found in (*_ENGLISH.finditer(text), *_RUSSIAN.finditer(text)):
        unit, many = found["unit"].lower(), Decimal(1)
        if unit == "fortnight":
            unit, many = "weeks", Decimal(2)
        value = many / 2 if found["half"] else many
        family, one = next(figure.duration for figure in figures(f"1 {unit}") if figure.duration is not None)
        yield Figure((value,), found.span("period"), duration=(family, one * value), counted=True)
