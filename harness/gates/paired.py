"""Two models on the same cases: counts, McNemar's tests, Tango's and Newcombe's intervals of the difference.

Throughout, `delta` is candidate minus baseline: positive is better. The papers' table (a, b, c, d) is
`Paired(a, b, c, d)`; where they report p12 − p21 = (b − c)/n, that is −delta.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.special import bdtr, chdtrc, ndtri

from harness.gates.rates import Interval, wilson

__all__ = [
    "Paired",
    "mcnemar_asymptotic",
    "mcnemar_exact",
    "mcnemar_midp",
    "newcombe",
    "p_worse",
    "tango",
    "tango_lower",
    "tango_upper",
    "tango_z",
]

Array = NDArray[np.float64]
Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Paired:
    """How the same cases came out under baseline and candidate: four counts, none negative (else `ValueError`)."""

    both: int
    """pass under both"""
    broken: int
    """the baseline passes, the candidate misses"""
    fixed: int
    """the baseline misses, the candidate passes"""
    neither: int
    """miss under both"""

    def __post_init__(self) -> None:
        if min(self.both, self.broken, self.fixed, self.neither) < 0:
            raise ValueError(f"counts are not negative: {self}")

    @classmethod
    def of(cls, pairs: Iterable[tuple[bool, bool]]) -> Paired:
        """Count pairs of verdicts (baseline passed, candidate passed)."""
        cells = {(True, True): 0, (True, False): 0, (False, True): 0, (False, False): 0}
        for baseline, candidate in pairs:
            cells[bool(baseline), bool(candidate)] += 1
        return cls(*cells.values())

    def __add__(self, other: Paired) -> Paired:
        """Pool two disjoint sets of cases."""
        return Paired(
            self.both + other.both,
            self.broken + other.broken,
            self.fixed + other.fixed,
            self.neither + other.neither,
        )

    @property
    def n(self) -> int:
        """The number of pairs."""
        return self.both + self.broken + self.fixed + self.neither

    @property
    def delta(self) -> float:
        """(fixed − broken)/n, in [−1, 1]; `ZeroDivisionError` when there are no pairs."""
        return (self.fixed - self.broken) / self.n

    @property
    def psi(self) -> float:
        """Discordance, (broken + fixed)/n, in [0, 1]; `ZeroDivisionError` when there are no pairs."""
        return (self.broken + self.fixed) / self.n


def mcnemar_exact(counts: Paired) -> float:
    """Two-sided exact McNemar test: 2·P(X ≤ min(b, c)), X ~ Bin(b + c, ½), at most 1; 1 without discordant pairs.

    Formulas of the three tests: Fagerland, Lydersen and Laake, BMC Med Res Methodol 2013;13:91.
    """
    less, more = sorted((counts.broken, counts.fixed))
    return min(1.0, 2 * float(bdtr(less, less + more, 0.5)))


def mcnemar_midp(counts: Paired) -> float:
    """Two-sided mid-p McNemar test: the exact p-value less the probability of the outcome itself; 1 when b = c."""
    swapped = Paired(counts.both, counts.fixed, counts.broken, counts.neither)
    return min(1.0, 2 * min(p_worse(counts), p_worse(swapped)))


def mcnemar_asymptotic(counts: Paired) -> float:
    """Two-sided asymptotic McNemar test, (b − c)²/(b + c) on one degree of freedom; 1 without discordant pairs."""
    b, c = counts.broken, counts.fixed
    return float(chdtrc(1, (b - c) ** 2 / (b + c))) if b + c else 1.0


def p_worse(counts: Paired) -> float:
    """One-sided mid-p McNemar test of "not worse" against "worse": P(X > b) + ½·P(X = b), X ~ Bin(b + c, ½).

    Small when more cases broke than were fixed; ½ when as many (none included). Half of `mcnemar_midp` where b > c.
    """
    return float(p_worse_of(np.asarray(counts.broken), np.asarray(counts.fixed)))


def p_worse_of(broken: Counts, fixed: Counts) -> Array:
    """`p_worse` for arrays of counts."""
    # At ½, P(X ≥ b) is P(X ≤ c) and P(X > b) is P(X < c): lower tails keep their relative accuracy, however small.
    at_least = bdtr(fixed, broken + fixed, 0.5)
    beyond = np.where(fixed > 0, bdtr(np.maximum(fixed - 1, 0), broken + fixed, 0.5), 0.0)
    return np.asarray((at_least + beyond) / 2, dtype=np.float64)


def tango_z(counts: Paired, delta: float) -> float:
    """Tango's score statistic of H0: Δ = delta (Stat Med 1998;17:891), near N(0, 1) under H0, positive if better.

    Needs n ≥ 1 and delta in [−1, 1], else `ValueError`. At delta = 0 it is McNemar's (c − b)/√(b + c), and 0 without
    discordant pairs. At ±1 the variance under H0 vanishes: 0 if the data agree with H0, else infinite.
    """
    if counts.n == 0:
        raise ValueError("no pairs: the statistic is undefined")
    if not -1 <= delta <= 1:
        raise ValueError(f"a difference of rates lies between -1 and 1, not {delta}")
    b, c = np.asarray(counts.broken), np.asarray(counts.fixed)
    return float(tango_z_of(b, c, counts.n, -delta) if delta <= 0 else -tango_z_of(c, b, counts.n, delta))


def tango_z_of(broken: Counts, fixed: Counts, n: int, loss: float) -> Array:
    """`tango_z` at delta = −loss for arrays of counts, loss in [0, 1].

    The restricted estimate q of the breaking rate is the larger root of 2n·q² + B·q + C = 0. On this side of zero B is
    never positive, so √(B² − 8nC) − B adds and loses no digits; `tango_z` swaps the cells for the other side.
    """
    b, c = np.asarray(broken, dtype=np.float64), np.asarray(fixed, dtype=np.float64)
    minus_b = b + c + (2 * n + b - c) * loss
    root = np.sqrt(np.maximum(minus_b**2 - 8 * n * b * loss * (1 + loss), 0.0))
    q = (root + minus_b) / (4 * n)
    sd = np.sqrt(n * np.maximum(2 * q - loss * (1 + loss), 0.0))
    with np.errstate(divide="ignore", invalid="ignore"):
        z = (c - b + n * loss) / sd
    return np.asarray(np.where(np.isnan(z), 0.0, z), dtype=np.float64)


def tango(counts: Paired, confidence: float = 0.95) -> Interval:
    """Tango's score interval of Δ: all delta whose `tango_z` lies within the normal quantiles. Within [−1, 1]."""
    alpha = (1 - confidence) / 2
    return Interval(tango_lower(counts, alpha), tango_upper(counts, alpha))


