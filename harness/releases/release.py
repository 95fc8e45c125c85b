"""The three steps that change what is in production: release, promote, roll back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from harness.engines import REMOTE, EngineError
from harness.figures import counted, plural
from harness.manifest import IntegrityError
from harness.record import Record
from harness.releases.errors import Refused
from harness.releases.journal import Entry, Event, Journal, Promote, Release, Rollback
from harness.releases.names import Target, parse_target, parse_version
from harness.releases.qualify import Candidate, Evidence, find_evidence
from harness.releases.state import ReleaseView, State, replay, require_name
from harness.source import SourceError

__all__ = ["Change", "folder_of", "make_release", "promote", "rollback"]

DigestOf = Callable[[Path | str], str]
"""Of a checkpoint's folder, or of an endpoint as it was named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a step did: the release it was about as it stands now, the lines it added, what a person should know."""

    release: ReleaseView
    entries: tuple[Entry, ...]
    before: str | None
    """The version that left production; None where none did."""
    notices: tuple[str, ...] = ()


def make_release(
    journal: Journal, target: str, candidate: Candidate, *, records: Path, production: bool = True
) -> Change:
    """Give a checkpoint a version, on the evidence of a record, and put it in production unless told otherwise.

    The newest record under `records` about exactly this candidate has to be a PASS (`harness.releases.qualify`).

    Raises:
        SourceError: `target` is not `name@version`.
        Refused: the version exists, or no record qualifies; says why for the nearest.
        IntegrityError: the journal is damaged.
        JournalError: the journal can't be written; says whether anything changed.
    """
    wanted = _version_of(parse_target(target))
    what = f"{wanted} is not released"
    before = replay(journal.read())
    _unused(before, wanted, what)
    current = before.current(wanted.name)
    evidence = find_evidence(records, replace(candidate, line=wanted.name), current, what=what)

    def decide(entries: tuple[Entry, ...]) -> Sequence[Event]:
        state = replay(entries)
        _unused(state, wanted, what)
        if state.current(wanted.name) != current:
            raise Refused(what, ["production has moved while this was looked at; try again"])
        event = _event(wanted, candidate, evidence, journal.root, baseline=current)
        reason = f"released on record {evidence.record.id}"
        return [event, _promotion(event, current, reason)] if production else [event]

    entries = journal.append(decide)
    return _change(journal, wanted, entries, _notices(before, wanted, candidate, evidence.record))


def promote(journal: Journal, target: str, *, digest_of: DigestOf, reason: str = "") -> Change:
    """Put a release into production that is not there: one made with `production=False`, or one rolled back from.

    Only where production is what the release was compared with; after that has moved, its evidence says nothing.
    `digest_of` computes the weights digest of a checkpoint folder as it lies there.

    Raises:
        SourceError: there is no such release.
        Refused: it is in production, or production has moved since its evidence.
        IntegrityError: its checkpoint is gone or is not what was released; or the journal is damaged.
        JournalError: the journal can't be written.
    """
    wanted = _version_of(parse_target(target))
    what = f"{wanted} is not promoted"

    def decide(entries: tuple[Entry, ...]) -> Sequence[Event]:
        state = replay(entries)
        event, current = _existing(state, wanted), state.current(wanted.name)
        if current is not None and current.version == event.version:
            raise Refused(what, ["it is in production already"])
        if not _same_arm(_baseline(state, event), current):
            now = f"{current.name}@{current.version}" if current else "nothing"
            then = f"{event.name}@{event.baseline}" if event.baseline else "nothing"
            raise Refused(what, [f"it was compared with {then}, and {now} is in production: run the gate anew"])
        return [_promotion(event, current, reason)]

    entries = journal.read()
    decide(entries)  # a refusal comes before the files are hashed, and the hashing before the lock
    folder_of(journal, _existing(replay(entries), wanted), digest_of=digest_of, what=what)
    return _change(journal, wanted, journal.append(decide))


def rollback(journal: Journal, name: str, *, digest_of: DigestOf, to: str | None = None, reason: str = "") -> Change:
    """Production goes back to the version that was there before the present one, or further back to version `to`.

    A history, not a toggle: after 1.0.0, 1.1.0, 1.2.0 one rollback gives 1.1.0, another 1.0.0, and a third is refused.
    What was rolled back from leaves the history (and stays released: `promote` can bring it back). The checkpoint that
    production goes back to has to lie there unchanged: `digest_of` computes the weights digest of a folder.

    Raises:
        SourceError: `name` has no release, or `to` is not a version.
        Refused: there is nothing to go back to, or `to` was not in production before.
        IntegrityError: its checkpoint is gone or is not what was released; or the journal is damaged.
        JournalError: the journal can't be written.
    """
    to = None if to is None else str(parse_version(to))
    before = replay(journal.read())
    goal = _goal(before, name, to)
    event, otherwise = before.release(name, goal), _further(before, name, goal)
    folder_of(journal, event, digest_of=digest_of, what=f"{name}@{goal} can't come back", otherwise=otherwise)

    def decide(entries: tuple[Entry, ...]) -> Sequence[Event]:
        state = replay(entries)
        if state.history.get(name) != before.history[name]:
            raise Refused(f"{name} is not rolled back", ["production has moved while this was looked at; try again"])
        return [Rollback(name=name, from_version=state.history[name][-1], to_version=goal, reason=reason)]

    return _change(journal, Target(name=name, version=parse_version(goal)), journal.append(decide))


