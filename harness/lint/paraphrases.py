"""Evaluation cases that stand in the training data in other words, by an embedding model where one is named."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import ClassVar, NamedTuple

import numpy as np
from numpy.typing import NDArray

from harness.cases import Case
from harness.lint._quoted import quote
from harness.lint._said import said
from harness.lint.findings import Finding, Place, Rule, place
from harness.lint.lints import About
from harness.lint.overlap import Index
from harness.lint.rows import Row

__all__ = ["PARAPHRASED", "Nearest", "Paraphrases"]

PARAPHRASED = Rule(
    "paraphrased-case",
    "note",
    "Rows that may ask what a case asks in other words; the likeliest stand first.",
    "Look at the first pairs: a paraphrase in the training data makes a case easier than its likes.",
)

_BATCH = 1_024
_PLACES = 8
_PIECE_WORDS = 4
"""Words of a line or sentence that asks something by itself."""
_PARTS = re.compile(r"\n+|(?<=[.!?…])\s+")


class Nearest:
    """Which of many questions a text is nearest to in meaning: to all of the question, or to one sentence of it."""

    def __init__(self, questions: Sequence[str], vectors: NDArray[np.float32], starts: Sequence[int]) -> None:
        """Take the vectors of all `parts` of the questions in order, and where each question's begin."""
        self._vectors, self._starts = vectors, starts
        self.questions = questions

    @staticmethod
    def parts(question: str) -> list[str]:
        """The question, and its lines and sentences of four words and more where it has several.

        A paraphrase of a long question leaves its documents and choices out.
        """
        pieces = [piece for piece in _PARTS.split(question.strip()) if len(piece.split()) >= _PIECE_WORDS]
        return list(dict.fromkeys([question, *pieces]))

    def alike(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """The cosine, −1 to 1, of each text (a row) with each question (a column)."""
        return np.maximum.reduceat(vectors @ self._vectors.T, self._starts, axis=1)


class _Pair(NamedTuple):
    alike: float
    text: str
    where: Place


class Paraphrases:
    """The customer's turns of every row, held to every case by meaning; without a model there are only the words."""

    rules: ClassVar[tuple[Rule, ...]] = (PARAPHRASED,)

    def __init__(self, about: About) -> None:
        self._embedding, self._least = about.embedding, about.settings.contamination_alike
        self._cases = [case for case in about.cases if not case.trained] if about.embedding is not None else []
        self._waiting: list[tuple[Row, str]] = []
        self._rows: dict[int, int] = {}
        self._best: dict[int, list[_Pair]] = {}

    def see(self, row: Row) -> Iterable[Finding]:
        """Take what the customer says in the row; it is compared in batches."""
        if self._cases:
            self._waiting += [(row, turn.content) for turn in row.turns if turn.role == "user" and turn.content.strip()]
            if len(self._waiting) >= _BATCH:
                self._compare()
        return ()

    @cached_property
    def _nearest(self) -> Nearest:
        questions = [_question(case) for case in self._cases]
        parts = [[q] if case.context else Nearest.parts(q) for q, case in zip(questions, self._cases, strict=True)]
        starts = np.cumsum([0, *map(len, parts)])[:-1].tolist()
        return Nearest(questions, self._vectors([part for of in parts for part in of]), starts)

    @cached_property
    def _words(self) -> Index:
        return Index(self._nearest.questions)

    def _vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        assert self._embedding is not None
        return self._embedding.vectors(texts)

    def _compare(self) -> None:
        if not self._waiting:
            return
        distinct = {text: at for at, text in enumerate(dict.fromkeys(text for _, text in self._waiting))}
        alike = self._nearest.alike(self._vectors(list(distinct)))
        told = self._told_by_words([text for text, at in distinct.items() if alike[at].max() >= self._least])
        for row, text in self._waiting:
            near = alike[distinct[text]]
            for item in np.flatnonzero(near >= self._least).tolist():
                if (text, item) not in told:
                    self._rows[item] = self._rows.get(item, 0) + 1
                    best = self._best.setdefault(item, [])
                    best.append(_Pair(float(near[item]), text[:400], place(row, text)))
                    if len(best) > 4 * _PLACES:
                        self._best[item] = _likeliest(best)
        self._waiting.clear()

    def _told_by_words(self, texts: Sequence[str]) -> set[tuple[str, int]]:
        """The pairs that `Contamination` tells of: the case stands there as it is, embedded or edited."""
        found = self._words.search(texts)
        return {(texts[one.text], one.item) for one in found if one.kind != "paraphrased"}

    def end(self) -> Iterator[Finding]:
        """One finding for each case, the likeliest first: what it asks, what the nearest row asks, how alike."""
        self._compare()
        ranked = sorted(
            ((_likeliest(pairs), item) for item, pairs in self._best.items()), key=lambda one: -one[0][0].alike
        )
        for pairs, item in ranked:
            assert self._embedding is not None
            case, rows, first = self._cases[item], self._rows[item], pairs[0]
            yield Finding(
                rule=PARAPHRASED,
                message=said(
                    "{case} may be asked in other words in {n:row}; the nearest ({alike:.2f} alike by {model}): {text}",
                    case=f"{case.suite}/{case.id} {quote(case.prompt)}",
                    n=rows,
                    alike=float(first.alike),
                    model=self._embedding.name,
                    text=quote(first.text),
                ),
                places=tuple(pair.where for pair in pairs),
                rows=rows,
                data={
                    "case": case.id,
                    "suite": case.suite,
                    "by": self._embedding.name,
                    "pairs": [{"alike": round(p.alike, 3), "row": str(p.where), "asked": p.text} for p in pairs],
                },
            )


def _likeliest(pairs: list[_Pair]) -> list[_Pair]:
    return sorted(pairs, key=lambda pair: -pair.alike)[:_PLACES]


def _question(case: Case) -> str:
    return "\n".join([*case.context, case.prompt])
