"""Text that others wrote, made safe to look at: invisible characters shown, long texts cut, words compared.

A reply can hold anything: characters that draw nothing, that turn the direction of their neighbours, or that drive a
terminal. Here each becomes a visible sign in plain text; escaping for HTML or Markdown comes on top of it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from rapidfuzz.distance import LCSseq

__all__ = ["Piece", "brief", "clip", "compare_words", "language", "one_line", "pieces", "visible"]

# Letters and marks by their category, yet drawn as nothing or as a blank.
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u2800\u3164\uffa0")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_LATIN = re.compile(r"[A-Za-zªµºÀ-ÖØ-öø-ɏ]")
_WORD = re.compile(r"\w+|[^\w\s]")
_MOST_WORDS = 4000
_LEAST_IN_COMMON = 0.25


class Piece(NamedTuple):
    """A run of text: `sign` where it stands for an invisible character, `changed` where the other reply differs."""

    text: str
    sign: bool = False
    changed: bool = False


@lru_cache(maxsize=4096)
def _sign(char: str) -> str | None:
    """What is shown in place of a character that can't be seen, or None where it can (newline and tab stay)."""
    if char in "\n\t":
        return None
    if char in _BLANK or unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}:
        return f"⟨U+{ord(char):04X}⟩"
    return None


def pieces(text: str) -> Iterator[Piece]:
    """Split text into runs to show as they are and signs for what is invisible; line ends become newlines."""
    text = text.replace("\r\n", "\n")
    start = 0
    for at, char in enumerate(text):
        if char.isprintable() and char not in _BLANK:
            continue
        if (sign := _sign(char)) is not None:
            if at > start:
                yield Piece(text[start:at])
            yield Piece(sign, sign=True)
            start = at + 1
    if start < len(text):
        yield Piece(text[start:])


def visible(text: str) -> str:
    """The text with a sign for each invisible character: controls, bidi and zero-width characters, lone surrogates.

    The result always encodes as UTF-8 and holds no control character but newline and tab.
    """
    return "".join(piece.text for piece in pieces(text))


def one_line(text: str, most: int = 200) -> str:
    """`visible` on one line, white space collapsed, cut to `most` characters."""
    shown = " ".join(visible(text[: 4 * most]).split())
    return shown if len(shown) <= most else shown[: most - 1].rstrip() + "…"


def brief(text: str, most: int = 2000) -> str:
    """A name, a reason, an expectation: what goes beyond `most` characters is cut, with `…` in its place."""
    return text if len(text) <= most else f"{text[:most]}…"


def clip(text: str, most: int) -> tuple[str, int]:
    """The first `most` characters and how many were left out."""
    return text[:most], max(0, len(text) - most)


def language(text: str) -> str:
    """`ru` where most letters are Cyrillic, else `en`: enough for hyphenation, quotes and a screen reader's voice."""
    sample = text[:2000]
    cyrillic = len(_CYRILLIC.findall(sample))
    return "ru" if cyrillic and cyrillic > len(_LATIN.findall(sample)) else "en"


def compare_words(one: str, other: str) -> tuple[list[Piece], list[Piece]]:
    """Both texts in pieces, with the words marked that the other one lacks (a longest common subsequence of words).

    Nothing is marked where the texts share so little that all would be, or are too long to compare in a moment.
    """
    first, second = (list(islice(_WORD.finditer(text), _MOST_WORDS + 1)) for text in (one, other))
    if max(len(first), len(second)) > _MOST_WORDS:
        return list(pieces(one)), list(pieces(other))
    words = [m.group() for m in first], [m.group() for m in second]
    if LCSseq.normalized_similarity(*words) < _LEAST_IN_COMMON:
        return list(pieces(one)), list(pieces(other))
    mine: list[tuple[int, int]] = []
    theirs: list[tuple[int, int]] = []
    for op in LCSseq.opcodes(*words):
        if op.tag == "equal":
            continue
        if op.src_end > op.src_start:
            mine.append((first[op.src_start].start(), first[op.src_end - 1].end()))
        if op.dest_end > op.dest_start:
            theirs.append((second[op.dest_start].start(), second[op.dest_end - 1].end()))
    return list(_marked(one, mine)), list(_marked(other, theirs))


def _marked(text: str, spans: list[tuple[int, int]]) -> Iterator[Piece]:
    at = 0
    for start, end in spans:
        yield from pieces(text[at:start])
        yield from (piece._replace(changed=True) for piece in pieces(text[start:end]))
        at = end
    yield from pieces(text[at:])
