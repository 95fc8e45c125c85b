"""From verdicts to one suite's counts and gates. Fails closed: what did not run whole is never a pass."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from harness import record
from harness.arms import Arm, Role
from harness.gates import (
    Decision,
    Gate,
    Paired,
    clopper_pearson,
    decide_floor,
    decide_musts,
    decide_paired,
    decide_slices,
    worst,
)
from harness.manifest import digest_of
from harness.replies import Reply, Request
from harness.session import Scored, SuitePlan, Unit
from harness.source import relative

__all__ = ["Results", "Verdicts", "flip_of", "judge_suite", "listed", "suite_verdicts", "tally_flips"]

_NOBODY = "no case passes in either arm, so the test itself is likely broken and could not show a loss"


@dataclass(slots=True, kw_only=True)
class Results:
    """Everything that is known when the last item is in."""

    selected: set[Unit] = field(default_factory=set)
    scored: dict[Unit, Scored] = field(default_factory=dict)
    requests: dict[tuple[Role, str, str], Request] = field(default_factory=dict)
    replies: dict[str, Reply] = field(default_factory=dict)
    engine_error: str | None = None
    other_failures: list[str] = field(default_factory=list)
    """Failed tests of the suites that score no case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdicts:
    """One suite's verdicts by case: each arm's reason (None: passed). What is missing here did not run whole."""

    baseline: Role | None
    reasons: Mapping[str, Mapping[Role, str | None]]
    errors: Sequence[str]
    absent: Sequence[str]
    """Cases that were selected and yet have no verdict in every arm."""
    left_out: int
    """Cases that were not selected."""


def suite_verdicts(name: str, suite: SuitePlan, results: Results, roles: tuple[Role, ...]) -> Verdicts:
    """Join the tests over each case: a case passes in an arm if every test over it passes there."""
    reasons: dict[str, dict[Role, str | None]] = {}
    errors: list[str] = []
    absent: list[str] = []
    left_out = 0
    for case, tests in suite.tests.items():
        units = [Unit(name, case, test) for test in sorted(tests)]
        if not all(unit in results.selected for unit in units):
            left_out += 1
            continue
        found = [results.scored.get(unit) for unit in units]
        errors += [f"{case}: {s.error}" for s in found if s and s.error]
        complete = [s for s in found if s and not s.error and set(s.reasons) >= set(roles)]
        if len(complete) < len(units):
            absent.append(case)
            continue
        joined = {role: [r for s in complete if (r := s.reasons[role]) is not None] for role in roles}
        reasons[case] = {role: "; ".join(r) if r else None for role, r in joined.items()}
    baseline = roles[1] if len(roles) > 1 else None
    return Verdicts(baseline=baseline, reasons=reasons, errors=errors, absent=absent, left_out=left_out)


def judge_suite(
    name: str, suite: SuitePlan, verdicts: Verdicts, arms: Mapping[Role, Arm], results: Results, alpha: float
) -> record.SuiteResult:
    """Counts and gates of one suite. A suite with deselected cases is not decided."""
    counts = _paired(verdicts)
    passed = sum(r["candidate"] is None for r in verdicts.reasons.values())
    gates = _gates(suite, verdicts, counts, passed, results, alpha)
    decision: record.Word | Literal["NOT DECIDED"] = worst(g.decision for g in gates).value
    if verdicts.left_out:
        decision = "NOT DECIDED"
    baseline = verdicts.baseline
    held = counts.both + counts.broken
    return record.SuiteResult(
        name=name,
        file=relative(suite.file),
        digest=digest_of(
            {"policy": suite.policy.to_json(), "cases": sorted(c.data.digest for c in suite.cases.values())}
        ),
        policy=suite.policy.to_json(),
        planned=len(suite.cases),
        ran=len(verdicts.reasons),
        candidate=_rate(passed, len(verdicts.reasons), alpha),
        baseline=_rate(held, counts.n, alpha) if baseline else None,
        baseline_name=arms[baseline].about.name if baseline else None,
        broken=counts.broken if baseline else 0,
        fixed=counts.fixed if baseline else 0,
        decision=decision,
        gates=[
            record.GateResult(kind=g.kind, suite=name, decision=g.decision.value, reason=g.reason, numbers=g.numbers)
            for g in gates
        ],
    )


