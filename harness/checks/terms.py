"""Checks of terms: a house's glossary, held to word by word whatever the inflection."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Annotated

from annotated_types import MinLen
from pydantic import AfterValidator

from harness.checks._codes import codes
from harness.checks._phrases import Phrases
from harness.checks.registry import Verdict, check
from harness.checks.text import Words, fold, quote

__all__ = ["glossary"]


def _term(phrase: str) -> str:
    if not Words.of(phrase).words:
        raise ValueError("a term needs a letter or a digit")
    return phrase


Term = Annotated[str, AfterValidator(_term)]
Terms = Annotated[list[Term], MinLen(1)]


def _consistent(
    preferred: Mapping[str, Sequence[str]] = {},
    forbidden: Mapping[str, str] = {},
    required: Sequence[str] = (),
    exact: Sequence[str] = (),
    one_of: Sequence[Sequence[str]] = (),
) -> None:
    """A glossary that nobody can follow is a mistake of the glossary."""
    if not (preferred or forbidden or required or exact or one_of):
        raise ValueError("give preferred, forbidden, required, exact or one_of")
    for term, variants in preferred.items():
        if any(_is(Phrases(variant), term, variant) and _is(Phrases(term), variant, term) for variant in variants):
            raise ValueError(f"{term!r} is to be said, and stands among its own variants")
    unwanted = [*forbidden, *chain.from_iterable(preferred.values())]
    for term in chain(preferred, required, exact, filter(None, forbidden.values())):
        found = Phrases(term)
        if same := next((u for u in unwanted if term not in preferred.get(u, ()) and _is(found, u, term)), None):
            raise ValueError(f"{term!r} is to be said, and {same!r} is not")


def _is(found: Phrases, other: str, term: str) -> bool:
    return len(Words.of(other).words) == len(Words.of(term).words) and next(found.find(other), None) is not None


@check("glossary", validate=_consistent)
def glossary(
    text: str,
    preferred: dict[Term, Terms] = {},  # noqa: B006 - never changed
    forbidden: dict[Term, str] = {},  # noqa: B006
    required: list[Term] = [],  # noqa: B006
    exact: list[Term] = [],  # noqa: B006
    one_of: list[Annotated[list[Term], MinLen(2)]] = [],  # noqa: B006
) -> Verdict:
    """The reply keeps to a glossary, in every form of its words («пункта выдачи», "gift cards"), case and ё/е aside.

    `preferred`: the term to use, and the variants that are not to be used in its place; `forbidden`: terms that are
    never said, each with what to say instead (or ""); `required`: terms that have to be said; `exact`: names written
    just so, capitals included ("iPhone"); `one_of`: terms of which one reply uses one only. A term of several words
    stands as a whole, its words side by side. A variant inside a longer term of the glossary is that term's ("card" in
    "gift card"), and one inside an address or a link is none. What the glossary has no word for is not looked at.

    Passes: {"glossary": {"preferred": {"pickup point": ["collection point", "parcel shop"]}}} on
        "Both pickup points are open."
    Passes: {"glossary": {"preferred": {"карта": ["карточка"], "подарочная карта": ["сертификат"]}}} on
        "Оплатите подарочной картой."
    Misses: {"glossary": {"preferred": {"пункт выдачи": ["точка самовывоза"]}}} on "Заберите заказ в точке самовывоза."
    Misses: {"glossary": {"forbidden": {"guarantee": "warranty"}}} on "All guarantees last two years."
    Misses: {"glossary": {"required": ["курьер"]}} on "Заказ принесут к двери."
    Misses: {"glossary": {"exact": ["iPhone"]}} on "The Iphone is here."
    Misses: {"glossary": {"one_of": [["заказ", "посылка"]]}} on "Заказ отправлен, ждите посылку."
    """
    phrases = Phrases(_without_addresses(text))
    said = [*preferred, *required, *exact]
    whole = _Places(chain.from_iterable(_long(phrases, term) for term in said))
    for instead, term in _unwanted(preferred, forbidden):
        for span in phrases.find(term):
            if not whole.around(span):
                advice = f"say {quote(instead)}" if instead else "a term that must not be used"
                return Verdict(False, f"{quote(text, span)}: {advice}", span)
    for name in exact:
        for span in phrases.find(name):
            if text[slice(*span)] != name and fold(text[slice(*span)]) == fold(name):
                return Verdict(False, f"{quote(text, span)} is written {quote(name)}", span)
    for group in one_of:
        firsts = {term: place for term in group if (place := next(_outside(phrases, term, group), None)) is not None}
        if len(firsts) > 1:
            used = " and ".join(quote(text, place) for place in list(firsts.values())[:2])
            return Verdict(False, f"uses {used} for one thing", max(firsts.values()))
    for term in required:
        if next(phrases.find(term), None) is None:
            return Verdict(False, f"the term {quote(term)} is not in the reply {quote(text)}")
    return Verdict(True, "keeps to the glossary")


def _without_addresses(text: str) -> str:
    """The text with e-mail addresses and links covered: a term in one is no word of the house's."""
    parts, at = [], 0
    for start, end in (code.span for code in codes(text) if code.kind in ("e-mail", "link")):
        parts += [text[at:start], " " * (end - start)]
        at = end
    return "".join([*parts, text[at:]])


def _unwanted(preferred: Mapping[str, Sequence[str]], forbidden: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What to say, and the term that is not to be said."""
    yield from ((instead, term) for term, instead in forbidden.items())
    yield from ((instead, variant) for instead, variants in preferred.items() for variant in variants)


def _long(phrases: Phrases, term: str) -> Iterator[tuple[int, int]]:
    return phrases.find(term) if len(Words.of(term).words) > 1 else iter(())


def _outside(phrases: Phrases, term: str, group: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where a term stands, but for places inside a longer one of its group."""
    length = len(Words.of(term).words)
    longer = _Places(chain.from_iterable(phrases.find(o) for o in group if len(Words.of(o).words) > length))
    return (span for span in phrases.find(term) if not longer.around(span))


class _Places:
    """Places of a text, to ask which one holds another."""

    def __init__(self, spans: Iterator[tuple[int, int]]) -> None:
        self._spans = sorted(set(spans))
        self._starts = [start for start, _ in self._spans]

    def around(self, span: tuple[int, int]) -> bool:
        """Whether one of the places holds the span and more."""
        near = self._spans[max(0, bisect_right(self._starts, span[0]) - 4) : bisect_right(self._starts, span[0])]
        return any(end >= span[1] and (start, end) != span for start, end in near)
