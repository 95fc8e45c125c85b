"""Full tuning: every weight of the base learns."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from safetensors import safe_open

from trainers.plan import Plan

__all__ = ["nothing_learnt", "peft_config", "save_weights", "start"]


def peft_config(plan: Plan) -> None:
    """No adapter."""


def start(model: Any) -> dict[str, torch.Tensor]:
    """Nothing: the base's files say what the weights were."""
    return {}


def nothing_learnt(model: Any, plan: Plan, before: Mapping[str, torch.Tensor]) -> str | None:
    """Says so where no weight differs from the base's."""
    now = {name: p.detach() for name, p in model.named_parameters()}
    for file in sorted(plan.base.path.glob("*.safetensors")):
        with safe_open(file, framework="pt") as tensors:
            for name in tensors.keys():  # noqa: SIM118 - not a mapping
                if name in now and not torch.equal(now[name].cpu(), tensors.get_tensor(name).to(now[name].dtype)):
                    return None
    return "every weight is still the base's"


def save_weights(model: Any, plan: Plan, directory: Path, whole: Any = None) -> None:
    """Write `model.safetensors` (several and an index for a large model) and the configurations."""
    model.save_pretrained(directory, state_dict=whole)
