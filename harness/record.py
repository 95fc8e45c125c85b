"""The record of one evaluation: what was asked, answered and decided. `records/<id>/record.json`.

Everything that comes after a run (the report, the summary, a release) reads this and nothing else.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from harness.manifest import write_atomic
from harness.source import SourceError

__all__ = [
    "Answer",
    "Arm",
    "CaseResult",
    "DeploymentRef",
    "Flip",
    "GateResult",
    "Rate",
    "Record",
    "SliceResult",
    "SuiteResult",
    "json_schema",
    "read_record",
    "write_record",
]

Word = Literal["PASS", "FAIL", "INCONCLUSIVE", "ERROR"]
Flip = Literal["broken", "fixed", "both pass", "both miss", "alone"]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class DeploymentRef(_Part):
    """What surrounded the checkpoint: its content, not its place, so that it can be rendered again."""

    file: str | None
    system: str | None = Field(description="the system prompt's text")
    sampling: dict[str, Any]
    digest: str


class Arm(_Part):
    """One side of a comparison."""

    name: str = Field(description="as a person named it: support/ckpt-3, support@1.0.0")
    path: str
    digest: str = Field(description="weights digest: base, adapter, tokenizer, template, generation configuration")
    manifest_digest: str | None = Field(description="SHA-256 of manifest.json; None for a stranger's model")
    method: str | None = None
    base: str | None = None
    adapter: bool = False
    epoch: float | None = None
    data: list[str] = Field(default_factory=list)
    deployment: DeploymentRef


class Rate(_Part):
    """A pass rate with its two-sided 90 % Clopper-Pearson interval (each end a one-sided 95 % bound)."""

    passed: int
    n: int
    rate: float
    lower: float
    upper: float


class GateResult(_Part):
    """One gate: a decision with its reason and the numbers behind it."""

    kind: Literal["integrity", "musts", "floor", "paired", "slices"]
    suite: str
    decision: Word
    reason: str
    numbers: dict[str, float | int | None] = Field(default_factory=dict)


class SuiteResult(_Part):
    """One suite of the run; its decision is the worst of its gates'."""

    name: str
    file: str
    digest: str
    policy: dict[str, Any] = Field(description="floor, margin, slices, bare: as the suite's mark gave them")
    planned: int = Field(description="cases of this split that the suite has")
    ran: int = Field(description="cases that were scored")
    candidate: Rate | None
    baseline: Rate | None = None
    baseline_name: str | None = None
    broken: int = 0
    fixed: int = 0
    decision: Word | Literal["NOT DECIDED"]
    gates: list[GateResult]


class SliceResult(_Part):
    """Both arms on the cases of one suite that share a skill, a tag or a kind."""

    suite: str
    dimension: Literal["skill", "tag", "kind"]
    value: str
    n: int
    candidate: float = Field(description="pass rate, 0..1")
    baseline: float | None = None
    broken: int = 0
    fixed: int = 0
    p_worse: float | None = Field(default=None, description="one-sided mid-p McNemar, not adjusted")


class Answer(_Part):
    """One arm's reply to one case and its verdict."""

    reply: str
    passed: bool
    reason: str = Field(description="why it missed; empty where it passed")
    finish: str = Field(description="stop (end of turn), length (cut at the limit)")
    tokens: int


class CaseResult(_Part):
    """One case with every arm's answer."""

    suite: str
    id: str
    title: str | None = None
    file: str
    line: int
    digest: str
    messages: list[dict[str, str]]
    expect: list[Any]
    kind: str | None = None
    skill: str | None = None
    tags: list[str] = Field(default_factory=list)
    critical: bool = False
    candidate: Answer | None = Field(description="None where the case never ran")
    baseline: Answer | None = None
    flip: Flip


class Record(_Part):
    """`record.json`."""

    format: Literal["ckptgate.record/1"] = "ckptgate.record/1"
    id: str
    created: str = Field(description="UTC, ISO 8601")
    split: Literal["gate", "dev"]
    complete: bool = Field(description="every case of every suite was selected and ran")
    decision: Word | Literal["NOT DECIDED"]
    exit_status: int
    sentence: str = Field(description="the decision in one sentence, for a person")
    notices: list[str] = Field(default_factory=list, description="what a reader should know: no template, …")
    candidate: Arm
    production: Arm | None = Field(default=None, description="the baseline: the release in production or --baseline")
    base: Arm | None = Field(default=None, description="the base model, for suites that are held to it")
    engine: dict[str, str] = Field(description="name, version, dtype, device, batch")
    environment: dict[str, str] = Field(description="versions of ckptgate, Python, pytest; platform")
    suites: list[SuiteResult]
    slices: list[SliceResult]
    files: dict[str, str] = Field(
        description="SHA-256 of every file that took part in the decision: suites, conftests, case files, settings"
    )
    patterns: list[str] = Field(description="the case patterns of the suites, to notice files that came since")
    usage: dict[str, float] = Field(default_factory=dict, description="seconds and counts of the run")
    cases: list[CaseResult]


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of `record.json`."""
    schema = Record.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "ckptgate record, version 1", **schema}


def write_record(record: Record, directory: Path) -> Path:
    """Write `record.json` into `directory`, atomically; returns the file."""
    file = directory / "record.json"
    text = json.dumps(record.model_dump(mode="json"), ensure_ascii=False, indent=1)
    write_atomic(file, text.encode() + b"\n")
    return file


def read_record(file: Path) -> Record:
    """Read and validate a `record.json`.

    Raises:
        SourceError: missing, unreadable, or of another format.
    """
    try:
        return Record.model_validate_json(file.read_bytes())
    except FileNotFoundError as e:
        raise SourceError("no such record", file=file) from e
    except ValidationError as e:
        error = e.errors(include_url=False)[0]
        raise SourceError(f"not a record that this version reads: {error['loc']} {error['msg']}", file=file) from e
