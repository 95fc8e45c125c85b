"""A record's gates decided again, from the verdicts of its own cases: what they say has to follow from what was seen.

A record may be cut short, edited, or mended by hand. This finds a PASS that its cases don't bear out; that the cases
themselves are those of the run only a signature can say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from harness.comparing import Observation, compare, hold_to_floor
from harness.gates import Decision, Gate, Paired, decide_musts, decide_replies, decide_slices, p_worse, soften, worst
from harness.gates.overfitting import Group, decide_gap, decide_memorized
from harness.record import CaseResult, GateResult, Rate, Record, SuiteResult, Trained, suite_digest
from harness.slicing import DIMENSIONS, slice_counts, slices_of_result

__all__ = ["Again", "contradictions", "decide_again"]

_ALPHA = 0.05
_RUN_WIDE = ("overall", "creep")


def contradictions(record: Record) -> list[str]:
    """Gates that are missing, or say PASS where the record's cases say otherwise; empty where all follows."""
    return list(_contradictions(record))


def _contradictions(record: Record) -> Iterator[str]:
    cases: dict[str, list[CaseResult]] = {suite.name: [] for suite in record.suites}
    for case in record.cases:
        if case.suite in cases and case.candidate is not None:
            cases[case.suite].append(case)
    slices = {suite.name: _slices(suite, cases[suite.name]) for suite in record.suites}
    for suite in record.suites:
        if suite.digest != suite_digest(
            suite.policy, [case.digest for case in record.cases if case.suite == suite.name]
        ):
            yield f"suite {suite.name}: its digest is not that of the policy and the cases that stand here"
            continue
        family = [p_worse(c) for name, others in slices.items() if name != suite.name for c in others.values()]
        try:
            gates = list(_gates(suite, cases[suite.name], slices[suite.name], family))
        except (TypeError, ValueError) as e:  # a policy is free JSON to the record's schema
            yield f"suite {suite.name}: its policy can't be decided by: {e}"
            continue
        for gate in gates:
            yield from _held(f"suite {suite.name}", gate, suite.gates)
    pool = [suite for suite in record.suites if suite.policy.get("pool")]
    pooled = [case for suite in pool for case in cases[suite.name]]
    sampled = any(_sampled(suite.policy) for suite in pool)
    for stated in record.gates:
        if stated.kind not in _RUN_WIDE:
            continue
        if (again := _run_wide(stated, pooled, sampled=sampled)) is None:
            yield f"{stated.kind}: what it was decided from is not there"
        else:
            yield from _held("all suites", again, [stated])


class Again(NamedTuple):
    """A record's decision and gates, made again from verdicts that are others than they were."""

    decision: str
    suites: Mapping[str, str]
    """By name: the suite's decision."""
    gates: Sequence[GateResult]
    """Of all suites, and over all of them; those that do not follow from verdicts as they stood."""


def decide_again(record: Record) -> Again:
    """Decide a record anew from the verdicts that its cases hold now, by the policies that it was decided by.

    Integrity, drift, training rows and rewards stay as they were; a record that decided nothing decides nothing.
    """
    cases = {
        suite.name: [c for c in record.cases if c.suite == suite.name and c.candidate is not None]
        for suite in record.suites
    }
    slices = {suite.name: _slices(suite, cases[suite.name]) for suite in record.suites}
    gates: list[GateResult] = []
    words: dict[str, str] = {}
    for suite in record.suites:
        family = [p_worse(c) for name, others in slices.items() if name != suite.name for c in others.values()]
        made = {_same(gate): gate for gate in _gates(suite, cases[suite.name], slices[suite.name], family)}
        told = [_told(suite.name, made[_same(gate)]) if _same(gate) in made else gate for gate in suite.gates]
        words[suite.name] = worst(Decision(gate.decision) for gate in told).value
        if suite.decision == "NOT DECIDED":
            words[suite.name] = suite.decision
        gates += told
    pool = [suite for suite in record.suites if suite.policy.get("pool")]
    pooled = [case for suite in pool for case in cases[suite.name]]
    sampled = any(_sampled(suite.policy) for suite in pool)
    wide = ((stated, _run_wide(stated, pooled, sampled=sampled)) for stated in record.gates)
    over = [_told("", gate) if gate else stated for stated, gate in wide]
    decided = record.decision not in ("NOT DECIDED", "ERROR") and "NOT DECIDED" not in words.values()
    every = (
        [*(Decision(word) for word in words.values()), *(Decision(gate.decision) for gate in over)] if decided else []
    )
    return Again(worst(every).value if decided else record.decision, words, [*gates, *over])


