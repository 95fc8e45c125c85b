"""Check that a reply asks for what it was not told, and does not make it up."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Annotated

import regex
from annotated_types import MinLen
from pydantic import AfterValidator

from harness.checks.registry import Given, Verdict, check
from harness.checks.text import Phrase, Words, quote, sentences

__all__ = ["asks_for", "find_invented", "find_question"]

_ASKS = regex.compile(
    r"\?|\b(?:please|kindly)\b|\b(?:tell|send|give|share|provide|specify|state|name|confirm|clarify|indicate|"
    r"enter|let me know|let us know|"
    r"could you|can you|may I (?:have|ask|know)|I(?:'ll| will)? need|we(?:'ll| will)? need|I(?:'d| would) need|"
    r"what is|what's|which)\b|"
    r"\b(?:уточн\w+|подскаж\w+|напиш\w+|сообщ\w+|пришл\w+|укаж\w+|назов\w+|скаж\w+|отправ\w+|продикт\w+|"
    r"нуж(?:ен|на|но|ны)|понадоб\w+|"
    r"потребу\w+|необходим\w*|пожалуйста|как(?:ой|ая|ое|ие|ов|ова|овы)|можете|могли бы)\b",
    regex.IGNORECASE,
)
# Telling that it has it, or does not need it, is not asking.
_NOT_ASKED = regex.compile(
    r"\b(?:don't|do not|no) (?:need|have to|longer need)\b|\b(?:I|we) (?:already )?(?:have|see|found|"
    r"know) your\b|\bnot (?:needed|necessary|required)\b|"
    r"\bне (?:нуж(?:ен|на|но|ны)|требуется|понадобится|обязател\w+|надо|пишите|указывайте)\b|"
    r"\b(?:уже )?(?:вижу|нашел|нашла|знаю) ваш",
    regex.IGNORECASE,
)
# A number that is said of an order, an account, a parcel; numbers in an example of what one looks like are none.
_STATED = regex.compile(
    r"(?:[#№]|\b(?:order|number|no\.|tracking|invoice|parcel|account|ticket|заказ\p{L}*|номер\p{L}*|трек\p{L}*|"
    r"накладн\p{L}*|посылк\p{L}*|счет\p{L}*|"
    r"обращени\p{L}*|заявк\p{L}*))(?: (?:is|was|number|no\.?|"
    r"номер))?[\s:#№–—-]{0,4}(?P<value>(?=[\p{L}-]{0,6}\d)[\p{L}\d-]{3,24})"
    r"(?![\p{L}\d-])(?!,?\d| ?(?:[$€£₽%]|руб|р\.|шт|euros?\b|dollars?\b|days?\b|дн))",
    regex.IGNORECASE,
)
_EXAMPLE = regex.compile(
    r"(?:\b(?:e\.g\.|for example|for instance|such as|like|looks? like|format|starts? with)|"
    r"\b(?:например|к примеру|вида|вроде|формат\w*|начина\w+))[^.!?\n]{0,40}$",
    regex.IGNORECASE,
)
_JOINERS = regex.compile(r"[\s-]+")


def _said(phrase: str) -> str:
    if not Words.of(phrase.replace("*", "")).words:
        raise ValueError(f"nothing to ask for in {phrase!r}")
    if any("*" in word[:-1] for word in phrase.split()):
        raise ValueError("`*` may only end a word")
    return phrase


Wanted = Annotated[Phrase, AfterValidator(_said)]


@cache
def _pattern(phrase: str) -> regex.Pattern[str]:
    """A phrase's words in their order, up to two others between them, or "B of A"; a star stands for any ending."""
    parts = []
    for piece in phrase.split():
        words = [regex.escape(word) for word in Words.of(piece.removesuffix("*")).words]
        parts += [*words[:-1], words[-1] + ("[^ ]*" if piece.endswith("*") else "")] if words else []
    orders = [" (?:[^ ]+ ){0,2}?".join(parts)]
    if len(parts) > 1:  # "the number of your order" asks for an "order number"
        orders.append(rf"{parts[-1]} (?:of|for|on) (?:[^ ]+ ){{0,2}}?{' '.join(parts[:-1])}")
    return regex.compile(rf"(?<![^ ])(?:{'|'.join(orders)})(?![^ ])")


def find_question(text: str, what: list[str]) -> tuple[int, int] | None:
    """The sentence of a reply that asks for one of these."""
    plain = text.replace("’", "'")
    words = Words.of(plain)
    spans = sorted({words.span(*place) for phrase in what for place in words.find(_pattern(phrase))})
    if not spans:
        return None
    places = iter(spans)
    first, last = next(places)
    for start, end in sentences(plain):
        while first < start:
            first, last = next(places, (len(plain), len(plain)))
        piece = plain[start:end]
        if last <= end and _ASKS.search(piece) and not _NOT_ASKED.search(piece):
            return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())
        if first >= len(plain):
            break
    return None


def find_invented(text: str, given: Given) -> Iterator[tuple[int, int]]:
    """Numbers of orders, parcels and the like that nothing given holds."""
    known = _JOINERS.sub("", given.text).casefold()
    for match in _STATED.finditer(text):
        value = _JOINERS.sub("", match["value"]).casefold()
        shown = _EXAMPLE.search(text, max(0, match.start() - 60), match.start("value"))
        if value not in known and not shown:
            yield match.span("value")


@check("asks_for")
def asks_for(text: str, given: Given, what: Annotated[list[Wanted], MinLen(1)], invent: bool = False) -> Verdict:
    """The reply asks for what is missing, and does not make it up.

    `what` holds the words for it, in the languages that the customers write; one of them has to stand in a question or
    a request ("Could you tell me your order number?", «Уточните номер заказа»). A star ends a word that may go on, and
    up to two words may stand between those of a phrase, or "of" ("the number of your order"). A reply that states a
    number of an order, parcel or account that nobody gave it makes one up, even when it asks as well; `invent: true`
    lets that be.

    Passes: {"asks_for": ["order number"]} on "Could you tell me your order number?"
    Passes: {"asks_for": ["order number", "номер* заказ*"]} on "Уточните, пожалуйста, номер вашего заказа."
    Misses: {"asks_for": ["order number"]} on "Your order is on its way."
    Misses: {"asks_for": ["номер* заказ*"]} on "Ваш заказ № 4412 в пути. Какой номер заказа?" asked "Где он?"
    """
    asked = find_question(text, what)
    if asked is None:
        return Verdict(False, f"asks for none of {', '.join(map(quote, what))}: {quote(text)}")
    for made_up in () if invent else find_invented(text, given):
        return Verdict(False, f"makes up {quote(text, made_up)}, which nobody gave", made_up)
    return Verdict(True, f"asks: {quote(text, asked)}", asked)
