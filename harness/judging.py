"""From verdicts to counts and gates, of each suite and of all together. Fails closed: what did not run is no pass."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from harness import record
from harness.arms import Arm, Role
from harness.drift import drift_gates
from harness.gates import (
    Comparison,
    Decision,
    Gate,
    Paired,
    clopper_pearson,
    decide_clustered,
    decide_floor,
    decide_floor_sampled,
    decide_musts,
    decide_sampled,
    decide_slices,
    p_worse,
    rate_bounds,
    soften,
    worst,
)
from harness.manifest import digest_of
from harness.policy import baseline_of, roles_of
from harness.replies import Reply, Request
from harness.session import Asked, Plan, Scored, SuitePlan, Unit
from harness.settings import Settings
from harness.slicing import slices_of
from harness.source import relative

__all__ = [
    "Reasons",
    "Results",
    "Verdicts",
    "flip_of",
    "judge_run",
    "judge_suites",
    "listed",
    "run_wide",
    "share",
    "suite_verdicts",
    "tally_flips",
]

_NOBODY = "no case passes in either arm, so the test itself is likely broken and could not show a loss"


Reasons = tuple[str | None, ...]
"""Why each sample missed; None where it passed. One sample, where replies are greedy."""


@dataclass(slots=True, kw_only=True)
class Results:
    """Everything that is known when the last item is in."""

    selected: set[Unit] = field(default_factory=set)
    scored: dict[Unit, Scored] = field(default_factory=dict)
    requests: dict[Asked, tuple[Request, ...]] = field(default_factory=dict)
    replies: dict[str, Reply] = field(default_factory=dict)
    drift: record.Drift | None = None
    """None where it was not due."""
    engine_error: str | None = None
    other_failures: list[str] = field(default_factory=list)
    """Failed tests of the suites that score no case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdicts:
    """One suite's verdicts by case: each arm's reason (None: passed). What is missing here did not run whole."""

    baseline: Role | None
    """What the suite by itself is compared with."""
    reasons: Mapping[str, Mapping[Role, Reasons]]
    errors: Sequence[str]
    absent: Sequence[str]
    """Cases that were selected and yet have no verdict in every arm."""
    left_out: int
    """Cases that were not selected."""


def suite_verdicts(name: str, suite: SuitePlan, results: Results, arms: Collection[Role]) -> Verdicts:
    """Join the tests over each case: a case passes in an arm if every test over it passes there."""
    roles = roles_of(suite.policy, arms)
    reasons: dict[str, dict[Role, Reasons]] = {}
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
        complete = [s for s in found if s and not s.error and _has_all(s, roles, suite.policy.samples)]
        if len(complete) < len(units):
            absent.append(case)
            continue
        joined = _joined([s.reasons["candidate"] for s in complete])
        if not any(s.asked for s in complete) and share(joined) == 1:
            errors.append(f"{case}: its own checks were never asked: the test has to call case.expect(reply)")
            absent.append(case)
            continue
        reasons[case] = {role: _joined([s.reasons[role] for s in complete]) for role in roles}
    baseline = baseline_of(suite.policy, arms)
    return Verdicts(baseline=baseline, reasons=reasons, errors=errors, absent=absent, left_out=left_out)


def _has_all(scored: Scored, roles: Collection[Role], samples: int) -> bool:
    return all(len(scored.reasons.get(role, ())) == samples for role in roles)


def _joined(tests: Sequence[Sequence[str | None]]) -> Reasons:
    """The samples' reasons over all tests of a case."""
    samples = zip(*tests, strict=True)
    return tuple("; ".join(missed) if (missed := [r for r in s if r is not None]) else None for s in samples)


def share(reasons: Reasons) -> float:
    """The share of samples that passed."""
    return sum(r is None for r in reasons) / len(reasons)


def judge_suites(
    plan: Plan, verdicts: Mapping[str, Verdicts], arms: Mapping[Role, Arm], results: Results
) -> list[record.SuiteResult]:
    """Counts and gates of every suite. A suite with deselected cases is not decided.

    The slices of all suites are one family of tests: the more there are, the surer a loss has to be.
    """
    slices = {name: _slices(suite, verdicts[name]) for name, suite in plan.suites.items()}
    family = {name: [p_worse(c) for n, mine in slices.items() if n != name for c in mine.values()] for name in slices}
    return [
        _judge(name, suite, verdicts[name], _Sliced(slices[name], family[name]), arms, results, plan.settings)
        for name, suite in plan.suites.items()
    ]


