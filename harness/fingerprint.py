"""A checkpoint's training text as hashes of its word n-grams: enough to find an evaluation case where the data are not.

`training.fingerprint` is a Bloom filter (Bloom, CACM 1970;13:422) over the 8-word shingles of every turn but system
prompts, and over whole texts of four words and more: about 10 bits a shingle and 7 probes, one false hit in a hundred
for a single shingle and none to speak of for a case, of which half the shingles have to be there. It can't be read
back into text.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from pathlib import Path

import numpy as np
import numpy.typing as npt

from harness.source import SourceError

__all__ = ["FINGERPRINT", "Fingerprint", "make_fingerprint", "read_fingerprint"]

FINGERPRINT = "training.fingerprint"
SHINGLE = 8
"""Words in a row that few texts share by chance."""
LEAST = 4
"""Words of a whole text that is kept as such."""
HELD = 0.5
"""Share of a case's shingles that have to be there; words changed here and there break the others."""

_MAGIC = b"ckptgate.fingerprint/1\n"
_BITS, _PROBES = 10, 7
_LARGEST = 1 << 31
"""Bits of a filter (256 MB), whatever the data."""
_WORDS = re.compile(r"\w+")


class Fingerprint:
    """Bits, and how many probes set each shingle."""

    def __init__(self, bits: npt.NDArray[np.uint8], texts: int) -> None:
        self.bits, self.texts = bits, texts

    def share(self, text: str) -> float | None:
        """The share of a text's shingles that were trained on, 1 for a whole text; None where it is too short."""
        words = _words(text)
        if len(words) < LEAST:
            return None
        whole, *parts = _hashes(words)
        if self._has([whole])[0]:
            return 1.0
        if not parts:
            return 0.0
        return float(np.mean(self._has(parts)))

    def _has(self, hashes: list[bytes]) -> npt.NDArray[np.bool_]:
        places = _places(hashes, len(self.bits) * 8)
        found: npt.NDArray[np.bool_] = (self.bits[places >> 3] & (1 << (places & 7)).astype(np.uint8) > 0).all(axis=1)
        return found


def make_fingerprint(texts: Iterable[str], directory: Path) -> Path:
    """Write the fingerprint of all texts into `directory`; the same texts give the same bytes, in any order."""
    hashes = sorted({h for text in texts if len(words := _words(text)) >= LEAST for h in _hashes(words)})
    size = min(_LARGEST, max(64, 1 << math.ceil(math.log2(max(1, len(hashes)) * _BITS))))
    bits = np.zeros(size // 8, dtype=np.uint8)
    for start in range(0, len(hashes), 1 << 16):
        places = _places(hashes[start : start + (1 << 16)], size).ravel()
        np.bitwise_or.at(bits, places >> 3, (1 << (places & 7)).astype(np.uint8))
    file = directory / FINGERPRINT
    head = json.dumps({"shingle": SHINGLE, "probes": _PROBES, "bits": size, "hashes": len(hashes)}, sort_keys=True)
    file.write_bytes(_MAGIC + head.encode() + b"\n" + bits.tobytes())
    return file


def read_fingerprint(directory: Path) -> Fingerprint | None:
    """The fingerprint of a checkpoint, or None where it has none.

    Raises:
        SourceError: the file is there and is none that this version reads.
    """
    file = directory / FINGERPRINT
    if not file.is_file():
        return None
    raw = file.read_bytes()
    head, newline, bits = raw.removeprefix(_MAGIC).partition(b"\n")
    try:
        told = json.loads(head)
        fits = raw.startswith(_MAGIC) and newline and told["shingle"] == SHINGLE and told["probes"] == _PROBES
        if not fits or told["bits"] != 8 * len(bits) or not bits:
            raise ValueError
    except (ValueError, KeyError, TypeError) as e:
        raise SourceError("not a fingerprint of training text that this version reads", file=file) from e
    return Fingerprint(np.frombuffer(bits, dtype=np.uint8), int(told["hashes"]))


def _words(text: str) -> list[str]:
    return _WORDS.findall(text.casefold().replace("ё", "е"))


def _hashes(words: list[str]) -> Iterator[bytes]:
    """Of the whole text, then of each shingle."""
    yield _hash("\x1e" + " ".join(words))
    for start in range(len(words) - SHINGLE + 1):
        yield _hash(" ".join(words[start : start + SHINGLE]))


def _hash(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _places(hashes: list[bytes], size: int) -> npt.NDArray[np.int64]:
    """The bits of each hash, by double hashing (Kirsch and Mitzenmacher, ESA 2006)."""
    halves = np.frombuffer(b"".join(hashes), dtype="<u8").reshape(-1, 2)
    steps = np.arange(_PROBES, dtype=np.uint64)
    with np.errstate(over="ignore"):
        spread = halves[:, :1] + steps * (halves[:, 1:] | np.uint64(1))
    return (spread % np.uint64(size)).astype(np.int64)
