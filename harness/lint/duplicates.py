"""Rows that stand more than once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import blake2b
from pathlib import Path
from typing import ClassVar

from harness.checks.text import quote
from harness.figures import counted
from harness.lint._words import words_of
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

# Places of one row that are remembered; the rest are counted.
_SHOWN = 8


class Duplicates:
    """Exact duplicates, by a hash of the folded words."""

    rules: ClassVar[tuple[Rule, ...]] = (DUPLICATE,)

    def __init__(self, about: About) -> None:
        self._first: dict[bytes, tuple[Path, int]] = {}
        self._again: dict[bytes, tuple[int, list[Place]]] = {}

    def see(self, row: Row) -> Iterable[Finding]:
        """Remember the row; what stands twice is told at the end."""
        texts = [words_of(t.content) for t in row.turns]
        sides = [words_of(row.answer), words_of(row.rejected or "")]
        key = blake2b("\x1f".join([row.form, *texts, *sides]).encode("utf-8", "surrogatepass"), digest_size=16).digest()
        first = self._first.setdefault(key, (row.file, row.line))
        if first == (row.file, row.line):
            return ()
        here = place(row, row.prompt or row.answer)
        count, places = self._again.get(key, (1, [Place(*first, here.quoted)]))  # the first says the same
        if len(places) < _SHOWN:
            places.append(here)
        self._again[key] = count + 1, places
        return ()

    def end(self) -> Iterator[Finding]:
        """One finding for each row that stands more than once."""
        for count, places in self._again.values():
            yield Finding(
                rule=DUPLICATE,
                message=f"{quote(places[0].quoted)} stands {counted(count, 'time')} with the same answer",
                places=tuple(places),
                rows=count,
            )
