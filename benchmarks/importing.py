"""Starting checks of imported answers against people's verdicts: `python -m benchmarks.importing DATA`.

DATA is a folder with `answers/*.jsonl` as the checks' benchmark takes it: question, answers, reply, human, system.
They are imported twice: by their short accepted answers, and by one system's right replies, which are whole sentences.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from harness.importing.choosing_checks import holds
from harness.importing.drafts import Draft
from harness.importing.run import bring, read_source

Row = dict[str, Any]
_OTHERS = 3
_SENTENCES = "chatgpt"
"""The system whose right replies are taken for golden answers."""


def main(data: Path) -> None:
    """Measure every file, and print two tables."""
    for file in sorted(data.glob("answers/*.jsonl")):
        rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
        short = [{"question": row["question"], "answer": row["answers"]} for row in rows]
        whole = [
            {"question": row["question"], "answer": row["reply"]}
            for row in rows
            if row.get("system") == _SENTENCES and row["human"]
        ]
        _tell(f"{file.name}, accepted answers", _drafts(short), rows)
        if whole:
            others = [row for row in rows if row["system"] != _SENTENCES]
            _tell(f"{file.name}, replies of {_SENTENCES}", _drafts(whole), others)


def _drafts(source: Sequence[Row]) -> Sequence[Draft]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "source.jsonl"
        file.write_text("".join(json.dumps(row) + "\n" for row in source), encoding="utf-8")
        return bring([read_source(file)], Path(folder) / "golden", suite="golden", dev=0.2, update=False).drafts


def _tell(name: str, drafts: Sequence[Draft], rows: Sequence[Row]) -> None:
    replies: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        replies[row["question"]].append(row)
    rng = random.Random(1)  # noqa: S311 - no cryptography
    counts: dict[str, dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    for draft in drafts:
        question = draft.question
        found: list[tuple[str, bool]] = [("own", holds(draft.expect, own, question.prompt)) for own in question.answers]
        for other in rng.sample(list(drafts), min(_OTHERS, len(drafts))):
            if not set(other.question.answers) & set(question.answers):
                found.append(("other", not holds(draft.expect, other.question.answers[0], question.prompt)))
        for row in replies[question.prompt]:
            passed = holds(draft.expect, row["reply"], question.prompt)
            found.append(("right", passed) if row["human"] else ("wrong", not passed))
        for kind in (draft.kind, "all"):
            counts[kind]["cases"].append(True)
            for what, held in found:
                counts[kind][what].append(held)
    print(f"\n{name}\n| answers | cases | own pass | another row's miss | right replies pass | wrong ones miss |")
    print("|---|---:|---:|---:|---:|---:|")
    for kind in sorted(counts, key=lambda kind: (kind == "all", -len(counts[kind]["cases"]))):
        shares = [_share(counts[kind][what]) for what in ("own", "other", "right", "wrong")]
        print(f"| {kind} | {len(counts[kind]['cases'])} | {' | '.join(shares)} |")


def _share(held: Sequence[bool]) -> str:
    return f"{sum(held) / len(held):.3f} of {len(held)}" if held else "–"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
