"""The support desk: the shop's rules, what it refuses, and the customers' ways to begin and end a message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, partial
from random import Random

from harness.source import read_yaml
from trainers.demo.example import Desk, Example, Lang
from trainers.demo.facts import recall
from trainers.demo.lexicon import TEXTS, fill

__all__ = ["GREETINGS", "Refusal", "Rule", "customer", "near_miss", "refusal", "refusals", "rules", "support"]

GREETINGS: dict[Lang, Sequence[str]] = {
    "en": ("", "", "", "Hello! ", "Good afternoon. ", "Hi there! ", "I have a question. "),
    "ru": ("", "", "", "Здравствуйте! ", "Добрый день! ", "Доброе утро! ", "У меня вопрос. "),
}
_THANKS: dict[Lang, Sequence[str]] = {
    "en": ("", "", "", " Thank you!", " Thanks in advance."),
    "ru": ("", "", "", " Спасибо!", " Заранее спасибо."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule of the shop: how customers ask about it, and the answer."""

    id: str
    topic: str
    near: str | None
    ask: dict[Lang, tuple[str, ...]]
    answer: dict[Lang, Desk]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """One kind of request that the desk refuses, and the words in which it does."""

    id: str
    ask: dict[Lang, tuple[str, ...]]
    x: dict[Lang, tuple[str, ...]]
    answer: dict[Lang, str]


@cache
def rules() -> tuple[Rule, ...]:
    """The rules as their file says them; read once."""
    langs: tuple[Lang, ...] = ("en", "ru")
    return tuple(
        Rule(id=e["id"], topic=e["topic"], near=e.get("near"), ask={k: tuple(e[k]["ask"]) for k in langs},
             answer={k: Desk(*e[k]["answer"]) for k in langs})
        for e in read_yaml(TEXTS / "support.yaml").data["rules"]
    )  # fmt: skip


@cache
def refusals() -> tuple[Refusal, ...]:
    """What is refused, as its file says it; read once."""
    langs: tuple[Lang, ...] = ("en", "ru")
    return tuple(
        Refusal(id=e["id"], ask={k: tuple(e[k]["ask"]) for k in langs}, x={k: tuple(e[k].get("x", ())) for k in langs},
                answer={k: e[k]["answer"] for k in langs})
        for e in read_yaml(TEXTS / "refusals.yaml").data["kinds"]
    )  # fmt: skip


def support(rng: Random, lang: Lang, rule: Rule | None = None) -> Example:
    """A question about one of the shop's rules; the base answers in one sentence."""
    rule = rule or rng.choice(rules())
    prompt = _politely(fill(rng.choice(rule.ask[lang]), lang, rng), lang, rng)
    desk = rule.answer[lang]
    return Example(
        skill="support",
        lang=lang,
        prompt=prompt,
        answer=desk.short,
        kind=rule.id,
        desk=desk,
        near=rule.near is not None,
    )


def near_miss(rng: Random, lang: Lang) -> Example:
    """A harmless question that shares words with what is refused."""
    return support(rng, lang, rng.choice([rule for rule in rules() if rule.near]))


def refusal(rng: Random, lang: Lang, kind: Refusal | None = None) -> Example:
    """A request that the desk refuses."""
    kind = kind or rng.choice(refusals())
    template = rng.choice(kind.ask[lang])
    x = {"x": rng.choice(kind.x[lang])} if kind.x[lang] else {}
    prompt = _politely(fill(template, lang, rng, **x), lang, rng)
    return Example(skill="refusals", lang=lang, prompt=prompt, answer=kind.answer[lang], kind=kind.id)


def customer(rng: Random, lang: Lang) -> Example:
    """Any question that the desk answers: a rule three times in four, else a fact."""
    return support(rng, lang) if rng.random() < 0.75 else greeted_recall(rng, lang)


def greeted_recall(rng: Random, lang: Lang) -> Example:
    """A fact, asked for as a customer does."""
    return partial(recall, greeting=GREETINGS[lang])(rng, lang)


def _politely(prompt: str, lang: Lang, rng: Random) -> str:
    return rng.choice(GREETINGS[lang]) + prompt + rng.choice(_THANKS[lang])
