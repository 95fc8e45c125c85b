"""Amounts with their unit: 3 h 48 min is 228 minutes, 2 km is 2000 m, "6 to 12 days" is a range."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from harness.checks._terms import Terms
from harness.checks.text import listed

__all__ = ["Quantity", "only_quantity", "quantities"]

_SIZES = {
    "length": {"kilometre": "1000", "metre": "1", "centimetre": "0.01", "millimetre": "0.001", "mile": "1609.344",
               "foot": "0.3048", "inch": "0.0254"},
    "weight": {"tonne": "1000000", "kilogram": "1000", "gram": "1", "milligram": "0.001", "pound": "453.59237",
               "ounce": "28.349523"},
    "volume": {"litre": "1", "millilitre": "0.001"},
    "time": {"week": "604800", "day": "86400", "hour": "3600", "minute": "60", "second": "1"},
    "euros": {"euro": "100", "cent": "1"},
    "dollars": {"dollar": "100", "cent": "1"},
    "roubles": {"rouble": "100", "kopeck": "1"},
    "years": {"year": "12", "month": "1"},
}  # fmt: skip
_UNITS = {unit: (kind, Decimal(size)) for kind, units in _SIZES.items() for unit, size in units.items()}
_METRIC = listed("kilometre metre centimetre millimetre tonne kilogram gram milligram litre millilitre")
_ABOUT = listed(
    "about around approximately roughly nearly almost over up to at least long tall high old period and circa ca c "
    "estimated около примерно приблизительно почти порядка до более менее свыше не длиной высотой"
)
_BEGIN = "0123456789."
_TO = listed("to and до по - or")


class Quantity(NamedTuple):
    """An amount in the smallest unit of its kind: from `low` to `high`, the same where it is no range."""

    kind: str
    low: Decimal
    high: Decimal
    metric: bool
    first: int
    last: int

    def equals(self, other: Quantity, share: Decimal = Decimal(0)) -> bool:
        """The same amount; where one is metric and one is not, `share` of it may be lost in conversion."""
        if self.kind != other.kind:
            return False
        lost = share if self.metric != other.metric else Decimal(0)
        near = [abs(mine - its) <= abs(its) * lost for mine, its in ((self.low, other.low), (self.high, other.high))]
        return all(near)

    def overlaps(self, other: Quantity) -> bool:
        """One holds the other, and at least one is a range."""
        if self.kind != other.kind or (self.low == self.high and other.low == other.high):
            return False
        return self.low <= other.low <= other.high <= self.high or other.low <= self.low <= self.high <= other.high


def quantities(terms: Terms) -> Iterator[Quantity]:
    """Amounts from left to right; "6 ft 1 in" is one."""
    words = terms.terms
    i = 0
    while i < len(words) - 1:
        found = _one(words, i) if words[i][:1] in _BEGIN else None
        if found is None:
            i += 1
            continue
        kind, low, high, metric, last = found
        smaller = _one(words, last + 1 + (words[last + 1 : last + 2] == ("and",)))
        # Cents are of the money before them.
        alike = smaller and (smaller[0] == kind or (kind == "euros" and smaller[0] == "dollars" and smaller[1] < 100))
        if smaller and alike and low == high and smaller[2] < high and smaller[3] == metric:
            low, high, last = low + smaller[1], high + smaller[2], smaller[4]
        yield Quantity(kind, low, high, metric, i, last)
        i = last + 1


def only_quantity(terms: Terms) -> Quantity | None:
    """The amount that an accepted answer is, but for "about" and the like."""
    found = list(quantities(terms))
    if len(found) != 1:
        return None
    rest = [*terms.terms[: found[0].first], *terms.terms[found[0].last + 1 :]]
    return found[0] if all(word in _ABOUT for word in rest) else None


def _one(words: tuple[str, ...], i: int) -> tuple[str, Decimal, Decimal, bool, int] | None:
    low = _value(words, i)
    if low is None:
        return None
    high, at = low, i + 1
    skip = at + 1 if words[at : at + 1] and words[at] in _TO else at
    if (second := _value(words, skip)) is not None and second > low:
        high, at = second, skip + 1
    unit = _UNITS.get(words[at]) if at < len(words) else None
    if unit is None:
        return None
    return unit[0], low * unit[1], high * unit[1], words[at] in _METRIC, at


def _value(words: tuple[str, ...], i: int) -> Decimal | None:
    if i >= len(words) or len(words[i]) > 20 or not words[i].isascii():
        return None
    return Decimal(words[i]) if words[i].replace(".", "", 1).isdigit() and words[i][-1] != "." else None
