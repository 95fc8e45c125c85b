"""Which rows may hold one of many evaluation texts: those that share more of its rare words than chance would have it.

A million rows are read for a thousand cases. So this works on bytes: no row is parsed before it shares enough.
What passes is compared word for word (`overlap`); of what does not, nothing is known but that it shares little.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Sequence

__all__ = ["Anchors", "plain", "unescaped"]

SURPRISE = 12.0
"""Nats: the chance of the shared words to meet in a row, were they independent, is below e⁻¹² = 6 in a million."""
EDITED_SHARE, WHOLE_SHARE = 0.55, 0.9
"""Of a text's own surprise, where that is less: a text of some length may be edited, a short one has to be there."""
_ANCHORS = 16
_TELLING = 2.0
"""Nats: a word of every seventh row tells nothing, unless a text has no other."""
_LEAST = 0.05

_TABLE = bytes(
    code if code >= 128 else ord(chr(code).lower()) if chr(code).isalnum() or code in b"_\n" else 32
    for code in range(256)
)
_ESCAPE = re.compile(rb"\\[nrtbf]")
_REPLACED = tuple(
    (lead, re.compile(pattern), by)
    for lead, pattern, by in (
        (b"\xd1\x91", rb"\xd1\x91", "е".encode()),
        (b"\xd0\x81", rb"\xd0\x81", "Е".encode()),
        (b"\xcc\x81", rb"\xcc\x81", b""),  # a stress mark
        (b"\xc2", rb"\xc2\xad", b""),  # a soft hyphen
        (b"\xc2", rb"\xc2[\xa0-\xbf]", b" "),  # no-break space, « »
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
        if lead in text:
            text = pattern.sub(by, text)
    return text


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
        self._surprise: dict[bytes, float] = {}
        self._texts: dict[bytes, list[int]] = {}
        self._enough: list[float] = []
        self._least = math.inf

    def learn(self, row: bytes) -> None:
        """Count the words of a row in plain form."""
        self._rows += 1
        self._held.update(self._words.intersection(row.split()))

    def settle(self) -> None:
        """Choose the anchors of each text by what was learnt."""
        never = math.log(self._rows + 2)
        for number, words in enumerate(self._of):
            forms = {word: _forms(word) for word in dict.fromkeys(words)}
            # A word counts with all its forms, or a capital would make it rare.
            surprise = {
                word: max(_LEAST, never - math.log(1 + sum(self._held[form] for form in of)))
                for word, of in forms.items()
            }
            ranked = sorted(surprise, key=lambda word: -surprise[word])[:_ANCHORS]
            anchors = [word for word in ranked if surprise[word] >= _TELLING] or ranked
            share = EDITED_SHARE if len(words) >= self._edited_words else WHOLE_SHARE
            self._enough.append(min(SURPRISE, share * sum(surprise[word] for word in anchors)) or math.inf)
            for word in anchors:
                for form in forms[word]:
                    self._surprise[form] = max(surprise[word], self._surprise.get(form, 0.0))
                    self._texts.setdefault(form, []).append(number)
        self._words = set(self._texts)
        self._least = min(self._enough, default=math.inf)

    def near(self, row: bytes) -> bool:
        """Whether a row in plain form shares enough with any one of the texts."""
        shared = self._words.intersection(row.split())
        if not shared:
            return False
        surprise = self._surprise
        if sum([surprise[word] for word in shared]) < self._least:
            return False
        found: dict[int, float] = {}
        enough = self._enough
        for word in shared:
            more = surprise[word]
            for text in self._texts[word]:
                so_far = found[text] = found.get(text, 0.0) + more
                if so_far >= enough[text]:
                    return True
        return False


def _forms(word: str) -> set[bytes]:
    """As a word may be written in plain form: only ASCII is in small letters."""
    forms = {word} if word.isascii() else {word, word.capitalize(), word.upper()}
    return {form.encode("utf-8", "replace") for form in forms}
