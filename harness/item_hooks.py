"""The hooks around one item: the reply that it scores, every arm's turn, and the report that carries the verdicts."""

from __future__ import annotations

import json
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, cast

import pytest

from harness.answers import Answers
from harness.arms import Arm, Role
from harness.calls import FIRST, TURN, Turn, call_for_turns, reason_of
from harness.cases import Reading
from harness.engines import EngineError
from harness.policy import judged, roles_of
from harness.report.misses import without_personal_data
from harness.scoring import Miss, SuiteCase, SuiteReply, given_of
from harness.session import Plan, Scored, SuitePlan, Unit
from harness.verdicts import Results, first_miss

__all__ = ["UNIT", "ItemHooks"]

UNIT = pytest.StashKey[Unit]()
MISSED = "missed: "


@dataclass(slots=True)
class _Seat:
    """What the item that runs now scores."""

    item: pytest.Item
    unit: Unit
    suite: SuitePlan
    case: SuiteCase
    readings: Sequence[Reading]
    turns: Mapping[Turn, str] = field(default_factory=dict)
    """Empty until they are asked for."""
    asked: bool = False
    """Whether the case's own checks were asked for."""
    scored: Scored | None = None


class ItemHooks:
    """The scoring of a session's items, on the controller and in each worker; `results` takes what comes of them."""

    def __init__(
        self, config: pytest.Config, plan: Plan, arms: Mapping[Role, Arm], answers: Answers, results: Results
    ) -> None:
        self.config, self.plan, self.arms, self.answers, self.results = config, plan, arms, answers, results
        self.worker = hasattr(config, "workerinput")
        self._seat: _Seat | None = None
        self._roles = cache(lambda suite: roles_of(plan.suites[suite].policy, arms))

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Know which item runs: the fixture `reply` asks for no `request`, which pytest makes three times an item."""
        unit = item.stash.get(UNIT, None)
        if unit is None:
            self._seat = None
            return
        suite = self.plan.suites[unit.suite]
        case = suite.case(unit.case)
        if getattr(self.config.option, "xmlpath", None):  # JUnit's
            told = [("case", f"{unit.suite}/{unit.case}"), ("place", case.data.place)]
            item.user_properties += [*told, ("critical", "true")] if "critical" in case.tags else told
        self._seat = _Seat(item, unit, suite, case, case.data.readings)

    @pytest.fixture
    def reply(self) -> SuiteReply:
        """The reply to score; the candidate's first, then each baseline's."""
        seat = self._seat
        if seat is None:
            raise pytest.UsageError("a test that takes `reply` needs @pytest.mark.cases(...) and `case`")
        turns, stash = self._turns(seat), seat.item.stash
        turn = stash.get(TURN, FIRST)
        role, number = turn
        found = self.answers.stored(turns[turn])
        if found is None:
            raise EngineError(f"no reply of the {role} to {seat.unit.case} is in the store")

        def asked() -> None:
            seat.asked = True

        reading = seat.readings[number % len(seat.readings)].case
        given = given_of(reading, judged(seat.suite.policy, role, self.arms).system(reading))
        meanings = self.answers.meanings()
        vectors = None if meanings is None else meanings.vectors
        return seat.case.answered(found, given, _spoken(turn), lambda: _spoken(stash.get(TURN, FIRST)), asked, vectors)

    def _turns(self, seat: _Seat) -> Mapping[Turn, str]:
        """Each reply to score, and its key."""
        if not seat.turns:
            unit, roles = seat.unit, self._roles(seat.unit.suite)
            seat.turns = {(role, n): key for role in roles for n, key in enumerate(self.answers.keys(role, unit))}
        return seat.turns

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> Generator[None, object, object]:
        """Score the candidate, then the same function with each baseline's reply; a miss is counted, not raised."""
        seat = self._seat
        if seat is None or "reply" not in pyfuncitem.fixturenames or TURN in pyfuncitem.stash:
            return (yield)
        found: dict[Turn, str | None] = {FIRST: None}
        try:
            result = yield
        except (Miss, AssertionError) as e:
            result, found[FIRST] = True, reason_of(pyfuncitem, e)
        # Of equal keys the first alone is scored: production is often the anchor.
        first: dict[str, Turn] = {}
        scored = {turn: first.setdefault(key, turn) for turn, key in self._turns(seat).items()}
        found |= call_for_turns(pyfuncitem, [turn for turn, by in scored.items() if turn == by != FIRST])
        reasons: dict[Role, list[str | None]] = {}
        for (role, _), by in scored.items():
            reasons.setdefault(role, []).append(found[by])
        seat.scored = Scored(reasons=reasons, asked=seat.asked)
        return result

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Send verdicts along with the report; an error or a skip of a case is carried as an error."""
        report: Any = yield
        unit = item.stash.get(UNIT, None)
        if unit is None:
            return cast(pytest.TestReport, report)
        if report.outcome != "passed":
            line = str(call.excinfo.value).partition("\n")[0] if call.excinfo else ""
            scored = Scored(reasons={}, error=f"{report.outcome} in {report.when}: {line}")
        else:
            seat = self._seat
            if report.when != "call" or seat is None or seat.item is not item or seat.scored is None:
                return cast(pytest.TestReport, report)
            scored = seat.scored
            missed = first_miss(tuple(scored.reasons["candidate"]), seat.readings)
            if missed is not None:
                report.outcome, report.wasxfail = "skipped", MISSED + without_personal_data(missed)
        report.ckptgate = json.dumps([*unit, scored.to_json()])
        return cast(pytest.TestReport, report)

    @pytest.hookimpl(tryfirst=True)
    def pytest_report_teststatus(self, report: Any) -> tuple[str, str, tuple[str, dict[str, bool]]] | None:
        """A miss shows as `m`."""
        if getattr(report, "wasxfail", "").startswith(MISSED):
            return "missed", "m", ("MISSED", {"yellow": True})
        return None

    @pytest.hookimpl(trylast=True)
    def pytest_runtest_logreport(self, report: Any) -> None:
        """Collect verdicts on the controller; `--lf` runs misses again, never gates."""
        if self.worker:
            return
        if hasattr(report, "ckptgate_gate"):
            self._lastfailed.pop(report.nodeid, None)
        elif hasattr(report, "ckptgate"):
            suite, case, test, scored = json.loads(report.ckptgate)
            del report.ckptgate  # the terminal keeps every report to the end
            self.results.scored[Unit(suite, case, test)] = Scored(**scored)
            if getattr(report, "wasxfail", "").startswith(MISSED):
                self._lastfailed[getattr(report, "id", report.nodeid)] = True
        elif report.failed:
            self.results.other_failures.append(report.nodeid)

    @property
    def _lastfailed(self) -> dict[str, bool]:
        found: dict[str, bool] = getattr(self.config.pluginmanager.get_plugin("lfplugin"), "lastfailed", {})
        return found


def _spoken(turn: Turn) -> str:
    role, sample = turn
    return f"{role}, sample {sample}" if sample else role
