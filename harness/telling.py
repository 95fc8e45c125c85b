"""What a run says in the terminal: the plan, the progress, the gates as test reports, the summary."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import pytest
from rich.console import Console, Group, RenderableType
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from harness.arms import Arm, Role
from harness.figures import counted, finite
from harness.foresight import foresee
from harness.reasons import note_in
from harness.record import GateResult, Record, SuiteResult
from harness.report import miss_lines, terminal
from harness.report.html import REPORT
from harness.report.labels import label
from harness.report.sentences import Lang, reason
from harness.resolving import ALONE
from harness.session import Plan, Unit
from harness.source import relative

__all__ = ["emit_gates", "interrupted", "judged", "plan", "progress", "set_aside", "summary"]


def plan(
    config: pytest.Config,
    planned: Plan,
    arms: Mapping[Role, Arm],
    selected: Set[Unit],
    *,
    whole: bool,
    wanted: int,
    lacking: int,
) -> None:
    """Before a model is loaded: who is compared with whom, on how much, and what has to be generated.

    `whole`: every suite of the project was asked for.
    """
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None:
        return
    lang: Lang = config.option.ckptgate_lang
    candidate = arms["candidate"]
    others = [f"{arms[role].about.name} ({label(what, lang)})" for role, what in _BASELINES if role in arms]
    alone = _NOTHING if config.option.ckptgate_baseline == ALONE else _ALONE
    against = label("against {}", lang, label(" and ", lang).join(others)) if others else label(alone, lang)
    cases = len({(u.suite, u.case) for u in selected if u.case in planned.suites[u.suite].cases})
    reporter.ensure_newline()
    reporter.write_line(f"{label('candidate', lang)} {candidate.about.name} {candidate.about.digest[:12]} {against}")
    have = label("{} stored, {} to generate", lang, wanted - lacking, lacking) if lacking else label(_STORED, lang)
    reporter.write_line(label(_PLAN, lang, cases, planned.split, len({u.suite for u in selected}), wanted, have))
    if planned.split == "gate" and selected == planned.units:
        for line in foresee(planned, set(arms), lang, whole=whole):
            reporter.write_line(line)


_ALONE = "with nothing to compare it with yet"
_NOTHING = "compared with nothing"
_PLAN = "{:case} of the {} split in {:suite}; {:reply|replies}: {}"
_STOPPED = "stopped: {} of {:reply|replies} are kept, the next run goes on from there"
_JUDGED = "ended before a decision: {:test was|tests were} judged, the verdicts are in {}"
_DAMAGED = "the reply store was damaged and is set aside as {}: a new one begins, replies are generated anew"
_STORED = "all stored, no model is loaded"
_BASELINES: tuple[tuple[Role, str], ...] = (("production", "baseline"), ("base", "base model"))


@contextmanager
def progress(config: pytest.Config, what: str, total: int) -> Iterator[Callable[[int], None]]:
    """A progress bar while replies come in, on a terminal; yields what is to be called with each number of new ones."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if total == 0 or reporter is None:
        yield lambda _: None
        return
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(what, total=total)
        yield lambda n: bar.advance(task, n)


def set_aside(config: pytest.Config, file: Path) -> None:
    """The reply store was damaged: replies are generated anew, and what was there is kept for whoever can read it."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None:
        reporter.ensure_newline()
        reporter.write_line(label(_DAMAGED, config.option.ckptgate_lang, file), yellow=True)


def interrupted(config: pytest.Config, kept: int, of: int) -> None:
    """Somebody stopped the run while replies came in."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None:
        reporter.ensure_newline()
        reporter.write_line(label(_STOPPED, config.option.ckptgate_lang, kept, of))


def judged(config: pytest.Config, verdicts: int, file: Path) -> None:
    """The run ended while cases were judged: what was reached so far is not lost."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None:
        reporter.ensure_newline()
        reporter.write_line(label(_JUDGED, config.option.ckptgate_lang, verdicts, relative(file)))


def unwritten(config: pytest.Config, why: str) -> None:
    """What was decided counts for nothing where it could not be written down."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None:
        reporter.section("ckptgate", sep="=")
        reporter.write_line(note_in(config.option.ckptgate_lang, why), red=True)


_Outcome = Literal["passed", "failed", "skipped"]
_PASSED: _Outcome = "passed"
_DEV = "measured on the dev split; decides nothing"