def folder_of(
    journal: Journal, release: ReleaseView | Release, *, digest_of: DigestOf, what: str = "", otherwise: str = ""
) -> Path:
    """The folder of a released checkpoint, after a look at its files: they have to be those that were released.

    `what` and `otherwise` begin and end the message.

    Raises:
        IntegrityError: the folder is gone, can't be read, or holds other files.
    """
    folder = journal.root / release.path
    remote = release.path.startswith(REMOTE)
    how = "Serve what was released there again" if remote else f"Restore {release.path} from a backup"
    restore = f"{how} (weights digest {release.digest[:12]}){otherwise}"
    what = what or f"{release.name}@{release.version} can't be used"
    if not remote and not folder.is_dir():
        raise IntegrityError(f"{what}: its checkpoint {release.path} is gone. {restore}")
    try:
        digest = digest_of(release.path if remote else folder)
    except (SourceError, EngineError, OSError) as e:
        raise IntegrityError(f"{what}: its checkpoint {release.path} can't be read ({e}). {restore}") from e
    if digest != release.digest:
        found = "what answers at {} is not what was" if remote else "the files of {} are not those that were"
        raise IntegrityError(
            f"{what}: {found.format(release.path)} released ({release.digest[:12]} then, {digest[:12]} now). {restore}"
        )
    return folder


def _version_of(target: Target) -> Target:
    if target.version is None:
        raise SourceError(f"{target} names what is in production: write a version, as {target.name}@1.0.0")
    return target


def _unused(state: State, wanted: Target, what: str) -> None:
    entry = state.released.get((wanted.name, str(wanted.version)))
    if entry is not None:
        newest = parse_version(state.versions(wanted.name)[-1])
        free = f"{newest.major}.{newest.minor}.{newest.patch + 1}"
        raise Refused(what, [f"it exists since {entry.at}, and a version is never given twice; {free} is free"])


def _existing(state: State, wanted: Target) -> Release:
    require_name(state, wanted.name)
    if (wanted.name, str(wanted.version)) not in state.released:
        listed = ", ".join(f"{wanted.name}@{v}" for v in state.versions(wanted.name))
        raise SourceError(f"there is no {wanted}; released: {listed}")
    return state.release(wanted.name, str(wanted.version))


def _event(
    wanted: Target, candidate: Candidate, evidence: Evidence, root: Path, *, baseline: Release | None
) -> Release:
    return Release(
        name=wanted.name,
        version=str(wanted.version),
        record=evidence.record.id,
        record_digest=evidence.sha256,
        digest=candidate.digest,
        manifest_digest=candidate.manifest_digest,
        path=candidate.path if candidate.path.startswith(REMOTE) else _inside(root, candidate.path),
        deployment=candidate.deployment,
        suites={s.name: s.digest for s in evidence.record.suites},
        files=dict(evidence.record.files),
        baseline=baseline.version if baseline else None,
    )


def _promotion(event: Release, current: Release | None, reason: str) -> Promote:
    came = current.version if current else None
    return Promote(name=event.name, from_version=came, to_version=event.version, reason=reason)


def _inside(root: Path, path: str) -> str:
    """Relative to the root where it lies inside it, so that the project can be moved; else absolute."""
    whole = (root / path).resolve()
    return whole.relative_to(root.resolve()).as_posix() if whole.is_relative_to(root.resolve()) else whole.as_posix()


def _notices(before: State, wanted: Target, candidate: Candidate, record: Record) -> tuple[str, ...]:
    versions = before.versions(wanted.name)
    notices = []
    if versions and parse_version(str(wanted.version)) < parse_version(versions[-1]):
        notices.append(f"{wanted.version} is older than {versions[-1]}, the newest release of {wanted.name}")
    twins = [v for v in versions if before.release(wanted.name, v).digest == candidate.digest]
    if twins:
        notices.append(f"the same weights are released as {', '.join(f'{wanted.name}@{v}' for v in twins)}")
    if changed := len(record.changes):
        what = counted(changed, "case is not what it was", "cases are not what they were")
        which = plural(changed, "it", "them")
        notices.append(f"{what} in an earlier record: summary.md of record {record.id} lists {which}")
    return tuple(notices)


def _baseline(state: State, event: Release) -> Release | None:
    return None if event.baseline is None else state.release(event.name, event.baseline)


def _same_arm(one: Release | None, other: Release | None) -> bool:
    if one is None or other is None:
        return one is other
    return (one.digest, one.deployment.digest) == (other.digest, other.deployment.digest)


def _goal(state: State, name: str, to: str | None) -> str:
    what = f"{name} is not rolled back"
    require_name(state, name)
    way = state.history.get(name, [])
    if len(way) < 2:
        now = f"{name}@{way[-1]} is the first in production" if way else f"nothing of {name} is in production"
        raise Refused(what, [f"{now}: there is nothing to go back to"])
    if to is None:
        return way[-2]
    if to == way[-1]:
        raise Refused(what, [f"{name}@{to} is in production already"])
    if to not in way:
        was = ", ".join(dict.fromkeys(way[-2::-1]))
        hint = f"; `ckptgate promote {name}@{to}` puts it there" if (name, to) in state.released else ""
        raise Refused(what, [f"{name}@{to} was not in production before {way[-1]}; what was: {was}{hint}"])
    return to


def _further(state: State, name: str, goal: str) -> str:
    way = state.history[name]
    earlier = way[: len(way) - 1 - way[::-1].index(goal, 1)]
    return f", or go further back with --to {earlier[-1]}" if earlier and earlier[-1] != way[-1] else ""


def _change(journal: Journal, target: Target, entries: tuple[Entry, ...], notices: tuple[str, ...] = ()) -> Change:
    view = replay(journal.read()).view(target.name, str(target.version))
    left = [e.event.from_version for e in entries if isinstance(e.event, Promote | Rollback)]
    return Change(release=view, entries=entries, before=left[0] if left else None, notices=notices)
