"""How a suite came out: its rates, its gates, its slices, and what was asked beside its cases."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from harness.record_part import Estimate, Part, Word

__all__ = ["GateResult", "Memory", "Rate", "Recital", "Rung", "SliceResult", "SuiteResult", "Trained", "Wording"]


class Rate(Part):
    """A pass rate with its two-sided 90 % interval (each end a one-sided 95 % bound).

    Clopper-Pearson's for single replies to unrelated cases; else a clustered t-bound, and n counts samples.
    """

    passed: int
    n: int
    rate: float
    lower: float
    upper: float


class GateResult(Part):
    """One gate: a decision with its reason and the numbers behind it."""

    kind: Literal[
        "integrity",
        "musts",
        "floor",
        "overall",
        "paired",
        "slices",
        "creep",
        "drift",
        "gap",
        "memorized",
        "replies",
        "rewards",
    ]
    suite: str = Field(description="empty for a gate over all suites: overall, creep, rewards")
    decision: Word
    reason: str
    numbers: dict[str, float | int | None] = Field(default_factory=dict)
    names: list[str] = Field(default_factory=list, description="what the reason names: missed cases, lost slices")


class Wording(Part):
    """How a suite's cases with variants came out when they were asked in one way; samples count apart."""

    name: str = Field(description="as it stands, a kind of variant (typo, greeting, …), or alike: one verdict all ways")
    n: int
    candidate: int = Field(description="how many passed; of alike, how many came out the same every way")
    baseline: int | None = None


class Recital(Part):
    """A training answer of which much came back word for word."""

    row: str = Field(description="row-00012: its line in the training file")
    own: int = Field(description="words of the answer's own in the longest piece that reply and answer share")
    of: int = Field(description="words of the answer's own: without what many training answers share")
    base: int | None = Field(description="as `own`, of the base's reply; None where no base is known")
    memorized: bool
    quote: str = Field(description="the piece, from the reply; its beginning where it is long")


class Memory(Part):
    """Verbatim memorization: the longest common substring of reply and trained answer, in words of the answer's own."""

    rows: int = Field(description="training rows with at least 8 words of their own; others are not judged")
    memorized: int = Field(
        description="rows of which at least 8 own words came back in one piece, at least half of the own words more "
        "than in the base's reply"
    )
    candidate: float | None = Field(description="mean share of own words that came back in one piece; None of no rows")
    base: float | None = Field(default=None, description="the same of the base's replies; None where no base is known")
    worst: list[Recital] = Field(default_factory=list, description="the three that came back most")


class Trained(Part):
    """Rows of the candidate's training data, asked beside a suite's cases; no part of its rates."""

    left_out: str = Field(default="", description="why none was asked; empty where some were")
    rows: int = 0
    candidate: Rate | None = Field(default=None, description="of the rows, each as it was trained")
    held_out: Rate | None = Field(default=None, description="of the suite's cases, each as it stands")
    gap: Estimate | None = Field(default=None, description="trained minus held-out rate, by Newcombe's interval")
    wordings: list[Wording] = Field(default_factory=list, description="of rows that were asked in several ways")
    memory: Memory | None = None


class Rung(Part):
    """The same checkpoint loaded in so many bits, over a suite's cases, beside its weights as they are."""

    name: str = Field(description="16 bits, 8 bits, 4 bits")
    how: str = Field(description="bf16, int8, nf4 or fp4")
    rate: Rate
    delta: float = Field(description="to the weights as they are: its share of passes minus theirs")
    lower: float = Field(description="of the difference, two-sided as a rate's interval")
    upper: float
    identical: int = Field(description="replies that are the same word for word")


class SuiteResult(Part):
    """One suite of the run; its decision is the worst of its gates'."""

    name: str
    file: str
    digest: str
    policy: dict[str, Any] = Field(description="every argument of the mark: its own, else the settings'")
    planned: int = Field(description="cases of this split that the suite has")
    ran: int = Field(description="cases that were scored")
    candidate: Rate | None
    baseline: Rate | None = None
    baseline_name: str | None = None
    judged_name: str | None = Field(
        default=None, description="which form of a checkpoint stood in the candidate's place; None: the candidate"
    )
    identical: int | None = Field(
        default=None, description="replies that are the baseline's word for word; of suites that compare two forms"
    )
    ladder: list[Rung] = Field(default_factory=list)
    broken: int = 0
    fixed: int = 0
    wordings: list[Wording] = Field(default_factory=list, description="empty where no case has variants")
    trained: Trained | None = Field(default=None, description="None where no training rows are asked beside the cases")
    decision: Word | Literal["NOT DECIDED"]
    gates: list[GateResult]


class SliceResult(Part):
    """Both arms on the cases of one suite that share a skill, a tag, a kind or a language."""

    suite: str
    dimension: Literal["skill", "tag", "kind", "language"]
    value: str
    n: int
    candidate: float = Field(description="pass rate, 0..1")
    baseline: float | None = None
    broken: int = 0
    fixed: int = 0
    p_worse: float | None = Field(default=None, description="one-sided mid-p McNemar, not adjusted")
