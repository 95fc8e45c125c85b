"""Going on from a state as if it had never been left."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from safetensors.torch import load_file, save_file

__all__ = ["keep_layout", "load_alike", "save_projection"]

_PROJECTION = "projection.safetensors"


def load_alike(trainer: Any) -> None:
    """From now on a state that the trainer loads gives it the weights that it had, in the formats that they had.

    TRL trains a QLoRA's in bfloat16, and PEFT loads them as float32. Of a prefix that is projected PEFT keeps what
    comes of the projection, and can't load that.
    """
    load, model = trainer._load_from_checkpoint, trainer.model
    dtypes = {name: p.dtype for name, p in model.named_parameters() if p.requires_grad}

    def alike(state: str, *arguments: Any, **named: Any) -> None:
        if (file := Path(state) / _PROJECTION).is_file():
            model.prompt_encoder.load_state_dict(load_file(file))
        else:
            load(state, *arguments, **named)
        for name, parameter in model.named_parameters():
            if name in dtypes:
                parameter.data = parameter.data.to(dtypes[name])

    trainer._load_from_checkpoint = alike


def save_projection(model: Any, state: Path) -> None:
    """Put a prefix's projection beside the rest of a state, where there is one."""
    encoders = getattr(model, "prompt_encoder", {})
    if any(hasattr(encoder, "transform") for encoder in encoders.values()):
        save_file(encoders.state_dict(), state / _PROJECTION)


def keep_layout(model: Any) -> None:
    """Weights in four bits stay as they are laid out.

    On some processors (AVX512-BF16) bitsandbytes (0.50) packs them otherwise once a model is evaluated, and unpacks
    them once it is saved. In between its gradients are wrong (a first norm of 0.39, where LoRA without four bits has
    1.98 and unpacked weights 1.77), and what is learnt depends on when a training was left.
    """
    for module in model.modules():
        if hasattr(module, "support_avx512bf16_for_cpu"):
            module.support_avx512bf16_for_cpu = False
