"""Cases for every form of an adapter: what it was trained for, and what it has to leave as it was.

How an adapter is loaded is no choice between checkpoints, so there are none of the dev split.
"""

from __future__ import annotations

from random import Random

from trainers.demo import support
from trainers.demo.case_text import Entry
from trainers.demo.cases_answers import rule_checks
from trainers.demo.cases_forgetting import skill_checks
from trainers.demo.example import Example, Lang, Part, fixed
from trainers.demo.world import SKILLS, draw_many

__all__ = ["desk", "skills"]

_RULES = 20
_PER_SKILL = 1


def desk(lang: Lang, split: Part) -> dict[str, list[Entry]]:
    """A question on each of some rules, under the shop's system prompt: here an adapter shows that it is on."""
    if split == "dev":
        return {}
    rng = fixed(1, "adapters", "desk", lang)
    return {"desk": [_about(rule, lang, rng) for rule in rng.sample(support.rules(), _RULES)]}


def skills(lang: Lang, split: Part) -> dict[str, list[Entry]]:
    """One case of every base skill, asked bare: here it shows whether the base is as it was."""
    if split == "dev":
        return {}
    rng = fixed(1, "adapters", "skills", lang)
    return {
        "skills": [
            Entry(id=f"{skill}-{lang}-{number:02d}", prompt=e.prompt, expect=tuple(skill_checks(e)), skill=skill)
            for skill, make in SKILLS.items()
            if skill != "support"
            for number, e in enumerate(draw_many(make, "gate", lang, rng, _PER_SKILL), 1)
        ]
    }


def _about(rule: support.Rule, lang: Lang, rng: Random) -> Entry:
    def make(rng: Random, lang: Lang) -> Example:
        return support.support(rng, lang, rule)

    (asked,) = draw_many(make, "gate", lang, rng, 1)
    return Entry(id=f"{rule.id}-{lang}", prompt=asked.prompt, expect=tuple(rule_checks(rule.id, lang)), kind="rule")
