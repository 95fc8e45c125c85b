"""A check of content: are these words said, and those not?"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Annotated

import regex
from pydantic import AfterValidator

from harness.checks.registry import Verdict, check
from harness.checks.text import Phrase, Words, quote

__all__ = ["keywords", "need_words"]


def need_words(
    all_of: Sequence[str] = (), any_of: Sequence[str] = (), none_of: Sequence[str] = (), **_: object
) -> None:
    """Refuse a list of words that asks for none.

    Raises:
        ValueError: all three lists are empty.
    """
    if not (all_of or any_of or none_of):
        raise ValueError("give at least one word in all_of, any_of or none_of")


def _keyword(phrase: str) -> str:
    if not Words.of(phrase.replace("*", "")).words:
        raise ValueError("a keyword needs a letter or a digit")
    if any("*" in word[:-1] for word in phrase.split()):
        raise ValueError("`*` may only end a word")
    return phrase


Keyword = Annotated[Phrase, AfterValidator(_keyword)]


@check("keywords", validate=need_words)
def keywords(
    text: str,
    all_of: list[Keyword] = [],  # noqa: B006 - never changed
    any_of: list[Keyword] = [],  # noqa: B006
    none_of: list[Keyword] = [],  # noqa: B006
) -> Verdict:
    """Whole words or phrases: every one of `all_of`, at least one of `any_of`, none of `none_of`.

    Case, ё/е and punctuation do not matter. A word that ends in `*` stands for every word that begins so, which meets
    Russian endings: `возврат*` finds «возврата» and «возвратом».

    Passes: {"keywords": {"all_of": ["возврат*", "30"], "none_of": ["обмен*"]}} on "Срок возврата — 30 дней."
    Passes: {"keywords": {"any_of": ["bank card", "cash"]}} on "You can pay by bank card."
    Misses: {"keywords": {"all_of": ["return"]}} on "Returns are free."
    Misses: {"keywords": {"none_of": ["guarantee*"]}} on "We guaranteed it."
    """
    words = Words.of(text)
    found = {word: next(words.find(_pattern(word)), None) for word in dict.fromkeys([*all_of, *any_of, *none_of])}
    for word in none_of:
        place = found[word]
        if place is not None:
            span = words.span(*place)
            return Verdict(False, f"{quote(text, span)} must not be said", span)
    missing = [word for word in all_of if found[word] is None]
    if missing:
        return Verdict(False, f"{', '.join(map(quote, missing))} missing in {quote(text)}")
    if any_of and all(found[word] is None for word in any_of):
        return Verdict(False, f"none of {', '.join(map(quote, any_of))} in {quote(text)}")
    seen = [words.span(*place) for word in [*all_of, *any_of] if (place := found[word]) is not None]
    said = ", ".join(quote(text, span) for span in seen) or "no forbidden word"
    return Verdict(True, f"found {said}" if seen else f"{said} is said", seen[0] if seen else None)


@lru_cache(maxsize=4096)
def _pattern(phrase: str) -> regex.Pattern[str]:
    parts = []
    for piece in phrase.split():
        stems = [regex.escape(word) for word in Words.of(piece.removesuffix("*")).words]
        parts += [*stems[:-1], stems[-1] + ("[^ ]*" if piece.endswith("*") else "")] if stems else []
    return regex.compile(rf"(?<![^ ]){' '.join(parts)}(?![^ ])")
