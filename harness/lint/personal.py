"""Personal data in training rows: what was trained on can be asked back."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import ClassVar

from harness.checks.pii import find_personal_data
from harness.lint._said import said
from harness.lint.findings import Finding, Place, Rule, place
from harness.lint.lints import About
from harness.lint.rows import Row

__all__ = ["PersonalData"]

PERSONAL = Rule(
    "personal-data",
    "warning",
    "E-mail addresses, phone numbers, cards, accounts and papers of people in prompts or answers.",
    "Replace them by made-up ones (or placeholders) before training.",
)

# Whatever is found has one of these.
_SIGN = re.compile(r"@|(?:\d[ ().-]{0,2}){6}| at |собака|[A-Z]{2}\d{2}")
_READ = 20_000


class PersonalData:
    """One finding a type; the values are never shown."""

    rules: ClassVar[tuple[Rule, ...]] = (PERSONAL,)

    def __init__(self, about: About) -> None:
        self._rows: Counter[str] = Counter()
        self._different: dict[str, set[int]] = {}
        self._places: dict[str, list[Place]] = {}

    def see(self, row: Row) -> Iterable[Finding]:
        """Count the types that stand in the row's turns and answers."""
        texts = [turn.content for turn in row.turns if turn.role != "system"] + [row.answer, row.rejected or ""]
        kinds = set()
        for text in texts:
            if _SIGN.search(text) is None:
                continue
            for found in find_personal_data(text[:_READ]):
                kinds.add(found.kind)
                self._different.setdefault(found.kind, set()).add(hash(found.key))
        for kind in kinds:
            self._rows[kind] += 1
            places = self._places.setdefault(kind, [])
            if len(places) < 8:
                places.append(place(row))
        return ()

    def end(self) -> Iterator[Finding]:
        """The types, the commonest first. One value in many rows is a shop's own and nobody's."""
        for kind, rows in self._rows.most_common():
            different = len(self._different[kind])
            if different == 1 and rows > 1:
                continue
            yield Finding(
                rule=PERSONAL,
                message=said(
                    "{n:row holds|rows hold} personal data: {kind} ({different:different value})",
                    n=rows,
                    kind=said(kind),
                    different=different,
                ),
                places=tuple(self._places[kind]),
                rows=rows,
                data={"kind": kind, "different": different},
            )
