"""Checks of content: is this the answer?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from annotated_types import Gt, Le, MinLen
from pydantic import AfterValidator, Discriminator, Tag

from harness.checks._amounts import Amount
from harness.checks._another_number import other_signs
from harness.checks._containment import same
from harness.checks._finding import Fact, Finder, Place
from harness.checks.registry import Verdict, check
from harness.checks.text import Phrase, Words, fold, quote

__all__ = ["answer", "equals", "facts"]


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
Fuzzy = Annotated[float, Gt(0), Le(1)]
Like = Literal["writing", "people"]


@check("equals")
def equals(text: str, value: Answer) -> Verdict:
    """The whole reply is this, apart from case, punctuation, ё/е, spaces, English articles and how numbers are grouped.

    Passes: {"equals": "The Blue Whale"} on "blue whale."
    Passes: {"equals": "1000 рублей"} on "1 000 рублей"
    Misses: {"equals": "Зелёный"} on "Зеленый или синий"
    """
    if same(Words.readings(text), text, value) and not other_signs(value, text):
        return Verdict(True, f"the reply is {quote(value)}")
    return Verdict(False, f"the reply is {quote(text)}, not {quote(value)}")


def _ordered(all_of: Sequence[Any], in_order: bool = False, **_: Any) -> None:
    if in_order and len(all_of) < 2:
        raise ValueError("in_order needs two or more facts")


@check("answer")
def answer(
    text: str,
    any_of: AnyOf,
    fuzzy: Fuzzy = 1.0,
    contains: bool = True,
    like: Like = "writing",
    prompt: str = "",
) -> Verdict:
    """One of the accepted answers stands in the reply, plainly or in another writing; the reason says in which sense.

    `like: writing` takes numerals for words, dates in any order, money and units of measure, well-known short forms;
    where the question asks who, a name without a middle name, by initials, in the other order or script. `like: people`
    takes, too, what people let pass: other forms of the words, a part of the words that the question has not said
    already, a surname, the year of a date, one end of a range. An answer that is denied ("not Paris"), only asked,
    offered beside another ("Paris or Lyon") or taken back does not count.

    `contains: false` asks that the answer is the whole reply. An answer may be a number with a tolerance and a unit.
    `fuzzy` below 1 accepts near spellings: a share of letters, at least this many the same. A word of up to 4 letters,
    a number or a negation must be exact, up to 8 letters one letter may differ, beyond that two; a word never matches
    its negation ("possible", "impossible"). Plain words are looked for in all of a reply, other writings in its first
    10,000 characters.

    Passes: {"answer": ["Paris"]} on "It is Paris, of course."
    Passes: {"answer": {"any_of": ["в течение 30 дней"], "fuzzy": 0.9}} on "Да, в течении 30 дней."
    Passes: {"answer": ["December 14, 1972"]} on "On the 14th of December 1972."
    Passes: {"answer": ["двадцать один рубль"]} on "С вас 21 ₽."
    Passes: {"answer": ["Лев Толстой"]} on "Роман написал Л. Н. Толстой." asked "Кто написал «Войну и мир»?"
    Passes: {"answer": {"any_of": ["the vascular cambium"], "like": "people"}} on "From the cambium."
    Passes: {"answer": [{"number": 12.9, "tolerance": 0.1, "unit": "km"}]} on "Its length is 12,940 metres."
    Misses: {"answer": ["Париж"]} on "Столица — не Париж."
    Misses: {"answer": ["Paris"]} on "Paris or Lyon."
    Misses: {"answer": ["Paris"]} on "Paris. No, wait: Lyon."
    Misses: {"answer": {"any_of": ["within 30 days"], "fuzzy": 0.8}} on "Yes, within 60 days."
    Misses: {"answer": {"any_of": ["Paris"], "contains": false}} on "Paris, the capital"
    Misses: {"answer": {"any_of": ["Samantha Hill"], "like": "people"}} on "Samantha Barks." asked "Who played her?"
    """
    finder = Finder(text=text, prompt=prompt, fuzzy=fuzzy, contains=contains, people=like == "people")
    whole = finder.whole(any_of)
    if whole is not None:
        return Verdict(True, f"the reply is {_shown(whole)}")
    doubtful: Place | None = None
    for place in finder.places(any_of):
        if place.doubt is None:
            said = f"{quote(text, place.hit.span)} is the answer {_shown(place.fact)}"
            return Verdict(True, " ".join(part for part in (said, place.hit.how) if part), place.hit.span)
        doubtful = doubtful or place
    return _missed(finder, any_of, doubtful)


@check("facts", validate=_ordered)
def facts(
    text: str,
    all_of: Annotated[list[Required], MinLen(1)],
    in_order: bool = False,
    fuzzy: Fuzzy = 1.0,
    like: Like = "writing",
    prompt: str = "",
) -> Verdict:
    """Every one of the facts is said; each is an answer, or a list of answers of which one will do.

    Each is looked for as by `answer`, `fuzzy` and `like` included. `in_order`: each after the one before it.

    Passes: {"facts": [["30 days", "a month"], "receipt"]} on "Within thirty days, with the receipt."
    Passes: {"facts": {"all_of": [["Mercury", "Меркурий"], "Венера"], "in_order": true}} on "Меркурий, потом Венера"
    Misses: {"facts": ["30 days", "receipt"]} on "Within 30 days, without receipt."
    Misses: {"facts": {"all_of": ["Mercury", "Venus"], "in_order": true}} on "Venus, then Mercury"
    """
    finder = Finder(text=text, prompt=prompt, fuzzy=fuzzy, contains=True, people=like == "people")
    said: list[Place] = []
    for fact in all_of:
        alternatives = fact if isinstance(fact, list) else [fact]
        least = said[-1].hit.span[1] if in_order and said else 0
        place, doubtful = _first(finder, alternatives, least)
        if place is None:
            return _missed(finder, alternatives, doubtful)
        if place.hit.span[0] < least:
            early, late = quote(text, place.hit.span), quote(text, said[-1].hit.span)
            return Verdict(False, f"{early} comes before {late}, not after it", place.hit.span)
        said.append(place)
    all_said = ", ".join(dict.fromkeys(quote(text, place.hit.span, limit=40) for place in said))
    return Verdict(True, f"all said: {all_said}", said[0].hit.span)


def _first(finder: Finder, alternatives: Sequence[Fact], least: int) -> tuple[Place | None, Place | None]:
    """The first place from `least` on where one of the facts is given, else any; and one where it is not given."""
    given: Place | None = None
    doubtful: Place | None = None
    for place in finder.places(alternatives):
        if place.doubt is not None:
            doubtful = doubtful or place
        elif place.hit.span[0] >= least:
            return place, doubtful
        else:
            given = given or place
    return given, doubtful


def _missed(finder: Finder, facts: Sequence[Fact], place: Place | None) -> Verdict:
    if place is not None and place.doubt is not None:
        why, span = place.doubt
        return Verdict(False, f"{_shown(place.fact)} is {why}: {quote(finder.text, span)}", span)
    wanted = " or ".join(_shown(fact) for fact in facts[:3])
    return Verdict(False, f"{wanted} is not {'in the reply' if finder.contains else 'the reply'} {quote(finder.text)}")


def _shown(fact: Fact) -> str:
    return quote(str(fact), limit=40 if isinstance(fact, Amount) else 80)
