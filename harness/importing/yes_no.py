"""Answers that are yes or no: the words that say it, in English and Russian."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from harness.checks._language import judge_language
from harness.lint._asked import asked

__all__ = ["begins_so", "polarity", "said_yes_or_no", "yes_or_no"]

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


def begins_so(answer: str) -> bool:
    """Whether an answer begins with yes or no, and goes on."""
    return _BEGINS.match(answer) is not None


_DENIES = {
    "en": r"no(?! problem| doubt)|not|never|cannot|\w+n['’]t|unfortunately|sorry",
    "ru": r"нет(?! проблем)|не|нельзя|невозможно|никогда|увы|к сожалению",
}
_CLAUSE = r"(?is)\A(?![^.,;:!?–—]*\b(?:{})\b)"
"""No denial up to the first sign."""
_SAYS_NO = {
    "en": [*DENIALS["en"], "unfortunately", "sorry", "afraid", "only", "unless", "except"],
    "ru": [*DENIALS["ru"], "увы", "к сожалению", "только", "лишь", "кроме"],
}
_SAYS_YES = {"en": ["yes", "of course", "certainly", "sure"], "ru": ["да", "конечно", "разумеется"]}


def polarity(prompt: str, answer: str) -> tuple[Mapping[str, Any], ...]:
    """Which side a reply has to be on, where a question after yes or no is answered in words; nothing of another.

    A yes denies nothing in its first clause; a no says somewhere that it is one, and no yes.
    """
    if asked(prompt) != "whether" and not begins_so(answer):
        return ()
    code = _language(answer)
    no_denial = _CLAUSE.format(_DENIES[code])
    if re.match(no_denial, answer) is None:
        return ({"keywords": {"any_of": _SAYS_NO[code], "none_of": _SAYS_YES[code]}},)
    return ({"matches": no_denial},)


def yes_or_no(yes: bool | None, answer: str, prompt: str) -> tuple[Mapping[str, Any], ...]:
    """The check of such an answer: a word that says so, and none that says the other."""
    if yes is None:
        return ()
    code, own = _language(prompt), answer.strip(" .,!").casefold()
    words = (YES if yes else DENIALS)[code]
    return ({"keywords": {"any_of": words if own in words else [*words, own], "none_of": _EXCLUDED[yes][code]}},)


def _language(text: str) -> str:
    return "ru" if judge_language(text, "ru").passed else "en"
