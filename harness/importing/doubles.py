"""The same question in several rows: answered alike, answered in other words, or answered so that one must be wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from typing import NamedTuple

from harness.checks._stems import STOPWORDS, stem
from harness.checks.text import fold, normalize
from harness.importing.choosing_checks import choose, holds
from harness.importing.names import digest
from harness.importing.questions import Question
from harness.importing.rarity import Rarity
from harness.lint._claims import differs
from harness.lint._said import said
from harness.lint.overlap import words_of

__all__ = ["Doubles", "Doubt", "contradiction", "settle"]

_EXACT = frozenset(("number", "amount", "date", "time", "yes or no"))
"""Kinds of answers of which two that don't meet exclude each other."""
_SHORT_WORDS = 7


class Doubt(NamedTuple):
    """Rows that a person should look at: what about them, and each as `file, row 3` with what it says."""

    what: str
    rows: tuple[tuple[str, str], ...]


class Doubles(NamedTuple):
    """The questions, each once; the rows that are not taken, with the reason; what of it a person should see."""

    kept: list[Question]
    left: list[tuple[Question, str]]
    joined: list[Question]
    said: list[Doubt]


def settle(questions: Sequence[Question], rarity: Rarity) -> Doubles:
    """Each question once.

    Rows that answer one question so that they can't both be right are left out, all of them: nobody here knows which
    is. A row that says nothing new is left out, a short answer in other words is one more that is accepted.
    """
    made = Doubles([], [], [], [])
    groups: dict[str, list[Question]] = {}
    for one in questions:
        groups.setdefault(digest(one.prompt, one.context), []).append(one)
    for group in groups.values():
        if len(group) == 1:
            made.kept.append(group[0])
        else:
            _settle(group, rarity, made)
    made.kept.sort(key=lambda one: (str(one.file), one.number))
    return made


def _settle(group: Sequence[Question], rarity: Rarity, made: Doubles) -> None:
    distinct: dict[frozenset[str], Question] = {}
    for one in group:
        distinct.setdefault(_meant(one), one)
    parted = [
        (a, b, why) for a, b in combinations(list(distinct.values())[:24], 2) if (why := contradiction(a, b, rarity))
    ]
    if parted:
        rows = tuple((one.place, one.told) for one in distinct.values())
        what = said("“{asked}” has answers that can't both be right ({why})", asked=group[0].prompt, why=parted[0][2])
        made.said.append(Doubt(what, rows))
        for one in group:
            its = distinct[_meant(one)]
            a, b, why = next((pair for pair in parted if its in pair[:2]), parted[0])
            other = b if its is a else a
            what = said("contradicts {at} ({why}): ask who is right, and keep that row", at=other.at, why=why)
            made.left.append((one, what))
        return
    first, *others = group
    answers = list(first.answers)
    for one in others:
        known = set(map(_same, answers))
        new = [text for text in one.answers if _same(text) not in known]
        if one.expect != first.expect:
            made.left.append((one, said("asks what {at} asks, with other checks: keep one of them", at=first.at)))
        elif not new:
            made.left.append((one, said("the same question and answer as {at}", at=first.at)))
        elif all(len(text.split()) <= _SHORT_WORDS for text in (*answers, *new)):
            answers += new
            made.joined.append(one)
            what = said("“{asked}”: both answers are accepted", asked=group[0].prompt)
            made.said.append(Doubt(what, ((first.place, first.told), (one.place, one.told))))
        else:
            what = said("asks what {at} asks, with another answer: write one row that says both", at=first.at)
            made.left.append((one, what))
    made.kept.append(replace(first, answers=tuple(answers)))


def _meant(question: Question) -> frozenset[str]:
    return frozenset(map(_same, question.answers)) or frozenset((str(question.expect),))


def _stems(question: Question) -> frozenset[str]:
    return frozenset(stem(word) for word in words_of(question.answers[0])) - STOPWORDS


def _same(answer: str) -> str:
    """An answer without case, punctuation and articles."""
    return normalize(answer) or fold(answer)


def contradiction(one: Question, other: Question, rarity: Rarity) -> str:
    """Why two answers to one question can't both be right; empty where they may."""
    if not one.answers or not other.answers:
        return ""
    if {_same(text) for text in one.answers} & {_same(text) for text in other.answers}:
        return ""
    found = differs(one.answers[0], other.answers[0], one.prompt)
    if found is not None:
        if found.kind != "labels":
            return found.why
        return "" if _stems(one) & _stems(other) else _both(one, other)
    chosen, its = (choose(a.prompt, a.answers, rarity) for a in (one, other))
    if chosen.kind == its.kind and chosen.kind in _EXACT:
        meets = holds(chosen.expect, other.answers[0], one.prompt) or holds(its.expect, one.answers[0], one.prompt)
        return "" if meets else _both(one, other)
    return ""


def _both(one: Question, other: Question) -> str:
    return said("{one} and {other}", one=one.answers[0], other=other.answers[0])
