"""From verdicts to gates, of each suite and of all together. Fails closed: what did not run is no pass."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from harness import record
from harness.arms import Arm, Role
from harness.comparing import compare, hold_to_floor
from harness.drift import drift_gates
from harness.gates import (
    Gate,
    Paired,
    decide_integrity,
    decide_musts,
    decide_replies,
    decide_rewards,
    decide_slices,
    p_worse,
    soften,
    worst,
)
from harness.likewise import by_word, ladder, tally_same
from harness.overfitting import overfitting_gates, trained
from harness.policy import Policy, judged
from harness.session import Plan, SuitePlan
from harness.slicing import slice_counts, slices_of
from harness.source import relative
from harness.verdicts import Results, Verdicts, flip_of, observations, rate_of, share, shares_of, tally_flips
from harness.wordings import wordings

__all__ = ["judge_run", "judge_suites", "run_wide"]


def judge_suites(
    plan: Plan, verdicts: Mapping[str, Verdicts], arms: Mapping[Role, Arm], results: Results
) -> list[record.SuiteResult]:
    """Counts and gates of every suite. A suite with deselected cases is not decided.

    The slices of all suites are one family of tests: the more there are, the surer a loss has to be.
    """
    slices = {name: _slices(name, suite, verdicts[name]) for name, suite in plan.suites.items()}
    family = {name: [p_worse(c) for n, mine in slices.items() if n != name for c in mine.values()] for name in slices}
    return [
        _judge(name, suite, verdicts[name], _Sliced(slices[name], family[name]), arms, results, plan)
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

    Each where there is such an arm; and of a model that was trained by checks, that it is judged by others as well.
    With deselected cases none is decided.
    """
    settings = plan.settings
    pooled = [verdicts[name] for name, suite in plan.suites.items() if suite.policy.pool]
    if any(v.left_out for v in pooled):
        return []
    gates = []
    for kind, role, margin in run_wide(plan, set(arms)):
        cases = [
            case
            for name, suite in plan.suites.items()
            if suite.policy.pool
            for case in observations(name, suite, verdicts[name], role)
        ]
        sampled = any(suite.policy.samples > 1 for suite in plan.suites.values() if suite.policy.pool)
        gate = compare(cases, margin, settings.alpha, kind, sampled=sampled)
        gates.append(_result("", soften(gate) if settings.inconclusive == "warn" else gate))
    if rewards := arms["candidate"].about.rewards:
        gates.append(_result("", decide_rewards(rewards, judged_otherwise(plan, rewards))))
    return gates


def judged_otherwise(plan: Plan, rewards: Collection[str]) -> int:
    """How many cases other checks judge than those that the candidate was rewarded for; or Python of their own."""
    cases = [case for suite in plan.suites.values() for case in suite.cases.values()]
    return sum(not case.data.expect or any(check not in rewards for check, _ in case.data.expect) for case in cases)


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
    plan: Plan,
) -> record.SuiteResult:
    counts = _paired(verdicts)
    gates = _gates(name, suite, verdicts, sliced, results) + overfitting_gates(name, suite, verdicts, results)
    baseline = verdicts.baseline
    word_for_word = baseline if by_word(suite.policy) else None
    if suite.policy.inconclusive == "warn":
        gates = [soften(gate) for gate in gates]
    if suite.policy.baseline == "base":
        gates += drift_gates(results.drift, plan.settings)
    decision: record.Word | Literal["NOT DECIDED"] = worst(g.decision for g in gates).value
    if verdicts.left_out:
        decision = "NOT DECIDED"
    return record.SuiteResult(
        name=name,
        file=relative(suite.file),
        digest=record.suite_digest(suite.policy.to_json(), [c.data.digest for c in suite.cases.values()]),
        policy=suite.policy.to_json(),
        planned=len(suite.cases),
        ran=len(verdicts.reasons),
        candidate=rate_of(suite, verdicts, "candidate"),
        baseline=rate_of(suite, verdicts, baseline) if baseline else None,
        baseline_name=arms[baseline].about.name if baseline else None,
        judged_name=_judged_name(suite, arms),
        identical=tally_same(name, verdicts, results, "candidate", word_for_word) if word_for_word else None,
        ladder=ladder(name, suite, verdicts, arms, results),
        broken=counts.broken if baseline else 0,
        fixed=counts.fixed if baseline else 0,
        wordings=wordings(suite, verdicts, verdicts.worded),
        trained=trained(name, suite, verdicts, results),
        decision=decision,
        gates=[_result(name, gate) for gate in gates],
    )


