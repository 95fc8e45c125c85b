"""Facts that change, learnt by heart: prices, dates and the like in answers, where the model was not given them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, ClassVar, NamedTuple

from harness.checks._spellings import is_given
from harness.checks._stems import STOPWORDS, stem
from harness.checks.text import listed
from harness.lint._quoted import quote
from harness.lint._said import said
from harness.lint._volatile_signs import KINDS, OF_DELIVERY, OF_PLACE, likely, patterns
from harness.lint.findings import Finding, Place, Rule, place
from harness.lint.lints import About
from harness.lint.overlap import words_of
from harness.lint.rows import Row

__all__ = ["VolatileFacts", "volatile_facts"]

VOLATILE = Rule(
    "volatile-fact",
    "warning",
    "Answers quote prices, discounts, dates, hours, stock, phone numbers or staff that do not stand before them.",
    "Put such facts into the knowledge base and hand them over with the question: in weights they can't be changed.",
)

_SENTENCE_END = re.compile(r"[.!?](?=\s|$)|\n")
_DIGITS = re.compile(r"\d+")
_PLACES = ("на складе", "in our warehouse", "in the warehouse")
_HISTORY = 2015
"""A date of an earlier year is history and will not change."""
_READ = 20_000
_SUBJECT, _SUBJECT_WORDS = 2, 40
"""Words by which a thing is known, and words of a sentence that are looked at."""
_NOT_OF = STOPWORDS | listed("costs cost price prices now today at стоит стоят цена сейчас сегодня наш наша наше")
_DIFFERENT = 1_000
"""Different values of a kind that are counted one by one."""


def volatile_facts(answer: str, given: str) -> Iterator[tuple[str, str]]:
    """(kind, piece) of each such fact in an answer whose digits, or words, do not stand in what was given."""
    answer = answer[:_READ]
    known = set(_DIGITS.findall(given))
    low = given.lower()
    for kind in likely(answer):
        for found in patterns()[kind].finditer(answer):
            piece = found[0].strip(" .,")
            digits = _DIGITS.findall(piece)
            if kind == "date" and any(len(d) == 4 and int(d) < _HISTORY for d in digits):
                continue
            if kind == "staff" and (given := found["given"]) and not is_given(given.lower()):
                continue
            if kind == "stock" and piece.lower() in _PLACES and OF_PLACE.search(_sentence(answer, found.start())):
                continue
            if not (all(d in known for d in digits) if digits else piece.lower() in low):
                of_delivery = kind == "hours" and OF_DELIVERY.search(_sentence(answer, found.start()))
                yield "delivery" if of_delivery else kind, piece


def _sentence(text: str, at: int) -> str:
    """The sentence around a place."""
    start = max(text.rfind(end, 0, at) for end in (". ", "! ", "? ", "\n"))
    end = _SENTENCE_END.search(text, at)
    return text[start + 1 : end.start() if end else len(text)]


def _subject(text: str) -> frozenset[str]:
    """The stems of what a text speaks of."""
    return frozenset(
        stem(word) for word in words_of(text)[:_SUBJECT_WORDS] if word not in _NOT_OF and not word.isdigit()
    )


class _OfOne(NamedTuple):
    """What one thing is said to cost, and the like; `subject` as it is written first."""

    subject: str
    values: Counter[str]


class VolatileFacts:
    """One finding a kind: how many answers have such facts, how many different ones, and the first of them."""

    rules: ClassVar[tuple[Rule, ...]] = (VOLATILE,)

    def __init__(self, about: About) -> None:
        self._least = about.settings.volatile_share
        self._rows = 0
        self._answers: Counter[str] = Counter()
        self._values: dict[str, Counter[str]] = {}
        self._places: dict[str, list[Place]] = {}
        self._of_one: dict[tuple[str, frozenset[str]], _OfOne] = {}

    def see(self, row: Row) -> Iterable[Finding]:
        """Count what the answer quotes."""
        if row.form == "document":
            return ()
        self._rows += 1
        for kind, piece in dict(volatile_facts(row.answer, row.given)).items():
            self._answers[kind] += 1
            values = self._values.setdefault(kind, Counter())
            if piece in values or len(values) < _DIFFERENT:
                values[piece] += 1
            places = self._places.setdefault(kind, [])
            if len(places) < 8:
                places.append(place(row, piece if kind != "phone" else ""))
            self._count_of_one(kind, piece, row)
        return ()

    def _count_of_one(self, kind: str, piece: str, row: Row) -> None:
        """What the sentence says beside the fact, or the question where that is nothing, is what it is the fact of."""
        sentence = _sentence(row.answer, row.answer.find(piece)).replace(piece, "…")
        about = next((text for text in (sentence, row.prompt[:_READ]) if len(_subject(text)) >= _SUBJECT), None)
        if about is None or kind == "phone":
            return
        key = kind, _subject(about)
        if key in self._of_one or len(self._of_one) < _DIFFERENT:
            one = self._of_one.setdefault(key, _OfOne(" ".join(about.split()), Counter()))
            one.values[piece] += 1

    def end(self) -> Iterator[Finding]:
        """The kinds that stand in more answers than the settings let pass."""
        for kind, answers in self._answers.most_common():
            if answers < max(2, self._least * self._rows):
                continue
            different = len(self._values[kind])
            data: dict[str, Any] = {"kind": kind, "answers": answers, "different": different}
            told = said(
                "{what} not given with the question ({share:.0%} of all; {different} different)",
                what=said(KINDS[kind], n=answers),
                share=answers / self._rows,
                different=different,
            )
            several = [one for (of, _), one in self._of_one.items() if of == kind and len(one.values) > 1]
            if several:
                most = max(several, key=lambda one: len(one.values))
                data["of_one"] = {"subject": most.subject, "values": [*most.values][:8]}
                told = said(
                    "{told}; {n} of them of one thing: {about}",
                    told=told,
                    n=len(most.values),
                    about=quote(most.subject),
                )
            yield Finding(
                rule=VOLATILE,
                message=told,
                places=tuple(self._places[kind]),
                rows=answers,
                data=data | {"share": answers / self._rows},
            )
