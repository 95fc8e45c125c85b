"""LoRA by PEFT: the base stays as it is, a small adapter learns."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import torch
from peft import LoraConfig

from trainers.plan import Plan

__all__ = ["nothing_learnt", "peft_config", "save_weights"]


def peft_config(plan: Plan) -> LoraConfig:
    """The adapter that the recipe asks for."""
    lora = plan.recipe.adapter
    return LoraConfig(
        r=lora.r,
        lora_alpha=lora.alpha,  # type: ignore[arg-type]  # PEFT divides by it; a fraction is as good
        lora_dropout=lora.dropout,
        target_modules=lora.target_modules,
        use_dora=lora.dora,
        use_rslora=lora.rslora,
        task_type="CAUSAL_LM",
    )


def save_weights(model: Any, plan: Plan, directory: Path) -> None:
    """Write `adapter_model.safetensors`, `adapter_config.json` and `generation_config.json`, and nothing else."""
    model.save_pretrained(directory)
    model.get_base_model().generation_config.save_pretrained(directory)
    (directory / "README.md").unlink(missing_ok=True)  # PEFT's card template; ours is written from the manifest
    file = directory / "adapter_config.json"
    config = json.loads(file.read_text(encoding="utf-8"))
    # PEFT puts in the path that the base was loaded from on this machine.
    config["base_model_name_or_path"] = plan.base.ref.path
    # It writes a set in the order of the process's hash seed: equal adapters would have different bytes.
    if isinstance(config["target_modules"], list):
        config["target_modules"].sort()
    file.write_text(json.dumps(config, indent=2, sort_keys=True) + "\n", encoding="utf-8")


def nothing_learnt(model: Any, plan: Plan) -> str | None:
    """LoRA's B starts at zero, so that the adapter changes nothing; says so where it still is."""
    up = [p for name, p in model.named_parameters() if "lora_B" in name or "lora_embedding_B" in name]
    if any(bool(torch.count_nonzero(p.detach())) for p in up):
        return None
    return "every B of the adapter is still zero, so that it changes nothing of the base"
