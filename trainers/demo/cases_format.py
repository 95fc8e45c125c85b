"""Cases of form: the house template, JSON for the shop's programs, length and language."""

from __future__ import annotations

import json
from typing import Any

from trainers.demo import support
from trainers.demo.case_text import Entry
from trainers.demo.example import Example, Lang, Part, fixed
from trainers.demo.shapes import HOUSE, price_tag
from trainers.demo.world import draw_many

__all__ = ["formats"]

# House template, JSON, length and language: per language and split.
_COUNTS: dict[str, tuple[int, int, int]] = {"gate": (48, 20, 12), "dev": (18, 8, 4)}
_WORDS, _CHARACTERS = 45, 300


def formats(lang: Lang, split: Part) -> dict[str, list[Entry]]:
    """Cases by subject; a question stands in one of them only."""
    house, tags, length = _COUNTS[split]
    asked = draw_many(support.customer, split, lang, fixed(1, "format", lang, split), house + length)
    return {
        "house-template": [_house(e, i, lang, split) for i, e in enumerate(asked[:house], 1)],
        "length-and-language": [_length(e, i, lang, split) for i, e in enumerate(asked[house:], 1)],
        "json": [
            _json(e, i, lang, split)
            for i, e in enumerate(draw_many(price_tag, split, lang, fixed(1, "json", lang, split), tags), 1)
        ],
    }


def _house(asked: Example, number: int, lang: Lang, split: Part) -> Entry:
    expect: tuple[dict[str, Any], ...] = (
        {"sections": {"names": list(HOUSE[lang]), "exact_order": True}}, {"max_words": _WORDS}, {"language": lang},
    )  # fmt: skip
    return Entry(id=_id("house", lang, split, asked.kind, number), prompt=asked.prompt, expect=expect)


def _length(asked: Example, number: int, lang: Lang, split: Part) -> Entry:
    expect = ({"language": lang}, {"min_words": 8}, {"max_words": _WORDS}, {"max_chars": _CHARACTERS})
    return Entry(id=_id("length", lang, split, asked.kind, number), prompt=asked.prompt, expect=expect)


def _json(asked: Example, number: int, lang: Lang, split: Part) -> Entry:
    # The form alone: whether the price is right, golden answers ask.
    thing, price = json.loads(asked.answer)
    schema = {
        "type": "object", "required": [thing, price], "additionalProperties": False,
        "properties": {thing: {"type": "string", "minLength": 3}, price: {"type": "integer", "minimum": 1}},
    }  # fmt: skip
    case = _id("json", lang, split, asked.kind, number)
    return Entry(id=case, prompt=asked.prompt, expect=({"json_schema": schema},))


def _id(subject: str, lang: Lang, split: Part, kind: str, number: int) -> str:
    return f"{subject}-{kind}-{lang}-{'' if split == 'gate' else 'dev-'}{number:02d}"
