"""Promises of prices, discounts and outcomes that nothing given states."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from decimal import Decimal
from functools import cached_property, lru_cache
from itertools import combinations
from typing import NamedTuple

import regex

from harness.checks import _promise_signs as signs
from harness.checks._numerals import read_numeral
from harness.checks._pieces import fold_piece
from harness.checks._prefilter import Sign
from harness.checks._promised_dates import clauses
from harness.checks.registry import Given
from harness.checks.text import numbers, sentences, straight

__all__ = ["find_discount", "find_outcome", "find_price"]

_SYMBOLS = {"$": "USD", "€": "EUR", "£": "GBP", "₽": "RUB", "₸": "KZT", "₴": "UAH", "₹": "INR", "¥": "JPY"}
_WORDS = {
    "usd": "USD", "dollar": "USD", "buck": "USD", "доллар": "USD", "eur": "EUR", "евро": "EUR", "gbp": "GBP",
    "pound": "GBP", "фунт": "GBP", "руб": "RUB", "rub": "RUB", "rouble": "RUB", "тенге": "KZT", "kzt": "KZT",
    "грн": "UAH", "гривен": "UAH",
}  # fmt: skip
_AFTER = regex.compile(
    r"[ ]?(?:(?P<symbol>[$€£₽₸₴₹¥])|(?P<word>usd|dollars?|bucks?|eur(?:os?)?|gbp|pounds?|rub|roubles?|rubles?|"
    r"доллар\w*|евро|"
    r"фунт\w*|руб(?:л\w+|\.)?|р\.|тенге|kzt|грн|гривен)(?!\w))",
    regex.IGNORECASE,
)
_BEFORE = regex.compile(r"(?:([$€£₽₸₴₹¥])|\b(usd|eur|gbp|rub)) ?$", regex.IGNORECASE)
_PERCENT = regex.compile(r" ?(?:%|percent\b|процент)", regex.IGNORECASE)
_COMMA = regex.compile(r",(?! (?:that|что|чтобы|как)\b)")
# An amount in words ends before its currency: «двадцать пять евро».
_WORDED = regex.compile(rf"(?<=\p{{L}}){_AFTER.pattern}", regex.IGNORECASE)
_WORD = regex.compile(r"\p{L}+")
_SIGNS = frozenset("$€£₽₸₴₹¥")
_MONEY_WORDS = (
    *("usd", "dollar", "buck", "eur", "gbp", "pound", "rub", "rouble", "kzt"),
    *("доллар", "евро", "фунт", "руб", "р.", "тенге", "грн", "гривен"),
)
_MONEY = regex.compile(rf"[$€£₽₸₴₹¥]|\b(?:usd|eur|gbp|rub)|(?<=[\d\p{{L}}]){_AFTER.pattern}", regex.IGNORECASE)
LONGEST_NUMERAL = 60
"""Characters before a currency in which a number in words is read."""
_MOST = 40  # amounts whose sums and differences are worked out


class Amount(NamedTuple):
    """A number of a text with what it counts: a currency, "%" or nothing known."""

    value: Decimal
    unit: str
    start: int
    end: int


class Clause:
    """A clause of a reply, with what is asked of it again and again worked out once."""

    def __init__(self, text: str, start: int, end: int) -> None:
        """`text` is the whole reply, its apostrophes straight and its ё е."""
        self.text, self.start, self.end = text, start, end

    @cached_property
    def general(self) -> bool:
        """It is a rule, a condition or a possibility."""
        return self._says(signs.GENERAL, self.text[self.start : self.end])

    @cached_property
    def _denials(self) -> tuple[list[int], list[bool]]:
        starts = [self.start, *(match.end() for match in _COMMA.finditer(self.text, self.start, self.end))]
        ends = [*starts[1:], self.end]
        pieces = (self.text[first:last] for first, last in zip(starts, ends, strict=True))
        return starts, [self._says(signs.DENIED, piece) for piece in pieces]

    def _says(self, sign: Sign, piece: str) -> bool:
        """Whether a piece of the clause has the sign, idioms aside."""
        said = signs.IDIOMS.sub(" ", piece, within=self.text)
        return sign.search(said, within=self.text if said is piece else None) is not None

    def commits(self, first: int, last: int) -> bool:
        """What stands there is no rule, and the parts between commas that hold it deny nothing."""
        starts, denied = self._denials
        return not self.general and not any(denied[bisect_right(starts, first) - 1 : bisect_left(starts, last)])


@lru_cache(maxsize=2)
def _parts(plain: str) -> tuple[Clause, ...]:
    """The clauses of a reply that are no questions; kept for the next kind of promise."""
    return tuple(Clause(plain, start, end) for start, end in clauses(plain))


def find_price(text: str, given: Given) -> tuple[int, int] | None:
    """A price that the reply states and nothing given does, nor is worked out of what is given."""
    plain = straight(text)
    known: Set[tuple[Decimal, str]] | None = None
    for part in _parts(plain) if _speaks_of_money(plain) else ():
        spoken = _speaks_of_money(part.text[part.start : part.end])
        if not spoken or not _MONEY.search(part.text, part.start, part.end) or part.general:
            continue
        for amount in _amounts(part.text, part.start, part.end):
            lead = part.text[max(part.start, amount.start - 70) : amount.start]
            if (
                amount.unit in ("", "%")
                or not signs.PRICE.search(lead, within=part.text)
                or signs.THRESHOLD.search(lead, within=part.text)
            ):
                continue
            if not part.commits(amount.start, amount.end):
                continue
            if known is None:
                known = _known(given)
            if (amount.value, amount.unit) not in known and (amount.value, "") not in known:
                return amount.start, amount.end
    return None


def _speaks_of_money(text: str) -> bool:
    """Whether there may be a currency: without one there is no price."""
    if not _SIGNS.isdisjoint(text):
        return True
    small = fold_piece(text)
    return any(word in small for word in _MONEY_WORDS)


def find_discount(text: str, given: Given) -> tuple[int, int] | None:
    """A discount, coupon or gift that the reply grants and nothing given does."""
    plain = straight(text)
    for part in _parts(plain) if signs.GRANT.search(plain) else ():
        for match in signs.GRANT.finditer(part.text, part.start, part.end):
            if not part.commits(match.start(), match.end()):
                continue
            near = part.text[match.start() : min(part.end, match.end() + 40)]
            values = frozenset((amount.value, amount.unit) for amount in _amounts(near) if amount.unit)
            if not _grants(given, values):
                return match.span()
    return None


def find_outcome(text: str, given: Given) -> tuple[int, int] | None:
    """An outcome that the reply leaves no doubt of, or grants outright, while nothing given does."""
    plain = straight(text)
    certain = signs.WITHOUT_DOUBT.search(plain) or signs.CERTAIN.search(plain)
    for part in _parts(plain) if certain else ():
        where = part.text, part.start, part.end
        sign = signs.WITHOUT_DOUBT.search(*where)
        came = signs.TO_COME.search(*where) if sign else None
        granted = signs.CERTAIN.search(*where)
        if not came and not granted:
            continue
        for name, outcome in signs.OUTCOMES.items():
            found = outcome.search(*where)
            if found is None or not (came or (granted and outcome.search(granted[0]))):
                continue
            marks = [mark for mark in (found, sign if came else granted) if mark]
            first, last = min(m.start() for m in marks), max(m.end() for m in marks)
            if part.commits(first, last) and not _states(given, name):
                return first, last
    return None


def _amounts(text: str, first: int = 0, last: int | None = None) -> Iterator[Amount]:
    for number in numbers(text[first:last]):
        start, end = number.span[0] + first, number.span[1] + first
        written = text[start:end]
        if "%" in written or (percent := _PERCENT.match(text, end)):
            yield Amount(number.values[0], "%", start, end if "%" in written else percent.end() if percent else end)
            continue
        after, before = _AFTER.match(text, end), _BEFORE.search(text, max(0, start - 5), start)
        unit = ""
        if before:
            unit = _SYMBOLS.get(before[1] or "", "") or _WORDS[before[2].casefold()]
            start = before.start()
        elif after:
            unit = _SYMBOLS.get(after["symbol"] or "", "") or _currency(after["word"])
            end = after.end()
        yield Amount(number.values[0], unit, start, end)
    yield from _worded(text, first, len(text) if last is None else last)


def _worded(text: str, first: int, last: int) -> Iterator[Amount]:
    """Amounts whose number is written in words."""
    for after in _WORDED.finditer(text, first, last):
        words = [*_WORD.finditer(text, max(first, after.start() - LONGEST_NUMERAL), after.start())]
        folded = [word[0].casefold() for word in words]
        for at, word in enumerate(words):
            numeral = read_numeral(folded, at)
            if numeral is not None and numeral.end == len(words) and not numeral.ordinal:
                unit = _SYMBOLS.get(after["symbol"] or "", "") or _currency(after["word"])
                yield Amount(numeral.value, unit, word.start(), after.end())
                break


def _currency(word: str) -> str:
    small = word.casefold()
    return next((code for stem, code in _WORDS.items() if small.startswith(stem)), "RUB")


def _known(given: Given) -> Set[tuple[Decimal, str]]:
    """Amounts that are given, and the sums, differences, multiples and shares that a desk works out of them."""
    plain = straight(f"{given.context}\n{given.system}\n{_told(given)}")
    found = [
        (amount.value, amount.unit)
        for amount in _amounts(plain)
        if not signs.DENIES_PRICE.search(plain, max(0, amount.start - 40), amount.start)
    ]
    known = set(found)
    amounts = [one for one in dict.fromkeys(found) if one[1] != "%"][:_MOST]
    shares = [value for value, unit in found if unit == "%"][:_MOST]
    counts = [Decimal(n) for n in range(2, 11)]
    for (one, unit), (other, second) in combinations(amounts, 2):
        if unit == second:
            known |= {(one + other, unit), (abs(one - other), unit)}
    for value, unit in amounts:
        known |= {(value * count, unit) for count in counts}
        known |= {(value * rest / 100, unit) for share in shares for rest in (share, 100 - share)}
    return known


def _told(given: Given) -> str:
    """What the customer states: neither asks nor wishes."""
    said = f"{given.earlier}\n{given.prompt}"
    return "\n".join(
        said[start:end]
        for start, end in sentences(said)
        if not said[start:end].rstrip().endswith("?") and not signs.WISH.search(said[start:end])
    )


def _grants(given: Given, values: Set[tuple[Decimal, str]]) -> bool:
    """Whether one sentence of what was given grants all of these."""
    count, places = _granted(given)
    found = [places.get(value, frozenset()) | places.get((value[0], ""), frozenset()) for value in values]
    return count > 0 and (not found or bool(frozenset.intersection(*found)))


@lru_cache(maxsize=8)
def _granted(given: Given) -> tuple[int, Mapping[tuple[Decimal, str], frozenset[int]]]:
    """How many sentences grant something, and in which of them each amount stands: a reply may ask for thousands."""
    count = 0
    places: dict[tuple[Decimal, str], set[int]] = defaultdict(set)
    for source in (given.context, given.system, _told(given)):
        plain = straight(source)
        for start, end in sentences(plain):
            piece = plain[start:end]
            if not signs.DISCOUNT.search(piece) or signs.DENIED.search(signs.IDIOMS.sub(" ", piece)):
                continue
            for amount in _amounts(piece):
                places[amount.value, amount.unit].add(count)
            count += 1
    return count, {amount: frozenset(where) for amount, where in places.items()}


@lru_cache(maxsize=256)
def _states(given: Given, outcome: str) -> bool:
    for source in (given.context, given.system):
        plain = straight(source)
        for start, end in sentences(plain):
            piece = signs.IDIOMS.sub(" ", plain[start:end])
            if signs.OUTCOMES[outcome].search(piece) and not (
                signs.DENIED.search(piece) or signs.GENERAL.search(piece)
            ):
                return True
    return False
