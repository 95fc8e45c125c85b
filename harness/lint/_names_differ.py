"""Whether two answers to who, where or which give two names."""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz import fuzz

from harness.checks._names_found import names
from harness.checks._stems import stem
from harness.checks.text import listed
from harness.lint._said import said
from harness.lint.overlap import words_of

__all__ = ["names_differ"]

_NAME_WORDS = 5
_DIRECT_WORDS = 8
"""Words of an answer to where: what is longer tells of the town, the land and the way, and all may be right."""
_SAME = 80.0
"""Two names whose letters agree so far (rapidfuzz's ratio, per cent) are one, spelled twice."""
_SAME_BEGINNING = 4
"""Letters by which a word is one of the question's: "India", "Indian"."""
_BEFORE = listed("in at on by from the it is was of to our we are в во на у из от это мы наш находимся")
_NAME = re.compile(r"[^\W\d_][^\W\d_]*(?:[.'’-]+[^\W\d_]*)*")
_SENTENCE = re.compile(r"(?<=[^\W\d_]{3}[.!?])\s|\n")
_SEVERAL = re.compile(
    r"\b(?:who(?:m| are| were)?\s(?:are|were|all)|characters|members|cast|some of|кто входит|какие)\b", re.I
)


def names_differ(one: str, other: str, question: str, *, direct: bool) -> str:
    """The two names, where each answer gives one that the question has not and they share no word; empty for none."""
    if _SEVERAL.search(question) or (direct and max(len(words_of(one)), len(words_of(other))) > _DIRECT_WORDS):
        return ""
    a, b = _one_name(one, question), _one_name(other, question)
    if not a or not b or _alike(a, b) or _named(a, other) or _named(b, one):
        return ""
    return said("{one} and {other}", one=a, other=b)


@lru_cache(maxsize=64)
def _one_name(answer: str, question: str) -> str:
    sentence = _SENTENCE.split(answer.strip(), maxsplit=1)[0].rstrip(".!")
    words = [word for word in sentence.split() if word.lower() not in _BEFORE]
    if 0 < len(words) <= _NAME_WORDS and all(word[0].isupper() and _NAME.fullmatch(word) for word in words):
        found = [" ".join(words)]
    else:
        found = [" ".join(name.words) for name in names(sentence) if name.kind == "name"]
    known = words_of(question)
    new = {name for name in found if not any(_stands(word, known) for word in words_of(name))}
    return new.pop() if len(new) == 1 else ""


def _stands(word: str, known: list[str]) -> bool:
    return any(
        stem(word) == stem(one) or (len(word) > 4 and word[:_SAME_BEGINNING] == one[:_SAME_BEGINNING]) for one in known
    )


def _named(name: str, answer: str) -> bool:
    """Whether the other answer has the name too, in another place."""
    said = {stem(word) for word in words_of(answer)}
    return any(stem(word) in said for word in words_of(name) if len(word) > 2)


def _alike(one: str, other: str) -> bool:
    if one.isascii() != other.isascii():
        return True
    mine, its = words_of(one), words_of(other)
    return fuzz.ratio(" ".join(mine), " ".join(its)) >= _SAME or any(
        stem(a) == stem(b) or fuzz.ratio(a, b) >= _SAME for a in mine for b in its if len(a) > 1 and len(b) > 1
    )
