"""Where an answer stands and is not given: denied, asked back, offered beside another, or taken back."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import regex

from harness.checks._denial_signs import (
    asks_what_is_not,
    bounded,
    denied_after,
    denied_in_clause,
    put_aside,
    required,
    required_after,
    supposed,
    taken_back,
    yet,
)
from harness.checks.text import Words, fold, listed, quote

__all__ = ["NEGATORS", "Doubt", "denied", "unsettled"]

NEGATORS = listed(
    "not no never neither nor cannot without isn't aren't wasn't weren't don't doesn't didn't won't can't hasn't "
    "haven't не ни нет никогда без"
)
# What may stand between a negation and the word it denies.
_SKIPPED = listed(
    "a an the in on at of to for by with from really actually necessarily exactly called "
    "в во на к ко у из от за по с со о об это является совсем вовсе именно"
)
_BREAK = regex.compile(r"[.,;:!?\n—–]|\s-\s")
_BEFORE = 90
_AFTER = 60
_LATER = 400
"""Characters around an answer that can deny it, and in which it is taken back."""

_NAME = r"(?:the\s|an?\s)?(?:\p{Lu}|\d)[\w'’.-]*(?:\s\p{Lu}[\w'’-]*){0,3}"


# Between two that are on offer; "maybe" and the like may stand before each of them.
_MAYBE = (
    r"(?:(?:it )?(?:could|might|may) be|maybe|perhaps|possibly|то ли|(?:а )?может(?: быть)?|возможно|не то)(?: это)?,?"
)
_OR = rf"(?:\s?/\s?|,?\s+(?:or|или|либо)(?:\s+{_MAYBE})?\s+(?:the\s)?|[,;]?\s+{_MAYBE}\s+(?:the\s)?)[\"'“«]?"


@cache
def _or_after() -> regex.Pattern[str]:
    return regex.compile(rf"[\"'”»]?(?:,\s+{_NAME}){{0,3}}{_OR}(?P<other>{_NAME})")


@cache
def _or_before() -> regex.Pattern[str]:
    return regex.compile(rf"(?P<other>\b{_NAME})[\"'”»]?{_OR}$", regex.REVERSE)


@cache
def _same_thing() -> regex.Pattern[str]:
    return regex.compile(
        r"\b(?:called|known as|named|term(?:ed)?|aka|назыв\w+|известн\w+ как|то есть)\b", regex.IGNORECASE
    )


@cache
def _one_of() -> regex.Pattern[str]:
    return regex.compile(r"(?:one|1) of\b|(?:один|одн(?:а|о|ой|ого|им|ому|ом|у)) из\b", regex.IGNORECASE)


_WORD = regex.compile(r"\w")
_WITHOUT = regex.compile(r"\b(?:without|без)\s+(?:\w+\s+)?[\"'“«]?$", regex.IGNORECASE | regex.REVERSE)
_SENTENCE_END = regex.compile(r"[.!?…\n]")


class Doubt(NamedTuple):
    """Why an answer that stands in a reply is not given there, and the characters that show it."""

    why: str
    span: tuple[int, int]


def unsettled(text: str, span: tuple[int, int], accepted: Sequence[str], prompt: str = "") -> Doubt | None:
    """What keeps the answer at `span` from being the reply's own, if anything.

    `accepted` are all answers that would do: "Paris or Lutetia" is settled where both are. Of a question that asks what
    is *not* so ("Which is not a planet?") "Pluto is not a planet" is an answer.
    """
    start, end = span
    if (denial := denied(text, span, prompt)) is not None:
        return Doubt("denied", denial)
    if _one_of().match(text, start, end + 4):
        return Doubt("no number", span)
    if _asked(text, span):
        return Doubt("only asked", span)
    other = _other(text[max(0, start - _BEFORE) : start], text[start:end], text[end : end + _AFTER])
    if other is not None and not _is_one(other, accepted):
        return Doubt(f"offered beside {quote(other)}", span)
    if back := taken_back().search(text, end, end + _LATER):
        return Doubt("taken back", (start, back.end()))
    return None


def denied(text: str, span: tuple[int, int], prompt: str = "") -> tuple[int, int] | None:
    """The characters of a denial of what stands at `span`, it included."""
    start, end = span
    before, after = text[max(0, start - _BEFORE) : start], text[end : end + _AFTER]
    found = _denied(before, after, prompt, text)
    return None if found is None else (start - len(before) + found[0], end + found[1])


def _denied(before: str, after: str, prompt: str, within: str) -> tuple[int, int] | None:
    """Where a denial of what stands between begins in `before`, and ends in `after`."""
    if (negation := _negation(before)) is not None and not _is_required(before, after):
        return negation, 0
    if found := put_aside().search(before, within=within):
        return found.start(), 0
    if (found := supposed().search(before, within=within)) and (turn := yet().match(after)):
        return found.start(), turn.end()
    if (found := denied_in_clause(before, within)) and not asks_what_is_not(prompt):
        return found.start(), 0
    found = denied_after().match(after, within=within)
    if found and _is_asked(found["what"], prompt) and not bounded().search(before) and not asks_what_is_not(prompt):
        return len(before), found.end()
    return None


def _is_required(before: str, after: str) -> bool:
    """ "Not without the receipt" asks for it."""
    return _WITHOUT.search(before) is not None and bool(required().search(before) or required_after().match(after))


def _is_asked(what: str | None, prompt: str) -> bool:
    """Whether "X is not Y" says that X is no answer: «Сидней — не столица» does, «Белый — не чёрный» does not."""
    return what is None or any(word[:5] == fold(what)[:5] for word in Words.of(prompt).words)


def _negation(before: str) -> int | None:
    """Where the negation right before the end begins, in the same clause; "not only" is none."""
    words = Words.of(before)
    at = len(words.words) - 1
    if at < 0 or _BREAK.search(before, words.spans[at][1]):
        return None
    for back in range(at, max(-1, at - 4), -1):
        if words.words[back] in NEGATORS:
            return words.spans[back][0]
        broken = back and _BREAK.search(before, words.spans[back - 1][1], words.spans[back][0])
        if words.words[back] not in _SKIPPED or broken:
            return None
    return None


def _asked(text: str, span: tuple[int, int]) -> bool:
    """The sentence is a question, and the reply goes on."""
    end = _SENTENCE_END.search(text, span[1], span[1] + _LATER)
    return end is not None and end[0] == "?" and _WORD.search(text, end.end()) is not None


def _other(before: str, said: str, after: str) -> str | None:
    """The other of two names or numbers on offer."""
    first = said.lstrip("\"'“«")[:1]
    if not (first.isupper() or first.isdigit()) or _same_thing().search(before[-40:]):
        return None
    found = _or_after().match(after) or _or_before().search(before)
    if found is None or found["other"].lstrip("theanTHEAN ")[:1].isdigit() != first.isdigit():
        return None
    return str(found["other"]).rstrip(".-")


def _is_one(other: str, accepted: Sequence[str]) -> bool:
    words = fold(other)
    return any(fold(one) in words or words in fold(one) for one in accepted)
