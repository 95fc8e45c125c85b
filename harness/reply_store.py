"""The reply store: every reply under what made it, and what was measured on the way, in one SQLite file."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple

from harness.replies import EngineIdentity, Reply

__all__ = ["Forgotten", "Held", "HeldVectors", "ReplyStore", "StoreError"]

_SCHEMA = """
create table if not exists replies (
  key text primary key, weights text not null, text text not null,
  finish text not null, tokens integer not null, created text not null, engine integer references engines
) without rowid;
create table if not exists engines (id integer primary key, identity text not null unique);
create table if not exists measures (key text primary key, value text not null, created text not null) without rowid;
create table if not exists vectors (
  key text primary key, model text not null, digest text not null, value text not null, created text not null
) without rowid
"""


_PATIENCE = 30.0
"""Seconds that another process may keep the file locked."""

_LOOKED_THROUGH = 64 * 2**20


class StoreError(Exception):
    """The reply store can't be read or written; replies already in it are safe."""


class Held(NamedTuple):
    """What the store holds of one model."""

    weights: str
    replies: int
    first: str
    """When the oldest of them was kept (UTC, ISO 8601)."""
    last: str
    engines: tuple[str, ...]
    """What made them, as JSON (`EngineIdentity.to_json`); of replies from before this was kept there is none."""


class HeldVectors(NamedTuple):
    """How many texts' vectors by an embedding model are kept."""

    model: str
    """As the settings named it."""
    vectors: int
    first: str
    last: str


class Forgotten(NamedTuple):
    """What `forget` dropped, or would."""

    replies: int
    vectors: int


