"""How many cases, or samples a case, a margin needs, given the discordance seen so far."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Sequence
from dataclasses import asdict, dataclass
from math import ceil, sqrt
from typing import Any

import numpy as np
from scipy.special import betainc, ndtr

from harness.comparing import binary, counts_of, unrelated
from harness.deciding import observations
from harness.gates import Paired, cases_for_margin, clopper_pearson, detectable_drop, exact_cases_for_margin
from harness.gates.exact import is_exact
from harness.gates.power import cases_needed, chance_to_pass
from harness.gates.rates import clopper_pearson_lower
from harness.gates.sampled import clustered_se, clusters_for_margin, decide_sampled, sampled_bounds
from harness.pairs import MOST_CASES, Pair

__all__ = [
    "Samples",
    "Size",
    "cases_for_rate",
    "fewest_cases",
    "samples_for",
    "size_for",
    "size_of_counts",
    "size_of_pairs",
]

_FLIPS = 400
_SEED = 1
_DRAWS = 8
_MOST_SAMPLES = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Samples:
    """What more samples a case would do: variances are of one case's difference, in squared shares.

    `within` is of one sample in each arm, `between` what remains with endless samples; `cases_at` are the cases needed
    by samples a case, and `needed` the samples a case with the cases at hand, None where 64
    are not enough.
    """

    samples: int
    within: float
    between: float
    cases_at: dict[int, int | None]
    needed: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """The answer of `ckptgate size`; docs/decide.md explains every number. None where it can't be said."""

    margin: float
    power: float
    alpha: float
    psi: float | None
    psi_upper: float | None
    cases: int | None
    fewest: int
    needed: int | None
    needed_at_upper: int | None
    chance: float | None
    detectable: float | None
    samples: Samples | None = None

    def to_json(self) -> dict[str, Any]:
        """As in the output of `ckptgate size --json`."""
        return {"format": "ckptgate.size/1", **asdict(self)}


def size_for(margin: float, psi: float, power: float, alpha: float) -> Size:
    """The size at a discordance that is supposed, in [0, 1], no results being at hand."""
    return Size(
        margin=margin,
        power=power,
        alpha=alpha,
        psi=psi,
        psi_upper=None,
        cases=None,
        fewest=fewest_cases(margin, alpha),
        needed=cases_needed(margin, psi, power, alpha),
        needed_at_upper=None,
        chance=None,
        detectable=None,
    )


def size_of_counts(counts: Paired, margin: float, power: float, alpha: float) -> Size:
    """The size at the discordance of unrelated cases; `psi_upper` is its one-sided 95 % Clopper–Pearson bound."""
    upper = clopper_pearson(counts.broken + counts.fixed, counts.n, 0.90).upper
    return Size(
        margin=margin,
        power=power,
        alpha=alpha,
        psi=counts.psi,
        psi_upper=upper,
        cases=counts.n,
        fewest=fewest_cases(margin, alpha),
        needed=cases_needed(margin, counts.psi, power, alpha),
        needed_at_upper=cases_needed(margin, upper, power, alpha),
        chance=chance_to_pass(counts.n, margin, counts.psi, 0.0, alpha),
        detectable=detectable_drop(counts.n, counts.psi, alpha, power),
    )


