"""How much of an answer a reply says, when the words of the question are taken as said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from harness.checks._stems import KINDS, STOPWORDS, Vocabulary
from harness.checks._terms import Terms, bare
from harness.checks._units import is_unit

__all__ = ["Coverage", "coverage", "enough", "other_unit"]

SHARE = 0.28
"""Of the letters of the words that count; of two words about one, which is what people ask (docs/decisions)."""


class Coverage(NamedTuple):
    """What of an answer is said.

    Attributes:
        sought: its words that count: no stop words, and none of the question's where others are left.
        said: those of them that the reply says, in any form.
        share: the part of their letters, a number counting as eight.
        unsaid: the numbers among those that are not said.
        window: first and last term of the reply that say them, near each other.
    """

    sought: tuple[str, ...]
    said: tuple[str, ...]
    share: float
    unsaid: tuple[str, ...]
    window: tuple[int, int]


def coverage(reply: Sequence[str], vocabulary: Vocabulary, wanted: Terms, asked: Vocabulary) -> Coverage:
    """How much of the accepted answer the reply says; `reply` are its terms, `vocabulary` the distinct ones."""
    words = [bare(term) for term in wanted.terms]
    content = [word for word in words if word not in STOPWORDS] or words
    new = [word for word in content if not asked.forms(word)]
    sought = tuple(dict.fromkeys(new or content))
    forms = {word: vocabulary.forms(word) for word in sought}
    said = tuple(word for word in sought if forms[word])
    total = sum(map(_weight, sought))
    counts = bool(new) or len(said) == len(sought)  # a question's own words, repeated in part, say nothing
    return Coverage(
        sought=sought,
        said=said,
        share=sum(map(_weight, said)) / total if total and counts else 0.0,
        unsaid=tuple(word for word in sought if _is_number(word) and not forms[word]),
        window=_window(reply, [set(forms[word]) for word in said]),
    )


def enough(found: Coverage, *, where: bool) -> bool:
    """Whether people would take it; of an answer to "who" or "where" (`where`) the year need not be said."""
    may_lack = all(where and len(number) == 4 and number.isdigit() for number in found.unsaid)
    return bool(found.said) and found.share >= SHARE and may_lack


def other_unit(wanted: Terms, reply: Terms) -> bool:
    """The reply gives a number of the answer in another unit each time: 14 months for 14 days."""
    for number, measure in zip(wanted.terms, wanted.terms[1:], strict=False):
        if _is_number(number) and is_unit(measure):
            found = [after for term, after in zip(reply.terms, reply.terms[1:], strict=False) if term == number]
            if found and all(is_unit(after) and after != measure for after in found):
                return True
    return False


def _is_number(word: str) -> bool:
    return word[:1].isdigit() or word[1:2].isdigit()


def _weight(word: str) -> int:
    if _is_number(word):
        return 8
    return min(len(word), 2) if word in KINDS else len(word)


def _window(terms: Sequence[str], forms: list[set[str]]) -> tuple[int, int]:
    """The shortest stretch in which every said word stands."""
    latest: dict[int, int] = {}
    best = (0, len(terms) - 1)
    for at, term in enumerate(terms):
        for k, words in enumerate(forms):
            if term in words:
                latest[k] = at
        if forms and len(latest) == len(forms) and at - min(latest.values()) < best[1] - best[0]:
            best = (min(latest.values()), at)
    return best
