"""Whatever is lost, doubled, mixed up or broken on the way to the decision: no damaged run passes where the whole one
would not, and none passes that lacks anything.
"""

from __future__ import annotations

import copy
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from project import Project

from harness.arms import Arm, Role
from harness.asking import Asking
from harness.judging import judge_run, judge_suites
from harness.outcome import conclude
from harness.policy import Policy
from harness.resolving import resolve_arms
from harness.session import Plan, Scored, Unit
from harness.settings import Settings, load_settings
from harness.verdicts import Results, suite_verdicts

ROLES: tuple[Role, ...] = ("candidate", "production")
Shop = tuple[Plan, dict[Role, Arm]]


@pytest.fixture
def planned(project: Project) -> Shop:
    """A suite of 40 cases, and two arms."""
    for name in ("m", "b"):
        project.checkpoint(name)
    project.simple(40)
    plan = Plan(root=project.root, settings=Settings(margin=0.2), split="gate")
    policy = Policy(name="greet", floor=0.8, margin=0.2, slices=())
    plan.add(policy, Path("suites/test_greet.py"), "test_greet", Asking(patterns=("greet/*.yaml",)))
    arms = resolve_arms("m", "b", root=project.root, settings=load_settings(project.root))
    return plan, {role: arms[role] for role in ROLES}


def decided(shop: Shop, results: Results) -> str:
    plan, arms = shop
    verdicts = {name: suite_verdicts(name, suite, results, set(arms)) for name, suite in plan.suites.items()}
    suites = judge_suites(plan, verdicts, arms, results)
    return conclude(suites, judge_run(plan, verdicts, arms), plan, results, whole=True)[0]


def whole(plan: Plan, missed: int, broken: int) -> Results:
    """Every case in both arms; the candidate misses the first ones, the baseline of those all but the broken."""
    units = sorted(plan.units, key=lambda u: u.case)
    results = Results(selected=set(units))
    for i, unit in enumerate(units):
        now = "no" if i < missed else None
        before = "no" if broken <= i < missed else None
        results.scored[unit] = Scored(reasons={"candidate": [now], "production": [before]})
    return results


def damage(results: Results, kind: str, rng: Random) -> Results:
    hurt = copy.deepcopy(results)
    units = sorted(hurt.scored, key=lambda u: u.case)
    some = rng.sample(units, rng.randint(1, len(units)))
    for unit in some:
        scored = hurt.scored[unit]
        if kind == "lost":
            del hurt.scored[unit]
        elif kind == "one arm lost":
            lost = rng.choice(ROLES)
            kept = {role: reasons for role, reasons in scored.reasons.items() if role != lost}
            hurt.scored[unit] = Scored(reasons=kept)
        elif kind == "an error":
            hurt.scored[unit] = Scored(reasons={}, error="failed in call: boom")
        elif kind == "no sample":
            hurt.scored[unit] = Scored(reasons={**scored.reasons, rng.choice(ROLES): []})
        elif kind == "deselected":
            hurt.selected.discard(unit)
        elif kind == "of another suite":
            del hurt.scored[unit]
            hurt.scored[Unit("elsewhere", unit.case, unit.test)] = scored
    return hurt


KINDS = ("lost", "one arm lost", "an error", "no sample", "deselected", "of another suite")


@given(kind=st.sampled_from(KINDS), missed=st.integers(0, 12), share=st.floats(0, 1), seed=st.integers(0, 10_000))
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_damaged_run_never_passes(planned: Shop, kind: str, missed: int, share: float, seed: int) -> None:
    results = whole(planned[0], missed, round(share * missed))
    assert decided(planned, damage(results, kind, Random(seed))) != "PASS"


@given(missed=st.integers(0, 12), share=st.floats(0, 1), seed=st.integers(0, 10_000))
@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_order_and_doubles_change_nothing(planned: Shop, missed: int, share: float, seed: int) -> None:
    """Verdicts come in as the processes finish, and one may be told twice."""
    results = whole(planned[0], missed, round(share * missed))
    mixed = Results(selected=set(results.selected))
    units = list(results.scored) * 2
    Random(seed).shuffle(units)
    for unit in units:
        mixed.scored[unit] = results.scored[unit]
    assert decided(planned, mixed) == decided(planned, results)


def test_the_whole_one_does_pass(planned: Shop) -> None:
    """Else the tests above could not fail."""
    assert decided(planned, whole(planned[0], 0, 0)) == "PASS"
    assert decided(planned, whole(planned[0], 20, 20)) == "FAIL"
