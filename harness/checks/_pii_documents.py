"""Papers and addresses of people: SNILS, INN, OGRN, passports, social security numbers, IP addresses."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Iterator
from functools import lru_cache

import regex

from harness.checks._pii_found import ABOUT_AN_ORDER, WHOSE, Found, digits_of, inn_holds, ogrn_holds, snils_holds

__all__ = ["find_documents", "find_ip_addresses"]

_GAP = r" \u00a0"
_PARTED = re.compile(r"\d\d\d-\d\d")
_SNILS = regex.compile(r"(?<![\d-])\d{3}-\d{3}-\d{3}[ \u00a0-]\d{2}(?![\d-])")
# Areas 000, 666 and from 900, groups 00 and serials 0000 were never given out (Social Security Administration).
_SSN = regex.compile(r"(?<![\d-])(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\d-])")
# Words that a text with such a number has, what stands right before the number, and its form.
_LABELLED = tuple(
    (
        kind,
        words,
        regex.compile(rf"(?<![\w.])(?:{number})(?![\w]|\.\d)", regex.I),
        regex.compile(rf"(?:{label})$", regex.I),
        regex.compile(rf"{WHOSE}(?:{words})", regex.I),
    )
    for kind, words, label, number in (
        (
            "SNILS",
            "снилс|snils|страхов",
            r"\b(?:снилс\p{L}{0,2}|snils|страхов\p{L}+ (?:номер|свидетельств)\p{L}*)\b[^\d\n]{0,40}",
            rf"\d{{3}}[-{_GAP}]?\d{{3}}[-{_GAP}]?\d{{3}}[-{_GAP}]?\d{{2}}",
        ),
        (
            "INN",
            "инн|inn|налогоплат|taxpayer",
            r"\b(?:инн|inn|номер\p{L}* налогоплательщика|taxpayer (?:identification )?number)\b[^\d\n]{0,40}",
            rf"\d{{4}}[{_GAP}]?\d{{6}}|\d{{4}}[{_GAP}]?\d{{4}}[{_GAP}]?\d{{4}}",
        ),
        (
            "OGRN",
            "огрн|ogrn|регистрац",
            r"\b(?:огрн(?:ип)?|ogrn(?:ip)?|государственн\p{L}+ регистрационн\p{L}+ номер\p{L}*)\b[^\d\n]{0,60}",
            rf"\d(?:[{_GAP}]?\d){{14}}|\d(?:[{_GAP}]?\d){{12}}",
        ),
        (
            "passport",
            "паспорт",
            r"\b(?:загран)?паспорт\p{L}*\b[^\n]{0,80}",
            rf"\d{{2}}[{_GAP}]?\d{{2}}(?:,?[{_GAP}]?№[{_GAP}]?|,?[{_GAP}](?:номер|ном\.):?[{_GAP}]|[{_GAP}])?\d{{6}}"
            rf"|\d{{2}}[{_GAP}]?(?:№[{_GAP}]?)?\d{{7}}",
        ),
        (
            "passport",
            "сери",
            r"\bсери[яи]:? ",
            rf"\d{{2}}[{_GAP}]?\d{{2}},?[{_GAP}](?:№[{_GAP}]?|номер:?[{_GAP}])\d{{6}}",
        ),
        (
            "passport",
            "passport",
            r"\bpassport\b[^\d\n]{0,25}",
            rf"[A-Z]{{0,2}}\d{{6,9}}|\d{{2}}[{_GAP}]?\d{{2}}[{_GAP}](?:№[{_GAP}]?|No\.?[{_GAP}])?\d{{6}}",
        ),
        (
            "social security number",
            "ssn|social security",
            r"\b(?:ssn|social security)\b[^\d\n]{0,20}",
            r"\d{3}[ -]?\d{2}[ -]?\d{4}",
        ),
    )
)
_BEFORE = 110  # characters before a number in which its label is looked for
_TRUE: dict[str, Callable[[str], bool]] = {"SNILS": snils_holds, "INN": inn_holds, "OGRN": ogrn_holds}

_IPV4 = regex.compile(r"(?<![\w.-])(?:\d{1,3}\.){3}\d{1,3}(?![\w-]|\.\d)")
_IPV6 = regex.compile(r"(?<![\w:.])[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?![\w:])", regex.IGNORECASE)
_IP_WORD = regex.compile(r"(?<!\p{L})(?:ip(?:v[46])?|айпи)(?!\p{L})[^\n]{0,30}$", regex.IGNORECASE)
_IP_BEHIND = regex.compile(rf"{WHOSE}(?:ip|айпи)(?!\p{{L}})", regex.IGNORECASE)
_VERSION_WORD = regex.compile(
    r"(?:\b(?:v|ver|version|versions|build|firmware|release|driver|update|section|clause|chrome|firefox)\b|"
    r"\b(?:верси|прошивк|сборк|релиз|обновлени|пункт|раздел|драйвер)\p{L}*)[^\n]{0,25}$",
    regex.IGNORECASE,
)


_snils = lru_cache(maxsize=4096)(snils_holds)


def find_documents(text: str) -> Iterator[Found]:
    """Papers of people by their label beside them, their form, or both."""
    parted = "-" in text and _PARTED.search(text) is not None
    for match in _SNILS.finditer(text) if parted else ():
        if _snils(digits_of(match[0])):
            yield Found(kind="SNILS", start=match.start(), end=match.end(), key=digits_of(match[0]))
    small = text.casefold()
    for kind, words, number, label, behind in _LABELLED:
        if any(word in small for word in words.split("|")):
            yield from _labelled(text, kind, number, label, behind)
    for match in _SSN.finditer(text) if parted else ():
        if not ABOUT_AN_ORDER.search(text[max(0, match.start() - 40) : match.start()]):
            yield Found(kind="social security number", start=match.start(), end=match.end(), key=digits_of(match[0]))


def _labelled(
    text: str, kind: str, number: regex.Pattern[str], label: regex.Pattern[str], behind: regex.Pattern[str]
) -> Iterator[Found]:
    true = _TRUE.get(kind)
    for match in number.finditer(text):
        named = label.search(text, max(0, match.start() - _BEFORE), match.start())
        if named is None and not behind.match(text, match.end()):
            continue
        key = digits_of(match[0])
        before = named[0] if named else text[max(0, match.start() - 40) : match.start()]
        # A checksum needs no more; behind "passport" an order's number may stand as well.
        if true(key) if true else not ABOUT_AN_ORDER.search(before.replace("№", "")):
            yield Found(kind=kind, start=match.start(), end=match.end(), key=key)


def find_ip_addresses(text: str) -> Iterator[Found]:
    """Public addresses: private ones are nobody's. Versions look alike, so short numbers need the word IP."""
    for pattern, sign, least in ((_IPV4, ".", 3), (_IPV6, ":", 2)):
        for match in pattern.finditer(text) if text.count(sign) >= least else ():
            before = text[max(0, match.start() - 40) : match.start()]
            named = _IP_WORD.search(before) or _IP_BEHIND.match(text, match.end())
            if _is_public(match[0]) and (named or _unmistakable(match[0], before)):
                yield Found(kind="IP address", start=match.start(), end=match.end(), key=match[0].casefold())


def _is_public(value: str) -> bool:
    try:
        return ipaddress.ip_address(value).is_global
    except ValueError:
        return False


def _unmistakable(value: str, before: str) -> bool:
    if ":" in value:
        return value.count(":") >= 4
    return sum(len(part) > 1 for part in value.split(".")) >= 3 and not _VERSION_WORD.search(before)
