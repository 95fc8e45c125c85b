"""What every arm replied to a case, and its verdicts."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from harness.record_part import Flip, Part

__all__ = ["Answer", "CaseResult", "Sample"]


class Sample(Part):
    """One of several replies to the same prompt."""

    reply: str
    passed: bool
    reason: str
    said: list[str] = Field(default_factory=list, description="as in `Answer`")


class Answer(Part):
    """One arm's reply to one case and its verdict."""

    reply: str
    passed: bool
    reason: str = Field(description="why it missed; empty where it passed")
    finish: str = Field(description="stop (end of turn), length (cut at the limit)")
    tokens: int
    said: list[str] = Field(
        default_factory=list,
        description="the model's own earlier replies, in the places that the conversation left for them",
    )
    samples: list[Sample] = Field(
        default_factory=list, description="all of several samples: `reply` is the first that missed, `passed` means all"
    )

    @property
    def share(self) -> float:
        """The share of samples that passed."""
        return sum(s.passed for s in self.samples) / len(self.samples) if self.samples else float(self.passed)


class CaseResult(Part):
    """One case with every arm's answer."""

    suite: str
    id: str
    title: str | None = None
    file: str
    line: int
    digest: str
    messages: list[dict[str, str]]
    context: list[str] = Field(default_factory=list, description="documents that came with the last message")
    variants: list[str] = Field(
        default_factory=list, description="the last message in other words: a sample passes where all of them do"
    )
    expect: list[Any]
    kind: str | None = None
    skill: str | None = None
    tags: list[str] = Field(default_factory=list)
    critical: bool = False
    candidate: Answer | None = Field(description="None where the case never ran")
    baseline: Answer | None = None
    flip: Flip
    same: bool | None = Field(
        default=None, description="whether both replies are the same word for word; None where that was not asked"
    )
    cluster: str | None = Field(default=None, description="cases that come out alike: one template, one document")
    production: float | None = Field(default=None, description="share of production's samples that passed")
    anchor: float | None = Field(default=None, description="share of the anchor's samples that passed")

    @property
    def witness(self) -> tuple[str, str]:
        """What counts as one observation: the cluster within its suite, or the case by itself."""
        return self.suite, self.cluster or f"case {self.id}"
