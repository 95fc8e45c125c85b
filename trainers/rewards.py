"""Functions that reward an answer: whoever starts a training makes them of the recipe's checks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

__all__ = ["Rewards"]

Rewards = Callable[[Sequence[Mapping[str, Any]]], list[Callable[[str, str], float]]]
"""Checks as a recipe lists them → functions (prompt, answer) → reward in 0..1, in the same order.

Raises ValueError for a check that there is not, or arguments that it does not take.
"""
