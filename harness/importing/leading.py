"""Where in a text the answer stands: the sentence that takes the question up, and the part of it that is new."""

from __future__ import annotations

import re
from typing import NamedTuple

from harness.checks._stems import STOPWORDS, stem
from harness.checks.text import sentences
from harness.lint.overlap import words_of

__all__ = ["Lead", "content", "lead"]

_LOOKED_AT = 4
_CLEARER = 2
"""Words of the question that a later sentence has to have more than the first, to be the one that answers."""
_TAIL = re.compile(
    r"\s*(?:[,;(]|\s[—–-]\s)\s*(?:an?|the|one of|which|who|whose|where|when|while|although|though|because|since|"
    r"located|directed|written|known|based|founded|played|built|released|published|including|such as|as|"
    r"(?:в |на |о |с |из |за )?котор\w+|где|когда|хотя|прич[её]м|поскольку|потому что|так как|чтобы|включая|например|"
    r"а именно|то есть)\b",
    re.IGNORECASE,
)
"""Where what is said beside the answer begins."""
_COPULA = re.compile(
    r"(?<!which)(?<!that)(?<!who)(?<!where)\s"
    r"(?:is|are|was|were|be|been|called|means?|stands? for|by|это|является|[—–-])(?=\s)",
    re.IGNORECASE,
)
_INITIAL = re.compile(r"\b[A-ZА-ЯЁ]\.$")
_BARE = re.compile(r"\W*(?:yes|no|да|нет|конечно|of course|sure|unfortunately|к сожалению)?\W*", re.IGNORECASE)


class Lead(NamedTuple):
    """The sentence that answers, in characters of the text.

    Attributes:
        start, end: the sentence.
        answers: where the part begins that the question has not.
        tail: where what is said beside the answer begins; `end` where nothing is.
    """

    start: int
    end: int
    answers: int
    tail: int


def content(text: str) -> frozenset[str]:
    """The stems of the words of a text that say something."""
    return frozenset(stem(word[:64]) for word in words_of(text)) - STOPWORDS


def lead(prompt: str, text: str) -> Lead:
    """The first sentence, or the one of the first few that has clearly more of the question's words."""
    asked = content(prompt)
    spans = _sentences(text)[:_LOOKED_AT] or [(0, len(text))]
    shared = [len(asked & content(text[a:b])) for a, b in spans]
    best = max(shared)
    at = 0 if best < shared[0] + (_CLEARER if shared[0] else 1) else shared.index(best)
    start, end = spans[at]
    if _BARE.fullmatch(text, start, end) and at + 1 < len(spans):
        start, end = spans[at + 1]
    answers = _new_part(asked, text, start, end)
    found = _TAIL.search(text, min(end, answers + 3), end)
    return Lead(start, end, answers, found.start() if found is not None else end)


def _sentences(text: str) -> list[tuple[int, int]]:
    """The sentences; an initial's point ends none: "by L.K. Advani"."""
    made: list[tuple[int, int]] = []
    for start, end in sentences(text):
        if made and _INITIAL.search(text, made[-1][0], made[-1][1]):
            made[-1] = (made[-1][0], end)
        else:
            made.append((start, end))
    return made


def _new_part(asked: frozenset[str], text: str, start: int, end: int) -> int:
    """Behind the copula, where the words before it are the question's; else the sentence's beginning."""
    for found in _COPULA.finditer(text, start, end):
        before, after = (len(asked & content(part)) for part in (text[start : found.start()], text[found.end() : end]))
        if before:
            return found.end() if before >= after else start
    return start
