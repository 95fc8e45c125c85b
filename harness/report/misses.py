"""What missed and why, a line a case: what a run in the terminal ends with, before anybody opens the report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text

from harness.checks.pii import find_personal_data, masked
from harness.gates import Lang
from harness.reasons import reason_in
from harness.record import CaseResult, Record
from harness.report.html import REPORT
from harness.report.labels import label
from harness.report.text import one_line

__all__ = ["miss_lines", "without_personal_data"]

_KEPT_FOR_CRITICAL = 3
"""Lines that newly broken cases leave to critical ones which the baseline misses, too."""


def miss_lines(
    record: Record, lang: Lang = "en", *, most: int = 12, longest: int = 200, where: str = REPORT
) -> list[Text]:
    """Newly broken cases, then the other misses, critical ones first in both; at most `most` cases, the rest counted.

    A case is told by its name, its place and the reason of its verdict, of which `longest` characters are shown;
    `where` says where the rest can be read.
    """
    broken, others = (_critical_first(cases) for cases in _split(record))
    room = max(0, most - min(_KEPT_FOR_CRITICAL, sum(case.critical for case in others)))
    shown = broken[:room]
    rest = others[: most - len(shown)]
    lines = [*_group("newly broken: {}", broken, shown, lang, longest)]
    lines += _group("other misses: {}" if broken else "missed: {}", others, rest, lang, longest)
    if more := len(broken) + len(others) - len(shown) - len(rest):
        lines.append(Text(label("… and {} more: {}", lang, more, where), style="dim"))
    return lines


def _split(record: Record) -> tuple[list[CaseResult], list[CaseResult]]:
    missed = [case for case in record.cases if case.candidate is not None and not case.candidate.passed]
    return [c for c in missed if c.flip == "broken"], [c for c in missed if c.flip != "broken"]


def _critical_first(cases: Sequence[CaseResult]) -> list[CaseResult]:
    return sorted(cases, key=lambda case: not case.critical)


def _group(
    head: str, cases: Sequence[CaseResult], shown: Sequence[CaseResult], lang: Lang, longest: int
) -> Iterator[Text]:
    if not shown:
        return
    yield Text(label(head, lang, len(cases)), style="bold")
    for case in shown:
        yield _line(case, lang, longest)


def _line(case: CaseResult, lang: Lang, longest: int) -> Text:
    assert case.candidate is not None
    line = Text("  ", no_wrap=True, overflow="ellipsis").append(
        one_line(f"{case.suite}/{case.id}", 60), style="red" if case.critical else ""
    )
    if case.critical:
        line.append(f" {label('critical', lang)}", style="bold red")
    line.append(f" · {one_line(f'{case.file}:{case.line}', 80)} · ", style="dim")
    reason = reason_in(lang, case.candidate.reason)[: 4 * longest]
    return line.append(one_line(without_personal_data(reason), longest))


def without_personal_data(reason: str) -> str:
    """The reason with what it quotes of people masked: a terminal's lines are kept by servers that many can read."""
    told, at = "", 0
    for found in find_personal_data(reason):
        told += reason[at : found.start] + masked(found.kind, reason[found.start : found.end])
        at = found.end
    return told + reason[at:]
