"""Which words and letters a reply holds, and how often."""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated, Literal

import regex
from annotated_types import MaxLen, MinLen
from pydantic import AfterValidator

from harness.checks._count import Count
from harness.checks._lemmas import forms as forms_of
from harness.checks.keywords import need_words
from harness.checks.registry import Verdict, check
from harness.checks.text import Phrase, Words, fold, quote
from harness.figures import counted

__all__ = ["mentions", "occurs"]

Forms = Literal["any", "exact"]


def _has_words(phrase: str) -> str:
    if not Words.of(phrase).words:
        raise ValueError("needs a letter or a digit")
    return phrase


Said = Annotated[Phrase, AfterValidator(_has_words)]


@check("mentions", validate=need_words)
def mentions(
    text: str,
    all_of: list[Said] = [],  # noqa: B006 - never changed
    any_of: list[Said] = [],  # noqa: B006
    none_of: list[Said] = [],  # noqa: B006
    forms: Forms = "any",
) -> Verdict:
    """Words or phrases in any of their forms: every one of `all_of`, at least one of `any_of`, none of `none_of`.

    «Возврат» is met by «возвратом», "pay" by "paid", «банковская карта» by «банковской картой»; not by words that only
    begin alike («возвратный», "payroll"), which `keywords` with a star finds. Forms are those of the dictionary: a verb
    of the other aspect and a noun made of a verb are words of their own. `forms: exact` takes the words as written.

    Passes: {"mentions": {"all_of": ["банковская карта", "возврат"]}} on "За возвраты платим на банковскую карту."
    Passes: {"mentions": {"none_of": ["guarantee"]}} on "We will do our best."
    Misses: {"mentions": {"any_of": ["pay", "card"]}} on "Payroll is closed."
    Misses: {"mentions": {"none_of": ["гарантия"]}} on "Без гарантий."
    """
    words = Words.of(text)
    found = {phrase: _first(words, phrase, forms) for phrase in dict.fromkeys([*all_of, *any_of, *none_of])}
    for phrase in none_of:
        if (span := found[phrase]) is not None:
            return Verdict(False, f"{quote(text, span)} must not be said", span)
    missing = [phrase for phrase in all_of if found[phrase] is None]
    if missing:
        return Verdict(False, f"{', '.join(map(quote, missing))} missing in {quote(text)}")
    if any_of and all(found[phrase] is None for phrase in any_of):
        return Verdict(False, f"none of {', '.join(map(quote, any_of))} in {quote(text)}")
    seen = [span for phrase in [*all_of, *any_of] if (span := found[phrase]) is not None]
    if not seen:
        return Verdict(True, "no forbidden word is said")
    return Verdict(True, f"found {', '.join(quote(text, span) for span in seen)}", seen[0])


def _first(words: Words, phrase: str, forms: Forms) -> tuple[int, int] | None:
    return next(iter(_places(words, phrase, forms)), None)


def _places(words: Words, phrase: str, forms: Forms) -> list[tuple[int, int]]:
    """Where a phrase stands, in characters; places do not overlap."""
    wanted = _phrase(phrase, forms)
    found, after = [], 0
    for i in [i for i, word in enumerate(words.words) if word in wanted[0]]:
        last = i + len(wanted) - 1
        if i < after or last >= len(words.words):
            continue
        if all(words.words[i + k] in wanted[k] for k in range(1, len(wanted))):
            found.append(words.span(i, last))
            after = last + 1
    return found


@lru_cache(maxsize=1024)
def _phrase(phrase: str, forms: Forms) -> tuple[frozenset[str], ...]:
    """What each word of a phrase may be."""
    return tuple(forms_of(word) if forms == "any" else frozenset({word}) for word in Words.of(phrase).words)


def _one_thing(
    word: str | None = None,
    letter: str | None = None,
    sign: str | None = None,
    capitals: bool = False,
    at_least: int | None = None,
    at_most: int | None = None,
    exactly: int | None = None,
    forms: Forms = "exact",
) -> None:
    if sum([word is not None, letter is not None, sign is not None, capitals]) != 1:
        raise ValueError("give one of word, letter, sign, capitals")
    if forms == "any" and word is None:
        raise ValueError("forms are those of a word")
    Count(at_least=at_least, at_most=at_most, exactly=exactly)


def _alphabetic(letter: str) -> str:
    if not letter.isalpha():
        raise ValueError("is no letter; for others there is sign")
    return letter


@check("occurs", validate=_one_thing)
def occurs(
    text: str,
    word: Said | None = None,
    letter: Annotated[str, MinLen(1), MaxLen(1), AfterValidator(_alphabetic)] | None = None,
    sign: Annotated[str, MinLen(1)] | None = None,
    capitals: bool = False,
    at_least: int | None = None,
    at_most: int | None = None,
    exactly: int | None = None,
    forms: Forms = "exact",
) -> Verdict:
    """A word, a letter or a sign stands so often in the reply.

    `word`: a word or a phrase, whole and in any case; in any form with `forms: any`. `letter`: one letter, in any case,
    е and ё being one. `sign`: characters as they are (!, #, «https://»). `capitals`: words of two letters and more
    written in capitals. How often: at_least, at_most or exactly.

    Passes: {"occurs": {"word": "чек", "forms": "any", "exactly": 2}} on "Приложите чек. Без чека не примем."
    Passes: {"occurs": {"capitals": true, "at_most": 1}} on "Send it to the USA today."
    Misses: {"occurs": {"sign": "!", "at_most": 1}} on "Thanks!! We are open."
    Misses: {"occurs": {"letter": "ю", "at_least": 1}} on "Да, можно."
    """
    bounds = Count(at_least=at_least, at_most=at_most, exactly=exactly)
    if word is not None:
        places, what = _places(Words.of(text), word, forms), quote(word)
    elif letter is not None:
        places, what = _letters(text, letter), f"the letter {quote(letter)}"
    elif sign is not None:
        places, what = _matches(text, regex.escape(sign)), quote(sign)
    else:
        places, what = _matches(text, _CAPITALS), "words in capitals"
    last = places[-1] if places and not bounds.holds(len(places)) else None
    return Verdict(bounds.holds(len(places)), f"{what}: {counted(len(places), 'time')}, {bounds} wanted", last)


_CAPITALS = r"(?<!\w)\p{Lu}(?:[\p{Lu}\p{M}\d'’-]*\p{Lu})+(?!\w)"


def _letters(text: str, letter: str) -> list[tuple[int, int]]:
    same = fold(letter)
    return [(i, i + 1) for i, other in enumerate(text) if other == letter or fold(other) == same]


def _matches(text: str, pattern: str) -> list[tuple[int, int]]:
    return [found.span() for found in regex.finditer(pattern, text)]
