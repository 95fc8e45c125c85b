"""Contradictions, duplicates and balance: planted mistakes, people's verdicts on answers, and what real sets are told.

Planted mistakes mirror the rules. The verdicts do not: of several systems' answers to one question people said which
are correct (EVOUNA). Two correct ones that are said to exclude each other are a false alarm; of a correct and a wrong
one it is found that they differ, though not every such pair can be told: a wrong answer may say less than it should.
"""

from __future__ import annotations

import json
import random
import re
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

from benchmarks.runs import table
from harness.lint._claims import differs
from harness.lint.balance import Balance
from harness.lint.contradictions import Contradictions
from harness.lint.duplicates import Duplicates
from harness.lint.findings import Finding
from harness.lint.labels import Labels
from harness.lint.lints import About
from harness.lint.rows import read_rows
from harness.lint.variety import Variety

PLANTED, EDITED = 600, 300
EDITS = (0.03, 0.05, 0.1, 0.2)
LINTS = (Contradictions, Duplicates, Balance, Labels, Variety)
RULES = tuple(rule.name for lint in LINTS for rule in lint.rules)
_Rows = list[tuple[str, str]]


def measure(folder: Path | None = None) -> dict[str, Any]:
    """Recall and precision of what is planted; with a folder people's verdicts, and what real sets are told."""
    found: dict[str, Any] = {"planted": _planted()}
    if folder is None:
        return found
    sets = {name: rows for name, rows in _sets(folder) if rows}
    if sets:
        _linted(next(iter(sets.values()))[:200])  # what is imported at first use
        found["sets"] = {name: _told(rows) for name, rows in sets.items()}
        found["edited"] = {
            name: _edited(rows) for name, rows in sets.items() if name in ("XSTest", "EVOUNA", "BANKING77")
        }
    if (folder / "answers/evouna_nq.jsonl").is_file():
        found["verdicts"] = _verdicts(_read(folder / "answers/evouna_nq.jsonl"))
    if "BANKING77" in sets:
        found["banking77"] = _counted(_banking(folder, "train"), _banking(folder, "test"))
    return found


def _planted() -> dict[str, float]:
    draw = random.Random(0)  # noqa: S311 - no secret
    rows: _Rows = []
    planted: set[str] = set()
    for i in range(PLANTED):
        n = draw.randrange(2, 9)
        sorts = [
            (f"How long does lamp {i} take?", f"It takes {n} days.", f"{n + 2} days.", f"{n * 24} hours, as a rule."),
            (f"Сколько стоит товар {i}?", f"Он стоит {90 + n} евро.", f"{95 + n} евро.", f"Цена — {90 + n} €."),
            (f"May I return lamp {i}?", "Yes, you may.", "No, you can't.", "Of course, bring it to us."),
            (f"Нужен ли чек для товара {i}?", "Да, нужен.", "Нет, не нужен.", "Да, без него никак."),
            (f"When did shop {i} open?", f"In May 201{n}.", f"It opened in 200{n}.", f"On 3 May 201{n}."),
            (f"Во сколько открывается склад {i}?", f"В {n + 2}:00.", f"В {n + 3}:30.", f"В {n + 2} утра."),
            (f"What about parcel {i}?", "It can be sent abroad.", "It can't be sent abroad.", "Abroad it can be sent."),
            (f"Что с заказом {i}?", "Его можно изменить.", "Его нельзя изменить.", "Изменить его можно."),
        ]
        question, answer, contrary, same = sorts[i % len(sorts)]
        wrong = draw.random() < 0.5
        rows += [(question, answer), (question, contrary if wrong else same)]
        if wrong:
            planted.add(question)
    draw.shuffle(rows)
    findings, _ = _linted(rows)
    told = {rows[p.line - 1][0] for f in findings if f.rule.name == "contradictory-answers" for p in f.places}
    hits = len(told & planted)
    return {"planted": len(planted), "recall": hits / len(planted), "precision": hits / max(1, len(told))}


