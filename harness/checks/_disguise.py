"""Words in disguise: masked, drawn out, letter by letter, with letters of another alphabet or digits in them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

import regex

__all__ = ["Disguised"]

# Signs that are taken for the Latin letter they look like; Cyrillic letters without a twin stay as they are.
_ALIKE = {
    "a": "а@4", "b": "в8", "c": "с", "e": "е3", "h": "н", "i": "і!", "k": "к", "m": "м", "o": "о0", "p": "р", "s": "$5",
    "t": "т7", "x": "х", "y": "у",
}  # fmt: skip
_CANON = str.maketrans({sign: letter for letter, signs in _ALIKE.items() for sign in signs})
_MASKS = str.maketrans(dict.fromkeys("#•_×", "*"))
_TOKEN = regex.compile(r"[\p{L}@$][\p{L}\p{N}@$!*#•_×]{1,30}|\p{N}[\p{N}@$*]?\p{L}[\p{L}\p{N}@$*]{1,30}")
_APART = regex.compile(r"(?<![\p{L}\p{N}])\p{L}(?:([ ._-])\p{L})(?:\1\p{L}){2,14}(?![\p{L}\p{N}])")
_MAY_BE_APART = re.compile(r"[ ._-]\w[ ._-]\w[ ._-]")
_DRAWN_OUT = regex.compile(r"(.)\1{2,}")
LEAST_SHOWN = 0.6
"""The share of a word's signs that have to be letters: a run of stars or digits is no word."""


class Disguised:
    """A list of words to be found in any disguise; a star ends a word that may go on."""

    def __init__(self, words: Iterable[str]) -> None:
        self._whole: set[str] = set()
        self._stems: dict[str, list[str]] = defaultdict(list)
        self._by_letter: dict[str, list[str]] = defaultdict(list)
        for word in words:
            canon = word.removesuffix("*").casefold().replace("ё", "е").translate(_CANON)
            if word.endswith("*"):
                self._stems[canon[:2]].append(canon)
            self._whole.add(canon)
            self._by_letter[canon[0]].append(canon)
        self._is_one = lru_cache(maxsize=8192)(self._is)

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """Spans of the words in a text whose ё is е."""
        for match in _TOKEN.finditer(text):
            if self._is_one(match[0].rstrip("!")):
                yield match.start(), match.start() + len(match[0].rstrip("!"))
        for match in _APART.finditer(text) if _MAY_BE_APART.search(text) else ():
            if self._known(regex.sub(r"[ ._-]", "", match[0]).casefold().translate(_CANON)):
                yield match.span()

    def _is(self, token: str) -> bool:
        small = (
            token.casefold().translate(_MASKS).strip("*") if token[:1] == "*" else token.casefold().translate(_MASKS)
        )
        letters = sum(sign.isalpha() for sign in small)
        if "*" in small.rstrip("*"):
            return self._masked(small, letters)
        small = small.rstrip("*")
        if not small or letters < LEAST_SHOWN * len(small):
            return False
        readings = {small.replace("1", "i").translate(_CANON), small.replace("1", "l").translate(_CANON)}
        for reading in tuple(readings):
            readings |= {_DRAWN_OUT.sub(r"\1", reading), _DRAWN_OUT.sub(r"\1\1", reading)}
        return any(self._known(reading) for reading in readings)

    def _known(self, canon: str) -> bool:
        return canon in self._whole or any(canon.startswith(stem) for stem in self._stems.get(canon[:2], ()))

    def _masked(self, small: str, letters: int) -> bool:
        """A star for a letter: at least three letters of the word stand, or its first and last of four."""
        canon = small.translate(_CANON)
        enough = letters >= 3 and letters >= LEAST_SHOWN * len(small)
        ends = len(small) in (3, 4) and letters >= 2 and small[-1] != "*"
        if not (enough or ends):
            return False
        return any(
            (len(word) == len(canon) or (enough and word in self._stems.get(word[:2], ()) and len(word) < len(canon)))
            and all(sign in ("*", letter) for sign, letter in zip(canon, word, strict=False))
            for word in self._by_letter.get(canon[0], ())
        )
