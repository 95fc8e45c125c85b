"""`releases/journal.jsonl`: what was released and what went into production, one line an event, never edited.

Each line is canonical JSON with a sequence number and the SHA-256 of the line before (64 zeros for the first), so an
edited, missing or moved line is found and named. What a chain can't see is a line cut off or edited at its very end:
`journal.head` beside it holds the number and the SHA-256 of the last line. This finds accidents and half restored
backups. It does not stop a forger, who could write all of it anew; signatures do that.

How it is written, and why so. A writer holds a lock, writes the whole new journal to a temporary file, flushes it to
the disk and renames it over the old one. The other way, one append to the open file, writes less but can leave half a
line when the disk is full or the power fails, and half a line can't be told from a damaged one without guessing. With
the rename every reader sees all of a journal, old or new, without taking the lock; a release and its promotion, two
lines, become visible together; and a failed write leaves the old bytes. A journal is small (some kilobytes a release),
so writing it whole costs milliseconds. The head is written after the journal: a crash between the two leaves the head
behind, which a reader allows and the next writer repairs. A head in front of its journal means that lines are gone.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal

from filelock import FileLock, Timeout
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from harness.manifest import IntegrityError, canonical, write_atomic
from harness.record import DeploymentRef
from harness.releases.errors import JournalError
from harness.releases.names import NAME, VERSION
from harness.source import relative

__all__ = ["Entry", "Event", "Journal", "Promote", "Release", "Rollback"]

_Name = Annotated[str, Field(pattern=f"^{NAME}$")]
_Version = Annotated[str, Field(pattern=f"^{VERSION}$")]
_FIRST = "0" * 64


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Release(_Strict):
    """A checkpoint got a version, on the evidence of a record."""

    event: Literal["release"] = "release"
    name: _Name
    version: _Version
    record: str = Field(description="id: the folder under records/")
    record_digest: str = Field(description="SHA-256 of record.json as it was then")
    decision: Literal["PASS"] = "PASS"
    digest: str = Field(description="weights digest of the checkpoint with its base")
    manifest_digest: str | None
    path: str = Field(description="the checkpoint, relative to the project's root where it lies inside it")
    deployment: DeploymentRef = Field(description="content and all, so that it can be rendered again")
    suites: dict[str, str] = Field(description="digest of each suite")
    files: dict[str, str] = Field(description="SHA-256 of every file that took part in the decision")
    baseline: str | None = Field(description="the version that was in production then, and that it was compared with")


class Promote(_Strict):
    """A version went into production."""

    event: Literal["promote"] = "promote"
    name: _Name
    from_version: _Version | None = Field(description="what was in production until then")
    to_version: _Version
    reason: str


class Rollback(_Strict):
    """Production went back to a version that had been there before."""

    event: Literal["rollback"] = "rollback"
    name: _Name
    from_version: _Version
    to_version: _Version
    reason: str


Event = Release | Promote | Rollback
_EVENT: TypeAdapter[Event] = TypeAdapter(Annotated[Event, Field(discriminator="event")])
_OBJECT: TypeAdapter[dict[str, object]] = TypeAdapter(dict[str, object])


class _Place(_Strict):
    format: Literal["ckptgate.journal/1"] = "ckptgate.journal/1"
    seq: int
    prev: str
    at: str = Field(description="UTC, ISO 8601")


class _Head(_Strict):
    seq: int = Field(ge=0)
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the journal: `seq` is its number from 1, so its line as well."""

    seq: int
    at: str
    event: Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Journal:
    """The journal of a project. Nothing is read or made until it is asked for."""

    root: Path
    folder: Path = Path("releases")
    timeout: float = 10.0
    """Seconds to wait for another process that writes."""

    @property
    def file(self) -> Path:
        """The journal itself. A link is followed, so that the rename replaces the file and not the link to it."""
        return (self.root / self.folder / "journal.jsonl").resolve()

    @property
    def head(self) -> Path:
        """Number and digest of the journal's last line."""
        return self.file.with_name("journal.head")

    def read(self) -> tuple[Entry, ...]:
        """Every entry, oldest first; none where nothing was ever released.

        Raises:
            IntegrityError: a line was edited, moved or lost; names the line. No entry is returned then.
        JournalError: the disk refuses.
        """
        return self._load()[0]

    def append(self, decide: Callable[[tuple[Entry, ...]], Sequence[Event]]) -> tuple[Entry, ...]:
        """Add the events that `decide` makes of the entries so far, all or none; returns the new entries.

        `decide` runs under the lock, so what it reads can't change before its events are written. What it raises
        passes through and nothing is written.

        Raises:
            IntegrityError: the journal is damaged.
            JournalError: another process holds the lock for longer than `timeout`, or the disk refuses.
        """
        with self._locked():
            entries, lines = self._load()
            added = []
            for event in decide(entries):
                place = _Place(seq=len(lines) + 1, prev=_sha256(lines[-1]) if lines else _FIRST, at=_now())
                lines.append(canonical({**place.model_dump(mode="json"), **event.model_dump(mode="json")}))
                added.append(Entry(seq=place.seq, at=place.at, event=event))
            if added:
                self._write(lines, kept=len(entries))
            return tuple(added)

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        where = relative(self.file)
        lock = FileLock(self.file.with_name("journal.lock"), timeout=self.timeout)
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            lock.acquire()
        except Timeout as e:
            raise JournalError(
                f"{where}: another process is writing to it (waited {self.timeout:g} s). Nothing was changed; try again"
            ) from e
        except OSError as e:
            raise JournalError(f"{where}: can't be locked for writing ({e.strerror or e}). Nothing was changed") from e
        try:
            # Under the lock nobody writes, so what lies here was left by a writer that was killed.
            for leftover in self.file.parent.glob(".journal.*.tmp"):
                leftover.unlink(missing_ok=True)
            yield
        finally:
            lock.release()

    def _write(self, lines: Sequence[bytes], *, kept: int) -> None:
        content = b"".join(line + b"\n" for line in lines)
        try:
            # The head first catches up with what stands, so it never lags by more than one writing.
            self._point(lines[:kept])
            write_atomic(self.file, content)
        except OSError as e:
            why = e.strerror or str(e)
            if _bytes(self.file) == content:
                raise JournalError(
                    f"{relative(self.file)}: the entry is written, but the disk did not confirm it ({why}); "
                    "look at it with `ckptgate releases` before you go on"
                ) from e
            raise JournalError(f"{relative(self.file)}: can't be written ({why}). Nothing was changed") from e
        # The entry stands. A head that lags is allowed; telling the caller that the release failed would be wrong.
        with contextlib.suppress(OSError):
            self._point(lines)

    def _point(self, lines: Sequence[bytes]) -> None:
        head = _Head(seq=len(lines), sha256=_sha256(lines[-1]) if lines else _FIRST)
        content = canonical(head.model_dump()) + b"\n"
        if not self.head.is_file() or self.head.read_bytes() != content:
            write_atomic(self.head, content)

    def _load(self) -> tuple[tuple[Entry, ...], list[bytes]]:
        # The head first: a writer that comes between makes the journal longer than this head, never shorter.
        head = _read_head(self.head)
        content = _bytes(self.file) or b""
        if content and head is None:
            if self.head.exists():  # both came into being between the two readings
                return self._load()
            raise IntegrityError(f"{relative(self.head)} is missing: nothing vouches for the journal's end. {_RESTORE}")
        lines = content.split(b"\n")
        if lines.pop():
            raise _damaged(self.file, len(lines) + 1, "is cut short")
        entries, prev = [], _FIRST
        for number, line in enumerate(lines, start=1):
            entries.append(_parse(self.file, number, line, prev))
            prev = _sha256(line)
        if head is not None and head.seq > len(lines):
            raise _damaged(self.file, len(lines) + 1, f"is missing: there were {head.seq}")
        if head is not None and head.seq and _sha256(lines[head.seq - 1]) != head.sha256:
            raise _damaged(self.file, head.seq, "was edited: it is not the one journal.head knows")
        return tuple(entries), lines


