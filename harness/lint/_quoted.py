"""What a finding may show of rows: short, on one line, personal data and secrets masked."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from harness.checks.pii import find_personal_data, masked
from harness.checks.secrets import find_secrets
from harness.lint.findings import Place
from harness.lint.rows import Row, read_row

__all__ = ["At", "places_of", "safe"]

At = tuple[Path, int]
"""File and line."""

_READ = 480
_SHOWN = 120


def safe(text: str) -> str:
    """The beginning of a text on one line, personal data and secrets in it masked."""
    line = " ".join(text[:_READ].split())
    spans = [(found.start, found.end, found.kind) for found in find_personal_data(line)]
    spans += [(found.start, found.end, "secret") for found in find_secrets(line)]
    for start, end, kind in sorted(spans, reverse=True):
        line = line[:start] + masked(kind, line[start:end]) + line[end:]
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"


def places_of(rows: Iterable[At]) -> dict[At, Place]:
    """Places of rows that were seen earlier, with the question of each: their lines are read once more."""
    wanted: dict[Path, set[int]] = defaultdict(set)
    for file, line in rows:
        wanted[file].add(line)
    return {
        (file, number): Place(file, number, _question(raw, file, number))
        for file, lines in wanted.items()
        for number, raw in _lines(file, lines)
    }


def _lines(file: Path, wanted: set[int]) -> Iterable[tuple[int, bytes]]:
    with file.open("rb") as lines:
        for number, raw in enumerate(lines, start=1):
            if number in wanted:
                yield number, raw


def _question(raw: bytes, file: Path, line: int) -> str:
    row = read_row(json.loads(raw.decode("utf-8-sig")), file, line)
    return safe(row.prompt or row.answer) if isinstance(row, Row) else ""
