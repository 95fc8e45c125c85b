"""What sampled replies and related cases can show, before a run: their spread is not known yet, so the worst is taken.

A flip is supposed to be whole: all samples of a case, and all cases of a cluster, come out otherwise together. Several
samples that differ among themselves, or relatives that don't move together, show more with as many cases.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

import numpy as np
from scipy.special import stdtrit

from harness.gates.sampled import lower_bound

__all__ = ["chance_to_pass_clustered", "detectable_drop_clustered"]

_ROUNDS = 400
_SEED = 1


def chance_to_pass_clustered(
    sizes: Sequence[int], margin: float, psi: float, alpha: float = 0.05, rounds: int = _ROUNDS
) -> float:
    """The chance that an equal model passes `decide_sampled`, in [0, 1]; `sizes` are the clusters' cases, each ≥ 1.

    Each cluster flips as a whole with probability psi, for the worse as often as for the better. The share of `rounds`
    simulations from a fixed seed: at 400 within .05 of the true one, 95 times of 100.
    """
    cases = _checked(sizes, psi)
    random = np.random.default_rng(_SEED)
    signs = random.choice([-1.0, 0.0, 1.0], size=(rounds, cases.size), p=[psi / 2, 1 - psi, psi / 2])
    return float(np.mean([lower_bound(cases * sign, cases, alpha) > -margin for sign in signs]))


def detectable_drop_clustered(
    sizes: Sequence[int], psi: float, alpha: float = 0.05, power: float = 0.8
) -> float | None:
    """The drop that a t-test over the clusters finds with this power, (t_{1−α} + t_{power})·SE, in (0, 1].

    SE² = psi·Σn_c²/(Σn_c)², or what the drop brings by itself where that is more. Approximate; None under two clusters.
    """
    cases = _checked(sizes, psi)
    if cases.size < 2:
        return None
    reach = float(stdtrit(cases.size - 1, 1 - alpha) + stdtrit(cases.size - 1, power))
    spread = float(np.sum(cases**2)) / float(cases.sum()) ** 2
    return min(1.0, max(reach * sqrt(psi * spread), reach**2 * spread))


def _checked(sizes: Sequence[int], psi: float) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    cases = np.asarray(sizes, dtype=np.float64)
    if not cases.size or cases.min() < 1:
        raise ValueError("each cluster has at least one case, and there is at least one")
    if not 0 <= psi <= 1:
        raise ValueError(f"a discordance lies between 0 and 1, not {psi}")
    return cases
