"""Which of many texts share most of their words and pairs of words: min-hash in bands, 64 bytes a text.

Two texts that share the part J of their words and neighbours (Jaccard) agree in a hash with probability J (Broder,
SEQUENCES 1997), and in one band of five at least with 1 − (1 − J⁵)¹⁶: .98 at J = .73, .40 at .5, .005 at .2.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

__all__ = ["LEAST_PARTS", "Part", "Sketches"]

BANDS, ROWS = 16, 5
LEAST_PARTS = 6
"""Words and pairs of a text that can be told from its like when some are changed."""
_LEARNT = 1_024
"""Texts from which it is learnt what is a template's: a word or pair in a tenth of them tells none from another."""
_TEMPLATE = 0.1
_LEAST_TEMPLATE = 8
_BATCH = 64
_LONGEST = 600
"""Words of a text that are hashed."""
_WORDS = 200_000
_CROWD = 64
"""Texts of one band that are held against the first of them, and each against the one before."""
_MAX = np.uint32(0xFFFFFFFF)

_Numbers = NDArray[np.uint32]
Part = int | tuple[int, int]
"""A word, or two that stand side by side."""


class Sketches:
    """Sketches of texts in the order in which they are added."""

    def __init__(self) -> None:
        draw = np.random.default_rng(1997)
        self._factors = draw.integers(1, 1 << 32, size=(BANDS * ROWS, 1), dtype=np.uint64).astype(
            np.uint32
        ) | np.uint32(1)
        self._shifts = draw.integers(0, 1 << 32, size=(BANDS * ROWS, 1), dtype=np.uint64).astype(np.uint32)
        self._words: dict[str, int] = {}
        self._template: frozenset[Part] = frozenset()
        self._common: _Numbers | None = None
        self._waiting: list[list[int]] = []
        self._bands = array("I")

    def add(self, words: Sequence[str]) -> None:
        """Take a text as words."""
        self._waiting.append(self._numbers(words))
        if len(self._waiting) >= (_LEARNT if self._common is None else _BATCH):
            self._settle()

    def pairs(self) -> Iterator[tuple[int, int, int]]:
        """Texts that agree in a band or more, as (bands, earlier, later), those that agree in most first."""
        self._settle()
        table = np.frombuffer(self._bands, dtype=np.uint32).reshape(-1, BANDS)
        found = [_of_band(table[:, band]) for band in range(BANDS)]
        codes, bands = np.unique(np.concatenate(found), return_counts=True) if found else (np.array([]), np.array([]))
        for i in np.lexsort((codes, -bands)).tolist():
            yield int(bands[i]), int(codes[i]) >> 32, int(codes[i]) & 0xFFFFFFFF

    def parts(self, words: Sequence[str]) -> frozenset[Part]:
        """The words and pairs of neighbours of a text."""
        return frozenset(_parts_of(self._numbers(words)))

    def rare(self, parts: frozenset[Part]) -> frozenset[Part]:
        """Those that are no template's."""
        return parts - self._template

    def _numbers(self, words: Sequence[str]) -> list[int]:
        known = self._words
        if len(known) > _WORDS:
            known.clear()
        return [
            known[word] if word in known else known.setdefault(word, crc32(word.encode("utf-8", "surrogatepass")))
            for word in words[:_LONGEST]
        ]

    def _settle(self) -> None:
        if self._common is None:
            self._template = _template(self._waiting)
            self._common = _hashed(self._template)
        for start in range(0, len(self._waiting), _BATCH):
            self._sketch(self._waiting[start : start + _BATCH])
        self._waiting = []

    def _sketch(self, texts: list[list[int]]) -> None:
        assert self._common is not None
        sizes = np.array([len(text) for text in texts])
        flat = np.array([number for text in texts for number in text], dtype=np.uint32)
        ends = np.cumsum(sizes)
        single, double = _parts(flat)
        rare = [~np.isin(part, self._common) for part in (single, double)]
        rare[1][ends[:-1][(ends[:-1] > 0) & (ends[:-1] < len(flat))] - 1] = False  # a pair of two texts
        least = np.full((BANDS * ROWS, len(texts)), _MAX)
        held = np.zeros(len(texts), dtype=np.int64)
        for part, kept in zip((single, double), rare, strict=True):
            which = np.repeat(np.arange(len(texts)), sizes)[: len(part)][kept]
            if len(which):
                first = np.flatnonzero(np.concatenate([[True], which[1:] != which[:-1]]))
                hashed = self._factors * part[kept][None, :] + self._shifts
                found = np.minimum.reduceat(hashed, first, axis=1)
                least[:, which[first]] = np.minimum(least[:, which[first]], found)
                held[which[first]] += np.diff(np.append(first, len(which)))
        bands = least.reshape(BANDS, ROWS, -1)
        keys = np.zeros((BANDS, len(texts)), dtype=np.uint32)
        for row in range(ROWS):
            keys = _mixed(keys * np.uint32(0x9E3779B1) + bands[:, row])
        keys[:, held < LEAST_PARTS] = 0
        self._bands.frombytes(np.ascontiguousarray(keys.T).tobytes())


def _parts(words: _Numbers) -> tuple[_Numbers, _Numbers]:
    return _mixed(words), _pair(words[:-1], words[1:])


def _pair(first: _Numbers, second: _Numbers) -> _Numbers:
    return _mixed(first * np.uint32(0x85EBCA6B) + second)


def _mixed(numbers: _Numbers) -> _Numbers:
    """Bits spread (the finalizer of MurmurHash3)."""
    numbers = (numbers ^ (numbers >> np.uint32(16))) * np.uint32(0x85EBCA6B)
    numbers = (numbers ^ (numbers >> np.uint32(13))) * np.uint32(0xC2B2AE35)
    return numbers ^ (numbers >> np.uint32(16))


def _parts_of(words: Sequence[int]) -> Iterator[Part]:
    yield from words
    yield from pairwise(words)


def _template(texts: list[list[int]]) -> frozenset[Part]:
    held = Counter(part for text in texts for part in set(_parts_of(text)))
    most = max(_LEAST_TEMPLATE, _TEMPLATE * len(texts))
    return frozenset(part for part, times in held.items() if times > most)


def _hashed(parts: frozenset[Part]) -> _Numbers:
    single = np.array([part for part in parts if isinstance(part, int)], dtype=np.uint32)
    pairs = np.array([part for part in parts if isinstance(part, tuple)], dtype=np.uint32).reshape(-1, 2)
    return np.concatenate([_mixed(single), _pair(pairs[:, 0], pairs[:, 1])])


def _of_band(keys: _Numbers) -> NDArray[np.uint64]:
    """Pairs with one key as earlier << 32 | later: each text with the first of its likes and with the one before."""
    order = np.argsort(keys, kind="stable").astype(np.uint64)
    known = keys[order]
    same = (known[1:] == known[:-1]) & (known[1:] != 0)
    at = np.arange(len(known))
    begins = np.maximum.accumulate(np.where(np.concatenate([[True], ~same]), at, 0))
    later = np.flatnonzero(same) + 1
    firsts = later[later - begins[later] < _CROWD]
    pairs = (order[begins[firsts]] << np.uint64(32) | order[firsts], order[later - 1] << np.uint64(32) | order[later])
    return np.unique(np.concatenate(pairs))
