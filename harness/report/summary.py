"""`summary.md`: the decision for a pull request's comment, always under 60 KB."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from harness.manifest import write_atomic
from harness.reasons import note_in, reason_in
from harness.record import CaseResult, Record, SuiteResult
from harness.report import view
from harness.report.changed import changed_lines
from harness.report.drift import drift_lines
from harness.report.forms import form_lines, ladder_lines
from harness.report.html import REPORT
from harness.report.labels import label
from harness.report.markdown import code, fence, prose
from harness.report.otherwise import otherwise_lines
from harness.report.refusing import refusing_lines
from harness.report.sentences import Lang, reason, sentence
from harness.report.settling import settle_lines
from harness.report.trained import trained_lines
from harness.report.training import training_lines, unchecked_lines
from harness.weights import weights_line

__all__ = ["MARKER", "SUMMARY", "render", "write_summary"]

SUMMARY = "summary.md"
MARKER = "<!-- ckptgate:summary -->"
"""The first line, by which a comment is found and updated in place."""

_MOST_BYTES = 60_000
_MOST_CASES = 10
_MOST_NAMED = 5
_MOST_ROWS = 20


def write_summary(record: Record, directory: Path, lang: Lang = "en") -> Path:
    """Write `summary.md` into `directory`, atomically; returns the file."""
    file = directory / SUMMARY
    write_atomic(file, render(record, directory, lang).encode())
    return file


def render(record: Record, directory: Path, lang: Lang = "en", *, most: int = _MOST_BYTES) -> str:
    """The summary as GitHub-flavoured Markdown: the decision, the worst flips, a table by suite, why, those whole.

    What has no room in `most` bytes (60 KB at most, 2,500 at least) is left out, and the end says how much.
    """
    tail = f"{label('The whole report', lang)}: {code(str(directory / REPORT), 400)}"
    blocks = list(_head(record, lang))
    head, left = _within(blocks, min(most, _MOST_BYTES) - len(tail.encode()) - 400)
    told: list[str] = []
    worst = _worst(record)
    if worst:
        cases = worst.cases[:_MOST_CASES]
        shown, _ = _within((_case(record, case, lang) for case in cases), left)
        whole = len(shown) == len(worst.cases)
        count = f"{len(shown)}" if whole else label("{}, {} of them here", lang, len(worst.cases), len(shown))
        told = [f"### {label(worst.title, lang)} ({count})", *shown]
    if missing := len(blocks) - len(head):
        told.append(label("Left out for want of room: {:part}.", lang, missing))
    return "\n\n".join([*head, *told, tail]) + "\n"


def _worst(record: Record) -> view.Group | None:
    """The newly broken cases, or where there is no baseline the missed ones."""
    groups = {group.key: group for group in view.groups(record)}
    return groups.get("broken") or groups.get("missed")


def _within(blocks: Iterable[str], budget: int) -> tuple[list[str], int]:
    """Blocks as long as they fit, and the bytes that remain; one that does not fit is left out."""
    taken = []
    for block in blocks:
        size = len(block.encode()) + 2
        if size <= budget:
            taken.append(block)
            budget -= size
    return taken, budget


def _head(record: Record, lang: Lang) -> Iterator[str]:
    yield f"{MARKER}\n{prose(weights_line(record.candidate, lang), 300)}"
    yield f"## {view.GLYPHS[record.decision]} {record.decision}: {prose(sentence(record, lang), 600)}"
    names = [code(name) for name in view.baseline_names(record)[:3]]
    against = label(" and ", lang).join(names) or label("no baseline", lang)
    line = "{} against {}, {} split, record {}"
    yield label(line, lang, code(record.candidate.name), against, record.split, code(record.id))
    if critical := view.critical_misses(record):
        missed = [code(f"{c.suite}/{c.id}") for c in critical]
        yield f"**{label('Critical cases missed', lang)} ({len(critical)}):** " + _several(missed, lang)
    if lost := view.lost_slices(record):
        falls = [f"{code(f'{s.suite}: {s.dimension} {s.value}')} {view.fall(s, lang)}" for s in lost]
        yield f"**{label('Slices lost', lang)} ({len(lost)}):** " + _several(falls, lang)
    if group := _worst(record):
        named = group.cases[:_MOST_NAMED]
        count = (
            f"{len(named)}"
            if len(named) == len(group.cases)
            else label("the worst {} of {}", lang, len(named), len(group.cases))
        )
        yield "\n".join([f"**{label(group.title, lang)} ({count}):**", "", *(_line(case, lang) for case in named)])
    if record.notices or not record.complete:
        partial = label("Not every case of every suite ran: this record can't release anything.", lang)
        notices = [] if record.complete else [partial]
        notices += [prose(note_in(lang, n), 300) for n in record.notices[:5]]
        yield "\n".join(f"> {n}  " for n in notices)
    yield "\n".join(_table(record, lang))
    if gates := list(_gates(record, lang)):
        yield "\n".join(gates)
    if changed := changed_lines(record, lang):
        yield "\n".join(f"- {label('changed', lang)}: {prose(line, 600)}" for line in changed[: 2 * _MOST_ROWS])
    if settling := settle_lines(record, lang):
        yield "\n".join(f"- {label('settle', lang)}: {prose(line, 900)}" for line in settling[:_MOST_ROWS])
    if otherwise := otherwise_lines(record, lang):
        yield "\n".join(f"- {label('otherwise', lang)}: {prose(line, 400)}" for line in otherwise)
    if trained := trained_lines(record, lang):
        yield "\n".join(f"- {label('training', lang)}: {prose(line, 900)}" for line in trained[: 2 * _MOST_ROWS])
    if data := [*unchecked_lines(record, lang), *training_lines(record, lang)]:
        yield "\n".join(f"- {label('data', lang)}: {prose(line, 600)}" for line in data[:_MOST_ROWS])
    if forms := [*form_lines(record, lang), *ladder_lines(record, lang)]:
        yield "\n".join(f"- {label('forms', lang)}: {prose(line, 600)}" for line in forms[: 2 * _MOST_ROWS])
    if drift := drift_lines(record, lang):
        yield "\n".join(f"- {label('drift', lang)}: {prose(line, 400)}" for line in drift)
    if refusals := refusing_lines(record, lang)[: 2 * _MOST_ROWS]:
        yield "\n".join(f"- {label('refusals', lang)}: {prose(line, 400)}" for line in refusals)
    if told := view.reliability(record):
        k, best, worst = told
        found = [(code(f"{c.suite}/{c.id}"), passed, n) for c, passed, n in view.flakiest(record)]
        flaky = _several([f"{name} {label('{} of {}', lang, passed, n)}" for name, passed, n in found], lang)
        more = f"{label('; flakiest: ', lang)}{flaky}" if flaky else ""
        yield f"pass@{k} {view.rate(best, lang)}, pass^{k} {view.rate(worst, lang)}{more}"
    if fixed := sum(s.fixed for s in record.suites):
        yield f"{label('Newly fixed', lang)}: {fixed}."


_COLUMNS = ("suite", "cases", "candidate", "baseline", "Δ, points", "broken", "fixed", "decision")


def _table(record: Record, lang: Lang) -> Iterator[str]:
    yield f"| {' | '.join(label(name, lang) for name in _COLUMNS)} |"
    yield "|---|---:|---:|---:|---:|---:|---:|---|"
    for suite in record.suites[:_MOST_ROWS]:
        yield f"| {' | '.join(_cells(suite, lang))} |"
    if len(record.suites) > _MOST_ROWS:
        yield f"| {label('and {} more', lang, len(record.suites) - _MOST_ROWS)} | | | | | | | |"


def _cells(suite: SuiteResult, lang: Lang) -> list[str]:
    paired = suite.baseline is not None
    return [
        prose(suite.name, 60),
        f"{suite.ran}" if suite.ran == suite.planned else label("{} of {}", lang, suite.ran, suite.planned),
        view.rate(suite.candidate.rate if suite.candidate else None, lang),
        view.rate(suite.baseline.rate if suite.baseline else None, lang),
        view.points(view.delta(suite), lang),
        f"{suite.broken}" if paired else "–",
        f"{suite.fixed}" if paired else "–",
        f"{view.GLYPHS[suite.decision]} {suite.decision}",
    ]


def _gates(record: Record, lang: Lang) -> Iterator[str]:
    """Why: the gates over all suites, all that stop it, and of each suite that passes the one that says most."""
    told = list(record.gates)
    for suite in record.suites[:_MOST_ROWS]:
        stopping = [gate for gate in suite.gates if gate.decision != "PASS"]
        told += stopping or filter(None, [view.deciding(suite)])
    for gate in told[: 2 * _MOST_ROWS]:
        where = prose(gate.suite, 60) if gate.suite else label("all pooled suites", lang)
        yield f"- {view.GLYPHS[gate.decision]} **{where}**, {label(gate.kind, lang)}: {prose(reason(gate, lang), 400)}"


def _several(items: list[str], lang: Lang, most: int = 12) -> str:
    more = len(items) - most
    return ", ".join(items[:most]) + (f" {label('and {} more', lang, more)}" if more > 0 else "")


def _line(case: CaseResult, lang: Lang) -> str:
    critical = f" **{label('critical', lang)}**" if case.critical else ""
    why = f": {prose(reason_in(lang, case.candidate.reason), 200)}" if case.candidate and case.candidate.reason else ""
    return f"- {code(f'{case.suite}/{case.id}')}{critical} {code(f'{case.file}:{case.line}')}{why}"


def _case(record: Record, case: CaseResult, lang: Lang) -> str:
    place = code(f"{case.file}:{case.line}")
    critical = f" **{label('critical', lang)}**" if case.critical else ""
    parts = [f"#### {code(f'{case.suite}/{case.id}')}{critical}", place]
    if case.context:
        parts += [label("Context", lang), fence("\n".join(case.context))]
    if turns := len(case.messages):
        parts += [label("Prompt", lang) if turns == 1 else label("Prompt, the last of {} turns", lang, turns)]
        parts += [fence(case.messages[-1].get("content", ""))]
    for part, _, answer in view.answers(record, case):
        if answer:
            verdict = label("passes" if answer.passed else "misses", lang)
            why = "" if answer.passed else f": {prose(reason_in(lang, answer.reason), 300)}"
            parts += [f"{label(part, lang)} {verdict}{why}", fence(answer.reply)]
    return "\n\n".join(parts)
