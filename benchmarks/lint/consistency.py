"""Repeats, contrary labels and leaked rows of BANKING77, beside a count in plain Python; planted contradictions."""

from __future__ import annotations

import json
import random
import re
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

from benchmarks.runs import table
from harness.lint.lints import About
from harness.lint.run import LintReport, lint

TRAIN, TEST = "support/banking77_train.jsonl", "support/banking77_test.jsonl"
PLANTED = 400
_RULES = ("contradictory-answers", "contradictory-labels", "contradictory-near-questions")


def measure(folder: Path | None = None) -> dict[str, Any]:
    """Precision and recall of planted contradictions; what is found of the real set, and what plain Python counts."""
    found: dict[str, Any] = {"planted": _planted()}
    if folder is not None and (folder / TRAIN).is_file() and (folder / TEST).is_file():
        found["real"] = _real(folder)
    return found


def _planted() -> dict[str, float]:
    draw = random.Random(0)  # noqa: S311 - no secret
    rows: list[tuple[str, str]] = []
    planted: set[str] = set()
    for i in range(PLANTED):
        thing, day = f"lamp {i}", draw.randrange(2, 9)
        sorts = [
            (
                f"How long does the {thing} take?",
                f"It takes {day} days.",
                f"About {day + 2} days.",
                f"{day} days, as a rule.",
            ),
            (f"Сколько стоит товар {i}?", f"Он стоит {90 + day} евро.", f"{95 + day} евро.", f"Цена — {90 + day} €."),
            (f"May I return the {thing}?", "Yes, you may.", "No, you can't.", "Of course, bring it to us."),
            (f"Нужен ли чек для товара {i}?", "Да, нужен.", "Нет, не нужен.", "Да, без него никак."),
        ]
        question, answer, contrary, same = sorts[i % len(sorts)]
        wrong = draw.random() < 0.5
        rows += [(question, answer), (question, contrary if wrong else same)]
        if wrong:
            planted.add(question)
    draw.shuffle(rows)
    report = _linted([{"prompt": q, "completion": a} for q, a in rows])
    lines = {p.line for f in report.findings if f.rule.name == _RULES[0] for p in f.places}
    told = {rows[line - 1][0] for line in lines}
    hits = len(told & planted)
    return {"planted": len(planted), "recall": hits / len(planted), "precision": hits / max(1, len(told))}


def _linted(*files: list[dict[str, str]]) -> LintReport:
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for i, rows in enumerate(files):
            paths.append(Path(folder) / f"{i}.jsonl")
            paths[-1].write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        return lint(paths, About())


def _real(folder: Path) -> dict[str, Any]:
    read = [
        [json.loads(line) for line in (folder / name).read_text(encoding="utf-8").split("\n") if line]
        for name in (TRAIN, TEST)
    ]
    began = time.process_time()
    report = _linted(*([{"prompt": r["text"], "completion": r["intent"]} for r in rows] for rows in read))
    seconds = time.process_time() - began
    labels: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for file, rows in enumerate(read):
        for row in rows:
            labels[" ".join(re.findall(r"[a-z0-9$€£]+", row["text"].lower()))].append((file, row["intent"]))
    repeats = sum(1 for found in labels.values() if len(found) > len({label for _, label in found}))
    leaked = sum(1 for found in labels.values() if {0, 1} <= {file for file, _ in found})
    contrary = sum(1 for found in labels.values() if len({label for _, label in found}) > 1)
    twice = [f for f in report.findings if f.rule.name == "duplicate-row"]
    flagged = {(p.file, p.line) for f in report.findings if report.severity(f) != "note" for p in f.places}
    return {
        "rows": sum(map(len, read)),
        "repeats": [len(twice), repeats],
        "leaked": [sum(1 for f in twice if len({p.file for p in f.places}) > 1), leaked],
        "contradictory labels": [sum(1 for f in report.findings if f.rule.name == _RULES[1]), contrary],
        "flagged": len(flagged),
        "seconds": seconds,
    }


def text(found: dict[str, Any]) -> str:
    """The planted figures, and the table of the real set."""
    planted = found["planted"]
    told = [
        f"### contradictions · {planted['planted']} planted of {PLANTED} questions: recall {planted['recall']:.3f}, "
        f"precision {planted['precision']:.3f}"
    ]
    if real := found.get("real"):
        rows = [
            [name, str(real[name][0]), str(real[name][1])] for name in ("repeats", "leaked", "contradictory labels")
        ]
        told.append(
            f"### BANKING77 · {real['rows']:,} rows, {real['flagged']} of them flagged, {real['seconds']:.1f} s"
        )
        told.append(table(["", "found", "plain Python"], rows))
    return "\n\n".join(told)
