"""A model compared with itself: how often would the gate block a candidate that is no other model at all?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from harness.gates import Decision, decide_sampled
from harness.record import CaseResult, Record
from harness.settings import Settings
from harness.source import SourceError

__all__ = ["Noise", "measure_noise"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Noise:
    """What came of the comparisons, all pooled cases by the overall margin and each suite by its own."""

    rounds: int
    blocked: int
    """Comparisons in which at least one gate did not pass."""
    by_gate: Mapping[str, int]
    """How often each gate did not pass; `overall` is that of all pooled cases."""
    cases: int
    samples: int
    """Of each arm: half of what the record holds a case."""
    flips: float
    """Share of cases, over all rounds, whose two halves passed unequally often."""


def measure_noise(record: Record, settings: Settings, *, rounds: int = 200, seed: int = 0) -> Noise:
    """Split the candidate's samples of every case into two arms at random, and decide; that many times.

    Critical cases and floors are left aside: they hold the model to the cases, not to itself. So are suites with single
    replies, and the overall comparison where such a suite is pooled.

    Raises:
        SourceError: the record holds no case with at least two samples.
    """
    if not record.complete:
        raise SourceError(f"record {record.id} is of a partial run: its gates decided nothing")
    sampled = {suite.name: suite.policy for suite in record.suites}
    for case in record.cases:
        if case.candidate is None or len(case.candidate.samples) < 2:
            sampled.pop(case.suite, None)
    drawn = [
        (case, [s.passed for s in case.candidate.samples])
        for case in record.cases
        if case.suite in sampled and case.candidate is not None
    ]
    if not drawn:
        raise SourceError(
            f"no suite of record {record.id} has several replies to each case, and greedy ones do not vary: "
            "set `samples` and `temperature` under [tool.ckptgate] and run again"
        )
    whole = all(s.name in sampled for s in record.suites if s.policy.get("pool", True))
    rng = Random(seed)  # noqa: S311 - no secret
    by_gate: dict[str, int] = {}
    blocked, flips = 0, 0
    for _ in range(rounds):
        halves = [(case, *_halves(passed, rng)) for case, passed in drawn]
        flips += sum(one != other for _, one, other in halves)
        words = _decide(halves, sampled, settings, whole=whole)
        for name, word in words.items():
            by_gate[name] = by_gate.get(name, 0) + (word is not Decision.PASS)
        blocked += any(word is not Decision.PASS for word in words.values())
    return Noise(
        rounds=rounds,
        blocked=blocked,
        by_gate=by_gate,
        cases=len(drawn),
        samples=min(len(passed) for _, passed in drawn) // 2,
        flips=flips / (rounds * len(drawn)),
    )


def _halves(passed: Sequence[bool], rng: Random) -> tuple[float, float]:
    shuffled = rng.sample(list(passed), len(passed))
    half = len(shuffled) // 2
    return sum(shuffled[:half]) / half, sum(shuffled[half : 2 * half]) / half


def _decide(
    halves: Sequence[tuple[CaseResult, float, float]],
    policies: Mapping[str, Mapping[str, object]],
    settings: Settings,
    *,
    whole: bool,
) -> dict[str, Decision]:
    found = {}
    pooled = [h for h in halves if policies[h[0].suite].get("pool", True)] if whole else []
    for name, members, margin in [
        ("overall", pooled, settings.margin),
        *((n, [h for h in halves if h[0].suite == n], p.get("margin")) for n, p in policies.items()),
    ]:
        if members and isinstance(margin, float):
            differences = [other - one for _, one, other in members]
            clusters = [(case.suite, case.cluster or f"case {case.id}") for case, _, _ in members]
            found[name] = decide_sampled(differences, clusters, margin, settings.alpha).decision
    return found
