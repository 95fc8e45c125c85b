"""Does a record let this checkpoint be released? Two questions, each answered with sentences for a person.

Is the record about *this*: the same weights, deployment and suites as lie there now, the whole gate split, compared
with what is in production? And is its answer a PASS that its own numbers bear out? The top word is not believed: a
record may be cut short, written by another version or edited, and nothing absent counts as passed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from harness.figures import counted
from harness.manifest import sha256_file
from harness.record import DeploymentRef, Record, SuiteResult, read_record
from harness.rejudging import contradictions
from harness.releases.errors import Refused
from harness.releases.journal import Release
from harness.source import SourceError

__all__ = ["Candidate", "Evidence", "differences", "find_evidence", "shortcomings"]

_LISTED = 5
_LARGEST = 512 * 2**20  # ten thousand pairs of long replies take 24 MB


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """What is to be released, as it lies there now."""

    name: str
    """As a person named it (`ckpt-3`): only for messages."""
    path: str
    """The checkpoint's folder, relative to the project's root where it lies inside it."""
    digest: str
    """Weights digest, computed from the files as they are now."""
    manifest_digest: str | None
    """SHA-256 of its manifest.json; None for a stranger's model."""
    deployment: DeploymentRef
    line: str = ""
    """The name that it is to be released under."""
    criticals: frozenset[str] = frozenset()
    """The critical cases as the case files name them now, `suite/id`."""
    unknown_allowed: bool = False
    """Whether a model of which not all is known (it answers behind a server) may be released."""
    files: Mapping[str, str]
    """SHA-256 of every file that the suites consist of now, by path as the record names them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The record that lets a candidate pass, and the SHA-256 of its file."""

    record: Record
    sha256: str


def find_evidence(folder: Path, candidate: Candidate, production: Release | None, *, what: str) -> Evidence:
    """The newest record under `folder` that is about exactly this candidate; it has to be a PASS.

    An older PASS doesn't outweigh a newer record of the same question that failed.

    Raises:
        Refused: says why for the nearest record, and which records couldn't be read. `what` begins the message.
    """
    found, notices = _read_all(folder, candidate)
    same = [e for e in found if e.record.candidate.digest == candidate.digest]
    if not same:
        raise Refused(what, [_no_record(found, candidate)], notices)
    reasons = {e.record.id: differences(e.record, candidate, production) for e in same}
    nearest = min(same, key=lambda e: len(reasons[e.record.id]))  # the first of equals: the newest
    refusal = [*reasons[nearest.record.id], *shortcomings(nearest.record)]
    if refusal:
        again = f"run `pytest --model={candidate.name}` for a new record"
        raise Refused(what, refusal, [f"the nearest record is {nearest.record.id}; {again}", *notices])
    return nearest


def differences(record: Record, candidate: Candidate, production: Release | None) -> list[str]:
    """Why the record is not about this candidate, these suites and this production; empty where it is."""
    since, reasons = f"since record {record.id}", []
    if record.candidate.digest != candidate.digest:
        reasons.append(_other_weights(record, candidate))
    if record.candidate.manifest_digest != candidate.manifest_digest:
        reasons.append(f"manifest.json of {candidate.path} changed {since}")
    critical = {f"{c.suite}/{c.id}" for c in record.cases if c.critical}
    demanded = candidate.criticals
    if record.product is not None and record.product.suites is not None:
        own = {suite.name for suite in record.suites}
        demanded = frozenset(case for case in demanded if case.rpartition("/")[0] in own)
        if record.product.name != candidate.line:
            reasons.append(
                f"record {record.id} is of the product {record.product.name}, which asks its own suites alone"
            )
    if silent := sorted(demanded - critical):
        reasons.append(
            f"record {record.id} does not call {', '.join(silent[:_LISTED])} critical, and the case files do"
        )
    reasons += _deployment(record.candidate.deployment, candidate.deployment, since)
    if record.split != "gate":
        reasons.append(f"record {record.id} is of the {record.split} split, which only chooses checkpoints")
    if record.candidate.unknown and not candidate.unknown_allowed:
        reasons.append(
            f"record {record.id} is about a model behind a server, of which nobody here knows "
            f"{', '.join(record.candidate.unknown)}; `release_endpoints = true` in [tool.ckptgate] allows its release"
        )
    if record.asked:
        said = ", ".join(f"--{key}={value:g}" for key, value in record.asked.items())
        reasons.append(f"record {record.id} was made with {said}: what a release rests on stands in the settings")
    if not record.complete:
        ran, planned = sum(s.ran for s in record.suites), sum(s.planned for s in record.suites)
        reasons.append(f"record {record.id} is of a partial run ({ran} of {counted(planned, 'case')})")
    if record.split == "gate":
        reasons += _files(record.files, candidate.files, since)
    return reasons + _production(record, production)


