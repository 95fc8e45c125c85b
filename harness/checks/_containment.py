"""A reply that is, or holds, an answer word for word, near spellings allowed."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from harness.checks._another_number import other_signs
from harness.checks._denial import NEGATORS
from harness.checks.text import Words, fold

__all__ = ["places", "same"]

_NEGATING_PREFIXES = ("un", "in", "im", "il", "ir", "non", "dis", "не", "ни", "без", "бес", "анти")


_readings_of = lru_cache(maxsize=4096)(Words.readings)
"""The ways to read an accepted answer, which many replies are held to."""


def same(readings: Sequence[Words], text: str, value: str) -> bool:
    """Whether the whole reply is this."""
    wanted = _readings_of(value)
    if not wanted[0].words:
        return fold(text) == fold(value)  # signs alone: "+", "№"
    alike = any(mine.words == its.words for mine, its in zip(readings, wanted, strict=True))
    return alike and not other_signs(value, text)


def places(readings: Sequence[Words], accepted: str, fuzzy: float) -> Iterator[tuple[Words, int, int]]:
    """(words, first, last) of each place where the answer stands."""
    tried: list[tuple[Words, Words]] = []
    for words, wanted in zip(readings, _readings_of(accepted), strict=True):
        if not wanted.words or any(words is one and wanted.words == other.words for one, other in tried):
            continue
        tried.append((words, wanted))
        for start in _starts(words.words, wanted.words, fuzzy):
            yield words, start, start + len(wanted.words) - 1


def _starts(mine: Sequence[str], sought: Sequence[str], fuzzy: float) -> Iterator[int]:
    distinct = list(dict.fromkeys(mine)) if fuzzy < 1 else []
    near = [_near(word, distinct, fuzzy) for word in sought]
    anchor = max(range(len(sought)), key=lambda i: len(sought[i]))
    allowed = math.floor((1 - fuzzy) * sum(map(len, sought)) + 1e-9)
    for i in _positions(mine, near[anchor]):
        start = i - anchor
        if start < 0 or start + len(sought) > len(mine):
            continue
        edits = [near[k].get(mine[start + k]) for k in range(len(sought))]
        if None not in edits and sum(e for e in edits if e is not None) <= allowed:
            yield start


def _positions(mine: Sequence[str], wanted: Mapping[str, int]) -> Iterator[int]:
    """Where one of the words stands; of one word by search in C, for a reply may hold 500,000."""
    if len(wanted) > 1:
        yield from (i for i, word in enumerate(mine) if word in wanted)
        return
    for word in wanted:
        at = -1
        with suppress(ValueError):
            while True:
                yield (at := mine.index(word, at + 1))


def _near(word: str, candidates: Sequence[str], fuzzy: float) -> dict[str, int]:
    """The candidates that may stand for a word, with the letters that differ."""
    edits = 0 if fuzzy >= 1 or len(word) <= 4 or word in NEGATORS or not word.isalpha() else 1 if len(word) <= 8 else 2
    if edits == 0:
        return {word: 0}
    found = process.extract(word, candidates, scorer=Levenshtein.distance, score_cutoff=edits, limit=None)
    return {near: int(distance) for near, distance, _ in found if near.isalpha() and not _opposite(word, near)}


def _opposite(one: str, other: str) -> bool:
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    return any(longer == prefix + shorter for prefix in _NEGATING_PREFIXES)
