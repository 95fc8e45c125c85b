"""What stands in an answer's place where nobody wrote one: markers, placeholders, what a program prints of nothing."""

from __future__ import annotations

import re

from harness.checks.text import listed

__all__ = ["is_stopgap", "may_be_stopgap"]

_SURE = {
    "answer here",
    "comment deleted",
    "deleted",
    "fixme",
    "insert answer here",
    "lorem ipsum dolor sit amet",
    "no answer",
    "no answer provided",
    "no response",
    "removed",
    "removed by moderator",
    "see above",
    "see below",
    "todo",
    "your answer here",
    "ваш ответ здесь",
    "вставить ответ",
    "вставьте ответ",
    "дописать",
    "заполнить",
    "заполнить позже",
    "написать позже",
    "нет ответа",
    "ответ отсутствует",
    "см выше",
    "см ниже",
    "смотри выше",
    "сообщение удалено",
    "текст ответа",
    "туду",
    "удалено",
    "удалено модератором",
}
_MAYBE = listed("null nan undefined n/a na tbd tba xxx answer ответ none placeholder н/д") | {"no data", "нет данных"}
"""These can be a label as well."""
_AROUND = re.compile(r"<[^<>]{1,30}>|[\[\](){}<>.…:\"'*_]")
_LONGEST = 60


def is_stopgap(answer: str) -> bool:
    """Whether an answer is none for certain: a placeholder, or tags around nothing."""
    return len(answer) <= _LONGEST and _bare(answer) in _SURE | {""}


def may_be_stopgap(answer: str) -> bool:
    """Whether it is none unless many rows have it, as a label: "N/A", "null", "TBD"."""
    return len(answer) <= _LONGEST and (_bare(answer) in _MAYBE or answer.strip().casefold() in ("<answer>", "<ответ>"))


def _bare(answer: str) -> str:
    return " ".join(_AROUND.sub(" ", answer).casefold().split())
