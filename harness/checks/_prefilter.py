"""Patterns that are looked for only where a text holds a piece of them: most replies hold none of most patterns.

The pieces are read off the pattern itself (R. Cox, "Regular Expression Matching with a Trigram Index", 2012): strings,
of which one stands in whatever the pattern matches. Where none can be read off, the pattern is looked for in every
text. A text is read once for the pieces of all patterns, word by word.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from functools import lru_cache
from itertools import chain

import regex

from harness.checks._pieces import fold_piece, pieces

__all__ = ["LONGEST", "Pieces", "Sign", "sign", "standing"]

LONGEST = 4_000
"""Characters of a text that is read for pieces; in longer ones a pattern is looked for right away."""
KEPT = 256
"""Texts of which is remembered what stands in them: a reply is asked for one pattern after another."""
GRAM = 3
WORDS_KEPT = 1 << 14
"""Words of which is remembered which pieces have a part in them: replies share most of theirs."""

# Filled as patterns are compiled: which patterns have a piece; a piece is sought where the longest run of letters in it
# is part of a word, and that by three letters of it; pieces without such a run are on their own.
_owners: dict[str, list[int]] = defaultdict(list)
_by_gram: dict[str, list[tuple[str, str]]] = {}
_short: list[str] = []
_numbers = iter(range(1 << 30))
_WORD = re.compile(r"\w+")


def _register(found: frozenset[str]) -> int:
    number = next(_numbers)
    for piece in found:
        if piece not in _owners:
            run = max(_WORD.findall(piece), key=len, default="")
            if len(run) < GRAM:
                _short.append(piece)
            else:
                # The end of a word tells more than its beginning, which many words share.
                _by_gram.setdefault(run[-GRAM:], []).append((run, piece))
        _owners[piece].append(number)
    _standing.cache_clear()
    _parts.cache_clear()
    return number


@lru_cache(maxsize=KEPT)
def _folded(text: str) -> str:
    return fold_piece(text)


@lru_cache(maxsize=WORDS_KEPT)
def _parts(word: str) -> Sequence[str]:
    """The pieces of which a run of letters is part of a word."""
    grams = {word[at : at + GRAM] for at in range(len(word) - GRAM + 1)}
    return [piece for gram in grams for run, piece in _by_gram.get(gram, ()) if run in word]


@lru_cache(maxsize=KEPT)
def _standing(folded: str) -> Mapping[int, Sequence[str]]:
    """The pieces that stand in a text, by the number of their pattern."""
    found: dict[int, list[str]] = defaultdict(list)
    sought = chain(_short, *map(_parts, set(_WORD.findall(folded))))
    for piece in {piece for piece in sought if piece in folded}:
        for number in _owners[piece]:
            found[number].append(piece)
    return dict(found)


def standing(text: str) -> Set[int]:
    """The numbers of the patterns of which a piece stands in a text."""
    return _standing(_folded(text)).keys()


class Pieces:
    """Strings of which one stands in every match of a pattern, whatever the case.

    `number`: the pattern's own; None: no piece could be read off it, so that it may match in any text.
    """

    def __init__(self, source: str) -> None:
        found = pieces(source)
        self.number = None if found is None else _register(found)

    def stand_in(self, text: str, within: str | None = None) -> bool:
        """Whether a match is possible in a text, a part of the text `within`; true where that can't be told cheaply."""
        if self.number is None:
            return True
        whole = text if within is None or len(within) > LONGEST else within
        if len(whole) > LONGEST:
            return True
        standing = _standing(_folded(whole)).get(self.number)
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

    def match(
        self, text: str, start: int = 0, end: int | None = None, *, within: str | None = None
    ) -> regex.Match[str] | None:
        """A match that begins at `start`."""
        return self.pattern.match(text, start, end) if self._pieces.stand_in(text, within) else None

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
