"""Where a reply gives an accepted answer: every place, the strictest reading first, and what keeps it from counting."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import NamedTuple

import regex

from harness.checks._amounts import Amount, find_amount
from harness.checks._another_number import another_bound, another_number
from harness.checks._containment import places, same
from harness.checks._dates import only_date
from harness.checks._denial import Doubt, unsettled
from harness.checks._layers import LENIENT, SAME, Hit, Reading
from harness.checks._people import other_unit
from harness.checks._terms import answer_terms
from harness.checks._units import is_unit
from harness.checks._yes_no import no_answer
from harness.checks.text import Words

__all__ = ["Fact", "Finder", "Place"]

Fact = str | Amount

TRIED = 200
"""Places of one answer that are looked at: a reply that denies it more often than that will not give it either."""

_WORD = regex.compile(r"\w")


class Place(NamedTuple):
    """Where an accepted answer stands, in which sense, and why it is not given there, if so."""

    fact: Fact
    hit: Hit
    doubt: Doubt | None


@dataclass(kw_only=True)
class Finder:
    """One reply, and how it is to be read."""

    text: str
    prompt: str
    fuzzy: float
    contains: bool
    people: bool

    @cached_property
    def readings(self) -> tuple[Words, Words, Words]:
        """The reply's words."""
        return Words.readings(self.text)

    @cached_property
    def reading(self) -> Reading:
        """The reply for the layers beyond its plain words."""
        return Reading(self.text, self.prompt)

    def whole(self, facts: Sequence[Fact]) -> Fact | None:
        """The fact that is the whole reply, word for word."""
        return next((f for f in facts if isinstance(f, str) and same(self.readings, self.text, f)), None)

    def places(self, facts: Sequence[Fact]) -> Iterator[Place]:
        """Each place of each of the facts that would do."""
        names = [str(fact) for fact in facts]
        for fact, hit in self._hits(facts):
            start, end = hit.span
            if not self.contains and (_WORD.search(self.text, 0, start) or _WORD.search(self.text, end)):
                continue
            yield Place(fact, hit, self._otherwise(fact, hit) or unsettled(self.text, hit.span, names, self.prompt))

    def _otherwise(self, fact: Fact, hit: Hit) -> Doubt | None:
        """The number there is another: by its sign or scale, or a most where the answer is a least."""
        if not isinstance(fact, str):
            return None
        if other := no_answer(self.text, hit.span, fact):
            return Doubt("not what answers", other)
        by_value = hit.how in ("as a date", "as a time")  # its strokes and points are no signs
        if not by_value and (other := another_number(self.text, hit.span, fact)):
            return Doubt("another number here", other)
        if other := self.reading.more_of_it(fact, hit.span):
            return Doubt("a part of another amount", other)
        if hit.how and (other := another_bound(self.text, hit.span, fact)):
            return Doubt("another bound here", other)
        return None

    def _in_other_unit(self, fact: str) -> bool:
        """The reply has the fact's number in euros where it is in dollars: plain words would not see the sign."""
        wanted = answer_terms(fact)
        measured = only_date(fact) is None and any(map(is_unit, wanted.terms))
        return measured and other_unit(wanted, self.reading.terms)

    def _hits(self, facts: Sequence[Fact]) -> Iterator[tuple[Fact, Hit]]:
        said = [fact for fact in facts if isinstance(fact, str)]
        said = [fact for fact in said if not self._in_other_unit(fact)]
        if self.people:
            said = [fact for fact in said if not self.reading.dated_otherwise(fact, said)]
        for one in said:
            for words, first, last in islice(places(self.readings, one, self.fuzzy), TRIED):
                yield one, Hit(words.span(first, last), "")
        for fact in facts:
            if isinstance(fact, Amount):
                yield from ((fact, hit) for hit in islice(find_amount(self.reading, fact), TRIED))
        for layer in (*SAME, *LENIENT) if self.people else SAME:
            for one in said:
                yield from ((one, hit) for hit in islice(layer(self.reading, one), TRIED))
