"""The same questions asked in other words, in a sentence for each suite, in English and Russian."""

from __future__ import annotations

from collections.abc import Sequence

from harness.gates.words import Lang
from harness.record import Record, SuiteResult, Wording
from harness.report.labels import label

__all__ = ["otherwise_lines", "rates"]


def otherwise_lines(record: Record, lang: Lang = "en") -> list[str]:
    """A line for each suite with variants: the pass rate in every way of asking, and how many cases come out alike."""
    return [_line(suite, lang) for suite in record.suites if suite.wordings]


def _line(suite: SuiteResult, lang: Lang) -> str:
    return f"{suite.name}: {rates(suite.wordings, lang)}"


def rates(wordings: Sequence[Wording], lang: Lang) -> str:
    """The pass rate in every way of asking."""
    told = ", ".join(f"{_way(w.name, lang)} {_rates(w)}" for w in wordings)
    paired = any(w.baseline is not None for w in wordings)
    return told + (f"; {label('the baseline in brackets', lang)}" if paired else "")


def _way(name: str, lang: Lang) -> str:
    return label("one verdict every way" if name == "alike" else name, lang)


def _rates(wording: Wording) -> str:
    own = f"{_percent(wording.candidate, wording.n)} %"
    return own if wording.baseline is None else f"{own} ({_percent(wording.baseline, wording.n)} %)"


def _percent(passed: int, n: int) -> str:
    return f"{100 * passed / n:.0f}" if n else "–"
