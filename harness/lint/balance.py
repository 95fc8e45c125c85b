"""What is learnt most because it stands there most: one answer, one language, one length."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from typing import ClassVar

from harness.lint._quoted import quote
from harness.lint._said import said
from harness.lint._words import words_of
from harness.lint.findings import Finding, Place, Rule, place
from harness.lint.lints import About
from harness.lint.rows import Row

__all__ = ["Balance"]

COMMON = Rule(
    "common-answer",
    "warning",
    "One answer stands in so many rows that it will be given to other questions too.",
    "Draw fewer of these rows, or let the answers say what the question was about.",
)
LANGUAGE = Rule(
    "rare-language",
    "note",
    "Few answers of a language that is served: what is rare in training is poor in use.",
    "Add rows of that language, or take them out if it is not served.",
)
LENGTH = Rule(
    "one-length",
    "note",
    "Nearly all answers are of one length: length will be learnt, whatever is asked.",
    "Mix short and long answers, as the questions need.",
)

_LEAST = 50
"""Rows from which shares tell something."""
_MOST_ANSWERS = 200_000
"""Different answers that are counted; later ones are not, and a common one comes early."""
_SPREAD = 0.1
"""Coefficient of variation of the answers' lengths below which they are one."""
_LONG = 40
"""Characters of answers on the average from which length is something that is learnt; labels have none."""
_CYRILLIC, _LATIN = re.compile(r"[а-яё]", re.IGNORECASE), re.compile(r"[a-z]", re.IGNORECASE)


class Balance:
    """Shares of answers, languages and lengths."""

    rules: ClassVar[tuple[Rule, ...]] = (COMMON, LANGUAGE, LENGTH)

    def __init__(self, about: About) -> None:
        self._share, self._language = about.settings.balance_answer, about.settings.balance_language
        self._rows = 0
        self._answers: Counter[bytes] = Counter()
        self._first: dict[bytes, Place] = {}
        self._languages: Counter[str] = Counter()
        self._places: dict[str, list[Place]] = {"ru": [], "en": []}
        self._sum = self._squares = 0.0

    def see(self, row: Row) -> Iterable[Finding]:
        """Count the answer."""
        if row.form == "document":
            return ()
        self._rows += 1
        key = blake2b(words_of(row.answer[:2000]).encode("utf-8", "surrogatepass"), digest_size=12).digest()
        if key in self._answers or len(self._answers) < _MOST_ANSWERS:
            self._answers[key] += 1
            self._first.setdefault(key, Place(row.file, row.line))
        lang = "ru" if _CYRILLIC.search(row.answer, 0, 2000) else "en" if _LATIN.search(row.answer, 0, 2000) else ""
        if lang:
            self._languages[lang] += 1
            if len(self._places[lang]) < 8:
                self._places[lang].append(place(row, row.answer))
        self._sum += len(row.answer)
        self._squares += len(row.answer) ** 2
        return ()

    def end(self) -> Iterator[Finding]:
        """What stands out, of fifty rows and more."""
        if self._rows < _LEAST:
            return
        mean = self._sum / self._rows
        labels = mean < _LONG  # a classification has few answers by its nature
        for key, rows in self._answers.most_common(3):
            if rows >= self._share * self._rows and not labels:
                yield Finding(
                    rule=COMMON,
                    message=said("one answer stands in {n:row} ({share:.0%} of all)", n=rows, share=rows / self._rows),
                    places=(self._first[key],),
                    rows=rows,
                )
        total = self._languages.total()
        lang, few = min(self._languages.items(), key=lambda one: one[1], default=("", 0))
        if len(self._languages) == 2 and few < self._language * total:
            name = said("Russian") if lang == "ru" else said("English")
            yield Finding(
                rule=LANGUAGE,
                message=said(
                    "{n:answer} of {total} in {language}, such as {text}",
                    n=few,
                    total=total,
                    language=name,
                    text=quote(self._places[lang][0].quoted),
                ),
                places=tuple(self._places[lang]),
                rows=few,
            )
        spread = math.sqrt(max(0.0, self._squares / self._rows - mean**2)) / mean if mean else 0.0
        if spread < _SPREAD and not labels:
            yield Finding(
                rule=LENGTH,
                message=said("answers have {mean:.0f} characters ± {spread:.0%}", mean=mean, spread=spread),
                data={"mean": mean, "spread": spread},
            )