class ReplyStore:
    """SQLite file of replies; each is committed as it comes, so a crash, a full disk or Ctrl-C loses none before it.

    A file that is damaged is set aside under a name of its own, never emptied: `aside` says where it lies now. With
    `keep_damaged` it is an error instead, for who only wants to look.
    """

    def __init__(self, file: Path, *, keep_damaged: bool = False) -> None:
        self.file = file
        self.aside: Path | None = None
        try:
            self._db = self._opened_in_turn()
        except sqlite3.DatabaseError as e:
            if not _damaged(e):
                raise StoreError(f"the reply store {file} can't be opened: {e}.") from e
            if keep_damaged:
                raise StoreError(f"the reply store {file} is damaged ({e}): the next run sets it aside") from e
            self.aside = _set_aside(file)
            self._db = self._opened_in_turn()
        except OSError as e:
            raise StoreError(f"the reply store {file} can't be opened: {e}.") from e

    def _opened_in_turn(self) -> sqlite3.Connection:
        """Open the file, which another run may be making: SQLite does not wait for the lock of a change to WAL."""
        end = time.monotonic() + _PATIENCE
        while True:
            try:
                return self._opened()
            except sqlite3.OperationalError as e:
                if e.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                    raise
                time.sleep(0.05)

    def _opened(self) -> sqlite3.Connection:
        self.file.parent.mkdir(parents=True, exist_ok=True)
        db = sqlite3.connect(self.file, timeout=_PATIENCE, isolation_level=None)
        try:
            db.execute("pragma journal_mode=wal")
            db.execute("pragma synchronous=normal")
            db.executescript(_SCHEMA)
            if "engine" not in {row[1] for row in db.execute("pragma table_info(replies)")}:
                db.execute("alter table replies add column engine integer references engines")
            # Every page is looked at where that takes no time; damage in a larger file shows when it is read.
            if self.file.stat().st_size <= _LOOKED_THROUGH:
                (found,) = db.execute("pragma quick_check(1)").fetchone()
                if found != "ok":
                    raise _Damaged(found)
        except BaseException:
            db.close()
            raise
        return db

    def _failed(self, what: str, error: sqlite3.Error) -> StoreError:
        if _damaged(error):
            self._db.close()
            aside = _set_aside(self.file)
            return StoreError(
                f"the reply store {self.file} was damaged ({error}) and was set aside as {aside.name}: run again, and "
                "what it held is generated anew"
            )
        return StoreError(f"the reply store {self.file} can't be {what}: {error}. Replies kept so far are safe.")

    def __enter__(self) -> ReplyStore:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def get(self, keys: Sequence[str]) -> dict[str, Reply]:
        """The stored replies among `keys`."""
        found: dict[str, Reply] = {}
        try:
            for start in range(0, len(keys), 500):
                part = keys[start : start + 500]
                marks = ",".join("?" * len(part))
                rows = self._db.execute(f"select key, text, finish, tokens from replies where key in ({marks})", part)  # noqa: S608 - only question marks are formatted in
                for key, text, finish, tokens in rows:
                    found[key] = Reply(text=text, finish=finish, tokens=tokens)
        except sqlite3.Error as e:
            raise self._failed("read", e) from e
        return found

    def put(self, weights: str, replies: Iterable[tuple[str, Reply]], engine: EngineIdentity | None = None) -> None:
        """Keep replies, all of this call or none.

        Raises:
            StoreError: the disk is full, say; what was kept before stays.
        """
        now = datetime.now(UTC).isoformat(timespec="seconds")
        identity = None if engine is None else json.dumps(engine.to_json(), sort_keys=True)
        rows = [(key, weights, _clean(r.text), r.finish, r.tokens, now, identity) for key, r in replies]
        try:
            self._db.execute("begin immediate")
            if identity is not None:
                self._db.execute("insert or ignore into engines (identity) values (?)", (identity,))
            self._db.executemany(
                "insert or ignore into replies (key, weights, text, finish, tokens, created, engine) "
                "values (?, ?, ?, ?, ?, ?, (select id from engines where identity = ?))",
                rows,
            )
            self._db.execute("commit")
        except sqlite3.Error as e:
            if self._db.in_transaction:
                self._db.execute("rollback")
            raise self._failed("written", e) from e

    def holdings(self) -> list[Held]:
        """How many replies of which weights there are, most first."""
        query = (
            "select weights, count(*), min(created), max(created), "
            "(select json_group_array(distinct identity) from engines where id in "
            "(select engine from replies as r where r.weights = replies.weights)) "
            "from replies group by weights order by 2 desc, 1"
        )
        try:
            return [
                Held(weights, replies, first, last, tuple(json.loads(engines)))
                for weights, replies, first, last, engines in self._db.execute(query)
            ]
        except sqlite3.Error as e:
            raise self._failed("read", e) from e

    def rows(self, weights: str = "") -> Iterator[dict[str, Any]]:
        """Every reply of weights whose digest begins so, in the order of the keys."""
        names = ("key", "weights", "text", "finish", "tokens", "created")
        query = (
            f"select {', '.join(names)}, (select identity from engines where id = engine) "  # noqa: S608 - our own names
            "from replies where substr(weights, 1, ?) = ? order by key"
        )
        try:
            for *row, engine in self._db.execute(query, (len(weights), weights)):
                yield dict(zip(names, row, strict=True)) | {"engine": engine and json.loads(engine)}
        except sqlite3.Error as e:
            raise self._failed("read", e) from e

    def forget(
        self, weights: Sequence[str], *, before: datetime | None = None, vectors: bool = False, dry_run: bool = False
    ) -> Forgotten:
        """Drop the replies of these weights, made before a moment where one is given, and the vectors of their texts.

        A text that other replies share keeps its vector. With `vectors` those of all texts go that were made before
        the moment, whoever said them. The file shrinks by it all. Another process that runs meanwhile keeps what it
        has read.
        """
        then = "9999" if before is None else before.isoformat(timespec="seconds")
        try:
            gone, kept, n = set[str](), set[str](), 0
            for digest, created, text in self._db.execute("select weights, created, text from replies"):
                goes = digest in weights and created < then
                (gone if goes else kept).add(_digest(text))
                n += goes
            held = self._db.execute("select key, digest, created from vectors")
            keys = [key for key, of, at in held if of in gone - kept or (vectors and at < then)]
            if not dry_run:
                self._db.execute("begin immediate")
                for digest in weights:
                    self._db.execute("delete from replies where weights = ? and created < ?", (digest, then))
                self._db.executemany("delete from vectors where key = ?", [(key,) for key in keys])
                self._db.execute("commit")
                if n or keys:
                    self._db.execute("vacuum")
        except sqlite3.Error as e:
            if self._db.in_transaction:
                self._db.execute("rollback")
            raise self._failed("pruned", e) from e
        return Forgotten(n, len(keys))

    def vector(self, key: str) -> Any:
        """The vector that is kept under `key`, as JSON; None where there is none."""
        return self._value("select value from vectors where key = ?", key)

    def keep_vector(self, key: str, value: Any, *, model: str, text: str) -> None:
        """Keep a text's vector; `key` is a digest of all that can change it, `model` what people call its maker.

        Raises:
            StoreError: the disk is full, say; what was kept before stays.
        """
        self._insert(
            "insert or ignore into vectors values (?, ?, ?, ?, ?)", key, model, _digest(text), json.dumps(value)
        )

    def vectors(self) -> list[HeldVectors]:
        """How many vectors of which models there are, most first."""
        query = "select model, count(*), min(created), max(created) from vectors group by model order by 2 desc, 1"
        try:
            return [HeldVectors(*row) for row in self._db.execute(query)]
        except sqlite3.Error as e:
            raise self._failed("read", e) from e

    def measured(self, key: str) -> Any:
        """What was measured under `key`, as JSON; None where nothing was."""
        return self._value("select value from measures where key = ?", key)

    def keep_measured(self, key: str, value: Any) -> None:
        """Keep what was measured; `key` is a digest of all that can change it.

        Raises:
            StoreError: the disk is full, say; what was kept before stays.
        """
        self._insert("insert or ignore into measures values (?, ?, ?)", key, json.dumps(value))

    def _value(self, query: str, key: str) -> Any:
        try:
            row = self._db.execute(query, (key,)).fetchone()
        except sqlite3.Error as e:
            raise self._failed("read", e) from e
        return json.loads(row[0]) if row else None

    def _insert(self, statement: str, *row: str) -> None:
        """One row, with the moment behind it."""
        try:
            self._db.execute(statement, (*row, datetime.now(UTC).isoformat(timespec="seconds")))
        except sqlite3.Error as e:
            raise self._failed("written", e) from e


class _Damaged(sqlite3.DatabaseError):
    """What looking through the file found."""


def _damaged(error: sqlite3.Error) -> bool:
    code = getattr(error, "sqlite_errorcode", None) or 0
    return isinstance(error, _Damaged) or code & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def _set_aside(file: Path) -> Path:
    """Give the file and what belongs to it names of their own; returns where the file lies then."""
    now = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    names = (file.with_name(f"{file.name}.damaged-{now}{f'-{i}' if i else ''}") for i in count())
    aside = next(name for name in names if not name.exists())
    try:
        for end in ("-wal", "-shm", ""):
            part = file.with_name(file.name + end)
            if part.exists():
                part.rename(aside.with_name(aside.name + end))
    except OSError as e:
        raise StoreError(f"the reply store {file} is damaged and can't be set aside: {e}") from e
    return aside


def _clean(text: str) -> str:
    """Lone surrogates are no text: nothing downstream could write them."""
    return text.encode("utf-8", "replace").decode()


def _digest(text: str) -> str:
    return hashlib.sha256(_clean(text).encode()).hexdigest()
