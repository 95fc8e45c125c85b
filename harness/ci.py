"""What a run tells a build server: annotations on the lines of case files, a step's summary, one decision over jobs.

An aggregate job is green only where every job before it ended well and every record passed: a job that was skipped, a
record that can't be read and one that is not there are no verdict.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath

from harness.figures import Lang
from harness.outcome import EXIT
from harness.reasons import reason_in
from harness.record import CaseResult, Record, read_record
from harness.report import view
from harness.report.labels import label
from harness.report.markdown import prose
from harness.report.misses import without_personal_data
from harness.report.sentences import sentence
from harness.report.summary import MARKER, render
from harness.report.text import one_line
from harness.source import SourceError, relative

__all__ = ["Gathered", "annotation_lines", "gathered", "outputs", "step_summary", "unsuccessful"]

MOST_ANNOTATIONS = 10
"""A step of GitHub Actions shows no more of a kind."""
MOST_BYTES = 1_000_000
"""A step's summary holds no more."""
_MOST_LINES = 20
_LEAST_ROOM = 2_500
"""Bytes under which a summary says too little to be worth its place."""
_ORDER = ("ERROR", "FAIL", "INCONCLUSIVE", "NOT DECIDED", "PASS")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """The records of all jobs, the worst decision first, and what did not run."""

    records: tuple[tuple[Path, Record], ...]
    """Of the gate split, each once."""
    aside: tuple[Record, ...] = ()
    """Of the dev split: they choose checkpoints and decide nothing, here neither."""
    missing: tuple[str, ...] = ()
    """What has to be there and is not, or can't be read."""
    failed: tuple[str, ...] = ()
    """Jobs that failed; a record that does not pass explains one, else nobody knows why."""
    lang: Lang = "en"

    @property
    def status(self) -> int:
        """The exit status: that of the worst record; 11 where something is missing and no record says worse."""
        decisions = [record.decision for _, record in self.records]
        if "FAIL" in decisions and "ERROR" not in decisions:
            return EXIT["FAIL"]
        if self.missing or not decisions:
            return EXIT["ERROR"]
        worst = EXIT[min(decisions, key=_ORDER.index)]
        return EXIT["ERROR"] if self.failed and worst == EXIT["PASS"] else worst

    def lines(self) -> list[str]:
        """A line a record, and one for each that is missing and each job that did not end well."""
        records = [record for _, record in self.records]
        told = [_decided(record, self.lang) for record in (*records, *self.aside)]
        return [*told, *(f"! {name}" for name in (*self.missing, *self.failed))]


def _decided(record: Record, lang: Lang) -> str:
    told = f"{record.decision}  {record.candidate.name}: {sentence(record, lang)}"
    return f"{view.GLYPHS[record.decision]} {_inert(one_line(told, 300))}"


def _inert(text: str) -> str:
    """Text in which GitHub's runner finds no command of its older form, `##[error]…`, which may stand in mid-line."""
    return text.replace("##[", "## [")


def gathered(
    places: Iterable[Path],
    jobs: Mapping[str, str] | None = None,
    expect: int = 1,
    *,
    newer: float = 0.0,
    lang: Lang = "en",
) -> Gathered:
    """Every record in or beneath these folders, and what is missing.

    `jobs`: jobs that did not end well, by their results. `expect`: how many records there have to be, at least; one
    that is found twice counts once. `newer`: only records written since (seconds since 1970).
    """
    places = list(places)
    found: dict[str, tuple[Path, Record]] = {}
    missing = [label("{}: no such folder or record", lang, relative(place)) for place in places if not place.exists()]
    for file in _files(places):
        try:
            if file.is_file() and file.stat().st_mtime < newer:
                continue
            record = read_record(file)
        except SourceError as e:
            missing.append(label("{}: a record that can't be read ({})", lang, relative(file), e.what))
            continue
        before = found.get(record.id)
        if before is None or _ORDER.index(record.decision) < _ORDER.index(before[1].decision):
            found[record.id] = file.parent, record
    gate = [one for one in found.values() if one[1].split == "gate"]
    # A gate that fails leaves a record that says so; what was skipped or cancelled leaves none.
    told = {name: label("job {}: {}", lang, name, result) for name, result in (jobs or {}).items()}
    missing += [line for name, line in told.items() if jobs and jobs[name] != "failure"]
    if len(gate) < expect:
        missing.append(label("{} of {:record}", lang, len(gate), expect))
    return Gathered(
        records=tuple(sorted(gate, key=lambda one: _ORDER.index(one[1].decision))),
        aside=tuple(record for _, record in found.values() if record.split != "gate"),
        missing=tuple(_inert(one_line(line, 200)) for line in missing),
        failed=tuple(_inert(one_line(line, 200)) for name, line in told.items() if jobs and jobs[name] == "failure"),
        lang=lang,
    )


