"""Sampled replies and related cases: the unit is the case, or the group of cases that rise and fall together.

Both arms answer each case K times at temperature > 0; `differences` holds, case by case, the candidate's share of
passing samples minus the baseline's, in [−1, 1], and `clusters` names the group of each case (one template, one
document). A case without relatives is a cluster of its own. With K = 1 the differences are −1, 0 and 1, so the same
arithmetic serves unsampled cases that come in clusters.

Every function raises `ValueError` where the two sequences differ in length or a difference lies outside [−1, 1].
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Sequence
from math import comb, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, stdtrit

from harness.gates.decision import Comparison, Decision, Gate, decide_paired, make_gate
from harness.gates.paired import Paired
from harness.gates.rates import Interval
from harness.gates.words import Numbers

__all__ = [
    "clustered_se",
    "clusters_for_margin",
    "decide_clustered",
    "decide_floor_sampled",
    "decide_sampled",
    "flakiness",
    "lower_bound",
    "p_worse_sampled",
    "pass_at_k",
    "pass_hat_k",
    "rate_bounds",
    "sampled_bounds",
]

Array = NDArray[np.float64]

_SUMS = 4096
"""So many different sums of flipped clusters are told apart; the flips of the clusters left then make a normal sum."""


def pass_at_k(n: int, c: int, k: int) -> float:
    """pass@k = 1 − C(n−c, k)/C(n, k): the chance that one of k samples passes, c of the n drawn having passed.

    Unbiased (Chen et al., arXiv 2107.03374, eq. 1). In [0, 1]; undefined for k > n.
    """
    _check_samples(n, c, k)
    return 1 - comb(n - c, k) / comb(n, k)


def pass_hat_k(n: int, c: int, k: int) -> float:
    """pass^k = C(c, k)/C(n, k): the chance that all of k samples pass, c of the n drawn having passed.

    Unbiased (Yao et al., τ-bench, arXiv 2406.12045). In [0, 1]; undefined for k > n.
    """
    _check_samples(n, c, k)
    return comb(c, k) / comb(n, k)


def flakiness(passed: int, n: int) -> float:
    """The share of pairs of a case's n samples that disagree, 2c(n − c)/(n(n − 1)), which is pass@2 − pass^2.

    An unbiased estimate of 2p(1 − p), the diversity of the two outcomes (Simpson, Nature 1949;163:688). From 0, all
    alike, to n/(2(n − 1)), a case that passes half the time; undefined under two samples.
    """
    _check_samples(n, passed, 2)
    return 2 * passed * (n - passed) / (n * (n - 1))


def clustered_se(values: Sequence[float], clusters: Sequence[Hashable]) -> float:
    """The standard error of a mean over clusters: SE² = C/(C − 1) · n⁻² Σ_c (Σ_{i∈c} (x_i − x̄))².

    Miller, arXiv 2411.00640, with the small-sample factor C/(C − 1). Where every case stands alone it is the ordinary
    s/√n exactly. It counts on many clusters, none of which rules the mean; undefined for fewer than two.
    """
    totals, sizes = _grouped(np.asarray(values, dtype=np.float64), clusters)
    if totals.size < 2:
        raise ValueError(f"a clustered standard error needs at least 2 clusters, not {totals.size}")
    return _se(totals - sizes * (totals.sum() / sizes.sum()), float(sizes.sum()))


def sampled_bounds(differences: Sequence[float], clusters: Sequence[Hashable], alpha: float = 0.05) -> Interval:
    """One-sided lower and upper bounds of Δ at alpha each, within [−1, 1]; undefined without a case.

    A heuristic that held in simulation, not a theorem. A plain t-bound breaks its promise where breaks are rare and
    large: a sample that happens to hold none of them misses both the loss and its variance. So before the lower bound
    is taken the worst that may have gone unseen is added: one pseudo-case with d = −1 in a cluster of its own (where
    cases have relatives, a whole cluster of them, as large as the one that a random case is in, Σn_c²/n).
    That alone still lets a model worse by the margin pass .068 of the time where every break is whole (n = 144,
    margin .03): a t-bound takes the mean's distribution for symmetric. A bound on x rare losses of one size needs
    x + t√x + (t² + 2)/3, as Poisson's limit expands; the pseudo-case gives 1 of the last term, and the (t² − 1)/3 that
    remain are added times the losses' size −Σdev³/Σdev², which is near 0, and costs next to no power, where losses
    and gains balance. t has C degrees, the pseudo-cluster's among them. The upper bound is the mirror, with d = +1.

    A model that breaks cases wholly, and mends none, then passes at most .0497 of the time at alpha = .05 (by the
    binomial: all n from 20 to 1,000 at margins .02, .03, .05, .10 and .20).
    """
    if not 0 < alpha < 1:
        raise ValueError(f"an error rate lies strictly between 0 and 1, not {alpha}")
    totals, sizes = _grouped(_checked(differences), clusters)
    if not totals.size:
        raise ValueError("the mean difference of no cases is undefined")
    return Interval(max(-1.0, lower_bound(totals, sizes, alpha)), min(1.0, -lower_bound(-totals, sizes, alpha)))


def p_worse_sampled(differences: Sequence[float], clusters: Sequence[Hashable]) -> float:
    """One-sided mid-p of the sign-flip test that the candidate is no worse: P(S* < S) + ½P(S* = S), S = Σd.

    If both arms answer alike, any cluster's total might as well carry the other sign (Fisher's randomisation test); S*
    is the sum under all such flips. For unsampled, unrelated cases this is `p_worse`, the mid-p McNemar test. A t-test
    would call three equal losses among unchanged cases significant, which an equal model shows one time in eight.
    In (0, 1); ½ where nothing changed. Every flip is counted, largest first and equal sums as one, until there are
    4,096 sums; what the clusters left would add is then taken as normal.
    """
    totals, _ = _grouped(_checked(differences), clusters)
    moved = np.sort(np.abs(totals[totals != 0]))[::-1]
    sums, chances = np.zeros(1), np.ones(1)
    left = moved.size
    while left and sums.size < _SUMS:
        size = moved[-left]
        both = np.round(np.concatenate([sums - size, sums + size]), 9)
        sums, place = np.unique(both, return_inverse=True)
        chances = np.bincount(place, weights=np.tile(chances / 2, 2)).astype(np.float64)
        left -= 1
    above = totals.sum() - sums
    if left:
        return float(chances @ ndtr(above / np.linalg.norm(moved[-left:])))
    return float(chances @ np.where(np.abs(above) < 1e-6, 0.5, above > 0))


def clusters_for_margin(margin: float, alpha: float = 0.05) -> int:
    """The fewest clusters of equal size (cases, where none are related) at which an unchanged model passes.

    With fewer, only a model that gains more than it loses can pass. Needs 0 < margin < 1.
    """
    _check_margin(margin)

    def passes(count: int) -> bool:
        t = float(stdtrit(count, 1 - alpha))
        return (1 + t + max(0.0, t * t - 1) / 3 * (count - 1) / (count + 1)) / (count + 1) < margin

    most = 1
    while not passes(most):
        most *= 2
    return bisect_left(range(1, most), True, key=passes) + 1


def decide_sampled(
    differences: Sequence[float],
    clusters: Sequence[Hashable],
    margin: float,
    alpha: float = 0.05,
    *,
    kind: Comparison = "paired",
) -> Gate:
    """No worse than the baseline by `margin`, for sampled replies and for cases that come in clusters.

    PASS if the lower bound of `sampled_bounds` lies above −margin, with a notice where the loss is significant all the
    same. Otherwise FAIL if `p_worse_sampled` is at most alpha, else INCONCLUSIVE; ERROR without a case. `worse` and
    `better` count cases with d < 0 and d > 0. `detectable` is the drop found with 80 % power, (t.95 + t.80)·SE at
    alpha = .05, but no less than the drop made of whole clusters that brings as much variance itself; approximate, and
    None for a single cluster.
    """
    _check_margin(margin)
    d = _checked(differences)
    totals, sizes = _grouped(d, clusters)
    n = d.size
    numbers: Numbers = {"n": n, "clusters": totals.size, "margin": margin}
    if n == 0:
        return make_gate(kind, Decision.ERROR, numbers)
    lower, upper = sampled_bounds(differences, clusters, alpha)
    p = p_worse_sampled(differences, clusters)
    numbers |= {
        "worse": int(np.sum(d < 0)),
        "better": int(np.sum(d > 0)),
        "delta": float(d.mean()),
        "lower": lower,
        "upper": upper,
        "p_worse": p,
        "detectable": _detectable(totals, sizes, alpha),
    }
    significant = p <= alpha
    decision = Decision.PASS if lower > -margin else Decision.FAIL if significant else Decision.INCONCLUSIVE
    unchanged = lower_bound(np.zeros_like(totals), sizes, alpha) > -margin
    numbers |= {"alpha": alpha, "fewest": None if unchanged else clusters_for_margin(margin, alpha)}
    return make_gate(kind, decision, numbers)


def decide_clustered(
    pairs: Sequence[tuple[bool, bool]],
    clusters: Sequence[Hashable],
    margin: float,
    alpha: float = 0.05,
    *,
    kind: Comparison = "paired",
) -> Gate:
    """`decide_paired` for unsampled cases (baseline passed, candidate passed) of which some may be related.

    Where every case stands alone this is `decide_paired`. Otherwise its tests would count relatives that break together
    as so many witnesses, and `decide_sampled` decides on d = candidate − baseline in {−1, 0, 1}.
    """
    if len(set(clusters)) == len(clusters) == len(pairs):
        return decide_paired(Paired.of(pairs), margin, alpha, kind=kind)
    differences = [int(candidate) - int(baseline) for baseline, candidate in pairs]
    return decide_sampled(differences, clusters, margin, alpha, kind=kind)


def rate_bounds(shares: Sequence[float], clusters: Sequence[Hashable], alpha: float = 0.05) -> Interval:
    """One-sided bounds of a mean pass rate at alpha each, within [0, 1], from each case's share of passing samples.

    `sampled_bounds` of what each case falls short of 1 (and, for the upper one, exceeds 0): the worst that may have
    gone unseen is a case that never passes, or always.
    """
    lower = 1 + sampled_bounds([share - 1 for share in shares], clusters, alpha).lower
    return Interval(max(0.0, lower), min(1.0, sampled_bounds(shares, clusters, alpha).upper))


def decide_floor_sampled(
    shares: Sequence[float], clusters: Sequence[Hashable], floor: float, alpha: float = 0.05
) -> Gate:
    """`decide_floor` for sampled replies and for cases that come in clusters, by `rate_bounds`."""
    n = len(shares)
    numbers: Numbers = {"n": n, "clusters": len(set(clusters)), "rate": None, "lower": None, "upper": None}
    numbers["floor"] = floor
    if n == 0:
        return make_gate("floor", Decision.ERROR, numbers)
    lower, upper = rate_bounds(shares, clusters, alpha)
    numbers |= {"rate": sum(shares) / n, "lower": lower, "upper": upper}
    decision = Decision.PASS if lower >= floor else Decision.FAIL if upper < floor else Decision.INCONCLUSIVE
    return make_gate("floor", decision, numbers)


def lower_bound(totals: Array, sizes: Array, alpha: float) -> float:
    """The lower bound of Σtotals/Σsizes, each cluster's total difference and its cases: see `sampled_bounds`.

    With the pseudo-cluster and the term for skewness; not kept within [−1, 1].
    """
    weight = float(np.sum(sizes**2) / sizes.sum())
    n = float(sizes.sum()) + weight
    mean = float(totals.sum() - weight) / n
    deviations = np.append(totals - sizes * mean, -weight - weight * mean)
    squares = float(np.sum(deviations**2))
    if squares == 0:  # every case broke, as the pseudo-case did
        return mean
    size_of_losses = max(0.0, -float(np.sum(deviations**3)) / squares)
    t = float(stdtrit(totals.size, 1 - alpha))
    return mean - t * _se(deviations, n) - max(0.0, t * t - 1) / 3 * size_of_losses / n


def _detectable(totals: Array, sizes: Array, alpha: float) -> float | None:
    count, n = totals.size, float(sizes.sum())
    if count < 2:
        return None
    reach = float(stdtrit(count - 1, 1 - alpha) + stdtrit(count - 1, 0.8))
    se = _se(totals - sizes * (totals.sum() / n), n)
    return min(1.0, max(reach * se, reach**2 * float(np.sum(sizes**2)) / n**2))


def _se(deviations: Array, n: float) -> float:
    """From the clusters' summed deviations; at least two clusters."""
    count = deviations.size
    return sqrt(count / (count - 1) * float(np.sum(deviations**2))) / n


