"""Cases of overfitting: the fine-tune's own task on held-out questions, each asked in many wordings."""

from __future__ import annotations

from functools import cache
from random import Random
from typing import Any

from harness.source import read_yaml
from trainers.demo import support
from trainers.demo.case_text import Entry
from trainers.demo.example import Example, Lang, Part, fixed
from trainers.demo.lexicon import TEXTS, fill
from trainers.demo.shapes import house, price_tag
from trainers.demo.world import draw_many

__all__ = ["LIKE", "overfitting"]

LIKE = 0.8
"""As of a training row (`harness.training_cases`): the two have to ask for the same, or their gap says nothing."""

# Rules with paraphrases, rules without, facts, price tags: about the shares that they have in the training data.
_COUNTS: dict[str, tuple[int, int, int, int]] = {"gate": (5, 12, 3, 4), "dev": (1, 3, 1, 1)}
# Without a long preamble, which the demo's model never saw: it answers one of 96 such questions. Without small letters
# the suite takes two seconds less.
_AUTOMATIC = ("typo", "end signs", "greeting")


def overfitting(lang: Lang, split: Part) -> dict[str, list[Entry]]:
    """A subject for questions with paraphrases by hand, and one for those with automatic variants alone."""
    rng = fixed(1, "overfitting", lang, split)
    worded, plain, facts, tags = _COUNTS[split]
    rules = [rule for rule in support.rules() if rule.id in _paraphrases()]
    others = [rule for rule in support.rules() if rule.id not in _paraphrases()]
    own = [_paraphrased(rule, lang, split, rng) for rule in rng.sample(rules, worded)]
    asked = [draw_many(_about(rule), split, lang, rng, 1)[0] for rule in rng.sample(others, plain)]
    asked += draw_many(support.greeted_recall, split, lang, rng, facts)
    asked += draw_many(price_tag, split, lang, rng, tags)
    return {
        "paraphrased": own,
        "varied": [_entry(e, f"{e.kind}-{lang}-{'' if split == 'gate' else 'dev-'}{i:02d}", lang)
                   for i, e in enumerate(asked, 1)],
    }  # fmt: skip


def _about(rule: support.Rule) -> Any:
    return lambda rng, lang: support.support(rng, lang, rule)


def _entry(asked: Example, name: str, lang: Lang) -> Entry:
    answer = house(asked.desk, lang) if asked.desk else asked.answer
    skill = "task" if asked.desk else "json"
    return Entry(id=name, prompt=asked.prompt, expect=(_like(answer),), skill=skill, automatic=_AUTOMATIC)


def _paraphrased(rule: support.Rule, lang: Lang, split: Part, rng: Random) -> Entry:
    """A held-out question, with paraphrases about the same product and city."""
    while True:
        slots, ask = rng.random(), rng.choice(rule.ask[lang])
        prompt, *others = (
            fill(text, lang, Random(slots))  # noqa: S311 - no secret
            for text in (ask, *_paraphrases()[rule.id][lang])
        )
        if Example(skill="support", lang=lang, prompt=prompt, answer="", kind=rule.id).part == split:
            break
    name = f"reworded-{rule.id}-{lang}{'' if split == 'gate' else '-dev'}"
    expect = (_like(house(rule.answer[lang], lang)),)
    return Entry(id=name, prompt=prompt, expect=expect, skill="task", variants=tuple(others), automatic=_AUTOMATIC)


def _like(answer: str) -> dict[str, Any]:
    return {"like": {"answer": answer, "at_least": LIKE}}


@cache
def _paraphrases() -> dict[str, dict[Lang, list[str]]]:
    data: dict[str, dict[Lang, list[str]]] = read_yaml(TEXTS / "paraphrases.yaml").data
    return data