def _verdicts(read: Sequence[dict[str, Any]]) -> dict[str, dict[str, int]]:
    """What is said of pairs of answers, both correct or one wrong, and of questions, by whether all answers are."""
    asked: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for answer in read:
        asked[answer["question"]].append(answer)
    said: dict[str, Counter[str]] = defaultdict(Counter)
    for question, answers in asked.items():
        kinds: set[str] = set()
        for one, other in combinations(answers, 2):
            how = differs(one["reply"], other["reply"], question)
            told = [how.kind] if how else []
            kinds.update(told)
            if one["human"] or other["human"]:
                said["pairs, both correct" if one["human"] and other["human"] else "pairs, one wrong"].update(
                    ["of", *told]
                )
        correct = all(answer["human"] for answer in answers)
        said["questions, all answers correct" if correct else "questions, some wrong"].update(["of", *kinds])
    return {which: dict(said[which]) for which in sorted(said)}


def _told(rows: _Rows) -> dict[str, Any]:
    findings, seconds = _linted(rows)
    told = Counter(finding.rule.name for finding in findings)
    flagged = {p.line for f in findings if f.rule.severity != "note" for p in f.places}
    # Of each group all rows but the first.
    near = sum(f.rows - f.data.get("groups", 1) for f in findings if f.rule.name == "near-duplicate-row")
    return {
        "rows": len(rows), "findings": {rule: told[rule] for rule in RULES if told[rule]}, "flagged": len(flagged),
        "near": near, "microseconds": 1e6 * seconds / len(rows),
    }  # fmt: skip


def _edited(rows: _Rows) -> dict[str, float]:
    """The part of edited copies that is told of, by the share of words exchanged, taken out or put in."""
    draw = random.Random(1)  # noqa: S311 - no secret
    words = [word for row in rows for text in row for word in text.split() if word.isalpha()]
    base = [row for row in dict.fromkeys(rows) if len(" ".join(row).split()) >= 8][:3000]

    def edited(text: str, share: float) -> str:
        out: list[str] = []
        for word in text.split():
            how = draw.random() if draw.random() < share and not re.search(r"\d", word) else -1.0
            out += [word] if how < 0 or how >= 0.75 else []
            out += [draw.choice(words)] if 0 <= how < 0.5 or how >= 0.75 else []
        return " ".join(out)

    found = {}
    for share in EDITS:
        copies = []
        for question, answer in draw.sample(base, min(EDITED, len(base))):
            short = len(answer.split()) < 3
            copy = edited(question, share), answer if short else edited(answer, share)
            copies += [copy] if copy != (question, answer) else []
        with tempfile.TemporaryDirectory() as folder:
            duplicates = Duplicates(About())
            for row in read_rows(_written(Path(folder), [*base, *copies]), print):
                duplicates.see(row)
            like = set(duplicates.likes())
        found[f"{share:.0%}"] = sum(i in like for i in range(len(base), len(base) + len(copies))) / len(copies)
    return found


