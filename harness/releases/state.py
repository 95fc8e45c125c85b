"""Which releases there are and what is in production: derived by replaying the journal, kept nowhere else."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field

from harness.manifest import IntegrityError
from harness.record import DeploymentRef
from harness.releases.journal import Entry, Journal, Promote, Release
from harness.releases.names import parse_target, parse_version
from harness.source import SourceError

__all__ = ["ReleaseView", "State", "find", "production", "releases", "replay"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseView:
    """One release as it stands now."""

    name: str
    version: str
    at: str
    """When it was released: UTC, ISO 8601."""
    record: str
    digest: str
    manifest_digest: str | None
    path: str
    deployment: DeploymentRef
    in_production: bool
    next_back: bool
    """A rollback would go here."""

    @property
    def title(self) -> str:
        """`support@1.0.0`."""
        return f"{self.name}@{self.version}"


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What the journal amounts to.

    `history[name]` is the way production came, the last is in production: a promotion adds to its end, a rollback takes
    from it. So two rollbacks go two steps back.
    """

    released: dict[tuple[str, str], Entry] = field(default_factory=dict)
    history: dict[str, list[str]] = field(default_factory=dict)

    def release(self, name: str, version: str) -> Release:
        """The release event of a version that exists."""
        event = self.released[name, version].event
        assert isinstance(event, Release)
        return event

    def current(self, name: str) -> Release | None:
        """What is in production under this name."""
        way = self.history.get(name)
        return self.release(name, way[-1]) if way else None

    def versions(self, name: str) -> list[str]:
        """The versions of a name, oldest first by the order of versions."""
        return sorted((v for n, v in self.released if n == name), key=parse_version)

    def names(self) -> list[str]:
        """Every name that has a release."""
        return sorted({n for n, _ in self.released})

    def views(self) -> list[ReleaseView]:
        """Every release, by name and version."""
        return [self.view(n, v) for n in self.names() for v in self.versions(n)]

    def view(self, name: str, version: str) -> ReleaseView:
        """One release that exists."""
        event, way = self.release(name, version), self.history.get(name, [])
        return ReleaseView(
            name=name,
            version=version,
            at=self.released[name, version].at,
            record=event.record,
            digest=event.digest,
            manifest_digest=event.manifest_digest,
            path=event.path,
            deployment=event.deployment,
            in_production=way[-1:] == [version],
            next_back=way[-2:-1] == [version],
        )


def replay(entries: Iterable[Entry]) -> State:
    """Follow the journal from its beginning.

    Raises:
        IntegrityError: an entry can't follow those before it (a version given twice, a move from where production
            was not); names the line.
    """
    state = State()
    for entry in entries:
        event = entry.event
        if isinstance(event, Release):
            _demand((event.name, event.version) not in state.released, entry, "gives a version a second time")
            state.released[event.name, event.version] = entry
            continue
        way = state.history.setdefault(event.name, [])
        current = way[-1] if way else None
        _demand((event.name, event.to_version) in state.released, entry, f"names {event.to_version}, never released")
        _demand(event.from_version == current, entry, f"leaves {event.from_version}, and {current} was in production")
        if isinstance(event, Promote):
            way.append(event.to_version)
        else:
            _demand(event.to_version in way[:-1], entry, f"goes back to {event.to_version}, never in production before")
            way.pop()
            while way[-1] != event.to_version:
                way.pop()
    return state


def releases(journal: Journal) -> list[ReleaseView]:
    """Every release, by name and version.

    Raises:
        IntegrityError: the journal is damaged.
    """
    return replay(journal.read()).views()


def production(journal: Journal, name: str) -> ReleaseView | None:
    """What is in production under `name`; None where nothing is.

    Raises:
        IntegrityError: the journal is damaged.
    """
    state = replay(journal.read())
    current = state.current(name)
    return state.view(name, current.version) if current else None


def find(journal: Journal, text: str) -> ReleaseView:
    """The release that a person calls `support@1.0.0` or `support@prod`.

    Raises:
        SourceError: not a release's name, or there is none; lists what exists.
        IntegrityError: the journal is damaged.
    """
    target, state = parse_target(text), replay(journal.read())
    require_name(state, target.name)
    if target.version is None:
        current = state.current(target.name)
        if current is None:
            raise SourceError(f"nothing is in production under {target.name}; released: {_listed(state, target.name)}")
        return state.view(target.name, current.version)
    if (target.name, str(target.version)) not in state.released:
        raise SourceError(f"there is no {target}; released: {_listed(state, target.name)}")
    return state.view(target.name, str(target.version))


def require_name(state: State, name: str) -> None:
    """Stop at a name that has no release, listing those that have one."""
    names = state.names()
    if name in names:
        return
    if not names:
        raise SourceError(f"there is no release {name!r}: nothing is released yet")
    near = difflib.get_close_matches(name, names, n=1)
    hint = f"; did you mean {near[0]}?" if near else ""
    raise SourceError(f"there is no release {name!r} (there is: {', '.join(names)}){hint}")


def _listed(state: State, name: str) -> str:
    return ", ".join(f"{name}@{v}" for v in state.versions(name))


def _demand(holds: bool, entry: Entry, what: str) -> None:
    if not holds:
        raise IntegrityError(f"journal.jsonl:{entry.seq}: line {entry.seq} can't follow those before it: it {what}")