def _run_wide(stated: GateResult, pooled: Sequence[CaseResult], *, sampled: bool) -> Gate | None:
    """A gate over all suites, decided again; None where it does not follow from the cases."""
    if stated.kind != "overall" and stated.kind != "creep":
        return None
    shares = [case.production if stated.kind == "overall" else case.anchor for case in pooled]
    margin, alpha = stated.numbers.get("margin"), stated.numbers.get("alpha")
    if margin is None or alpha is None or not (0 < margin < 1 and 0 < alpha < 0.5) or None in shares:
        return None
    seen = [_observed(case, share) for case, share in zip(pooled, shares, strict=True)]
    gate = compare(seen, margin, alpha, stated.kind, sampled=sampled)
    return soften(gate) if stated.numbers.get("softened") else gate


def _same(gate: Gate | GateResult) -> tuple[str, str]:
    """What tells a suite's gates apart: their kinds, and of replies held word for word which way."""
    return gate.kind, gate.names[0] if gate.kind == "replies" and gate.names else ""


def _told(suite: str, gate: Gate) -> GateResult:
    return GateResult(
        kind=gate.kind,
        suite=suite,
        decision=gate.decision.value,
        reason=gate.reason,
        numbers=gate.numbers,
        names=list(gate.names),
    )


def _gates(
    suite: SuiteResult, cases: list[CaseResult], slices: Mapping[str, Paired], family: list[float]
) -> Iterator[Gate]:
    policy = suite.policy
    alpha, sampled = float(policy.get("alpha", _ALPHA)), _sampled(policy)
    critical = [case for case in cases if case.critical]
    if critical:
        yield decide_musts([c.id for c in critical if c.candidate and c.candidate.share < 1], len(critical))
    gates = []
    if (floor := policy.get("floor")) is not None:
        shares = [case.candidate.share for case in cases if case.candidate]
        gates.append(hold_to_floor(shares, [case.witness for case in cases], floor, alpha, sampled=sampled))
    if suite.baseline is not None and (margin := policy.get("margin")) is not None:
        seen = [_observed(case, case.baseline.share if case.baseline else 1.0) for case in cases]
        gates.append(compare(seen, margin, alpha, sampled=sampled))
    if slices:
        gates.append(decide_slices(slices, alpha, family=family))
    same = sum(bool(case.same) for case in cases)
    if suite.baseline is not None and (bound := policy.get("differing")) is not None:
        gates.append(decide_replies("differing", sum(case.same is False for case in cases), len(cases), bound, alpha))
    if suite.baseline is not None and (bound := policy.get("identical")) is not None:
        gates.append(decide_replies("identical", same, len(cases), bound, alpha))
    gates += _beside(suite, alpha, plain=not sampled and all(case.cluster is None for case in cases))
    yield from (soften(gate) for gate in gates) if policy.get("inconclusive") == "warn" else gates


def _beside(suite: SuiteResult, alpha: float, *, plain: bool) -> Iterator[Gate]:
    """The gates of training rows, from their counts; the gap of samples or relatives does not follow from these."""
    found = suite.trained or Trained()
    if plain and (bound := suite.policy.get("gap")) is not None:
        yield decide_gap(_counted(found.candidate), _counted(found.held_out), float(bound), alpha)
    if (bound := suite.policy.get("memorized")) is not None:
        memory = found.memory
        yield decide_memorized(memory.memorized if memory else 0, memory.rows if memory else 0, float(bound), alpha)


def _counted(found: Rate | None) -> Group:
    passed, n = (found.passed, found.n) if found else (0, 0)
    return Group(shares=[1.0] * passed + [0.0] * (n - passed), witnesses=range(n))


def _held(where: str, gate: Gate, stated: list[GateResult]) -> Iterator[str]:
    found = [other for other in stated if other.kind == gate.kind]
    if len(found) != 1:
        yield f"{where}: {len(found) or 'no'} gates of the kind {gate.kind}, where its cases call for one"
    elif found[0].decision == "PASS" and gate.decision is not Decision.PASS:
        yield f"{where}: {gate.kind} says PASS, and its cases say {gate.decision}: {gate.reason}"


def _slices(suite: SuiteResult, cases: list[CaseResult]) -> dict[str, Paired]:
    if suite.baseline is None:
        return {}
    seen = ((slices_of_result(c), _observed(c, c.baseline.share if c.baseline else 1.0)) for c in cases)
    known = suite.policy.get("slices")
    return slice_counts(seen, [d for d in DIMENSIONS if isinstance(known, list) and d in known])


def _observed(case: CaseResult, before: float | None) -> Observation:
    """A case whose baseline is missing counts as one that the baseline passes: it can't help."""
    now = case.candidate.share if case.candidate else 0.0
    return Observation(1.0 if before is None else before, now, case.witness)


def _sampled(policy: Mapping[str, Any]) -> bool:
    samples = policy.get("samples", 1)
    return isinstance(samples, int) and samples > 1
