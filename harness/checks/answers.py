"""Checks of content: is this the answer?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from annotated_types import Gt, Le, MinLen
from pydantic import AfterValidator, Discriminator, Tag

from harness.checks._amounts import Amount
from harness.checks._containment import same
from harness.checks._finding import Fact, Finder, Place
from harness.checks.registry import Verdict, check
from harness.checks.text import Phrase, Words, fold, quote

__all__ = ["answer", "equals"]


def _not_blank(phrase: str) -> str:
    if not fold(phrase):
        raise ValueError("must not be empty")
    return phrase


def _kind(value: Any) -> str:
    """Which of its forms an answer has, so that an error speaks of that one."""
    return "number" if isinstance(value, dict | Amount) else "list" if isinstance(value, list) else "text"


Answer = Annotated[Phrase, AfterValidator(_not_blank)]
_Text = Annotated[Answer, Tag("text")]
_Number = Annotated[Amount, Tag("number")]
Accepted = Annotated[_Text | _Number, Discriminator(_kind)]
AnyOf = Annotated[list[Accepted], MinLen(1)]
Required = Annotated[_Text | _Number | Annotated[AnyOf, Tag("list")], Discriminator(_kind)]


@check("equals")
def equals(text: str, value: Answer) -> Verdict:
    """The whole reply is this, apart from case, punctuation, ё/е, spaces, English articles and how numbers are grouped.

    Passes: {"equals": "The Blue Whale"} on "blue whale."
    Passes: {"equals": "1000 рублей"} on "1 000 рублей"
    Misses: {"equals": "Зелёный"} on "Зеленый или синий"
    """
    if same(Words.readings(text), text, value):
        return Verdict(True, f"the reply is {quote(value)}")
    return Verdict(False, f"the reply is {quote(text)}, not {quote(value)}")


def _fits(
    any_of: Sequence[Any] = (), all_of: Sequence[Any] = (), in_order: bool = False, contains: bool = True, **_: Any
) -> None:
    if not any_of and not all_of:
        raise ValueError("give at least one answer in any_of or all_of")
    if in_order and len(all_of) < 2:
        raise ValueError("in_order needs two or more answers in all_of")
    if all_of and not contains:
        raise ValueError("with all_of the reply holds several answers; contains: false asks that it is one")


@check("answer", validate=_fits)
def answer(
    text: str,
    any_of: AnyOf = [],  # noqa: B006 - never changed
    fuzzy: Annotated[float, Gt(0), Le(1)] = 1.0,
    contains: bool = True,
    like: Literal["writing", "people"] = "writing",
    all_of: Annotated[list[Required], MinLen(1)] = [],  # noqa: B006
    in_order: bool = False,
    prompt: str = "",
) -> Verdict:
    """One of the accepted answers stands in the reply, all of the facts, or both; the reason names in which sense.

    `like: writing` takes the same answer in another writing: numerals and words, dates in any order, money and units of
    measure, well-known short forms; where the question asks who, a name without a middle name, by initials, in the
    other order or script. `like: people` takes, too, what people let pass: other forms of the words, most of the words
    that the question has not said already, a surname, the year of a date, one end of a range. An answer that is denied
    ("not Paris"), only asked, offered beside another ("Paris or Lyon") or taken back does not count.

    `contains: false` asks that the answer is the whole reply. An answer may be a number with a tolerance and a unit.
    Each of `all_of` is an answer or a list of which one will do; `in_order`: they come one after the other. `fuzzy`
    below 1 accepts near spellings: a share of letters, at least this many the same. A word of up to 4 letters, a number
    or a negation must be exact, up to 8 letters one letter may differ, beyond that two; a word never matches its
    negation ("possible", "impossible"). Plain words are looked for in all of a reply, other writings in its first
    10,000 characters.

    Passes: {"answer": ["Paris"]} on "It is Paris, of course."
    Passes: {"answer": {"any_of": ["в течение 30 дней"], "fuzzy": 0.9}} on "Да, в течении 30 дней."
    Passes: {"answer": ["December 14, 1972"]} on "On the 14th of December 1972."
    Passes: {"answer": ["двадцать один рубль"]} on "С вас 21 ₽."
    Passes: {"answer": ["Лев Толстой"]} on "Роман написал Л. Н. Толстой." asked "Кто написал «Войну и мир»?"
    Passes: {"answer": {"any_of": ["the vascular cambium"], "like": "people"}} on "From the cambium."
    Passes: {"answer": {"all_of": [["Mercury", "Меркурий"], "Venus"], "in_order": true}} on "Mercury, then Venus"
    Passes: {"answer": [{"number": 12.9, "tolerance": 0.1, "unit": "km"}]} on "Its length is 12,940 metres."
    Misses: {"answer": ["Париж"]} on "Столица — не Париж."
    Misses: {"answer": ["Paris"]} on "Paris or Lyon."
    Misses: {"answer": ["Paris"]} on "Paris. No, wait: Lyon."
    Misses: {"answer": {"any_of": ["within 30 days"], "fuzzy": 0.8}} on "Yes, within 60 days."
    Misses: {"answer": {"any_of": ["Paris"], "contains": false}} on "Paris, the capital"
    Misses: {"answer": {"any_of": ["Samantha Hill"], "like": "people"}} on "Samantha Barks." asked "Who played her?"
    """
    finder = Finder(text=text, prompt=prompt, fuzzy=fuzzy, contains=contains, people=like == "people")
    facts = [fact if isinstance(fact, list) else [fact] for fact in all_of]
    if not any_of:
        return _all(finder, facts, in_order)
    verdict = _any(finder, any_of)
    return _all(finder, facts, in_order) if verdict.passed and facts else verdict


def _any(finder: Finder, facts: Sequence[Fact]) -> Verdict:
    whole = finder.whole(facts)
    if whole is not None:
        return Verdict(True, f"the reply is {_shown(whole)}")
    doubtful: Place | None = None
    for place in finder.places(facts):
        if place.doubt is None:
            said = f"{quote(finder.text, place.hit.span)} is the answer {_shown(place.fact)}"
            return Verdict(True, " ".join(part for part in (said, place.hit.how) if part), place.hit.span)
        doubtful = doubtful or place
    return _missed(finder, facts, doubtful)


def _missed(finder: Finder, facts: Sequence[Fact], place: Place | None) -> Verdict:
    if place is not None and place.doubt is not None:
        why, span = place.doubt
        return Verdict(False, f"{_shown(place.fact)} is {why}: {quote(finder.text, span)}", span)
    wanted = " or ".join(_shown(fact) for fact in facts[:3])
    return Verdict(False, f"{wanted} is not {'in the reply' if finder.contains else 'the reply'} {quote(finder.text)}")


def _all(finder: Finder, facts: Sequence[Sequence[Fact]], in_order: bool) -> Verdict:
    """Every fact is given, each after the one before it where the order counts."""
    said: list[Place] = []
    for alternatives in facts:
        doubtful: Place | None = None
        given: list[Place] = []
        for place in finder.places(alternatives):
            if place.doubt is None:
                given.append(place)
                if not in_order or not said or place.hit.span[0] >= said[-1].hit.span[1]:
                    break
            doubtful = doubtful or place
        if not given:
            return _missed(finder, alternatives, doubtful)
        place = given[-1]
        if in_order and said and place.hit.span[0] < said[-1].hit.span[1]:
            before, after = quote(finder.text, place.hit.span), quote(finder.text, said[-1].hit.span)
            return Verdict(False, f"{before} comes before {after}, not after it", place.hit.span)
        said.append(place)
    all_said = ", ".join(dict.fromkeys(quote(finder.text, place.hit.span, limit=40) for place in said))
    return Verdict(True, f"all said: {all_said}", said[0].hit.span)


def _shown(fact: Fact) -> str:
    return quote(str(fact), limit=40 if isinstance(fact, Amount) else 80)
