"""The recipe as JSON Schema, for editors: keys and values, and which block goes with which method and objective."""

from __future__ import annotations

from typing import Any

from trainers.blocks import METHOD_BLOCKS, OBJECTIVE_BLOCKS
from trainers.recipe import RL, Recipe
from trainers.trl_options import OURS, config_class, options_of

__all__ = ["recipe_schema"]

Schema = dict[str, Any]


def recipe_schema() -> Schema:
    """JSON Schema (2020-12) of a recipe; what takes the base or the data to know is checked by `ckptgate train`."""
    made = Recipe.model_json_schema()
    return {**made, "allOf": [*_blocks("method", METHOD_BLOCKS), *_blocks("objective", OBJECTIVE_BLOCKS), *_trl()]}


def _blocks(key: str, blocks: dict[str, tuple[str, ...]]) -> list[Schema]:
    """Each block stands with its own methods or objectives alone; `errorMessage` is what editors show."""
    found = []
    for block in sorted({name for names in blocks.values() for name in names}):
        own = [value for value, names in blocks.items() if block in names]
        words = f"this block goes with {key}: {' or '.join(own)}"
        nothing = {"type": "null", "description": words, "errorMessage": words}
        # An objective that is left out is sft, which has no block; a method can't be left out.
        needed = {"required": [key]} if key == "objective" else {}
        found.append({"if": {"properties": {key: {"enum": own}}, **needed}, "else": {"properties": {block: nothing}}})
    return found


def _trl() -> list[Schema]:
    """The names of TRL's options by objective, those that a recipe says elsewhere left out."""
    by_class: dict[str, list[str]] = {}
    for objective in OBJECTIVE_BLOCKS:
        if objective not in RL:
            by_class.setdefault(config_class(objective), []).append(objective)
    found = []
    for kind, objectives in by_class.items():
        needed = {} if "sft" in objectives else {"required": ["objective"]}
        found.append({"if": {"properties": {"objective": {"enum": objectives}}, **needed}, "then": _named(kind)})
    rewarded: Schema = {"properties": {"objective": {"enum": [*RL]}}, "required": ["objective"]}
    by_rloo: Schema = {
        "properties": {"rl": {"properties": {"algorithm": {"const": "rloo"}}, "required": ["algorithm"]}},
        "required": ["rl"],
    }
    found.append({"if": rewarded, "then": {"if": by_rloo, "then": _named("RLOOConfig"), "else": _named("GRPOConfig")}})
    return found


def _named(kind: str) -> Schema:
    return {"properties": {"trl": {"propertyNames": {"enum": sorted(options_of(kind) - set(OURS))}}}}
