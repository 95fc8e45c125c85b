"""What a model says to golden cases, and whether it is right: through the suites, the engine and the store of a run.

One pytest session in this process, so that suites, fixtures and checks are the gate's own; every reply that is missing
is made in one batch beforehand. Nothing is decided and no record is written.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from harness.cases import Case
from harness.engines import EngineError
from harness.hooks import RIVALS, Evaluation
from harness.item_hooks import UNIT
from harness.outcome import case_results
from harness.plugin import EVALUATION
from harness.record import CaseResult
from harness.session import Plan
from harness.verdicts import suite_verdicts
from harness.watching import watched

__all__ = ["Asked", "ask_model"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One case, the model's reply to it, and the verdict of the suite's own test."""

    case: Case
    result: CaseResult
    system: str
    """The system prompt that it was asked under."""


def ask_model(model: str, split: str, wanted: Callable[[Case], bool]) -> list[Asked]:
    """Ask a model the cases of a split that are wanted, each once, in the order of the files.

    Cases of suites that compare two forms of a checkpoint are asked in the first other suite that has them, or not.

    Raises:
        EngineError: the engine failed, or a test's own code; replies that came are kept.
        SystemExit: pytest ended before it could ask; what it said is on stderr.
    """
    return watched(_Watch(wanted), model=model, split=split)


@dataclass(slots=True)
class _Watch:
    """A plugin of the session: keeps what is asked to the cases that are wanted, and reads what came."""

    wanted: Callable[[Case], bool]
    found: list[Asked] | None = None
    error: Exception | None = None
    _suites: dict[tuple[Path, str], str] = field(default_factory=dict)
    """In which suite a case is asked."""

    def pytest_load_initial_conftests(self, early_config: pytest.Config) -> None:
        early_config.stash[RIVALS] = ()  # no record: nothing is decided

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        plan = config.stash[EVALUATION].plan
        kept = [item for item in items if self._asks(plan, item)]
        config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
        items[:] = kept

    def _asks(self, plan: Plan, item: pytest.Item) -> bool:
        unit = item.stash.get(UNIT, None)
        if unit is None or plan.suites[unit.suite].policy.form or unit.case not in plan.suites[unit.suite].cases:
            return False
        case = plan.suites[unit.suite].cases[unit.case].data
        if case.trained or not self.wanted(case):
            return False
        return self._suites.setdefault((case.file, case.id), unit.suite) == unit.suite

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        evaluation = session.config.stash.get(EVALUATION, None)
        if evaluation is None or evaluation.worker or session.exitstatus not in (0, 1, 5):
            return
        try:
            self.found = _read(evaluation)
        except EngineError as e:
            self.error = e
        evaluation.verdicts.close(delete=True)


def _read(evaluation: Evaluation) -> list[Asked]:
    results, plan, arms = evaluation.results, evaluation.plan, evaluation.arms
    if results.engine_error is not None:
        raise EngineError(results.engine_error)
    verdicts = {name: suite_verdicts(name, suite, results, set(arms)) for name, suite in plan.suites.items()}
    if errors := [f"{name}/{error}" for name, found in verdicts.items() for error in found.errors]:
        raise EngineError(f"no verdict on {len(errors)} of the cases: {errors[0]}")
    candidate = arms["candidate"]
    return [
        Asked(case=case, result=result, system=candidate.system(case))
        for result in case_results(plan, verdicts, arms, results)
        for case in [plan.suites[result.suite].cases[result.id].data]
        if result.candidate is not None
    ]
