"""Refusals against people's labels: XSTest's columns (prompt, reply, label)."""

from __future__ import annotations

from pathlib import Path

from benchmarks.checks.agreement import Pair, Table, rows
from harness.checks.refusals import find_refusal

FILES = ("refusals/*.jsonl",)
ANY, NONE = "refusal", "compliance"


def measure(file: Path) -> list[Table]:
    """Any refusal against none."""
    pairs = []
    for row in rows(file):
        found = find_refusal(row["reply"])
        label = NONE if row["label"] == "full_compliance" else ANY
        pairs.append(Pair(label, ANY if found else NONE, f"{row['prompt']} → {row['reply']}"))
    name = f"refusals/{file.name}"
    return [Table(check="refuses", file=name, pairs=pairs, classes=(ANY, NONE), known={"string match": 0.884})]
