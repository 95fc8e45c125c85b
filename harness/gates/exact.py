"""The exact unconditional test of a paired difference: its error rate is at most alpha at every discordance.

Outcomes are ordered by Tango's statistic; the p-value is the greatest probability, over all truths within the null
hypothesis, of an outcome at least as favourable as the one seen. The unknown discordance ψ is searched over its
Clopper–Pearson interval at confidence 1 − gamma, and gamma is added (Berger and Boos, J Am Stat Assoc 1994;89:1012):
the error rate is kept, and values of ψ that the data exclude no longer cost power.

Of the null hypothesis Δ ≤ delta only its edge has to be searched: with ψ held, the number k of discordant cases does
not depend on Δ, and at each k the favourable outcomes are those with the fewest broken, the less likely the smaller Δ.
"""

from __future__ import annotations

from functools import lru_cache
from math import ceil, log1p
from math import log as ln

import numpy as np
from numpy.typing import NDArray

from harness.gates._region import likely, most_broken, probability
from harness.gates.paired import Paired, tango_lower, tango_z_of
from harness.gates.rates import Interval, clopper_pearson

__all__ = ["exact_cases_for_margin", "exact_chance_to_pass", "exact_interval", "exact_lower", "exact_p", "exact_upper"]

Array = NDArray[np.float64]
Counts = NDArray[np.int64]

# Small enough to leave the fewest cases that can pass where ln α / ln(1 − m) puts them (299 at m = .01).
GAMMA = 1e-4
# With the finer look around the best step this misses less than 3e-6 of the maximum (400 random tables against 1,500
# steps); 33 steps missed 2e-5.
_STEPS = 65
# Outcomes whose statistics differ by rounding alone are one outcome; counting them in errs on the safe side.
_TIE = 1e-9


def exact_p(counts: Paired, delta: float) -> float:
    """The p-value of H0: Δ ≤ delta against "better than that", for n ≥ 1 and delta strictly between −1 and 1.

    In (0, 1]. A gate of margin m passes where `exact_p(counts, -m)` ≤ alpha: at most alpha of the models that are
    worse by m or more pass, whatever their discordance.
    """
    if counts.n == 0:
        raise ValueError("no pairs: the test is undefined")
    if not -1 < delta < 1:
        raise ValueError(f"the difference under test lies strictly between -1 and 1, not {delta}")
    return _p(counts.n, counts.broken, counts.fixed, delta)


def exact_interval(counts: Paired, confidence: float = 0.95) -> Interval:
    """The interval between the one-sided bounds at (1 − confidence)/2 each, within [−1, 1]."""
    alpha = (1 - confidence) / 2
    return Interval(exact_lower(counts, alpha), exact_upper(counts, alpha))


def exact_lower(counts: Paired, alpha: float = 0.05, margin: float | None = None) -> float:
    """The one-sided lower bound of Δ: where `exact_p` crosses alpha, to 1e-5 from below. In [−1, Δ].

    The p-value is not monotone in delta to the last digit, for the order of outcomes moves with it. Given a `margin`,
    the crossing is sought on that side of −margin which the test at −margin itself says, so that the two agree.
    """
    low, high, guess = -1.0, counts.delta, tango_lower(counts, alpha)
    if guess == -1:
        return -1.0
    reach = (high - guess) / 25
    trials = [guess - reach, guess + reach]
    if margin is not None:
        trials.insert(0, -margin)
    while trials or high - low > 1e-5:
        trial = trials.pop(0) if trials else (low + high) / 2
        if low < trial < high:
            low, high = (trial, high) if exact_p(counts, trial) <= alpha else (low, trial)
    return low


def exact_upper(counts: Paired, alpha: float = 0.05) -> float:
    """The one-sided upper bound of Δ: the lower bound of the two models exchanged, with its sign turned."""
    return -exact_lower(Paired(counts.both, counts.fixed, counts.broken, counts.neither), alpha)


def exact_cases_for_margin(margin: float, alpha: float = 0.05) -> int:
    """The fewest cases at which an unchanged model (no flips) passes: (1 − m)ⁿ + gamma ≤ alpha. Needs 0 < m < 1."""
    if not 0 < margin < 1:
        raise ValueError(f"a margin lies strictly between 0 and 1, not {margin}")
    return ceil(ln(alpha - GAMMA) / log1p(-margin))


def exact_chance_to_pass(n: int, margin: float, psi: float, delta: float = 0.0, alpha: float = 0.05) -> float:
    """`chance_to_pass` by the exact rule; at delta = −margin the false pass rate. Seconds for n·psi in hundreds."""
    k = likely(n, psi)
    most = np.array([_most_accepted(n, int(each), margin, alpha) for each in k], dtype=np.int64)
    return probability(n, k, most, psi, delta)


@lru_cache(maxsize=4096)
def _p(n: int, broken: int, fixed: int, delta: float) -> float:
    seen = _statistic(np.asarray(broken), np.asarray(fixed), n, delta) - _TIE
    most = most_broken(np.arange(n + 1, dtype=np.int64), lambda b, c: _statistic(b, c, n, delta) >= seen)
    psi_low, psi_high = clopper_pearson(broken + fixed, n, 1 - GAMMA)
    psi_low = max(psi_low, -delta)
    if psi_low > psi_high:
        return GAMMA
    # For delta > 0 the edge of the null hypothesis bends at ψ = delta, where the maximum may be a peak.
    grid = np.union1d(np.linspace(psi_low, psi_high, _STEPS), np.clip(delta, psi_low, psi_high))
    chances = _chances(n, most, grid, delta)
    best = int(np.argmax(chances))
    finer = np.linspace(grid[max(best - 1, 0)], grid[min(best + 1, grid.size - 1)], 17)
    return min(1.0, max(float(chances[best]), float(np.max(_chances(n, most, finer, delta)))) + GAMMA)


def _chances(n: int, most: Counts, grid: Array, delta: float) -> Array:
    """The region's probability along a grid of ψ, at the edge of the null hypothesis, Δ = delta or ψ if less."""
    chances = [probability(n, k := likely(n, psi), most[k], psi, min(delta, psi)) for psi in grid.tolist()]
    return np.array(chances)


def _statistic(broken: Counts, fixed: Counts, n: int, delta: float) -> Array:
    return tango_z_of(broken, fixed, n, -delta) if delta <= 0 else -tango_z_of(fixed, broken, n, delta)


@lru_cache(maxsize=65536)
def _most_accepted(n: int, discordant: int, margin: float, alpha: float) -> int:
    """At this many discordant cases the most broken that pass, −1 where none do; the p-value rises with them."""
    low, high = -1, discordant
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if _p(n, middle, discordant - middle, -margin) <= alpha else (low, middle - 1)
    return low
