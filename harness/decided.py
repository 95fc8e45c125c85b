"""What `ckptgate decide` and `ckptgate size` print for a person."""

from __future__ import annotations

from collections.abc import Iterator

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from harness.deciding import Decided, Part, told
from harness.figures import counted, local, plural
from harness.gates import Decision, Lang
from harness.pairs import MOST_CASES
from harness.reasons import note_in
from harness.sizing import Size

__all__ = ["decision_text", "size_text"]

_LOOKS = {
    Decision.PASS: ("✓", "bold green"),
    Decision.FAIL: ("✗", "bold red"),
    Decision.INCONCLUSIVE: ("?", "bold yellow"),
    Decision.ERROR: ("!", "bold magenta"),
}
_MOST = 12
_RUSSIAN = {
    "cases": "примеры",
    "worse": "хуже",
    "better": "лучше",
    "interval": "интервал",
    "margin": "допуск",
    "all": "все",
    "slices": "срезы",
    "critical": "критичные",
    "note": "заметка",
    "no verdict, for the results are incomplete": "решения нет: результаты неполны",
}


def decision_text(decided: Decided) -> RenderableType:
    """The sentence, a row for all cases and for each suite, what was lost, and what would settle it."""
    glyph, style = _LOOKS[decided.decision]
    lines: list[RenderableType] = [
        Text.assemble((f"{glyph} {decided.decision}", style), "  ", (decided.sentence, "bold"))
    ]
    if decided.problems:
        lines = [
            Text.assemble(
                (f"{glyph} {decided.decision}", style),
                f"  {_said('no verdict, for the results are incomplete', decided.lang)}:",
            )
        ]
        lines += [_indented(problem) for problem in decided.problems]
        if decided.more_problems:
            more = f"и ещё {decided.more_problems}" if decided.lang == "ru" else f"and {decided.more_problems} more"
            lines.append(_indented(more))
    if decided.overall and decided.overall.gate.numbers["n"]:
        lines += [Text(), _table(decided.overall, decided)]
    lines += [_indented(line) for line in _lines(decided)]
    return Group(*lines)


def size_text(size: Size) -> RenderableType:
    """The answer in a few lines."""
    return Group(*(Text(line) for line in _size_lines(size)))


def _table(overall: Part, decided: Decided) -> Padding:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), show_edge=False, header_style="dim")
    table.add_column("", overflow="ellipsis", max_width=24)
    interval = local(
        f"{round(100 * (1 - 2 * decided.rules.alpha), 1):g} % {_said('interval', decided.lang)}", decided.lang
    )
    for name in ("cases", "worse", "better", "Δ", interval, "margin"):
        table.add_column(_said(name, decided.lang), justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    # The bad ones first, for the rest is cut.
    order = (Decision.ERROR, Decision.FAIL, Decision.INCONCLUSIVE, Decision.PASS)
    suites = sorted(decided.suites.items(), key=lambda found: order.index(found[1].gate.decision))
    for name, part in [(_said("all", decided.lang), overall), *suites[:_MOST]]:
        table.add_row(*(Text(cell) for cell in _cells(name, part, decided.lang)), _word(part.gate.decision))
    return Padding(table, (0, 0, 0, 2), expand=False)


def _cells(name: str, part: Part, lang: Lang) -> Iterator[str]:
    numbers = part.gate.numbers
    yield name
    yield f"{numbers['n']}"
    yield f"{part.counts.broken if part.counts else numbers.get('worse', '–')}"
    yield f"{part.counts.fixed if part.counts else numbers.get('better', '–')}"
    yield local(_points(numbers.get("delta")), lang)
    yield local(f"{_points(numbers.get('lower'))} … {_points(numbers.get('upper'))}", lang)
    yield local(f"{100 * part.margin:g}", lang)


def _lines(decided: Decided) -> Iterator[str]:
    lang = decided.lang
    if (more := len(decided.suites) - _MOST) > 0:
        yield (
            f"и ещё {more} {plural(more, 'набор', 'набора', 'наборов')}, с решениями не хуже этих"
            if lang == "ru"
            else f"and {counted(more, 'more suite')}, none of them worse off"
        )
    if decided.slices and decided.slices is not decided.gate:
        yield f"{_said('slices', lang)}: {told(decided.slices, lang)}"
    if decided.musts and decided.musts is not decided.gate:
        yield f"{_said('critical', lang)}: {told(decided.musts, lang)}"
    for notice in decided.notices:
        yield f"{_said('note', lang)}: {note_in(lang, notice)}"


def _said(text: str, lang: Lang) -> str:
    return _RUSSIAN[text] if lang == "ru" and text in _RUSSIAN else text


def _size_lines(size: Size) -> Iterator[str]:
    margin = f"{100 * size.margin:g}"
    margin += " point" if margin == "1" else " points"
    often = f"{100 * size.power:g} times of 100"
    if size.psi is None:
        yield f"Margin {margin}, cases of the kind of these {size.cases}:"
    elif size.cases is None:
        yield f"Margin {margin}, supposing that {100 * size.psi:g} % of the cases flip:"
    else:
        yield f"Margin {margin}; of {_cases(size.cases)} {100 * size.psi:.3g} % flipped:"
    yield f"  {_cases(size.needed)}: an equal model passes {often}"
    if size.psi_upper is not None:
        yield f"  {_cases(size.needed_at_upper)}, should {100 * size.psi_upper:.3g} % flip (the 95 % upper bound)"
    yield f"  {_cases(size.fewest)}: the fewest at which an unchanged model, without one flip, passes"
    if size.cases is not None and size.chance is not None:
        times = counted(round(100 * size.chance), "time")
        yield f"  {_cases(size.cases)}, as now: an equal model passes {times} of 100"
    if size.detectable is not None:
        yield f"  {_cases(size.cases)}, as now: a drop of {100 * size.detectable:.2g} points is found {often}"
    if size.samples:
        told_at = ", ".join(f"{k}: {n or '–'}" for k, n in size.samples.cases_at.items())
        yield f"  cases needed by samples a case: {told_at}"
        yield (
            f"  with these {_cases(size.cases)}: {counted(size.samples.needed, 'sample')} a case"
            if size.samples.needed
            else f"  with these {_cases(size.cases)} 64 samples a case are not enough"
        )


def _cases(n: int | None) -> str:
    return counted(n, "case") if n else f"more than {MOST_CASES} cases"


def _points(difference: float | int | None) -> str:
    if difference is None:
        return "–"
    text = f"{100 * difference:.1f}"
    return text.replace("-", "−") if float(text) else "0.0"


def _word(decision: Decision) -> Text:
    glyph, style = _LOOKS[decision]
    return Text(f"{glyph} {decision}", style=style)


def _indented(line: str) -> Padding:
    return Padding(Text(line, overflow="fold"), (0, 0, 0, 2), expand=False)
