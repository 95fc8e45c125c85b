"""One rate: intervals for `passed` of `n`.

Every function takes 0 ≤ passed ≤ n and n ≥ 1 and raises `ValueError` otherwise: the rate of nothing is undefined.
Intervals are two-sided at `confidence`; bounds are one-sided and hold with probability at least 1 − alpha.
"""

from __future__ import annotations

from math import sqrt
from typing import NamedTuple

from scipy.special import betaincinv, ndtri

__all__ = ["Interval", "clopper_pearson", "clopper_pearson_lower", "clopper_pearson_upper", "jeffreys", "wilson"]


class Interval(NamedTuple):
    """A closed interval, lower ≤ upper."""

    lower: float
    upper: float


def wilson(passed: int, n: int, confidence: float = 0.95) -> Interval:
    """The score interval (Wilson 1927): all rates that the score test does not reject. Within [0, 1]."""
    _check(passed, n, 1 - confidence)
    z = float(ndtri(0.5 + confidence / 2))
    centre = (passed + z * z / 2) / (n + z * z)
    half = z * sqrt(passed * (n - passed) / n + z * z / 4) / (n + z * z)
    # At the ends the algebra gives 0 and 1 exactly; floating point may not.
    return Interval(max(0.0, centre - half) if passed else 0.0, min(1.0, centre + half) if passed < n else 1.0)


def clopper_pearson(passed: int, n: int, confidence: float = 0.95) -> Interval:
    """The exact interval (Clopper and Pearson 1934): it covers at least `confidence` at any rate. Within [0, 1]."""
    alpha = (1 - confidence) / 2
    return Interval(clopper_pearson_lower(passed, n, alpha), clopper_pearson_upper(passed, n, alpha))


def clopper_pearson_lower(passed: int, n: int, alpha: float = 0.05) -> float:
    """The exact one-sided lower bound: the rate at which `passed` or more have probability alpha; 0 when none pass."""
    _check(passed, n, alpha)
    return float(betaincinv(passed, n - passed + 1, alpha)) if passed else 0.0


def clopper_pearson_upper(passed: int, n: int, alpha: float = 0.05) -> float:
    """The exact one-sided upper bound: the rate at which `passed` or fewer have probability alpha; 1 when all pass."""
    return 1 - clopper_pearson_lower(n - passed, n, alpha)


def jeffreys(passed: int, n: int, confidence: float = 0.95) -> Interval:
    """The equal-tailed interval of the Beta(½, ½) prior (Brown, Cai, DasGupta 2001), 0 and 1 kept at the ends."""
    alpha = (1 - confidence) / 2
    _check(passed, n, alpha)
    a, b = passed + 0.5, n - passed + 0.5
    lower = float(betaincinv(a, b, alpha)) if passed else 0.0
    upper = float(betaincinv(a, b, 1 - alpha)) if passed < n else 1.0
    return Interval(lower, upper)


def _check(passed: int, n: int, alpha: float) -> None:
    if n < 1 or not 0 <= passed <= n:
        raise ValueError(f"a rate needs 0 <= passed <= n and n >= 1, not {passed} of {n}")
    if not 0 < alpha < 1:
        raise ValueError(f"an error rate lies strictly between 0 and 1, not {alpha}")
