"""How far people agree who judged the same, counted as it comes: memory grows with the kinds of votes alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import sqrt
from typing import NamedTuple

__all__ = ["Agreement", "Votes"]

_KINDS = 4096


class Agreement(NamedTuple):
    """Of items that two people or more judged.

    Attributes:
        raw: the share of pairs of votes on one item that are the same, each item counting alike.
        alpha: Krippendorff's α for names (see `harness.gates.krippendorff_alpha`): for two people Cohen's κ, for more
            of equal number Fleiss' κ, both but for a correction that fades with the items; None where all votes are
            one.
        error: the standard error of α, by leaving out one item at a time (jackknife).
    """

    items: int
    raw: float
    alpha: float | None
    error: float


class Votes:
    """Votes on items, told apart only by how many were for what."""

    def __init__(self) -> None:
        self._kinds: Counter[tuple[tuple[str, int], ...]] = Counter()

    def add(self, votes: Sequence[str]) -> None:
        """The votes on one item; one alone says nothing."""
        kind = tuple(sorted(Counter(votes).items()))
        if len(votes) > 1 and (kind in self._kinds or len(self._kinds) < _KINDS):
            self._kinds[kind] += 1

    def agreement(self) -> Agreement | None:
        """None without an item that two people judged."""
        if not (items := self._kinds.total()):
            return None
        total: Counter[str] = Counter()
        apart = raw = 0.0
        for kind, times in self._kinds.items():
            for vote, n in kind:
                total[vote] += n * times
            apart += times * _apart(kind)
            raw += times * (1 - _apart(kind) / sum(n for _, n in kind))
        alpha = _alpha(total, apart)
        if alpha is None:
            return Agreement(items, raw / items, None, 0.0)
        squares = 0.0
        for kind, times in self._kinds.items():
            without = _alpha(total - Counter(dict(kind)), apart - _apart(kind))
            squares += times * ((alpha if without is None else without) - alpha) ** 2
        return Agreement(items, raw / items, alpha, sqrt((items - 1) / items * squares))


def _apart(kind: tuple[tuple[str, int], ...]) -> float:
    """Ordered pairs of different votes on one item, by the votes less one."""
    m = sum(n for _, n in kind)
    return (m * m - sum(n * n for _, n in kind)) / (m - 1)


def _alpha(total: Counter[str], apart: float) -> float | None:
    n = total.total()
    by_chance = n * n - sum(count * count for count in total.values())
    return 1 - apart * (n - 1) / by_chance if by_chance else None
