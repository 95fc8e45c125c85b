"""A fingerprint of training texts: a machine without the data can tell whether a text stands there.

The file: the line `ckptgate-fingerprint-1`, a line of JSON (`bits`, a power of two; `texts`; `sha256` of what follows),
then a Bloom filter of the 64-bit hashes of runs of eight words and of whole texts, bit i at byte i // 8 as 1 << i % 8.
It takes at most 2 bytes a run and holds no text; but who guesses a run of words can ask it whether they stand there.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from harness.source import SourceError

__all__ = ["LEAST_WORDS", "RUN", "Fingerprint", "FingerprintMaker", "Standing", "fingerprint", "words_of"]

RUN = 8
"""Words that are hashed together."""
LEAST_WORDS = 12
"""Of a text that is sought within others: five runs; chance lets all stand in a filter once in 10⁸ times."""
_HASHES = 4
_FULL = 0.4
"""The share of set bits up to which a filter is folded: of runs that are not there 0.4⁴ = 1 in 39 seems to be."""
_TOO_FULL = 0.5
_NEIGHBOURS = 3
_WHOLE = 3
"""Hashes of a whole text: it is asked for once, not with its neighbours."""
_MAGIC = b"ckptgate-fingerprint-1"
_LONGEST_HEADER = 1_000
_BATCH = 200_000

_ASCII = {code: " " for code in range(128) if not (chr(code).isalnum() or chr(code) == "_")}
_WORDS = re.compile(r"\w+")
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff\u0301")) | {ord("ё"): "е"}


def words_of(text: str) -> list[str]:
    """The words of a text in small letters, ё as е; quick rather than fine."""
    text = text.lower()
    if text.isascii():
        return text.translate(_ASCII).split()
    return _WORDS.findall(text.translate(_UNSEEN))


class Standing(NamedTuple):
    """How much of a text stands in the training texts.

    Attributes:
        whole: a training text is this text, case and punctuation aside.
        coverage: the share of its words that stand there in runs; None: it is too short to be sought within others.
        matched: the longest piece that stands there.
    """

    whole: bool
    coverage: float | None
    matched: str


class _WordHashes(dict[str, int]):
    def __missing__(self, word: str) -> int:
        if len(self) > 1_000_000:
            self.clear()
        digest = hashlib.blake2b(word.encode("utf-8", "replace"), digest_size=8).digest()
        found = self[word] = int.from_bytes(digest, "little")
        return found


class FingerprintMaker:
    """Takes texts one by one; its memory is the largest filter's."""

    def __init__(self, most_bytes: int = 64 << 20) -> None:
        """`most_bytes` is a power of two; what doesn't fit it makes a filter too full to be asked."""
        if most_bytes < 8 or most_bytes & (most_bytes - 1):
            raise ValueError(f"most_bytes is a power of two from 8 on, not {most_bytes}")
        self._bits = np.zeros(most_bytes, dtype=np.uint8)
        self._hashes = _WordHashes()
        self._words: list[int] = []
        self._sizes: list[int] = []
        self.texts = 0

    def add(self, text: str) -> None:
        """Take a text."""
        words = words_of(text)
        if not words:
            return
        self.texts += 1
        self._words += map(self._hashes.__getitem__, words)
        self._sizes.append(len(words))
        if len(self._words) >= _BATCH:
            self._set()

    def made(self) -> Fingerprint:
        """The fingerprint of what was taken, as small as it may be."""
        self._set()
        bits = self._bits
        while len(bits) > 8:
            half = bits[: len(bits) // 2] | bits[len(bits) // 2 :]
            if _fill(half) > _FULL:
                break
            bits = half
        return Fingerprint(bits.copy(), self.texts)

    def _set(self) -> None:
        if self._sizes:
            words, sizes = np.array(self._words, dtype=np.uint64), np.array(self._sizes)
            for hashes in (_runs(words, sizes), _wholes(words, sizes).ravel()):
                at = _positions(hashes, 8 * len(self._bits))
                np.bitwise_or.at(self._bits, at >> np.uint64(3), _bit(at))
            self._words, self._sizes = [], []


class Fingerprint:
    """What can be asked of training texts that are not here."""

    def __init__(self, bits: np.ndarray, texts: int) -> None:
        """Take a filter as a maker fills it."""
        self._bits = bits
        self._hashes = _WordHashes()
        self.texts = texts

    @property
    def readable(self) -> bool:
        """Whether few enough bits are set for an answer to mean something."""
        return _fill(self._bits) <= _TOO_FULL

    def standing(self, text: str) -> Standing:
        """How much of a text stands in the training texts, as they are."""
        words = words_of(text)
        if not words:
            return Standing(False, None, "")
        hashed = np.array([self._hashes[word] for word in words], dtype=np.uint64)
        size = np.array([len(words)])
        whole = bool(self._holds(_wholes(hashed, size).ravel()).all())
        if len(words) < LEAST_WORDS:
            return Standing(whole, None, text if whole else "")
        covered = np.zeros(len(words), dtype=bool)
        longest = (0, 0)
        for start, end in _stretches(self._holds(_runs(hashed, size))):
            # One run or two may seem to stand there by chance.
            if end - start >= _NEIGHBOURS:
                covered[start : end + RUN - 1] = True
                longest = max(longest, (start, end + RUN - 1), key=lambda piece: piece[1] - piece[0])
        return Standing(whole, float(covered.mean()), " ".join(words[slice(*longest)]))

    def _holds(self, hashes: np.ndarray) -> np.ndarray:
        at = _positions(hashes, 8 * len(self._bits)).reshape(_HASHES, -1)
        return np.asarray((self._bits[at >> np.uint64(3)] & _bit(at)).astype(bool).all(axis=0))

    def write(self, file: Path) -> None:
        """Write it to a file."""
        bits = self._bits.tobytes()
        header = {"bits": 8 * len(bits), "texts": self.texts, "sha256": hashlib.sha256(bits).hexdigest()}
        file.write_bytes(b"\n".join([_MAGIC, json.dumps(header, sort_keys=True).encode(), bits]))

    @classmethod
    def read(cls, file: Path) -> Fingerprint:
        """Read it from a file.

        Raises:
            SourceError: the file can't be read, or is no whole fingerprint.
        """
        try:
            with file.open("rb") as f:
                magic, header, bits = f.readline(_LONGEST_HEADER), f.readline(_LONGEST_HEADER), f.read()
            if magic.rstrip() != _MAGIC:
                raise SourceError(f"is no fingerprint: it does not begin with {_MAGIC.decode()}", file=file)
            said = json.loads(header)
            whole = said["bits"] == 8 * len(bits) and said["sha256"] == hashlib.sha256(bits).hexdigest()
            texts = int(said["texts"])
        except OSError as e:
            raise SourceError(f"can't be read: {e.strerror or e}", file=file) from e
        except (ValueError, KeyError, TypeError) as e:
            raise SourceError("is no fingerprint: its second line does not say what it holds", file=file) from e
        if not whole or len(bits) < 8 or len(bits) & (len(bits) - 1):
            raise SourceError("is a damaged fingerprint: make it anew", file=file)
        return cls(np.frombuffer(bits, dtype=np.uint8), texts)


def fingerprint(texts: Iterable[str], most_bytes: int = 64 << 20) -> Fingerprint:
    """The fingerprint of texts."""
    maker = FingerprintMaker(most_bytes)
    for text in texts:
        maker.add(text)
    return maker.made()


def _fill(bits: np.ndarray) -> float:
    return float(np.bitwise_count(bits).sum(dtype=np.int64)) / (8 * len(bits))


def _mixed(values: np.ndarray) -> np.ndarray:
    """Every bit of a value in every bit of the result: splitmix64's last step."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(values ^ (values >> np.uint64(31)))


_ODD = 0x9E3779B97F4A7C15
_POWERS = [pow(_ODD, i, 1 << 64) for i in range(RUN)]


def _runs(words: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """The hashes of all runs of eight words that stand in one text."""
    if len(words) < RUN:
        return np.zeros(0, dtype=np.uint64)
    n = len(words) - RUN + 1
    total = np.zeros(n, dtype=np.uint64)
    for i, power in enumerate(_POWERS):
        total += words[i : i + n] * np.uint64(power)
    text = np.repeat(np.arange(len(sizes)), sizes)
    return _mixed(total[text[:n] == text[RUN - 1 :]])


def _wholes(words: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """The hashes of whole texts, three for each."""
    starts = np.cumsum(sizes) - sizes
    place = np.arange(len(words)) - np.repeat(starts, sizes) + 1
    sums = np.add.reduceat(_mixed(words + place.astype(np.uint64) * np.uint64(_ODD)), starts)
    salts = np.arange(1, _WHOLE + 1, dtype=np.uint64)[:, None]
    return _mixed(sums[None, :] ^ _mixed(salts))


def _positions(hashes: np.ndarray, bits: int) -> np.ndarray:
    """The bits of each hash, one after the other: of a filter of half the size they are the same less its top bit."""
    step = _mixed(hashes) | np.uint64(1)
    return np.concatenate([(hashes + np.uint64(i) * step) & np.uint64(bits - 1) for i in range(_HASHES)])


def _bit(at: np.ndarray) -> np.ndarray:
    return np.asarray(np.left_shift(np.uint64(1), at & np.uint64(7))).astype(np.uint8)


def _stretches(held: np.ndarray) -> Sequence[tuple[int, int]]:
    """Where consecutive values are true: from, and up to but not with."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], held, [False]]).astype(np.int8)))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]
