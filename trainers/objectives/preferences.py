"""Learning from preferences: pairs (`dpo`) and single judgements (`kto`), held to the base by a KL term."""

from __future__ import annotations

from typing import Any

from trl.trainer.dpo_config import DPOConfig
from trl.trainer.dpo_trainer import DPOTrainer
from trl.trainer.kto_config import KTOConfig
from trl.trainer.kto_trainer import KTOTrainer

from trainers.blocks import Dpo, Kto
from trainers.objectives.setup import Setup, configured

__all__ = ["make_dpo", "make_kto"]


def make_dpo(setup: Setup) -> Any:
    """DPO; the base, or the model without its adapter, is the reference."""
    block = setup.plan.recipe.block("dpo")
    assert isinstance(block, Dpo)
    arguments = configured(
        DPOConfig, setup, max_length=setup.plan.recipe.training.max_length, beta=block.beta,
        loss_type=[block.loss], label_smoothing=block.label_smoothing,
    )  # fmt: skip
    return DPOTrainer(**setup.common(arguments))


def make_kto(setup: Setup) -> Any:
    """KTO."""
    block = setup.plan.recipe.block("kto")
    assert isinstance(block, Kto)
    arguments = configured(
        KTOConfig, setup, max_length=setup.plan.recipe.training.max_length, beta=block.beta,
        desirable_weight=block.wanted_weight, undesirable_weight=block.unwanted_weight,
    )  # fmt: skip
    return KTOTrainer(**setup.common(arguments))
