"""How far a candidate moved from its base: means a token with intervals, and their gates where a bound is set.

Two figures, both in nats a token along fixed texts, so that neither depends on a check:

- the mean KL(base‖candidate) over target prompts, along the candidate's own replies. 0 where nothing moved, without an
  upper end. How far a model moved on the new task predicts how much of the old it forgot (arXiv 2509.04259, whose
  forward KL is an expectation over the base's replies; here the next token's divergence is averaged along the
  candidate's, which are there already);
- perplexity on plain text, exp of the mean negative log-likelihood a token, and the ratio candidate/base of the two.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from math import exp
from typing import Literal, NamedTuple

import numpy as np
from scipy.special import stdtrit

from harness.gates._english import DRIFT
from harness.gates.decision import Decision, Gate, make_gate
from harness.gates.words import Numbers

__all__ = ["Estimate", "decide_drift", "mean_kl", "per_token", "perplexity", "perplexity_ratio"]


class Estimate(NamedTuple):
    """A figure with its interval; the ends are None where there are fewer than two clusters."""

    value: float
    lower: float | None
    upper: float | None


def per_token(
    totals: Sequence[float], sizes: Sequence[float], clusters: Sequence[Hashable] | None = None, alpha: float = 0.05
) -> Estimate:
    """Σtotals/Σsizes with one-sided bounds at alpha each, so together a 1 − 2·alpha interval.

    The ratio estimator's t-interval: residuals e_c = Σ_{i∈c} (total_i − mean·size_i), SE² = C/(C − 1)·Σe_c²/(Σsize)², t
    on C − 1 degrees (Cochran, Sampling Techniques, §6.3, with whole clusters as units). With equal sizes and no
    clusters it is the ordinary s/√n of the items' means. Approximate: it counts on a dozen clusters or more, none of
    which rules the mean. Raises `ValueError` where nothing is given, where sizes are not positive or a number is not
    finite.
    """
    x, t = np.asarray(totals, dtype=np.float64), np.asarray(sizes, dtype=np.float64)
    names = range(x.size) if clusters is None else clusters
    if x.ndim != 1 or not x.size or x.shape != t.shape or len(names) != x.size:
        raise ValueError(
            f"each total needs its size and cluster: {x.size} totals, {t.size} sizes, {len(names)} clusters"
        )
    if not np.all(np.isfinite(x)) or not np.all(np.isfinite(t)) or not np.all(t > 0):
        raise ValueError("totals are finite, sizes finite and positive")
    if not 0 < alpha < 1:
        raise ValueError(f"an error rate lies strictly between 0 and 1, not {alpha}")
    size = float(t.sum())
    mean = float(x.sum()) / size
    index: dict[Hashable, int] = {}
    member = [index.setdefault(name, len(index)) for name in names]
    count = len(index)
    if count < 2:
        return Estimate(mean, None, None)
    residuals = np.bincount(member, weights=x - mean * t)
    se = float(np.sqrt(count / (count - 1) * np.sum(residuals**2))) / size
    half = float(stdtrit(count - 1, 1 - alpha)) * se
    return Estimate(mean, mean - half, mean + half)


def mean_kl(
    sums: Sequence[float], positions: Sequence[int], clusters: Sequence[Hashable], alpha: float = 0.05
) -> Estimate:
    """The mean over prompts of each reply's mean KL(base‖candidate), nats a token, never under 0.

    `sums` are summed over a reply's positions, its end included: every prompt counts alike, however long its reply.
    """
    if any(n < 1 for n in positions):
        raise ValueError("a reply has at least one position")
    means = [total / n for total, n in zip(sums, positions, strict=True)]
    value, lower, upper = per_token(means, [1.0] * len(means), clusters, alpha)
    return Estimate(value, None if lower is None else max(0.0, lower), upper)


def perplexity(nll: Sequence[float], tokens: Sequence[int], alpha: float = 0.05) -> Estimate:
    """exp(Σnll/Σtokens) from each text's negative log-likelihood in nats; the interval is over texts. From 1."""
    return _exponential(per_token(nll, tokens, alpha=alpha))


def perplexity_ratio(
    candidate: Sequence[float], base: Sequence[float], tokens: Sequence[int], alpha: float = 0.05
) -> Estimate:
    """The candidate's perplexity over the base's, paired by text: exp(Σ(nll_candidate − nll_base)/Σtokens).

    Above 1 the candidate reads the text worse. What makes a text hard for both drops out of the interval.
    """
    return _exponential(per_token(np.subtract(candidate, base).tolist(), tokens, alpha=alpha))


def decide_drift(what: Literal["kl", "perplexity"], found: Estimate | None, bound: float, why: str = "") -> Gate:
    """A figure held to its bound: the mean KL in nats a token, or the ratio of perplexities.

    PASS if the upper end lies under the bound, FAIL if the lower one lies above it, else INCONCLUSIVE; ERROR where
    nothing was measured, for the reason `why`.
    """
    if found is None:
        reason = f"{DRIFT[what][0]} was not measured: {why or 'no reason is known'}"
        return Gate(kind="drift", decision=Decision.ERROR, reason=reason, numbers={"bound": bound})
    value, lower, upper = found
    decision = Decision.INCONCLUSIVE
    if lower is not None and upper is not None:
        decision = Decision.PASS if upper < bound else Decision.FAIL if lower > bound else decision
    numbers: Numbers = {"value": value, "lower": lower, "upper": upper, "bound": bound}
    return make_gate("drift", decision, numbers, (what,))


def _exponential(log: Estimate) -> Estimate:
    return Estimate(*(None if end is None else exp(end) for end in log))  # type: ignore[arg-type]
