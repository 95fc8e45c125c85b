"""What a run can show, said before a model is loaded: the drops it finds, and how often an equal model passes."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from harness.arms import Role
from harness.gates import cases_for_floor, chance_to_pass, detectable_drop, exact_cases_for_margin
from harness.judging import run_wide
from harness.policy import baseline_of
from harness.session import Plan, SuitePlan

__all__ = ["FLIPS", "foresee"]

FLIPS = 0.10
"""The share of cases that is assumed to come out otherwise under an equal model. The fewer flip, the more is found."""


def foresee(plan: Plan, arms: Collection[Role]) -> list[str]:
    """A line for each comparison (all pooled cases first, then suite by suite), and for each floor out of reach."""
    return list(_lines(plan, arms))


def _lines(plan: Plan, arms: Collection[Role]) -> Iterator[str]:
    alpha = plan.settings.alpha
    pool = [suite for suite in plan.suites.values() if suite.policy.pool]
    if any(_spread(suite) for suite in plan.suites.values()):
        yield "what several samples or related cases can show depends on their spread: `ckptgate noise` measures it"
    if not any(_spread(suite) for suite in pool):
        for kind, _, margin in run_wide(plan, arms):
            yield _compared(kind, sum(len(suite.cases) for suite in pool), margin, alpha)
    for name, suite in plan.suites.items():
        policy, n = suite.policy, len(suite.cases)
        if _spread(suite):
            continue
        if policy.margin is not None and baseline_of(policy, arms):
            yield _compared(name, n, policy.margin, alpha)
        if policy.floor is not None and ((fewest := cases_for_floor(policy.floor, alpha)) is None or n < fewest):
            needs = "no number of cases can show it" if fewest is None else f"that takes {fewest} cases"
            yield f"{name}: {n} cases can't show a floor of {100 * policy.floor:g} %: {needs}"


def _spread(suite: SuitePlan) -> bool:
    return suite.policy.samples > 1 or any(case.data.cluster for case in suite.cases.values())


def _compared(name: str, n: int, margin: float, alpha: float) -> str:
    drop = detectable_drop(n, FLIPS, alpha)
    found = f"a drop of {100 * drop:.1f} points is found with 80 % power" if drop else "no drop could be found"
    passes = f"an equal model passes {100 * chance_to_pass(n, margin, FLIPS, 0.0, alpha):.0f} times of 100"
    fewest = exact_cases_for_margin(margin, alpha)
    short = f"; fewer than {fewest} cases can't pass without improvement" if n < fewest else ""
    return f"{name}, {n} cases, margin {100 * margin:g}: {found}; {passes}{short}"
