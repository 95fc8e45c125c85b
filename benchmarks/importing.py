"""Starting checks of imported answers: `python -m benchmarks.importing [DATA]`.

DATA is a folder with `answers/*.jsonl` as the checks' benchmark takes it: question, answers, reply, human, system.
They are imported twice: by their short accepted answers, and by one system's right replies, which are whole sentences.
Last come the tests' own answers of a shop, in English and Russian prose.
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
_PROSE = Path(__file__).parents[1] / "tests/importing"
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


def prose() -> None:
    """Measure the answers in prose, each with a right reply, a wrong one, and itself with what counts changed."""
    print(
        "\nprose of a shop\n| language | cases | own pass | another row's miss | right pass | wrong miss | near miss |"
    )
    print("|---|---:|---:|---:|---:|---:|---:|")
    for file in sorted(_PROSE.glob("prose.*.jsonl")):
        rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
        drafts = {draft.question.prompt: draft for draft in _drafts(rows)}
        held: dict[str, list[bool]] = defaultdict(list)
        for row in rows:
            expect, asked = drafts[row["question"]].expect, row["question"]
            for what in ("answer", "right", "wrong", "near"):
                held[what].append(holds(expect, row[what], asked) == (what in ("answer", "right")))
            held["other"] += [not holds(expect, one["answer"], asked) for one in rows if one is not row]
        shares = [_share(held[what]) for what in ("answer", "other", "right", "wrong", "near")]
        print(f"| {file.suffixes[0][1:]} | {len(rows)} | {' | '.join(shares)} |")


def _drafts(source: Sequence[Row]) -> Sequence[Draft]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "source.jsonl"
        pairs = [{"question": row["question"], "answer": row["answer"]} for row in source]
        file.write_text("".join(json.dumps(pair) + "\n" for pair in pairs), encoding="utf-8")
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
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    prose()
