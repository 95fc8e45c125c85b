"""What stands for a name and is written letter by letter: e-mail addresses, links, phone numbers, codes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain
from typing import NamedTuple

import regex

from harness.checks.text import kept_items

__all__ = ["Name", "codes"]

_TOP = "com|org|net|info|io|ru|su|рф|de|uk|eu|us|fr|it|es|pl|ua|by|kz|app|dev|shop|store|online|example|test"
_CODES = {
    "email": r"(?<![\w.+%-])[\w.+%-]{1,64}@(?:[\w-]{1,63}\.){1,8}\p{L}{2,24}",
    "url": r"(?<!\w)(?:https?://|www\.)[^\s<>\"'»”)\]]{2,300}|"
    rf"(?<![\w@.-])(?:[\w-]{{1,63}}\.){{1,5}}(?:{_TOP})\b(?:/[^\s<>\"'»”)\]]{{0,300}})?",
    "phone": r"(?<![\w.,-])(?:\+\d[\d \u00a0()-]{6,18}\d|"
    r"(?:\d{1,4}[ \u00a0-]{0,2})?\(\d{2,5}\)(?:[ \u00a0-]{0,2}\d{2,4}){2,4}|"
    r"\d{1,4}(?:[ \u00a0-]{1,2}\d{2,4}){2,5})(?![\w-])",
    "code": r"[#№]\s?\p{L}?[\w-]*\d[\w-]{0,60}|(?<![\w-])\p{L}{1,12}[-_/]?\d[\w-]{0,60}|"
    r"(?<![\w-])\d{1,12}[-_/]?\p{L}{1,12}[-_/]?\d[\w-]{0,60}",
}
# What a text has to hold for one of a kind to be sought: most texts hold none.
_SIGNS = {"email": "@", "url": ".", "phone": "+(-", "code": "0123456789"}
# What a word with a code holds.
_MARK = regex.compile(r"[\d@#№]|\.(?=\p{L})")
_SPACE_BEFORE = regex.compile(r"\s", regex.REVERSE)
_SPACE = regex.compile(r"\s")
_NEXT_TO = regex.compile(r"\s{1,2}")
# A phone has a sign that no grouped number has.
_PHONE_SIGN = regex.compile(r"[+(-]")


class Name(NamedTuple):
    """A name in a text.

    Attributes:
        kind: `name`, `title` (in quotes), `e-mail`, `link`, `phone number` or `code`.
        words: its words, or the one comparable form of an address, a number, a code.
        span: (start, end) in characters.
    """

    kind: str
    words: tuple[str, ...]
    span: tuple[int, int]


_NO_DIGIT = regex.compile(r"\D")
_NO_LETTER = regex.compile(r"[\W_]")
_SCHEME = regex.compile(r"^(?:https?://)?(?:www\.)?")


@kept_items
def codes(text: str) -> Iterator[Name]:
    """E-mail addresses, links, phone numbers, and codes: letters with digits ("AB-12") or a number behind # or №."""
    kinds = tuple(kind for kind, sign in _SIGNS.items() if any(one in text for one in sign))
    for match in chain.from_iterable(_sought(kinds).finditer(text, *region) for region in _marked(text)):
        found, group = match[0], match.lastgroup
        if group == "email":
            yield Name("e-mail", (found.casefold(),), match.span())
        elif group == "url":
            found = found.rstrip(".,;:!?…")
            yield Name("link", (_link(found),), (match.start(), match.start() + len(found)))
        elif group == "phone" and _PHONE_SIGN.search(found):
            yield Name("phone number", (_NO_DIGIT.sub("", found)[-10:],), match.span())
        elif group == "code":
            yield Name("code", (_NO_LETTER.sub("", found.casefold()),), match.span())


def _marked(text: str) -> Iterator[tuple[int, int]]:
    """Runs of neighbouring words with a digit, an @, or a point before a letter: the others hold no code."""
    first = last = -1
    for mark in _MARK.finditer(text):
        if mark.start() < last:
            continue
        before = _SPACE_BEFORE.search(text, max(0, last), mark.start())
        start = before.end() if before else 0
        if first >= 0 and not _NEXT_TO.fullmatch(text, last, start):
            yield first, last
            first = -1
        after = _SPACE.search(text, mark.end())
        first, last = start if first < 0 else first, after.start() if after else len(text)
    if first >= 0:
        yield first, last


@cache
def _sought(kinds: Sequence[str]) -> regex.Pattern[str]:
    return regex.compile("|".join(f"(?P<{kind}>{_CODES[kind]})" for kind in kinds))


def _link(found: str) -> str:
    return _SCHEME.sub("", found.casefold()).rstrip("/")
