"""Whether cases of one group come out alike: then they are fewer witnesses than their number says."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import numpy as np

__all__ = ["design_effect", "p_together"]

_SHUFFLES = 999
_SEED = 1


def design_effect(values: Sequence[float], groups: Sequence[Hashable]) -> float | None:
    """Var of the mean with whole groups as units over that with cases as units (Kish, Survey Sampling, 1965, §8.2).

    Σ_c(Σ_{i∈c} dev_i)²/Σ dev_i², each with its small-sample factor. From 0; about 1 where groups tell nothing, up to
    the groups' size where their cases are copies. None where nothing varies, or there are under two groups.
    """
    deviations, member, count = _centred(values, groups)
    squares, n = float(np.sum(deviations**2)), deviations.size
    if count < 2 or squares == 0:
        return None
    totals = np.bincount(member, weights=deviations)
    return float(np.sum(totals**2)) / squares * (count / (count - 1)) / (n / (n - 1))


def p_together(values: Sequence[float], groups: Sequence[Hashable]) -> float:
    """The permutation test of "groups tell nothing" against "cases of a group come out alike": in (0, 1].

    The share of shufflings of the values, the seen one among them, whose groups' squared totals sum to as much: by 999
    from a fixed seed, so never under .001. 1 where nothing varies or there are under two groups.
    """
    deviations, member, count = _centred(values, groups)
    if count < 2 or not np.any(deviations):
        return 1.0

    def spread(order: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> float:
        return float(np.sum(np.bincount(member, weights=order) ** 2))

    random, seen = np.random.default_rng(_SEED), spread(deviations)
    as_much = sum(spread(random.permutation(deviations)) >= seen - 1e-9 for _ in range(_SHUFFLES))
    return (1 + as_much) / (1 + _SHUFFLES)


def _centred(
    values: Sequence[float], groups: Sequence[Hashable]
) -> tuple[np.ndarray[tuple[int, ...], np.dtype[np.float64]], list[int], int]:
    x = np.asarray(values, dtype=np.float64)
    if x.ndim != 1 or not x.size or x.size != len(groups):
        raise ValueError(f"each value belongs to one group: {x.size} values, {len(groups)} groups")
    index: dict[Hashable, int] = {}
    member = [index.setdefault(name, len(index)) for name in groups]
    return x - x.mean(), member, len(index)
