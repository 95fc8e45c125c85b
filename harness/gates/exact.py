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
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from harness.gates._region import likely, most_broken, probabilities, probability
from harness.gates.paired import Paired, tango_lower, tango_z_of
from harness.gates.rates import Interval, clopper_pearson

__all__ = [
    "EXACT_UP_TO",
    "Method",
    "exact_cases_for_margin",
    "exact_chance_to_pass",
    "exact_interval",
    "exact_lower",
    "exact_most_broken",
    "exact_p",
    "exact_upper",
    "is_exact",
]

Array = NDArray[np.float64]
Counts = NDArray[np.int64]
Method = Literal["auto", "exact", "tango"]
"""Which rule decides: the exact test, Tango's bound, or by the number of cases."""

# A decision takes 0.1 s here and more beyond, where Tango's bound passes .0525 at its worst instead of .05 (2,001 and
# 4,000 cases, margins .01 to .10).
EXACT_UP_TO = 2_000
# Small enough to leave the fewest cases that can pass where ln α / ln(1 − m) puts them (299 at m = .01). At 1e-4 a
# table just under alpha was lost at n = 50, m = .05, and .036 of power with it; at 1e-5 the search is hardly wider.
GAMMA = 1e-5
# The fewer the cases the more the region's probability ripples along ψ. With the finer look around the best step these
# miss less than 3e-6 of the maximum (random tables of 15 to 2,000 cases against 1,500 steps).
_STEPS, _STEPS_WHEN_FEW, _FEW = 33, 65, 250
# Outcomes whose statistics differ by rounding alone are one outcome; counting them in errs on the safe side.
_TIE = 1e-9
# How far below the crossing a bound may lie.
_CLOSE = 1e-5


def is_exact(n: int, method: Method = "auto") -> bool:
    """Whether the exact test decides on n cases; `ValueError` for a method there is not."""
    if method not in ("auto", "exact", "tango"):
        raise ValueError(f"a method is auto, exact or tango, not {method!r}")
    return method == "exact" or (method == "auto" and n <= EXACT_UP_TO)


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
    guess = tango_lower(counts, alpha)
    return guess if guess == -1 else _crossing(counts, alpha, guess, margin)


def exact_upper(counts: Paired, alpha: float = 0.05) -> float:
    """The one-sided upper bound of Δ: the lower bound of the two models exchanged, with its sign turned."""
    return -exact_lower(Paired(counts.both, counts.fixed, counts.broken, counts.neither), alpha)


def exact_cases_for_margin(margin: float, alpha: float = 0.05) -> int:
    """The fewest cases at which an unchanged model (no flips) passes: (1 − m)ⁿ + gamma ≤ alpha. Needs 0 < m < 1."""
    if not 0 < margin < 1:
        raise ValueError(f"a margin lies strictly between 0 and 1, not {margin}")
    return ceil(ln(alpha - GAMMA) / log1p(-margin))


def exact_most_broken(n: int, discordant: Counts, margin: float, alpha: float = 0.05) -> Counts:
    """The rule's region: the most broken cases that pass for each number of discordant ones, −1 where none do.

    `discordant` counts up by ones. From one number to the next the limit stays or rises by one, for one more case fixed
    is better and one more broken is worse: so each costs one p-value.
    """
    most = np.empty_like(discordant)
    limit = -1
    for at, k in enumerate(discordant.tolist()):
        if at == 0:
            limit = _most_accepted(n, k, margin, alpha)
        elif limit < k and _p(n, limit + 1, k - limit - 1, -margin) <= alpha:
            limit += 1
        most[at] = limit
    return most


def exact_chance_to_pass(n: int, margin: float, psi: float, delta: float = 0.0, alpha: float = 0.05) -> float:
    """`chance_to_pass` by the exact rule, every outcome enumerated; at delta = −margin the false pass rate.

    A p-value for each likely number of discordant cases: a second or so for n·psi in the hundreds.
    """
    k = likely(n, psi)
    return probability(n, k, exact_most_broken(n, k, margin, alpha), psi, delta)


def _crossing(counts: Paired, alpha: float, guess: float, margin: float | None) -> float:
    """Where the p-value crosses alpha between −1 and Δ: by the secant of its normal quantile, from −margin and `guess`.

    The quantile rises nearly straight, as z does: from one end alone the other is sought along that line.
    """
    low, high = -1.0, counts.delta
    at_low, at_high = -np.inf, np.inf
    slope = -float(ndtri(alpha)) / (high - guess)
    trials = [] if margin is None else [-margin]
    ahead, halve = 1.05, False
    while trials or high - low > _CLOSE:
        width = high - low
        if trials:
            trial = trials.pop()
        elif np.isinf(at_low) and np.isinf(at_high):
            trial = guess
        elif np.isinf(at_low) or np.isinf(at_high):
            near, excess = (high, at_high) if np.isinf(at_low) else (low, at_low)
            trial = near - ahead * excess / slope - 0.4 * _CLOSE * (1 if np.isinf(at_low) else -1)
            ahead *= 3
            if not low < trial < high:
                trial = (low + high) / 2
        elif halve:
            trial = (low + high) / 2
        else:
            # A little to the nearer end's other side, so that this end and the next trial close in on the crossing.
            root = low + width * at_low / (at_low - at_high)
            trial = root + 0.4 * _CLOSE * (1 if root - low < high - root else -1)
        if low < trial < high:
            p = exact_p(counts, trial)
            excess = float(ndtri(min(p, 1 - 1e-12)) - ndtri(alpha))
            found = np.isfinite(at_low) and np.isfinite(at_high)
            low, high, at_low, at_high = (trial, high, excess, at_high) if p <= alpha else (low, trial, at_low, excess)
            halve = bool(found) and high - low > width / 2
    return low


@lru_cache(maxsize=65536)
def _p(n: int, broken: int, fixed: int, delta: float) -> float:
    psi_low, psi_high = clopper_pearson(broken + fixed, n, 1 - GAMMA)
    psi_low = max(psi_low, -delta)
    if psi_low > psi_high:
        return GAMMA
    k = likely(n, psi_low, psi_high)
    seen = _statistic(np.asarray(broken), np.asarray(fixed), n, delta) - _TIE
    most = most_broken(k, lambda b, c: _statistic(b, c, n, delta) >= seen)

    def chances(grid: Array) -> Array:
        """The region's probability along a grid of ψ, at the edge of the null hypothesis, Δ = delta or ψ if less."""
        return probabilities(n, k, most, grid, np.minimum(delta, grid))

    # For delta > 0 the edge of the null hypothesis bends at ψ = delta, where the maximum may be a peak.
    steps = np.linspace(psi_low, psi_high, _STEPS_WHEN_FEW if n <= _FEW else _STEPS)
    grid = np.union1d(steps, np.clip(delta, psi_low, psi_high))
    coarse = chances(grid)
    best = int(np.argmax(coarse))
    finer = chances(np.linspace(grid[max(best - 1, 0)], grid[min(best + 1, grid.size - 1)], 17))
    return min(1.0, max(float(coarse[best]), float(np.max(finer))) + GAMMA)


def _statistic(broken: Counts, fixed: Counts, n: int, delta: float) -> Array:
    return tango_z_of(broken, fixed, n, -delta) if delta <= 0 else -tango_z_of(fixed, broken, n, delta)


def _most_accepted(n: int, discordant: int, margin: float, alpha: float) -> int:
    """At this many discordant cases the most broken that pass, −1 where none do; the p-value rises with them."""
    low, high = -1, discordant
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if _p(n, middle, discordant - middle, -margin) <= alpha else (low, middle - 1)
    return low
