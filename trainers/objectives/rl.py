"""Reinforcement learning on the model's own answers: rewarded by a reward model (`rlhf`) or by checks (`rlaif`).

PPO is no longer in TRL (1.16): RLOO and GRPO compare several answers to one prompt in place of a value model.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from trl.trainer.grpo_config import GRPOConfig
from trl.trainer.grpo_trainer import GRPOTrainer
from trl.trainer.rloo_config import RLOOConfig
from trl.trainer.rloo_trainer import RLOOTrainer
from trl.trainer.utils import RepeatSampler

from trainers.blocks import Rl
from trainers.objectives.setup import Setup, configured

__all__ = ["make_trainer"]


def make_trainer(setup: Setup) -> Any:
    """RLOO or GRPO; a batch holds every answer to its prompts."""
    block = setup.plan.recipe.block("rl")
    assert isinstance(block, Rl)
    kind, trainer = (RLOOConfig, _Rloo) if block.algorithm == "rloo" else (GRPOConfig, _Grpo)
    options: dict[str, Any] = {
        "beta": block.beta,
        "num_generations": block.answers,
        "max_completion_length": block.new_tokens,
        "temperature": block.temperature,
        "top_p": block.top_p,
        "reward_weights": block.weights,
    }
    common = setup.common(configured(kind, setup, **options))
    if setup.plan.recipe.objective == "rlaif":
        assert setup.rewards is not None
        return trainer(reward_funcs=_checks(setup.rewards(block.checks), block), **common)
    model, tokenizer = _reward_model(setup)
    return trainer(reward_funcs=[model], reward_processing_classes=[tokenizer], **common)


class _Shuffled(RepeatSampler):
    """TRL's sampler, whose order of the prompts depends on seed and epoch alone.

    TRL's own goes on from the epoch before, which a training that was interrupted has not drawn: it would begin with
    the first epoch's order again.
    """

    def __init__(self, of: Any, state: Callable[[], Any]) -> None:
        self.__dict__.update(of.__dict__)
        self._state = state

    def __iter__(self) -> Iterator[int]:
        if self.shuffle:
            self.generator.manual_seed((self.seed or 0) + round(self._state().epoch or 0))
        yield from super().__iter__()  # type: ignore[no-untyped-call]


class _Grpo(GRPOTrainer):
    def _get_train_sampler(self, dataset: Any = None) -> Any:
        return _Shuffled(super()._get_train_sampler(dataset), lambda: self.state)


class _Rloo(RLOOTrainer):
    def _get_train_sampler(self, dataset: Any = None) -> Any:
        return _Shuffled(super()._get_train_sampler(dataset), lambda: self.state)


def _checks(functions: list[Callable[[str, str], float]], block: Rl) -> list[Any]:
    """As TRL calls them: over a batch of prompts and answers, each a list of messages."""

    def batched(reward: Callable[[str, str], float], name: str) -> Any:
        def over_batch(prompts: list[Any], completions: list[Any], **others: Any) -> list[float]:
            return [reward(p[-1]["content"], c[-1]["content"]) for p, c in zip(prompts, completions, strict=True)]

        over_batch.__name__ = name
        return over_batch

    names = ["-".join(check) for check in block.checks]
    return [batched(reward, name) for reward, name in zip(functions, names, strict=True)]


def _reward_model(setup: Setup) -> tuple[Any, Any]:
    """The reward model, merged where it is an adapter; the plan has found its directory."""
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    rewarder = setup.plan.rewarder
    assert rewarder is not None
    base = rewarder.path if rewarder.base is None else rewarder.base.path
    model = AutoModelForSequenceClassification.from_pretrained(
        base, num_labels=1, dtype="float32", local_files_only=True, trust_remote_code=False, use_safetensors=True
    )
    if rewarder.adapter:
        from peft import PeftModel

        model = PeftModel.from_pretrained(model, rewarder.path).merge_and_unload()
    tokenizer = AutoTokenizer.from_pretrained(rewarder.tokenizer_path, local_files_only=True)
    model.config.pad_token_id = tokenizer.pad_token_id
    return model.eval().requires_grad_(False), tokenizer
