"""The record of one evaluation: what was asked, answered and decided. `records/<id>/record.json`.

Everything that comes after a run (the report, the summary, a release) reads this and nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from harness.manifest import digest_of, write_atomic
from harness.record_notes import Change, Settle
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
    "json_schema",
    "lean",
    "read_record",
    "suite_digest",
    "write_record",
]

Word = Literal["PASS", "FAIL", "INCONCLUSIVE", "ERROR"]
Flip = Literal["broken", "fixed", "both pass", "both miss", "alone"]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


Part = TypeVar("Part", bound=_Part)
_ALL_SET: dict[type[_Part], set[str]] = {}


class DeploymentRef(_Part):
    """What surrounded the checkpoint: its content, not its place, so that it can be rendered again."""

    file: str | None
    system: str | None = Field(description="the system prompt's text")
    sampling: dict[str, Any]
    quantization: str | None = Field(default=None, description="nf4, fp4 or int8: how the weights were loaded")
    context: str | None = Field(default=None, description="how documents and a question made one message, if unusual")
    digest: str


class Arm(_Part):
    """One side of a comparison."""

    name: str = Field(description="as a person named it: support/ckpt-3, support@1.0.0")
    path: str
    digest: str = Field(
        description="weights digest: base, adapter, tokenizer, template, generation configuration; of a model behind "
        "a server its address, its name and what it answers to fixed prompts"
    )
    manifest_digest: str | None = Field(description="SHA-256 of manifest.json; None for a stranger's model")
    method: str | None = None
    base: str | None = None
    base_digest: str | None = Field(default=None, description="of the base's weights")
    adapter: bool = False
    kind: str = Field(default="", description="what kind of adapter, and how large: lora r16; empty for full weights")
    epoch: float | None = None
    data: list[str] = Field(default_factory=list)
    rewards: list[str] = Field(default_factory=list, description="checks that it was rewarded for in training")
    unknown: list[str] = Field(
        default_factory=list, description="what can't be known of a model behind a server: weights, template, …"
    )
    ignored: list[str] = Field(
        default_factory=list, description="settings that its server takes and does not follow: temperature, seed, …"
    )
    deployment: DeploymentRef


class Rate(_Part):
    """A pass rate with its two-sided 90 % interval (each end a one-sided 95 % bound).

    Clopper-Pearson's for single replies to unrelated cases; else a clustered t-bound, and n counts samples.
    """

    passed: int
    n: int
    rate: float
    lower: float
    upper: float


class GateResult(_Part):
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


class Wording(_Part):
    """How a suite's cases with variants came out when they were asked in one way; samples count apart."""

    name: str = Field(description="as it stands, a kind of variant (typo, greeting, …), or alike: one verdict all ways")
    n: int
    candidate: int = Field(description="how many passed; of alike, how many came out the same every way")
    baseline: int | None = None


class Estimate(_Part):
    """A figure with its two-sided 90 % interval (each end a one-sided 95 % bound)."""

    value: float
    lower: float | None = Field(description="None of fewer than two texts, or groups of related ones")
    upper: float | None


class Recital(_Part):
    """A training answer of which much came back word for word."""

    row: str = Field(description="row-00012: its line in the training file")
    own: int = Field(description="words of the answer's own in the longest piece that reply and answer share")
    of: int = Field(description="words of the answer's own: without what many training answers share")
    base: int | None = Field(description="as `own`, of the base's reply; None where no base is known")
    memorized: bool
    quote: str = Field(description="the piece, from the reply; its beginning where it is long")


class Memory(_Part):
    """Verbatim memorization: the longest common substring of reply and trained answer, in words of the answer's own."""

    rows: int = Field(description="training rows with at least 8 words of their own; others are not judged")
    memorized: int = Field(
        description="rows of which at least 8 own words came back in one piece, at least half of the own words more "
        "than in the base's reply"
    )
    candidate: float | None = Field(description="mean share of own words that came back in one piece; None of no rows")
    base: float | None = Field(default=None, description="the same of the base's replies; None where no base is known")
    worst: list[Recital] = Field(default_factory=list, description="the three that came back most")


class Trained(_Part):
    """Rows of the candidate's training data, asked beside a suite's cases; no part of its rates."""

    left_out: str = Field(default="", description="why none was asked; empty where some were")
    rows: int = 0
    candidate: Rate | None = Field(default=None, description="of the rows, each as it was trained")
    held_out: Rate | None = Field(default=None, description="of the suite's cases, each as it stands")
    gap: Estimate | None = Field(default=None, description="trained minus held-out rate, by Newcombe's interval")
    wordings: list[Wording] = Field(default_factory=list, description="of rows that were asked in several ways")
    memory: Memory | None = None


class Rung(_Part):
    """The same checkpoint loaded in so many bits, over a suite's cases, beside its weights as they are."""

    name: str = Field(description="16 bits, 8 bits, 4 bits")
    how: str = Field(description="bf16, int8, nf4 or fp4")
    rate: Rate
    delta: float = Field(description="to the weights as they are: its share of passes minus theirs")
    lower: float = Field(description="of the difference, two-sided as a rate's interval")
    upper: float
    identical: int = Field(description="replies that are the same word for word")


class SuiteResult(_Part):
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


class SliceResult(_Part):
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


class Perplexity(_Part):
    """exp of the mean negative log-likelihood a token, on plain text; nothing stands before it, its first token given.

    `ratio` is paired by text, so that its interval is narrower than the two others would suggest.
    """

    texts: int
    tokens: int
    candidate: Estimate
    base: Estimate
    ratio: Estimate = Field(description="candidate over base: above 1 the candidate reads the text worse")


class Drift(_Part):
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


class Sample(_Part):
    """One of several replies to the same prompt."""

    reply: str
    passed: bool
    reason: str
    said: list[str] = Field(default_factory=list, description="as in `Answer`")


class Answer(_Part):
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


class CaseResult(_Part):
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


class LintFinding(_Part):
    """One mistake in the training data."""

    rule: str
    severity: Literal["error", "warning", "note"]
    message: str
    rows: int
    places: list[str] = Field(default_factory=list, description="file:line, the first of them")
    accepted: str | None = Field(default=None, description="why it is no reason to stop, as the manifest has it")


class TrainingData(_Part):
    """What the lints say of the data that the candidate was trained on."""

    files: list[str] = Field(description="those that were read here")
    rows: int
    findings: list[LintFinding] = Field(default_factory=list, description="the gravest first; of one rule the first")
    counts: dict[str, int] = Field(default_factory=dict, description="findings by rule, all of them")
    unchecked: list[str] = Field(default_factory=list, description="what could not be judged, and why: no clean data")


class ProductRef(_Part):
    """The product that was on trial under its own name."""

    name: str
    purpose: str
    suites: list[str] | None = Field(description="as its settings name them; None: all")


class Record(_Part):
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


def lean(part: Part) -> Part:
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
        raise SourceError(f"not a record that this version reads: {error['loc']} {error['msg']}", file=file) from e
