"""How rare a word is among the answers of a source: what tells one answer from the others."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable

from harness.checks._stems import stem
from harness.checks.text import fold
from harness.lint.overlap import words_of

__all__ = ["Rarity"]

_READ = 4_000
_RECURS, _LABELLED = 3, 0.9
_MANY, _FEW, _TELLING = 20, 3, 0.03


class Rarity:
    """In how many of the source's answers each word stands, and whether the answers are labels."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._counts: Counter[str] = Counter()
        whole: Counter[str] = Counter()
        for text in texts:
            words = words_of(text[:_READ])
            self._counts.update({stem(word[:64]) for word in words})
            whole[" ".join(words)] += 1
        self._texts = whole.total()
        again = sum(times for times in whole.values() if times >= _RECURS)
        self.labels = again >= _LABELLED * self._texts > 0
        """Nearly all answers come again and again: the questions are sorted into kinds."""

    def tells(self, word: str) -> bool:
        """Whether so few answers have a word that it tells them from the others; of few answers any word may."""
        return self._texts < _MANY or self._counts[stem(fold(word)[:64])] <= max(_FEW, _TELLING * self._texts)

    def of(self, word: str) -> float:
        """How much a word tells: the logarithm of how few answers have it, 0 for one that all have."""
        return math.log((self._texts + 1) / (self._counts[stem(fold(word)[:64])] + 0.5))
