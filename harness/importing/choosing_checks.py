"""A starting check for an answer, chosen by what kind of answer it is; a person has the last word on each."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from harness.checks import Given, bind
from harness.checks._clock import only_time
from harness.checks._codes import codes
from harness.checks._dates import only_date
from harness.checks._lemmas import parses
from harness.checks._quantities import only_quantity
from harness.checks._stance import classify
from harness.checks._terms import answer_terms
from harness.checks.text import numbers, sentences
from harness.importing.contacts import contact
from harness.importing.json_answers import json_expectation
from harness.importing.must_have import must_have
from harness.importing.rarity import Rarity
from harness.importing.yes_no import begins_so, said_yes_or_no, yes_or_no
from harness.lint._asked import asked

__all__ = ["KINDS", "Chosen", "choose", "holds"]

Expect = tuple[Mapping[str, Any], ...]

KINDS: Mapping[str, tuple[str, str]] = {
    "the source's own": ("", "the source names its checks"),
    "choice": ("equals", "the source gives the choices: the model picks one"),
    "number": ("number", "the answer is a number and nothing else"),
    "amount": ("answer", "a number with its unit: any writing of it will do"),
    "date": ("answer", "a date: in any order and language"),
    "time": ("answer", "a time of day: 18:00, 6 pm"),
    "yes or no": ("keywords, matches", "the answer is yes or no"),
    "contact": ("keywords, matches", "an address, a link or a phone number: letter by letter"),
    "JSON": ("json_schema", "the answer is JSON: its keys and values have to be there"),
    "list": ("facts", "a list: every item has to be said, in any order"),
    "refusal": ("refuses", "the answer declines"),
    "label": ("answer", "nearly all answers come again, as labels do: in this writing"),
    "short fact": ("answer", "a few words: as people would take them"),
    "must-have facts": ("facts", "a text: its figures, dates, addresses and names have to be said"),
    "must-have words": ("mentions", "a text without figures: its telling words, in any form"),
    "likeness": ("like", "a text with nothing that tells it from others: half of its words"),
}
"""Each kind of answer: the check that it begins with (empty: as the source says), and why."""

_SHORT_WORDS, _SHORT_CHARS = 7, 70
_ITEM_WORDS = 6
_COMMA_WORDS = 4
_SENTENCE = re.compile(
    r"(?:^|\s)(?:is|was|are|were|has|have|had|will|can|may|which|who|that|known|because|but|if|when|you|we|it|you'll"
    r"|если|котор\w+|был[аои]?|будет|можно|нужно|это|но|что|когда|вы|мы|вам|он|она|они|чтобы)(?:\s|$)",
    re.I,
)
"""Words that hardly stand in the items of a list, but in a sentence with commas."""
_BULLET = re.compile(r"^\s*(?:[-–—•*·]|\d{1,2}[.)])\s+")
_AND = re.compile(r"\s+(?:and|и|&|or|или|либо)\s+")
_OR = re.compile(r"\s+(?:or|или|либо)\s+")
_APPROXIMATE = re.compile(
    r"(?:about|around|approximately|approx\.?|roughly|около|примерно|порядка|приблизительно|~|≈)\s*", re.I
)


class Chosen(NamedTuple):
    """A starting check: the kind of answer, one of `KINDS`, and what the case will expect."""

    kind: str
    expect: Expect


def holds(expect: Iterable[Mapping[str, Any]], reply: str, prompt: str, context: str = "") -> bool:
    """Whether a reply passes every one of the expectations.

    Raises:
        CheckError: an expectation is none of this project's checks, or its arguments don't fit.
    """
    given = Given(prompt=prompt, context=context)
    return all(bind(name, args).judge(reply, given).passed for one in expect for name, args in one.items())


def choose(prompt: str, answers: Sequence[str], rarity: Rarity) -> Chosen:
    """The first kind that fits all accepted answers and whose check each of them passes."""
    answers = _either(prompt, answers)
    for kind, make in _MADE:
        expect = make(prompt, answers, rarity)
        if expect and all(holds(expect, one, prompt) for one in answers):
            return Chosen(kind, expect)
    return Chosen("likeness", ({"like": {"answer": answers[0], "at_least": 0.5}},))


def _either(prompt: str, answers: Sequence[str]) -> Sequence[str]:
    """Where one thing is asked for and the answer names two that will do ("Anna or Boris"), each of them, and both."""
    if len(answers) > 1 or asked(prompt) not in ("who", "when", "where", "how many"):
        return answers
    parts = _OR.split(answers[0].strip().rstrip("."))
    short = all(0 < len(part.split()) <= _COMMA_WORDS and "," not in part for part in parts)
    return [*parts, answers[0]] if 1 < len(parts) <= 4 and short else answers


def _number(prompt: str, answers: Sequence[str], rarity: Rarity) -> Expect:
    found = [_APPROXIMATE.sub("", one.strip().rstrip(".")) for one in answers]
    if asked(prompt) == "when" and all(map(only_date, answers)):
        return ()
    values = []
    for text in found:
        read = list(numbers(text))
        if (
            len(read) != 1
            or text[slice(*read[0].span)] != text
            or "%" in text
            or (text.startswith("0") and len(text) > 1 and text[1].isdigit())
        ):
            return ()
        values.append(read[0].values[0])
    if len(set(values)) > 1:
        return ({"answer": {"any_of": [{"number": _plain(value)} for value in dict.fromkeys(values)]}},)
    return ({"number": _plain(values[0])},)


def _plain(value: Any) -> int | float:
    return int(value) if value == value.to_integral_value() and abs(value) < 10**15 else float(value)


def _accepted(answers: Sequence[str], *, people: bool) -> Expect:
    shown = [re.sub(r"(\w{3}|\d)\.$", r"\1", one.strip()) for one in answers]
    if people:
        return ({"answer": {"any_of": shown, "like": "people"}},)
    return ({"answer": shown},)


def _amount(prompt: str, answers: Sequence[str], rarity: Rarity) -> Expect:
    amounts = [only_quantity(answer_terms(_APPROXIMATE.sub("", one))) is not None or _percent(one) for one in answers]
    return _accepted(answers, people=True) if all(amounts) else ()


def _percent(text: str) -> bool:
    return re.fullmatch(r"[-–]?\d[\d.,\s]*(?:%|percent|per cent|процент\w*)\.?", text.strip(), re.I) is not None


def _date(prompt: str, answers: Sequence[str], rarity: Rarity) -> Expect:
    found = [only_date(one) for one in answers]
    if not all(found):
        return ()
    bare_years = [one.strip().isdigit() for one in answers]
    if any(bare_years) and asked(prompt) not in ("when", "other", ""):
        return ()
    return _accepted(answers, people=False)


def _time(prompt: str, answers: Sequence[str], rarity: Rarity) -> Expect:
    told = [
        only_time(one) is not None and re.search(r"\d[:.]\d\d|m\b|утра|вечера|дня|ночи|час", one) for one in answers
    ]
    return _accepted(answers, people=False) if all(told) else ()


def _yes_or_no(prompt: str, answers: Sequence[str], rarity: Rarity) -> Expect:
    said = {said_yes_or_no(one) for one in answers}
    return yes_or_no(said.pop(), answers[0], prompt) if len(said) == 1 and None not in said else ()


def _contact(prompt: str, answers: Sequence[str], rarity: Rarity) -> Expect:
    return contact(answers[0]) if len(answers) == 1 else ()


def _json(prompt: str, answers: Sequence[str], rarity: Rarity) -> Expect:
    return json_expectation(answers[0]) if len(answers) == 1 else ()


def _items(text: str) -> list[str]:
    """The items of an answer that is a list; none of another."""
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > 1 and sum(_BULLET.match(line) is not None for line in lines) >= len(lines) - 1:
        return [_head(_BULLET.sub("", line)) for line in lines if _BULLET.match(line)]
    if len(lines) > 1:
        items = [line.strip().rstrip(".,;") for line in lines]
        return [] if any(":" in item or _is_sentence(item) for item in items) else items
    whole = text.strip().rstrip(".")
    parts = [part.strip() for part in whole.split(";")]
    if len(parts) > 1:
        return [part for part in parts if part]
    parts = [part.strip() for part in re.split(r",(?!\d)", whole)]
    last = _AND.split(
        parts[-1].removeprefix("and ").removeprefix("и ").removeprefix("or ").removeprefix("или "), maxsplit=1
    )
    parts = [*parts[:-1], *last]
    if any(map(_is_sentence, parts)):
        return []
    enough = len(parts) > 2 or (len(parts) == 2 and len(last) == 2 and whole[:1].islower())
    return [part for part in parts if part] if enough else []


def _is_sentence(text: str) -> bool:
    """Whether it is longer than an item of a list, or has a verb: «приложите чек» is a step, «чек» is an item."""
    if len(text.split()) > _COMMA_WORDS or _SENTENCE.search(text):
        return True
    words = re.findall(r"[а-яё]{3,}", text.casefold())
    return any(not {"VERB", "INFN"}.isdisjoint(parses(word)[0].tag.grammemes) for word in words)


def _head(item: str) -> str:
    """What an item names, without what it says of it: "Rain" of "Rain: the commonest of all"."""
    plain = item.replace("**", "").strip().rstrip(".,;")
    head = re.split(r":\s|\s[—–-]\s|\s\(|\sas\s|\sв роли\s", plain, maxsplit=1)[0]
    return head if 0 < len(head.split()) <= _ITEM_WORDS else plain


def _list(prompt: str, answers: Sequence[str], rarity: Rarity) -> Expect:
    if len(answers) != 1 or begins_so(answers[0]):
        return ()
    items = list(dict.fromkeys(_items(answers[0])))
    if not 2 <= len(items) <= 20 or any(
        not re.search(r"\w", item) or len(item.split()) > _ITEM_WORDS for item in items
    ):
        return ()
    if asked(prompt) == "where" and len(items) <= 3 and all(item[:1].isupper() for item in items):
        return ()  # "Riga, Central Station": a place and no list
    return ({"facts": {"all_of": items, "like": "people"}},)


def _refusal(prompt: str, answers: Sequence[str], rarity: Rarity) -> Expect:
    if len(answers) != 1 or len(answers[0].split()) <= 3:
        return ()
    stance = classify(answers[0], prompt)
    # "Write to our support" is what a shop answers, and refuses nothing.
    return ({"refuses": True},) if stance.kind == "full_refusal" and stance.manner != "deflection" else ()


def _short(prompt: str, answers: Sequence[str], rarity: Rarity) -> Expect:
    brief = [len(one.split()) <= _SHORT_WORDS and len(one) <= _SHORT_CHARS and _is_one(one) for one in answers]
    if not (all(brief) or (len(answers) > 1 and brief[0])) or begins_so(answers[0]):
        return ()
    if any(name.kind in ("e-mail", "link", "phone number") for name in codes(answers[0])):
        return ()
    return _accepted(answers, people=True)


def _is_one(text: str) -> bool:
    """Whether it is one line and one sentence."""
    return "\n" not in text and len(list(sentences(text))) == 1


def _label(prompt: str, answers: Sequence[str], rarity: Rarity) -> Expect:
    return _accepted(answers, people=False) if rarity.labels and len(answers[0]) <= _SHORT_CHARS else ()


def _any(prompt: str, answers: Sequence[str], rarity: Rarity) -> Expect:
    return _accepted(answers, people=True) if len(answers) > 1 else ()


def _text(prompt: str, answers: Sequence[str], rarity: Rarity) -> Expect:
    found = must_have(prompt, answers, rarity)
    return (*found.facts, *found.sides) if found.facts else ()


def _side(prompt: str, answers: Sequence[str], rarity: Rarity) -> Expect:
    found = must_have(prompt, answers, rarity)
    return found.sides if not (found.facts or found.words) else ()


def _words(prompt: str, answers: Sequence[str], rarity: Rarity) -> Expect:
    found = must_have(prompt, answers, rarity)
    return (*found.words, *found.sides) if found.words else ()


_MADE: tuple[tuple[str, Callable[[str, Sequence[str], Rarity], Expect]], ...] = (
    ("JSON", _json),
    ("label", _label),
    ("yes or no", _yes_or_no),
    ("date", _date),
    ("time", _time),
    ("number", _number),
    ("amount", _amount),
    ("contact", _contact),
    ("list", _list),
    ("refusal", _refusal),
    ("short fact", _short),
    ("must-have facts", _text),
    ("must-have words", _words),
    ("yes or no", _side),
    ("short fact", _any),
)
