"""Learning rates by method: where to begin, from where on one is probably a slip, and where a recipe's rate comes from.

A prior is a place to begin and no recommendation for a model of your size: small models take more, large ones less.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple

from harness.manifest import digest_of
from trainers.plan import Plan

__all__ = ["METHODS", "OBJECTIVES", "SWEEP", "Prior", "RateSource", "kin", "prior", "rate_source", "too_high"]

RateSource = Literal["sweep", "default", "manual"]
"""Chosen by a sweep of this recipe, base and data; the method's prior; or written down by somebody."""

SWEEP = "sweep.json"
TOO_HIGH = 10
"""Times the prior. LoRA's own factor over full tuning: above it the rate is another method's, or a slip of a digit."""


class Prior(NamedTuple):
    """A rate to begin with (per step, AdamW), and who says so."""

    rate: float
    source: str


_REGRET = "ten times full tuning's (Schulman et al. 2025, as TRL's guide “LoRA Without Regret” reproduces it)"

METHODS: Mapping[str, Prior] = {
    "full": Prior(2e-5, "TRL 1.16, SFTConfig's default"),
    "lora": Prior(2e-4, _REGRET),
    "qlora": Prior(2e-4, "Dettmers et al., arXiv 2305.14314, table 9: 7B and 13B; and LoRA's"),
    "oft": Prior(2e-4, "taken as LoRA's: no source of its own was found"),
    "ia3": Prior(3e-3, "Liu et al., arXiv 2205.05638 (T-Few); PEFT's guide trains at 8e-3"),
    "prompt-tuning": Prior(3e-2, "PEFT's guide to prompt-based methods; Lester et al., arXiv 2104.08691, used 0.3"),
    "prefix-tuning": Prior(3e-2, "PEFT's guide to prompt-based methods"),
}
"""Of supervised fine-tuning."""

OBJECTIVES: Mapping[str, Prior] = {
    "dpo": Prior(1e-6, "TRL 1.16, DPOConfig's default"),
    "kto": Prior(1e-6, "TRL 1.16, KTOConfig's default"),
    "reward": Prior(1e-4, "TRL 1.16, RewardConfig's default"),
    "grpo": Prior(1e-6, "TRL 1.16, GRPOConfig's default"),
    "rloo": Prior(1e-6, "TRL 1.16, RLOOConfig's default"),
}
"""Of full tuning; an adapter takes as many times more as it does in supervised fine-tuning."""


def prior(method: str, objective: str | None = None) -> Prior | None:
    """Where to begin; None for a method that is not in the table. Without an objective: supervised fine-tuning."""
    by_method = METHODS.get(method)
    if by_method is None or objective is None or objective not in OBJECTIVES:
        return by_method
    of = OBJECTIVES[objective]
    factor = by_method.rate / METHODS["full"].rate
    return of if method == "full" else Prior(of.rate * factor, f"{of.source}, times {factor:g} for {method}")


def too_high(plan: Plan) -> str | None:
    """A warning where the recipe's rate is above ten times its method's prior; None where it is not."""
    rate, known = plan.recipe.training.learning_rate, prior(plan.recipe.method, _objective(plan))
    if known is None or rate <= TOO_HIGH * known.rate * (1 + 1e-9):
        return None
    return (
        f"training.learning_rate is {rate:g}, {_times(rate / known.rate)} times where {plan.recipe.method} begins "
        f"({known.rate:g}: {known.source}). A rate too high still lowers the loss while the base's skills are lost: "
        "`ckptgate sweep` measures both, `ckptgate lr-range` shows where the loss explodes"
    )


def _times(ratio: float) -> str:
    return f"{ratio:.0f}" if ratio < 1e6 else f"{ratio:.0e}"


def rate_source(plan: Plan, runs: Path) -> RateSource:
    """Where the recipe's rate comes from: a sweep that lies under `runs`, the method's prior, or neither."""
    rate, known = plan.recipe.training.learning_rate, prior(plan.recipe.method, _objective(plan))
    mine = kin(plan)
    if any(told.get("of") == mine and told.get("chosen", {}).get("learning_rate") == rate for told in _sweeps(runs)):
        return "sweep"
    return "default" if known is not None and rate == known.rate else "manual"


def _objective(plan: Plan) -> str | None:
    """As the table calls it: reinforcement learning by its algorithm, supervised fine-tuning not at all."""
    recipe = plan.recipe
    if recipe.rl is not None:
        return recipe.rl.algorithm
    return None if recipe.objective in ("sft", "domain") else recipe.objective


def kin(plan: Plan) -> str:
    """What trainings of one sweep have in common: a digest over recipe, base and data without rate, epochs and seed."""
    identity = plan.identity()
    recipe: dict[str, Any] = dict(identity["recipe"])
    recipe["training"] = {
        key: value for key, value in recipe["training"].items() if key not in ("learning_rate", "epochs", "seed")
    }
    del recipe["name"]
    return digest_of({**identity, "recipe": recipe})


def _sweeps(runs: Path) -> Iterator[dict[str, Any]]:
    """What the sweeps there found; one that can't be read tells nothing."""
    for file in sorted(runs.glob(f"*/{SWEEP}")):
        try:
            told = json.loads(file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
        if isinstance(told, dict) and isinstance(told.get("chosen", {}), dict):
            yield told
