"""`ckptgate demo`: the whole story on the embedded model, by the commands a user would type.

Every number comes from the records those commands write. Nothing is canned: where another recipe or another processor
makes another story, that one is told.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

from rich.columns import Columns
from rich.console import Console, Group, RenderableType
from rich.markup import escape
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from harness.checkpoint import known_checkpoints
from harness.figures import counted
from harness.record import CaseResult, Record, SuiteResult, read_record
from harness.releases.journal import Journal
from harness.releases.names import parse_version
from harness.releases.state import production
from harness.settings import load_settings
from harness.source import SourceError

__all__ = ["tell"]

BASE = "trainers/demo/base"
GOOD = "trainers/recipes/support-lora.yaml"
NARROW = "trainers/recipes/support-narrow.yaml"
NAME = "support"
AT_FIRST = tuple(f"suites/test_{name}.py" for name in ("format", "golden", "forgetting"))
"""What the base is asked, and what chooses among the epochs: the target and the base skills. The gate asks all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stage:
    """Where the demo plays."""

    root: Path
    records: Path
    console: Console
    threads: int | None = None
    """What a command may compute with; None: as many as it likes."""
    bars: bool = True
    """Whether commands show their own progress."""
    stopped: threading.Event = field(default_factory=threading.Event)

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """One command as a user would type it; its progress bar shows, its output is kept for when it fails."""
        self.console.print(f"  [dim]$ {escape(' '.join(command))}[/]", soft_wrap=True)
        argv = [sys.executable, "-m", *command] if command[0] == "pytest" else [_ckptgate(), *command[1:]]
        environment = {**os.environ, "COLUMNS": str(self.console.width)}
        if self.threads is not None:
            environment["OMP_NUM_THREADS"] = str(self.threads)
        # Output is read as a whole; the progress bar goes to standard error, which is the user's own.
        said = None if self.bars else subprocess.STDOUT
        return subprocess.run(
            argv, cwd=self.root, stdout=subprocess.PIPE, stderr=said, text=True, env=environment, check=False
        )

    def evaluate(self, model: str, *arguments: str) -> Record | None:
        """`pytest --model=MODEL`; the record it wrote, or None (and what it said) where it wrote none."""
        before = set(self.records.glob("*/record.json"))
        done = self.run("pytest", f"--model={model}", *arguments)
        new = sorted(set(self.records.glob("*/record.json")) - before)
        if not new:
            self.console.print(done.stdout[-3000:], markup=False)
            self.say(f"[red]No record came of it (exit status {done.returncode}).[/]")
            return None
        return read_record(new[-1])

    def say(self, text: str) -> None:
        """A line of the story."""
        self.console.print(f"  {text}", soft_wrap=True)

    def chapter(self, text: str) -> None:
        """A heading of the story."""
        self.console.print(f"\n[bold]{escape(text)}[/]", soft_wrap=True)


def tell(root: Path, console: Console) -> int:
    """Play the demo in the project at `root`; returns the exit status: 0 when the story was told to its end.

    Raises:
        SourceError: the embedded model or a recipe is not there (the demo needs a checkout of the project).
    """
    for needed in (BASE, GOOD, NARROW):
        if not (root / needed).exists():
            raise SourceError(
                f"the demo needs {needed}: run it in a checkout of ckptgate", file=root / "pyproject.toml"
            )
    started = time.monotonic()
    stage = _Stage(root=root, records=root / load_settings(root).records, console=console)

    stage.chapter(
        "1  Two recipes on one base, side by side: LoRA with the base's skills replayed, and full tuning without"
    )
    good, narrow, base, epochs = _begun(stage)
    if not good or not narrow:
        return 1
    if base is None or len(epochs) < len(good):
        return 11

    stage.chapter("2  Which epoch? What chooses is asked on the dev split")
    best = _best(stage, epochs)

    stage.chapter(f"3  The gate, on cases that chose nothing: {best}")
    gated = stage.evaluate(best)
    if gated is None:
        return 11
    _told(stage, gated)
    _release(stage, best)

    stage.chapter(f"4  The other recipe's last epoch, held to the one in production: {narrow[-1]}")
    refused = stage.evaluate(narrow[-1])
    if refused is None:
        return 11
    _told(stage, refused)
    answer = stage.run("ckptgate", "release", narrow[-1], "--as", f"{NAME}@{_next_version(root)}")
    stage.say(escape(answer.stdout.strip()) or f"exit status {answer.returncode}")

    console.print()
    console.print(_last_screen(stage, base, gated, refused, answer.returncode, time.monotonic() - started))
    return 0


