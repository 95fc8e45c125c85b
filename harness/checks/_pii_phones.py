"""Phone numbers in a text: by the plan of their country, by a word beside them, or by a shape nothing else has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

import regex

from harness.checks._pii_found import ABOUT_AN_ORDER, WHOSE, Found, digits_of

__all__ = ["find_phones"]

_SPACE = r" \u00a0\u2009\u202f"
_BETWEEN = rf"(?:\)[{_SPACE}./–-]{{0,2}}|[{_SPACE}]?[-–/.]?\(|[{_SPACE}]?[-–—−\u2011\u2012][{_SPACE}]?|[{_SPACE}./])?"
_PHONE = regex.compile(
    # A "+" or "(" begins a number even behind another one; a digit behind digits is part of a list.
    r"(?<![\w#№=])(?<!\d[.,/:-])(?<!\p{L}[-/])(?<!\w\.\d)(?:(?<!\d[ \u00a0])|(?=\+|\(\d+\)))"
    rf"(?P<number>(?:\+[{_SPACE}]?|\(\+?)?\d(?:{_BETWEEN}\d){{4,14}}+)"
    rf"(?P<extension>(?:[{_SPACE}]?(?:x|#|ext\.?|доб(?:авочный|\.)?|вн(?:утр)?\.?)[{_SPACE}.:]{{0,2}})\d{{1,6}})?"
    r"(?![\d%°])(?!\p{L})(?![.,:/-]\d)",
    regex.IGNORECASE,
)
_FIVE_DIGITS = re.compile(r"\d(?:\W{0,3}\d){4}")
_VERBS = r"call|dial|ring|text|sms|позвон|звон|набер|набир|перезвон|дозвон"
_STRONG = regex.compile(
    rf"(?:\b(?:(?:tele)?phone|tel|mobile|cell|whats ?app|viber|fax|hotline|landline|{_VERBS})\p{{L}}*|"
    r"\b(?:тел|телефон|моб|мобильн|сотов|ватсап|вотсап|вацап|вайбер|факс|смс|горяч\p{L}+ лини|"
    r"контактн\p{L}+ номер)\p{L}*|☎|📞|📱)(?P<gap>[^\d\n]{0,30}|[ \t]*:?[ \t]*\n[ \t]*)$",
    regex.IGNORECASE,
)
_WEAK = regex.compile(
    r"(?:\b(?:reach|contact|messag|answer|desk|direct|registered|numbers?|line|telegram)\p{L}*|"
    r"\b(?:номер|связ|связат|контакт|рабоч|домашн|сообщени|напис|пиш|телеграм|линии|по)\p{L}*)[^\d\n]{0,25}$",
    regex.IGNORECASE,
)
# "Answering at", "reach him on", «связаться по»: what follows is a number even without a sign between its digits.
_AT = regex.compile(
    r"\b(?:(?:reach|contact|answer|messag|call|number)\p{L}*(?: \p{L}+){0,3} (?:at|on|to|via|is):? ?|"
    r"(?:связ|дозвон|контакт|сообщени|ответ|напис)\p{L}*(?: \p{L}+){0,3} (?:по|на)(?: номер\p{L}*)?:? ?|"
    r"по номеру:? ?)$",
    regex.IGNORECASE,
)
_AFTER = regex.compile(
    rf"[{_SPACE}]?[-–(,]?[{_SPACE}]?(?:office|fax|mobile|cell|home|desk|work|phone|tel|факс|моб|раб|дом|сот)\b",
    regex.IGNORECASE,
)
# "… is his phone number"; goods and their codes stand beside a bare "phone" too.
_PHONE_BEHIND = regex.compile(
    rf"{WHOSE}(?:(?:mobile|cell|tele)?[ -]?phone|mobile|cell|телефон|мобильн\p{{L}}+|сотов\p{{L}}+)(?!'s|\p{{L}})",
    regex.IGNORECASE,
)
_MONEY_AFTER = regex.compile(
    r"[ \u00a0]?(?:[$€£₽₴%]|(?:usd|eur|руб\p{L}*|р|грн|тенге|dollars?|euros?|roubles?|шт|штук\p{L}*|кг|мм|см|км|"
    r"people|users|pcs|pieces|bytes)\b)",
    regex.IGNORECASE,
)
_OF_A_PAPER = regex.compile(r"\b(?:снилс|инн|огрн|паспорт|ssn|passport)\p{L}*[^\d\n]{0,15}$", regex.IGNORECASE)
_MONEY_BEFORE = regex.compile(
    r"(?:[$€£₽]|\b(?:costs?|price\p{L}*|стоит|цен\p{L}*|сумм\p{L}*|за))[^\d\n]{0,12}$", regex.IGNORECASE
)
# Dates with what follows, IP addresses, book numbers, coordinates.
_OTHER = regex.compile(
    r"(?:19|20)\d\d[-./]\d\d?[-./]\d\d?(?!\d)|\d\d?[-./]\d\d?[-./](?:19|20)\d\d(?!\d)|\d{1,3}(?:\.\d{1,3}){3}$|"
    r"97[89][ -]\d|(?:19|20)\d\d ?[-–—/] ?(?:19|20)\d\d|\d{1,3}\.\d{4,}$"
)
_GROUP = regex.compile(r"\d+")
_THOUSANDS = regex.compile(rf"[1-9]\d{{0,2}}(?:[{_SPACE}]\d{{3}})+")
# Three places and four behind an area code, a trunk zero with groups, an area code in brackets, the Russian 3-2-2.
_SHAPE = regex.compile(
    r"(?:1[-. ])?(?:\([2-9]\d\d\)[-. ]?|[2-9]\d\d(?P<by>[-.]))\d{3}(?(by)(?P=by)|[-. ])\d{4}|"
    r"(?:\+?[78][ -]?)\(?[3489]\d{2}\)?[ -]?\d{3}[ -]?\d\d[ -]?\d\d|\(?[3489]\d{2}\)?[ -]\d{3}-\d\d-\d\d|"
    r"(?:[78][ -]?)?\(\d{3,5}\)[ -]?\d{1,3}(?:[ -]\d\d){2}|"
    r"\(0?\d{2,5}\)[ -]?\d{2,4}[ -]?\d{2,4}(?:[ -]\d{2,4})?|"
    r"0\d{1,4}(?:(?P<sep>[ .-])\d{2,4})(?:(?P=sep)\d{2,4}){1,3}|0\d{1,4}[ -]\d{2,5}(?:[ -]\d{2,4}){1,3}"
)
# Shapes that spare the library most of what is no number at all.
_NATIONAL = {
    "RU": regex.compile(r"[78]?[3489]\d{9}"),
    "US": regex.compile(r"1?[2-9]\d{2}[2-9]\d{6}"),
    "GB": regex.compile(r"0[1-9]\d{8,9}"),
}


def find_phones(text: str) -> Iterator[Found]:
    """Phone numbers, each with its extension; the number's last ten digits are what makes two spellings one."""
    for match in _PHONE.finditer(text) if _FIVE_DIGITS.search(text) else ():
        number = match["number"]
        before = text[max(0, match.start() - 60) : match.start()]
        after = text[match.end() : match.end() + 60]
        if not _OTHER.match(number) and _is_phone(number, before, after, _in_a_plan(number)):
            yield Found(kind="phone number", start=match.start(), end=match.end(), key=digits_of(number)[-10:])


