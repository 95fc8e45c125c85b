"""The reply store and the plan: which replies are there, which are missing.

A reply is kept under what made it (`reply_key`), never under a checkpoint's name: a retrained `ckpt-3` finds nothing of
the old one's, and a renamed one finds all of its own.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from harness.deployment import Sampling
from harness.manifest import digest_of

__all__ = ["Draw", "EngineIdentity", "Reply", "ReplyStore", "Request", "StoreError", "missing", "reply_key"]

_SCHEMA = """
create table if not exists replies (
  key text primary key, weights text not null, text text not null,
  finish text not null, tokens integer not null, created text not null
) without rowid;
create table if not exists measures (key text primary key, value text not null, created text not null) without rowid
"""


class StoreError(Exception):
    """The reply store can't be read or written; replies already in it are safe."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineIdentity:
    """All of an engine that can change a reply."""

    name: str
    version: str
    dtype: str
    device: str

    def to_json(self) -> dict[str, str]:
        """For keys and records."""
        return {"name": self.name, "version": self.version, "dtype": self.dtype, "device": self.device}


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One prompt to answer."""

    key: str
    prompt: str
    special_tokens: bool
    """Whether the tokenizer adds its own start token: only where no template wrote it."""
    sampling: Sampling
    draw: Draw | None = None
    """Which of several replies; None where replies are greedy."""


@dataclass(frozen=True, slots=True)
class Draw:
    """One of K sampled replies to the same prompt."""

    seed: int
    sample: int
    """From 0 to K − 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a model answered. `finish`: stop, length, or overlong (the prompt itself did not fit)."""

    text: str
    finish: str
    tokens: int


def reply_key(
    *,
    weights: str,
    prompt: str,
    special_tokens: bool,
    sampling: Sampling,
    engine: EngineIdentity,
    draw: Draw | None = None,
) -> str:
    """SHA-256 over everything that can change the reply.

    A peer that left one of these out served one model's answers as another's (lm-evaluation-harness#4063,
    lighteval#1364).
    """
    return digest_of(
        {
            "weights": weights,
            "prompt": prompt,
            "special_tokens": special_tokens,
            "sampling": sampling.to_json(),
            "sample": [draw.seed, draw.sample] if draw else 0,
            "engine": engine.to_json(),
        }
    )


def missing(requests: Iterable[Request], stored: Iterable[str]) -> list[Request]:
    """The requests whose reply is not stored, each key once, in order."""
    have = set(stored)
    plan: dict[str, Request] = {}
    for request in requests:
        if request.key not in have:
            plan.setdefault(request.key, request)
    return list(plan.values())


class ReplyStore:
    """SQLite file of replies; each is committed as it comes, so a crash, a full disk or Ctrl-C loses none before it."""

    def __init__(self, file: Path) -> None:
        self.file = file
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(file, timeout=30, isolation_level=None)
            self._db.execute("pragma journal_mode=wal")
            self._db.execute("pragma synchronous=normal")
            self._db.executescript(_SCHEMA)
        except (sqlite3.Error, OSError) as e:
            raise StoreError(f"the reply store {file} can't be opened: {e}. Move it away to begin a new one.") from e

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
            raise StoreError(f"the reply store {self.file} can't be read: {e}. Move it away to begin a new one.") from e
        return found

    def put(self, weights: str, replies: Iterable[tuple[str, Reply]]) -> None:
        """Keep replies, all of this call or none.

        Raises:
            StoreError: the disk is full, say; what was kept before stays.
        """
        now = datetime.now(UTC).isoformat(timespec="seconds")
        rows = [(key, weights, _clean(r.text), r.finish, r.tokens, now) for key, r in replies]
        try:
            self._db.execute("begin immediate")
            self._db.executemany("insert or ignore into replies values (?, ?, ?, ?, ?, ?)", rows)
            self._db.execute("commit")
        except sqlite3.Error as e:
            if self._db.in_transaction:
                self._db.execute("rollback")
            raise StoreError(f"the reply store {self.file} can't be written: {e}. Replies kept so far are safe.") from e

    def measured(self, key: str) -> Any:
        """What was measured under `key`, as JSON; None where nothing was."""
        try:
            row = self._db.execute("select value from measures where key = ?", (key,)).fetchone()
        except sqlite3.Error as e:
            raise StoreError(f"the reply store {self.file} can't be read: {e}. Move it away to begin a new one.") from e
        return json.loads(row[0]) if row else None

    def keep_measured(self, key: str, value: Any) -> None:
        """Keep what was measured; `key` is a digest of all that can change it.

        Raises:
            StoreError: the disk is full, say; what was kept before stays.
        """
        row = (key, json.dumps(value), datetime.now(UTC).isoformat(timespec="seconds"))
        try:
            self._db.execute("insert or ignore into measures values (?, ?, ?)", row)
        except sqlite3.Error as e:
            raise StoreError(f"the reply store {self.file} can't be written: {e}. Replies kept so far are safe.") from e


def _clean(text: str) -> str:
    """Lone surrogates are no text: nothing downstream could write them."""
    return text.encode("utf-8", "replace").decode()
