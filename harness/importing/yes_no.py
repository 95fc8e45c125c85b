"""Answers that are yes or no: the words that say it, in English and Russian."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from harness.checks._language import judge_language

__all__ = ["first_word", "said_yes_or_no", "yes_or_no"]

_YES = re.compile(
    r"\W*(?:yes|yeah|yep|true|correct|of course|sure|certainly|да|конечно|да,? конечно|верно|истина|правда)\W*", re.I
)
_NO = re.compile(r"\W*(?:no|nope|false|incorrect|нет|неверно|ложь|неправда)\W*", re.I)
_BEGINS = re.compile(
    r"\W*(?:(?P<no>(?:no|nope|нет)(?=\s?[,.!:;—–-])|unfortunately,? (?:no|not|we)\b|к сожалению,? (?:нет|не)\b)"
    r"|(?:yes|of course|certainly|да|конечно)(?=\s?[,.!:;—–-]))[\s,.!:;—–-]+\w",
    re.I,
)

YES = {
    "en": ["yes", "of course", "certainly", "sure", "correct", "true", "you can"],
    "ru": ["да", "конечно", "можно", "верно", "разумеется"],
}
DENIALS = {
    "en": [
        "no",
        "not",
        "cannot",
        "can't",
        "don't",
        "doesn't",
        "isn't",
        "aren't",
        "won't",
        "never",
        "false",
        "incorrect",
    ],
    "ru": ["нет", "не", "нельзя", "невозможно", "никогда", "неверно"],
}
_EXCLUDED = {
    True: {"en": ["cannot", "can't", "incorrect", "false"], "ru": ["нет", "нельзя", "невозможно", "неверно"]},
    False: {"en": ["yes"], "ru": ["да"]},
}


def said_yes_or_no(answer: str) -> bool | None:
    """What an answer says that is yes or no and nothing else; None of another."""
    if _YES.fullmatch(answer):
        return True
    return False if _NO.fullmatch(answer) else None


def first_word(answer: str) -> tuple[Mapping[str, Any], ...]:
    """What a reply has to say, or must not, where an answer begins with yes or no and goes on; nothing of another."""
    found = _BEGINS.match(answer)
    if found is None:
        return ()
    code = _language(answer)
    return (
        ({"keywords": {"any_of": DENIALS[code]}},)
        if found["no"]
        else ({"keywords": {"none_of": _EXCLUDED[True][code]}},)
    )


def yes_or_no(yes: bool | None, answer: str, prompt: str) -> tuple[Mapping[str, Any], ...]:
    """The check of such an answer: a word that says so, and none that says the other."""
    if yes is None:
        return ()
    code, own = _language(prompt), answer.strip(" .,!").casefold()
    words = (YES if yes else DENIALS)[code]
    return ({"keywords": {"any_of": words if own in words else [*words, own], "none_of": _EXCLUDED[yes][code]}},)


def _language(text: str) -> str:
    return "ru" if judge_language(text, "ru").passed else "en"