def shortcomings(record: Record) -> list[str]:
    """Why the record is no PASS, by its own words and by its numbers; empty where it is one."""
    if record.decision != "PASS":
        word = {"FAIL": "failed", "INCONCLUSIVE": "is inconclusive"}.get(record.decision, "gave no decision")
        return [f"the gate {word}: {record.sentence}"]
    reasons = [
        f"record {record.id} says PASS, and {gate.kind} of {gate.suite or 'all suites'} in it says {gate.decision}: "
        f"{gate.reason}"
        for gate in [*record.gates, *(gate for suite in record.suites for gate in suite.gates)]
        if gate.decision != "PASS"
    ]
    pooled = any(s.policy.get("pool") for s in record.suites)
    if pooled and record.production and not any(g.kind == "overall" for g in record.gates):
        reasons.append(f"record {record.id} names a baseline and holds no comparison of all cases with it")
    if pooled and record.anchor and not any(g.kind == "creep" for g in record.gates):
        reasons.append(f"record {record.id} names an anchor and holds no comparison of all cases with it")
    if record.exit_status != 0:
        reasons.append(f"record {record.id} ended with exit status {record.exit_status}, not 0")
    if not record.suites:
        reasons.append(f"record {record.id} holds no suite")
    if not record.files:
        reasons.append(f"record {record.id} names no files, so nothing ties it to the suites")
    names = [s.name for s in record.suites]
    if len(set(names)) != len(names):
        reasons.append(f"record {record.id} holds a suite twice")
    strays = sorted({c.suite for c in record.cases} - set(names))
    if strays:
        reasons.append(f"record {record.id} holds cases of suites that it doesn't decide: {', '.join(strays)}")
    reasons += [r for s in record.suites for r in _suite(record, s)]
    # Decided again only where the cases are those that are counted: else the words would be about other cases.
    return reasons or [f"record {record.id}, {what}" for what in contradictions(record)]


def _suite(record: Record, suite: SuiteResult) -> Iterator[str]:
    where = f"suite {suite.name} in record {record.id}"
    cases = [c for c in record.cases if c.suite == suite.name]
    answers = [c.candidate for c in cases if c.candidate is not None]
    missed = [c.id for c in cases if c.critical and not (c.candidate and c.candidate.passed)]
    if suite.decision != "PASS":
        yield f"{where} says {suite.decision}"
    if not suite.gates:
        yield f"{where} has no gate, so nothing decided it"
    if suite.planned < 1 or suite.ran != suite.planned:
        yield f"{where}: {suite.ran} of {counted(suite.planned, 'case')} ran"
    verdicts = [v for a in answers for v in ([s.passed for s in a.samples] or [a.passed])]
    if suite.candidate is None or suite.candidate.n != len(verdicts) or len(answers) != suite.ran:
        yield f"{where}: the replies are not those of the {counted(suite.ran, 'case')} that ran"
    elif suite.candidate.passed != sum(verdicts):
        yield f"{where} counts {suite.candidate.passed} passed, its cases say {sum(verdicts)}"
    if suite.baseline is not None and suite.baseline.n != len(verdicts):
        yield f"{where}: the baseline answered {suite.baseline.n} of {counted(len(verdicts), 'time')}"
    before = [v for c in cases if c.baseline for v in ([s.passed for s in c.baseline.samples] or [c.baseline.passed])]
    if suite.baseline is not None and suite.baseline.passed != sum(before):
        yield f"{where} counts {suite.baseline.passed} passed by the baseline, its cases say {sum(before)}"
    if missed:
        yield f"{where}: critical cases missed: {_some(missed)}"


