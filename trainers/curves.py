"""The curves of a training, an entry an epoch, and what they show to be wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

__all__ = ["collapse", "curves_of", "dead", "nothing_rewarded"]

# What TRL logs → what a manifest calls it.
_OF_STEPS = {
    "logps/chosen": "logp_chosen",
    "logps/rejected": "logp_rejected",
    "rewards/chosen": "reward_chosen",
    "rewards/rejected": "reward_rejected",
    "rewards/accuracies": "accuracy",
    "accuracy": "accuracy",
    "margin": "margin",
    "rewards/margins": "margin",
    "reward": "reward",
    "reward_std": "reward_std",
    "frac_reward_zero_std": "same_reward",
    "kl": "kl",
    "completions/mean_length": "answer_tokens",
}
_HELD_OUT = {
    "eval_loss": "eval_loss",
    "eval_accuracy": "eval_accuracy",
    "eval_rewards/accuracies": "eval_accuracy",
    "eval_reward": "eval_reward",
}
_FALL = 5.0
"""Nats an answer by which the chosen ones may lose under training before it is said."""


def curves_of(history: Sequence[Mapping[str, float]], steps_per_epoch: int) -> list[dict[str, Any]]:
    """One entry an epoch: means of its steps (loss, gradient norm, log-probabilities, rewards), last learning rate,
    and what was measured on the held-out rows at its end.
    """
    curves: list[dict[str, Any]] = []
    last = max((int(entry["step"]) for entry in history), default=0)
    for epoch in range(1, last // steps_per_epoch + 1):
        entries = [e for e in history if (epoch - 1) * steps_per_epoch < e["step"] <= epoch * steps_per_epoch]
        steps = [e for e in entries if "loss" in e]
        norms = [e["grad_norm"] for e in steps]
        curve: dict[str, Any] = {
            "epoch": epoch,
            "train_loss": sum(e["loss"] for e in steps) / len(steps),
            "learning_rate": steps[-1]["learning_rate"],
            "grad_norm": sum(norms) / len(norms),
            "grad_norm_max": max(norms),
        }
        for logged, name in _OF_STEPS.items():
            if found := [e[logged] for e in steps if e.get(logged) is not None]:
                curve[name] = sum(found) / len(found)
        for logged, name in _HELD_OUT.items():
            if found := [e[logged] for e in entries if e.get(logged) is not None]:
                curve[name] = found[-1]
        curves.append(curve)
    return curves


def dead(curves: Sequence[Mapping[str, Any]]) -> str | None:
    """Says so where, in the last epoch, every gradient was zero: whatever is trained on, nothing is learnt any more."""
    if not curves or curves[-1]["grad_norm_max"] != 0:
        return None
    return (
        f"every gradient of epoch {curves[-1]['epoch']} was zero: the model no longer learns. A rate far too high does "
        "that: lower training.learning_rate"
    )


def nothing_rewarded(curves: Sequence[Mapping[str, Any]]) -> str | None:
    """Says so where, in the last epoch, all answers to each prompt got the same reward: nothing tells them apart."""
    if curves and curves[-1].get("same_reward") == 1.0:
        return (
            f"every answer to a prompt got the same reward as the others (mean {curves[-1]['reward']:.3g}), so that "
            "nothing could be learnt. A reward that the model already always gets, or never: reward a step on the way, "
            "raise rl.temperature, or take harder prompts"
        )
    return None


def collapse(curves: Sequence[Mapping[str, Any]]) -> str | None:
    """Says so where the chosen answers lost log-probability: only the rejected ones were to."""
    if len(curves) < 2 or "logp_chosen" not in curves[-1]:
        return None
    fall = curves[0]["logp_chosen"] - curves[-1]["logp_chosen"]
    if fall <= _FALL:
        return None
    return (
        f"the chosen answers became less likely, too: {fall:.1f} nats an answer since epoch 1. The model unlearns both "
        "sides: lower training.learning_rate, raise dpo.beta, or train on the chosen ones first (sft)"
    )
