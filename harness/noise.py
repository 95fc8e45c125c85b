"""A model compared with itself: how often would the gate block a candidate that is no other model at all?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, NamedTuple

from harness.comparing import Observation, compare
from harness.gates import Decision, Gate, Paired, decide_slices, worst
from harness.record import CaseResult, Record
from harness.settings import Settings
from harness.slicing import slice_counts, slices_of_result
from harness.source import SourceError

__all__ = ["Noise", "measure_noise"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Noise:
    """What came of the comparisons: all pooled cases by the overall margin, each suite by its own, and its slices."""

    rounds: int
    failed: int
    """Comparisons that ended as FAIL: a loss was seen where there is none."""
    inconclusive: int
    """Comparisons that ended as INCONCLUSIVE: the cases and samples are too few for the margins."""
    by_gate: Mapping[str, int]
    """How often each gate did not pass; `overall` is that of all pooled cases."""
    cases: int
    samples: int
    """Of each arm: half of what the record holds a case."""
    flips: float
    """Share of cases, over all rounds, whose two halves passed unequally often."""

    @property
    def blocked(self) -> int:
        """Comparisons in which at least one gate did not pass."""
        return self.failed + self.inconclusive

    def to_json(self) -> dict[str, Any]:
        """The output of `ckptgate noise --json`."""
        return {
            "format": "ckptgate.noise/1",
            "rounds": self.rounds,
            "blocked": self.blocked,
            "failed": self.failed,
            "inconclusive": self.inconclusive,
            "by_gate": dict(self.by_gate),
            "cases": self.cases,
            "samples": self.samples,
            "flips": self.flips,
        }


class _Drawn(NamedTuple):
    """One case of a round: two halves of its samples."""

    case: CaseResult
    seen: Observation


def measure_noise(record: Record, settings: Settings, *, rounds: int = 200, seed: int = 0) -> Noise:
    """Split the candidate's samples of every case into two arms at random, and decide; that many times.

    The rules are the gate's own: single replies go by the exact test, shares by the clustered bound, slices by Holm
    over all of them. Critical cases and floors are left aside: they hold the model to the cases, not to itself. So are
    suites with single replies, and the overall comparison where such a suite is pooled.

    Raises:
        SourceError: the record holds no case with at least two samples.
    """
    if not record.complete:
        raise SourceError(f"record {record.id} is of a partial run: its gates decided nothing")
    sampled = {suite.name: suite.policy for suite in record.suites}
    for case in record.cases:
        if case.candidate is None or len(case.candidate.samples) < 2:
            sampled.pop(case.suite, None)
    answers = [
        (case, [s.passed for s in case.candidate.samples])
        for case in record.cases
        if case.suite in sampled and case.candidate is not None
    ]
    if not answers:
        raise SourceError(
            f"no suite of record {record.id} has several replies to each case, and greedy ones do not vary: "
            "`ckptgate noise MODEL` draws them"
        )
    whole = all(s.name in sampled for s in record.suites if s.policy.get("pool", True))
    rng = Random(seed)  # noqa: S311 - no secret
    by_gate: Counter[str] = Counter()
    words: Counter[Decision] = Counter()
    flips = 0
    for _ in range(rounds):
        drawn = [_Drawn(case, _halves(case, passed, rng)) for case, passed in answers]
        flips += sum(d.seen.before != d.seen.now for d in drawn)
        gates = _decide(drawn, sampled, settings, whole=whole)
        for name, gate in gates.items():
            by_gate[name] += gate.decision is not Decision.PASS
        words[worst(gate.decision for gate in gates.values())] += 1
    return Noise(
        rounds=rounds,
        failed=words[Decision.FAIL] + words[Decision.ERROR],
        inconclusive=words[Decision.INCONCLUSIVE],
        by_gate=by_gate,
        cases=len(answers),
        samples=min(len(passed) for _, passed in answers) // 2,
        flips=flips / (rounds * len(answers)),
    )


def _halves(case: CaseResult, passed: Sequence[bool], rng: Random) -> Observation:
    shuffled = rng.sample(list(passed), len(passed))
    half = len(shuffled) // 2
    shares = sum(shuffled[:half]) / half, sum(shuffled[half : 2 * half]) / half
    return Observation(*shares, case.witness)


def _decide(
    drawn: Sequence[_Drawn], policies: Mapping[str, Mapping[str, Any]], settings: Settings, *, whole: bool
) -> dict[str, Gate]:
    found = {}
    sampled = {d.case.suite for d in drawn if d.case.candidate and len(d.case.candidate.samples) > 3}
    if whole and (pooled := [d.seen for d in drawn if policies[d.case.suite].get("pool", True)]):
        found["overall"] = compare(pooled, settings.margin, settings.alpha, "overall", sampled=bool(sampled))
    slices: dict[str, Paired] = {}
    for name, policy in policies.items():
        mine = [d for d in drawn if d.case.suite == name]
        if isinstance(margin := policy.get("margin"), float):
            alpha = float(policy.get("alpha", settings.alpha))
            found[name] = compare([d.seen for d in mine], margin, alpha, sampled=name in sampled)
            counts = slice_counts(((slices_of_result(d.case), d.seen) for d in mine), policy.get("slices", ()))
            slices |= {f"{name}: {value}": count for value, count in counts.items()}
    if slices:
        found["slices"] = decide_slices(slices, settings.alpha)
    return found
