"""What earlier runs came to: `records/<id>/figures.json`, a small part of each record, quick to read by the hundred.

It decides nothing and no release rests on it. A record of an earlier version has none: its figures are then taken from
the record itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from harness.manifest import write_atomic
from harness.record import Record, SuiteResult, read_record
from harness.source import SourceError

__all__ = ["FIGURES", "Figures", "Rates", "figures_of", "past_figures", "record_figures", "write_figures"]

FIGURES = "figures.json"

Half = Literal["target", "skills", "other"]
"""What a suite asks of: the new task, the base's skills, or something that is in neither count."""


class Rates(BaseModel):
    """A suite's candidate in numbers; rates 0..1."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    half: Half
    passed: int
    n: int
    lower: float
    upper: float
    decision: str

    @property
    def rate(self) -> float:
        return self.passed / self.n if self.n else 0.0


class Figures(BaseModel):
    """One run in numbers."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: Literal["ckptgate.figures/1"] = "ckptgate.figures/1"
    id: str
    created: str
    split: str
    question: str | None
    complete: bool
    decision: str
    name: str
    path: str
    digest: str
    manifest_digest: str | None
    method: str
    kind: str
    epoch: float | None
    suites: dict[str, Rates]

    def rate(self, half: Half) -> float | None:
        """The pass rate over all cases of that half; None without one."""
        mine = [suite for suite in self.suites.values() if suite.half == half]
        n = sum(suite.n for suite in mine)
        return sum(suite.passed for suite in mine) / n if n else None


def figures_of(record: Record) -> Figures:
    """The record's own."""
    arm = record.candidate
    return Figures(
        id=record.id,
        created=record.created,
        split=record.split,
        question=record.question,
        complete=record.complete,
        decision=record.decision,
        name=arm.name,
        path=arm.path,
        digest=arm.digest,
        manifest_digest=arm.manifest_digest,
        method=arm.method or "",
        kind=arm.kind,
        epoch=arm.epoch,
        suites={
            suite.name: Rates(
                half=_half(suite),
                passed=suite.candidate.passed,
                n=suite.candidate.n,
                lower=suite.candidate.lower,
                upper=suite.candidate.upper,
                decision=suite.decision,
            )
            for suite in record.suites
            if suite.candidate
        },
    )


def _half(suite: SuiteResult) -> Half:
    against = suite.policy.get("baseline", "production")
    if against == "base":
        return "skills"
    return "target" if against == "production" and suite.policy.get("pool", True) else "other"


def write_figures(figures: Figures, directory: Path) -> None:
    """Put them beside the record."""
    write_atomic(directory / FIGURES, figures.model_dump_json().encode() + b"\n")


def past_figures(records: Path) -> Iterator[Figures]:
    """Those of every run that left some, in no order; what can't be read is passed over."""
    for file in records.glob(f"*/{FIGURES}"):
        try:
            yield Figures.model_validate_json(file.read_bytes())
        except (OSError, ValidationError):
            continue


def record_figures(directory: Path) -> Figures | None:
    """Those of one record, from the record itself where it left none; None where it can't be read."""
    try:
        return Figures.model_validate_json((directory / FIGURES).read_bytes())
    except (OSError, ValidationError):
        pass
    try:
        return figures_of(read_record(directory / "record.json"))
    except (OSError, SourceError):
        return None