def emit_gates(session: pytest.Session, record: Record, selected: Set[str], folder: str) -> None:
    """Each gate of the selected suites as a test report of its own, so that terminal, JUnit and exit status agree.

    Those over all suites stand under the suites' folder.
    """
    option: Any = session.config.option
    stop, option.maxfail = option.maxfail, 0  # or -x says "stopping after 1 failures" over a gate
    if (reporter := session.config.pluginmanager.get_plugin("terminalreporter")) is not None:
        reporter.currentfspath = None  # pytest has said how far the last file is, and would say it again
    try:
        for suite in (suite for suite in record.suites if suite.name in selected):
            outcome, text = _outcome(suite, record, option.ckptgate_lang)
            _emit(session, f"{suite.file}::gate[{suite.name}]", outcome, text, _properties(suite, record))
        for gate in record.gates:
            text = "" if gate.decision == "PASS" else _told(gate, option.ckptgate_lang)
            outcome = "failed" if text else "passed"
            if record.split == "dev":
                outcome, text = "skipped", note_in(option.ckptgate_lang, _DEV)
            told = [("record", record.id), ("decision", gate.decision), *_bounds(gate)]
            _emit(session, f"{folder}::gate[{gate.kind}]", outcome, text, told)
    finally:
        option.maxfail = stop


def _properties(suite: SuiteResult, record: Record) -> list[tuple[str, str]]:
    """What JUnit's XML says of a gate besides its outcome."""
    rates = (("candidate", suite.candidate), ("baseline", suite.baseline))
    told = [("record", record.id), ("decision", suite.decision), ("cases", f"{suite.ran}")]
    told += [(name, f"{rate.rate:.4f}") for name, rate in rates if rate]
    for gate in suite.gates:
        if gate.kind == "paired":
            told += _bounds(gate)
    return told


def _bounds(gate: GateResult) -> Iterator[tuple[str, str]]:
    for name in ("lower", "upper", "margin"):
        if (value := finite(gate.numbers.get(name))) is not None:
            yield name, f"{value:.4f}"


def _emit(
    session: pytest.Session, nodeid: str, outcome: _Outcome, text: str, properties: Sequence[tuple[str, str]] = ()
) -> None:
    file, _, name = nodeid.rpartition("::")
    location = (file, None, name)
    hook = session.config.hook
    hook.pytest_runtest_logstart(nodeid=nodeid, location=location)
    for when in ("setup", "call", "teardown"):
        came, why = (outcome, text) if when == "call" else (_PASSED, "")
        report: Any = pytest.TestReport(
            nodeid=nodeid,
            location=location,
            keywords={name: 1},
            outcome=came,
            longrepr=(file, 0, why) if came == "skipped" else why or None,
            when=when,
            start=0.0,
            stop=0.0,
        )
        report.ckptgate_gate = True
        report.user_properties = list(properties) if when == "teardown" else []
        hook.pytest_runtest_logreport(report=report)
    hook.pytest_runtest_logfinish(nodeid=nodeid, location=location)


def _told(gate: GateResult, lang: Lang) -> str:
    return f"{gate.decision} {gate.kind}: {reason(gate, lang)}"


def _outcome(suite: SuiteResult, record: Record, lang: Lang) -> tuple[_Outcome, str]:
    if record.split == "dev":
        return "skipped", note_in(lang, _DEV)
    if suite.decision == "NOT DECIDED":
        return "skipped", note_in(lang, f"not decided, {suite.ran} of {counted(suite.planned, 'case')}")
    if suite.decision == "PASS":
        return "passed", ""
    lines = [f"{suite.decision}: {suite.name}"]
    lines += [f"  {_told(gate, lang)}" for gate in suite.gates if gate.decision != "PASS"]
    return "failed", "\n".join(lines)


def summary(reporter: pytest.TerminalReporter, record: Record, directory: Path, trouble: str | None) -> None:
    """The decision, the suites, where the report lies, and what missed; `trouble`: what went wrong besides."""
    lang: Lang = reporter.config.option.ckptgate_lang
    reporter.section("ckptgate", sep="=")
    width = reporter.config.get_terminal_writer().fullwidth
    _print(reporter, terminal(record, directory=directory, lang=lang), width=max(60, min(width, 120)))
    if trouble and trouble not in record.sentence:
        reporter.write_line(note_in(lang, trouble), red=True)
    most, longest, deeper = _depth(record, reporter.config.get_verbosity())
    where = label("{}, or here with `{}`", lang, REPORT, deeper) if deeper else REPORT
    if lines := miss_lines(record, lang, most=most, longest=longest, where=where):
        reporter.section(label("what missed", lang), sep="-")
        # What goes to a file or a server's log has no edge to be cut at.
        _print(reporter, Group(*lines), width=width if reporter.isatty else _WIDEST)


_WIDEST = 2_000


def _depth(record: Record, verbosity: int) -> tuple[int, int, str]:
    """How many cases are told, how much of each reason, and the option that tells more.

    Of a model that may ship less is asked.
    """
    if verbosity >= 2:
        return len(record.cases), 1_000, ""
    if verbosity == 1:
        return 60, 500, "-vv"
    return (3 if record.decision == "PASS" else 12), 200, "-v"


def _print(reporter: pytest.TerminalReporter, told: RenderableType, *, width: int) -> None:
    made = io.StringIO()
    console = Console(file=made, width=width, force_terminal=reporter.hasmarkup, highlight=False)
    console.print(told, crop=False)
    reporter.write(made.getvalue())
