"""A number with a tolerance and a unit, as an accepted answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from annotated_types import Ge
from pydantic import ConfigDict

from harness.checks._layers import Hit, Reading
from harness.checks._quantities import only_quantity, quantities
from harness.checks._stems import stem
from harness.checks._terms import answer_terms

__all__ = ["Amount", "find_amount"]


@dataclass(frozen=True)
class Amount:
    """A number as an accepted answer; other units of its kind are converted."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    number: float
    tolerance: Annotated[float, Ge(0)] = 0.0
    unit: str | None = None

    def __str__(self) -> str:
        within = f" ± {self.tolerance:g}" if self.tolerance else ""
        return f"{self.number:g}{within}" + (f" {self.unit}" if self.unit else "")

    @property
    def bounds(self) -> tuple[Decimal, Decimal]:
        """The least and the most it may be, exactly."""
        value, within = Decimal(repr(self.number)), Decimal(repr(self.tolerance))
        return value - within, value + within


def find_amount(reading: Reading, wanted: Amount) -> Iterator[Hit]:
    """Where the number stands, in digits or words, with its unit if it has one."""
    low, high = wanted.bounds
    terms = reading.terms
    how = f"within {wanted.tolerance:g}" if wanted.tolerance else ""
    unit = answer_terms(f"1 {wanted.unit}").terms[1:] if wanted.unit else ()
    size = only_quantity(answer_terms(f"1 {wanted.unit}")) if wanted.unit else None
    if size is not None:
        for said in quantities(terms):
            if said.kind == size.kind and low * size.low <= said.low <= said.high <= high * size.low:
                yield Hit(terms.span(said.first, said.last), how)
        return
    for at, term in enumerate(terms.terms):
        value = _number(term)
        if value is None or not low <= value <= high:
            continue
        following = terms.terms[at + 1 : at + 1 + len(unit)]
        if len(following) == len(unit) and all(map(_same_unit, following, unit)):
            yield Hit(terms.span(at, at + len(unit)), how)


def _same_unit(one: str, other: str) -> bool:
    return one == other or stem(one) == stem(other)


def _number(term: str) -> Decimal | None:
    digits = term.removeprefix("-")
    plain = len(digits) <= 20 and digits.isascii() and digits.replace(".", "", 1).isdigit() and not digits.endswith(".")
    return Decimal(term) if plain else None
