"""What would settle a gate that is INCONCLUSIVE, in numbers and in the order of effort: judging, sampling, more cases.

Every figure is held to the rule that decides: so many expectations mended, so many samples or cases, and that rule
passes.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from harness.comparing import Observation, binary, compare, counts_of, hold_to_floor, unrelated
from harness.gates import Comparison, Decision
from harness.gates.power import cases_needed
from harness.pairs import Pair
from harness.record import Answer, CaseResult, GateResult, Record
from harness.record_notes import Settle
from harness.sizing import cases_for_rate, fewest_cases, samples_for, size_of_pairs

__all__ = ["POWER", "has_samples", "settle"]

POWER = 0.8
"""How often an equal model is to pass, after samples or cases were added."""

_NAMED = 20


def settle(record: Record, noise: Record | None = None) -> list[Settle]:
    """What each comparison and each floor needs that is INCONCLUSIVE: those over all suites first.

    `noise` is a record of the same weights with several samples a case: how much replies vary, where the record itself
    holds single ones.
    """
    return list(_settle(record, noise))


def has_samples(record: Record) -> bool:
    """Whether a record shows how much replies vary."""
    return any(case.candidate is not None and len(case.candidate.samples) > 1 for case in record.cases)


def _settle(record: Record, noise: Record | None) -> Iterator[Settle]:
    cases: dict[str, list[CaseResult]] = {suite.name: [] for suite in record.suites}
    for case in record.cases:
        if case.suite in cases and case.candidate is not None:
            cases[case.suite].append(case)
    pool = [suite for suite in record.suites if suite.policy.get("pool")]
    within = _within(noise)
    for gate in record.gates:
        if gate.decision == "INCONCLUSIVE" and gate.kind in ("overall", "creep"):
            members = [case for suite in pool for case in cases[suite.name]]
            samples = max((int(suite.policy.get("samples", 1)) for suite in pool), default=1)
            yield from _compared(gate, gate.kind, members, samples, within)
    for suite in record.suites:
        for gate in suite.gates:
            if gate.decision != "INCONCLUSIVE":
                continue
            samples = int(suite.policy.get("samples", 1))
            if gate.kind == "paired":
                yield from _compared(gate, gate.kind, cases[suite.name], samples, within)
            elif gate.kind == "floor":
                yield _floor(gate, cases[suite.name], samples, float(suite.policy.get("alpha", 0.05)))


def _compared(
    gate: GateResult,
    kind: Comparison,
    cases: Sequence[CaseResult],
    samples: int,
    noise: Mapping[tuple[str, str], float],
) -> Iterator[Settle]:
    found = [(case, before) for case in cases if (before := _before(gate, case)) is not None]
    margin, alpha = gate.numbers.get("margin"), gate.numbers.get("alpha")
    if not found or margin is None or alpha is None or len(found) < len(cases):
        return
    seen = [Observation(before, case.candidate.share, case.witness) for case, before in found if case.candidate]
    # The largest losses first: of single replies to unrelated cases any will do.
    broken = sorted((i for i, s in enumerate(seen) if s.now < s.before), key=lambda i: seen[i].now - seen[i].before)

    def passes(mended: int) -> bool:
        ours = set(broken[:mended])
        told = [s._replace(now=s.before) if i in ours else s for i, s in enumerate(seen)]
        return compare(told, margin, alpha, sampled=samples > 1).decision is Decision.PASS

    pairs = [_pair(case, s) for (case, _), s in zip(found, seen, strict=True)]
    varies = _Varies.of([case for case, _ in found], noise)
    needed = _needed(pairs, seen, margin, alpha, sampled=samples > 1)
    yield Settle(
        kind=kind,
        suite=gate.suite,
        n=len(seen),
        missed=len(broken),
        ours=_first(passes, len(broken)),
        cases=[f"{found[i][0].suite}/{found[i][0].id}" for i in broken[:_NAMED]],
        flips=counts_of(seen).psi if binary(seen) else None,
        sampled=samples,
        noise=varies is not None,
        samples=varies and samples_for(pairs, margin, POWER, alpha, varies.samples, varies.within),
        more=needed - len(seen) if needed and needed > len(seen) else None,
    )


def _needed(
    pairs: Sequence[Pair], seen: Sequence[Observation], margin: float, alpha: float, *, sampled: bool
) -> int | None:
    """The cases that an equal model needs, if they come out like these."""
    if not sampled and binary(seen) and unrelated(seen):
        needed = cases_needed(margin, counts_of(seen).psi, POWER, alpha)
        return needed and max(needed, fewest_cases(margin, alpha))
    return size_of_pairs(pairs, margin, POWER, alpha).needed if len({s.witness for s in seen}) > 1 else None


class _Varies(NamedTuple):
    """How much single replies vary: the variance of one sample's difference, and the samples behind each share."""

    within: float
    samples: int

    @classmethod
    def of(cls, cases: Sequence[CaseResult], noise: Mapping[tuple[str, str], float]) -> _Varies | None:
        """By both arms' own samples, else by a record of several; None where neither is known."""
        drawn = {len(answer.samples) for case in cases for answer in (case.candidate, case.baseline) if answer}
        if drawn == {0}:
            known = [noise[key] for case in cases if (key := (case.suite, case.id)) in noise]
            return cls(2 * sum(known) / len(known), 1) if known else None
        if len(drawn) > 1:
            return None
        arms = [_variance(answer) for case in cases for answer in (case.candidate, case.baseline) if answer]
        return cls(2 * sum(arms) / len(arms), drawn.pop())


