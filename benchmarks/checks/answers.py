"""Golden answers against people's verdicts: EVOUNA's columns (question, answers, reply, human)."""

from __future__ import annotations

from pathlib import Path

from benchmarks.checks.agreement import Pair, Table, rows
from harness.checks import bind
from harness.checks.text import normalize

FILES = ("answers/*.jsonl",)
RIGHT, WRONG = "right", "wrong"


def measure(file: Path) -> list[Table]:
    """`answer` with the accepted answers, beside plain containment."""
    pairs, contained = [], 0
    for row in rows(file):
        verdict = bind("answer", {"any_of": row["answers"]}).judge(row["reply"], row["question"])
        label = RIGHT if row["human"] else WRONG
        told = RIGHT if verdict.passed else WRONG
        shown = f"{row['question']} | {' / '.join(row['answers'])} | {row['reply']} | {verdict.reason}"
        pairs.append(Pair(label, told, shown))
        mine = f" {normalize(row['reply'])} "
        contains = any(f" {normalize(a)} " in mine for a in row["answers"])
        contained += contains == row["human"]
    known = {"contains": contained / len(pairs)}
    return [Table(check="answer", file=f"answers/{file.name}", pairs=pairs, classes=(RIGHT, WRONG), known=known)]
