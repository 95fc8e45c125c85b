"""The hooks of a run with `--model`: each hands over to the evaluation's parts in a line or two."""

from __future__ import annotations

import json
from collections.abc import Generator, Sequence
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest

from harness import telling
from harness.answers import Answers
from harness.arms import Arm, Role
from harness.asking import Asking
from harness.cases import Case
from harness.checkpoint import UnknownModel
from harness.engines import Engine, EngineError, Files
from harness.engines.choice import EngineOptions, choose_engine
from harness.evidence import make_record, new_id
from harness.figures import counted
from harness.foreseen import refuse_mistakes
from harness.forms import forms_of
from harness.item_hooks import UNIT, ItemHooks
from harness.judging import run_wide
from harness.manifest import IntegrityError
from harness.outcome import EXIT, INTEGRITY
from harness.past import figures_of, write_figures
from harness.policy import Policy
from harness.reasons import note_in
from harness.record import Record, write_record
from harness.record import TrainingData as TrainingRecord
from harness.recorded import recall
from harness.reply_store import StoreError
from harness.report import write_report, write_summary
from harness.resolving import resolve_arms, resolve_rivals
from harness.scoring import SuiteCase
from harness.session import Plan, Unit
from harness.settings import load_settings
from harness.source import SourceError
from harness.templates import TemplateError
from harness.training_cases import NotAtHand, training_cases
from harness.trend import trend_of
from harness.verdict_log import VerdictLog
from harness.verdicts import Results

if TYPE_CHECKING:
    from harness.training_data import TrainingData

__all__ = ["Evaluation"]

RIVALS = pytest.StashKey[Sequence[str]]()
"""Models to measure beside the candidate, by whoever runs pytest to compare several: nothing is then decided."""
TRAINING = "ckptgate-training"
OF_ENGINE = tuple(field.name for field in fields(EngineOptions))
ASKED_FOR = ("samples", "temperature", "seed")
"""What the command line may say of every suite's sampling."""


