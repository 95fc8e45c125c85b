"""What is remembered of every row, in numbers: a few bytes a row, and the rows themselves are read once more."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from harness.lint._quoted import At, rows_of
from harness.lint.rows import Row

__all__ = ["Table", "alike"]

_LINE_BITS = 40


class Table:
    """Rows as numbers of 64 bits, and where each stands."""

    def __init__(self, columns: int) -> None:
        self._columns = columns
        self._numbers = array("Q")
        self._at = array("Q")
        self._files: dict[Path, int] = {}
        self._named: list[Path] = []

    def __len__(self) -> int:
        return len(self._at)

    def add(self, row: Row, *numbers: int) -> None:
        """Remember a row by as many numbers as there are columns."""
        file = self._files.setdefault(row.file, len(self._named))
        if file == len(self._named):
            self._named.append(row.file)
        self._numbers.extend(numbers)
        self._at.append(file << _LINE_BITS | row.line)

    def column(self, number: int) -> NDArray[np.uint64]:
        """One number of all rows."""
        return np.frombuffer(self._numbers, dtype=np.uint64).reshape(-1, self._columns)[:, number]

    def at(self, index: int) -> At:
        """Where a row stands."""
        return self._named[self._at[index] >> _LINE_BITS], self._at[index] & (1 << _LINE_BITS) - 1

    def rows(self, indices: Iterable[int]) -> dict[int, Row]:
        """The rows themselves: their lines are read once more."""
        places = {self.at(index): index for index in indices}
        return {places[at]: row for at, row in rows_of(places).items()}


def alike(keys: NDArray[np.uint64] | Sequence[int]) -> Iterator[NDArray[np.intp]]:
    """The indices of each key that stands more than once, in order of the first of them."""
    known = np.asarray(keys)
    order = np.argsort(known, kind="stable")
    known = known[order]
    starts = np.flatnonzero(np.concatenate([[True], known[1:] != known[:-1]])) if len(known) else np.array([], int)
    ends = np.append(starts[1:], len(known))
    several = np.flatnonzero(ends - starts > 1)
    for i in several[np.argsort(order[starts[several]], kind="stable")]:
        yield order[starts[i] : ends[i]]
