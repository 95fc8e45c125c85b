"""Patterns that are looked for only where a text holds a piece of them: most replies hold none of most patterns.

The pieces are read off the pattern itself (R. Cox, "Regular Expression Matching with a Trigram Index", 2012): strings,
of which one stands in whatever the pattern matches. Where none can be read off, the pattern is looked for in every
text. A text is read once for the pieces of all patterns, by its runs of four letters.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

import regex

from harness.checks._pieces import fold_piece, pieces

__all__ = ["Pieces", "Sign", "sign"]

LONGEST = 4_000
"""Characters of a text that is read for pieces; in longer ones a pattern is looked for right away."""
KEPT = 256
"""Texts of which is remembered what stands in them: a reply is asked for one pattern after another."""
GRAM = 4

# Filled as patterns are compiled: which pattern has a piece with these last letters; shorter pieces are on their own.
_by_gram: dict[str, dict[str, list[int]]] = defaultdict(dict)
_grams: set[str] = set()
_short: dict[str, list[int]] = defaultdict(list)
_numbers = iter(range(1 << 30))


def _register(found: frozenset[str]) -> int:
    number = next(_numbers)
    for piece in found:
        if len(piece) < GRAM:
            _short[piece].append(number)
        else:
            # The end of a word tells more than its beginning, which many words share.
            _grams.add(piece[-GRAM:])
            _by_gram[piece[-GRAM:]].setdefault(piece, []).append(number)
    _standing.cache_clear()
    return number


@lru_cache(maxsize=KEPT)
def _folded(text: str) -> str:
    return fold_piece(text)


@lru_cache(maxsize=KEPT)
def _standing(folded: str) -> Mapping[int, Sequence[str]]:
    """The pieces that stand in a text, by the number of their pattern."""
    found: dict[int, list[str]] = defaultdict(list)
    grams = set(map("".join, zip(folded, folded[1:], folded[2:], folded[3:], strict=False)))
    for known in (_short, *(_by_gram[gram] for gram in grams & _grams)):
        for piece, numbers in known.items():
            if piece in folded:
                for number in numbers:
                    found[number].append(piece)
    return dict(found)


class Pieces:
    """Strings of which one stands in every match of a pattern, whatever the case."""

    def __init__(self, source: str) -> None:
        found = pieces(source)
        self._number = None if found is None else _register(found)

    def stand_in(self, text: str, within: str | None = None) -> bool:
        """Whether a match is possible in a text, a part of the text `within`; true where that can't be told cheaply."""
        if self._number is None:
            return True
        whole = text if within is None or len(within) > LONGEST else within
        if len(whole) > LONGEST:
            return True
        standing = _standing(_folded(whole)).get(self._number)
        if standing is None or whole is text:
            return standing is not None
        folded = _folded(text)
        return any(piece in folded for piece in standing)


class Sign:
    """A compiled pattern that passes over texts without a piece of it; searched as the pattern itself is.

    `within`: the longer text that `text` is a part of, when it is looked through part by part.
    """

    def __init__(self, pattern: regex.Pattern[str]) -> None:
        self.pattern = pattern
        self._pieces = Pieces(pattern.pattern)

    def search(
        self, text: str, start: int = 0, end: int | None = None, *, within: str | None = None
    ) -> regex.Match[str] | None:
        """The first match in `text[start:end]`."""
        return self.pattern.search(text, start, end) if self._pieces.stand_in(text, within) else None

    def match(self, text: str, start: int = 0, end: int | None = None) -> regex.Match[str] | None:
        """A match that begins at `start`."""
        return self.pattern.match(text, start, end) if self._pieces.stand_in(text) else None

    def fullmatch(self, text: str) -> regex.Match[str] | None:
        """A match of the whole text."""
        return self.pattern.fullmatch(text) if self._pieces.stand_in(text) else None

    def finditer(self, text: str, start: int = 0, end: int | None = None) -> Iterator[regex.Match[str]]:
        """Every match in `text[start:end]`."""
        return self.pattern.finditer(text, start, end) if self._pieces.stand_in(text) else iter(())

    def sub(self, by: str, text: str, *, within: str | None = None) -> str:
        """The text with `by` in place of each match."""
        return self.pattern.sub(by, text) if self._pieces.stand_in(text, within) else text


def sign(source: str, flags: int = 0) -> Sign:
    """Compile a pattern of the `regex` module."""
    return Sign(regex.compile(source, flags))
