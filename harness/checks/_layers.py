"""The ways in which a reply can say an accepted answer, from the strictest to what people let pass."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import NamedTuple

import regex

from harness.checks._clock import only_time, said_times
from harness.checks._dates import Date, dates, days_of_month, only_date
from harness.checks._names import asks_who, begins_as_person, find_names, is_name, is_one_name, name_parts
from harness.checks._opposites import opposed
from harness.checks._people import Coverage, coverage, enough
from harness.checks._quantities import Quantity, only_quantity, quantities
from harness.checks._stems import Vocabulary
from harness.checks._terms import Terms, answer_terms, bare

__all__ = ["LENIENT", "SAME", "Hit", "Reading"]

READ = 10_000
"""Characters of a reply that the layers look at; plain containment looks at all of it."""

NEAR = 3
"""Words around those that count in which an opposite makes another answer of them."""

_IN_BRACKETS = regex.compile(r"\s*[(\[][^()\[\]]{1,80}[)\]]")


class Hit(NamedTuple):
    """A place where the answer is said: its characters, and in which sense."""

    span: tuple[int, int]
    how: str


class Reading:
    """A reply as the layers read it, each part made when it is first needed."""

    def __init__(self, text: str, prompt: str) -> None:
        self.text = text[:READ]
        self.prompt = prompt[:READ]

    @cached_property
    def terms(self) -> Terms:
        """The reply's terms."""
        return Terms.of(self.text)

    @cached_property
    def words(self) -> list[str]:
        """The reply's terms, ordinals as cardinals."""
        return [bare(term) for term in self.terms.terms]

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The distinct words of the reply."""
        return Vocabulary(self.words)

    @cached_property
    def asked(self) -> Vocabulary:
        """The words of the question."""
        return Vocabulary(bare(term) for term in Terms.of(self.prompt).terms)

    @cached_property
    def dates(self) -> list[Date]:
        """The reply's dates."""
        return list(dates(self.text))

    @cached_property
    def asks_who(self) -> bool:
        """Whether the question is after a person."""
        return asks_who(self.prompt)

    @cached_property
    def quantities(self) -> list[tuple[Quantity, tuple[int, int]]]:
        """The reply's amounts, each with its characters."""
        return [(said, self.terms.span(said.first, said.last)) for said in quantities(self.terms)]

    def more_of_it(self, accepted: str, span: tuple[int, int]) -> tuple[int, int] | None:
        """The amount that begins where this answer stands and is more than it: «5 кг 300 г» for «5 кг»."""
        wanted = _quantity(accepted) if span[0] < READ else None
        if wanted is None:
            return None
        longer = (place for said, place in self.quantities if said.kind == wanted.kind and not said.equals(wanted))
        ended = (place for place in longer if span[0] <= place[0] < span[1] < place[1])
        return next((place for place in ended if "," not in self.text[span[1] : place[1]]), None)

    def dated_otherwise(self, accepted: str, others: Sequence[str]) -> Date | None:
        """The day or month that the reply gives in the year of this answer, where the others give another."""
        year = _bare_year(accepted)
        if not year:
            return None
        known = [date for other in others if (date := only_date(other)) and date.month and date.year == year]
        said = [date for date in self.dates if date.month and date.year == year] if known else []
        otherwise = said and all(mine.contradicts(its) for mine in said for its in known)
        return said[0] if otherwise else None

    def of_person(self, accepted: Terms) -> bool:
        """Whether an answer is a person's name: it looks like one, and the question or a given name says so."""
        return is_name(accepted) and (self.asks_who or begins_as_person(accepted))


@lru_cache(maxsize=4096)
def _quantity(accepted: str) -> Quantity | None:
    """The amount that an answer is."""
    return only_quantity(answer_terms(accepted))


@lru_cache(maxsize=4096)
def _bare_year(accepted: str) -> int:
    """The year that an answer names without a month, or 0."""
    return next((date.year for date in dates(accepted) if date.year and not date.month), 0)


_DECADE = regex.compile(
    r"\W*(?:in |the |в ){0,2}(?P<decade>1\d{2}0|20\d0)[-‑]?(?:['’]?s|ы?е|ы?х)(?: годы| годах| гг\.?)?\W*",
    regex.IGNORECASE,
)

Layer = Callable[[Reading, str], Iterator[Hit]]


def same_writing(reading: Reading, accepted: str) -> Iterator[Hit]:
    """The same words where numerals, units, money and short forms are written otherwise."""
    shorter = _IN_BRACKETS.sub("", accepted)
    for wanted in dict.fromkeys([accepted, shorter]):
        sought = answer_terms(wanted).terms
        for at in reading.terms.find(sought):
            yield Hit(reading.terms.span(at, at + len(sought) - 1), "in other writing")


