"""A miss that was our own expectation's fault: the expectation mended in its file, and the record decided again."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from harness.case_names import every_case, find_case
from harness.cases import Case
from harness.checks import CheckError, bind
from harness.curating.case_editing import CaseFile
from harness.curating.rescoring import OfTexts, missed, rescore
from harness.curating.widening import SHORT, Edit, apply, widenings, wording_of
from harness.expectations import Accepted, author, keep, now
from harness.lint._said import said
from harness.record import CaseResult, Record, read_record
from harness.records import record_file
from harness.rejudging import Again, decide_again
from harness.scoring import bind_case
from harness.settings import Settings
from harness.source import SourceError, read_yaml

__all__ = ["Acceptance", "accept", "written_expectation"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """What an expectation was, what it is, and what the record's replies say to it."""

    before: Case
    after: Case
    record: Record
    was: CaseResult
    now: CaseResult
    again: Again
    """The record's decision with every expectation as the case files have it now."""
    file: CaseFile
    entry: Accepted

    def write(self, golden: Path) -> None:
        """Write the case file, and why beside it.

        Raises:
            SourceError: one of them can't be written.
        """
        self.file.save(self.after.id)
        try:
            keep(golden, self.entry)
        except OSError as e:
            raise SourceError(said("the reason can't be kept: {why}", why=e.strerror or str(e)), file=golden) from e


def accept(
    name: str,
    reason: str,
    *,
    root: Path,
    settings: Settings,
    record: str | None = None,
    wording: str | None = None,
    expect: str | None = None,
    vectors: OfTexts | None = None,
) -> Acceptance:
    """Find the miss, mend the expectation, judge the stored replies of both arms by it. Writes nothing yet.

    Raises:
        SourceError: no such case or record, the case does not miss there or is another one by now, the mend does not
            let the reply in, or it has to be written by a person.
    """
    if not reason.strip():
        raise SourceError(said('--reason "…" says why the expectation was wrong: a reviewer reads it'))
    cases = every_case(root, settings)
    case = find_case(cases, name)
    found = _record(case, record, root / settings.records)
    was = _missed_in(found, case)
    replies = [s.reply for s in was.candidate.samples if not s.passed] if was.candidate else []
    replies = replies or ([was.candidate.reply] if was.candidate else [])
    system = "" if case.bare else found.candidate.deployment.system or ""
    file = CaseFile.open(case.file)
    expected = file.expectation(case.id)
    failing = sorted({at for reply in replies for at, _ in missed(case, reply, system, vectors)})
    if not failing:
        asked = was.candidate.reason[:200] if was.candidate else ""
        what = "{name}: its own checks pass; what it misses is asked by its test ({why})"
        raise SourceError(said(what, name=f"{was.suite}/{was.id}", why=asked))
    if expect is not None:
        wanted = _by_hand(file, case, failing, expect, expected)
    else:
        wanted = expected
        for at in failing:
            wanted = _widened(file, case, at, wanted, replies, wording, system, vectors)
    after = file.read_back(case.id, wanted)
    bind_case(after)
    if not was.variants and (still := [why for reply in replies for _, why in missed(after, reply, system, vectors)]):
        raise SourceError(said("{name} would still miss: {why}", name=f"{was.suite}/{was.id}", why=still[0]))
    current = {(c.suite, c.id): c for c in cases} | {(after.suite, after.id): after}
    rescored = rescore(found, current, vectors)
    entry = Accepted(
        suite=case.suite,
        id=case.id,
        when=now(),
        who=author(root),
        reason=" ".join(reason.split()),
        record=found.id,
        before=[{name: value} for name, value in case.expect],
        after=[{name: value} for name, value in after.expect],
        digest=after.digest,
    )
    return Acceptance(
        before=case,
        after=after,
        record=found,
        was=was,
        now=next(c for c in rescored.cases if (c.suite, c.id) == (was.suite, was.id)),
        again=decide_again(rescored),
        file=file,
        entry=entry,
    )


def written_expectation(text: str) -> Any:
    """What a person wrote as an expectation: `number: 31`, or a list of such.

    Raises:
        SourceError: it is no YAML, or names no check, or a check does not take it.
    """
    value = read_yaml(Path("--expect"), text).data
    for one in value if isinstance(value, list) else [value]:
        [(name, arguments)] = one.items() if isinstance(one, dict) and len(one) == 1 else [(one, None)]
        if not isinstance(name, str):
            raise SourceError(said("an expectation is one check: `number: 31`, or a list of such"))
        try:
            bind(name, arguments)
        except CheckError as e:
            raise SourceError(str(e)) from e
    return [{value: None}] if isinstance(value, str) else value


