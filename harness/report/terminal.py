"""The end of a run in about twenty lines: may it ship, by which suites, what broke, where to read more."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from harness.record import Record, SuiteResult
from harness.report import view
from harness.report.drift import drift_lines
from harness.report.html import REPORT
from harness.report.sentences import Lang, reason, sentence
from harness.report.text import one_line

__all__ = ["terminal"]

_STYLES = {"PASS": "bold green", "FAIL": "bold red", "INCONCLUSIVE": "bold yellow", "ERROR": "bold magenta"}
_MOST_SUITES = 10


def terminal(record: Record, *, directory: Path, lang: Lang = "en") -> RenderableType:
    """What `rich` prints when a run ends, from 60 columns on. Texts of others are printed, never read as markup.

    Flips are `−broken +fixed`.
    """
    return Group(
        _sentence(record, lang),
        Text(),
        _table(record),
        Text(),
        *_lines(record, lang),
        _line("report", Text(one_line(str(directory / REPORT), 400), style="cyan", overflow="fold")),
    )


def _sentence(record: Record, lang: Lang) -> Text:
    style = _STYLES.get(record.decision, "bold")
    return Text.assemble(
        (f"{view.GLYPHS[record.decision]} {record.decision}", style),
        "  ",
        (one_line(sentence(record, lang), 300), "bold"),
    )


def _table(record: Record) -> Padding:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), show_edge=False, header_style="dim")
    table.add_column("suite", overflow="ellipsis", max_width=24)  # the one column that gives way where it is narrow
    for name in ("cases", "cand. %", "base. %", "Δ", "flips"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    for suite in record.suites[:_MOST_SUITES]:
        table.add_row(*_cells(suite))
    if len(record.suites) > _MOST_SUITES:
        table.add_row(Text(f"and {len(record.suites) - _MOST_SUITES} more", style="dim"))
    return Padding(table, (0, 0, 0, 2), expand=False)


def _cells(suite: SuiteResult) -> list[Text]:
    cases = f"{suite.ran}" if suite.ran == suite.planned else f"{suite.ran}/{suite.planned}"
    candidate, baseline = (view.rate(r.rate if r else None, unit="") for r in (suite.candidate, suite.baseline))
    flips = f"−{suite.broken} +{suite.fixed}" if suite.baseline else "–"
    cells = [one_line(suite.name, 24), cases, candidate, baseline, view.points(view.delta(suite)), flips]
    verdict = Text(f"{view.GLYPHS[suite.decision]} {suite.decision}", style=_STYLES.get(suite.decision, "dim"))
    return [*(Text(cell) for cell in cells), verdict]


def _lines(record: Record, lang: Lang) -> Iterator[Padding]:
    by_key = {group.key: group.cases for group in view.groups(record)}
    for gate in record.gates:
        style = _STYLES[gate.decision]
        why = Text.assemble((f"{view.GLYPHS[gate.decision]} ", style), one_line(reason(gate, lang), 300))
        yield _line(gate.kind, why)
    for line in drift_lines(record, lang):
        yield _line("drift", Text(one_line(line, 300)))
    if critical := view.critical_misses(record):
        yield _line("critical", _several([f"{c.suite}/{c.id}" for c in critical], 3, "red"))
    if lost := view.lost_slices(record):
        falls = [f"{s.value} {view.rate(s.baseline)} → {view.rate(s.candidate)}" for s in lost]
        yield _line("lost", _several(falls, 3, "red"))
    if told := view.reliability(record):
        k, best, worst = told
        yield _line("samples", Text(f"pass@{k} {view.rate(best)}, pass^{k} {view.rate(worst)}"))
    if flaky := view.flakiest(record, 3):
        yield _line("flaky", _several([f"{c.suite}/{c.id} {passed}/{n}" for c, passed, n in flaky], 3, ""))
    for key, label in (("broken", "broken"), ("missed", "missed"), ("not-run", "not run")):
        if cases := by_key.get(key):
            yield _line(label, _several([f"{c.suite}/{c.id}" for c in cases], 2, ""))
    notices = [*record.notices[:2]]
    if not record.complete:
        notices.insert(0, "Not every case of every suite ran: this record can't release anything.")
    for notice in notices:
        yield _line("note", Text(one_line(notice, 200), style="dim"))


def _several(items: list[str], most: int, style: str) -> Text:
    text = Text(", ").join(Text(one_line(item, 60), style=style) for item in items[:most])
    return text.append(f" and {len(items) - most} more", style="dim") if len(items) > most else text


def _line(label: str, text: Text) -> Padding:
    row = Table.grid(padding=(0, 1))
    row.add_column(width=8, style="dim", no_wrap=True)
    row.add_column(overflow="fold")
    row.add_row(Text(label), text)
    return Padding(row, (0, 0, 0, 2), expand=False)
