"""What the parts of a record have in common, and the figures that several of them hold."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["Estimate", "Flip", "Part", "Word"]

Word = Literal["PASS", "FAIL", "INCONCLUSIVE", "ERROR"]
Flip = Literal["broken", "fixed", "both pass", "both miss", "alone"]


class Part(BaseModel):
    """A part of a record: nothing unknown in it, and never changed."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Estimate(Part):
    """A figure with its two-sided 90 % interval (each end a one-sided 95 % bound)."""

    value: float
    lower: float | None = Field(description="None of fewer than two texts, or groups of related ones")
    upper: float | None