def size_of_pairs(pairs: Sequence[Pair], margin: float, power: float, alpha: float, samples: int | None = None) -> Size:
    """The size for cases of the kind at hand.

    Unrelated cases of one answer each go by their discordance. Shares of several samples and clusters go by the rule of
    `decide_sampled`: `chance` is the share of 400 seeded random exchanges of the arms, cluster by cluster, that pass;
    `needed` is approximate, see `_Kind.chance`.

    With `samples`, the number K of samples behind each share: a case's difference varies with var = between + within/K,
    the law of total variance (Miller, arXiv 2411.00640, section 3). `within` = mean of K/(K − 1)·(p(1 − p) + q(1 − q))
    over cases with shares p and q, unbiased; `between` = n·SE² − within/K, SE the clustered standard error of the mean
    difference. Where that is negative it is 0, and `within` what remains. Needs K ≥ 2.

    Raises:
        ValueError: shares that are no whole numbers of `samples`, `samples` for cases of one answer, one cluster alone.
    """
    cases = observations(pairs)
    clusters = [case.witness for case in cases]
    if binary(cases):
        if samples is not None:
            raise ValueError("--samples is about shares of several samples; here every verdict is 0 or 1")
        if unrelated(cases):
            return size_of_counts(counts_of(cases), margin, power, alpha)
    if len(set(clusters)) < 2:
        raise ValueError("all cases are of one cluster: nothing can be said of others")
    kind = _Kind(pairs, clusters, margin, alpha)
    gate = decide_sampled(kind.differences, clusters, margin, alpha)
    return Size(
        margin=margin,
        power=power,
        alpha=alpha,
        psi=counts_of(cases).psi if binary(cases) else None,
        psi_upper=None,
        cases=len(pairs),
        fewest=clusters_for_margin(margin, alpha) * kind.size,
        needed=kind.needed(power),
        needed_at_upper=None,
        chance=kind.exchanged(),
        detectable=gate.numbers.get("detectable"),
        samples=None if samples is None else _samples(pairs, samples, kind, power),
    )


