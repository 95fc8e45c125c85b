"""Supervised fine-tuning: on answers (`sft`), or on documents as they stand (`domain`, continued pretraining)."""

from __future__ import annotations

from typing import Any

from trl.trainer.sft_config import SFTConfig
from trl.trainer.sft_trainer import SFTTrainer

from trainers.objectives.setup import Setup, configured

__all__ = ["make_trainer"]


def make_trainer(setup: Setup) -> Any:
    """The loss is taken where `encode` put labels; TRL would mask and cut by itself, without saying what."""
    return SFTTrainer(
        **setup.common(
            configured(
                SFTConfig,
                setup,
                max_length=setup.plan.recipe.training.max_length,
                dataset_kwargs={"skip_prepare_dataset": True},
            )
        )
    )
