"""`[tool.ckptgate.lint]`: the lints' thresholds."""

from __future__ import annotations

from typing import Annotated, Literal

from annotated_types import Ge, Le
from pydantic import BaseModel, ConfigDict

__all__ = ["LintSettings"]


class LintSettings(BaseModel):
    """Thresholds of the lints, each with its unit; and how grave a rule is here."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    severity: dict[str, Literal["error", "warning", "note", "off"]] = {}
    """By rule, in place of its own."""
    volatile_share: Annotated[float, Ge(0), Le(1)] = 0.01
    """Share of the answers from which facts that change (prices, dates, hours, …) are told; two answers at least."""
