"""What in a recipe can't go together: blocks of another method, options that are not TRL's, rewards from nowhere."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from trainers.blocks import METHOD_BLOCKS, OBJECTIVE_BLOCKS, Rl
from trainers.mistakes import Path, shown
from trainers.trl_options import OURS, config_class, options_of

if TYPE_CHECKING:
    from trainers.recipe import Recipe

__all__ = ["strange", "together"]

Mistake = tuple[Path, str]
"""Where, and what is wrong there."""

_BLOCKS = {block for blocks in (*METHOD_BLOCKS.values(), *OBJECTIVE_BLOCKS.values()) for block in blocks}


def strange(data: Any) -> Iterator[Mistake]:
    """Of a recipe as it was read, valid or not: blocks of another method or objective, and strange options of TRL."""
    if not isinstance(data, dict):
        return
    method, objective = str(data.get("method")), str(data.get("objective", "sft"))
    if method in METHOD_BLOCKS and objective in OBJECTIVE_BLOCKS:
        wanted = {*METHOD_BLOCKS[method], *OBJECTIVE_BLOCKS[objective]}
        for name in sorted(_BLOCKS - wanted):
            if data.get(name) is not None:
                yield (name,), f"{name}: {_belongs(name, method, objective)}"
    if objective in OBJECTIVE_BLOCKS and isinstance(data.get("trl"), dict):
        rl = data.get("rl")
        algorithm = rl.get("algorithm") if isinstance(rl, dict) else None
        yield from _trl(data["trl"], config_class(objective, str(algorithm)))


def _belongs(name: str, method: str, objective: str) -> str:
    methods = [method for method, blocks in METHOD_BLOCKS.items() if name in blocks]
    objectives = [objective for objective, blocks in OBJECTIVE_BLOCKS.items() if name in blocks]
    if methods:
        return f"the method is {method!r}: remove this block, or say method: {' or '.join(methods)}"
    return f"the objective is {objective!r}: remove this block, or say objective: {' or '.join(objectives)}"


def _trl(options: Mapping[Any, Any], kind: str) -> Iterator[Mistake]:
    known = options_of(kind)
    for name, value in options.items():
        if name in OURS:
            yield ("trl", name), f"trl.{name}: {shown(value)}: not set here: {OURS[name]}"
        elif name not in known:
            free = sorted(known - set(OURS))
            near = [o for o in free if o.startswith(str(name))] or difflib.get_close_matches(str(name), free, n=1)
            mend = f": did you mean {near[0]!r}?" if near else ": remove it"
            yield ("trl", name), f"trl.{name}: {shown(value)}: TRL's {kind} has no option {name!r}{mend}"


def together(recipe: Recipe) -> Iterator[Mistake]:
    """Of a recipe whose keys and values are right each by itself."""
    if "lm_head" in recipe.adapter.target_modules:
        yield (
            ("lora", "target_modules"),
            "lora.target_modules: an adapter on lm_head would never be trained (TRL reads its weight directly): "
            "remove it",
        )
    if recipe.method == "prefix-tuning" and recipe.training.gradient_checkpointing:
        yield (
            ("training", "gradient_checkpointing"),
            "training.gradient_checkpointing: not with prefix tuning: remove it",
        )
    if recipe.objective == "reward" and recipe.method not in ("full", "lora"):
        yield ("method",), "method: a reward model is trained by full or lora"
    if recipe.objective in ("rlhf", "rlaif"):
        yield from _rewards(recipe)


def _rewards(recipe: Recipe) -> Iterator[Mistake]:
    rl = recipe.rl or Rl()
    at: Path = ("rl",) if recipe.rl is not None else ("objective",)
    if recipe.objective == "rlhf" and (rl.model is None or rl.checks):
        yield (
            at,
            "rl.model: rlhf is rewarded by a reward model and nothing else: name its directory (a recipe with "
            "objective: reward makes one); for checks say objective: rlaif",
        )
    if recipe.objective == "rlaif" and (rl.model is not None or not rl.checks):
        yield (
            at,
            "rl.checks: rlaif is rewarded by checks and nothing else: list some, as a case's `expect:` does; for a "
            "reward model say objective: rlhf",
        )
    if rl.weights is not None and len(rl.weights) != len(rl.checks):
        yield ("rl", "weights"), f"rl.weights: {len(rl.weights)} for {len(rl.checks)} checks"
    if recipe.training.batch_size % rl.answers:
        yield (
            ("training", "batch_size"),
            f"training.batch_size: {recipe.training.batch_size} answers are no whole number of prompts with "
            f"{rl.answers} answers each (rl.answers)",
        )