def _record(case: Case, named: str | None, records: Path) -> Record:
    if named is not None:
        file = record_file(named, records)
        if file is None:
            raise SourceError(said("--record: no record “{name}”", name=named), file=records)
        return read_record(file)
    for folder in sorted(records.glob("*/record.json"), reverse=True):  # an id begins with its time
        try:
            if f'"id": "{case.id}"'.encode() not in folder.read_bytes():
                continue
            found = read_record(folder)
        except (SourceError, OSError):
            continue
        if any(_is(case, result) and result.candidate for result in found.cases):
            return found
    what = said("no record holds a reply to {name}: run `pytest --model=…`", name=f"{case.suite}/{case.id}")
    raise SourceError(what, file=records)


def _is(case: Case, result: CaseResult) -> bool:
    return result.id == case.id and case.suite in (result.suite, result.suite.partition("/")[0])


def _missed_in(record: Record, case: Case) -> CaseResult:
    found = [result for result in record.cases if _is(case, result) and result.candidate is not None]
    name = f"{case.suite}/{case.id}"
    if not found:
        raise SourceError(said("record {record} holds no reply to {name}", record=record.id, name=name))
    result = next((one for one in found if one.candidate and not one.candidate.passed), None)
    if result is None:
        what = said("{name} passes in record {record}: there is nothing to accept", name=name, record=record.id)
        raise SourceError(what)
    if result.digest != case.digest:
        raise SourceError(
            said(
                "{name} is another case since record {record}: run `pytest --model={model}` (its replies are stored), "
                "then accept",
                name=name,
                record=record.id,
                model=shlex.quote(record.candidate.name),
            ),
            file=case.file,
            line=case.line,
        )
    return result


def _by_hand(file: CaseFile, case: Case, failing: Sequence[int], expect: str, expected: list[Any]) -> list[Any]:
    value = written_expectation(expect)
    if isinstance(value, Mapping):
        if len(failing) > 1:
            missing = ", ".join(case.expect[at][0] for at in failing)
            raise SourceError(
                said(
                    "several expectations miss ({names}): give --expect a list, the case's whole expectation",
                    names=missing,
                )
            )
        [name], missed_at = value, failing[0]
        same = [at for at, one in enumerate(expected) if name in one]
        if missed_at in same or len(same) != 1:
            file.put(case.id, ("expect", missed_at), value)
            return [*expected[:missed_at], value, *expected[missed_at + 1 :]]
        # The case asks such a check already: it becomes what was given, and what missed is not asked any more.
        wanted = [value if at == same[0] else one for at, one in enumerate(expected) if at != missed_at]
        file.put(case.id, ("expect",), wanted)
        return wanted
    file.put(case.id, ("expect",), value)
    return [one if isinstance(one, dict) else {one: None} for one in value]


def _widened(
    file: CaseFile,
    case: Case,
    at: int,
    expected: list[Any],
    replies: Sequence[str],
    wording: str | None,
    system: str,
    vectors: OfTexts | None,
) -> list[Any]:
    bound, (name, written) = bind_case(case).checks[at], case.expect[at]
    try:
        words = wording_of(replies[0], wording)
    except ValueError as e:
        raise SourceError(said("--wording: “{words}” does not stand in the reply", words=wording)) from e
    own = case.expect_parts[at] is None  # what several cases share is not widened for one
    for edit in widenings(bound, written, replies[0], words) if own else ():
        check, arguments = apply({name: written}, edit)
        try:
            tried = _only(case, check, arguments)
            lets_in = not any(missed(tried, reply, system, vectors) for reply in replies)
        except (CheckError, SourceError):
            continue
        if lets_in:
            _put(file, case, at, edit)
            return [*expected[:at], {check: arguments}, *expected[at + 1 :]]
    how = said('--expect "{name}: …" says what is right', name=name)
    if words is None and name in ("answer", "facts", "equals", "keywords", "mentions"):
        long = 'the reply is longer than {n:word}: --wording "…" names those that are right; or {how}'
        how = said(long, n=SHORT, how=how)
    why = next(reason for place, reason in missed(case, replies[0], system, vectors) if place == at)
    what = "{case}: {name} can't be widened by itself ({why}): {how}"
    raise SourceError(said(what, case=f"{case.suite}/{case.id}", name=name, why=why, how=how))


def _only(case: Case, name: str, arguments: Any) -> Case:
    """The case with that one expectation."""
    return replace(case, expect=((name, arguments),), expect_lines=(case.line,), expect_parts=(None,))


def _put(file: CaseFile, case: Case, at: int, edit: Edit) -> None:
    place = ("expect", at, *edit.place)
    if edit.add:
        file.append(case.id, place, edit.value)
    else:
        file.put(case.id, place, edit.value)
