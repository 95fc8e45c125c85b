"""The record of one evaluation: what was asked, answered and decided. `records/<id>/record.json`.

Everything that comes after a run (the report, the summary, a release) reads this and nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import Field, ValidationError

from harness.manifest import digest_of, write_atomic
from harness.record_answers import Answer, CaseResult, Sample
from harness.record_arms import Arm, DeploymentRef, ProductRef
from harness.record_notes import Change, Settle
from harness.record_part import Estimate, Flip, Part, Word
from harness.record_suites import (
    GateResult,
    Memory,
    Rate,
    Recital,
    Rung,
    SliceResult,
    SuiteResult,
    Trained,
    Wording,
)
from harness.record_training import Drift, LintFinding, Perplexity, TrainingData
from harness.source import SourceError

__all__ = [
    "Answer",
    "Arm",
    "CaseResult",
    "DeploymentRef",
    "Drift",
    "Estimate",
    "Flip",
    "GateResult",
    "LintFinding",
    "Memory",
    "Perplexity",
    "ProductRef",
    "Rate",
    "Recital",
    "Record",
    "Rung",
    "Sample",
    "SliceResult",
    "SuiteResult",
    "Trained",
    "TrainingData",
    "Word",
    "Wording",
    "json_schema",
    "lean",
    "read_record",
    "suite_digest",
    "write_record",
]

AnyPart = TypeVar("AnyPart", bound=Part)
_ALL_SET: dict[type[Part], set[str]] = {}


class Record(Part):
    """`record.json`."""

    format: Literal["ckptgate.record/1"] = "ckptgate.record/1"
    weights: str = Field(
        default="", description="what the candidate is: which adapter is on and on which base, or full weights"
    )
    id: str
    created: str = Field(description="UTC, ISO 8601")
    split: Literal["gate", "dev"]
    asked: dict[str, float] = Field(
        default_factory=dict,
        description="what the command line said of the sampling (samples, temperature, seed), before marks and "
        "settings; empty in a record that can release",
    )
    question: str | None = Field(
        default=None, description="SHA-256 over suites, cases, margins and baselines; of whole gate runs"
    )
    product: ProductRef | None = Field(
        default=None, description="the product of that name, where one was on trial; it asks no suites but its own"
    )
    candidate: Arm
    tried: int = Field(default=1, description="checkpoints that this question was asked of so far, this one included")
    complete: bool = Field(description="every case of every suite was selected and ran")
    decision: Word | Literal["NOT DECIDED"]
    exit_status: int
    sentence: str = Field(description="the decision in one sentence, for a person")
    notices: list[str] = Field(default_factory=list, description="what a reader should know: no template, …")
    production: Arm | None = Field(default=None, description="the baseline: the release in production or --baseline")
    base: Arm | None = Field(default=None, description="the base model, for suites that are held to it")
    anchor: Arm | None = Field(default=None, description="the release that creep is measured from")
    unchecked: dict[str, str] = Field(
        default_factory=dict, description="suites of two forms that there was nothing to compare in, and why"
    )
    engine: dict[str, str] = Field(description="name, version, dtype, device, batch")
    environment: dict[str, str] = Field(description="versions of ckptgate, Python, pytest; platform")
    gates: list[GateResult] = Field(default_factory=list, description="over all suites: overall, creep, rewards")
    suites: list[SuiteResult]
    slices: list[SliceResult]
    drift: Drift | None = Field(default=None, description="of whole gate runs with a suite held to a known base")
    training: TrainingData | None = Field(default=None, description="where a suite asks for it (`training_data`)")
    files: dict[str, str] = Field(
        description="SHA-256 of every file that took part in the decision: suites, conftests, case files, settings"
    )
    patterns: list[str] = Field(description="the case patterns of the suites, to notice files that came since")
    usage: dict[str, float] = Field(default_factory=dict, description="seconds and counts of the run")
    settle: list[Settle] = Field(default_factory=list, description="where it is INCONCLUSIVE: what would settle it")
    changes: list[Change] = Field(
        default_factory=list,
        description="of whole gate runs: cases that are others than they were, expectations above all",
    )
    cases: list[CaseResult]


def lean(part: AnyPart) -> AnyPart:
    """The same part in less memory: a set of its own of the fields that were set is 2 KB a case, and nobody asks."""
    known = _ALL_SET.setdefault(type(part), set(type(part).model_fields))
    object.__setattr__(part, "__pydantic_fields_set__", known)
    return part


def suite_digest(policy: Mapping[str, Any], cases: Iterable[str]) -> str:
    """What a suite demands of which cases: SHA-256 over its policy and the digests of its cases, in any order."""
    return digest_of({"policy": dict(policy), "cases": sorted(cases)})


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of `record.json`."""
    schema = Record.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "ckptgate record, version 1", **schema}


def write_record(record: Record, directory: Path) -> Path:
    """Write `record.json` into `directory`, atomically; returns the file. A case is a line."""
    file = directory / "record.json"
    write_atomic(file, _written(record))
    return file


def _written(record: Record) -> Iterator[bytes]:
    """The record piece by piece: a hundred thousand cases are never held as one text."""
    head = json.dumps(record.model_dump(mode="json", exclude={"cases"}), ensure_ascii=False, indent=1)
    yield head.removesuffix("\n}").encode() + b',\n "cases": ['
    for number, case in enumerate(record.cases):
        line = json.dumps(case.model_dump(mode="json"), ensure_ascii=False)
        yield (",\n  " if number else "\n  ").encode() + line.encode()
    yield b"\n ]\n}\n" if record.cases else b"]\n}\n"


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
        where = ".".join(map(str, error["loc"]))
        why = f"{where}: {error['msg']}" if where else error["msg"]
        raise SourceError(f"not a record that this version reads: {why}", file=file) from e
    except OSError as e:
        raise SourceError(f"can't be read: {e.strerror or e}", file=file) from e