def _grouped(values: Array, clusters: Sequence[Hashable]) -> tuple[Array, Array]:
    """Each cluster's total and its number of cases."""
    if values.ndim != 1 or values.size != len(clusters):
        raise ValueError(f"each value belongs to one cluster: {values.size} values, {len(clusters)} clusters")
    if not np.all(np.isfinite(values)):
        raise ValueError("values are finite numbers")
    index: dict[Hashable, int] = {}
    member = np.fromiter((index.setdefault(name, len(index)) for name in clusters), np.intp, len(clusters))
    totals = np.bincount(member, weights=values).astype(np.float64)
    return totals, np.bincount(member).astype(np.float64)


def _checked(differences: Sequence[float]) -> Array:
    d = np.asarray(differences, dtype=np.float64)
    if not np.all(np.abs(d) <= 1):
        raise ValueError("differences of two fractions lie between -1 and 1")
    return d


def _check_margin(margin: float) -> None:
    if not 0 < margin < 1:
        raise ValueError(f"a margin lies strictly between 0 and 1, not {margin}")


def _check_samples(n: int, c: int, k: int) -> None:
    if not (0 <= c <= n and 1 <= k <= n):
        raise ValueError(f"needs 0 <= passed <= samples and 1 <= k <= samples, not {c} of {n} with k = {k}")