class _Kind:
    """Cases of the kind at hand in any number, two equal models, and the rule of `decide_sampled`."""

    def __init__(self, pairs: Sequence[Pair], clusters: Sequence[Hashable], margin: float, alpha: float) -> None:
        self.differences = [pair.candidate - pair.baseline for pair in pairs]
        self.clusters, self.margin, self.alpha = clusters, margin, alpha
        groups: dict[Hashable, list[float]] = {}
        for name, d in zip(clusters, self.differences, strict=True):
            groups.setdefault(name, []).append(d)
        # Each cluster with its mirror image, in a fixed random order: alike in everything, and level on average.
        mirrored = [sign * np.array(group) for group in groups.values() for sign in (1, -1)]
        order = np.random.default_rng(_SEED).permutation(len(mirrored))
        self._groups = [mirrored[i] for i in order]
        self.size = ceil(len(pairs) / len(groups))
        self._error = clustered_se(self.differences, clusters)
        self._per_case = len(groups) / len(pairs)

    def chance(self, cases: int, scale: float = 1.0) -> float:
        """The chance that so many cases pass: Φ((margin − h)/SE), h how far the bound lies below the mean.

        SE is that at hand, for so many cases; h is the mean over eight draws of clusters in turn, from the ones at hand
        and their mirror images, all differences scaled by `scale`. Approximate.
        """
        count = max(2, round(cases * self._per_case))
        below = float(np.mean([self._below(count, start, scale) for start in range(_DRAWS)]))
        error = scale * self._error * sqrt(len(self.differences) / cases)
        return float(ndtr((self.margin - below) / error)) if error else float(below < self.margin)

    def _below(self, count: int, start: int, scale: float) -> float:
        start = start * max(count, len(self._groups) // _DRAWS)
        drawn = [self._groups[(start + i) % len(self._groups)] for i in range(count)]
        d = np.clip(scale * np.concatenate(drawn), -1, 1)
        names = np.repeat(np.arange(count), [len(group) for group in drawn]).tolist()
        return float(d.mean()) - sampled_bounds(d.tolist(), names, self.alpha).lower

    def needed(self, power: float, scale: float = 1.0) -> int | None:
        """The fewest cases that pass with that power; None beyond `MOST_CASES`."""
        low, high = 1, 2 * self.size
        while self.chance(high, scale) < power:
            low, high = high, 2 * high
            if high > MOST_CASES:
                return None
        while high - low > max(1, high // 200):
            middle = (low + high) // 2
            low, high = (low, middle) if self.chance(middle, scale) >= power else (middle, high)
        return high

    def exchanged(self) -> float:
        """The share of random exchanges of the two models, cluster by cluster, that pass."""
        names = {name: i for i, name in enumerate(dict.fromkeys(self.clusters))}
        member = np.array([names[name] for name in self.clusters])
        d, random = np.array(self.differences), np.random.default_rng(_SEED)
        passed = 0
        for _ in range(_FLIPS):
            signs = random.choice([-1.0, 1.0], size=len(names))[member]
            passed += sampled_bounds((d * signs).tolist(), member.tolist(), self.alpha).lower > -self.margin
        return passed / _FLIPS


def _samples(pairs: Sequence[Pair], k: int, kind: _Kind, power: float) -> Samples:
    if k < 2:
        raise ValueError("--samples has to be 2 or more")
    shares = np.array([[pair.baseline, pair.candidate] for pair in pairs])
    off = np.abs(shares * k - np.round(shares * k)) > 0.005 * k + 1e-9  # shares are written with two digits or more
    if np.any(off):
        pair = pairs[int(np.argmax(off.any(axis=1)))]
        raise ValueError(
            f"line {pair.line}: a share that {k} samples can't give ({pair.baseline:g}, {pair.candidate:g})"
        )
    within = float(np.mean(np.sum(shares * (1 - shares), axis=1))) * k / (k - 1)
    seen = len(pairs) * clustered_se(kind.differences, kind.clusters) ** 2
    spread = _Spread(within=min(within, k * seen), seen=seen, k=k)
    tried = [1, 2, 4, 8, 16, 32]
    return Samples(
        samples=k,
        within=spread.within,
        between=spread.between,
        cases_at={each: kind.needed(power, spread.scale(each)) for each in tried},
        needed=_enough(kind, len(pairs), spread, power),
    )


def samples_for(pairs: Sequence[Pair], margin: float, power: float, alpha: float, k: int, within: float) -> int | None:
    """The fewest samples a case, up to 64, at which an equal model passes on as many cases with that power.

    `k` samples stand behind each share now, and `within` is the variance of one sample's difference, measured
    elsewhere: see `size_of_pairs`. None where 64 are not enough. Approximate, as `_Kind.chance`.
    """
    cases = observations(pairs)
    kind = _Kind(pairs, [case.witness for case in cases], margin, alpha)
    seen = len(pairs) * clustered_se(kind.differences, kind.clusters) ** 2
    return _enough(kind, len(pairs), _Spread(within=min(within, k * seen), seen=seen, k=k), power)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Spread:
    """The variance of a case's difference as `seen` with k samples: what sampling adds, and what remains."""

    within: float
    seen: float
    k: int

    @property
    def between(self) -> float:
        return self.seen - self.within / self.k

    def scale(self, samples: int) -> float:
        """How large differences are with so many samples, beside those that were seen."""
        return sqrt((self.between + self.within / samples) / self.seen) if self.seen else 0.0


def _enough(kind: _Kind, cases: int, spread: _Spread, power: float) -> int | None:
    enough = (m for m in range(1, _MOST_SAMPLES + 1) if kind.chance(cases, spread.scale(m)) >= power)
    return next(enough, None)


def cases_for_rate(floor: float, rate: float, power: float, alpha: float) -> int | None:
    """The fewest cases, to 1 %, at which a model of this pass rate reaches the floor with that power; both in (0, 1].

    None where the rate is not above the floor, or beyond `MOST_CASES`.
    """
    if rate <= floor:
        return None

    def chance(n: int) -> float:
        least = bisect_left(range(n + 1), True, key=lambda passed: clopper_pearson_lower(passed, n, alpha) >= floor)
        return float(betainc(least, n - least + 1, rate)) if 0 < least <= n else float(least == 0)

    low, high = 0, 16
    while chance(high) < power:
        low, high = high, 2 * high
        if high > MOST_CASES:
            return None
    while high - low > max(1, high // 100):
        middle = (low + high) // 2
        low, high = (low, middle) if chance(middle) >= power else (middle, high)
    return high


def fewest_cases(margin: float, alpha: float) -> int:
    """The fewest unrelated cases at which an unchanged model passes the margin, by the rule that decides so many."""
    exact = exact_cases_for_margin(margin, alpha)
    return exact if is_exact(exact) else cases_for_margin(margin, alpha)
