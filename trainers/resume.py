"""Going on from a state as if it had never been left."""

from __future__ import annotations

from typing import Any

__all__ = ["keep_dtypes", "keep_layout"]


def keep_dtypes(trainer: Any) -> None:
    """Weights that learn have the format after a state is loaded that they had before.

    TRL trains a QLoRA's in bfloat16; PEFT loads them as float32, so that what follows would be another training.
    """
    load = trainer._load_from_checkpoint
    dtypes = {name: p.dtype for name, p in trainer.model.named_parameters() if p.requires_grad}

    def load_alike(*arguments: Any, **named: Any) -> None:
        load(*arguments, **named)
        for name, parameter in trainer.model.named_parameters():
            if name in dtypes:
                parameter.data = parameter.data.to(dtypes[name])

    trainer._load_from_checkpoint = load_alike


def keep_layout(model: Any) -> None:
    """Weights in four bits stay as they are laid out.

    On some processors (AVX512-BF16) bitsandbytes (0.50) packs them otherwise once a model is evaluated, and unpacks
    them once it is saved. In between its gradients are wrong (a first norm of 0.39, where LoRA without four bits has
    1.98 and unpacked weights 1.77), and what is learnt depends on when a training was left.
    """
    for module in model.modules():
        if hasattr(module, "support_avx512bf16_for_cpu"):
            module.support_avx512bf16_for_cpu = False