def _files(places: Iterable[Path]) -> Iterator[Path]:
    for place in places:
        if place.is_dir():
            yield from sorted(place.rglob("record.json"))
        elif place.exists():
            yield place


def unsuccessful(needs: str) -> dict[str, str]:
    """The jobs that did not end well, by their results, of what GitHub's `toJSON(needs)` says.

    Raises:
        SourceError: it is no such object, or names no job: then nothing would be waited for.
    """
    try:
        jobs = json.loads(needs)
        results = {str(name): str(job["result"]) for name, job in jobs.items()}
    except (ValueError, TypeError, KeyError, AttributeError) as e:
        raise SourceError(_NEEDS) from e
    if not results:
        raise SourceError(_NO_JOB)
    return {name: result for name, result in results.items() if result != "success"}


_NEEDS = '--needs takes what `toJSON(needs)` gives: {"gate": {"result": "success", …}, …}'
_NO_JOB = "--needs names no job: say in the job's `needs:` which ones it waits for"


def errors() -> Mapping[str, str]:
    """What `ckptgate ci` refuses, in Russian."""
    return {
        "can't be written: {why}": "записать не удалось: {why}",
        _NEEDS: '--needs берёт то, что даёт `toJSON(needs)`: {"gate": {"result": "success", …}, …}',
        _NO_JOB: "--needs не называет ни одной задачи: перечислите в `needs:`, каких задач она ждёт",
    }


def annotation_lines(found: Gathered, prefix: PurePath) -> Iterator[str]:
    """Workflow commands, ten at most: what is missing, each decision that is no pass, then the worst cases on their
    lines; what has no room is counted. `prefix`: where the project lies in the repository."""
    lang = found.lang
    told = [f"::error title=ckptgate::{_data(line)}" for line in (*found.missing, *found.failed)]
    records = [record for _, record in found.records]
    told += [
        f"::{_level(record)} title={_value(f'ckptgate {record.candidate.name}')}::{_data(_decided(record, lang))}"
        for record in records
        if record.decision != "PASS"
    ]
    cases = [(record, case) for record in records for case in _worst(record)]
    room = max(0, MOST_ANNOTATIONS - len(told))
    yield from told[:MOST_ANNOTATIONS]
    for record, case in cases[:room]:
        what = label("{} newly broken" if case.flip == "broken" else "{} missed", lang, f"{case.suite}/{case.id}")
        reason = reason_in(lang, case.candidate.reason)[:2000] if case.candidate else ""
        where = f"file={_value(str(prefix / case.file))},line={max(1, case.line)},title={_value(one_line(what, 200))}"
        yield f"::{_level(record)} {where}::{_data(one_line(without_personal_data(reason) or what, 500))}"
    if (more := len(cases) - room) > 0:
        yield f"::notice::{label('{:further case} broken or missed: see the report', lang, more)}"


def _level(record: Record) -> str:
    return "warning" if record.decision in ("PASS", "INCONCLUSIVE") else "error"


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


def outputs(found: Gathered) -> str:
    """What later steps of the job can ask for, a `name=value` a line: `status` and the decision of that status."""
    decision = next(word for word, status in EXIT.items() if status == found.status)
    return f"status={found.status}\ndecision={decision}\n"


def step_summary(found: Gathered, most: int = MOST_BYTES) -> str:
    """The summaries of all records, the worst first, in `most` bytes (3,000 at least); what has no room is counted.

    Where several records or something missing make it more than one summary, a list of all stands before them.
    """
    lang, text = found.lang, ""
    if len(found.records) != 1 or found.missing or found.failed or found.aside:
        lines = found.lines()
        text = MARKER + "".join(f"\n- {prose(line, 320)}" for line in lines[:_MOST_LINES])
        if (more := len(lines) - _MOST_LINES) > 0:
            text += f"\n- {label('and {} more', lang, more)}"
    left = 0
    for n, (place, record) in enumerate(found.records):
        room = (most - len(text.encode()) - 200) // (len(found.records) - n)
        if room < _LEAST_ROOM:
            left = len(found.records) - n
            break
        text += "\n\n" + render(record, place, lang, most=room - 2)
    return (
        text.strip() + (f"\n\n{label('{:more summary|more summaries} left out.', lang, left)}" if left else "") + "\n"
    )
