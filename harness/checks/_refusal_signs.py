"""Signs of a refusal, in English and Russian, compiled when first looked for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, cached_property, lru_cache

from harness.checks import _refusal_en, _refusal_questions, _refusal_ru, _refusal_short
from harness.checks._prefilter import Pieces
from harness.checks.text import straight

__all__ = ["asks", "common", "count", "find", "judgement", "may_decline", "plain", "words"]

# Every sign of `DECLINES` holds one of these; looking for them first makes long replies cheap.
_TRIGGERS = re.compile(
    r"n['o]t|\bcant\b|unable|forbid|prohibit|declin|refus|denied|outside|beyond|against|only|never|pass on|say no|"
    r"to (?:respect|protect|prioriti|safeguard)|may not|prevent|\b(?:wo|do|does|should)nt\b|"
    "не |отказ|отклон|это |только|нет |нельзя|запрещ|воздерж|огранич"
)
_QUOTED = re.compile(r"```.*?```|“[^“”\n]{1,400}”|«[^«»\n]{1,400}»|(?<!\w)\"[^\"\n]{1,400}\"(?!\w)", re.DOTALL)
_CYRILLIC, _LATIN = re.compile("[а-я]"), re.compile("[a-z]")


def plain(text: str) -> str:
    """Text as the patterns read it, character for character: small letters, plain apostrophes, quotations blank."""
    small = text.lower()
    if len(small) != len(text):  # İ becomes two characters
        small = "".join(letter if len(letter.lower()) != 1 else letter.lower() for letter in text)
    return _QUOTED.sub(_blank, straight(small).replace("ʼ", "'"))


def _blank(quoted: re.Match[str]) -> str:
    """Blanks in place of what others say; one word between quotation marks is the speaker's own."""
    said = quoted[0]
    return " " * len(said) if any(map(str.isspace, said)) else said[1:-1] + "  "


def may_decline(text: str, within: str | None = None) -> bool:
    """Whether it is worth looking for `DECLINES` in plain text."""
    return bool(_kinds("DECLINES", text, within)) and _TRIGGERS.search(text) is not None


def find(name: str, text: str, within: str | None = None) -> re.Match[str] | None:
    """The first sign of the kind `name` in plain text, be it a part of the text `within`."""
    first: re.Match[str] | None = None
    for kind in _kinds(name, text, within):
        match = kind.search(text, within)
        if match is not None and (first is None or match.start() < first.start()):
            first = match
    return first


def judgement(text: str, within: str | None = None) -> re.Match[str] | None:
    """A judgement of the request in the opening of plain text."""
    begins = (match for kind in _kinds("OPENS", text, within) if (match := kind.match(text, within)))
    return next(begins, None) or find("JUDGES", text, within)


def asks(kind: str, prompt: str) -> bool:
    """Whether a plain prompt is a question of that kind."""
    return find(kind, prompt) is not None


def words(name: str, text: str) -> list[str]:
    """Every sign of the kind `name` in plain text."""
    return [match[0] for kind in _kinds(name, text, None) for match in kind.whole.finditer(text)]


def common(word: str) -> bool:
    """Whether any reply may hold this word of a prompt."""
    return word in _refusal_en.COMMON or word in _refusal_ru.COMMON


def count(name: str, text: str) -> int:
    """How many signs of the kind `name` stand in plain text."""
    return len(words(name, text))


class _Kind:
    """The signs of one kind in one language: several patterns, looked for as one that has them as alternatives."""

    def __init__(self, sources: Sequence[str]) -> None:
        self._joined = "|".join(f"(?:{source})" for source in sources)
        self.pieces = Pieces(self._joined)
        self._each = [_Alternative(source) for source in sources]

    @cached_property
    def whole(self) -> re.Pattern[str]:
        return re.compile(self._joined)

    def search(self, text: str, within: str | None) -> re.Match[str] | None:
        found = (one.pattern.search(text) for one in self._each if one.pieces.stand_in(text, within))
        return min((match for match in found if match), key=re.Match.start, default=None)

    def match(self, text: str, within: str | None) -> re.Match[str] | None:
        found = (one.pattern.match(text) for one in self._each if one.pieces.stand_in(text, within))
        return next((match for match in found if match), None)


class _Alternative:
    def __init__(self, source: str) -> None:
        self._source, self.pieces = source, Pieces(source)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        return re.compile(self._source)


def _kinds(name: str, text: str, within: str | None) -> list[_Kind]:
    """Those of the languages that the text has letters of, where it may match; marks alone are read as English."""
    return [kind for kind in _read_as(name, _languages(text)) if kind.pieces.stand_in(text, within)]


@lru_cache(maxsize=256)
def _languages(text: str) -> str:
    if text.isascii() or not _CYRILLIC.search(text):
        return "en"
    return "ru en" if _LATIN.search(text) else "ru"


@cache
def _read_as(name: str, languages: str) -> Sequence[_Kind]:
    return [_kind(name, language) for language in languages.split()]


@cache
def _kind(name: str, language: str) -> _Kind:
    if language == "ru":
        return _Kind((_refusal_questions.RUSSIAN | _refusal_short.RUSSIAN).get(name) or getattr(_refusal_ru, name))
    sources = (_refusal_questions.ENGLISH | _refusal_short.ENGLISH).get(name) or getattr(_refusal_en, name)
    return _Kind([_in_haste(source) for source in sources])


def _in_haste(source: str) -> str:
    """Also without the apostrophe: "cant", "dont", "im"; not where a word of its own would come of it ("we're")."""
    return re.sub(
        r"(?<=[a-z])n't|'m\b", lambda found: found[0].replace("'", "'?"), source.replace("(?:no|')t", "(?:no|')?t")
    )
