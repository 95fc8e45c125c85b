"""How far people, or a judge and people, agree beyond chance: Cohen's κ for two, Krippendorff's α for any number.

Both are 1 for perfect agreement, 0 for as much as chance gives, and fall below 0 where raters disagree by system. Data
that leave them undefined (0/0) give None; malformed data raise `ValueError`.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from math import isfinite, isnan
from typing import Literal

import numpy as np
from numpy.typing import NDArray

__all__ = ["cohen_kappa", "cohen_kappa_of", "krippendorff_alpha"]

Array = NDArray[np.float64]
Level = Literal["nominal", "interval"]


def cohen_kappa(first: Sequence[Hashable], second: Sequence[Hashable]) -> float | None:
    """Cohen's κ of two raters' labels for the same items, in the same order; see `cohen_kappa_of`."""
    index: dict[Hashable, int] = {}
    pairs = [[index.setdefault(label, len(index)) for label in pair] for pair in zip(first, second, strict=True)]
    table = np.zeros((len(index), len(index)), dtype=np.int64)
    for row, column in pairs:
        table[row, column] += 1
    return cohen_kappa_of(table.tolist())


def cohen_kappa_of(table: Sequence[Sequence[int]]) -> float | None:
    """Cohen's κ = (p_o − p_e)/(1 − p_e) (Educ Psychol Meas 1960;20:37) of a square table of counts.

    Rows are the first rater's categories, columns the second's, in the same order; p_o is the share on the diagonal,
    p_e that of two raters who keep their own habits but pick at random. From −1 to 1. None without an item, or where
    both put every item into one and the same category: then p_e = 1, and nothing tells agreement from habit.
    """
    counts = np.asarray(table, dtype=np.float64)
    if counts.size == 0:
        return None
    if counts.ndim != 2 or counts.shape[0] != counts.shape[1] or not np.all(counts >= 0):
        raise ValueError("Cohen's kappa needs a square table of counts, none negative")
    n = float(counts.sum())
    # p_e = 1 told in whole numbers, where no rounding can hide it.
    by_chance = float(counts.sum(axis=1) @ counts.sum(axis=0))
    if by_chance == n * n:
        return None
    return (n * float(np.trace(counts)) - by_chance) / (n * n - by_chance)


def krippendorff_alpha(ratings: Sequence[Sequence[Hashable | None]], level: Level = "nominal") -> float | None:
    """Krippendorff's α = 1 − D_o/D_e (Krippendorff, Computing Krippendorff's Alpha-Reliability, 2011).

    One row a rater, one column an item; None or NaN where a rater did not rate. With m_u ratings of item u and n
    ratings of items that have at least two, D_o = 1/n Σ_u 1/(m_u − 1) Σ_{i≠j} δ(x_ui, x_uj) and
    D_e = 1/(n(n − 1)) Σ δ over all ordered pairs of ratings. δ is 1 for different labels (`nominal`), (x − y)² for
    numbers (`interval`). At most 1. None where no item has two ratings, or where all those ratings are equal.
    """
    if len({len(row) for row in ratings}) > 1:
        raise ValueError("every rater has a place for every item, None where not rated")
    items = [[x for x in item if not _missing(x)] for item in zip(*ratings, strict=True)]
    items = [item for item in items if len(item) > 1]
    index: dict[Hashable, int] = {}
    placed = [[index.setdefault(value, len(index)) for value in item] for item in items]
    if len(index) < 2:
        return None
    counts = np.stack([np.bincount(item, minlength=len(index)) for item in placed]).astype(np.float64)
    delta = _delta(list(index), level)
    each, total = counts.sum(axis=1), counts.sum(axis=0)
    n = float(total.sum())
    observed = float(np.sum(np.einsum("uc,ck,uk->u", counts, delta, counts, optimize=True) / (each - 1))) / n
    expected = float(total @ delta @ total) / (n * (n - 1))
    return 1 - observed / expected


def _delta(values: Sequence[Hashable], level: Level) -> Array:
    if level == "nominal":
        return 1 - np.eye(len(values))
    if not all(isinstance(value, int | float | np.number) and isfinite(value) for value in values):
        raise ValueError("interval ratings are finite numbers")
    x = np.asarray(values, dtype=np.float64)
    return np.asarray((x[:, None] - x[None, :]) ** 2)


def _missing(rating: Hashable | None) -> bool:
    return rating is None or (isinstance(rating, float) and isnan(rating))
