"""Expectations that changed: those that people accepted, with their reasons, and what a record lists of them.

What was accepted stands in `golden/_accepted.jsonl`, a line each, for whoever reviews the change. What a record lists
does not rest on that file: every case is held to what it was in the record of what is in production, and in the first
record about these very weights, so that a case which was edited by hand is listed as well, without a reason.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from harness.arms import Arm, Role
from harness.cases import Case
from harness.manifest import write_atomic
from harness.record_notes import Change
from harness.records import CANDIDATE, record_heads
from harness.session import Plan
from harness.source import SourceError, read_jsonl, relative

__all__ = ["ACCEPTED", "Accepted", "accepted", "author", "changes", "keep", "now"]

ACCEPTED = "_accepted.jsonl"
"""Under the cases' folder; no case file, by the `_` that it begins with."""

# Each case of a record stands in one line.
_CREATED = re.compile(r'^ "created": "([^"]+)"', re.MULTILINE)
_CASE = b'  {"suite": '
_DIGEST = re.compile(rb'"digest": "([0-9a-f]{64})"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """One expectation that somebody changed because it was wrong, and why."""

    suite: str
    id: str
    when: str
    """UTC, ISO 8601."""
    who: str
    """As git names them; empty where it does not."""
    reason: str
    record: str
    """In which the case missed."""
    before: list[Any]
    after: list[Any]
    digest: str
    """The case's, as it was left."""


def accepted(golden: Path) -> list[Accepted]:
    """What was accepted so far, oldest first.

    Raises:
        SourceError: a line is not what `keep` writes.
    """
    file = golden / ACCEPTED
    found = []
    for number, value in read_jsonl(file) if file.is_file() else ():
        try:
            found.append(Accepted(**value))
        except TypeError as e:
            raise SourceError(
                "not a line of accepted expectations: take it out, or mend it", file=file, line=number
            ) from e
    return found


def keep(golden: Path, entry: Accepted) -> None:
    """Add a line, atomically."""
    file = golden / ACCEPTED
    before = file.read_bytes() if file.is_file() else b""
    line = json.dumps(asdict(entry), ensure_ascii=False).encode() + b"\n"
    write_atomic(file, (before if not before or before.endswith(b"\n") else before + b"\n") + line)


def author(root: Path) -> str:
    """Who works here, as git names them; empty without git or a name."""
    try:
        told = subprocess.run(["git", "config", "user.name"], cwd=root, capture_output=True, timeout=10)
    except (OSError, subprocess.SubprocessError):
        return ""
    return told.stdout.decode("utf-8", "replace").strip() if told.returncode == 0 else ""


def changes(plan: Plan, arms: Mapping[Role, Arm]) -> list[Change]:
    """The plan's cases that are others than in the record of what is in production, or in the first of the candidate.

    With what was accepted since, of cases that stand in neither.

    Raises:
        SourceError: what was accepted can't be read.
    """
    records = plan.root / plan.settings.records
    cases = {
        (name, id_): case.data
        for name, suite in plan.suites.items()
        for id_, case in suite.cases.items()
        if not case.data.trained
    }
    suites = {suite for suite, _ in cases}
    notes = accepted(plan.root / plan.settings.golden)
    found: dict[tuple[str, str], Change] = {}
    since = ""
    for file, released in _references(records, arms):
        since = since or released
        for before in _otherwise(file, {case.digest for case in cases.values()}):
            key = before["suite"], before["id"]
            if (
                key[0] in suites
                and key not in found
                and (change := _change(file.parent.name, before, cases.get(key), plan))
            ):
                found[key] = change
    for note in notes:
        case = cases.get((note.suite, note.id))
        if case is not None and (note.suite, note.id) not in found and note.when >= since:
            what = Change(
                suite=note.suite, id=note.id, what=["expectation"], file=relative(case.file), line=case.line,
                before=note.before, after=_expected(case),
            )  # fmt: skip
            found[note.suite, note.id] = what
    return [_explained(change, notes) for change in found.values()]


def _references(records: Path, arms: Mapping[Role, Arm]) -> Iterator[tuple[Path, str]]:
    """The newest whole gate record of what is in production, with its time, and the first of the candidate."""
    production = arms["production"].about.digest if "production" in arms else None
    candidate = arms["candidate"].about.digest
    about: dict[str, list[tuple[str, Path]]] = {}
    for file, head in record_heads(records):
        digest, time = CANDIDATE.search(head), _CREATED.search(head)
        if digest and time and '\n "split": "gate"' in head and '\n "complete": true' in head:
            about.setdefault(digest[1], []).append((time[1], file))
    if production in about and production != candidate:
        created, file = max(about[production])
        yield file, created
    if candidate in about:
        yield min(about[candidate])[1], ""


def _otherwise(file: Path, known: set[str]) -> Iterator[dict[str, Any]]:
    """The cases of a record that are not among these digests; a line that can't be read is passed over."""
    digests = {digest.encode() for digest in known}
    try:
        with file.open("rb") as f:
            for line in f:
                if line.startswith(_CASE) and (found := _DIGEST.search(line)) and found[1] not in digests:
                    yield json.loads(line.rstrip().removesuffix(b","))
    except (OSError, ValueError):
        return


def _change(since: str, before: Mapping[str, Any], case: Case | None, plan: Plan) -> Change | None:
    if case is None:
        if not plan.choosing:  # what asks for a choice is left out of an endpoint's plan
            return None
        return Change(
            suite=before["suite"], id=before["id"], what=["gone"], since=since, before=before.get("expect", [])
        )
    what: list[Any] = []
    if before.get("expect") != _expected(case):
        what.append("expectation")
    asked = [{"role": m.role, "content": m.content} for m in case.messages]
    varied = [variant.prompt for variant in case.variants]
    then = [before.get(key) or [] for key in ("messages", "context", "variants")]
    if then != [asked, list(case.context), varied]:
        what.append("question")
    if before.get("critical") and not case.critical:
        what.append("critical")
    if not what:
        return None
    return Change(
        suite=before["suite"], id=case.id, what=what, since=since, file=relative(case.file), line=case.line,
        before=before.get("expect", []), after=_expected(case),
    )  # fmt: skip


def _expected(case: Case) -> list[Any]:
    return json.loads(json.dumps([{name: value} for name, value in case.expect]))  # type: ignore[no-any-return]


def _explained(change: Change, notes: Sequence[Accepted]) -> Change:
    """With the reason of whoever accepted exactly what stands there now."""
    same = [
        n for n in notes if (n.suite, n.id) == (change.suite.partition("/")[0], change.id) and n.after == change.after
    ]
    if not same:
        return change
    note = same[-1]
    return change.model_copy(update={"reason": note.reason, "who": note.who, "when": note.when[:10]})


def now() -> str:
    """This moment, UTC, ISO 8601."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")
