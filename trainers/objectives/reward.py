"""A reward model: the base with a number in place of the next token, trained on pairs."""

from __future__ import annotations

from typing import Any

from trl.trainer.reward_config import RewardConfig
from trl.trainer.reward_trainer import RewardTrainer

from trainers.blocks import Reward
from trainers.objectives.setup import Setup, configured

__all__ = ["make_trainer"]


def make_trainer(setup: Setup) -> Any:
    """The chosen answer is to get the higher number (Bradley–Terry)."""
    block = setup.plan.recipe.block("reward")
    assert isinstance(block, Reward)
    setup.model.config.pad_token_id = setup.tokenizer.pad_token_id
    arguments = configured(
        RewardConfig, setup, max_length=setup.plan.recipe.training.max_length,
        center_rewards_coefficient=block.center or None,
    )  # fmt: skip
    return RewardTrainer(**setup.common(arguments))
