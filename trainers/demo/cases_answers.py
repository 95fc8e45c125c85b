"""Golden answers: what the support desk has to know, by the topic that a support lead would look under."""

from __future__ import annotations

from functools import cache
from random import Random
from typing import Any

from harness.source import read_yaml
from trainers.demo import support
from trainers.demo.case_text import Entry
from trainers.demo.example import Example, Lang, Part, fixed
from trainers.demo.lexicon import TEXTS
from trainers.demo.world import draw_many

__all__ = ["CRITICAL", "answers", "fact_checks", "rule_checks"]

# One gate case of each is a must: what costs the customer money or leaves her without help when it is wrong.
CRITICAL = frozenset(
    ("return-window", "refund-time", "warranty", "faulty-item", "card-safety", "cancel-order", "delivery-time",
     "free-delivery", "phone", "email")
)  # fmt: skip
_FACTS: dict[str, int] = {"gate": 20, "dev": 7}
_DEV_RULES = 23


def answers(lang: Lang, split: Part) -> dict[str, list[Entry]]:
    """Two gate questions on every rule, one dev question on most, and facts of the range."""
    rng = fixed(1, "answers", lang, split)
    found: dict[str, list[Entry]] = {}
    rules = support.rules() if split == "gate" else tuple(rng.sample(support.rules(), _DEV_RULES))
    for rule in rules:
        for number, asked in enumerate(draw_many(_about(rule), split, lang, rng, 2 if split == "gate" else 1), 1):
            entry = Entry(
                id=_id(rule.id, lang, split, number), prompt=asked.prompt, expect=tuple(rule_checks(rule.id, lang)),
                kind="rule", critical=split == "gate" and number == 1 and rule.id in CRITICAL,
            )  # fmt: skip
            found.setdefault(_subject(rule.topic, split), []).append(entry)
    for number, asked in enumerate(draw_many(support.greeted_recall, split, lang, rng, _FACTS[split]), 1):
        found.setdefault(_subject("range", split), []).append(
            Entry(id=_id(f"range-{asked.kind}", lang, split, number), prompt=asked.prompt,
                  expect=tuple(fact_checks(asked)), kind="fact")
        )  # fmt: skip
    return found


def _subject(topic: str, split: Part) -> str:
    # The dev cases are few: one file a language.
    return topic if split == "gate" else "everything"


def _about(rule: support.Rule) -> Any:
    def make(rng: Random, lang: Lang) -> Example:
        return support.support(rng, lang, rule)

    return make


def rule_checks(rule: str, lang: Lang) -> list[dict[str, Any]]:
    """What a right answer on the rule must hold."""
    checks: list[dict[str, Any]] = _expect()[rule][lang]
    return checks


@cache
def _expect() -> dict[str, Any]:
    data: dict[str, Any] = read_yaml(TEXTS / "expect.yaml").data
    return data


def fact_checks(asked: Example) -> list[dict[str, Any]]:
    """The number and its unit, or the word itself; of a country its name, whatever stands before it."""
    number, _, unit = asked.answer.partition(" ")
    if number.isdigit():
        return [{"number": int(number)}, {"keywords": {"all_of": [unit]}}]
    return [{"answer": [unit if asked.kind in ("country", "land") else asked.answer]}]


def _id(subject: str, lang: Lang, split: Part, number: int) -> str:
    return f"{subject}-{lang}-{'' if split == 'gate' else 'dev-'}{number:02d}"