def run_wide(plan: Plan, arms: Collection[Role]) -> list[tuple[Literal["overall", "creep"], Role, float]]:
    """The gates over all pooled suites: kind, the arm compared with, the margin."""
    asked: list[tuple[Literal["overall", "creep"], Role, float]] = [
        ("overall", "production", plan.settings.margin),
        ("creep", "anchor", plan.settings.creep_margin),
    ]
    return [a for a in asked if a[1] in arms and any(suite.policy.pool for suite in plan.suites.values())]


def judge_run(plan: Plan, verdicts: Mapping[str, Verdicts], arms: Mapping[Role, Arm]) -> list[record.GateResult]:
    """The gates over all pooled cases: no worse than production (overall), no worse than the anchor (creep).

    Each where there is such an arm. With deselected cases none is decided.
    """
    settings = plan.settings
    pooled = [verdicts[name] for name, suite in plan.suites.items() if suite.policy.pool]
    if any(v.left_out for v in pooled):
        return []
    gates = []
    for kind, role, margin in run_wide(plan, set(arms)):
        pairs = [
            pair
            for name, suite in plan.suites.items()
            if suite.policy.pool
            for pair in _pairs(name, suite, verdicts[name], role)
        ]
        gate = _compare(pairs, margin, settings.alpha, kind)
        gates.append(_result("", _soften(gate, settings)))
    return gates


class _Pair(NamedTuple):
    """One case under both arms: the shares of samples that passed, and the cases that it belongs with."""

    before: float
    now: float
    cluster: tuple[str, str]


def _pairs(name: str, suite: SuitePlan, verdicts: Verdicts, role: Role) -> list[_Pair]:
    return [
        _Pair(share(r[role]), share(r["candidate"]), (name, suite.cases[case].data.witness))
        for case, r in verdicts.reasons.items()
    ]


def _compare(pairs: Sequence[_Pair], margin: float, alpha: float, kind: Comparison = "paired") -> Gate:
    """The exact rule for single greedy replies to unrelated cases; a clustered bound for samples and for clusters."""
    clusters = [p.cluster for p in pairs]
    if all(p.before in (0, 1) and p.now in (0, 1) for p in pairs):
        return decide_clustered([(p.before == 1, p.now == 1) for p in pairs], clusters, margin, alpha, kind=kind)
    return decide_sampled([p.now - p.before for p in pairs], clusters, margin, alpha, kind=kind)


@dataclass(frozen=True, slots=True)
class _Sliced:
    """A suite's slices, and the p-values of all other suites' slices."""

    counts: Mapping[str, Paired]
    family: Sequence[float]


def _judge(
    name: str,
    suite: SuitePlan,
    verdicts: Verdicts,
    sliced: _Sliced,
    arms: Mapping[Role, Arm],
    results: Results,
    settings: Settings,
) -> record.SuiteResult:
    counts, alpha = _paired(verdicts), settings.alpha
    gates = [_soften(gate, settings) for gate in _gates(name, suite, verdicts, counts, sliced, results, alpha)]
    if suite.policy.baseline == "base":
        gates += drift_gates(results.drift, settings)
    decision: record.Word | Literal["NOT DECIDED"] = worst(g.decision for g in gates).value
    if verdicts.left_out:
        decision = "NOT DECIDED"
    baseline = verdicts.baseline
    return record.SuiteResult(
        name=name,
        file=relative(suite.file),
        digest=digest_of(
            {"policy": suite.policy.to_json(), "cases": sorted(c.data.digest for c in suite.cases.values())}
        ),
        policy=suite.policy.to_json(),
        planned=len(suite.cases),
        ran=len(verdicts.reasons),
        candidate=_rate(suite, verdicts, "candidate", alpha),
        baseline=_rate(suite, verdicts, baseline, alpha) if baseline else None,
        baseline_name=arms[baseline].about.name if baseline else None,
        broken=counts.broken if baseline else 0,
        fixed=counts.fixed if baseline else 0,
        decision=decision,
        gates=[_result(name, gate) for gate in gates],
    )


def _result(suite: str, gate: Gate) -> record.GateResult:
    return record.GateResult(
        kind=gate.kind,
        suite=suite,
        decision=gate.decision.value,
        reason=gate.reason,
        numbers=gate.numbers,
        names=list(gate.names),
    )


def _soften(gate: Gate, settings: Settings) -> Gate:
    return soften(gate) if settings.inconclusive == "warn" else gate


def flip_of(before: float | None, now: float) -> record.Flip:
    """How a case moved, by the shares of samples that passed; `alone` without a baseline.

    A case passes where all of its samples do; between two that don't, the larger share is the better one.
    """
    if before is None:
        return "alone"
    if now == before:
        return "both pass" if now == 1 else "both miss"
    return "broken" if now < before else "fixed"


