"""How many of something a reply shall have: `3`, `{at_least: 2}`, `{at_least: 2, at_most: 4}`."""

from __future__ import annotations

from typing import Annotated, Any

from annotated_types import Ge
from pydantic import BaseModel, BeforeValidator, ConfigDict, model_validator

__all__ = ["Count", "HowMany"]


class Count(BaseModel):
    """Bounds of a count, both included."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    at_least: Annotated[int, Ge(0)] | None = None
    at_most: Annotated[int, Ge(0)] | None = None
    exactly: Annotated[int, Ge(0)] | None = None

    @model_validator(mode="after")
    def _makes_sense(self) -> Count:
        if self.exactly is not None and (self.at_least is not None or self.at_most is not None):
            raise ValueError("exactly stands alone")
        if self.exactly is None and self.at_least is None and self.at_most is None:
            raise ValueError("give at_least, at_most or exactly")
        if self.at_least is not None and self.at_most is not None and self.at_least > self.at_most:
            raise ValueError("at_least is more than at_most")
        return self

    def holds(self, count: int) -> bool:
        """Whether a count is within the bounds."""
        if self.exactly is not None:
            return count == self.exactly
        return (self.at_least is None or count >= self.at_least) and (self.at_most is None or count <= self.at_most)

    def __str__(self) -> str:
        """As a sentence goes on: "at least 2"."""
        if self.exactly is not None:
            return f"exactly {self.exactly}"
        if self.at_least is not None and self.at_most is not None:
            return f"{self.at_least} to {self.at_most}"
        return f"at least {self.at_least}" if self.at_least is not None else f"at most {self.at_most}"


def _exactly(value: Any) -> Any:
    return Count(exactly=value) if isinstance(value, int) and not isinstance(value, bool) else value


HowMany = Annotated[Count, BeforeValidator(_exactly)]
"""A count as a case writes it: bounds, or a number for exactly so many."""
