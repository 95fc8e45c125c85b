"""A classification set whose labels are of very different number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import ClassVar

from harness.lint._quoted import quote
from harness.lint._said import joined, said
from harness.lint._words import words_of
from harness.lint.findings import Finding, Place, Rule
from harness.lint.lints import About
from harness.lint.rows import Row

__all__ = ["Labels"]

SKEWED = Rule(
    "skewed-labels",
    "warning",
    "Few short answers repeat, as labels do, and one stands far more often than the others, or hardly at all.",
    "Draw fewer rows of the common label and find more of the rare ones; a label of a row or two may be a slip.",
)

_LEAST = 50
"""Rows from which shares tell something."""
_WORDS, _CHARS = 5, 100
"""Of an answer that may be a label, at most."""
_LABELLED = 0.95
"""Share of such short answers that makes a classification set of rows."""
_REPEATED = 10
"""Rows a label has on average, at least."""
_MOST = 20_000
"""Different short answers; a set that has more is none of labels."""
_SHOWN = 8


class Labels:
    """Counts of the short answers."""

    rules: ClassVar[tuple[Rule, ...]] = (SKEWED,)

    def __init__(self, about: About) -> None:
        self._times = about.settings.balance_labels
        self._rows = 0
        self._labels: Counter[str] = Counter()
        self._first: dict[str, Place] = {}

    def see(self, row: Row) -> Iterable[Finding]:
        """Count the answer, if it is short."""
        if row.form != "chat":
            return ()
        self._rows += 1
        if len(row.answer) > _CHARS:
            return ()
        label = words_of(row.answer)
        if label.count(" ") < _WORDS and (label in self._labels or len(self._labels) < _MOST):
            self._labels[label] += 1
            self._first.setdefault(label, Place(row.file, row.line, " ".join(row.answer[:80].split())))
        return ()

    def end(self) -> Iterator[Finding]:
        """One finding for the labels that are far more, or far fewer, than the others are on average."""
        labelled, kinds = self._labels.total(), len(self._labels)
        if self._rows < _LEAST or labelled < _LABELLED * self._rows or not 2 <= kinds <= labelled / _REPEATED:
            return
        others = {label: (labelled - rows) / (kinds - 1) for label, rows in self._labels.items()}
        common = [one for one in self._labels.most_common() if one[1] >= self._times * others[one[0]]]
        rare = [one for one in self._labels.most_common()[::-1] if one[1] * self._times <= others[one[0]]]
        if not common and not rare:
            return
        labels = [
            said("{label} in {n:row}", label=quote(self._first[label].quoted), n=rows)
            for label, rows in (*common, *rare)
        ]
        told = joined(", ", labels[:_SHOWN])
        if len(labels) > _SHOWN:
            told = said("{told} and {n:more label}", told=told, n=len(labels) - _SHOWN)
        yield Finding(
            rule=SKEWED,
            message=said(
                "of {n:label} with {each:.0f} rows each on average, {told}", n=kinds, each=labelled / kinds, told=told
            ),
            places=tuple(self._first[label] for label, _ in (*common, *rare)[:_SHOWN]),
            rows=sum(rows for _, rows in rare),
            data={"labels": kinds, "common": dict(common[:_SHOWN]), "rare": dict(rare[:_SHOWN])},
        )
