"""The records under a folder, by what they are about."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from harness.record import Record, read_record
from harness.source import SourceError

__all__ = ["CANDIDATE", "newest_record", "record_file", "record_heads"]

CANDIDATE = re.compile(r'"candidate": \{.{0,4000}?"digest": "([0-9a-f]{64})"', re.DOTALL)
"""In the head of a record: the weights digest of what was on trial."""
_HEAD = 16_384


def record_heads(records: Path) -> Iterator[tuple[Path, str]]:
    """Each `record.json` with its first lines: a record is megabytes of replies, and which one it is stands there."""
    for file in records.glob("*/record.json"):
        try:
            with file.open("rb") as f:
                yield file, f.read(_HEAD).decode("utf-8", "replace")
        except OSError:
            continue


def newest_record(records: Path, digest: str, wanted: Callable[[Record], bool] = lambda _: True) -> Record | None:
    """The newest record whose candidate has this weights digest and that is `wanted`.

    A record that can't be read is left aside: what it is about is not known.
    """
    newest: Record | None = None
    for file in records.glob("*/record.json"):
        try:
            if digest.encode() not in file.read_bytes():  # most are about other weights, and parsing takes a while
                continue
            found = read_record(file)
        except (SourceError, OSError):
            continue
        if found.candidate.digest == digest and wanted(found):
            newest = found if newest is None or found.created > newest.created else newest
    return newest


def record_file(target: str, records: Path) -> Path | None:
    """The `record.json` of that path or id; None where there is none."""
    for folder in (Path(target), records / target):
        if folder.name == "record.json" and folder.is_file():
            return folder
        if (folder / "record.json").is_file():
            return folder / "record.json"
    return None
