"""Patterns that are looked for only where a text holds a piece of them: most replies hold none of most patterns.

The pieces are read off the pattern itself (R. Cox, "Regular Expression Matching with a Trigram Index", 2012): strings of
three letters or more, one of which stands in whatever the pattern matches. Where none can be read off, the pattern is
looked for in every text.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import regex

from harness.checks._pieces import fold_piece, pieces

__all__ = ["Pieces", "Sign", "sign"]

LONGEST = 4_000
"""Characters of a text whose trigrams are made; in longer ones a pattern is looked for right away."""
KEPT = 512
"""Texts whose trigrams are remembered: a reply, its sentences and clauses are asked for one pattern after another."""


@lru_cache(maxsize=KEPT)
def _trigrams(text: str) -> tuple[str, frozenset[str]]:
    folded = fold_piece(text)
    return folded, frozenset(map("".join, zip(folded, folded[1:], folded[2:], strict=False)))


class Pieces:
    """Strings of which one stands in every match of a pattern, whatever the case."""

    def __init__(self, source: str) -> None:
        found = pieces(source)
        self.known = found is not None
        self._short = tuple(piece for piece in found or () if len(piece) < 3)
        self._by_trigram: dict[str, list[str]] = {}
        for piece in (found or frozenset()).difference(self._short):
            # The end of a word tells more than its beginning, which many words share.
            self._by_trigram.setdefault(piece[-3:], []).append(piece)
        self._trigrams = frozenset(self._by_trigram)

    def stand_in(self, text: str) -> bool:
        """Whether a match is possible; true where that can't be told cheaply."""
        if not self.known or len(text) > LONGEST:
            return True
        folded, held = _trigrams(text)
        for piece in self._short:
            if piece in folded:
                return True
        if self._trigrams.isdisjoint(held):
            return False
        for key in self._trigrams & held:
            for piece in self._by_trigram[key]:
                if piece in folded:
                    return True
        return False


class Sign:
    """A compiled pattern that passes over texts without a piece of it; searched as the pattern itself is."""

    def __init__(self, pattern: regex.Pattern[str]) -> None:
        self.pattern = pattern
        self._pieces = Pieces(pattern.pattern)

    def search(self, text: str, start: int = 0, end: int | None = None) -> regex.Match[str] | None:
        """The first match in `text[start:end]`."""
        return self.pattern.search(text, start, end) if self._pieces.stand_in(text) else None

    def match(self, text: str, start: int = 0, end: int | None = None) -> regex.Match[str] | None:
        """A match that begins at `start`."""
        return self.pattern.match(text, start, end) if self._pieces.stand_in(text) else None

    def fullmatch(self, text: str) -> regex.Match[str] | None:
        """A match of the whole text."""
        return self.pattern.fullmatch(text) if self._pieces.stand_in(text) else None

    def finditer(self, text: str, start: int = 0, end: int | None = None) -> Iterator[regex.Match[str]]:
        """Every match in `text[start:end]`."""
        return self.pattern.finditer(text, start, end) if self._pieces.stand_in(text) else iter(())

    def sub(self, by: str, text: str) -> str:
        """The text with `by` in place of each match."""
        return self.pattern.sub(by, text) if self._pieces.stand_in(text) else text


def sign(source: str, flags: int = 0) -> Sign:
    """Compile a pattern of the `regex` module."""
    return Sign(regex.compile(source, flags))
