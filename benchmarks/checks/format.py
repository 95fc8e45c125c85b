"""Instructions of form against a reference program's verdicts: IFEval's columns."""

from __future__ import annotations

from pathlib import Path

from benchmarks.checks.agreement import Table

FILES = ("format/ifeval_replies.jsonl",)


def measure(file: Path) -> list[Table]:
    """Not yet: the instructions are no checks yet."""
    return []