class Evaluation:
    """One session's evaluation, on the controller and in each worker."""

    def __init__(self, config: pytest.Config, plan: Plan, arms: dict[Role, Arm], engine: Engine) -> None:
        self.config, self.plan, self.arms, self.engine = config, plan, arms, engine
        self.worker = hasattr(config, "workerinput")
        self.verdicts = VerdictLog(plan.root / plan.settings.records / f"{new_id(arms['candidate'])}.verdicts.jsonl")
        self.results = Results(scored=self.verdicts)
        self.modules: set[Path] = set()
        self.answers = Answers(config, plan, arms, engine, self.results)
        self.record: Record | None = None
        self.directory: Path | None = None
        self.unwritten = ""
        """Why the record is not there; empty: it is, or was not due."""

    @classmethod
    def start(cls, config: pytest.Config, root: Path) -> Evaluation:
        """Resolve the arms and send a bare `pytest --model=…` to the suites."""
        try:
            settings = load_settings(root)
            suites = root / settings.suites
            if config.args_source is not config.ArgsSource.ARGS and not Path.cwd().is_relative_to(suites):
                config.args = [str(suites)]
            handed = cast(Any, config).workerinput["ckptgate"] if hasattr(config, "workerinput") else None
            given = {key: getattr(config.option, f"ckptgate_{key}") for key in OF_ENGINE}
            options = EngineOptions(**{key: value for key, value in given.items() if value is not None})
            named = config.option.ckptgate_model, config.option.ckptgate_baseline
            kept = recall(*named, root=root, settings=settings) if config.option.ckptgate_recorded else None
            if handed is not None:
                arms = {role: Arm.from_json(data) for role, data in json.loads(handed).items()}
            elif kept is not None:
                arms = kept.arms
            else:
                arms = resolve_arms(*named, root=root, settings=settings, patience=options.deadline)
                if RIVALS in config.stash:
                    arms |= resolve_rivals(config.stash[RIVALS], root=root, settings=settings)
            sources = [arm.source for arm in arms.values()]
            engine, notice = choose_engine(sources, options) if kept is None else kept.choice
        except (SourceError, UnknownModel) as e:
            raise pytest.UsageError(str(e)) from e
        except EngineError as e:
            pytest.exit(note_in(config.option.ckptgate_lang, f"no verdict: {e}"), returncode=EXIT["ERROR"])
        except IntegrityError as e:
            pytest.exit(note_in(config.option.ckptgate_lang, f"integrity: {e}"), returncode=INTEGRITY)
        given = {key: getattr(config.option, f"ckptgate_{key}") for key in ASKED_FOR}
        asked = {key: value for key, value in given.items() if value is not None}
        choosing = all(isinstance(arm.source, Files) for arm in arms.values())
        split = config.option.ckptgate_split
        forms = forms_of(arms, in_forms=getattr(engine, "in_forms", False))
        plan = Plan(
            root=root, settings=settings, split=split, choosing=choosing, asked=asked, missing=forms.missing,
            product=settings.product(config.option.ckptgate_model),
        )  # fmt: skip
        made = cls(config, plan, {**arms, **forms.arms}, engine)
        made.results.notices += [notice] if notice else []
        config.pluginmanager.register(made, "ckptgate-on")
        items = ItemHooks(config, plan, made.arms, made.answers, made.results)
        config.pluginmanager.register(items, "ckptgate-items")
        return made

    # Collection: what is planned.

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self, session: pytest.Session) -> None:
        """With xdist the controller collects too: it knows the plan and generates before anything is scheduled."""
        if self.config.pluginmanager.has_plugin("dsession"):
            if self.config.getoption("dist", "no") == "each":
                raise pytest.UsageError("--dist each would score every case several times: use --dist load")
            session.perform_collect()
            if session.testsfailed:
                raise session.Interrupted(f"{counted(session.testsfailed, 'error')} during collection")

    @pytest.hookimpl(wrapper=True)
    def pytest_make_collect_report(
        self, collector: pytest.Collector
    ) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
        """Note each module that was collected; one that was skipped, broken or not asked for makes the run partial."""
        report = yield
        if isinstance(collector, pytest.Module) and report.passed:
            self.modules.add(collector.path)
        return report

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        """Give a test of a suite its cases."""
        mark, suite = (metafunc.definition.get_closest_marker(n) for n in ("cases", "suite"))
        if mark is None or "case" not in metafunc.fixturenames:
            return
        file = metafunc.definition.path
        try:
            if suite is None:
                raise SourceError("a test with cases needs a suite: pytestmark = pytest.mark.suite(...)", file=file)
            if not self.plan.asks(suite.args[0] if suite.args else None, file):
                others = pytest.mark.skip(reason="no suite of this product")
                metafunc.parametrize("case", [pytest.param(None, marks=others, id="not asked")])
                return
            refuse_mistakes(metafunc.function, file)
            policy = Policy.of_mark(suite.args, suite.kwargs, file, self.plan.settings, self.plan.asked)
            asking = Asking.of_mark(mark.args, mark.kwargs, file, self.plan.root)
            if (why := self.plan.left_unchecked(policy, asking)) is not None:
                skipped = pytest.mark.skip(reason=note_in(self.config.option.ckptgate_lang, f"not checked: {why}"))
                metafunc.parametrize("case", [pytest.param(None, marks=skipped, id="not checked")])
                return
            rows, lack = self._trained(policy.name, asking)
            cases = self.plan.add(policy, file, metafunc.definition.name, asking, rows, lack)
        except SourceError as e:
            raise pytest.Collector.CollectError(str(e)) from e
        params = [pytest.param(case, id=case.id) for case in cases]
        if not cases and policy.name in self.plan.gate_only:
            params = [pytest.param(None, marks=pytest.mark.skip(reason="no case of the dev split"), id="not asked")]
        metafunc.parametrize("case", params)

    def _trained(self, suite: str, asking: Asking) -> tuple[list[Case], str]:
        """Cases of the rows that the candidate was trained on; none, a note, and why, where they are not at hand."""
        if not asking.training:
            return [], ""
        about, split, n = self.arms["candidate"].about, self.plan.split, asking.training
        try:
            rows = training_cases(about, self.plan.root, suite=suite, split=split, rows=n, variants=asking.variants)
        except NotAtHand as e:
            self.plan.note(suite, f"no question of the training data was asked: {e}.")
            return [], str(e)
        return rows, ""

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Know each item's unit before anything is deselected; what the product on trial does not ask goes at once."""
        self.plan.settle()
        if self.plan.product is not None:
            asked = {item: self._asked(item) for item in items}
            self.config.hook.pytest_deselected(items=[item for item in items if not asked[item]])
            items[:] = [item for item in items if asked[item]]
        for item in items:
            case = getattr(item, "callspec", None) and cast(Any, item).callspec.params.get("case")
            if isinstance(case, SuiteCase):
                item.stash[UNIT] = Unit(case.data.suite, case.id, cast(Any, item).originalname)

    def _asked(self, item: pytest.Item) -> bool:
        suite = item.get_closest_marker("suite")
        return self.plan.asks(suite.args[0] if suite and suite.args else None, item.path)

    # Generation: before the first item runs.

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        """xdist: hand the resolved arms to a worker."""
        node.workerinput["ckptgate"] = json.dumps({role: arm.to_json() for role, arm in self.arms.items()})

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool | None:
        """Generate every missing reply in one batch; on an engine failure no item runs."""
        option = self.config.option
        if self.worker or option.collectonly or option.setuponly or option.setupplan:
            return None
        if session.testsfailed and not option.continue_on_collection_errors:
            return None
        self.results.selected = {item.stash[UNIT] for item in session.items if UNIT in item.stash}
        whole = self._whole() and self.results.selected >= self.plan.units
        if whole and (gap := self.plan.gap()) is not None:
            raise pytest.UsageError(gap)
        session.testscollected += self._gates()  # they are reports too, or the terminal prints [102%]
        try:
            with self.engine:
                self.answers.generate(whole=self._whole())
            self.answers.embed()
        except (EngineError, StoreError, TemplateError, SourceError) as e:
            self.results.engine_error = str(e)
            return True
        return None

    # What a suite asks of the training data.

    @pytest.fixture
    def training_data(self, request: pytest.FixtureRequest) -> TrainingData:
        """What the lints say of the data that the candidate was trained on."""
        from harness.training_data import TrainingData, lint_training_data  # a tenth of the time that the rest takes

        about, settings = self.arms["candidate"].about, self.plan.settings
        told = lint_training_data(about, self.plan.root, settings, self.plan.every_case())
        request.node.user_properties.append((TRAINING, told.model_dump_json()))  # to the controller, where there is one
        return TrainingData(told)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take what the lints said out of the report, on the controller, before JUnit's XML is made of it."""
        if self.worker or not report.user_properties:
            return
        if told := dict(report.user_properties).get(TRAINING):
            self.results.training = TrainingRecord.model_validate_json(cast(str, told))
            report.user_properties = [p for p in report.user_properties if p[0] != TRAINING]

    # The end: decide and tell.

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Decide, write the record, emit the gates, set the exit status. An interrupted run decides nothing."""
        option = self.config.option
        if self.worker or option.collectonly or option.setuponly or option.setupplan:
            return
        if session.exitstatus not in (0, 1, 5) or RIVALS in self.config.stash:
            return
        self.record = make_record(
            self.plan, self.arms, self.results, self.engine, whole=self._whole(), usage=self.answers.usage
        )
        if self.config.pluginmanager.has_plugin("dsession"):
            session.testscollected += self._gates()
        telling.emit_gates(session, self.record, self.results.suites, self.plan.settings.suites.as_posix())
        session.exitstatus = EXIT[self.record.decision] if self._written() else EXIT["ERROR"]

    def _gates(self) -> int:
        whole = self._whole() and self.results.selected >= self.plan.units
        rewarded = bool(self.arms["candidate"].about.rewards)
        return len(self.results.suites) + (len(run_wide(self.plan, set(self.arms))) + rewarded if whole else 0)

    def _whole(self) -> bool:
        suites = self.plan.root / self.plan.settings.suites
        return {p.resolve() for p in suites.rglob("test_*.py")} <= {p.resolve() for p in self.modules}

    def _written(self) -> bool:
        assert self.record is not None
        self.directory = self.plan.root / self.plan.settings.records / self.record.id
        try:
            write_record(self.record, self.directory)
            lang = self.config.option.ckptgate_lang
            trend = trend_of(self.record, root=self.plan.root, settings=self.plan.settings)
            write_report(self.record, self.directory, lang, trend)
            write_figures(figures_of(self.record), self.directory)
            write_summary(self.record, self.directory, lang)
        except OSError as e:
            self.unwritten = f"no verdict: the record can't be written: {e}. Replies are kept; run again."
            return False
        self.verdicts.close(delete=True)
        return True

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """The decision in about twenty lines."""
        if self.unwritten:
            telling.unwritten(self.config, self.unwritten)
        elif self.record is not None and self.directory is not None:
            telling.summary(terminalreporter, self.record, self.directory, self.results.engine_error)
        elif self.verdicts and not self.worker:
            telling.judged(self.config, len(self.verdicts), self.verdicts.file)

    def pytest_unconfigure(self) -> None:
        """Let the files go."""
        self.verdicts.close(delete=False)
        self.answers.close()