def _is_phone(number: str, before: str, after: str, planned: bool) -> bool:
    digits = digits_of(number)
    if number.startswith(("+", "(+")):
        return planned
    other = any(sign.search(before) for sign in (ABOUT_AN_ORDER, _OF_A_PAPER, _MONEY_BEFORE))
    if other or _MONEY_AFTER.match(after):
        return False
    groups = len(_GROUP.findall(number))
    strong = _STRONG.search(before)
    if strong is not None and not _THOUSANDS.fullmatch(number):
        # A short local number (23-45-67) needs the word right before it.
        return len(digits) >= 7 or (groups == 3 and len(strong["gap"]) <= 3)
    if len(digits) < 7:
        return False
    if strong is not None or _AFTER.match(after) or (len(digits) in (10, 11) and _PHONE_BEHIND.match(after)):
        return True
    weak = _WEAK if groups > 1 and not _THOUSANDS.fullmatch(number) else _AT
    if len(digits) >= 8 - (groups > 1) and weak.search(before):
        return True
    return planned or (8 <= len(digits) <= 14 and _SHAPE.fullmatch(number) is not None)


@lru_cache(maxsize=4096)
def _in_a_plan(raw: str) -> bool:
    """By `phonenumbers`: of a known country after "+" or "00", else a valid one of Russia, the USA or Britain.

    Bare digits may be the number of an order as well: they count when they begin as a Russian mobile number does.
    """
    import phonenumbers

    digits = digits_of(raw.replace("(0)", ""))
    if raw.startswith(("+", "(+")):
        return 8 <= len(digits) <= 15 and _has_country(digits)
    grouped = sum(not sign.isdigit() for sign in raw) >= 2
    if digits.startswith("00") and grouped:
        return 11 <= len(digits) <= 17 and _has_country(digits[2:])
    if not grouped and not (len(digits) == 11 and digits[:2] in ("79", "89", "88")):
        return False
    return any(
        shape.fullmatch(digits) and phonenumbers.is_valid_number(phonenumbers.parse(digits, region))
        for region, shape in _NATIONAL.items()
    )


@cache
def _country_codes() -> frozenset[str]:
    import phonenumbers

    return frozenset(str(code) for code in phonenumbers.COUNTRY_CODE_TO_REGION_CODE)


def _has_country(digits: str) -> bool:
    return any(digits[:length] in _country_codes() for length in (1, 2, 3))
