"""Bank cards and IBANs in a text: issuer or country, length, checksum."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

import regex

from harness.checks._pii_found import ABOUT_AN_ORDER, Found, digits_of, iban_holds, luhn_holds

__all__ = ["find_cards", "find_ibans"]

# Country and length, from SWIFT's IBAN registry.
_IBAN_REGISTRY = (
    "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 "
    "ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 "
    "LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 "
    "PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 "
    "YE30"
)
_IBAN_LENGTHS = {entry[:2]: int(entry[2:]) for entry in _IBAN_REGISTRY.split()}
_IBAN = regex.compile(r"(?<![A-Z0-9])[A-Z]{2}\d{2}(?=[ \u00a0-]?[A-Z0-9])", regex.IGNORECASE)
_MAY_BE_IBAN = re.compile(r"[^\W\d_]{2}\d\d")
_TWELVE_DIGITS = re.compile(r"\d(?:\D?\d){11}")
_BETWEEN = regex.compile("[ \u00a0-]")

_GAP = r"[ \u00a0\u2011.-]"
_CARD = regex.compile(
    r"(?<![\d+])(?<!\d[.,])(?:"
    # A line may end inside.
    rf"\d{{12,19}}|\d{{4}}(?P<by>{_GAP})\d{{4}}(?:(?P=by)|\n)\d{{4}}(?:(?:(?P=by)|\n)\d{{4}})?(?:(?P=by)?\d{{1,4}})?|"
    r"\d{4}\n\d{4}(?P<then>[ \u00a0-])\d{4}(?P=then)\d{4}|"
    rf"\d{{4}}{_GAP}\d{{6}}{_GAP}\d{{4,5}}|\d{{8}}{_GAP}\d{{8}}|\d{{6}}{_GAP}\d{{10,13}}"
    r")(?!\d|[.,]\d)"
)
# Issuer and length: Visa, Mastercard, American Express, Diners, JCB, Mir, UnionPay and Discover (in 6…), RuPay, Troy,
# Uzcard, Humo, Belkart.
_ISSUED = regex.compile(
    r"4(?:\d{12}|\d{15}|\d{18})|5[1-5]\d{14}|2[2-7]\d{14}|3[47]\d{13}|3(?:0[0-5]|[689]\d)\d{11,13}|35\d{14}|"
    r"(?:2131|1800)\d{11}|220[0-4]\d{12,15}|6\d{15}|6[25]\d{14,17}|50\d{14}|8[12]\d{14}|(?:9792|8600|9860|9112)\d{12}"
)
# Maestro has any length from 12 to 19: a number like that is a card's where a word says so.
_MAESTRO = regex.compile(r"(?:5[06-8]|6\d)\d{10,17}")
_CARD_WORD = regex.compile(
    r"(?:\b(?:cards?|cc|visa|master ?card|maestro|amex|discover|unionpay|debit|credit)\b|"
    r"\b(?:карт\p{L}*|мир|виз[аы])\b)[^\d\n]{0,40}$",
    regex.IGNORECASE,
)


def find_cards(text: str) -> Iterator[Found]:
    """Numbers of a known issuer and length with a true Luhn digit."""
    holds = lru_cache(maxsize=4096)(luhn_holds)
    for match in _CARD.finditer(text, overlapped=True) if _TWELVE_DIGITS.search(text) else ():
        key = digits_of(match[0])
        issued = _ISSUED.fullmatch(key) is not None
        if not (issued or _MAESTRO.fullmatch(key)) or not holds(key):
            continue
        before = text[max(0, match.start() - 60) : match.start()]
        named = _CARD_WORD.search(before) is not None
        of_an_order = key == match[0] and not named and ABOUT_AN_ORDER.search(before) is not None
        if named or (issued and not of_an_order):
            yield Found(kind="card number", start=match.start(), end=match.end(), key=key)


def find_ibans(text: str) -> Iterator[Found]:
    """Account numbers with their country's length and a true checksum."""
    holds = lru_cache(maxsize=4096)(iban_holds)
    for match in _IBAN.finditer(text) if _MAY_BE_IBAN.search(text) else ():
        length = _IBAN_LENGTHS.get(match[0][:2].upper())
        rest = _signs(length - 4).match(text, match.end()) if length else None
        value = _BETWEEN.sub("", match[0] + rest[0]).upper() if rest else ""
        if rest and holds(value):
            yield Found(kind="IBAN", start=match.start(), end=rest.end(), key=value)


@cache
def _signs(count: int) -> regex.Pattern[str]:
    return regex.compile(rf"(?:[ \u00a0-]?[A-Z0-9]){{{count}}}", regex.IGNORECASE)
