"""What a finding may show of rows: short, on one line, personal data and secrets masked."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from harness.checks import pii
from harness.checks.pii import find_personal_data
from harness.checks.secrets import find_secrets
from harness.lint._said import said
from harness.lint.findings import Finding, Place, Rule
from harness.lint.rows import Row, read_row
from harness.source import SourceError, reading
from harness.tables import is_table, read_values

__all__ = ["MOST", "At", "Told", "masked", "piece", "places_of", "quote", "rows_of", "safe"]

At = tuple[Path, int]
"""File and line."""

MOST = 1000
"""Findings of one rule that are told one by one; the rest are counted."""
_READ = 480
_SHOWN = 120
_AROUND = 240
"""Signs beside a quoted piece that are looked at: as long as most keys are."""


def safe(text: str) -> str:
    """The beginning of a text on one line, personal data and secrets in it masked."""
    line = masked(" ".join(text[:_READ].split()))
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"


def quote(text: str, limit: int = 80) -> str:
    """The beginning of a text in quotation marks on one line, masked before it is cut: a mask knows no half keys."""
    line = masked(" ".join(text[: 4 * limit + _AROUND].split()))
    return f"“{line if len(line) <= limit else line[: limit - 1] + '…'}”"


def piece(text: str, start: int, end: int) -> str:
    """A part of a text; what is to be masked and reaches into it is masked whole."""
    low = max(0, start - _AROUND)
    window = text[low : end + _AROUND]
    start, end = start - low, end - low
    for a, b, kind in reversed(_sensitive(window)):
        if a < end and b > start:
            hidden = _hidden(kind, window[a:b])
            window = window[:a] + hidden + window[b:]
            end = max(end, b) + len(hidden) - (b - a)
            start = min(start, a)
    return window[start:end]


def masked(text: str) -> str:
    """The text with its personal data and secrets masked."""
    for start, end, kind in reversed(_sensitive(text)):
        text = text[:start] + _hidden(kind, text[start:end]) + text[end:]
    return text


def _sensitive(text: str) -> list[tuple[int, int, str]]:
    """From first to last, none overlapping another: of two the longer, a secret before the rest."""
    spans = [(found.start, found.end, "secret") for found in find_secrets(text)]
    spans += [(found.start, found.end, found.kind) for found in find_personal_data(text)]
    apart: list[tuple[int, int, str]] = []
    for start, end, kind in sorted(spans, key=lambda span: (span[2] != "secret", span[0] - span[1])):
        if all(end <= a or start >= b for a, b, _ in apart):
            apart.append((start, end, kind))
    return sorted(apart)


def _hidden(kind: str, value: str) -> str:
    return "***" if kind == "secret" else pii.masked(kind, value)


class Told:
    """Findings of single rows, the first of each rule one by one: where all are wrong a list helps nobody."""

    def __init__(self) -> None:
        self._found: Counter[Rule] = Counter()

    def of(self, rule: Rule, row: Row, message: Callable[[], str]) -> Iterator[Finding]:
        """The finding, or nothing where there were too many."""
        self._found[rule] += 1
        if self._found[rule] <= MOST:
            where = Place(row.file, row.line, safe(row.prompt or row.answer))
            yield Finding(rule=rule, message=message(), places=(where,))

    def rest(self) -> Iterator[Finding]:
        """One finding for all that was not told."""
        for rule, found in self._found.items():
            if found > MOST:
                yield Finding(rule=rule, message=said("the same in {n:more row}", n=found - MOST), rows=found - MOST)


def places_of(rows: Iterable[At]) -> dict[At, Place]:
    """Places of rows that were seen earlier, with the question of each: their lines are read once more.

    Raises:
        SourceError: as `rows_of`.
    """
    return {at: Place(*at, safe(row.prompt or row.answer)) for at, row in rows_of(rows).items()}


def rows_of(rows: Iterable[At]) -> dict[At, Row]:
    """Rows that were seen earlier: their lines are read once more.

    Raises:
        SourceError: a file can't be read any more, or has not those rows any more.
    """
    wanted: dict[Path, set[int]] = defaultdict(set)
    for file, line in rows:
        wanted[file].add(line)
    found: dict[At, Row] = {}
    for file, lines in wanted.items():
        with reading(file):
            read = {number: read_row(value, file, number) for number, value in _values(file, lines)}
        there = {number: row for number, row in read.items() if isinstance(row, Row)}
        if changed := sorted(lines - set(there)):
            what = "is no more the row that was read before: lint again when nothing writes to the file"
            raise SourceError(what, file=file, line=changed[0])
        found |= {(file, number): row for number, row in there.items()}
    return found


def _values(file: Path, wanted: set[int]) -> Iterator[tuple[int, Any]]:
    last = max(wanted)
    for number, value in read_values(file) if is_table(file) else _lines(file, wanted):
        if number in wanted:
            yield number, value
        if number == last:
            return


def _lines(file: Path, wanted: set[int]) -> Iterator[tuple[int, Any]]:
    with file.open("rb") as lines:
        for number, raw in enumerate(lines, start=1):
            if number in wanted:
                try:
                    yield number, json.loads(raw.decode("utf-8-sig"))
                except (ValueError, RecursionError):
                    yield number, None
