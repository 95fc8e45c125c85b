"""The probability of a region of paired outcomes, by exact enumeration.

A test of paired counts looks at (broken, fixed) alone, and a sensible one is monotone: with the number of discordant
cases k held, breaking fewer never turns acceptance into refusal. So its region is one number for each k, the most
broken cases it accepts, and its probability is a sum over k of Bin(n, ψ) times a binomial tail.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from math import ceil, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.special import bdtr, gammaln, xlog1py, xlogy

__all__ = ["Accepts", "likely", "most_broken", "probabilities", "probability"]

Array = NDArray[np.float64]
Counts = NDArray[np.int64]
Accepts = Callable[[Counts, Counts], NDArray[np.bool_]]
"""(broken, fixed) → accepted, elementwise; monotone as said above."""


def likely(n: int, *psi: float) -> Counts:
    """The numbers of discordant cases among n that matter at these rates: outside lie less than 1e-12 of probability.

    For several rates, those that matter at any of them or at one in between.
    """
    low, high = min(psi), max(psi)
    widest = min(max(0.5, low), high)
    reach = 8 * sqrt(n * widest * (1 - widest)) + 25
    return np.arange(max(0, int(n * low - reach)), min(n, ceil(n * high + reach)) + 1, dtype=np.int64)


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
    return float(probabilities(n, discordant, most, np.array([psi]), np.array([delta]))[0])


def probabilities(n: int, discordant: Counts, most: Counts, psi: Array, delta: Array) -> Array:
    """`probability` for several truths at once; `discordant` counts up by ones, each |delta| ≤ psi ≤ 1.

    At each truth only the terms within eight standard deviations are summed, so a row is as short as `likely`.
    """
    reach = 8 * np.sqrt(n * psi * (1 - psi)) + 25
    first = np.maximum(discordant[0], (n * psi - reach).astype(np.int64))
    last = np.minimum(discordant[-1], np.ceil(n * psi + reach).astype(np.int64))
    ahead = np.arange(max(1, int(np.max(last - first)) + 1))
    k = np.minimum(first[:, None] + ahead, discordant[-1])
    inside = first[:, None] + ahead <= last[:, None]
    rate = psi[:, None]
    limit = most[k - discordant[0]]
    weight = np.exp(_log_choose(n)[k] + xlogy(k, rate) + xlog1py(n - k, -rate))
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(psi > 0, np.clip((psi - delta) / (2 * psi), 0.0, 1.0), 0.5)
    within = bdtr(np.maximum(limit, 0), k, np.broadcast_to(share[:, None], k.shape))
    return np.asarray(np.minimum(1.0, np.sum(np.where(inside & (limit >= 0), weight * within, 0.0), axis=1)))


@lru_cache(maxsize=64)
def _log_choose(n: int) -> Array:
    k = np.arange(n + 1, dtype=np.float64)
    return np.asarray(gammaln(n + 1.0) - gammaln(k + 1) - gammaln(n - k + 1))
