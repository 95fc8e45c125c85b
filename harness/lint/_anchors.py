"""Which rows may hold one of many evaluation texts: those that share more of its rare words than chance would have it.

A million rows are read for a thousand cases. So this works on bytes: no row is parsed before it shares enough.
What passes is compared word for word (`overlap`); of what does not, nothing is known but that it shares little.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate

import numpy as np
import scipy.sparse
from numpy.typing import NDArray

from harness.lint._hashes import Known
from harness.lint._lookalikes import mixed, one_script

__all__ = ["Anchors", "plain", "unescaped"]

SURPRISE = 15.0
"""Nats: the chance of the shared words to meet in a row, were they independent, is below e⁻¹⁵ = 3 in ten million.

There are many words that could meet: of a million rows that hold no case some per cent pass all the same.
"""
EDITED_SHARE, WHOLE_SHARE = 0.55, 0.9
"""Of a text's own surprise, where that is less: a text of some length may be edited, a short one has to be there."""
_ANCHORS = 12
_PLENTY = 60.0
"""Nats: of a text's anchors together, the rarest first; a quarter of them is enough."""
_TELLING = 2.0
"""Nats: a word of every seventh row tells nothing, unless a text has no other."""
_LEAST = 0.05
_BLOCK = 1 << 20

_TABLE = bytes(
    code if code >= 128 else ord(chr(code).lower()) if chr(code).isalnum() or code in b"_\n" else 32
    for code in range(256)
)
_FAMILIAR = bytes(range(0xE1))
"""First bytes of Latin and Cyrillic letters, and of what is replaced."""
_SIGNS = re.compile(r"\W+")
_ESCAPE = re.compile(rb"\\[nrtbf]")
_REPLACED = tuple(
    (lead, re.compile(pattern), by)
    for lead, pattern, by in (
        (b"\xd1\x91", rb"\xd1\x91", "е".encode()),
        (b"\xd0\x81", rb"\xd0\x81", "Е".encode()),
        (b"\xcc\x81", rb"\xcc\x81", b""),  # a stress mark
        (b"\xc2", rb"\xc2\xad", b""),  # a soft hyphen
        (b"\xc2", rb"\xc2[\xa0-\xa9\xab\xac\xae-\xb1\xb4\xb6-\xb8\xbb\xbf]", b" "),  # no-break space, « »
        (b"\xe2\x80", rb"\xe2\x80[\x8b-\x8d]", b""),  # joiners
        (b"\xe2\x80", rb"\xe2\x80[\x80-\xbf]", b" "),  # dashes, quotes, spaces, …
        (b"\xe2\x81\xa0", rb"\xe2\x81\xa0", b""),
        (b"\xef\xbb\xbf", rb"\xef\xbb\xbf", b""),
    )
)


def plain(text: bytes) -> bytes:
    """Words with spaces between them, ASCII in small letters, ё as е; lines stay lines."""
    text = text.translate(_TABLE)
    if text.isascii():
        return text
    for lead, pattern, by in _REPLACED:
        if lead[:1] in text and lead in text:  # one byte is sought thirty times as fast as two
            text = pattern.sub(by, text)
    if len(at := mixed(text)):
        text = _in_one_script(text, at)
    if text.translate(None, _FAMILIAR):
        return b"\n".join(_spaced(line) if line.translate(None, _FAMILIAR) else line for line in text.split(b"\n"))
    return text


def _in_one_script(text: bytes, at: NDArray[np.int64]) -> bytes:
    """With the lines at these places in one alphabet a word."""
    lines = text.split(b"\n")
    ends = np.flatnonzero(np.frombuffer(text, dtype=np.uint8) == ord("\n"))
    for number in np.unique(np.searchsorted(ends, at)).tolist():
        lines[number] = one_script(lines[number].decode("utf-8", "replace").lower()).encode("utf-8", "replace")
    return b"\n".join(lines)


def _spaced(line: bytes) -> bytes:
    """Any script's punctuation and signs as spaces."""
    return _SIGNS.sub(" ", line.decode("utf-8", "replace")).encode("utf-8", "replace")


