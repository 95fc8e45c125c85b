"""What a number of cases can show, before or after a run: exact enumerations, no normal approximations."""

from __future__ import annotations

from math import ceil, floor, log

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from harness.gates._region import likely, most_broken, probability
from harness.gates.paired import p_worse_of, tango_z_of

__all__ = [
    "cases_for_floor",
    "cases_for_margin",
    "chance_of_alarm",
    "chance_to_pass",
    "detectable_drop",
]

Counts = NDArray[np.int64]


def cases_for_floor(target: float, alpha: float = 0.05) -> int | None:
    """The fewest cases that reach a floor when all pass: n ≥ ln α / ln floor; None for a floor of 1, out of reach."""
    if not 0 <= target <= 1:
        raise ValueError(f"a floor lies between 0 and 1, not {target}")
    if target == 1:
        return None
    return max(1, ceil(log(alpha) / log(target))) if target else 1


def cases_for_margin(margin: float, alpha: float = 0.05) -> int:
    """The fewest cases at which Tango's bound passes an unchanged model (no flips): n > z²(1 − m)/m. Needs 0 < m < 1.

    With fewer, only a model that fixes more than it breaks can pass.
    """
    _check_margin(margin)
    z = float(ndtri(1 - alpha))
    return floor(z * z * (1 - margin) / margin) + 1


def chance_to_pass(n: int, margin: float, psi: float, delta: float = 0.0, alpha: float = 0.05) -> float:
    """The probability that n cases pass by Tango's bound, where the truth is discordance psi and difference delta.

    At delta = −margin this is the false pass rate. Needs |delta| ≤ psi ≤ 1.
    """
    _check_margin(margin)
    z = float(ndtri(1 - alpha))
    k = likely(n, psi)
    most = most_broken(k, lambda broken, fixed: tango_z_of(broken, fixed, n, margin) > z)
    return probability(n, k, most, psi, delta)


def chance_of_alarm(n: int, psi: float, delta: float, alpha: float = 0.05) -> float:
    """The probability that n cases show a significant loss, `p_worse` ≤ alpha, at a true psi and delta."""
    k = likely(n, psi)
    return 1 - probability(n, k, _quiet(k, alpha), psi, delta)


def detectable_drop(n: int, psi: float, alpha: float = 0.05, power: float = 0.8) -> float | None:
    """The smallest drop that n cases show as a significant loss with the given power, to four digits after the point.

    `psi` is the discordance expected of an equal model; a drop beyond it brings its own. None where even a model that
    breaks every case would not be noticed (under four cases at alpha = .05).
    """
    quiet = _quiet(np.arange(n + 1, dtype=np.int64), alpha)

    def found(drop: float) -> bool:
        k = likely(n, discordance := max(psi, drop))
        return 1 - probability(n, k, quiet[k], discordance, -drop) >= power

    if not found(1.0):
        return None
    low, high = 0.0, 1.0
    while high - low > 5e-5:
        middle = (low + high) / 2
        low, high = (low, middle) if found(middle) else (middle, high)
    return high


def _quiet(discordant: Counts, alpha: float) -> Counts:
    """The most broken cases that raise no alarm, for each number of discordant ones."""
    return most_broken(discordant, lambda broken, fixed: p_worse_of(broken, fixed) > alpha)


def _check_margin(margin: float) -> None:
    if not 0 < margin < 1:
        raise ValueError(f"a margin lies strictly between 0 and 1, not {margin}")
