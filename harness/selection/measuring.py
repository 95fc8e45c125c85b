"""Several checkpoints on the dev split in one pass: one plan over all of them, one engine process, one scoring.

They are arms of one pytest session, so that suites, fixtures and checks are those of the gate. Nothing is decided and
no record is written.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import pytest

from harness.arms import Role, rival
from harness.engines import EngineError
from harness.hooks import RIVALS
from harness.item_hooks import UNIT
from harness.plugin import EVALUATION
from harness.policy import Policy
from harness.selection.choosing import Part, Questions, Scored
from harness.session import NO_DEV, Plan
from harness.source import SourceError
from harness.verdicts import Verdicts, listed, share, suite_verdicts
from harness.watching import collected, watched

__all__ = ["Measured", "measurable", "measure"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What came of it, in the order of the names that were given."""

    questions: Questions
    scored: tuple[Scored, ...]
    generated: int
    """Replies that had to be made; 0 where all were in the store."""
    digests: tuple[str, ...]
    """Weights digests."""
    gate_only: tuple[str, ...] = ()
    """Suites that were not asked, since none of their cases is of the dev split."""


def measure(models: Sequence[str], *, target: Collection[str] = ()) -> Measured:
    """Ask every model the dev split's cases of the new task and of the base's skills.

    Skills are the suites held to the base (`baseline="base"`); the new task's are those that `target` names, else all
    others that are pooled.

    Raises:
        EngineError: there is no verdict: the engine failed, or a test's own code.
        SourceError: there is nothing to ask, or `target` names no suite.
        SystemExit: pytest ended before it could ask; what it said is on stderr.
    """
    first, *others = models
    return watched(_Watch(tuple(others), frozenset(target)), model=first, split="dev")


def measurable(model: str, *, target: Collection[str] = ()) -> None:
    """Collect what `measure` would ask, and ask nothing: before a training that is to be measured.

    Raises:
        SourceError, SystemExit: as `measure`.
    """
    collected(_Watch((), frozenset(target)), model=model, split="dev")


@dataclass(slots=True)
class _Watch:
    """A plugin of the session: names the rivals, keeps what is asked to the two halves, and reads what came."""

    others: tuple[str, ...]
    target: frozenset[str]
    found: Measured | None = None
    error: Exception | None = None
    _halves: tuple[list[str], list[str]] = field(default_factory=lambda: ([], []))

    def pytest_load_initial_conftests(self, early_config: pytest.Config) -> None:
        early_config.stash[RIVALS] = self.others

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        plan = config.stash[EVALUATION].plan
        try:
            self._halves = _halves(plan, self.target)
        except SourceError as e:
            self.error = e
            items.clear()
            return
        asked = {suite for half in self._halves for suite in half}
        units = {item: item.stash.get(UNIT, None) for item in items}
        kept = [i for i, unit in units.items() if unit and unit.suite in asked]
        config.hook.pytest_deselected(items=[i for i in items if i not in set(kept)])
        items[:] = [i for i in kept if (unit := units[i]) and unit.case in plan.suites[unit.suite].cases]

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        evaluation = session.config.stash.get(EVALUATION, None)
        if evaluation is None or evaluation.worker or self.error is not None or session.exitstatus not in (0, 1, 5):
            return
        if session.config.option.collectonly:
            return
        results, roles = evaluation.results, tuple(evaluation.arms)
        try:
            if results.engine_error is not None:
                raise EngineError(results.engine_error)
            verdicts = {
                name: suite_verdicts(name, evaluation.plan.suites[name], results, set(roles))
                for half in self._halves
                for name in half
            }
            _refuse_gaps(verdicts)
        except EngineError as e:
            self.error = e
        else:
            mine: list[Role] = ["candidate", *(rival(n) for n in range(1, len(self.others) + 1))]
            target, skills = (_part(evaluation.plan, verdicts, half) for half in self._halves)
            self.found = Measured(
                questions=Questions(target=target, skills=skills),
                scored=tuple(
                    Scored(
                        name=evaluation.arms[role].about.name,
                        target=_shares(verdicts, self._halves[0], role),
                        skills=_shares(verdicts, self._halves[1], role),
                    )
                    for role in mine
                ),
                generated=int(evaluation.answers.usage.get("generated", 0)),
                gate_only=tuple(sorted(evaluation.plan.gate_only - set(evaluation.plan.suites))),
                digests=tuple(evaluation.arms[role].about.digest for role in mine),
            )
        evaluation.verdicts.close(delete=True)


def _halves(plan: Plan, target: Collection[str]) -> tuple[list[str], list[str]]:
    """The suites of the new task, and those of the base's skills."""
    policies = {name: suite.policy for name, suite in plan.suites.items() if suite.cases}
    skills = [name for name, policy in policies.items() if policy.baseline == "base"]
    if unknown := sorted(set(target) - set(policies)):
        known = ", ".join(policies)
        raise SourceError(
            f"--target {unknown[0]}: no suite with cases in the dev split is called so (there are {known})"
        )
    new = [name for name, policy in policies.items() if _teaches(name, policy, target) and name not in skills]
    if not new:
        raise SourceError(NO_DEV)
    return new, skills


def _teaches(name: str, policy: Policy, target: Collection[str]) -> bool:
    return name in target if target else policy.pool and policy.form is None


def _refuse_gaps(verdicts: dict[str, Verdicts]) -> None:
    errors = [f"{name}/{error}" for name, v in verdicts.items() for error in (*v.errors, *v.absent)]
    if errors:
        raise EngineError(f"no verdict on {len(errors)} of the cases: {listed(errors)}")


def _part(plan: Plan, verdicts: dict[str, Verdicts], half: Sequence[str]) -> Part:
    pairs = [(name, case) for name in half for case in verdicts[name].reasons]
    return Part(
        cases=tuple(pairs),
        witnesses=tuple((name, plan.suites[name].witness(case)) for name, case in pairs),
    )


def _shares(verdicts: dict[str, Verdicts], half: Sequence[str], role: Role) -> tuple[float, ...]:
    return tuple(share(reasons[role]) for name in half for reasons in verdicts[name].reasons.values())
