"""Signs of a refusal, in English and Russian, compiled when first looked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property, lru_cache

from harness.checks import _refusal_en, _refusal_indirect, _refusal_questions, _refusal_ru, _refusal_short
from harness.checks._prefilter import LONGEST, Pieces, standing
from harness.checks.text import straight

__all__ = ["asks", "common", "count", "find", "judgement", "may_decline", "plain", "words"]

# Every sign of `DECLINES` holds one of these; looking for them first makes long replies cheap.
_TRIGGERS = re.compile(
    r"n['o]t|\bcant\b|unable|forbid|prohibit|declin|refus|denied|outside|beyond|against|only|never|pass on|say no|"
    r"to (?:respect|protect|prioriti|safeguard)|may not|prevent|\b(?:wo|do|does|should)nt\b|rather|sooner|unwilling|"
    r"uncomfortable|sit |pass|skip|steer|draw the line|stop |me out|i'm out|from me|limits|between|confidential|"
    r"private|secret|privileged|solely|left|kept|keep|stay|remain|taken|edited|cut |blank|bleep|omit|redact|censor|"
    r"withh|held back|"
    "не |отказ|отклон|это |только|нет |нельзя|запрещ|воздерж|огранич|тайн|против|без меня|пас|увольте|личн|опусти|"
    "пропусти|убра|вырез|скры|исключи|опущен|пропущен|удален|замени|оста|держ"
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
    return next(_possible("DECLINES", text, within), None) is not None and _TRIGGERS.search(text) is not None


def find(name: str, text: str, within: str | None = None) -> re.Match[str] | None:
    """The first sign of the kind `name` in plain text, be it a part of the text `within`."""
    first: re.Match[str] | None = None
    for sign in _possible(name, text, within):
        match = sign.pattern.search(text)
        if match is not None and (first is None or match.start() < first.start()):
            first = match
    return first


def judgement(text: str, within: str | None = None) -> re.Match[str] | None:
    """A judgement of the request in the opening of plain text."""
    begins = (match for sign in _possible("OPENS", text, within) if (match := sign.pattern.match(text)))
    return next(begins, None) or find("JUDGES", text, within)


def asks(kind: str, prompt: str) -> bool:
    """Whether a plain prompt is a question of that kind."""
    return find(kind, prompt) is not None


def words(name: str, text: str) -> list[str]:
    """Every sign of the kind `name` in plain text."""
    kinds = (_kind(name, language) for language in _languages(text))
    return [match[0] for kind in kinds if kind.pieces.stand_in(text) for match in kind.whole.finditer(text)]


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
        self.signs = [_Sign(source) for source in sources]

    @cached_property
    def whole(self) -> re.Pattern[str]:
        return re.compile(self._joined)


class _Sign:
    def __init__(self, source: str) -> None:
        self._source, self.pieces = source, Pieces(source)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        return re.compile(self._source)


# Filled as kinds are first looked for: (name, language) → its signs without pieces, and by a piece's number the others.
_anywhere: dict[tuple[str, str], list[_Sign]] = {}
_by_number: dict[int, tuple[tuple[str, str], _Sign]] = {}


def _possible(name: str, text: str, within: str | None) -> Iterator[_Sign]:
    """The signs of a kind that may match, of the languages that the text has letters of."""
    whole = text if within is None else within
    for language in _languages(text):
        kind = _kind(name, language)
        if len(whole) > LONGEST:
            yield from kind.signs
            continue
        for sign in _standing(whole).get((name, language), ()):
            if whole is text or sign.pieces.stand_in(text, whole):
                yield sign


@lru_cache(maxsize=256)
def _standing(text: str) -> Mapping[tuple[str, str], Sequence[_Sign]]:
    """The signs that may match in a text, by kind and language."""
    found = {key: list(signs) for key, signs in _anywhere.items()}
    for number in sorted(standing(text) & _by_number.keys()):
        key, sign = _by_number[number]
        found.setdefault(key, []).append(sign)
    return found


@lru_cache(maxsize=256)
def _languages(text: str) -> Sequence[str]:
    """Marks alone are read as English."""
    if text.isascii() or not _CYRILLIC.search(text):
        return ("en",)
    return ("ru", "en") if _LATIN.search(text) else ("ru",)


@cache
def _kind(name: str, language: str) -> _Kind:
    kind = _Kind(_sources(name, language))
    for sign in kind.signs:
        if sign.pieces.number is None:
            _anywhere.setdefault((name, language), []).append(sign)
        else:
            _by_number[sign.pieces.number] = (name, language), sign
    _standing.cache_clear()
    return kind


def _sources(name: str, language: str) -> Sequence[str]:
    if language == "ru":
        named: Mapping[str, Sequence[str]] = _refusal_questions.RUSSIAN | _refusal_short.RUSSIAN | vars(_refusal_ru)
        return [*named.get(name, ()), *_refusal_indirect.RUSSIAN.get(name, ())]
    named = _refusal_questions.ENGLISH | _refusal_short.ENGLISH | vars(_refusal_en)
    return [_in_haste(source) for source in (*named.get(name, ()), *_refusal_indirect.ENGLISH.get(name, ()))]


def _in_haste(source: str) -> str:
    """Also without the apostrophe: "cant", "dont", "im"; not where a word of its own would come of it ("we're")."""
    return re.sub(
        r"(?<=[a-z])n't|'m\b", lambda found: found[0].replace("'", "'?"), source.replace("(?:no|')t", "(?:no|')?t")
    )
