"""Several tests at once: adjusted p-values, each comparable with alpha as if it stood alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = ["benjamini_hochberg", "holm"]


def holm(p_values: Sequence[float]) -> list[float]:
    """Holm's step-down adjusted p-values (Scand J Stat 1979;6:65), in the order given.

    Rejecting where the adjusted value is at most alpha keeps the chance of any false rejection at alpha, however the
    tests depend on each other. Each lies between its p-value and 1; none in, none out.
    """
    p = _checked(p_values)
    order = np.argsort(p, kind="stable")
    stepped = np.maximum.accumulate(p[order] * np.arange(p.size, 0, -1))
    return _in_place(order, stepped)


def benjamini_hochberg(p_values: Sequence[float]) -> list[float]:
    """Benjamini and Hochberg's step-up adjusted p-values (J R Stat Soc B 1995;57:289), in the order given.

    Rejecting where the adjusted value is at most q keeps the expected share of false rejections at q for independent
    or positively dependent tests. It only ranks exploratory slices here; `holm` decides.
    """
    p = _checked(p_values)
    order = np.argsort(p, kind="stable")
    scaled = p[order] * p.size / np.arange(1, p.size + 1)
    return _in_place(order, np.minimum.accumulate(scaled[::-1])[::-1])


def _checked(p_values: Sequence[float]) -> NDArray[np.float64]:
    p = np.asarray(p_values, dtype=np.float64)
    if not np.all((p >= 0) & (p <= 1)):
        raise ValueError("p-values lie between 0 and 1")
    return p


def _in_place(order: NDArray[np.intp], adjusted: NDArray[np.float64]) -> list[float]:
    placed = np.empty_like(adjusted)
    placed[order] = np.minimum(adjusted, 1.0)
    return [float(p) for p in placed]
