"""Overfitting in figures: how much better trained questions are answered than held-out ones, and what is memorized.

Two groups of different questions under one model: two independent proportions.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from math import sqrt

from harness.gates.decision import Decision, Gate, make_gate
from harness.gates.drift import Estimate
from harness.gates.rates import Interval, clopper_pearson, wilson
from harness.gates.sampled import rate_bounds
from harness.gates.words import Numbers

__all__ = ["Group", "decide_gap", "decide_memorized", "gap", "newcombe_independent"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Questions of one kind: of each the share of samples that passed, and the witness it belongs to."""

    shares: Sequence[float]
    witnesses: Sequence[Hashable]
    sampled: bool = False

    @property
    def rate(self) -> float:
        """The mean share; `ZeroDivisionError` of an empty group."""
        return sum(self.shares) / len(self.shares)

    def bounds(self, alpha: float) -> Interval:
        """One-sided bounds of the rate at alpha each: Wilson's; a clustered t-bound for samples and relatives."""
        if self.sampled or len(set(self.witnesses)) < len(self.shares):
            return rate_bounds(self.shares, self.witnesses, alpha)
        return wilson(sum(share == 1 for share in self.shares), len(self.shares), 1 - 2 * alpha)


def newcombe_independent(passed: int, n: int, other: int, of: int, confidence: float = 0.95) -> Interval:
    """passed/n − other/of of two independent groups: method 10 of Newcombe, Stat Med 1998;17:873. Within [−1, 1]."""
    first, second = wilson(passed, n, confidence), wilson(other, of, confidence)
    return _apart(passed / n, first, other / of, second)


def gap(trained: Group, held_out: Group, alpha: float = 0.05) -> Estimate:
    """Trained minus held-out, −1..1, with one-sided bounds at alpha each.

    The two rates' own intervals are put together as Newcombe does with Wilson's (Zou and Donner, Stat Med 2008;27:1693,
    show that it holds for any). Raises `ValueError` where a group is empty.
    """
    if not trained.shares or not held_out.shares:
        raise ValueError("a gap needs questions of both kinds")
    ends = _apart(trained.rate, trained.bounds(alpha), held_out.rate, held_out.bounds(alpha))
    return Estimate(trained.rate - held_out.rate, ends.lower, ends.upper)


def _apart(first: float, its: Interval, second: float, others: Interval) -> Interval:
    below = sqrt((first - its.lower) ** 2 + (others.upper - second) ** 2)
    above = sqrt((its.upper - first) ** 2 + (second - others.lower) ** 2)
    return Interval(max(-1.0, first - second - below), min(1.0, first - second + above))


def decide_gap(trained: Group, held_out: Group, bound: float, alpha: float = 0.05, why: str = "") -> Gate:
    """Trained questions are answered better than held-out ones by less than the bound, in (0, 1).

    PASS if the upper bound of the gap lies under it, FAIL if the lower one lies above it, else INCONCLUSIVE: also where
    there is nothing to measure (`why`), for what was never asked can't be shown, and is no error of the run.
    """
    if not trained.shares or not held_out.shares:
        return _unmeasured("gap", "the gap between trained and held-out questions", bound, why)
    value, lower, upper = gap(trained, held_out, alpha)
    numbers: Numbers = {"trained": len(trained.shares), "held_out": len(held_out.shares), "bound": bound}
    numbers |= {"trained_rate": trained.rate, "held_out_rate": held_out.rate}
    numbers |= {"value": value, "lower": lower, "upper": upper}
    return make_gate("gap", _held(lower, upper, bound), numbers)


def decide_memorized(memorized: int, n: int, bound: float, alpha: float = 0.05, why: str = "") -> Gate:
    """The share of training answers that come back word for word lies under the bound; words as in `decide_gap`.

    By one-sided Clopper–Pearson bounds.
    """
    if not n:
        return _unmeasured("memorized", "the share of memorized training answers", bound, why)
    lower, upper = clopper_pearson(memorized, n, 1 - 2 * alpha)
    numbers: Numbers = {"memorized": memorized, "n": n, "lower": lower, "upper": upper, "bound": bound}
    return make_gate("memorized", _held(lower, upper, bound), numbers)


def _held(lower: float | None, upper: float | None, bound: float) -> Decision:
    if upper is not None and upper < bound:
        return Decision.PASS
    return Decision.FAIL if lower is not None and lower > bound else Decision.INCONCLUSIVE


def _unmeasured(kind: str, what: str, bound: float, why: str) -> Gate:
    reason = f"{what} was not measured: {why or 'no training row was asked'}"
    return Gate(kind=kind, decision=Decision.INCONCLUSIVE, reason=reason, numbers={"bound": bound})  # type: ignore[arg-type]
