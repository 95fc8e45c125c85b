"""Facts that change, learnt by heart: prices, dates and the like in answers, where the model was not given them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from typing import ClassVar

from harness.figures import counted
from harness.lint.findings import Finding, Place, Rule, place
from harness.lint.lints import About
from harness.lint.rows import Row

__all__ = ["VolatileFacts", "volatile_facts"]

VOLATILE = Rule(
    "volatile-fact",
    "warning",
    "Answers quote prices, discounts, dates, hours, stock, phone numbers or staff that do not stand before them.",
    "Put such facts into the knowledge base and hand them over with the question: in weights they can't be changed.",
)

_MONTHS = (
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*|(?:январ|феврал|март|апрел|ма|июн|июл|август|сентябр|"
    r"октябр|ноябр|декабр)[а-я]{1,2}"
)
_CURRENCY = r"(?:euros?|eur|dollars?|usd|pounds?|gbp|rubl\w+|евро|доллар\w*|рубл\w*|руб\b\.?|р\.)"
_NUMBER = r"\d[\d \u00a0\u202f.,']{0,12}"
_KINDS: dict[str, tuple[str, str]] = {
    "price": ("quotes a price|quote a price", rf"[$€£₽]\s?{_NUMBER}|{_NUMBER}\s?(?:[$€£₽]|{_CURRENCY})"),
    "discount": (
        "quotes a discount|quote a discount",
        r"\d{1,2}\s?(?:%|percent|процент\w*)[^.!?\n]{0,40}(?:off\b|discount|скидк)|"
        r"(?:discount|скидк)\w{0,20}[^.!?\n]{0,40}\d{1,2}\s?(?:%|percent|процент)",
    ),
    "date": (
        "names a date|name a date",
        rf"\b\d{{1,2}}(?:st|nd|rd|th)? (?:of )?(?:{_MONTHS})\b|\b(?:{_MONTHS}) \d{{1,2}}\b|"
        r"\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b",
    ),
    "hours": (
        "names opening hours|name opening hours",
        r"\b\d{1,2}(?::\d\d)?\s?(?:am|pm)\b|\b(?:from|с|до|until|till|between)\s\d{1,2}:\d\d|"
        r"\b\d{1,2}:\d\d\s?[-–—]\s?\d{1,2}:\d\d",
    ),
    "stock": (
        "speaks of the stock|speak of the stock",
        r"\b(?:(?:in|out of) stock|sold out|(?:нет )?в наличии|распродан\w*|закончил\w*сь?)\b",
    ),
    "phone": ("gives a phone number|give a phone number", r"(?<![\w.])\+?\d(?:[ ()-]{0,2}\d){8,13}(?!\w|\.\d)"),
    "staff": (
        "names a member of staff|name a member of staff",
        r"(?-i:\b(?:[Mm]anager|[Dd]irector|CEO|[Hh]ead of \w{1,30}|[Мм]енеджер|[Дд]иректор|[Рр]уководител\w{1,9}|"
        r"[Нн]ачальник\w{0,9})"
        r"(?: is| —|,|:)? [A-ZА-ЯЁ][a-zа-яё]+ [A-ZА-ЯЁ][a-zа-яё]+)",
    ),
}
_SIGN = re.compile(
    r"\d|stock|sold out|в наличии|распродан|закончил|manager|director|CEO|head of|менеджер|директор|руковод|"
    "начальник",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")
_DIFFERENT = 1_000
"""Different values of a kind that are counted one by one."""


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {kind: re.compile(source, re.IGNORECASE) for kind, (_, source) in _KINDS.items()}


def volatile_facts(answer: str, given: str) -> Iterator[tuple[str, str]]:
    """(kind, piece) of each such fact in an answer whose digits, or words, do not stand in what was given."""
    if not _SIGN.search(answer):
        return
    known = set(_DIGITS.findall(given))
    low = given.lower()
    for kind, pattern in _patterns().items():
        for found in pattern.finditer(answer[:20_000]):
            piece = found[0].strip(" .,")
            digits = _DIGITS.findall(piece)
            if not (all(d in known for d in digits) if digits else piece.lower() in low):
                yield kind, piece


class VolatileFacts:
    """One finding a kind: how many answers have such facts, how many different ones, and the first of them."""

    rules: ClassVar[tuple[Rule, ...]] = (VOLATILE,)

    def __init__(self, about: About) -> None:
        self._least = about.settings.volatile_share
        self._rows = 0
        self._answers: Counter[str] = Counter()
        self._values: dict[str, Counter[str]] = {}
        self._places: dict[str, list[Place]] = {}

    def see(self, row: Row) -> Iterable[Finding]:
        """Count what the answer quotes."""
        if row.form == "document":
            return ()
        self._rows += 1
        for kind, piece in dict(volatile_facts(row.answer, row.given)).items():
            self._answers[kind] += 1
            values = self._values.setdefault(kind, Counter())
            if piece in values or len(values) < _DIFFERENT:
                values[piece] += 1
            places = self._places.setdefault(kind, [])
            if len(places) < 8:
                places.append(place(row, piece if kind != "phone" else "a phone number"))
        return ()

    def end(self) -> Iterator[Finding]:
        """The kinds that stand in more answers than the settings let pass."""
        for kind, answers in self._answers.most_common():
            if answers < max(2, self._least * self._rows):
                continue
            one, many = _KINDS[kind][0].split("|")
            different = len(self._values[kind])
            yield Finding(
                rule=VOLATILE,
                message=f"{counted(answers, f'answer {one}', f'answers {many}')} not given with the question "
                f"({answers / self._rows:.0%} of all; {different} different)",
                places=tuple(self._places[kind]),
                rows=answers,
                data={"kind": kind, "answers": answers, "different": different, "share": answers / self._rows},
            )