def _linted(*files: _Rows) -> tuple[list[Finding], float]:
    """What the lints say of files of rows, and the seconds of CPU that they took."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [_written(Path(folder), rows, f"{i}.jsonl") for i, rows in enumerate(files)]
        read = [row for path in paths for row in read_rows(path, print)]
        lints = [lint(About()) for lint in LINTS]
        began = time.process_time()
        for row in read:
            for lint in lints:
                list(lint.see(row))
        findings = [finding for lint in lints for finding in lint.end() if isinstance(finding, Finding)]
        return findings, time.process_time() - began


def _written(folder: Path, rows: _Rows, name: str = "rows.jsonl") -> Path:
    file = folder / name
    file.write_text("".join(json.dumps({"prompt": q, "completion": a}) + "\n" for q, a in rows), encoding="utf-8")
    return file


def _sets(folder: Path) -> Iterator[tuple[str, _Rows]]:
    yield "BANKING77", _banking(folder, "train") + _banking(folder, "test")
    yield "EVOUNA", [(row["question"], row["reply"]) for row in _read(folder / "answers/evouna_nq.jsonl")]
    yield "XSTest", [(row["prompt"], row["reply"]) for row in _read(folder / "refusals/xstest.jsonl")]
    yield "IFEval", [(row["prompt"], row["reply"]) for row in _read(folder / "format/ifeval_replies.jsonl")]
    yield "PandaLM", [
        (f"{row['instruction']}\n{row['input']}", row[side])
        for row in _read(folder / "judge/pandalm.jsonl") for side in ("response1", "response2")
        if isinstance(row[side], str)
    ]  # fmt: skip


def _banking(folder: Path, part: str) -> _Rows:
    return [(row["text"], row["intent"]) for row in _read(folder / f"support/banking77_{part}.jsonl")]


def _read(file: Path) -> list[dict[str, Any]]:
    lines = file.read_text(encoding="utf-8").split("\n") if file.is_file() else []
    return [json.loads(line) for line in lines if line]


def _counted(train: _Rows, test: _Rows) -> dict[str, list[int]]:
    """Texts that stand twice with a label, in both files, or with two labels: told, and by plain Python."""
    findings, _ = _linted(train, test)
    twice = [finding for finding in findings if finding.rule.name == "duplicate-row"]
    contrary = [finding for finding in findings if finding.rule.name == "contradictory-labels"]
    labels: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for file, rows in enumerate((train, test)):
        for text, label in rows:
            labels[" ".join(re.findall(r"[a-z0-9$€£]+", text.lower()))].append((file, label))
    said = [[label for _, label in found] for found in labels.values()]
    return {
        "repeated texts": [len(twice), sum(len(found) > len(set(found)) for found in said)],
        "in both files": [
            sum(len({p.file for p in finding.places}) > 1 for finding in twice),
            sum(len({file for file, _ in found}) > 1 for found in labels.values()),
        ],
        "texts of two labels": [len(contrary), sum(len(set(found)) > 1 for found in said)],
    }


def text(found: dict[str, Any]) -> str:
    """The figures as tables."""
    planted = found["planted"]
    told = [
        f"### contradictions · {planted['planted']} planted of {PLANTED} questions: recall {planted['recall']:.3f}, "
        f"precision {planted['precision']:.3f}"
    ]
    if verdicts := found.get("verdicts"):
        rows = [
            [
                which,
                f"{said['of']:,}",
                *(f"{said.get(kind, 0) / said['of']:.2%}" for kind in ("answers", "names", "labels")),
            ]
            for which, said in verdicts.items()
        ]
        told += [
            "### told of pairs of answers, and of questions, by people's verdicts (EVOUNA)",
            table(["", "of", "contradictory-answers", "-names", "-labels"], rows),
        ]
    if sets := found.get("sets"):
        rows = [
            [name, f"{one['rows']:,}", f"{one['flagged']:,}", f"{one['near']:,}", f"{one['microseconds']:.0f}",
             ", ".join(f"{rule} {n}" for rule, n in one["findings"].items())]
            for name, one in sets.items()
        ]  # fmt: skip
        told += [
            "### what real sets are told",
            table(["", "rows", "rows shown, notes aside", "near-duplicates", "µs a row", "findings"], rows),
        ]
        rows = [[name, *(f"{part:.3f}" for part in one.values())] for name, one in found["edited"].items()]
        told += [
            "### edited copies told of, by the share of words changed",
            table(["", *(f"{share:.0%}" for share in EDITS)], rows),
        ]
    if counted := found.get("banking77"):
        rows = [[what, *map(str, both)] for what, both in counted.items()]
        told += ["### BANKING77", table(["", "told", "plain Python"], rows)]
    return "\n\n".join(told)
