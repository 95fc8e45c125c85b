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
from harness.figures import counted
from harness.lint.findings import Finding, Place, Rule
from harness.lint.rows import Row, read_row
from harness.source import SourceError, reading
from harness.tables import is_table, read_values

__all__ = ["MOST", "At", "Told", "masked", "places_of", "rows_of", "safe"]

At = tuple[Path, int]
"""File and line."""

MOST = 1000
"""Findings of one rule that are told one by one; the rest are counted."""
_READ = 480
_SHOWN = 120


def safe(text: str) -> str:
    """The beginning of a text on one line, personal data and secrets in it masked."""
    line = masked(" ".join(text[:_READ].split()))
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"


def masked(text: str) -> str:
    """The text with its personal data and secrets masked."""
    spans = [(found.start, found.end, found.kind) for found in find_personal_data(text)]
    spans += [(found.start, found.end, "secret") for found in find_secrets(text)]
    for start, end, kind in sorted(spans, reverse=True):
        text = text[:start] + pii.masked(kind, text[start:end]) + text[end:]
    return text


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
                left = counted(found - MOST, "more row")
                yield Finding(rule=rule, message=f"the same in {left}", rows=found - MOST)


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
