"""Contamination alone, over files too large to be shown to every lint: by several processes, most rows never parsed."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

from harness.lint._anchors import Anchors, plain, unescaped
from harness.lint.contamination import Contamination, Seen
from harness.lint.findings import Finding
from harness.lint.lints import About, Unchecked
from harness.lint.rows import Row, read_row
from harness.source import reading

__all__ = ["Scanned", "scan"]

_LEAST_PIECE, _MOST_PIECE = 4 << 20, 48 << 20
"""Bytes of a file that one process reads at a time; a line is never cut."""
_PIECES = 4
"""For each process, so that none waits long for the last."""
_SAMPLES, _SAMPLE = 32, 1 << 17


class _Piece(NamedTuple):
    file: Path
    start: int
    end: int
    line: int
    """The number of its first line."""
    lines: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Scanned:
    """What stands in the files of the cases, how many lines they have, and how many of them were compared in full."""

    findings: tuple[Finding, ...]
    unchecked: tuple[Unchecked, ...]
    lines: int
    compared: int


def scan(files: Sequence[Path], about: About, *, processes: int | None = None) -> Scanned:
    """What `Contamination` finds in JSONL files; a line that is no row is passed over.

    Raises:
        SourceError: a file can't be read.
    """
    processes = processes or len(os.sched_getaffinity(0))
    size = sum(map(_size, files))
    lint, lines, pieces = Contamination(about), 0, list[_Piece]()
    for file in files:
        for piece in _pieces(file, min(max(size // (_PIECES * processes), _LEAST_PIECE), _MOST_PIECE)):
            pieces.append(piece)
            lines += piece.lines
    anchors = lint.anchors()
    for row in _sample(files):
        anchors.learn(row)
    anchors.settle()
    compared = 0
    for seen, n in _all_read(partial(_read, About(cases=about.cases), anchors), pieces, processes):
        lint.take(seen)
        compared += n
    found = list(lint.end())
    return Scanned(
        findings=tuple(f for f in found if isinstance(f, Finding)),
        unchecked=tuple(u for u in found if isinstance(u, Unchecked)),
        lines=lines,
        compared=compared,
    )


def _all_read(
    read: Callable[[_Piece], tuple[Seen, int]], pieces: Sequence[_Piece], processes: int
) -> Iterator[tuple[Seen, int]]:
    if min(processes, len(pieces)) < 2:
        yield from map(read, pieces)
        return
    # Not forked: what imports this may hold threads.
    with ProcessPoolExecutor(min(processes, len(pieces)), get_context("spawn")) as pool:
        yield from pool.map(read, pieces)


def _read(about: About, anchors: Anchors, piece: _Piece) -> tuple[Seen, int]:
    """Compare the rows of a piece that are near a case; say how many they were."""
    lint, compared = Contamination(about, chosen=True), 0
    raw = _bytes(piece.file, piece.start, piece.end)
    near = anchors.near(plain(unescaped(raw)))
    lines = raw.split(b"\n") if near else []
    for at in near:
        row = _row(lines[at], piece.file, piece.line + at)
        if row is not None:
            lint.see(row)
            compared += 1
    return lint.seen(), compared


def _row(raw: bytes, file: Path, line: int) -> Row | None:
    try:
        row = read_row(json.loads(raw), file, line)
    except (ValueError, RecursionError):
        return None
    return row if isinstance(row, Row) else None


def _pieces(file: Path, size: int) -> Iterator[_Piece]:
    """Where the lines of a file can be parted."""
    start, line = 0, 1
    with reading(file), file.open("rb") as f:
        while block := f.read(size):
            block += f.readline()
            lines = block.count(b"\n")
            yield _Piece(file, start, start + len(block), line, lines + (not block.endswith(b"\n")))
            start += len(block)
            line += lines


def _sample(files: Sequence[Path]) -> Iterator[bytes]:
    """Whole lines from places all over the files, in plain form."""
    for file in files:
        size = _size(file)
        for start in range(0, size, max(1, size // _SAMPLES, _SAMPLE)):
            lines = _bytes(file, start, start + _SAMPLE).split(b"\n")[bool(start) :]
            yield from plain(unescaped(b"\n".join(lines))).split(b"\n")


def _bytes(file: Path, start: int, end: int) -> bytes:
    with reading(file), file.open("rb") as f:
        f.seek(start)
        return f.read(end - start)


def _size(file: Path) -> int:
    with reading(file):
        return file.stat().st_size