def tango_lower(counts: Paired, alpha: float = 0.05) -> float:
    """The one-sided lower bound of Δ: no delta below it survives the score test at alpha.

    In [−1, Δ]; −1 only when every case broke. Exact to 1e-15 or so, from below: a tie with a margin does not pass.
    """
    _check_alpha(alpha)
    if counts.n == 0:
        raise ValueError("no pairs: the bound is undefined")
    if counts.broken == counts.n:
        return -1.0
    z = float(ndtri(1 - alpha))
    low, high = -1.0, counts.delta
    # The statistic falls from infinity at −1 to 0 at Δ, so halving can't miss the root.
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if tango_z(counts, middle) >= z else (low, middle)
    return low


def tango_upper(counts: Paired, alpha: float = 0.05) -> float:
    """The one-sided upper bound of Δ: the lower bound of the two models exchanged, with its sign turned."""
    return -tango_lower(Paired(counts.both, counts.fixed, counts.broken, counts.neither), alpha)


def newcombe(counts: Paired, confidence: float = 0.95) -> Interval:
    """Newcombe's method 10 for Δ (Stat Med 1998;17:2635): Wilson intervals of both rates, squared and added.

    Within [−1, 1]. Shown beside Tango's for comparison; it decides nothing.
    """
    a, b, c, d, n = counts.both, counts.broken, counts.fixed, counts.neither, counts.n
    if n == 0:
        raise ValueError("no pairs: the interval is undefined")
    baseline, candidate = wilson(a + b, n, confidence), wilson(a + c, n, confidence)
    down_b, up_b = (a + b) / n - baseline.lower, baseline.upper - (a + b) / n
    down_c, up_c = (a + c) / n - candidate.lower, candidate.upper - (a + c) / n
    phi = _phi(a, b, c, d)
    below = sqrt(max(0.0, down_c**2 - 2 * phi * down_c * up_b + up_b**2))
    above = sqrt(max(0.0, up_c**2 - 2 * phi * up_c * down_b + down_b**2))
    return Interval(max(-1.0, counts.delta - below), min(1.0, counts.delta + above))


def _phi(a: int, b: int, c: int, d: int) -> float:
    """The correlation of the two verdicts with Newcombe's correction; 0 when a margin of the table is empty."""
    margins = (a + b) * (c + d) * (a + c) * (b + d)
    if not margins:
        return 0.0
    cross, half = a * d - b * c, (a + b + c + d) / 2
    return (max(cross - half, 0.0) if cross > 0 else cross) / sqrt(margins)


def _check_alpha(alpha: float) -> None:
    if not 0 < alpha < 0.5:
        raise ValueError(f"a one-sided error rate lies strictly between 0 and 0.5, not {alpha}")
