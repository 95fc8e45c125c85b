"""What every objective makes its trainer of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from trainers.plan import Plan
from trainers.rewards import Rewards

__all__ = ["Setup", "UnknownOption", "configured"]


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
        UnknownOption: `trl:` names what the class does not have, or gives it a value that it refuses.
    """
    extra = setup.plan.recipe.trl
    known = set(kind.__dataclass_fields__)  # type: ignore[attr-defined]
    if unknown := sorted(set(extra) - known):
        raise UnknownOption(f"{kind.__name__} has no option {unknown[0]!r}", unknown[0])
    try:
        return kind(**{**setup.arguments, **options, **extra})
    except (TypeError, ValueError) as e:
        if not extra:
            raise
        raise UnknownOption(f"{kind.__name__} refuses these options: {e}", next(iter(extra))) from e


class UnknownOption(Exception):
    """An option of `trl:` that the objective's configuration class does not take; the message and the key."""
