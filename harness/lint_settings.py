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
    budget_fact_tokens: Annotated[int, Ge(1)] = 50
    """Tokens of an answer below which a row that quotes a fact teaches nothing but it."""
    budget_facts: Annotated[float, Ge(0), Le(1)] = 0.5
    """Share of such rows from which retrieval is the better way."""
    budget_documents: Annotated[float, Ge(0), Le(1)] = 0.05
    """Share of documents among examples from which somebody mistook the one for the other."""
