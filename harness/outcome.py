"""From verdicts to the record: counts, gates, slices and the decision. Knows neither pytest nor models."""

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
    p_worse,
    worst,
)
from harness.manifest import digest_of
from harness.replies import Reply, Request
from harness.session import Plan, Scored, SuitePlan, Unit, roles_of
from harness.source import relative

__all__ = ["EXIT", "Results", "Verdicts", "conclude", "judge_suite", "suite_verdicts"]

EXIT: dict[str, int] = {"PASS": 0, "FAIL": 1, "INCONCLUSIVE": 10, "ERROR": 11, "NOT DECIDED": 11}
"""Exit status by decision; 12 (integrity) stops a run before there is one."""

INTEGRITY = 12
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


def conclude(
    suites: Sequence[record.SuiteResult], plan: Plan, results: Results, *, whole: bool
) -> tuple[record.Word | Literal["NOT DECIDED"], str]:
    """The decision of the run and its sentence. Fails closed: what is not a plain pass is none.

    `whole`: all suites of the project were asked for.
    """
    if results.engine_error:
        return "ERROR", f"No verdict: {results.engine_error}"
    if not suites:
        return "NOT DECIDED", "No verdict: no case of a suite was selected."
    planned, ran = sum(s.planned for s in suites), sum(s.ran for s in suites)
    if results.other_failures and not any(s.decision == "ERROR" for s in suites):
        return "FAIL", f"May not ship: {_listed(results.other_failures)} failed."
    if plan.split == "dev":
        return "NOT DECIDED", f"Measured on the dev split ({ran} cases), which chooses checkpoints and decides nothing."
    if not whole or any(s.decision == "NOT DECIDED" for s in suites):
        of = f"{ran} of {planned} cases" if ran < planned else f"{ran} cases, but not all suites,"
        return "NOT DECIDED", f"Not decided: {of} were asked for. Run `pytest --model=…` whole for a decision."
    decision = worst(Decision(s.decision) for s in suites)
    named = [s.name for s in suites if s.decision == decision]
    sentence = {
        Decision.PASS: f"May ship: all {len(suites)} suites pass ({ran} cases).",
        Decision.FAIL: f"May not ship: {_listed(named)} {'fails' if len(named) == 1 else 'fail'}.",
        Decision.INCONCLUSIVE: f"Not shown that it may ship: {_listed(named)} {'is' if len(named) == 1 else 'are'} "
        "inconclusive.",
        Decision.ERROR: f"No verdict: {_listed(named)} could not be decided.",
    }[decision]
    return decision.value, sentence


def case_results(plan: Plan, arms: Mapping[Role, Arm], results: Results) -> list[record.CaseResult]:
    """Every selected case with each arm's reply and verdict, in the order of the files."""
    found = []
    for name, suite in plan.suites.items():
        roles = roles_of(suite.policy, arms)
        verdicts = suite_verdicts(name, suite, results, roles)
        for id_, case in suite.cases.items():
            if not any(Unit(name, id_, test) in results.selected for test in suite.tests[id_]):
                continue
            answers = {role: _answer(results, verdicts, role, name, id_) for role in roles}
            candidate, baseline = answers["candidate"], answers[roles[1]] if len(roles) > 1 else None
            data = case.data
            found.append(
                record.CaseResult(
                    suite=name,
                    id=id_,
                    title=data.title,
                    file=relative(data.file),
                    line=data.line,
                    digest=data.digest,
                    messages=[m.model_dump() for m in data.messages],
                    expect=[{check: arguments} for check, arguments in data.expect],
                    kind=data.kind,
                    skill=data.skill,
                    tags=list(data.tags),
                    critical=data.critical,
                    candidate=candidate,
                    baseline=baseline,
                    flip=_flip(candidate, baseline),
                )
            )
    return found


def slice_results(cases: Iterable[record.CaseResult], suites: Sequence[record.SuiteResult]) -> list[record.SliceResult]:
    """Rates of both arms by skill, tag and kind within each suite."""
    paired = {s.name: s.baseline is not None for s in suites}
    groups: dict[tuple[str, Literal["skill", "tag", "kind"], str], list[record.CaseResult]] = {}
    for case in cases:
        if case.candidate is None or (paired[case.suite] and case.baseline is None):
            continue
        if case.skill:
            groups.setdefault((case.suite, "skill", case.skill), []).append(case)
        if case.kind:
            groups.setdefault((case.suite, "kind", case.kind), []).append(case)
        for tag in case.tags:
            groups.setdefault((case.suite, "tag", tag), []).append(case)
    made = []
    for (suite, dimension, value), members in sorted(groups.items()):
        flips = [c.flip for c in members]
        counts = _counts(flips)
        made.append(
            record.SliceResult(
                suite=suite,
                dimension=dimension,
                value=value,
                n=len(members),
                candidate=sum(bool(c.candidate and c.candidate.passed) for c in members) / len(members),
                baseline=(counts.both + counts.broken) / counts.n if paired[suite] and counts.n else None,
                broken=counts.broken,
                fixed=counts.fixed,
                p_worse=p_worse(counts) if paired[suite] and counts.n else None,
            )
        )
    return made


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
        problems.append(f"{len(verdicts.absent)} cases have no verdict: {_listed(verdicts.absent)}")
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
                    groups.setdefault(f"{dimension} {value}", []).append(_flip_of(reasons, verdicts.baseline))
    return {name: _counts(flips) for name, flips in groups.items()}


def _paired(verdicts: Verdicts) -> Paired:
    if verdicts.baseline is None:
        return Paired(both=0, broken=0, fixed=0, neither=0)
    return _counts(_flip_of(r, verdicts.baseline) for r in verdicts.reasons.values())


def _counts(flips: Iterable[record.Flip]) -> Paired:
    tally = {"both pass": 0, "broken": 0, "fixed": 0, "both miss": 0, "alone": 0}
    for flip in flips:
        tally[flip] += 1
    return Paired(both=tally["both pass"], broken=tally["broken"], fixed=tally["fixed"], neither=tally["both miss"])


def _flip_of(reasons: Mapping[Role, str | None], baseline: Role | None) -> record.Flip:
    if baseline is None:
        return "alone"
    now, before = reasons["candidate"] is None, reasons[baseline] is None
    return "both pass" if now and before else "broken" if before else "fixed" if now else "both miss"


def _flip(candidate: record.Answer | None, baseline: record.Answer | None) -> record.Flip:
    if candidate is None or baseline is None:
        return "alone"
    reasons: dict[Role, str | None] = {
        "candidate": None if candidate.passed else "",
        "production": None if baseline.passed else "",
    }
    return _flip_of(reasons, "production")


def _answer(results: Results, verdicts: Verdicts, role: Role, suite: str, case: str) -> record.Answer | None:
    request = results.requests.get((role, suite, case))
    reply = results.replies.get(request.key) if request else None
    if reply is None or case not in verdicts.reasons:
        return None
    reason = verdicts.reasons[case][role]
    return record.Answer(
        reply=reply.text, passed=reason is None, reason=reason or "", finish=reply.finish, tokens=reply.tokens
    )


def _rate(passed: int, n: int, alpha: float) -> record.Rate | None:
    if n == 0:
        return None
    bounds = clopper_pearson(passed, n, 1 - 2 * alpha)
    return record.Rate(passed=passed, n=n, rate=passed / n, lower=bounds.lower, upper=bounds.upper)


def _listed(names: Sequence[str], most: int = 3) -> str:
    shown = ", ".join(names[:most])
    return f"{shown} and {len(names) - most} more" if len(names) > most else shown
