"""What a run tells a build server: annotations on the lines of case files, a step's summary, one decision over jobs.

An aggregate job is green only where every job before it ran and every record passed: a job that was skipped, or that
left no record, is no verdict.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from harness.figures import counted
from harness.outcome import EXIT
from harness.record import CaseResult, Record, read_record
from harness.report import view
from harness.report.misses import without_personal_data
from harness.report.summary import MARKER, SUMMARY
from harness.report.text import one_line
from harness.source import SourceError

__all__ = ["Gathered", "annotation_lines", "gathered", "step_summary", "unrun"]

MOST_ANNOTATIONS = 10
"""A step of GitHub Actions shows no more of a kind."""
MOST_BYTES = 1_000_000
"""A step's summary holds no more."""
_ORDER = ("ERROR", "FAIL", "INCONCLUSIVE", "NOT DECIDED", "PASS")


@dataclass(frozen=True)
class Gathered:
    """The records of all jobs, the worst decision first, and what did not run."""

    records: tuple[tuple[Path, Record], ...]
    missing: tuple[str, ...]

    @property
    def status(self) -> int:
        """The exit status: that of the worst record; 11 where something is missing and no record says worse."""
        decisions = [record.decision for _, record in self.records]
        if "FAIL" in decisions and "ERROR" not in decisions:
            return EXIT["FAIL"]
        if self.missing:
            return EXIT["ERROR"]
        return EXIT[min(decisions, key=_ORDER.index)]

    def lines(self) -> list[str]:
        """A line a record, and one for each job that did not run."""
        told = [f"{view.GLYPHS[r.decision]} {r.decision}  {r.candidate.name}: {r.sentence}" for _, r in self.records]
        return [*(one_line(line, 300) for line in told), *(f"! {one_line(name, 100)}" for name in self.missing)]


def gathered(places: Iterable[Path], missing: Sequence[str] = (), expect: int = 1) -> Gathered:
    """Every record in or beneath these folders; fewer than `expect` of them is something missing too.

    Raises:
        SourceError: a record can't be read, or a place is not there.
    """
    found = []
    for place in places:
        if not place.exists():
            raise SourceError("no such folder or record", file=place)
        files = [place] if place.is_file() else sorted(place.rglob("record.json"))
        found += [(file.parent, read_record(file)) for file in files]
    short = [f"{len(found)} of {counted(expect, 'record')}"] if len(found) < expect else []
    return Gathered(tuple(sorted(found, key=lambda one: _ORDER.index(one[1].decision))), (*missing, *short))


def unrun(needs: str) -> list[str]:
    """What GitHub's `toJSON(needs)` says did not end well, a line each.

    Raises:
        SourceError: it is no such object.
    """
    try:
        jobs = json.loads(needs)
        results = {str(name): str(job["result"]) for name, job in jobs.items()}
    except (ValueError, TypeError, KeyError, AttributeError) as e:
        raise SourceError('--needs takes what `toJSON(needs)` gives: {"gate": {"result": "success", …}, …}') from e
    # A gate that fails leaves a record that says so; what was skipped or cancelled leaves none.
    return [f"job {name}: {result}" for name, result in results.items() if result not in ("success", "failure")]


def annotation_lines(records: Iterable[Record], prefix: PurePath) -> Iterator[str]:
    """Workflow commands for the worst cases, ten at most, on their lines; `prefix`: where the project lies in the
    repository."""
    cases = [(record, case) for record in records for case in _worst(record)]
    for record, case in cases[:MOST_ANNOTATIONS]:
        level = "error" if record.decision in ("FAIL", "ERROR") else "warning"
        title = f"{case.suite}/{case.id} newly broken" if case.flip == "broken" else f"{case.suite}/{case.id} missed"
        reason = without_personal_data(case.candidate.reason[:2000]) if case.candidate else ""
        where = f"file={_value(str(prefix / case.file))},line={max(1, case.line)},title={_value(one_line(title, 200))}"
        yield f"::{level} {where}::{_data(one_line(reason or title, 500))}"
    if (more := len(cases) - MOST_ANNOTATIONS) > 0:
        yield f"::notice::{counted(more, 'further case')} broken or missed: see the report"


def _worst(record: Record) -> list[CaseResult]:
    """Critical misses, then newly broken cases; of a record without a baseline the missed ones."""
    groups = {group.key: list(group.cases) for group in view.groups(record)}
    broken = [*groups.get("broken", []), *groups.get("missed", [])]
    critical = view.critical_misses(record)
    return [*critical, *(case for case in broken if not case.critical)]


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _value(text: str) -> str:
    return _data(one_line(text, 500)).replace(":", "%3A").replace(",", "%2C")


def step_summary(found: Gathered, most: int = MOST_BYTES) -> str:
    """The summaries of all records, the worst first, in `most` bytes; what has no room is counted."""
    lines = [f"- {line}" for line in found.lines()] if len(found.records) != 1 or found.missing else []
    text, left = "\n".join([MARKER, *lines]) if lines else "", 0
    for place, _ in found.records:
        try:
            told = (place / SUMMARY).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            left += 1
            continue
        if len((text + told).encode()) + 200 > most:
            left += 1
        else:
            text += f"\n\n{told}"
    return text.strip() + (f"\n\n{counted(left, 'more summary', 'more summaries')} left out." if left else "") + "\n"
