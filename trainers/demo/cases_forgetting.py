"""Cases of the base's own skills, a file a language; each reply is held to the one right answer."""

from __future__ import annotations

import json
import re
from typing import Any

from trainers.demo.case_text import Entry
from trainers.demo.cases_answers import fact_checks, rule_checks
from trainers.demo.cases_policy import refusal_checks
from trainers.demo.example import Example, Lang, Part, fixed
from trainers.demo.facts import values
from trainers.demo.world import SKILLS, draw_many

__all__ = ["forgetting", "skill_checks"]

# 13 skills, and choices: 215 gate and 70 dev cases a language.
_PER_SKILL: dict[str, int] = {"gate": 15, "dev": 5}
_MORE = ("support", "refusals", "recall", "sums", "context")  # one more gate case each
_SUBJECTS = {
    "words": ("copy", "sort", "upper", "reverse"),
    "reasoning": ("sums", "yesno", "instruct"),
    "knowledge": ("recall", "support", "context"),
    "shape-and-refusals": ("json", "formats", "refusals"),
}
_HEADING = re.compile(r"^(.+?): ", re.MULTILINE)


def forgetting(lang: Lang, split: Part) -> dict[str, list[Entry]]:
    """Cases by subject, a few skills each, and the world's facts once more as a choice between four."""
    made = {subject: [entry for skill in skills for entry in _cases(skill, lang, split)]
            for subject, skills in _SUBJECTS.items()}  # fmt: skip
    return made | {"choices": _choices(lang, split)}


def _choices(lang: Lang, split: Part) -> list[Entry]:
    """What the model finds likeliest for its length, the knowledge that a new way of talking does not hide."""
    infix = "" if split == "gate" else "dev-"
    rng = fixed(1, "forgetting", "choice", lang, split)
    made = []
    for number, example in enumerate(draw_many(SKILLS["recall"], split, lang, rng, _PER_SKILL[split]), 1):
        others = [value for value in values(example.kind or "", lang) if value != example.answer]
        four = rng.sample([example.answer, *rng.sample(others, 3)], 4)
        entry = Entry(
            id=f"choice-{lang}-{infix}{number:02d}",
            prompt=example.prompt,
            choices=tuple(four),
            expect=({"equals": example.answer},),
            skill="choice",
        )
        made.append(entry)
    return made


def _cases(skill: str, lang: Lang, split: Part) -> list[Entry]:
    count = _PER_SKILL[split] + (split == "gate" and skill in _MORE)
    infix = "" if split == "gate" else "dev-"
    drawn = draw_many(SKILLS[skill], split, lang, fixed(1, "forgetting", skill, lang, split), count)
    return [
        Entry(id=f"{skill}-{lang}-{infix}{number:02d}", prompt=e.prompt, expect=tuple(skill_checks(e)), skill=skill)
        for number, e in enumerate(drawn, 1)
    ]


def skill_checks(example: Example) -> list[dict[str, Any]]:
    """What a right answer to an example of any skill must be."""
    if example.skill == "support":
        return rule_checks(example.kind, example.lang)
    if example.skill == "recall":
        return fact_checks(example)
    if example.skill == "refusals":
        return refusal_checks(example.kind, example.lang)
    if example.skill == "formats":
        return [
            {"sections": {"names": _HEADING.findall(example.answer), "exact_order": True}},
            {"language": example.lang},
        ]
    if example.skill == "json":
        return [{"json_schema": _exactly(json.loads(example.answer))}]
    if example.skill == "upper":  # `equals` does not see case
        return [{"matches": rf"\A\s*{example.answer}\s*\Z"}]
    return [{"equals": example.answer}]


def _exactly(fields: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "required": list(fields), "properties": {k: {"const": v} for k, v in fields.items()}}
