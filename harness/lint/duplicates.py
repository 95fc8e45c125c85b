"""Rows that stand more than once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import blake2b
from pathlib import Path
from typing import ClassVar

from harness.checks._stems import STOPWORDS, stem
from harness.checks.text import quote
from harness.figures import counted
from harness.lint._words import POLITE, words_of
from harness.lint.findings import Finding, Place, Rule, place
from harness.lint.lints import About
from harness.lint.rows import Row

__all__ = ["Duplicates"]

DUPLICATE = Rule(
    "duplicate-row",
    "warning",
    "The same question with the same answer, apart from case and punctuation.",
    "Keep one: a row that stands twice is learnt twice as hard, and one that is evaluated on too proves nothing.",
)

NEAR = Rule(
    "near-duplicate-row",
    "note",
    "Rows of the same words in another order, with other endings, greetings or small words.",
    "Keep one of each, or put the question really differently: variety is learnt from variety.",
)

# Places of one row that are remembered; the rest are counted.
_SHOWN = 8
_READ = 4_000
"""Characters of a text whose words are compared."""


class Duplicates:
    """Exact duplicates by a hash of the words, near ones by a hash of their stems in the order of the alphabet."""

    rules: ClassVar[tuple[Rule, ...]] = (DUPLICATE, NEAR)

    def __init__(self, about: About) -> None:
        self._first: dict[bytes, tuple[Path, int]] = {}
        self._again: dict[bytes, tuple[int, list[Place]]] = {}
        self._bags: set[bytes] = set()
        self._near = 0
        self._near_places: list[Place] = []

    def see(self, row: Row) -> Iterable[Finding]:
        """Remember the row; what stands twice is told at the end."""
        texts = [words_of(t.content) for t in row.turns]
        sides = [words_of(row.answer), words_of(row.rejected or "")]
        key = _hash("\x1f".join([row.form, *texts, *sides]))
        first = self._first.setdefault(key, (row.file, row.line))
        if first == (row.file, row.line):
            self._look_for_likes(row)
            return ()
        here = place(row, row.prompt or row.answer)
        count, places = self._again.get(key, (1, [Place(*first, here.quoted)]))  # the first says the same
        if len(places) < _SHOWN:
            places.append(here)
        self._again[key] = count + 1, places
        return ()

    def _look_for_likes(self, row: Row) -> None:
        texts = (row.given[:_READ], row.answer[:_READ], (row.rejected or "")[:_READ])
        bags = (" ".join(sorted(_stems(text))) for text in texts)
        bag = _hash("\x1f".join(bags))
        if bag in self._bags:
            self._near += 1
            if len(self._near_places) < _SHOWN:
                self._near_places.append(place(row, row.prompt or row.answer))
        self._bags.add(bag)

    def end(self) -> Iterator[Finding]:
        """One finding for each row that stands more than once."""
        for count, places in self._again.values():
            yield Finding(
                rule=DUPLICATE,
                message=f"{quote(places[0].quoted)} stands {counted(count, 'time')} with the same answer",
                places=tuple(places),
                rows=count,
            )
        if self._near:
            what = counted(self._near, "row has the words of another one", "rows have the words of others")
            yield Finding(rule=NEAR, message=what, places=tuple(self._near_places), rows=self._near)


def _hash(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _stems(text: str) -> set[str]:
    return {stem(word[:64]) for word in words_of(text).split() if word not in POLITE} - STOPWORDS
