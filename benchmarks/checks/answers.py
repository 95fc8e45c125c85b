"""Golden answers against people's verdicts: EVOUNA's columns (question, answers, reply, human, perhaps system)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.checks.agreement import Pair, Table, rows
from harness.checks import bind
from harness.checks.text import normalize

FILES = ("answers/*.jsonl",)
RIGHT, WRONG = "right", "wrong"

Row = dict[str, Any]


def measure(file: Path) -> list[Table]:
    """`answer` as people read and in other writings only, beside two simple rules; as people read, by system too."""
    read = list(rows(file))
    tables = [_table(read, like, f"answers/{file.name}") for like in ("people", "writing")]
    systems = sorted({row["system"] for row in read if "system" in row})
    for system in systems if len(systems) > 1 else ():
        of_system = [row for row in read if row.get("system") == system]
        tables.append(_table(of_system, "people", f"answers/{file.name}: {system}"))
    return tables


def _table(read: Sequence[Row], like: str, name: str) -> Table:
    known = {"contains": _accuracy(read, _contains), "half of the words": _accuracy(read, _half)}
    pairs = [_pair(row, like) for row in read]
    return Table(check=f"answer, like: {like}", file=name, pairs=pairs, classes=(RIGHT, WRONG), known=known)


def _pair(row: Row, like: str) -> Pair:
    verdict = bind("answer", {"any_of": row["answers"], "like": like}).judge(row["reply"], row["question"])
    shown = f"{row['question']} | {' / '.join(row['answers'])} | {row['reply']} | {verdict.reason}"
    return Pair(RIGHT if row["human"] else WRONG, RIGHT if verdict.passed else WRONG, shown)


def _accuracy(read: Sequence[Row], rule: Callable[[Row], bool]) -> float:
    return sum(rule(row) == row["human"] for row in read) / len(read)


def _contains(row: Row) -> bool:
    """An accepted answer stands in the reply, normalized."""
    reply = f" {normalize(row['reply'])} "
    return any(f" {normalize(accepted)} " in reply for accepted in row["answers"])


def _half(row: Row) -> bool:
    """At least half of the words of an accepted answer stand in the reply, anywhere."""
    reply = set(normalize(row["reply"]).split())
    wanted = [normalize(accepted).split() for accepted in row["answers"]]
    return any(words and 2 * sum(word in reply for word in words) >= len(words) for words in wanted)
