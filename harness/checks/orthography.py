"""Letter case and punctuation."""

from __future__ import annotations

from typing import Annotated, Literal

import regex
from annotated_types import MinLen

from harness.checks.registry import Verdict, check
from harness.checks.text import quote, sentences

__all__ = ["letter_case", "punctuation"]

_SMALL, _CAPITAL = regex.compile(r"\p{Ll}"), regex.compile(r"\p{Lu}")
_SHOUTED = regex.compile(r"(?<![\w.])(?:\p{Lu}{6,}|\p{Lu}{2,}(?:[ -]\p{Lu}{2,}){2,})(?![\w.])")
_ENDED = regex.compile(r"[!?]$|(?<!\.\w+)\.$")
"""An end sign; the last point of "p.m." and «т.д.» may be none."""
_FIRST = regex.compile(r"[\w]")
_MIXED = regex.compile(r"\p{Ll}{1,3}\p{Lu}")
"""A brand written so: iPhone, eBay, macOS."""
_ITEM = regex.compile(r"[ \t]*(?:[-+*•–—]|\w{1,4}[.)])[ \t]")
_CODE = regex.compile(r"```.*?(?:```|\Z)|`[^`\n]*`|https?://[^\s()\[\]{}«»\"“”]+", regex.DOTALL)


@check("letter_case")
def letter_case(
    text: str,
    case: Literal["upper", "lower", "sentence"],
    names: list[Annotated[str, MinLen(1)]] = [],  # noqa: B006 - never changed
) -> Verdict:
    """All in capitals (upper), none of them (lower), or as people write (sentence).

    `sentence`: the reply and each sentence after an end sign begin with a capital or a digit, and nothing is shouted:
    no word of six or more letters, nor three words in a row, all in capitals. Items of a list may begin small, and so
    may a brand with a capital inside (iPhone). Not judged are code, links and `names`, brands as the house writes them
    ("NVIDIA", "adidas").

    Passes: {"letter_case": "upper"} on "WE OPEN AT 9."
    Passes: {"letter_case": "sentence"} on "Пришлите СНИЛС и ИНН. Ответим сегодня."
    Passes: {"letter_case": {"case": "sentence", "names": ["adidas"]}} on "adidas есть. iPhone тоже."
    Misses: {"letter_case": "lower"} on "we open at nine. Welcome"
    Misses: {"letter_case": "sentence"} on "СРОЧНО пришлите чек!"
    """
    plain = _CODE.sub(lambda code: " " * len(code[0]), text)
    for name in names:
        plain = regex.sub(rf"(?<!\w){regex.escape(name)}(?!\w)", "0" * len(name), plain)
    if case == "sentence":
        return _as_people_write(text, plain)
    if not any(letter.isalpha() for letter in plain):
        return Verdict(False, "no letters to tell a case by")
    wrong = (_SMALL if case == "upper" else _CAPITAL).search(plain)
    if wrong is None:
        return Verdict(True, f"all in {case} case")
    end = wrong.start() + 1
    while end < len(text) and text[end].isalnum() and end < wrong.start() + 40:
        end += 1
    return Verdict(False, f"{quote(text, (wrong.start(), end))} is not in {case} case", (wrong.start(), end))


def _as_people_write(text: str, plain: str) -> Verdict:
    if shouted := _SHOUTED.search(plain):
        return Verdict(False, f"{quote(text, shouted.span())} is shouted", shouted.span())
    ended = True
    for start, end in sentences(plain):
        first = _FIRST.search(plain, start, end)
        small = first is not None and first[0].islower() and not _MIXED.match(plain, first.start(), end)
        if ended and first and small and not _ITEM.match(plain, start, end):
            return Verdict(False, f"{quote(text, (start, end))} begins with a small letter", (first.start(), end))
        if first:
            ended = _ENDED.search(plain, max(start, end - 20), end) is not None
    return Verdict(True, "written in sentence case")


_PAIRS = {"(": ")", "[": "]", "{": "}", "«": "»", "“": "”", "„": "“"}
_CLOSERS = frozenset(_PAIRS.values()) | {"“"}
_QUOTES = frozenset('«»“”„"')
_END = regex.compile(r"[.!?…](?:[\s\"'»”’)\]*_`]|\p{Emoji_Presentation}|\p{M}|\u200d|\uFE0F)*\Z")


def _something(**asked: object) -> None:
    if not any(asked.values()):
        raise ValueError("give none_of, end_sign, balanced or quotes")


@check("punctuation", validate=_something)
def punctuation(
    text: str,
    none_of: list[Annotated[str, MinLen(1)]] = [],  # noqa: B006 - never changed
    end_sign: bool = False,
    balanced: bool = False,
    quotes: Literal["«»", "“”", "„“", '""'] | None = None,
) -> Verdict:
    r"""Which signs are left out, how the reply ends, whether brackets and quotes are closed, and which quotes are used.

    `none_of`: signs that must not stand anywhere (",", "!!", "—"). `end_sign`: the reply ends with . ! ? or …; a
    closing quote, bracket or emoji may follow. `balanced`: each opening bracket or quote is closed; a closing one alone
    is an item of a list or a smile. `quotes`: the only quotes allowed, code aside.

    Passes: {"punctuation": {"none_of": [","], "end_sign": true}} on "Yes. You have 30 days! 🙂"
    Passes: {"punctuation": {"quotes": "«»", "balanced": true}} on "Нажмите «Вернуть» (внизу)."
    Misses: {"punctuation": {"quotes": "«»"}} on "Нажмите \"Вернуть\"."
    Misses: {"punctuation": {"balanced": true}} on "We open at nine (on weekdays."
    """
    plain = _CODE.sub(lambda code: " " * len(code[0]), text)
    for sign in none_of:
        if (at := text.find(sign)) >= 0:
            return Verdict(False, f"{quote(sign)} in {quote(text, (max(0, at - 30), at + 30))}", (at, at + len(sign)))
    if (
        quotes
        and (wrong := next((i for i, s in enumerate(plain) if s in _QUOTES and s not in quotes), None)) is not None
    ):
        return Verdict(False, f"{quote(text, (wrong, wrong + 30))} is not in {quotes}", (wrong, wrong + 1))
    if balanced and (open_at := _unclosed(plain)) is not None:
        return Verdict(False, f"never closed: {quote(text, (open_at, open_at + 60))}", (open_at, open_at + 1))
    if end_sign and not _END.search(text[-200:]):
        return Verdict(False, f"no end sign after {quote(text.rstrip()[-60:])}")
    return Verdict(True, "punctuated as wanted")


def _unclosed(plain: str) -> int | None:
    """Where the first bracket or quote opens that nothing closes."""
    waiting: list[int] = []
    straight: int | None = None
    for i, sign in enumerate(plain):
        if sign == '"':
            straight = i if straight is None else None
        elif sign in _CLOSERS and waiting and sign in _closing(plain[waiting[-1]]):
            waiting.pop()
        elif sign in _PAIRS:
            waiting.append(i)
    return min(waiting + ([] if straight is None else [straight]), default=None)


def _closing(opening: str) -> str:
    # German and Russian hand-written style close „ with “, or with ”.
    return "“”" if opening == "„" else _PAIRS[opening]