def _deployment(then: DeploymentRef, now: DeploymentRef, since: str) -> Iterator[str]:
    if then.system != now.system:
        yield f"the system prompt changed {since}"
    for key in sorted(then.sampling.keys() | now.sampling.keys()):
        was, is_now = then.sampling.get(key), now.sampling.get(key)
        if was != is_now:
            yield f"sampling: {key} was {was}, is {is_now} now, {since}"
    if then.digest != now.digest and then.system == now.system and then.sampling == now.sampling:
        yield f"the deployment's digest changed {since}"


def _files(then: Mapping[str, str], now: Mapping[str, str], since: str) -> Iterator[str]:
    groups = {
        "changed": [f for f in then if f in now and then[f] != now[f]],
        "went missing": [f for f in then if f not in now],
        "came in": [f for f in now if f not in then],
    }
    for word, files in groups.items():
        if files:
            yield f"{_some(sorted(files))} {word} {since}"


def _production(record: Record, production: Release | None) -> list[str]:
    if production is None:
        return []
    now = f"{production.name}@{production.version}"
    if record.production is None:
        return [
            f"record {record.id} compares with no baseline, and {now} is in production: a run is compared with it "
            f"where the deployment file says model: {production.name}@prod, or with --baseline={production.name}@prod"
        ]
    if record.production.digest != production.digest:
        return [f"production has moved from {record.production.name} to {now} since record {record.id}"]
    if record.production.deployment.digest != production.deployment.digest:
        return [f"record {record.id} compares with {now} under another deployment than the one that was released"]
    return []


def _other_weights(record: Record, candidate: Candidate) -> str:
    return (
        f"weights: the files of {candidate.path} are not those that were tested "
        f"({record.candidate.digest[:12]} in record {record.id}, {candidate.digest[:12]} now)"
    )


def _no_record(found: Sequence[Evidence], candidate: Candidate) -> str:
    run = f"run `pytest --model={candidate.name}`"
    for evidence in found:
        if Path(evidence.record.candidate.path).parts[-2:] == Path(candidate.path).parts[-2:]:
            return f"{_other_weights(evidence.record, candidate)}: {run}"
    return f"no record of these weights ({candidate.digest[:12]}): {run}"


def _read_all(folder: Path, candidate: Candidate) -> tuple[list[Evidence], list[str]]:
    """The records that name the candidate's weights or folder, newest first, and a notice for each unreadable one."""
    found: list[tuple[datetime, Evidence]] = []
    notices = []
    words = (candidate.digest.encode(), Path(candidate.path).name.encode())
    for file in sorted(folder.glob("*/record.json"), reverse=True):
        try:
            if not _worth_reading(file, words):
                continue
            record = read_record(file)
            if record.id != file.parent.name:
                raise SourceError(f"its id is {record.id!r}, not its folder's name", file=file)
            evidence = Evidence(record=record, sha256=sha256_file(file))
            found.append((_moment(record, file), evidence))
        except (SourceError, OSError) as e:
            notices.append(f"a record was left out: {e}"[:300])
    found.sort(key=lambda pair: pair[0], reverse=True)
    return [evidence for _, evidence in found], notices


def _worth_reading(file: Path, words: Sequence[bytes]) -> bool:
    """Only a record that names the candidate is parsed (a hundredth of the time); one cut short is, for its notice."""
    if not file.is_file():
        raise SourceError("not a regular file", file=file)
    if file.stat().st_size > _LARGEST:
        raise SourceError("too large for a record", file=file)
    content = file.read_bytes()
    return any(word in content for word in words) or not content.rstrip().endswith(b"}")


def _moment(record: Record, file: Path) -> datetime:
    try:
        moment = datetime.fromisoformat(record.created)
    except ValueError as e:
        raise SourceError(f"created is no time: {record.created[:40]!r}", file=file) from e
    if moment.tzinfo is None:
        raise SourceError(f"created has no time zone: {record.created!r}", file=file)
    return moment


def _some(names: Sequence[str]) -> str:
    more = len(names) - _LISTED
    return ", ".join(names[:_LISTED]) + (f" and {more} more" if more > 0 else "")
