"""An answer that is a bare "yes" or "no": where these words answer, and where they are part of a phrase."""

from __future__ import annotations

from functools import cache

import regex

from harness.checks.text import fold

__all__ = ["no_answer"]

_OTHER = {"yes": "no", "no": "yes", "да": "no", "нет": "yes"}
"""What a reply does not begin with that has this answer."""
_HEADS = {
    "no": r"(?:no|nope|нет)",
    "yes": r"(?:yes|yep|yeah|sure|certainly|of course|absolutely|да|конечно|безусловно|разумеется)",
}
_THINGS = r"(?:problem|question|worrie|worry|doubt|trouble|objection|wonder|hurry|rush)s?"
_THINGS_RU = r"(?:проблем|вопросов|сомнени[йя]|возражений|претензий|слов)"


@cache
def _heads() -> dict[str, regex.Pattern[str]]:
    after = r"(?=\s*(?:[,.!;:—–]|-\s|$))(?!\W*(?:no|not|нет|не)\b)"  # «Конечно, нет» is a "no"
    return {which: regex.compile(rf"\W*{head}{after}", regex.IGNORECASE) for which, head in _HEADS.items()}


@cache
def _phrase() -> regex.Pattern[str]:
    """Phrases that deny nothing of what was asked."""
    return regex.compile(
        rf"no {_THINGS}\b|no matter (?:what|how|who|where|when|which|if)\b|(?:{_THINGS_RU} )?нет(?: {_THINGS_RU})?\b",
        regex.IGNORECASE,
    )


def no_answer(text: str, span: tuple[int, int], fact: str) -> tuple[int, int] | None:
    """The characters by which a "yes" or "no" at `span` is no answer: "no problem", or "Sure, …" at the head."""
    word = fold(fact).strip(" .!")
    if word not in _OTHER:
        return None
    if head := _heads()[_OTHER[word]].match(text):
        return head.span() if head.end() <= span[0] else None
    for found in _phrase().finditer(text, max(0, span[0] - 20), span[1] + 20):
        if found.start() <= span[0] and span[1] <= found.end() and found.end() - found.start() > span[1] - span[0]:
            return found.span()
    return None
