"""What was preferred to what, pair by pair in 40 bytes, and where that goes round in a circle."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from harness.lint._quoted import At
from harness.lint._table import alike
from harness.lint.rows import Row

__all__ = ["Circle", "Orders", "circles_of", "key"]

_QUESTION, _CHOSEN, _REJECTED, _FILE, _LINE = range(5)


def key(*texts: str) -> int:
    """64 bits of texts, the same within one process: some two of a million look alike once in 40 million runs."""
    return hash("\x1f".join(texts)) & 0xFFFF_FFFF_FFFF_FFFF


class Circle(NamedTuple):
    """Answers to one question each of which is preferred, by way of the others, to itself."""

    answers: int
    rows: list[At]
    """Each pair that is part of it."""


class Orders:
    """Pairs as (question, chosen, rejected, file, line), all numbers."""

    def __init__(self) -> None:
        self._numbers = array("Q")
        self._files: dict[Path, int] = {}
        self._named: list[Path] = []

    def add(self, row: Row, question: int, chosen: int, rejected: int) -> None:
        """Remember one pair; an answer of 0 is none that `turned` looks at."""
        file = self._files.setdefault(row.file, len(self._named))
        if file == len(self._named):
            self._named.append(row.file)
        self._numbers.extend((question, chosen, rejected, file, row.line))

    def groups(self) -> Iterator[list[tuple[int, int, At]]]:
        """The pairs of each question that has several, each as (chosen, rejected, place)."""
        table = self._table()
        for rows in alike(table[:, _QUESTION]):
            sides = table[rows, _CHOSEN : _REJECTED + 1].tolist()
            yield [(chosen, rejected, self._at(i)) for (chosen, rejected), i in zip(sides, rows.tolist(), strict=True)]

    def circles(self) -> list[Circle]:
        """Every circle, in the order in which the pairs stand in the files."""
        found = []
        for pairs in self.groups():
            circles = circles_of([pair[:2] for pair in pairs])
            found += [Circle(answers, [pairs[i][2] for i in inside]) for answers, inside in circles]
        return sorted(found, key=lambda circle: (self._files[circle.rows[0][0]], circle.rows[0][1]))

    def turned(self) -> list[tuple[At, At]]:
        """Of each text chosen for one question and rejected for another: the first such rows, chosen and rejected."""
        table = self._table()
        texts = np.concatenate([table[:, _CHOSEN], table[:, _REJECTED]])
        found = []
        for sides in alike(texts):
            chosen, rejected = sides[sides < len(table)], sides[sides >= len(table)] - len(table)
            if not texts[sides[0]] or not len(chosen) or not len(rejected):
                continue
            for one in (chosen[:1], chosen[table[chosen, _QUESTION] != table[chosen[0], _QUESTION]][:1]):
                others = rejected[table[rejected, _QUESTION] != table[one, _QUESTION]] if len(one) else one
                if len(others):
                    found.append((int(one[0]), int(others[0])))
                    break
        return [(self._at(a), self._at(b)) for a, b in sorted(found)]

    def _at(self, index: int) -> At:
        return self._named[self._numbers[5 * index + _FILE]], self._numbers[5 * index + _LINE]

    def _table(self) -> NDArray[np.uint64]:
        return np.frombuffer(self._numbers, dtype=np.uint64).reshape(-1, 5)


def circles_of(pairs: Sequence[tuple[int, int]]) -> Iterator[tuple[int, list[int]]]:
    """The strongly connected components of two answers and more: how many, and the indices of the pairs inside.

    Tarjan's algorithm (SIAM J Comput 1972;1:146) without recursion, linear in the pairs.
    """
    better: dict[int, list[int]] = {}
    for a, b in pairs:
        if a != b:
            better.setdefault(a, []).append(b)
    component = _components(better)
    inside: dict[int, list[int]] = {}
    for i, (a, b) in enumerate(pairs):
        if a != b and component[a] == component.get(b):
            inside.setdefault(component[a], []).append(i)
    for rows in inside.values():
        yield len({pairs[i][0] for i in rows}), rows


def _components(better: dict[int, list[int]]) -> dict[int, int]:
    """The component of each answer that is better than another."""
    number: dict[int, int] = {}
    lowest: dict[int, int] = {}
    component: dict[int, int] = {}
    waiting: list[int] = []
    for root in better:
        path = [] if root in number else [(root, iter(better[root]))]
        while path:
            at, following = path[-1]
            if at not in number:
                number[at] = lowest[at] = len(number)
                waiting.append(at)
            for to in following:
                if to not in number:
                    path.append((to, iter(better.get(to, ()))))
                    break
                if to not in component:
                    lowest[at] = min(lowest[at], number[to])
            else:
                path.pop()
                if path:
                    above = path[-1][0]
                    lowest[above] = min(lowest[above], lowest[at])
                if lowest[at] == number[at]:
                    while True:
                        member = waiting.pop()
                        component[member] = number[at]
                        if member == at:
                            break
    return component
