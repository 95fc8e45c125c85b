"""Rows that stand more than once, as they are or edited."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import ClassVar, NamedTuple

from rapidfuzz.distance import Indel, Levenshtein

from harness.checks._stems import STOPWORDS, stem
from harness.checks.text import listed
from harness.lint._minhash import Part, Sketches
from harness.lint._orders import key
from harness.lint._quoted import MOST, quote
from harness.lint._said import said
from harness.lint._table import Table, alike
from harness.lint._words import POLITE, words_of
from harness.lint.findings import Finding, Place, Rule, place
from harness.lint.judgements import annotator_of, criterion_of
from harness.lint.lints import About
from harness.lint.overlap import SURE_WORDS
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
    "Rows of nearly the same words: in another order, with other endings or greetings, or with some changed.",
    "Keep one of each, or put the question really differently: variety is learnt from variety.",
)

_SHOWN = 8
"""Places of one row that are told; the rest are counted."""
_READ = 4_000
"""Characters of a text whose words are compared."""
_ALIKE, _SIDE = 0.75, 0.6
"""Of the words of two rows, and of their questions and answers each, those that stand in both in the same order
(normalized Indel similarity), where question or answer is long."""
_SHORT = 0.85
"""The same of short questions and answers, in which no word may stand in another's place."""
_RARE = 0.4
"""The part of their words and pairs of words, but for a template's, that two rows share (Jaccard)."""
_MOST_PAIRS = 100_000
"""Pairs that are read once more, those that agree most; what is beyond is not told."""
_AT_ONCE = 20_000
_NUMBER = re.compile(r"\d+")
_NOT = listed("not no never cannot t не нет нельзя никогда")
_SMALL = STOPWORDS | POLITE


class _Compared(NamedTuple):
    form: str
    numbers: list[str]
    sides: list[list[str]]
    rare: frozenset[Part]