def unescaped(lines: bytes) -> bytes:
    r"""JSON lines without escapes: `\n` as a space, and where letters are written `\u0441`, parsed and written anew."""
    if b"\\" not in lines:
        return lines
    if b"\\u" in lines:
        lines = b"\n".join(_as_letters(line) if b"\\u" in line else line for line in lines.split(b"\n"))
    return _ESCAPE.sub(b" ", lines)


def _as_letters(line: bytes) -> bytes:
    try:
        return json.dumps(json.loads(line), ensure_ascii=False).encode("utf-8", "replace")
    except (ValueError, RecursionError):
        return line


class Anchors:
    """The rare words of evaluation texts, rare among the rows that were learnt from."""

    def __init__(self, texts: Sequence[Sequence[str]], edited_words: int) -> None:
        """Take texts as words in small letters; one of fewer than `edited_words` is sought as a whole only."""
        self._of = texts
        self._edited_words = edited_words
        self._rows = 0
        self._words = {form for words in texts for word in words for form in _forms(word)}
        self._held = Counter[bytes]()
        self._ids: dict[bytes, int] = {}

    def learn(self, row: bytes) -> None:
        """Count the words of a row in plain form."""
        self._rows += 1
        self._held.update(self._words.intersection(row.split()))

    def settle(self) -> None:
        """Choose the anchors of each text by what was learnt."""
        never = math.log(self._rows + 2)
        enough, weights, columns, of_text = list[float](), list[float](), list[int](), list[int]()
        for number, words in enumerate(self._of):
            forms = {word: _forms(word) for word in dict.fromkeys(words)}
            # A word counts with all its forms, or a capital would make it rare.
            surprise = {
                word: max(_LEAST, never - math.log(1 + sum(self._held[form] for form in of)))
                for word, of in forms.items()
            }
            ranked = sorted(surprise, key=lambda word: -surprise[word])[:_ANCHORS]
            before = accumulate((surprise[word] for word in ranked), initial=0.0)
            telling = [w for w, sum_ in zip(ranked, before, strict=False) if surprise[w] >= _TELLING and sum_ < _PLENTY]
            anchors = telling or ranked
            share = EDITED_SHARE if len(words) >= self._edited_words else WHOLE_SHARE
            total = share * sum(surprise[word] for word in anchors)
            enough.append(min(SURPRISE, total) * 0.999 if total else math.inf)
            for word in anchors:
                weights.append(surprise[word])
                of_text.append(number)
                # Forms of one word are one column, so that it counts once.
                column = self._ids.setdefault(min(forms[word]), len(self._ids))
                columns.append(column)
                self._ids.update(dict.fromkeys(forms[word], column))
        self._known = Known(self._ids)
        self._enough = np.array(enough, dtype=np.float32)
        shape = (max(self._ids.values(), default=0) + 1, max(len(enough), 1))
        self._weights = scipy.sparse.csr_array((np.array(weights, dtype=np.float32), (columns, of_text)), shape=shape)

    def near(self, rows: bytes) -> list[int]:
        """Which of the rows, a line each in plain form, share enough with any one of the texts; counted from 0."""
        if not self._ids:
            return []
        found, before = list[int](), 0
        for block in _blocks(rows):
            columns, lines = self._known.held(block)
            shape = (len(lines) - 1, self._weights.shape[0])
            held = scipy.sparse.csr_array((np.ones(len(columns), dtype=np.float32), columns, lines), shape=shape)
            held.sum_duplicates()
            held.data[:] = 1  # of a word that a row has twice
            shared = (held @ self._weights).tocoo()
            near = np.unique(shared.row[shared.data >= self._enough[shared.col]])
            found += (near + before).tolist()
            before += len(lines) - 2
        return found


def _blocks(rows: bytes) -> Iterator[bytes]:
    """Whole lines, some at a time: what is worked on then fits a processor's cache."""
    start = 0
    while start < len(rows):
        end = rows.find(b"\n", start + _BLOCK) + 1 or len(rows)
        yield rows[start:end]
        start = end


def _forms(word: str) -> set[bytes]:
    """As a word may be written in plain form: only ASCII is in small letters."""
    forms = {word} if word.isascii() else {word, word.capitalize(), word.upper()}
    return {form.encode("utf-8", "replace") for form in forms}