def tally_flips(flips: Iterable[record.Flip]) -> Paired:
    """Count flips into the paired table; `alone` does not enter."""
    tally = {"both pass": 0, "broken": 0, "fixed": 0, "both miss": 0, "alone": 0}
    for flip in flips:
        tally[flip] += 1
    return Paired(both=tally["both pass"], broken=tally["broken"], fixed=tally["fixed"], neither=tally["both miss"])


def _gates(
    name: str,
    suite: SuitePlan,
    verdicts: Verdicts,
    counts: Paired,
    sliced: _Sliced,
    results: Results,
    alpha: float,
) -> list[Gate]:
    policy = suite.policy
    gates = [_integrity(suite, verdicts, counts, results)]
    critical = [c for c in verdicts.reasons if suite.cases[c].data.critical]
    if any(c.data.critical for c in suite.cases.values()):
        missed = [c for c in critical if share(verdicts.reasons[c]["candidate"]) < 1]
        gates.append(decide_musts(missed, len(critical)))
    if policy.floor is not None:
        gates.append(_floor(suite, verdicts, policy.floor, alpha))
    if verdicts.baseline and policy.margin is not None:
        gates.append(_compare(_pairs(name, suite, verdicts, verdicts.baseline), policy.margin, alpha))
    if verdicts.baseline and sliced.counts:
        gates.append(decide_slices(sliced.counts, alpha, family=sliced.family))
    if policy.floor is None and not (verdicts.baseline and policy.margin is not None):
        what = "has no floor and nothing to compare with: name a model with --baseline, or give the suite a floor"
        if policy.margin is None:
            what = "has neither a floor nor a margin to decide by: give its mark one"
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
    ran = len(verdicts.reasons)
    reason = "; ".join(problems) or f"all {ran} cases ran"
    decision = Decision.ERROR if problems else Decision.PASS
    return Gate(kind="integrity", decision=decision, reason=reason, numbers={"ran": ran})


def _slices(suite: SuitePlan, verdicts: Verdicts) -> dict[str, Paired]:
    if verdicts.baseline is None:
        return {}
    groups: dict[str, list[record.Flip]] = {}
    for id_, reasons in verdicts.reasons.items():
        data = suite.cases[id_].data
        values = slices_of(skill=data.skill, kind=data.kind, tags=data.tags, prompt=data.prompt)
        for dimension in suite.policy.slices:
            for value in values[dimension]:
                flip = flip_of(share(reasons[verdicts.baseline]), share(reasons["candidate"]))
                groups.setdefault(f"{dimension} {value}", []).append(flip)
    whole = len(verdicts.reasons)  # what holds every case is the suite itself
    return {name: tally_flips(flips) for name, flips in groups.items() if len(flips) < whole}


def _paired(verdicts: Verdicts) -> Paired:
    baseline = verdicts.baseline
    if baseline is None:
        return Paired(both=0, broken=0, fixed=0, neither=0)
    return tally_flips(flip_of(share(r[baseline]), share(r["candidate"])) for r in verdicts.reasons.values())


def _plain(suite: SuitePlan, verdicts: Verdicts) -> bool:
    """Single replies to unrelated cases, which binomial bounds are made for."""
    return all(len(r["candidate"]) == 1 and not suite.cases[c].data.cluster for c, r in verdicts.reasons.items())


def _floor(suite: SuitePlan, verdicts: Verdicts, floor: float, alpha: float) -> Gate:
    shares, clusters = _shares(suite, verdicts, "candidate")
    if _plain(suite, verdicts):
        return decide_floor(sum(s == 1 for s in shares), len(shares), floor, alpha)
    return decide_floor_sampled(shares, clusters, floor, alpha)


def _rate(suite: SuitePlan, verdicts: Verdicts, role: Role, alpha: float) -> record.Rate | None:
    shares, clusters = _shares(suite, verdicts, role)
    if not shares:
        return None
    passed = sum(r is None for reasons in verdicts.reasons.values() for r in reasons[role])
    n = sum(len(reasons[role]) for reasons in verdicts.reasons.values())
    bounds = (
        clopper_pearson(passed, n, 1 - 2 * alpha) if _plain(suite, verdicts) else rate_bounds(shares, clusters, alpha)
    )
    return record.Rate(passed=passed, n=n, rate=sum(shares) / len(shares), lower=bounds.lower, upper=bounds.upper)


def _shares(suite: SuitePlan, verdicts: Verdicts, role: Role) -> tuple[list[float], list[str]]:
    shares = [share(reasons[role]) for reasons in verdicts.reasons.values()]
    return shares, [suite.cases[case].data.witness for case in verdicts.reasons]


def listed(names: Sequence[str], most: int = 3) -> str:
    """The first names and how many more there are."""
    shown = ", ".join(names[:most])
    return f"{shown} and {len(names) - most} more" if len(names) > most else shown
