"""The probability of a region of paired outcomes, by exact enumeration.

A test of paired counts looks at (broken, fixed) alone, and a sensible one is monotone: with the number of discordant
cases k held, breaking fewer never turns acceptance into refusal. So its region is one number for each k, the most
broken cases it accepts, and its probability is a sum over k of Bin(n, ψ) times a binomial tail.
"""

from __future__ import annotations

from collections.abc import Callable
from math import ceil, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.special import bdtr, gammaln, xlog1py, xlogy

__all__ = ["Accepts", "likely", "most_broken", "probability"]

Array = NDArray[np.float64]
Counts = NDArray[np.int64]
Accepts = Callable[[Counts, Counts], NDArray[np.bool_]]
"""(broken, fixed) → accepted, elementwise; monotone as said above."""


def likely(n: int, psi: float) -> Counts:
    """The numbers of discordant cases among n that matter at rate psi: outside lie less than 1e-12 of probability."""
    mean, reach = n * psi, 8 * sqrt(n * psi * (1 - psi)) + 25
    return np.arange(max(0, int(mean - reach)), min(n, ceil(mean + reach)) + 1, dtype=np.int64)


def most_broken(discordant: Counts, accepts: Accepts) -> Counts:
    """For each number of discordant cases the most broken ones accepted, −1 where even none broken is refused."""
    low, high = np.full_like(discordant, -1), discordant.copy()
    while np.any(low < high):
        middle = (low + high + 1) // 2
        accepted = accepts(middle, discordant - middle)
        low, high = np.where(accepted, middle, low), np.where(accepted, high, middle - 1)
    return low


def probability(n: int, discordant: Counts, most: Counts, psi: float, delta: float) -> float:
    """P(broken ≤ most) summed over the given numbers of discordant cases, at discordance psi and difference delta.

    Needs |delta| ≤ psi ≤ 1: a case breaks with probability (psi − delta)/2 and is fixed with (psi + delta)/2.
    """
    if not abs(delta) <= psi <= 1:
        raise ValueError(f"a difference of {delta} needs a discordance from {abs(delta)} to 1, not {psi}")
    k = discordant.astype(np.float64)
    log_k = gammaln(n + 1.0) - gammaln(k + 1) - gammaln(n - k + 1) + xlogy(k, psi) + xlog1py(n - k, -psi)
    broken_share = min(1.0, (psi - delta) / (2 * psi)) if psi else 0.5
    within = np.where(most < 0, 0.0, bdtr(np.maximum(most, 0), discordant, broken_share))
    return float(min(1.0, np.sum(np.exp(log_k) * within)))
