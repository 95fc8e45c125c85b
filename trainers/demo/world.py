"""The demo's world: a small shop's support desk in English and Russian, drawn from by seeded generators.

Whether a prompt may be trained on is decided by its text alone (`part_of`), so a held-out prompt is held out of every
corpus, whatever its seed.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from random import Random

from trainers.demo import basics, facts, shapes, support
from trainers.demo.example import Draw, Example, Lang, Part

__all__ = ["SKILLS", "SYSTEM", "draw", "draw_many", "system_prompt"]

SYSTEM = Path(__file__).parents[2] / "prompts" / "support.md"

SKILLS: Mapping[str, Draw] = {
    "copy": basics.copying,
    "sort": basics.sorting,
    "sums": basics.sums,
    "upper": basics.upper,
    "reverse": basics.reverse,
    "yesno": basics.yesno,
    "recall": facts.recall,
    "support": support.support,
    "context": facts.context,
    "instruct": basics.instruct,
    "json": shapes.json_fields,
    "formats": shapes.formats,
    "refusals": support.refusal,
}


def system_prompt() -> str:
    """The system prompt of the shop's deployment."""
    return SYSTEM.read_text(encoding="utf-8").strip()


def draw(make: Draw, part: Part, lang: Lang, rng: Random) -> Example:
    """The next example whose prompt belongs to the part."""
    while (example := make(rng, lang)).part != part:
        pass
    return example


def draw_many(make: Draw, part: Part, lang: Lang, rng: Random, count: int) -> list[Example]:
    """That many examples with different prompts.

    Raises:
        ValueError: the part holds fewer than that.
    """
    found: dict[str, Example] = {}
    for _ in range(1000 * count):
        example = draw(make, part, lang, rng)
        found.setdefault(example.prompt.casefold(), example)
        if len(found) == count:
            return list(found.values())
    raise ValueError(f"the world has only {len(found)} such prompts of {count} in its {part} part")
