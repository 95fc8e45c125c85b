"""Parts of a record that ask something of a person: what would settle it, and which cases are not what they were."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from harness.record_part import Part

__all__ = ["Change", "Settle"]


class Settle(Part):
    """What a gate that is INCONCLUSIVE needs: people's judgement, samples, or cases; null what can't be said."""

    kind: Literal["overall", "creep", "paired", "floor"]
    suite: str = Field(default="", description="empty: over all pooled suites")
    n: int = Field(description="cases that it was decided on")
    missed: int = Field(description="newly broken cases; of a floor, cases that miss")
    ours: int | None = Field(
        description="how many of these pass the gate if they missed by the fault of our own expectation, the largest "
        "losses first; null: all of them don't"
    )
    cases: list[str] = Field(default_factory=list, description="`suite/id` of the first twenty of them")
    flips: float | None = Field(default=None, description="share of cases that came out otherwise, of single replies")
    sampled: int = Field(default=1, description="samples a case, as it was decided")
    noise: bool = Field(default=False, description="whether it is known how much replies vary")
    samples: int | None = Field(
        default=None, description="samples a case with which an equal model passes four times of five; null: 64 don't"
    )
    more: int | None = Field(
        default=None,
        description="cases to add, like these, for an equal model (of a floor: one of this rate) to pass four times "
        "of five; null: none, or none that anybody writes",
    )


class Change(Part):
    """A case that is another one than it was in an earlier record: what a reviewer has to look at."""

    suite: str
    id: str
    what: list[Literal["expectation", "question", "critical", "gone"]] = Field(
        description="what is otherwise; critical: the case was, and is not any more; gone: it is not asked any more"
    )
    since: str = Field(
        default="",
        description="the record that it was otherwise in: that of what is in production, or the first about these very "
        "weights; empty: in none of these, and only known because it was accepted",
    )
    file: str = Field(default="", description="empty where the case is gone")
    line: int = 0
    before: list[Any] = Field(default_factory=list, description="the expectation as it was")
    after: list[Any] = Field(default_factory=list, description="as it is")
    reason: str = Field(default="", description="as `ckptgate cases accept` was given; empty: nobody gave one")
    who: str = Field(default="", description="as git names them; empty: not known")
    when: str = Field(default="", description="the day that it was accepted, ISO 8601")