def same_date(reading: Reading, accepted: str) -> Iterator[Hit]:
    """The date, in any order and language, at least as precise."""
    wanted = only_date(accepted)
    if wanted is not None:
        yield from (Hit(said.span, "as a date") for said in reading.dates if said.meets(wanted))
        if wanted.day and not wanted.year:
            yield from (Hit(said.span, "as a date") for said in days_of_month(reading.text) if said.meets(wanted))


def same_time(reading: Reading, accepted: str) -> Iterator[Hit]:
    """The time of day in another writing."""
    wanted = only_time(accepted)
    if wanted is not None:
        yield from (Hit(span, "as a time") for minutes, span in said_times(reading.text) if minutes == wanted)


def same_amount(reading: Reading, accepted: str) -> Iterator[Hit]:
    """The amount in other units of its kind, exactly."""
    wanted = _quantity(accepted)
    if wanted is not None:
        yield from (Hit(span, "as an amount") for said, span in reading.quantities if said.equals(wanted))


def same_person(reading: Reading, accepted: str) -> Iterator[Hit]:
    """Where the question asks who: the person without a middle name, by an initial, in the other order or script."""
    name = answer_terms(accepted)
    if reading.of_person(name) or (reading.asks_who and is_one_name(name)):
        for found in find_names(reading.terms, name_parts(name), reading.text):
            if found.given:
                yield Hit(reading.terms.span(found.first, found.last), "as the same person")


def by_surname(reading: Reading, accepted: str) -> Iterator[Hit]:
    """Where the question asks who: the surname with no other given name beside it."""
    name = answer_terms(accepted)
    if reading.of_person(name):
        for found in find_names(reading.terms, name_parts(name), reading.text):
            if not found.given:
                yield Hit(reading.terms.span(found.first, found.last), "by the surname")


def coarser_date(reading: Reading, accepted: str) -> Iterator[Hit]:
    """The year or the month of the date, where the reply gives no other day and the question did not say it."""
    wanted = only_date(accepted)
    if wanted is None or not wanted.month or not wanted.year:
        return
    finer = [said for said in reading.dates if said.month and said.year in (0, wanted.year)]
    if any(said.contradicts(wanted) for said in finer):
        return
    for said in reading.dates:
        if said.year == wanted.year and wanted.meets(said) and (said.month or not reading.asked.forms(str(said.year))):
            yield Hit(said.span, "as the month of the date" if said.month else "as the year of the date")


def within_decade(reading: Reading, accepted: str) -> Iterator[Hit]:
    """A year of the decade that the answer is: "1975" for "the 1970s", «в 1975 году» for «1970-е»."""
    found = _DECADE.fullmatch(accepted)
    if found is not None:
        decade = int(found["decade"]) // 10
        yield from (Hit(said.span, "within the decade") for said in reading.dates if said.year // 10 == decade)


def near_amount(reading: Reading, accepted: str) -> Iterator[Hit]:
    """The amount converted between metric and other units, or one end of a range."""
    wanted = _quantity(accepted)
    if wanted is None:
        return
    for said, span in reading.quantities:
        if said.equals(wanted, share=Decimal("0.01")):
            yield Hit(span, "as a converted amount")
        elif said.overlaps(wanted):
            yield Hit(span, "within the range")


def most_words(reading: Reading, accepted: str) -> Iterator[Hit]:
    """Most of what the answer adds to the question's own words, in any form; its numbers all."""
    wanted = answer_terms(_IN_BRACKETS.sub("", accepted) or accepted)
    if only_date(accepted) is not None or reading.of_person(wanted):
        return
    found = coverage(reading.words, reading.vocabulary, wanted, reading.asked)
    if enough(found, where=reading.asks_who or _asks_where(reading.prompt)):
        first, last = found.window
        near = reading.words[max(0, first - NEAR) : last + 1 + NEAR]
        if opposed([bare(term) for term in wanted.terms], near) is None:
            yield Hit(reading.terms.span(first, last), _told(found))


def _told(found: Coverage) -> str:
    if found.said == found.sought:
        return "in other forms of its words"
    return f"by {len(found.said)} of the {len(found.sought)} words that count ({', '.join(found.said)})"


_WHERE = regex.compile(r"\b(?:where|which (?:city|country|place)|где|куда|откуда)\b", regex.IGNORECASE)


def _asks_where(prompt: str) -> bool:
    return _WHERE.search(prompt) is not None


SAME: tuple[Layer, ...] = (same_writing, same_date, same_time, same_amount, same_person)
"""Another writing of the same: what anybody would call equal."""

LENIENT: tuple[Layer, ...] = (by_surname, coarser_date, within_decade, near_amount, most_words)
"""What people accept beyond that."""