_RESTORE = "Restore the folder from a backup; a journal is never edited to fit"


def _damaged(file: Path, line: int, what: str) -> IntegrityError:
    return IntegrityError(f"{relative(file)}:{line}: the journal is damaged: line {line} {what}. {_RESTORE}")


def _parse(file: Path, number: int, line: bytes, prev: str) -> Entry:
    try:
        data = _OBJECT.validate_json(line)
        place = _Place.model_validate({key: data.pop(key, None) for key in _Place.model_fields})
        event = _EVENT.validate_python(data)
    except ValidationError as e:
        error = e.errors(include_url=False)[0]
        where = ".".join(map(str, error["loc"]))
        raise _damaged(file, number, f"is not an entry that this version reads ({where} {error['msg']})") from e
    if place.seq != number:
        raise _damaged(file, number, f"carries the number {place.seq}: a line before it is missing, or it was moved")
    if place.prev != prev:
        raise _damaged(file, max(number - 1, 1), f"was edited: line {number} knows another one before it")
    return Entry(seq=place.seq, at=place.at, event=event)


def _read_head(file: Path) -> _Head | None:
    content = _bytes(file)
    try:
        return None if content is None else _Head.model_validate_json(content)
    except ValidationError as e:
        raise IntegrityError(f"{relative(file)}: damaged: nothing vouches for the journal's end. {_RESTORE}") from e


def _bytes(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as e:
        raise JournalError(f"{relative(file)}: can't be read ({e.strerror}). Nothing was changed") from e


def _sha256(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
