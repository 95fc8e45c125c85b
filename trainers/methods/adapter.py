"""Adapters by PEFT: the base stays as it is, something small beside it learns."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from peft import IA3Config, LoraConfig, OFTConfig, PeftConfig, PrefixTuningConfig, PromptTuningConfig

from trainers.blocks import Ia3, Oft, PrefixTuning, PromptTuning
from trainers.plan import Plan

__all__ = ["ia3", "lora", "nothing_learnt", "oft", "prefix_tuning", "prompt_tuning", "save_weights", "start"]

# PEFT writes these with what the training machine had; the base's place is the manifest's.
_OF_THE_MACHINE = ("tokenizer_name_or_path", "tokenizer_kwargs", "revision")


def lora(plan: Plan) -> LoraConfig:
    """LoRA, DoRA and rsLoRA; on a base in few bits, QLoRA. A reward model's new head learns whole beside it."""
    block, ranks = plan.recipe.adapter, plan.recipe.objective == "reward"
    return LoraConfig(
        r=block.r,
        lora_alpha=block.alpha,  # type: ignore[arg-type]  # PEFT divides by it; a fraction is as good
        lora_dropout=block.dropout,
        target_modules=block.target_modules,
        use_dora=block.dora,
        use_rslora=block.rslora,
        task_type="SEQ_CLS" if ranks else "CAUSAL_LM",
        modules_to_save=["score"] if ranks else None,
    )


def ia3(plan: Plan) -> IA3Config:
    """IA³."""
    block = plan.recipe.block("ia3")
    assert isinstance(block, Ia3)
    return IA3Config(
        target_modules=block.target_modules, feedforward_modules=block.feedforward_modules, task_type="CAUSAL_LM"
    )


def oft(plan: Plan) -> OFTConfig:
    """OFT."""
    block = plan.recipe.block("oft")
    assert isinstance(block, Oft)
    return OFTConfig(
        r=0, oft_block_size=block.block_size, module_dropout=block.dropout, target_modules=block.target_modules,
        task_type="CAUSAL_LM",
    )  # fmt: skip


def prompt_tuning(plan: Plan) -> PromptTuningConfig:
    """Prompt tuning."""
    block = plan.recipe.block("prompt_tuning")
    assert isinstance(block, PromptTuning)
    return PromptTuningConfig(
        num_virtual_tokens=block.tokens,
        prompt_tuning_init="RANDOM" if block.text is None else "TEXT",
        prompt_tuning_init_text=block.text,
        tokenizer_name_or_path=None if block.text is None else str(plan.base.path),
        task_type="CAUSAL_LM",
    )


def prefix_tuning(plan: Plan) -> PrefixTuningConfig:
    """Prefix tuning."""
    block = plan.recipe.block("prefix_tuning")
    assert isinstance(block, PrefixTuning)
    return PrefixTuningConfig(num_virtual_tokens=block.tokens, prefix_projection=block.project, task_type="CAUSAL_LM")


CONFIGS = {
    "lora": lora, "qlora": lora, "ia3": ia3, "oft": oft, "prompt-tuning": prompt_tuning,
    "prefix-tuning": prefix_tuning,
}  # fmt: skip


def peft_config(plan: Plan) -> PeftConfig:
    """The adapter that the recipe asks for."""
    return CONFIGS[plan.recipe.method](plan)


def start(model: Any) -> dict[str, torch.Tensor]:
    """What learns, as it is before training."""
    return {name: p.detach().clone() for name, p in model.named_parameters() if p.requires_grad}


def nothing_learnt(model: Any, plan: Plan, before: Mapping[str, torch.Tensor]) -> str | None:
    """Says so where the adapter is as it was made."""
    now = dict(model.named_parameters())
    if any(not torch.equal(now[name].detach().cpu(), old.cpu()) for name, old in before.items()):
        return None
    return "every weight of the adapter is as it was made"


def save_weights(model: Any, plan: Plan, directory: Path, whole: Any = None) -> None:
    """Write `adapter_model.safetensors`, `adapter_config.json` and `generation_config.json`, and nothing else."""
    model.save_pretrained(directory, state_dict=whole)
    if (generation := getattr(model.get_base_model(), "generation_config", None)) is not None:
        generation.save_pretrained(directory)
    (directory / "README.md").unlink(missing_ok=True)  # PEFT's card template; ours is written from the manifest
    file = directory / "adapter_config.json"
    config = json.loads(file.read_text(encoding="utf-8"))
    # PEFT puts in the path that the base was loaded from on this machine.
    config["base_model_name_or_path"] = plan.base.ref.path
    for key in _OF_THE_MACHINE:
        if config.get(key) is not None:
            config[key] = None
    if config.get("prompt_tuning_init") == "TEXT":  # whoever loads it would need the tokenizer to begin anew with
        config |= {"prompt_tuning_init": "RANDOM", "prompt_tuning_init_text": None}
    # It writes sets in the order of the process's hash seed: equal adapters would have different bytes.
    for key in ("target_modules", "feedforward_modules", "modules_to_save"):
        if isinstance(config.get(key), list):
            config[key].sort()
    file.write_text(json.dumps(config, indent=2, sort_keys=True) + "\n", encoding="utf-8")
