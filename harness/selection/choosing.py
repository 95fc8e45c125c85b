"""Choosing among checkpoints by the dev split: how good each is, how sure a difference is, which one to take.

A checkpoint is worth what it learnt and what it kept: the mean of two pass rates, that over the new task's cases and
that over the base's skills, however many cases each has. Only the gate decides whether what was chosen may ship.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any, NamedTuple

from harness.gates import Interval, Paired, sampled_bounds, tango

__all__ = [
    "ALPHA",
    "Choice",
    "Difference",
    "Part",
    "Questions",
    "Scored",
    "choose",
    "difference",
    "fallen",
    "front",
    "stop_at",
]

ALPHA = 0.05
"""Of each end of an interval: two-sided 90 %, as everywhere in a record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One half of what is asked: the cases, by the suite that each belongs to and the witness it counts with."""

    cases: tuple[tuple[str, str], ...]
    """Suite and id."""
    witnesses: tuple[Hashable, ...]

    def suites(self) -> tuple[str, ...]:
        """The suites, in their order."""
        return tuple(dict.fromkeys(suite for suite, _ in self.cases))


@dataclass(frozen=True, slots=True, kw_only=True)
class Questions:
    """The dev split: what teaches the new task, and the base's skills. Either may be empty, not both."""

    target: Part
    skills: Part


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """How one checkpoint answered: of every case the share of samples that passed, in 0..1."""

    name: str
    target: tuple[float, ...]
    skills: tuple[float, ...]

    @property
    def target_rate(self) -> float | None:
        """Mean share over the new task's cases, 0..1; None of no cases."""
        return _mean(self.target)

    @property
    def skills_rate(self) -> float | None:
        """Mean share over the base's skills, 0..1; None of no cases."""
        return _mean(self.skills)

    @property
    def score(self) -> float:
        """The mean of both rates, 0..1; of the one there is, where the other has no cases."""
        rates = [rate for rate in (self.target_rate, self.skills_rate) if rate is not None]
        return sum(rates) / len(rates)

    def by_suite(self, questions: Questions) -> dict[str, float]:
        """Every suite's rate, 0..1."""
        found: dict[str, list[float]] = {}
        for part, shares in ((questions.target, self.target), (questions.skills, self.skills)):
            for (suite, _), share in zip(part.cases, shares, strict=True):
                found.setdefault(suite, []).append(share)
        return {suite: sum(shares) / len(shares) for suite, shares in found.items()}


class Difference(NamedTuple):
    """Between two checkpoints on the same cases, with its two-sided 90 % interval; −1..1, positive is better."""

    value: float
    lower: float
    upper: float

    @property
    def told_apart(self) -> bool:
        """Whether the interval leaves zero out."""
        return self.lower > 0 or self.upper < 0

    def to_json(self) -> dict[str, Any]:
        """Rounded to what so few cases can show."""
        return {"value": round(self.value, 4), "lower": round(self.lower, 4), "upper": round(self.upper, 4)}


class Choice(NamedTuple):
    """Which of several checkpoints to take; places in the sequence that was given."""

    chosen: int
    best: int
    """The highest score."""
    next: int | None
    """The next best; None of one checkpoint."""
    lead: Difference | None
    """The best's over the next best."""


def difference(now: Scored, before: Scored, questions: Questions) -> Difference:
    """How much better `now` scores than `before`.

    Each half has its own paired interval (Tango's, or over clusters and shares `sampled_bounds`); the halves hold
    different cases, and so their mean's interval takes the squared distances together (MOVER: Zou and Donner,
    Stat Med 2008;27:1693). It is of one comparison that was set beforehand: between the best and the next best of many
    it is somewhat too sure, since luck is what puts one of equals in front.
    """
    halves = [
        (_mean(ours) or 0.0, _mean(theirs) or 0.0, _interval(ours, theirs, part.witnesses))
        for ours, theirs, part in (
            (now.target, before.target, questions.target),
            (now.skills, before.skills, questions.skills),
        )
        if part.cases
    ]
    n = len(halves)
    value = sum(ours - theirs for ours, theirs, _ in halves) / n
    below = sqrt(sum((ours - theirs - bounds.lower) ** 2 for ours, theirs, bounds in halves)) / n
    above = sqrt(sum((bounds.upper - ours + theirs) ** 2 for ours, theirs, bounds in halves)) / n
    return Difference(value, max(-1.0, value - below), min(1.0, value + above))


def choose(scored: Sequence[Scored], questions: Questions) -> Choice:
    """The best by score; where it and the next best can't be told apart, whichever of the two comes first.

    The sequence goes from gentle to harsh, from early to late: what was trained less moved less from its base.
    """
    ranked = sorted(range(len(scored)), key=lambda i: (-scored[i].score, i))
    if len(ranked) == 1:
        return Choice(ranked[0], ranked[0], None, None)
    best, following = ranked[:2]
    lead = difference(scored[best], scored[following], questions)
    return Choice(best if lead.told_apart else min(best, following), best, following, lead)


def fallen(scored: Sequence[Scored], questions: Questions) -> list[bool]:
    """Of each epoch whether quality fell: the whole interval of its difference to the best before it lies below zero.

    The first one has nothing to fall from.
    """
    found = []
    for number, epoch in enumerate(scored):
        before = max(scored[:number], key=lambda s: s.score, default=None)
        found.append(before is not None and difference(epoch, before, questions).upper < 0)
    return found


def stop_at(falls: Sequence[bool], patience: int = 2) -> int | None:
    """The place of the epoch at which training ends: the first that ends `patience` falls in a row."""
    return next((i for i in range(patience - 1, len(falls)) if all(falls[i - patience + 1 : i + 1])), None)


def front(points: Sequence[tuple[float, float]]) -> set[int]:
    """The Pareto front: the places of points that no other is as good as in both values and better in one."""
    return {i for i, (x, y) in enumerate(points) if not any(a >= x and b >= y and (a, b) != (x, y) for a, b in points)}


def _interval(now: Sequence[float], before: Sequence[float], witnesses: Sequence[Hashable]) -> Interval:
    whole = all(share in (0, 1) for share in (*now, *before))
    if whole and len(set(witnesses)) == len(witnesses):
        return tango(Paired.of((b == 1, n == 1) for b, n in zip(before, now, strict=True)), 1 - 2 * ALPHA)
    return sampled_bounds([n - b for b, n in zip(before, now, strict=True)], witnesses, ALPHA)


def _mean(shares: Iterable[float]) -> float | None:
    values = list(shares)
    return sum(values) / len(values) if values else None
