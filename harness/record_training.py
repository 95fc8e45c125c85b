"""What a record tells of the candidate beyond its cases: its drift from the base, and its training data."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from harness.record_part import Estimate, Part

__all__ = ["Drift", "LintFinding", "Perplexity", "TrainingData"]


class Perplexity(Part):
    """exp of the mean negative log-likelihood a token, on plain text; nothing stands before it, its first token given.

    `ratio` is paired by text, so that its interval is narrower than the two others would suggest.
    """

    texts: int
    tokens: int
    candidate: Estimate
    base: Estimate
    ratio: Estimate = Field(description="candidate over base: above 1 the candidate reads the text worse")


class Drift(Part):
    """How far the candidate moved from its base model, by what the two expect and not by what a check says."""

    left_out: str = Field(default="", description="why nothing was measured; empty where something was")
    level: float = Field(default=0.9, description="of the two-sided intervals: 1 − 2 alpha of the settings")
    kl: Estimate | None = Field(
        default=None,
        description="KL(base‖candidate) of the next token along the candidate's replies to target prompts: nats a "
        "token, the mean of the replies' means; 0 where nothing moved",
    )
    prompts: int = Field(default=0, description="target prompts: of the pooled suites not held to the base, at most 64")
    positions: int = Field(default=0, description="tokens of their replies, ends included")
    perplexity: Perplexity | None = Field(default=None, description="None where there is no plain text")


class LintFinding(Part):
    """One mistake in the training data."""

    rule: str
    severity: Literal["error", "warning", "note"]
    message: str
    rows: int
    places: list[str] = Field(default_factory=list, description="file:line, the first of them")
    accepted: str | None = Field(default=None, description="why it is no reason to stop, as the manifest has it")


class TrainingData(Part):
    """What the lints say of the data that the candidate was trained on."""

    files: list[str] = Field(description="those that were read here")
    rows: int
    findings: list[LintFinding] = Field(default_factory=list, description="the gravest first; of one rule the first")
    counts: dict[str, int] = Field(default_factory=dict, description="findings by rule, all of them")
    unchecked: list[str] = Field(default_factory=list, description="what could not be judged, and why: no clean data")
