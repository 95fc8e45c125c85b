"""How differently answers are worded: how they begin, and how often the same pairs of words come again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import ClassVar

from harness.checks._stems import STOPWORDS
from harness.lint._orders import key
from harness.lint._quoted import quote
from harness.lint._said import said
from harness.lint._words import words_of
from harness.lint.findings import Finding, Place, Rule
from harness.lint.lints import About
from harness.lint.rows import Row

__all__ = ["Variety"]

OPENING = Rule(
    "common-opening",
    "note",
    "Most answers of a language begin with the same words, which will be said whatever is asked.",
    "If it is no house rule, begin with what answers the question; else let a template say it, and train without it.",
)
FEW_WORDS = Rule(
    "few-words",
    "note",
    "Answers say the same pairs of words again and again: one sentence with its blanks filled in.",
    "Word some of them anew: what is learnt from one sentence is that sentence.",
)

_LEAST = 20
"""Different answers from which shares tell something."""
_SENTENCE = 6
"""Words of an answer that is a sentence and no label."""
_OPENING = 3
_MOST = 200_000
"""Different answers that are told apart; later ones all count."""
_MOST_OPENINGS = 50_000
_BLOCK = 1_000
"""Words among which pairs are counted: distinct-2 (Li et al., NAACL 2016) falls with the length of a text."""
_LEAST_BLOCKS = 2
_READ = 200
"""Words of one answer that are counted, so that a long one is no block of its own."""
_NO_SENTENCE = re.compile(r"\s*(?:[{\[<#|*`>•–—-]|\S+(?:\s\S+){0,2}?:)")
"""Data, markup, a list, a heading: beginnings that templates are about."""
_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)


class Variety:
    """Beginnings by language, and distinct-2 by blocks of words; a repeated answer counts once."""

    rules: ClassVar[tuple[Rule, ...]] = (OPENING, FEW_WORDS)

    def __init__(self, about: About) -> None:
        self._share, self._distinct = about.settings.balance_opening, about.settings.balance_distinct
        self._known: set[int] = set()
        self._answers: Counter[str] = Counter()
        self._openings: Counter[tuple[str, str]] = Counter()
        self._first: dict[tuple[str, str], Place] = {}
        self._block: list[str] = []
        self._blocks, self._sum = 0, 0.0

    def see(self, row: Row) -> Iterable[Finding]:
        """Count how the answer begins and what it is made of."""
        words = words_of(row.answer[:2000]).split() if row.form != "document" else []
        if len(words) < _SENTENCE:
            return ()
        known = key(*words)
        if known in self._known:
            return ()
        if len(self._known) < _MOST:
            self._known.add(known)
        language = "ru" if _CYRILLIC.search(row.answer, 0, 200) else "en"
        self._answers[language] += 1
        if not _NO_SENTENCE.match(row.answer):
            self._open(language, words, row)
        self._block += words[:_READ]
        while len(self._block) >= _BLOCK:
            block, self._block = self._block[:_BLOCK], self._block[_BLOCK:]
            self._blocks += 1
            self._sum += len(set(pairwise(block))) / (_BLOCK - 1)
        return ()

    def _open(self, language: str, words: list[str], row: Row) -> None:
        openings = [" ".join(words[:_OPENING])]
        if words[0] not in STOPWORDS and len(words[0]) > 1:
            openings.append(words[0])
        for opening in openings:
            one = language, opening
            if one not in self._openings and len(self._openings) >= _MOST_OPENINGS:
                continue  # what most answers begin with comes early
            self._openings[one] += 1
            self._first.setdefault(one, Place(row.file, row.line, " ".join(row.answer[:80].split())))

    def end(self) -> Iterator[Finding]:
        """The commonest beginning of each language, and that answers are made of few words."""
        for language, answers in self._answers.items():
            openings = {opening: n for (of, opening), n in self._openings.items() if of == language}
            common = [opening for opening, n in openings.items() if n >= self._share * answers]
            if answers >= _LEAST and common:
                opening, name = max(common, key=len), said("Russian") if language == "ru" else said("English")
                yield Finding(
                    rule=OPENING,
                    message=said(
                        "{n:answer begins|answers begin} with {text} ({share:.0%} of the different ones in {language})",
                        n=openings[opening],
                        text=quote(opening),
                        share=openings[opening] / answers,
                        language=name,
                    ),
                    places=(self._first[language, opening],),
                    rows=openings[opening],
                )
        if self._blocks >= _LEAST_BLOCKS and (distinct := self._sum / self._blocks) < self._distinct:
            yield Finding(
                rule=FEW_WORDS,
                message=said(
                    "of the pairs of words in {n:word} of different answers {share:.0%} are different",
                    n=_BLOCK,
                    share=distinct,
                ),
                data={"distinct_2": distinct, "blocks": self._blocks},
            )
