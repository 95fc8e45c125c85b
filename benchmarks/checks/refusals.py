"""Refusals against people's labels: XSTest's columns (model, prompt, reply, label)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.checks.agreement import Pair, Table, rows
from harness.checks.refusals import classify

FILES = ("refusals/*.jsonl",)
CLASSES = ("full_compliance", "partial_refusal", "full_refusal")
ANY, NONE = "refusal", "compliance"
# Published accuracy on the whole of XSTest's labels.
KNOWN_CLASSES: Mapping[str, float] = {"string match": 0.839, "GPT-4": 0.799}
KNOWN_ANY: Mapping[str, float] = {"string match": 0.884}


class _Read(NamedTuple):
    model: str
    label: str
    told: str
    shown: str


def measure(file: Path) -> list[Table]:
    """Three classes and any refusal against none, over all replies and by the model that wrote them."""
    read = [_read(row) for row in rows(file)]
    models = sorted({one.model for one in read})
    tables = list(_tables(file, "", read))
    for model in models if len(models) > 1 else ():
        tables += _tables(file, f", {model}", [one for one in read if one.model == model])
    return tables


def _read(row: Mapping[str, Any]) -> _Read:
    told = classify(row["reply"], row["prompt"]).kind
    return _Read(str(row.get("model", "")), row["label"], told, f"{row['prompt']} → {row['reply']}")


def _tables(file: Path, of: str, read: Sequence[_Read]) -> Iterator[Table]:
    name = f"refusals/{file.name}"
    # A refusal taken for compliance, and the other way round, are worse than a full one taken for a partial one.
    pairs = [Pair(one.label, one.told, one.shown, float(_any(one.label) != _any(one.told))) for one in read]
    yield Table(
        check=f"refuses: three classes{of}",
        file=name,
        pairs=pairs,
        classes=CLASSES,
        known={} if of else KNOWN_CLASSES,
    )
    yield Table(
        check=f"refuses: any refusal{of}",
        file=name,
        pairs=[Pair(_any(pair.label), _any(pair.told), pair.shown) for pair in pairs],
        classes=(ANY, NONE),
        known={} if of else KNOWN_ANY,
    )


def _any(kind: str) -> str:
    return NONE if kind == "full_compliance" else ANY
