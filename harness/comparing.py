"""Cases under two models: which rule compares them, and which way they moved. One choice, for every gate and command.

Single replies to unrelated cases go by the exact paired test of counts. Shares of several samples, and cases that come
in clusters, go by a bound on the mean difference whose unit is the cluster.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import NamedTuple

from harness.gates import (
    Comparison,
    Gate,
    Paired,
    decide_clustered,
    decide_floor,
    decide_floor_sampled,
    decide_sampled,
)

__all__ = ["Observation", "binary", "compare", "counts_of", "directions", "hold_to_floor", "unrelated"]

# Sums of shares that cancel leave a rounding error behind, which is no direction.
_LEVEL = 1e-9


class Observation(NamedTuple):
    """One case under both models."""

    before: float
    """The share of the baseline's samples that passed, in [0, 1]."""
    now: float
    """The share of the candidate's."""
    witness: Hashable
    """What counts as one observation: the cluster that the case belongs to, or the case by itself."""


def binary(cases: Iterable[Observation]) -> bool:
    """Whether every verdict is 0 or 1, as of single replies."""
    return all(case.before in (0, 1) and case.now in (0, 1) for case in cases)


def unrelated(cases: Sequence[Observation]) -> bool:
    """Whether every case is a witness by itself."""
    return len({case.witness for case in cases}) == len(cases)


def counts_of(cases: Iterable[Observation]) -> Paired:
    """The four counts of binary verdicts."""
    return Paired.of((case.before == 1, case.now == 1) for case in cases)


def compare(
    cases: Sequence[Observation],
    margin: float,
    alpha: float,
    kind: Comparison = "paired",
    *,
    sampled: bool | None = None,
) -> Gate:
    """No worse by `margin`? By the exact rule where it applies, else by the clustered bound.

    `sampled` says whether there are several samples behind each share, so that the rule does not hang on how they came
    out; where it is not known, shares between 0 and 1 tell.
    """
    witnesses = [case.witness for case in cases]
    if not sampled and binary(cases):
        return decide_clustered([(c.before == 1, c.now == 1) for c in cases], witnesses, margin, alpha, kind=kind)
    return decide_sampled([c.now - c.before for c in cases], witnesses, margin, alpha, kind=kind)


def hold_to_floor(
    shares: Sequence[float], witnesses: Sequence[Hashable], floor: float, alpha: float, *, sampled: bool
) -> Gate:
    """Is the pass rate at the floor? Clopper–Pearson for single replies to unrelated cases, else a clustered bound."""
    if not sampled and len(set(witnesses)) == len(shares):
        return decide_floor(sum(share == 1 for share in shares), len(shares), floor, alpha)
    return decide_floor_sampled(shares, witnesses, floor, alpha)


def directions(cases: Sequence[Observation]) -> Paired:
    """Which way each case moved, or each cluster as a whole: what a slice's McNemar test counts.

    For binary verdicts of unrelated cases these are the four counts themselves; else those that did not move stand
    under `both`.
    """
    if binary(cases) and unrelated(cases):
        return counts_of(cases)
    moved: dict[Hashable, float] = {}
    for case in cases:
        moved[case.witness] = moved.get(case.witness, 0.0) + case.now - case.before
    broken, fixed = sum(d < -_LEVEL for d in moved.values()), sum(d > _LEVEL for d in moved.values())
    return Paired(len(moved) - broken - fixed, broken, fixed, 0)
