"""From verdicts to the record: counts, gates, slices and the decision. Knows neither pytest nor models."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from harness import record
from harness.arms import Arm, Role
from harness.gates import (
    Decision,
    p_worse,
    worst,
)
from harness.judging import Results, Verdicts, flip_of, listed, suite_verdicts, tally_flips
from harness.session import Plan, Unit, roles_of
from harness.source import relative

__all__ = ["EXIT", "INTEGRITY", "case_results", "conclude", "slice_results"]

EXIT: dict[str, int] = {"PASS": 0, "FAIL": 1, "INCONCLUSIVE": 10, "ERROR": 11, "NOT DECIDED": 11}
"""Exit status by decision; 12 (integrity) stops a run before there is one."""

INTEGRITY = 12
"""Exit status where files are not those that a manifest or a release vouches for."""


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
        return "FAIL", f"May not ship: {listed(results.other_failures)} failed."
    if plan.split == "dev":
        return "NOT DECIDED", f"Measured on the dev split ({ran} cases), which chooses checkpoints and decides nothing."
    if not whole or any(s.decision == "NOT DECIDED" for s in suites):
        of = f"{ran} of {planned} cases" if ran < planned else f"{ran} cases, but not all suites,"
        return "NOT DECIDED", f"Not decided: {of} were asked for. Run `pytest --model=…` whole for a decision."
    decision = worst(Decision(s.decision) for s in suites)
    named = [s.name for s in suites if s.decision == decision]
    sentence = {
        Decision.PASS: f"May ship: all {len(suites)} suites pass ({ran} cases).",
        Decision.FAIL: f"May not ship: {listed(named)} {'fails' if len(named) == 1 else 'fail'}.",
        Decision.INCONCLUSIVE: f"Not shown that it may ship: {listed(named)} {'is' if len(named) == 1 else 'are'} "
        "inconclusive.",
        Decision.ERROR: f"No verdict: {listed(named)} could not be decided.",
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
        counts = tally_flips(flips)
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


def _flip(candidate: record.Answer | None, baseline: record.Answer | None) -> record.Flip:
    if candidate is None or baseline is None:
        return "alone"
    reasons: dict[Role, str | None] = {
        "candidate": None if candidate.passed else "",
        "production": None if baseline.passed else "",
    }
    return flip_of(reasons, "production")


def _answer(results: Results, verdicts: Verdicts, role: Role, suite: str, case: str) -> record.Answer | None:
    request = results.requests.get((role, suite, case))
    reply = results.replies.get(request.key) if request else None
    if reply is None or case not in verdicts.reasons:
        return None
    reason = verdicts.reasons[case][role]
    return record.Answer(
        reply=reply.text, passed=reason is None, reason=reason or "", finish=reply.finish, tokens=reply.tokens
    )
