"""What a number of cases can show, before or after a run: exact enumerations, no normal approximations."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from math import ceil, floor, log, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from harness.gates._region import likely, most_broken, probability
from harness.gates.exact import Method, exact_chance_to_pass, exact_most_broken, is_exact
from harness.gates.paired import p_worse_of, tango_z_of

__all__ = [
    "MOST_CASES",
    "cases_for_floor",
    "cases_for_margin",
    "cases_needed",
    "chance_of_alarm",
    "chance_to_pass",
    "detectable_drop",
]

Counts = NDArray[np.int64]

MOST_CASES = 200_000
"""More cases than this nobody writes: `cases_needed` looks no further."""

# A chance takes 0.05 s up to here (discordance .10), and beyond Tango's bound gives it to .003.
_WALKED_UP_TO = 400
# Beyond, the fewest cases lie within 2 % of where the power is first crossed.
_SEARCHED_UP_TO = 800
# Of 100 runs one or two have fewer or more discordant cases than this many standard deviations from the mean.
_WALKED = 2.5


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


def chance_to_pass(
    n: int, margin: float, psi: float, delta: float = 0.0, alpha: float = 0.05, method: Method = "auto"
) -> float:
    """The probability that n cases pass, where the truth is discordance psi and difference delta.

    At delta = −margin this is the false pass rate. Needs |delta| ≤ psi ≤ 1. "exact" and "tango" are those rules,
    enumerated whole. "auto" is the rule that decides on n cases, quick enough to be told before a run: beyond 400 cases
    by Tango's region, and up to there the exact one's for all but the rarest numbers of discordant cases; within .003
    of the whole enumeration.
    """
    _check_margin(margin)
    if method == "exact":
        return exact_chance_to_pass(n, margin, psi, delta, alpha)
    walked = is_exact(n, method) and n <= _WALKED_UP_TO
    k = likely(n, psi)
    return probability(n, k, (_region if walked else _tango_region)(n, k, margin, psi, alpha), psi, delta)


@lru_cache(maxsize=256)
def cases_needed(
    margin: float, psi: float, power: float = 0.8, alpha: float = 0.05, method: Method = "auto"
) -> int | None:
    """The fewest cases at which an equal model of discordance psi passes with this power; None beyond `MOST_CASES`.

    About 6.18·psi/margin² for a power of .8. Chances rise in a sawtooth, for counts are whole; up to 800 cases the
    fewest is searched for one by one, beyond it is where the power is crossed, to a thousandth, and up to 2 % fewer may
    do.
    """
    _check_margin(margin)
    if not 0 < power < 1:
        raise ValueError(f"a power lies strictly between 0 and 1, not {power}")

    def enough(n: int, needed: float = power, by: Method = "tango") -> bool:
        return chance_to_pass(n, margin, psi, 0.0, alpha, by) >= needed

    about = ceil(psi * (float(ndtri(1 - alpha)) + float(ndtri(power))) ** 2 / margin**2)
    near = _turning(enough, min(MOST_CASES, max(about, cases_for_margin(margin, alpha))))
    if near is None:
        return None
    if near <= _SEARCHED_UP_TO:
        near = next(n for n in range(max(1, int(0.85 * near)), near + 1) if enough(n))
    if method == "tango" or near > _WALKED_UP_TO:
        return near
    # The exact rule passes hardly anything that Tango's bound refuses: only where that nearly has the power is asked.
    candidates = (n for n in range(max(1, int(0.95 * near)), MOST_CASES) if enough(n, power - 0.01))
    return next(n for n in candidates if enough(n, by=method))


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


def _tango_region(n: int, discordant: Counts, margin: float, psi: float, alpha: float) -> Counts:
    z = float(ndtri(1 - alpha))
    return most_broken(discordant, lambda broken, fixed: tango_z_of(broken, fixed, n, margin) > z)


def _region(n: int, discordant: Counts, margin: float, psi: float, alpha: float) -> Counts:
    """The exact rule's region around n·psi discordant cases, Tango's where such numbers of them are rare."""
    reach = _WALKED * sqrt(n * psi * (1 - psi)) + 2
    usual = np.abs(discordant - n * psi) <= reach
    most = _tango_region(n, discordant, margin, psi, alpha)
    most[usual] = exact_most_broken(n, discordant[usual], margin, alpha)
    return most


def _turning(enough: Callable[[int], bool], near: int) -> int | None:
    """A number with enough, one (or a thousandth) fewer without, sought from `near` on; None above `MOST_CASES`."""
    low, high, step = 0, near, max(1, near // 64)
    if enough(near):
        while high > step and enough(high - step):
            high, step = high - step, 2 * step
        low = max(0, high - step)
    else:
        while not enough(high):
            if high >= MOST_CASES:
                return None
            low, high, step = high, min(high + step, MOST_CASES), 2 * step
    while high - low > max(1, near // 1000):
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high


def _quiet(discordant: Counts, alpha: float) -> Counts:
    """The most broken cases that raise no alarm, for each number of discordant ones."""
    return most_broken(discordant, lambda broken, fixed: p_worse_of(broken, fixed) > alpha)


def _check_margin(margin: float) -> None:
    if not 0 < margin < 1:
        raise ValueError(f"a margin lies strictly between 0 and 1, not {margin}")