class Duplicates:
    """Exact duplicates by a hash of the words, near ones by a hash of the stems and by min-hash: 88 bytes a row.

    Beside them, up to 200,000 words are known by their hashes.
    """

    rules: ClassVar[tuple[Rule, ...]] = (DUPLICATE, NEAR)

    def __init__(self, about: About) -> None:
        self._table = Table(2)
        self._sketches = Sketches()

    def see(self, row: Row) -> Iterable[Finding]:
        """Remember the row; what stands twice is told at the end."""
        turns = [words_of(turn.content) for turn in row.turns]
        sides = [words_of(row.answer), words_of(row.rejected or "")]
        bags = [" ".join(sorted(_stems(text[:_READ]))) for text in (" ".join(turns), *sides)]
        form = _form(row)
        self._table.add(row, key(form, *turns, *sides), key(form, *bags))
        self._sketches.add([word for side in _sides(row) for word in side])
        return ()

    def end(self) -> Iterator[Finding]:
        """A finding for each row that stands more than once, and for each with others that nearly do."""
        again = list(alike(self._table.column(0)))
        shown = self._table.rows(int(i) for rows in again[:MOST] for i in rows[:_SHOWN])
        for rows in again[:MOST]:
            places = tuple(_place(shown[i]) for i in rows[:_SHOWN].tolist() if i in shown)
            yield Finding(
                rule=DUPLICATE,
                message=said("{text} stands {n:time} with the same answer", text=quote(places[0].quoted), n=len(rows)),
                places=places,
                rows=len(rows),
            )
        if rest := again[MOST:]:
            total = sum(map(len, rest))
            yield Finding(rule=DUPLICATE, message=said("the same of {n:more row}", n=len(rest)), rows=total)
        yield from self._near()

    def likes(self) -> dict[int, int]:
        """The numbers of rows, from 0, that say nearly what an earlier one says or repeat it; and that one's."""
        like = {i: int(rows[0]) for rows in alike(self._table.column(0)) for i in rows[1:].tolist()}
        repeated = set(like)
        for rows in alike(self._table.column(1)):
            first, *others = (i for i in rows.tolist() if i not in repeated)
            like.update(dict.fromkeys(others, first))
        pairs = ((second, first) for _, first, second in self._sketches.pairs())
        new = ((second, first) for second, first in pairs if second not in like and first not in repeated)
        for second, first in self._verified(sorted(islice(new, _MOST_PAIRS))):
            like.setdefault(second, first)
        return like

    def _near(self) -> Iterator[Finding]:
        """A finding for each row and those like it, the most first; rows that repeat one as it is are told already."""
        groups = self._groups()
        shown = self._table.rows({i for rows in groups[:MOST] for i in rows[:_SHOWN]})
        for rows in groups[:MOST]:
            places = tuple(_place(shown[i]) for i in rows[:_SHOWN] if i in shown)
            yield Finding(
                rule=NEAR,
                message=said("{n:row} of nearly the same words", n=len(rows)),
                places=places,
                rows=len(rows),
            )
        if rest := groups[MOST:]:
            yield Finding(
                rule=NEAR,
                message=said("the same of {n:more group}", n=len(rest)),
                rows=sum(map(len, rest)),
                data={"groups": len(rest)},
            )

    def _groups(self) -> list[list[int]]:
        """Numbers of rows that are like the first of their list, or like one that is."""
        words, likes = self._table.column(0), self.likes()
        groups: dict[int, list[int]] = {}
        for second, first in sorted(likes.items()):
            if words[second] != words[first]:
                while first in likes:
                    first = likes[first]
                groups.setdefault(first, [first]).append(second)
        return sorted(groups.values(), key=lambda rows: (-len(rows), rows))

    def _verified(self, pairs: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        for start in range(0, len(pairs), _AT_ONCE):
            some = pairs[start : start + _AT_ONCE]
            read = {i: self._compared(row) for i, row in self._table.rows({i for both in some for i in both}).items()}
            for second, first in some:
                if first in read and second in read and _alike(read[first], read[second]):
                    yield second, first

    def _compared(self, row: Row) -> _Compared:
        sides = _sides(row)
        numbers = sorted(number for side in sides for word in side for number in _NUMBER.findall(word))
        rare = frozenset[Part]().union(*(self._sketches.rare(self._sketches.parts(side)) for side in sides))
        return _Compared(_form(row), numbers, sides, rare)


def _alike(one: _Compared, other: _Compared) -> bool:
    """Whether they have nearly the same words; short rows with an exchanged word or a denial say something else."""
    if one.form != other.form or one.numbers != other.numbers:
        return False
    if len(one.rare & other.rare) < _RARE * len(one.rare | other.rare):
        return False
    both = list(zip(one.sides, other.sides, strict=True))
    if max(min(len(mine), len(its)) for mine, its in both) < SURE_WORDS:
        return all(Indel.normalized_similarity(*sides) >= _SHORT and not _exchanged(*sides) for sides in both)
    words = sum(len(mine) + len(its) for mine, its in both)
    return sum(Indel.distance(*sides) for sides in both) <= (1 - _ALIKE) * words and all(
        Indel.normalized_similarity(*sides) >= _SIDE for sides in both
    )


def _exchanged(one: list[str], other: list[str]) -> bool:
    if sum(map(_NOT.__contains__, one)) != sum(map(_NOT.__contains__, other)):
        return True
    mine, its = ([stem(word[:64]) for word in words if word not in _SMALL] for words in (one, other))
    return any(step.tag == "replace" for step in Levenshtein.opcodes(mine, its))


def _sides(row: Row) -> list[list[str]]:
    """What was asked, answered and rejected, in words, but for the system prompt."""
    asked = " ".join(words_of(turn.content) for turn in row.turns if turn.role != "system")
    return [text[:_READ].split() for text in (asked, words_of(row.answer), words_of(row.rejected or ""))]


def _form(row: Row) -> str:
    """The form; of a pair also who judged it and by what: two people's judgements of one pair are no row twice."""
    return row.form if row.rejected is None else f"{row.form} {annotator_of(row)} {criterion_of(row)}"


def _place(row: Row) -> Place:
    return place(row, row.prompt or row.answer)


def _stems(text: str) -> set[str]:
    return {stem(word[:64]) for word in text.split() if word not in POLITE} - STOPWORDS