def _floor(gate: GateResult, cases: Sequence[CaseResult], samples: int, alpha: float) -> Settle:
    floor = float(gate.numbers["floor"] or 0.0)
    shares = [case.candidate.share for case in cases if case.candidate]
    witnesses = [case.witness for case in cases]
    missed = sorted((i for i, share in enumerate(shares) if share < 1), key=lambda i: shares[i])

    def passes(mended: int) -> bool:
        ours = set(missed[:mended])
        told = [1.0 if i in ours else share for i, share in enumerate(shares)]
        return hold_to_floor(told, witnesses, floor, alpha, sampled=samples > 1).decision is Decision.PASS

    plain = samples == 1 and len(set(witnesses)) == len(shares)
    needed = cases_for_rate(floor, sum(shares) / len(shares), POWER, alpha) if plain and shares else None
    return Settle(
        kind="floor",
        suite=gate.suite,
        n=len(shares),
        missed=len(missed),
        ours=_first(passes, len(missed)),
        cases=[f"{cases[i].suite}/{cases[i].id}" for i in missed[:_NAMED]],
        sampled=samples,
        more=needed - len(shares) if needed and needed > len(shares) else None,
    )


def _first(passes: Callable[[int], bool], most: int) -> int | None:
    """The fewest mended expectations that pass; None where all of them don't, or there is nothing to mend."""
    found = bisect_left(range(1, most + 1), True, key=passes) + 1
    return found if found <= most else None


def _before(gate: GateResult, case: CaseResult) -> float | None:
    if gate.kind == "paired":
        return case.baseline.share if case.baseline else None
    return case.production if gate.kind == "overall" else case.anchor


def _pair(case: CaseResult, seen: Observation) -> Pair:
    cluster = None if case.cluster is None else f"{case.suite}/{case.cluster}"
    return Pair(case=case.id, suite=case.suite, baseline=seen.before, candidate=seen.now, cluster=cluster)


def _within(noise: Record | None) -> dict[tuple[str, str], float]:
    cases = noise.cases if noise is not None else ()
    return {(c.suite, c.id): _variance(c.candidate) for c in cases if c.candidate and len(c.candidate.samples) > 1}


def _variance(answer: Answer) -> float:
    """Of one reply's verdict, as several samples show it, unbiased: p(1 − p)·k/(k − 1)."""
    p, k = answer.share, len(answer.samples)
    return p * (1 - p) * k / (k - 1)
