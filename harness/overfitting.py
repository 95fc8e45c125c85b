"""What rows of the training data say beside a suite's cases: the gap to held-out questions, and what is memorized."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from harness import record
from harness.arms import Arm, Role
from harness.checks.text import quote
from harness.gates import Gate, clopper_pearson, rate_bounds
from harness.gates.overfitting import Group, decide_gap, decide_memorized, gap
from harness.memorized import FEWEST, Common, Recited, is_memorized, recited
from harness.replies import Reply, Request
from harness.session import Plan, SuitePlan
from harness.training_cases import NotAtHand, training_answers
from harness.verdicts import Reasons, Results, Verdicts, share
from harness.waves import Asked
from harness.wordings import wordings

__all__ = ["measure_memory", "overfitting_gates", "trained"]

_WORST = 3
_QUOTED = 200


def measure_memory(
    plan: Plan, arms: Mapping[Role, Arm], requests: Mapping[Asked, Sequence[Request]], replies: Mapping[str, Reply]
) -> dict[str, record.Memory]:
    """Of each suite with training rows: how much of them the candidate gives back word for word, beside its base."""
    found = {}
    for name, suite in plan.suites.items():
        rows = [row for row in suite.rows if ("candidate", name, row) in requests]
        if not rows:
            continue
        try:
            common = Common(training_answers(arms["candidate"].about, plan.root))
        except NotAtHand:  # gone or changed since it was read: the rows have been asked all the same
            continue

        def reply(role: Role, row: str, name: str = name) -> str | None:
            """As the row stands, the first sample."""
            asked = requests.get((role, name, row), ())
            return said.text if asked and (said := replies.get(asked[0].key)) else None

        found[name] = _memory([
            (row, text, suite.rows[row].data.trained, reply("base", row))
            for row in rows if (text := reply("candidate", row)) is not None
        ], common)  # fmt: skip
    return found


def _memory(rows: Sequence[tuple[str, str, str, str | None]], common: Common) -> record.Memory:
    judged: list[tuple[record.Recital, Recited, Recited | None]] = []
    for row, reply, answer, base in rows:
        mine = recited(reply, answer, common)
        its = None if base is None else recited(base, answer, common)
        if mine.of < FEWEST:
            continue
        told = record.Recital(
            row=row,
            own=mine.own,
            of=mine.of,
            base=its and its.own,
            memorized=is_memorized(mine, its),
            quote=quote(reply, mine.span, _QUOTED) if mine.own else "",
        )
        judged.append((told, mine, its))
    based = [its.share for _, _, its in judged if its]
    worst = sorted(judged, key=lambda found: (not found[0].memorized, -found[1].own))
    return record.Memory(
        rows=len(judged),
        memorized=sum(told.memorized for told, _, _ in judged),
        candidate=_mean([mine.share for _, mine, _ in judged]),
        base=_mean(based) if len(based) == len(judged) else None,
        worst=[told for told, _, _ in worst[:_WORST] if told.own],
    )


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None


def trained(name: str, suite: SuitePlan, verdicts: Verdicts, results: Results) -> record.Trained | None:
    """The figures for the record; None where no rows are asked for beside the cases."""
    if not suite.rows and not suite.rows_lack:
        return None
    rows, cases = _groups(suite, verdicts)
    alpha = suite.policy.alpha
    found = gap(rows, cases, alpha) if rows.shares and cases.shares else None
    return record.Trained(
        left_out=suite.rows_lack,
        rows=len(rows.shares),
        candidate=_rate(rows, alpha),
        held_out=_rate(cases, alpha),
        gap=found and record.Estimate(value=found.value, lower=found.lower, upper=found.upper),
        wordings=wordings(suite, verdicts, {r: v for r, v in verdicts.rows.items() if suite.rows[r].data.variants}),
        memory=results.memory.get(name),
    )


def overfitting_gates(name: str, suite: SuitePlan, verdicts: Verdicts, results: Results) -> list[Gate]:
    """The gates of the bounds that the suite's mark sets."""
    policy, why, gates = suite.policy, suite.rows_lack, []
    if policy.gap is not None:
        gates.append(decide_gap(*_groups(suite, verdicts), policy.gap, policy.alpha, why))
    if policy.memorized is not None:
        memory = results.memory.get(name)
        count, n = (memory.memorized, memory.rows) if memory else (0, 0)
        why = why or (f"no training row has {FEWEST} words of its own" if memory else "")
        gates.append(decide_memorized(count, n, policy.memorized, policy.alpha, why))
    return gates


def _groups(suite: SuitePlan, verdicts: Verdicts) -> tuple[Group, Group]:
    """Training rows and cases, each as it stands: a wording that was trained against one that was not."""

    def group(found: Mapping[str, Mapping[Role, Reasons]]) -> Group:
        shares = [_as_it_stands(suite, name, reasons["candidate"]) for name, reasons in found.items()]
        return Group(shares=shares, witnesses=[suite.witness(name) for name in found], sampled=suite.policy.samples > 1)

    return group(verdicts.rows), group({case: verdicts.worded.get(case, r) for case, r in verdicts.reasons.items()})


def _as_it_stands(suite: SuitePlan, name: str, reasons: Reasons) -> float:
    return share(reasons[:: len(suite.case(name).data.readings)])


def _rate(group: Group, alpha: float) -> record.Rate | None:
    if not group.shares:
        return None
    passed, n = round(sum(group.shares)), len(group.shares)
    related = group.sampled or len(set(group.witnesses)) < n
    bounds = rate_bounds(group.shares, group.witnesses, alpha) if related else clopper_pearson(passed, n, 1 - 2 * alpha)
    return record.Rate(passed=passed, n=n, rate=group.rate, lower=bounds.lower, upper=bounds.upper)
