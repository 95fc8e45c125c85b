"""Where an answer stands and is not given: denied, asked back, offered beside another, or taken back."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import regex

from harness.checks.text import Words, fold, listed, quote

__all__ = ["NEGATORS", "Doubt", "unsettled"]

NEGATORS = listed(
    "not no never neither nor cannot without isn't aren't wasn't weren't don't doesn't didn't won't can't hasn't "
    "haven't не ни нет никогда"
)
# What may stand between a negation and the word it denies.
_SKIPPED = listed(
    "a an the in on at of to for by with from really actually necessarily exactly called "
    "в во на к ко у из от за по с со о об это является совсем вовсе именно"
)
# A verb that is denied takes with it what is done: "we do not accept payment by card".
_VERBS = listed("can could do does did will would should may must is are was were")
_VERB_NEGATORS = listed(
    "cannot can't couldn't don't doesn't didn't won't wouldn't shouldn't mustn't не нельзя невозможно"
)
# Behind these a denial speaks of something else, or of more or less of it: "not later than", "don't forget".
_TURNED = listed(
    "than only just merely but after beyond until till unless before without except because since if that which who "
    "when where more and "
    "less fewer later earlier longer forget hesitate worry miss lose matter know remember think believe say mean "
    "только лишь но после кроме пока если чтобы что который чем более менее больше меньше позже позднее раньше ранее "
    "дольше свыше просто без забудь забудьте забывай забывайте стесняйся стесняйтесь волнуйся волнуйтесь знаю помню "
    "думаю считаю и а потеряй потеряйте теряйте выбрасывайте"
)
_CONDITIONS = listed("if when unless until whenever если когда пока")
_NONE = listed("no нет")
"""These deny one thing that stands between: "no payment by card"."""
_REACH = 6
"""Words from a denied verb to what is denied, at most."""
_BREAK = regex.compile(r"[.,;:!?\n—–]|\s-\s")
_END = regex.compile(r"[.,;:!?\n—–\"“”«»]|\s-\s")
"""What a denied verb does not reach over: a title in quotation marks may hold a denial of its own."""
_BEFORE = 90
_AFTER = 60
_LATER = 400
"""Characters around an answer that can deny it, and in which it is taken back."""

# Read backwards from the answer: forwards, each character before it would be tried as a beginning.
_BACKWARDS = regex.IGNORECASE | regex.REVERSE


@cache
def _put_aside() -> regex.Pattern[str]:
    return regex.compile(
        r"\b(?:instead of|rather than|unlike|other than|as opposed to|except(?: for)?"
        r"|(?<!\b(?:not|\w+n['’]t)\s\w{1,9}\s)anything but"
        r"|it(?: is|['’]s) (?:not true|untrue|false|wrong) that(?:\s\w+){0,3}?"
        r"|(?:doubt|not sure)(?: that| if| whether)?(?: it(?: is|['’]s| was))?"
        r"|(?:do not|don['’]t|would not|wouldn['’]t) (?:think|believe|say)(?: that)?(?: it(?: is|['’]s| was))?"
        r"|вместо|в отличие от|что угодно,? (?:кроме|только не)|вряд ли(?: это)?|едва ли(?: это)?|это не может быть"
        r"|(?:не (?:думаю|считаю|уверена?)|сомневаюсь|(?:неверно|неправда)),? что(?: это)?|а не)"
        r"\s+(?:the\s|an?\s|in\s|в\s|на\s)?[\"'“«]?$",
        _BACKWARDS,
    )


@cache
def _denied_after() -> regex.Pattern[str]:
    return regex.compile(
        r"[\"'”»]?\s+(?:(?:is|was|are|were)(?:\s+not|n['’]t)\b(?!\s+(?:only|just|merely))"
        r"|(?:[-—–]\s*)?(?:это\s+)?не\s+(?:является|был[аои]?)\b"
        r"|[-—–]\s+(?:это\s+)?не\s+(?P<what>\w{4,})"
        r"|(?:is|are|was|were)\s+(?:wrong|incorrect|false|untrue|impossible|unavailable)\b"
        r"|[-—–]\s+(?:это\s+)?(?:неверн|неправильн|ошибочн)\w+)"
        r"|(?P<ruled>(?:\s+[\w-]+){0,3}?\s+(?:(?:(?:is|are)\s+not|isn['’]t|aren['’]t)\s+(?:available|possible|accepted|needed"
        r"|required|necessary|allowed|offered)\b|нельзя\b|(?:невозможн|недоступн)\w+|не\s+(?:нуж|требу|обязател|получится"
        r"|принима|доступн|предусмотрен)\w*|нет(?=\s*(?:[.,;!?]|$))))",
        regex.IGNORECASE,
    )


@cache
def _corrected_after() -> regex.Pattern[str]:
    return regex.compile(
        r"[\"'”»]?,?\s+(?:but|however|yet|но|однако|а)\s+(?:(?:the|its)\s+(?:right|correct|real|true|actual)\b"
        r"|(?:in fact|actually|in reality|now it(?: is|['’]s))\b"
        r"|на самом деле|в действительности|правильн|верн|теперь)",
        regex.IGNORECASE,
    )


@cache
def _beyond_before() -> regex.Pattern[str]:
    return regex.compile(
        r"\b(?:without|after|beyond|over|more than|later than|longer than|без|после|спустя|позже|позднее|свыше|более"
        r"|больше|дольше|кроме|не)\s+(?:the\s|an?\s)?[\"'“«]?$",
        _BACKWARDS,
    )


_NAME = r"(?:the\s|an?\s)?(?:\p{Lu}|\d)[\w'’.-]*(?:\s\p{Lu}[\w'’-]*){0,3}"


@cache
def _or_after() -> regex.Pattern[str]:
    maybe = r"(?:,?\s+(?:or|или|либо)|,\s+(?:то ли|(?:а\s+)?может(?: быть)?,?|maybe|perhaps|(?:or )?(?:it )?could be))"
    slash = r"\s?/\s?(?=\p{Lu}\p{Ll})"
    return regex.compile(rf"[\"'”»]?(?:(?:,\s+{_NAME}){{0,3}}{maybe}\s+|{slash})[\"'“«]?(?P<other>{_NAME})")


@cache
def _or_before() -> regex.Pattern[str]:
    return regex.compile(rf"(?P<other>\b{_NAME})[\"'”»]?,?\s+(?:or|или|либо)\s+(?:the\s)?[\"'“«]?$")


@cache
def _same_thing() -> regex.Pattern[str]:
    return regex.compile(
        r"\b(?:called|known as|named|term(?:ed)?|aka|назыв\w+|известн\w+ как|то есть)\b", regex.IGNORECASE
    )


@cache
def _taken_back() -> regex.Pattern[str]:
    return regex.compile(
        r"(?:^|[.!?…—–\n]\s*)(?:(?:oh|oops|well|hmm|actually|ой|ох|хотя|простите|извините),?\s+)?"
        r"(?:wait(?:,|\s*[-—–…]|\s+(?:no|a (?:minute|second|moment)))|correction[:,]|scratch that"
        r"|my mistake|i (?:was wrong|made a mistake|misspoke|meant)\b|sorry, i meant|no, (?:actually|wait|sorry)\b"
        r"|(?:no|actually),? it(?:['’]s| is| was) (?-i:(?:the )?[\p{Lu}\d])"
        r"|actually, (?:no\b|the (?:correct |right )?answer)"
        r"|поправка[:,]|вернее,|(?:я )?(?:ошиб(?:ся|лась)|оговорил(?:ся|ась))\b|извините, ошиб|стоп[,.!]"
        r"|нет, (?:вернее|точнее|ошиб|погоди|подожди|вс[её]-таки)|(?:нет|на самом деле),? это (?-i:[«\p{Lu}\d])"
        r"|(?:no|нет|прошу прощения), (?-i:(?!I\b|The\b|We\b|You\b)[«\"]?(?:\p{Lu}[\w-]+|\d[\d.,:]*))[»\"]?"
        r"\s*(?:[.!]|$))"
        r"|(?:^|[.!?…—–,\n]\s*)(?:хотя нет|ой,? нет|точнее|вернее),?\s+(?-i:[«\"\p{Lu}\d])",
        regex.IGNORECASE,
    )


@cache
def _one_of() -> regex.Pattern[str]:
    return regex.compile(r"(?:one|1) of\b|(?:один|одн(?:а|о|ой|ого|им|ому|ом|у)) из\b", regex.IGNORECASE)


_WORD = regex.compile(r"\w")
_SENTENCE_END = regex.compile(r"[.!?…\n]")


class Doubt(NamedTuple):
    """Why an answer that stands in a reply is not given there, and the characters that show it."""

    why: str
    span: tuple[int, int]


def unsettled(text: str, span: tuple[int, int], accepted: Sequence[str], prompt: str = "") -> Doubt | None:
    """What keeps the answer at `span` from being the reply's own, if anything.

    `accepted` are all answers that would do: "Paris or Lutetia" is settled where both are. Of a question that asks what
    is *not* so ("Which is not a planet?") "Pluto is not a planet" is an answer.
    """
    start, end = span
    before, after = text[max(0, start - _BEFORE) : start], text[end : end + _AFTER]
    if (negation := _negation(before)) is not None:
        return Doubt("denied", (start - len(before) + negation, end))
    if aside := _put_aside().search(before):
        return Doubt("denied", (start - len(before) + aside.start(), end))
    denial = _denied_after().match(after)
    if denial and _denies(denial["what"], prompt) and not (denial["ruled"] and _beyond_before().search(before)):
        return Doubt("denied", (start, end + denial.end()))
    if corrected := _corrected_after().match(after):
        return Doubt("put right", (start, end + corrected.end()))
    if _one_of().match(text, start, end + 4):
        return Doubt("no number", span)
    if _asked(text, span):
        return Doubt("only asked", span)
    other = _other(before, text[start:end], after)
    if other is not None and not _is_one(other, accepted):
        return Doubt(f"offered beside {quote(other)}", span)
    if back := _taken_back().search(text, end, end + _LATER):
        return Doubt("taken back", (start, back.end()))
    return None


def _denies(what: str | None, prompt: str) -> bool:
    """Whether "X is not Y" says that X is no answer: «Сидней — не столица» does, «Белый — не чёрный» does not."""
    asked = Words.of(prompt).words
    return NEGATORS.isdisjoint(asked) and (what is None or any(word[:5] == fold(what)[:5] for word in asked))


def _negation(before: str) -> int | None:
    """Where the negation right before the end begins, in the same clause; "not only" is none."""
    words = Words.of(before)
    at = len(words.words) - 1
    if at < 0 or _BREAK.search(before, words.spans[at][1]):
        return None
    near = True  # nothing but small words so far
    for back in range(at, max(-1, at - _REACH), -1):
        word = words.words[back]
        if near and word in NEGATORS and back > at - 4:
            return None if word == "without" and _negates(words, back) else words.spans[back][0]
        if _is_verb_negator(words, back) or (word in _NONE and back > at - 2):
            # "If you don't like it within 30 days": what is denied is the condition.
            return None if _CONDITIONS & {*words.words[max(0, back - 3) : back]} else words.spans[back][0]
        near = near and word in _SKIPPED
        between = (words.spans[back - 1][1], words.spans[back][0]) if back else (0, 0)
        if word in _TURNED or (_BREAK if near else _END).search(before, *between):
            return None
    return None


def _is_verb_negator(words: Words, at: int) -> bool:
    word = words.words[at]
    return word in _VERB_NEGATORS or (word == "not" and at > 0 and words.words[at - 1] in _VERBS)


def _negates(words: Words, end: int) -> bool:
    """A negation stands before: "you can't return it without the receipt" asks for one."""
    return any(_is_verb_negator(words, at) for at in range(max(0, end - _REACH), end))


def _asked(text: str, span: tuple[int, int]) -> bool:
    """The sentence is a question, and the reply goes on."""
    end = _SENTENCE_END.search(text, span[1], span[1] + _LATER)
    return end is not None and end[0] == "?" and _WORD.search(text, end.end()) is not None


def _other(before: str, said: str, after: str) -> str | None:
    """The other of two names or numbers on offer."""
    first = said.lstrip("\"'“«")[:1]
    if not (first.isupper() or first.isdigit()) or _same_thing().search(before[-40:]):
        return None
    found = _or_after().match(after) or _or_before().search(before)
    if found is None or found["other"].lstrip("theanTHEAN ")[:1].isdigit() != first.isdigit():
        return None
    return str(found["other"]).rstrip(".-")


def _is_one(other: str, accepted: Sequence[str]) -> bool:
    words = fold(other)
    return any(fold(one) in words or words in fold(one) for one in accepted)
