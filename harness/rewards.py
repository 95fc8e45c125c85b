"""Checks as rewards: what `objective: rlaif` trains towards."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from harness.checks import CheckError, Given, bind

__all__ = ["rewards_of"]


def rewards_of(checks: Sequence[Mapping[str, Any]]) -> list[Callable[[str, str], float]]:
    """A function (prompt, answer) → 1.0 or 0.0 for each check, as a case's `expect:` writes it.

    Raises:
        ValueError: a check that there is not, arguments that it does not take, or one that needs more than the answer.
    """
    return [_reward(check) for check in checks]


def _reward(check: Mapping[str, Any]) -> Callable[[str, str], float]:
    if len(check) != 1:
        raise ValueError(f"one check an entry, as `- max_words: 60`; this one has {', '.join(check) or 'none'}")
    ((name, arguments),) = check.items()
    try:
        bound = bind(name, arguments)
        bound.judge("An answer.", Given(prompt="A question?"))
    except CheckError as e:
        raise ValueError(str(e)) from e

    def reward(prompt: str, answer: str) -> float:
        return float(bound.judge(answer, Given(prompt=prompt)).passed)

    return reward
