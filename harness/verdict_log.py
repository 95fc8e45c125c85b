"""Verdicts on their way to the record: each is in a file as soon as it is reached, and in memory only where it stands.

A run that is killed while it judges leaves them there for whoever wants to look; one that ends deletes the file, since
its record says the same.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator, MutableMapping
from pathlib import Path
from sys import intern

from harness.session import Scored, Unit

__all__ = ["VerdictLog"]

_LINES = json.JSONEncoder(ensure_ascii=False)


class VerdictLog(MutableMapping[Unit, Scored]):
    """What came of each unit, a JSON line each in `file`; the file is made with the first of them.

    Where the disk takes no more, the rest is held in memory: no verdict is lost to that.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self._lines: dict[Unit, tuple[int, int]] = {}
        self._held: dict[Unit, Scored] = {}
        self._descriptor: int | None = None

    def __setitem__(self, unit: Unit, scored: Scored) -> None:
        unit = Unit(intern(unit.suite), unit.case, intern(unit.test))
        named = {"suite": unit.suite, "case": unit.case, "test": unit.test}
        line = _LINES.encode(named | scored.to_json()).encode("utf-8", "surrogatepass") + b"\n"
        try:
            start = os.lseek(self._opened(), 0, os.SEEK_END)
            whole = os.write(self._opened(), line) == len(line)
        except OSError:
            whole = False
        if whole:
            self._lines[unit] = start, len(line)
            self._held.pop(unit, None)
        else:
            self._held[unit] = scored

    def __getitem__(self, unit: Unit) -> Scored:
        if unit in self._held:
            return self._held[unit]
        start, size = self._lines[unit]
        told = json.loads(os.pread(self._opened(), size, start).decode("utf-8", "surrogatepass"))
        return Scored(reasons=told["reasons"], error=told["error"], asked=told["asked"])

    def __delitem__(self, unit: Unit) -> None:
        held = self._held.pop(unit, None)
        if self._lines.pop(unit, None) is None and held is None:
            raise KeyError(unit)

    def __iter__(self) -> Iterator[Unit]:
        yield from self._lines
        yield from (unit for unit in self._held if unit not in self._lines)

    def __len__(self) -> int:
        return len(self._lines.keys() | self._held.keys())

    def close(self, *, delete: bool) -> None:
        """Let the file go; with `delete` it is of no more use."""
        if self._descriptor is None:
            return
        os.close(self._descriptor)
        self._descriptor = None
        if delete:
            with contextlib.suppress(OSError):
                self.file.unlink()

    def _opened(self) -> int:
        if self._descriptor is None:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            self._descriptor = os.open(self.file, os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o644)
        return self._descriptor