def _judged_name(suite: SuitePlan, arms: Mapping[Role, Arm]) -> str | None:
    arm = judged(suite.policy, "candidate", arms)
    return None if arm is arms["candidate"] else arm.about.name


def _result(suite: str, gate: Gate) -> record.GateResult:
    return record.GateResult(
        kind=gate.kind,
        suite=suite,
        decision=gate.decision.value,
        reason=gate.reason,
        numbers=gate.numbers,
        names=list(gate.names),
    )


def _gates(name: str, suite: SuitePlan, verdicts: Verdicts, sliced: _Sliced, results: Results) -> list[Gate]:
    policy, alpha = suite.policy, suite.policy.alpha
    compared = bool(verdicts.baseline) and policy.margin is not None
    gates = [_integrity(verdicts, results)]
    critical = [c for c in verdicts.reasons if suite.cases[c].data.critical]
    if any(c.data.critical for c in suite.cases.values()):
        missed = [c for c in critical if share(verdicts.reasons[c]["candidate"]) < 1]
        gates.append(decide_musts(missed, len(critical)))
    if policy.floor is not None:
        shares, witnesses = shares_of(suite, verdicts, "candidate")
        gates.append(hold_to_floor(shares, witnesses, policy.floor, alpha, sampled=policy.samples > 1))
    if verdicts.baseline and policy.margin is not None:
        cases = observations(name, suite, verdicts, verdicts.baseline)
        gates.append(compare(cases, policy.margin, alpha, sampled=policy.samples > 1))
    if verdicts.baseline and sliced.counts:
        gates.append(decide_slices(sliced.counts, alpha, family=sliced.family))
    if verdicts.baseline:
        gates += _replies(name, policy, verdicts, results)
    held = bool(verdicts.baseline and (policy.differing or policy.identical))
    if policy.floor is None and not compared and not held:
        gates.append(decide_integrity(undecidable="no baseline" if policy.margin is not None else "no rule"))
    return gates


def _replies(name: str, policy: Policy, verdicts: Verdicts, results: Results) -> list[Gate]:
    """How many replies have to differ from the baseline's, or to be the same."""
    assert verdicts.baseline is not None
    n = len(verdicts.reasons)
    same = tally_same(name, verdicts, results, "candidate", verdicts.baseline)
    asked: list[tuple[Literal["differing", "identical"], int, float | None]] = [
        ("differing", n - same, policy.differing),
        ("identical", same, policy.identical),
    ]
    return [decide_replies(what, count, n, bound, policy.alpha) for what, count, bound in asked if bound]


def _integrity(verdicts: Verdicts, results: Results) -> Gate:
    """Everything planned ran, in every arm, without an error in the test's own code."""
    shares = [share(reasons) for arms in verdicts.reasons.values() for reasons in arms.values()]
    return decide_integrity(
        ran=len(verdicts.reasons),
        engine=results.engine_error,
        errors=verdicts.errors,
        absent=() if results.engine_error else verdicts.absent,
        # A helper that is broken misses in both arms, and Δ would not move.
        nobody=bool(verdicts.baseline and shares) and max(shares) == 0,
    )


def _slices(name: str, suite: SuitePlan, verdicts: Verdicts) -> dict[str, Paired]:
    if verdicts.baseline is None:
        return {}
    cases = observations(name, suite, verdicts, verdicts.baseline)
    found = (suite.cases[id_].data for id_ in verdicts.reasons)
    values = (slices_of(skill=d.skill, kind=d.kind, tags=d.tags, prompt=d.prompt) for d in found)
    return slice_counts(zip(values, cases, strict=True), suite.policy.slices)


def _paired(verdicts: Verdicts) -> Paired:
    baseline = verdicts.baseline
    if baseline is None:
        return Paired(both=0, broken=0, fixed=0, neither=0)
    return tally_flips(flip_of(share(r[baseline]), share(r["candidate"])) for r in verdicts.reasons.values())
