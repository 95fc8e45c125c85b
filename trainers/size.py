"""How many parameters a training changes, told from the recipe and the shapes in the base's headers."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

from trainers.base import Base
from trainers.recipe import Recipe

__all__ = ["adapted", "trainable"]


def trainable(recipe: Recipe, base: Base) -> int:
    """Parameters that learn, biases and norms aside; of PEFT's own choice of modules, an estimate."""
    matrices = base.matrices
    block: Any = recipe.block(_BLOCK[recipe.method]) if recipe.method in _BLOCK else None
    match recipe.method:
        case "full":
            return sum(math.prod(shape) for shape in matrices.values())
        case "lora" | "qlora":
            return sum(block.r * sum(shape) for shape in adapted(matrices, block.target_modules).values())
        case "ia3":
            return sum(shape[0] for shape in adapted(matrices, block.target_modules or "all-linear").values())
        case "oft":
            size = block.block_size
            return sum(shape[1] * (size - 1) // 2 for shape in adapted(matrices, block.target_modules).values())
        case "prompt-tuning":
            return int(block.tokens * base.config.get("hidden_size", base.config.get("n_embd", 0)))
        case "prefix-tuning":
            return int(block.tokens * 2 * _layers(base) * _keys(base))


_BLOCK = {
    "lora": "lora", "qlora": "lora", "ia3": "ia3", "oft": "oft",
    "prompt-tuning": "prompt_tuning", "prefix-tuning": "prefix_tuning",
}  # fmt: skip


def adapted(matrices: Mapping[str, tuple[int, ...]], targets: Any) -> dict[str, tuple[int, ...]]:
    """The modules that an adapter with these targets stands on, with their shapes."""
    if targets == "all-linear":  # PEFT leaves out the head; embeddings are no linear layers
        return {m: shape for m, shape in matrices.items() if not re.search(r"(?:embed\w*|wte|wpe|lm_head)$", m)}
    ends = tuple(f".{target}" for target in targets)
    return {m: shape for m, shape in matrices.items() if m in targets or m.endswith(ends)}


def _layers(base: Base) -> int:
    return int(base.config.get("num_hidden_layers", base.config.get("n_layer", 0)))


def _keys(base: Base) -> int:
    """The width of a layer's keys."""
    config = base.config
    hidden = int(config.get("hidden_size", config.get("n_embd", 0)))
    heads = int(config.get("num_attention_heads", config.get("n_head", 1)))
    return int(config.get("head_dim") or hidden // heads) * int(config.get("num_key_value_heads", heads))
