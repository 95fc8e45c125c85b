"""How a Russian reply addresses the customer: на «вы» or на «ты»."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Literal

import regex

from harness.checks._lemmas import parses
from harness.checks.registry import Verdict, check
from harness.checks.text import listed, quote
from harness.figures import counted

__all__ = ["register"]

Form = Literal["вы", "ты"]

LOOKED_UP = 600
"""So many distinct words are put to the dictionary, far more than a reply has; pronouns are told in any number."""

SURE = 0.7
"""The share of a word's uses, by the dictionary's counts, that must say the same."""

_PRONOUNS: dict[Form, frozenset[str]] = {
    "ты": listed(
        "ты тебя тебе тобой тобою твой твоя твое твои твоего твоей твоему твоим твоими твоих твою твоем твоею"
    ),
    "вы": listed("вы вас вам вами ваш ваша ваше ваши вашего вашей вашему вашим вашими ваших вашу вашем вашею"),
}
_SETTLED: dict[str, Form | None] = {
    "здравствуйте": "вы", "здравствуй": "ты", "извините": "вы", "извини": "ты", "простите": "вы",
    "будь": None, "видишь": None, "знаешь": None, "понимаешь": None, "хочешь": None, "пожалуйста": None,
    "дай": None, "пускай": None, "знай": None, "жди": "ты", "иди": "ты", "ищи": "ты", "учти": "ты",
}  # fmt: skip
"""Greetings, and words that are more often a phrase («будь то», «видишь ли», «хочешь не хочешь») than an address."""
_ASIDE = regex.compile(
    r"```.*?(?:```|\Z)|`[^`\n]*`|«[^«»\n]{0,500}»|“[^“”\n]{0,500}”|„[^„“\n]{0,500}“|\"[^\"\n]{0,500}\"", regex.DOTALL
)
_WORD = regex.compile(r"(?<![\w-])[а-яё]+(?![\w-])", regex.IGNORECASE)
# «Спасибо, что обратился»: whoever is thanked has done it.
_THANKED = regex.compile(
    r"\b(?:спасибо|благодар\w+)[^.!?\n]{0,20}?, что (?:так |нам |сразу |снова |быстро |все |это ){0,2}"
    r"(?!если\b)[а-яё]{2,20}(?:(?P<one>ла?|лся|лась)|ли|лись)\b(?! [А-ЯЁа-яё]{2,}(?:[аяь]|ик|ер|ор|ец)\b)",
    regex.IGNORECASE,
)
_VERBAL = regex.compile(r"(?:шь|шься|те|тесь|[ийь]|йся|ись|ься)$")
_SENTENCE_BEGINS = regex.compile(r"(?:^|[.!?…:\n])[\s\"«“„(*_>#•–—-]*$")


@check("register")
def register(text: str, form: Form, capital: bool | None = None) -> Verdict:
    """A Russian reply says «вы» to the customer, or «ты», and never both.

    Told by pronouns (вам, твой), verbs (можете, можешь), commands (нажмите, нажми) and thanks («спасибо, что
    обратился»). What stands in quotes or code is not the speaker's; a reply that addresses nobody («Возврат
    бесплатный.») passes, as does one in another language. `capital`: with true every «Вы», «Вам», «Ваш» inside a
    sentence has its capital letter, with false none has.

    Passes: {"register": "вы"} on "Нажмите «Верни мне деньги», и мы вам ответим."
    Passes: {"register": "ты"} on "Проверь почту: чек уже у тебя. The code is 12."
    Misses: {"register": "вы"} on "Здравствуйте! Можешь вернуть обувь за 30 дней."
    Misses: {"register": {"form": "вы", "capital": true}} on "Если вы не успели, напишите нам."
    """
    plain = _ASIDE.sub(lambda aside: " " * len(aside[0]), text)
    count = 0
    for told, span in addresses(plain):
        if told != form:
            return Verdict(False, f"{quote(text, span)} says «{told}»", span)
        count += 1
        if capital is not None and form == "вы" and (wrong := _miswritten(plain, span, capital)):
            return Verdict(False, f"{quote(text, span)} {wrong}", span)
    return Verdict(True, f"says «{form}», {counted(count, 'time')}" if count else "addresses nobody")


def addresses(plain: str) -> Iterator[tuple[Form, tuple[int, int]]]:
    """Each word that addresses one person or says «вы», with its form and place."""
    known: dict[str, Form | None] = {}
    looked_up = 0
    for match in _WORD.finditer(plain):
        word = match[0].lower().replace("ё", "е")
        if word not in known:
            known[word] = form = _pronoun(word) or _SETTLED.get(word)
            if form is None and len(word) > 3 and looked_up < LOOKED_UP and _VERBAL.search(word):
                looked_up += 1
                known[word] = _verb(word)
        if told := known[word]:
            yield told, match.span()
    for match in _THANKED.finditer(plain):
        yield "ты" if match["one"] else "вы", match.span()


def _pronoun(word: str) -> Form | None:
    return next((form for form, words in _PRONOUNS.items() if word in words), None)


@lru_cache(maxsize=1 << 13)
def _verb(word: str) -> Form | None:
    """The address in a verb's form; «пришли», which says "they came" as often as "send", has none."""
    if word in _SETTLED:
        return _SETTLED[word]
    if len(word) > 30:
        return None
    weight: dict[Form | None, float] = {}
    for reading in parses(word):
        told = _told_by(reading.tag)
        weight[told] = weight.get(told, 0.0) + reading.score
    return next((form for form, sure in weight.items() if sure >= SURE), None)


def _told_by(tag: Any) -> Form | None:
    """The address in one reading of a word: second person or command, but not "let us"."""
    if "VERB" not in tag or ("2per" not in tag and "impr" not in tag) or "incl" in tag:
        return None
    return "ты" if "sing" in tag else "вы"


def _miswritten(plain: str, span: tuple[int, int], capital: bool) -> str | None:
    word = plain[slice(*span)]
    if _pronoun(word.lower()) is None or _SENTENCE_BEGINS.search(plain[max(0, span[0] - 20) : span[0]]):
        return None
    if word[0].isupper() is capital:
        return None
    return "has a small letter" if capital else "has a capital letter inside a sentence"
