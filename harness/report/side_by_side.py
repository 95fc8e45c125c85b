"""`compare.html`: several checkpoints on one page, the first of them what the others are compared with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from harness.manifest import write_atomic
from harness.past import Figures
from harness.record import Answer, CaseResult, Record
from harness.report.cases_data import Shown, paged
from harness.report.chart import Point, Series, chart, rate_axis
from harness.report.html import page_environment, page_parts
from harness.report.labels import label
from harness.report.sentences import Lang

__all__ = ["COMPARE", "Row", "Table", "write_comparison_page"]

COMPARE = "compare.html"
_SIDE = "compare.cases-{}.html"
_APART = ("broken", "fixed", "differ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A suite over the cases that all were asked; `suite` is None for all of them. Differences: (Δ, lower, upper)."""

    suite: str | None
    n: int
    rates: Sequence[float]
    differences: Sequence[tuple[float, float, float] | None]
    broken: Sequence[int]
    fixed: Sequence[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Everything on the page."""

    names: Sequence[str]
    records: Sequence[Record]
    figures: Sequence[Figures]
    suites: Sequence[Row]
    cases: Sequence[tuple[str, CaseResult, Sequence[Answer | None]]]
    """(group, the case, what each of them answered)"""
    left_out: int
    split: str


def write_comparison_page(table: Table, place: Path, lang: Lang = "en") -> None:
    """Write it, atomically; cases that have no room go to `compare.cases-2.html` and so on."""
    cases = (
        Shown(
            group=group,
            case=case,
            answers=[("", name, answer) for name, answer in zip(table.names, answers, strict=True)],
            flipped=group in _APART,
        )
        for group, case, answers in table.cases
    )
    pages = paged(cases, lang, _SIDE)
    shared = page_parts(lang)
    environment = page_environment()
    for number, page in enumerate(pages[1:], 2):
        html = environment.get_template("cases.html.j2").render(
            **shared, title=" · ".join(table.names), about="", cases=page, number=number, of=len(pages), back=COMPARE
        )
        write_atomic(place / _SIDE.format(number), html.encode())
    html = environment.get_template("compare.html.j2").render(
        **shared,
        table=table,
        cases=pages[0],
        beside=[_SIDE.format(n) for n in range(2, len(pages) + 1)],
        plot=_plot(table, lang),
        apart=sum(group in _APART for group, _, _ in table.cases),
    )
    write_atomic(place / COMPARE, html.encode())


def _plot(table: Table, lang: Lang) -> Markup | None:
    """Target against base skills, a point a checkpoint; None where a half is missing."""
    halves = [(f.rate("skills"), f.rate("target"), name) for f, name in zip(table.figures, table.names, strict=True)]
    points = [Point(x, y, label=name) for x, y, name in halves if x is not None and y is not None]
    if len(points) < len(table.names):
        return None
    x, y = (rate_axis(label(name, lang), values) for name, values in (
        ("base skills", [p.x for p in points]), ("target: the new task", [p.y for p in points])
    ))  # fmt: skip
    series = [Series(name="", points=points, tone="first", line=False)]
    return chart(series, x, y, title=label("Target against base skills", lang))
