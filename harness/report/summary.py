"""`summary.md`: the decision for a pull request's comment, always under 60 KB.

What others wrote stands in fences and code spans, longer than any run of backticks in it; where prose can't be avoided,
Markdown's own signs are escaped and what would mention a person, link or refer to an issue is broken up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from harness.manifest import write_atomic
from harness.record import CaseResult, Record, SuiteResult
from harness.report import view
from harness.report.drift import drift_lines
from harness.report.html import REPORT
from harness.report.sentences import Lang, reason, sentence
from harness.report.text import one_line, visible

__all__ = ["MARKER", "SUMMARY", "render", "write_summary"]

SUMMARY = "summary.md"
MARKER = "<!-- ckptgate:summary -->"
"""The first line, by which a comment is found and updated in place."""

_MOST_BYTES = 60_000
_MOST_CASES = 10
_MOST_ROWS = 20
_MOST_CHARACTERS = 1200

_MARKDOWN = re.compile(r"[\\`*_\[\]<>|~&{}!$]")
# A mention, an issue, an address: a zero-width space after the sign that makes it one keeps it text.
_LINKS = re.compile(r"[@#]|:(?=//|[\w+-]+:)|\bwww(?=\.)|\bGH(?=-)", re.IGNORECASE)
_BREAK = "\ue000"  # stands for it while Markdown is escaped; `one_line` lets no such character through
_START = re.compile(r"^(\d*)([-+=.)])")  # what would begin a list, a rule or a heading


def write_summary(record: Record, directory: Path, lang: Lang = "en") -> Path:
    """Write `summary.md` into `directory`, atomically; returns the file."""
    file = directory / SUMMARY
    write_atomic(file, render(record, directory, lang).encode())
    return file


def render(record: Record, directory: Path, lang: Lang = "en") -> str:
    """The summary as GitHub-flavoured Markdown: the decision, a table by suite, what broke, where the report lies."""
    tail = f"The whole report: {code(str(directory / REPORT), 400)}"
    head, left = _within(_head(record, lang), _MOST_BYTES - len(tail.encode()) - 200)
    groups = {group.key: group for group in view.groups(record)}
    told: list[str] = []
    if group := groups.get("broken") or groups.get("missed"):
        shown, _ = _within((_case(record, case) for case in group.cases[:_MOST_CASES]), left)
        count = f"{len(group.cases)}, {len(shown)} of them here" if len(shown) < len(group.cases) else f"{len(shown)}"
        told = [f"### {group.title} ({count})", *shown]
    return "\n\n".join([*head, *told, tail]) + "\n"


def _within(blocks: Iterator[str], budget: int) -> tuple[list[str], int]:
    """Blocks as long as they fit, and the bytes that remain; one that does not fit is left out."""
    taken = []
    for block in blocks:
        size = len(block.encode()) + 2
        if size <= budget:
            taken.append(block)
            budget -= size
    return taken, budget


def _head(record: Record, lang: Lang) -> Iterator[str]:
    yield MARKER
    yield f"## {view.GLYPHS[record.decision]} {record.decision}: {prose(sentence(record, lang), 600)}"
    against = " and ".join(code(name) for name in view.baseline_names(record)[:3]) or "no baseline"
    yield f"{code(record.candidate.name)} against {against}, {record.split} split, record {code(record.id)}"
    if record.notices or not record.complete:
        notices = [] if record.complete else ["Not every case of every suite ran: this record can't release anything."]
        notices += [prose(n, 300) for n in record.notices[:5]]
        yield "\n".join(f"> {n}  " for n in notices)
    yield "\n".join(_table(record))
    if gates := list(_gates(record, lang)):
        yield "\n".join(gates)
    if drift := drift_lines(record, lang):
        yield "\n".join(f"- drift: {prose(line, 400)}" for line in drift)
    if critical := view.critical_misses(record):
        yield f"**Critical cases missed ({len(critical)}):** " + _several([code(f"{c.suite}/{c.id}") for c in critical])
    if lost := view.lost_slices(record):
        falls = [
            f"{code(f'{s.suite}: {s.dimension} {s.value}')} {view.rate(s.baseline)} → {view.rate(s.candidate)}"
            for s in lost
        ]
        yield f"**Slices lost ({len(lost)}):** " + _several(falls)
    if told := view.reliability(record):
        k, best, worst = told
        flaky = _several([f"{code(f'{c.suite}/{c.id}')} {passed} of {n}" for c, passed, n in view.flakiest(record)])
        yield f"pass@{k} {view.rate(best)}, pass^{k} {view.rate(worst)}" + (f"; flakiest: {flaky}" if flaky else "")
    if fixed := sum(s.fixed for s in record.suites):
        yield f"Newly fixed: {fixed}."


def _table(record: Record) -> Iterator[str]:
    yield "| suite | cases | candidate | baseline | Δ, points | broken | fixed | decision |"
    yield "|---|---:|---:|---:|---:|---:|---:|---|"
    for suite in record.suites[:_MOST_ROWS]:
        yield f"| {' | '.join(_cells(suite))} |"
    if len(record.suites) > _MOST_ROWS:
        yield f"| and {len(record.suites) - _MOST_ROWS} more | | | | | | | |"


def _cells(suite: SuiteResult) -> list[str]:
    paired = suite.baseline is not None
    return [
        prose(suite.name, 60),
        f"{suite.ran}" if suite.ran == suite.planned else f"{suite.ran} of {suite.planned}",
        view.rate(suite.candidate.rate if suite.candidate else None),
        view.rate(suite.baseline.rate if suite.baseline else None),
        view.points(view.delta(suite)),
        f"{suite.broken}" if paired else "–",
        f"{suite.fixed}" if paired else "–",
        f"{view.GLYPHS[suite.decision]} {suite.decision}",
    ]


def _gates(record: Record, lang: Lang) -> Iterator[str]:
    stopping = [g for s in record.suites for g in s.gates if g.decision != "PASS"]
    for gate in [*record.gates, *stopping[:_MOST_ROWS]]:
        sign, where = view.GLYPHS[gate.decision], prose(gate.suite, 60) if gate.suite else "all pooled suites"
        yield f"- {sign} **{where}**, {gate.kind}: {prose(reason(gate, lang), 400)}"


def _several(items: list[str], most: int = 12) -> str:
    return ", ".join(items[:most]) + (f" and {len(items) - most} more" if len(items) > most else "")


def _case(record: Record, case: CaseResult) -> str:
    place = code(f"{case.file}:{case.line}")
    critical = " **critical**" if case.critical else ""
    parts = [f"#### {code(f'{case.suite}/{case.id}')}{critical}", place]
    if case.messages:
        parts += ["Prompt" if len(case.messages) == 1 else f"Prompt, the last of {len(case.messages)} turns"]
        parts += [fence(case.messages[-1].get("content", ""))]
    for part, _, answer in view.answers(record, case):
        if answer:
            verdict = "passes" if answer.passed else f"misses: {prose(answer.reason, 300)}"
            parts += [f"{part} {verdict}", fence(answer.reply)]
    return "\n\n".join(parts)


def prose(text: str, most: int) -> str:
    """Text inside a paragraph or a table's cell: shown as it is, one line, no markup, no mention, no link."""
    broken = _LINKS.sub("\\g<0>" + _BREAK, one_line(text, most))
    return _START.sub(r"\1\\\2", _MARKDOWN.sub(r"\\\g<0>", broken)).replace(_BREAK, "&#8203;")


def code(text: str, most: int = 160) -> str:
    """A code span that its text can't end (outside tables: a bar would end a cell even here)."""
    shown = one_line(text, most) or " "
    ticks = "`" * (_longest_run(shown) + 1)
    pad = " " if shown.startswith("`") or shown.endswith("`") else ""
    return f"{ticks}{pad}{shown}{pad}{ticks}"


def fence(text: str) -> str:
    """A fenced block that its text can't end, cut to a fair length."""
    start = visible(text[:_MOST_CHARACTERS])[:_MOST_CHARACTERS]
    ticks = "`" * max(3, _longest_run(start) + 1)
    more = "\n… the rest stands in the record" if len(text) > len(start) else ""
    return f"{ticks}text\n{start}{more}\n{ticks}"


def _longest_run(text: str) -> int:
    return max((len(run) for run in re.findall("`+", text)), default=0)