def _begun(stage: _Stage) -> tuple[list[str], list[str], Record | None, list[Record]]:
    """Both trainings, and what the base and each epoch of the good one are worth; nothing where a command failed.

    In two lanes with half the cores each: products as small as this model's don't get twice as fast on two cores. The
    second lane trains for half the time, and then looks at the first one's epochs as they come.
    """
    lane = replace(stage, threads=max(1, (os.cpu_count() or 1) // 2))
    beside = replace(lane, bars=False)
    with ThreadPoolExecutor(2) as lanes:
        try:
            good = lanes.submit(_trained, lane, GOOD)
            narrow = lanes.submit(_trained, beside, NARROW)
            base = lanes.submit(_base, beside)
            epochs = lanes.submit(_epochs, beside, good)
            return good.result(), narrow.result(), base.result(), epochs.result()
        except BaseException:
            stage.stopped.set()
            lanes.shutdown(cancel_futures=True)
            raise


def _trained(stage: _Stage, recipe: str) -> list[str]:
    """Train; the names of the checkpoints, oldest first; none where it stopped."""
    started = time.monotonic()
    done = stage.run("ckptgate", "train", recipe)
    if done.returncode:
        said = escape(done.stdout.strip())
        stage.say(f"[red]Training of {recipe} stopped (exit status {done.returncode}).[/] {said}")
        return []
    last = done.stdout.rpartition("--model=")[2].split()[0]
    run, _, number = last.rpartition("/ckpt-")
    stage.say(f"{run}: {counted(int(number), 'checkpoint')} in {time.monotonic() - started:.0f} s")
    return [f"{run}/ckpt-{i}" for i in range(1, int(number) + 1)]


def _base(stage: _Stage) -> Record | None:
    record = stage.evaluate(BASE, *AT_FIRST)
    if record is not None:
        _told(stage, record)
    return record


def _epochs(stage: _Stage, training: Future[list[str]]) -> list[Record]:
    """The dev split's record of each epoch of the good recipe, as soon as it is there; up to the first that failed."""
    records: list[Record] = []
    runs = stage.root / load_settings(stage.root).runs
    while not stage.stopped.is_set():
        over, name = training.done(), f"{NAME}/ckpt-{len(records) + 1}"
        if name not in known_checkpoints(runs):
            if over:
                break
            time.sleep(0.2)
            continue
        record = stage.evaluate(name, "--split=dev", *AT_FIRST)
        if record is None:
            break
        records.append(record)
    return records


def _best(stage: _Stage, epochs: Sequence[Record]) -> str:
    """The epoch with the highest mean rate over suites, the earliest of equals."""
    table = Table(box=None, padding=(0, 2), show_header=True, header_style="dim")
    table.add_column("dev split")
    for suite in epochs[0].suites:
        table.add_column(suite.name, justify="right")
    scores: dict[str, float] = {}
    for record in epochs:
        rates = [s.candidate.rate if s.candidate else 0.0 for s in record.suites]
        scores[record.candidate.name] = sum(rates) / max(1, len(rates))
        table.add_row(record.candidate.name, *map(_percent, rates))
    best = max(scores, key=lambda name: scores[name])
    stage.console.print(table)
    stage.say(f"best on the dev split: [bold]{escape(best)}[/]")
    return best


def _release(stage: _Stage, model: str) -> None:
    done = stage.run("ckptgate", "release", model, "--as", f"{NAME}@{_next_version(stage.root)}")
    if done.returncode == 0:
        stage.say(f"[green]{escape(done.stdout.strip())}[/]")
    else:
        stage.say("[yellow]Not released[/] (the reasons stand above): an honest end on this machine, too.")


def _told(stage: _Stage, record: Record) -> None:
    if record.complete:
        _decided(stage, record)
    for suite in record.suites:
        rate = _percent(suite.candidate.rate) if suite.candidate else "–"
        worst = next((g for g in suite.gates if g.decision == suite.decision), None)
        why = f" · {escape(worst.reason)}" if worst and suite.decision != "PASS" else ""
        stage.console.print(f"    {suite.name:<18}{rate:>6}  {suite.decision}{why}", soft_wrap=True)


def _decided(stage: _Stage, record: Record) -> None:
    colour = {"PASS": "green", "FAIL": "red"}.get(record.decision, "yellow")
    stage.say(f"[bold {colour}]{record.decision}[/] {escape(record.sentence)}")


def _next_version(root: Path) -> str:
    """1.0.0 at first; a minor step above production after that."""
    view = production(Journal(root=root, folder=load_settings(root).releases), NAME)
    if view is None:
        return "1.0.0"
    version = parse_version(view.version)
    return f"{version.major}.{version.minor + 1}.0"


def _last_screen(
    stage: _Stage, base: Record, good: Record, narrow: Record, status: int, seconds: float
) -> RenderableType:
    """The moment the story is about, from the last record."""
    format_ = _suite(narrow, "format")
    rate = _percent(format_.candidate.rate) if format_ and format_.candidate else "–"
    word = "and refused" if status else "and released"
    view = production(Journal(root=stage.root, folder=load_settings(stage.root).releases), NAME)
    parts: list[RenderableType] = [
        Text(f"format {rate}, {word}", style="bold red" if status else "bold"),
        Text(narrow.sentence),
        Text(f"In production: {view.title}" if view else "In production: nothing yet"),
        Text(),
        _skills(base, good, narrow),
    ]
    broken = _telling_case(narrow)
    if broken is not None:
        parts += [Text(), _side_by_side(broken, max(28, (stage.console.width - 10) // 2))]
    where = (stage.records / narrow.id / "report.html").relative_to(stage.root)
    parts += [
        Text(),
        Text(f"The report: {where}", style="bold"),
        Text(f"Next: pytest --model={good.candidate.name}      answered from the store, no model is loaded"),
        Text("      ckptgate releases                        what is in production"),
        Text(f"{seconds:.0f} s in all", style="dim"),
    ]
    return Panel(Group(*parts), title="ckptgate", border_style="dim", padding=(1, 2))


def _skills(base: Record, good: Record, narrow: Record) -> Table:
    """Base skills (and refusals) of the three models."""
    table = Table(box=None, padding=(0, 2), header_style="dim")
    table.add_column("base skill")
    for record in (base, good, narrow):
        table.add_column(record.candidate.name.rpartition("trainers/demo/")[2], justify="right")
    rates = [
        {s.value: s.candidate for s in r.slices if s.suite == "forgetting" and s.dimension == "skill"}
        for r in (base, good, narrow)
    ]
    for skill in rates[0]:
        values = [of.get(skill) for of in rates]
        lost = values[2] is not None and values[0] is not None and values[2] < values[0] - 0.2
        cells = [_percent(v) if v is not None else "–" for v in values]
        table.add_row(skill, *cells, style="red" if lost else "")
    return table


def _telling_case(record: Record) -> CaseResult | None:
    """One newly broken case; a critical one or a refusal says most."""
    broken = [c for c in record.cases if c.flip == "broken"]
    missed = [c for c in record.cases if c.candidate and not c.candidate.passed and c.critical]
    ranked = sorted(broken, key=lambda c: (not c.critical, c.skill != "refusals", c.suite, c.id))
    return next(iter([*ranked, *missed]), None)


def _side_by_side(case: CaseResult, width: int) -> Group:
    panels = [
        Panel(Text(answer.reply or "(empty)"), title=title, border_style=style, width=width)
        for title, answer, style in (("before", case.baseline, "green"), ("now", case.candidate, "red"))
        if answer is not None
    ]
    reason = case.candidate.reason if case.candidate else ""
    asked = Text(f"{case.suite}/{case.id} is newly broken: {case.messages[-1]['content']}")
    return Group(asked, Columns(panels), Text(reason, style="dim"))


def _suite(record: Record, name: str) -> SuiteResult | None:
    return next((s for s in record.suites if s.name == name), None)


def _percent(rate: float) -> str:
    return f"{rate:.0%}".replace("%", " %")


def _ckptgate() -> str:
    """The command beside this interpreter, wherever PATH points."""
    return str(Path(sys.executable).with_name("ckptgate"))
