"""How many of something a reply shall have: `3`, `{at_least: 2}`, `{at_least: 2, at_most: 4}`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, ConfigDict

__all__ = ["Count", "HowMany"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """Bounds of a count, both included.

    Raises:
        ValueError: there are no bounds, or they contradict each other.
    """

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    at_least: int | None = None
    at_most: int | None = None
    exactly: int | None = None

    def __post_init__(self) -> None:
        if any(bound is not None and bound < 0 for bound in (self.at_least, self.at_most, self.exactly)):
            raise ValueError("no count is below 0")
        if self.exactly is not None and (self.at_least is not None or self.at_most is not None):
            raise ValueError("exactly stands alone")
        if self.exactly is None and self.at_least is None and self.at_most is None:
            raise ValueError("give at_least, at_most or exactly")
        if self.at_least is not None and self.at_most is not None and self.at_least > self.at_most:
            raise ValueError("at_least is more than at_most")

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


HowMany = Annotated[Count, BeforeValidator(_exactly, json_schema_input_type=int | Count)]
"""A count as a case writes it: bounds, or a number for exactly so many."""
