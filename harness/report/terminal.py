"""The end of a run on one screen: may it ship, which suites say so and why, where to read more."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from harness.reasons import note_in
from harness.record import GateResult, Record, SuiteResult
from harness.report import view
from harness.report.changed import changed_lines
from harness.report.drift import drift_lines
from harness.report.html import REPORT
from harness.report.labels import label
from harness.report.otherwise import otherwise_lines
from harness.report.refusing import refusing_lines
from harness.report.sentences import Lang, reason, sentence
from harness.report.settling import settle_lines
from harness.report.text import one_line
from harness.report.trained import trained_lines
from harness.report.training import training_lines, unchecked_lines
from harness.weights import weights_line

__all__ = ["terminal"]

_STYLES = {"PASS": "bold green", "FAIL": "bold red", "INCONCLUSIVE": "bold yellow", "ERROR": "bold magenta"}
_MOST_SUITES = 10
_MOST_NOTICES = 4
_MOST_CHANGES = 6


def terminal(record: Record, *, directory: Path, lang: Lang = "en") -> RenderableType:
    """What `rich` prints when a run ends, from 60 columns on. Texts of others are printed, never read as markup.

    Flips are `−broken +fixed`.
    Suites of which nothing was selected are left out.
    """
    ran = [suite for suite in record.suites if suite.ran or suite.decision != "NOT DECIDED"]
    shown = record.model_copy(update={"suites": ran or record.suites})
    return Group(
        Text(one_line(weights_line(record.candidate, lang), 300), style="dim"),
        _sentence(record, lang),
        Text(),
        _table(shown, lang),
        Text(),
        *_lines(shown, lang),
        _unbroken(label("report", lang), one_line(str(directory / REPORT), 400)),
    )


def _unbroken(name: str, path: str) -> Text:
    """A path in one piece however narrow the terminal: it is clicked, or copied."""
    return Text.assemble((f"  {name:<11}", "dim"), (path, "cyan"), no_wrap=True, overflow="ignore")


def _sentence(record: Record, lang: Lang) -> Text:
    style = _STYLES.get(record.decision, "bold")
    return Text.assemble(
        (f"{view.GLYPHS[record.decision]} {record.decision}", style),
        "  ",
        (one_line(sentence(record, lang), 300), "bold"),
    )


def _table(record: Record, lang: Lang) -> Padding:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), show_edge=False, header_style="dim")
    table.add_column(
        label("suite", lang), overflow="ellipsis", max_width=24
    )  # the one column that gives way where it is narrow
    for name in ("cases", "cand. %", "base. %", "Δ", "flips"):
        table.add_column(label(name, lang), justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    for suite in record.suites[:_MOST_SUITES]:
        table.add_row(*_cells(suite, lang))
    if len(record.suites) > _MOST_SUITES:
        table.add_row(Text(label("and {} more", lang, len(record.suites) - _MOST_SUITES), style="dim"))
    return Padding(table, (0, 0, 0, 2), expand=False)


def _cells(suite: SuiteResult, lang: Lang) -> list[Text]:
    cases = f"{suite.ran}" if suite.ran == suite.planned else f"{suite.ran}/{suite.planned}"
    candidate, baseline = (view.rate(r.rate if r else None, lang, unit="") for r in (suite.candidate, suite.baseline))
    flips = f"−{suite.broken} +{suite.fixed}" if suite.baseline else "–"
    cells = [one_line(suite.name, 24), cases, candidate, baseline, view.points(view.delta(suite), lang), flips]
    verdict = Text(f"{view.GLYPHS[suite.decision]} {suite.decision}", style=_STYLES.get(suite.decision, "dim"))
    return [*(Text(cell) for cell in cells), verdict]


def _lines(record: Record, lang: Lang) -> Iterator[Padding]:
    for suite in record.suites[:_MOST_SUITES]:
        if gate := view.deciding(suite):
            yield _gate(one_line(suite.name.rpartition("/")[2], 24), gate, lang)
    for gate in record.gates:
        yield _gate(label(gate.kind, lang), gate, lang)
    for line in changed_lines(record, lang)[:_MOST_CHANGES]:
        yield _line(label("changed", lang), Text(one_line(line, 300)))
    for line in settle_lines(record, lang)[:_MOST_SUITES]:
        yield _line(label("settle", lang), Text(one_line(line, 400)))
    for line in otherwise_lines(record, lang):
        yield _line(label("otherwise", lang), Text(one_line(line, 300)))
    for line in trained_lines(record, lang)[: 2 * _MOST_SUITES]:
        yield _line(label("training", lang), Text(one_line(line, 300)))
    for line in unchecked_lines(record, lang):
        yield _line(label("data", lang), Text(one_line(line, 300), style="red"))
    for line in training_lines(record, lang)[:_MOST_SUITES]:
        yield _line(label("data", lang), Text(one_line(line, 300)))
    for line in drift_lines(record, lang):
        yield _line(label("drift", lang), Text(one_line(line, 300)))
    for line in refusing_lines(record, lang)[: 2 * _MOST_SUITES]:
        yield _line(label("refusals", lang), Text(one_line(line, 300)))
    if lost := view.lost_slices(record):
        falls = [f"{s.value} {view.fall(s, lang)}" for s in lost]
        yield _line(label("lost", lang), _several(falls, 3, "red", lang))
    if told := view.reliability(record):
        k, best, worst = told
        yield _line(
            label("samples", lang), Text(f"pass@{k} {view.rate(best, lang)}, pass^{k} {view.rate(worst, lang)}")
        )
    if flaky := view.flakiest(record, 3):
        cases = [f"{c.suite}/{c.id} {passed}/{n}" for c, passed, n in flaky]
        yield _line(label("flaky", lang), _several(cases, 3, "", lang))
    if absent := [f"{c.suite}/{c.id}" for c in record.cases if c.candidate is None]:
        yield _line(label("not run", lang), _several(absent, 2, "", lang))
    notices = [*record.notices[:_MOST_NOTICES]]
    if not record.complete and record.decision != "NOT DECIDED":  # whose sentence says so
        notices.insert(0, label("Not every case of every suite ran: this record can't release anything.", lang))
    for notice in notices:
        yield _line(label("note", lang), Text(one_line(note_in(lang, notice), 300), style="dim"))


def _gate(name: str, gate: GateResult, lang: Lang) -> Padding:
    sign = (f"{view.GLYPHS[gate.decision]} ", _STYLES[gate.decision])
    return _line(name, Text.assemble(sign, one_line(reason(gate, lang), 300)))


def _several(items: list[str], most: int, style: str, lang: Lang) -> Text:
    text = Text(", ").join(Text(one_line(item, 60), style=style) for item in items[:most])
    more = len(items) - most
    return text.append(f" {label('and {} more', lang, more)}", style="dim") if more > 0 else text


def _line(name: str, text: Text) -> Padding:
    row = Table.grid(padding=(0, 1))
    row.add_column(width=10, style="dim", no_wrap=True, overflow="ellipsis")
    row.add_column(overflow="fold")
    row.add_row(Text(name), text)
    return Padding(row, (0, 0, 0, 2), expand=False)
