"""What every objective makes its trainer of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from trainers.mistakes import shown
from trainers.plan import Plan
from trainers.rewards import Rewards

__all__ = ["RefusedOption", "Setup", "configured"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """A model, data and arguments that are ready."""

    plan: Plan
    model: Any
    tokenizer: Any
    peft_config: Any
    arguments: Mapping[str, Any]
    """Those of transformers' TrainingArguments that every objective shares."""
    train: Any
    eval: Any
    rewards: Rewards | None = None

    def common(self, arguments: Any) -> dict[str, Any]:
        """What every trainer of TRL takes."""
        return {
            "model": self.model,
            "args": arguments,
            "train_dataset": self.train,
            "eval_dataset": self.eval,
            "processing_class": self.tokenizer,
            "peft_config": self.peft_config,
        }


def configured(kind: type, setup: Setup, **options: Any) -> Any:
    """TRL's configuration class filled: shared arguments, the objective's own, and what the recipe's `trl:` adds.

    Raises:
        RefusedOption: `trl:` gives an option a value that the class refuses.
    """
    extra = setup.plan.recipe.trl
    try:
        return kind(**{**setup.arguments, **options, **extra})
    except (TypeError, ValueError) as e:
        if not extra:
            raise
        named = next((name for name in extra if name in str(e)), next(iter(extra)))
        raise RefusedOption(f"{kind.__name__} refuses {named}: {shown(extra[named])}: {e}", named) from e


class RefusedOption(Exception):
    """A value under `trl:` that the objective's configuration class does not take; the message and the key."""