def flip_of(reasons: Mapping[Role, str | None], baseline: Role | None) -> record.Flip:
    """How a case moved from the baseline to the candidate; `alone` without a baseline."""
    if baseline is None:
        return "alone"
    now, before = reasons["candidate"] is None, reasons[baseline] is None
    return "both pass" if now and before else "broken" if before else "fixed" if now else "both miss"


def tally_flips(flips: Iterable[record.Flip]) -> Paired:
    """Count flips into the paired table; `alone` does not enter."""
    tally = {"both pass": 0, "broken": 0, "fixed": 0, "both miss": 0, "alone": 0}
    for flip in flips:
        tally[flip] += 1
    return Paired(both=tally["both pass"], broken=tally["broken"], fixed=tally["fixed"], neither=tally["both miss"])


def _digest(suite: SuitePlan) -> str:
    cases = sorted(case.data.digest for case in suite.cases.values())
    return digest_of({"policy": suite.policy.to_json(), "cases": cases})


def _gates(
    suite: SuitePlan, verdicts: Verdicts, counts: Paired, passed: int, results: Results, alpha: float
) -> list[Gate]:
    policy, n = suite.policy, len(verdicts.reasons)
    gates = [_integrity(suite, verdicts, counts, results)]
    critical = [c for c in verdicts.reasons if suite.cases[c].data.critical]
    if any(c.data.critical for c in suite.cases.values()):
        missed = [c for c in critical if verdicts.reasons[c]["candidate"] is not None]
        gates.append(decide_musts(missed, len(critical)))
    if policy.floor is not None:
        gates.append(decide_floor(passed, n, policy.floor, alpha))
    if verdicts.baseline and policy.margin is not None:
        gates.append(decide_paired(counts, policy.margin, alpha))
    if verdicts.baseline and policy.slices:
        gates.append(decide_slices(_slices(suite, verdicts), alpha))
    if policy.floor is None and not (verdicts.baseline and policy.margin is not None):
        what = "has no floor and nothing to compare with: name a model with --baseline, or give the suite a floor"
        gates.append(Gate(kind="integrity", decision=Decision.ERROR, reason=f"the suite {what}"))
    return gates


def _integrity(suite: SuitePlan, verdicts: Verdicts, counts: Paired, results: Results) -> Gate:
    """Everything planned ran, in every arm, without an error in the test's own code."""
    problems = []
    if results.engine_error:
        problems.append(results.engine_error)
    if verdicts.errors:
        problems.append(f"{len(verdicts.errors)} errors in test code: {verdicts.errors[0]}")
    if verdicts.absent and not results.engine_error:
        problems.append(f"{len(verdicts.absent)} cases have no verdict: {listed(verdicts.absent)}")
    if verdicts.baseline and counts.n and counts.neither == counts.n:
        problems.append(_NOBODY)
    reason = "; ".join(problems) or f"all {len(verdicts.reasons)} cases ran"
    return Gate(kind="integrity", decision=Decision.ERROR if problems else Decision.PASS, reason=reason)


def _slices(suite: SuitePlan, verdicts: Verdicts) -> dict[str, Paired]:
    groups: dict[str, list[record.Flip]] = {}
    for id_, reasons in verdicts.reasons.items():
        data = suite.cases[id_].data
        values: dict[str, list[str | None]] = {"skill": [data.skill], "kind": [data.kind], "tag": [*data.tags]}
        for dimension in suite.policy.slices:
            for value in values[dimension]:
                if value:
                    groups.setdefault(f"{dimension} {value}", []).append(flip_of(reasons, verdicts.baseline))
    return {name: tally_flips(flips) for name, flips in groups.items()}


def _paired(verdicts: Verdicts) -> Paired:
    if verdicts.baseline is None:
        return Paired(both=0, broken=0, fixed=0, neither=0)
    return tally_flips(flip_of(r, verdicts.baseline) for r in verdicts.reasons.values())


def _rate(passed: int, n: int, alpha: float) -> record.Rate | None:
    if n == 0:
        return None
    bounds = clopper_pearson(passed, n, 1 - 2 * alpha)
    return record.Rate(passed=passed, n=n, rate=passed / n, lower=bounds.lower, upper=bounds.upper)


def listed(names: Sequence[str], most: int = 3) -> str:
    """The first names and how many more there are."""
    shown = ", ".join(names[:most])
    return f"{shown} and {len(names) - most} more" if len(names) > most else shown
