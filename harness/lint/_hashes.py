"""Words of a block of text as numbers, without one object a word: half a microsecond for a row of thirty."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

__all__ = ["Known", "hashes"]

_U64 = np.uint64
_FIRST, _SECOND, _THIRD, _LAST = (
    _U64(odd) for odd in (0x9E3779B97F4A7C15, 0x165667B19E3779F9, 0xD6E8FEB86659FD93, 0xC2B2AE3D27D4EB4F)
)
_SIZE = _U64(0x632BE59BD9B4E019)
_BITS = 20
"""Of the slots that turn most unknown words away; they fit a processor's cache."""


def hashes(block: bytes) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
    """Where the words of a block begin, which spaces and lines part, and a number for each.

    It is made of a word's length, its first sixteen bytes and its last sixteen: longer words may share one.
    """
    padded = bytes(8) + block + bytes(8)
    letters = np.frombuffer(padded, dtype=np.uint8) > ord(" ")
    edges = np.flatnonzero(letters[1:] != letters[:-1]) + 1
    starts, ends = edges[::2], edges[1::2]
    sizes = ends - starts
    read = np.ndarray((len(padded) - 7,), dtype="<u8", buffer=padded, strides=(1,))
    short = (8 * np.maximum(8 - sizes, 0)).astype(_U64)
    first, last = read[starts] << short, read[ends - 8] >> short
    mixed = first * _FIRST ^ (last + sizes.astype(_U64) * _SIZE) * _LAST
    long = np.flatnonzero(sizes > 16)
    mixed[long] ^= read[starts[long] + 8] * _SECOND ^ read[ends[long] - 16] * _THIRD
    mixed = (mixed ^ mixed >> _U64(32)) * _THIRD
    return starts - 8, mixed ^ mixed >> _U64(29)


class Known:
    """Words with a number each, to be found in blocks."""

    def __init__(self, numbers: Mapping[bytes, int]) -> None:
        """Take words in plain form; several may have one number."""
        words = list(numbers)
        found = hashes(b" ".join(words))[1]
        order = np.argsort(found)
        self._hashes = found[order]
        self._numbers = np.array([numbers[word] for word in words], dtype=np.int32)[order]
        slots = self._hashes >> _U64(64 - _BITS)
        self._some = np.zeros(1 << _BITS, dtype=bool)
        self._some[slots] = True
        self._last = np.zeros(1 << _BITS, dtype=np.int32)
        self._last[slots] = np.arange(len(slots))

    def held(self, block: bytes) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """The numbers of a block's known words in order, and where each of its lines begins among them, and the end."""
        starts, found = hashes(block)
        some = np.flatnonzero(self._some[found >> _U64(64 - _BITS)])
        found = found[some]
        at = self._last[found >> _U64(64 - _BITS)]
        others = np.flatnonzero(self._hashes[at] != found)  # unknown, or one of several in its slot
        at[others] = np.minimum(np.searchsorted(self._hashes, found[others]), len(self._hashes) - 1)
        known = self._hashes[at] == found
        ends = np.flatnonzero(np.frombuffer(block, dtype=np.uint8) == ord("\n"))
        lines = np.searchsorted(starts[some[known]], ends)
        return self._numbers[at[known]], np.concatenate([[0], lines, [np.count_nonzero(known)]])
