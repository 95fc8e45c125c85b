"""What the lints of content find of mistakes planted into clean rows, and say of the clean ones."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.lint._mistakes import ANSWERS, FORMS, SENTENCES, in_form, off_form, sentence
from benchmarks.runs import table
from harness.lint.budget import Budget
from harness.lint.findings import Finding
from harness.lint.health import Health, Truncation
from harness.lint.lints import About, Lint
from harness.lint.personal import PersonalData
from harness.lint.rows import Row, Turn, read_row
from harness.lint.templates import Templates
from harness.lint.volatile import VolatileFacts

DEMO = Path(__file__).parents[2] / "trainers/demo/data/support.jsonl"
SHARE = 0.04
"""Of the rows that are spoilt at once; a mistake in every tenth row would be a custom."""
DRAWS = 6
_LINTS: tuple[type[Lint], ...] = (Health, Truncation, PersonalData, VolatileFacts, Templates)
_CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)


def measure(folder: Path | None = None) -> dict[str, Any]:
    """Recall by kind and language, and the clean rows that each rule tells of."""
    demo = _rows(_read(DEMO))
    clean = {"demo, en": _of("en", demo), "demo, ru": _of("ru", demo)}
    if folder is not None:
        clean |= {"Natural Questions": _questions(folder), "XSTest": _refused(folder)}
    spoilt = {"en": clean.get("Natural Questions", clean["demo, en"]), "ru": clean["demo, ru"]}
    recall: dict[str, dict[str, float | None]] = {}
    further: dict[str, dict[str, float | None]] = {}
    for kind, (rule, plant) in ANSWERS.items():
        # Only the demo's answers have a template.
        rows = {"en": clean["demo, en"], "ru": clean["demo, ru"]} if rule == "broken-template" else spoilt
        recall[kind] = {lang: _recall(rows[lang], rule, "", _change(plant, lang)) for lang in rows}
    for form in FORMS:
        recall[f"broken template, {form}"] = {lang: _off_form(clean[f"demo, {lang}"], form, lang) for lang in spoilt}
    for kind, of in SENTENCES.items():
        recall[kind] = {lang: _recall(spoilt[lang], of.rule, of.kind, _add(kind, lang)) for lang in spoilt}
        if of.further:
            further[kind] = {
                lang: _recall(spoilt[lang], of.rule, of.kind, _add(kind, lang, further=True)) for lang in spoilt
            }
    return {
        "rows": {name: len(rows) for name, rows in clean.items()},
        "recall": recall,
        "further": further,
        "retrieval": _retrieval(spoilt["en"]),
        "clean": {name: _flagged(rows) for name, rows in clean.items()},
    }


def _rows(values: Iterable[dict[str, Any]]) -> list[Row]:
    rows = (read_row(value, Path("data.jsonl"), line) for line, value in enumerate(values, start=1))
    return [row for row in rows if isinstance(row, Row)]


def _of(lang: str, rows: list[Row]) -> list[Row]:
    return [row for row in rows if ("ru" if _CYRILLIC.search(row.answer) else "en") == lang]


def _read(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").split("\n") if line]


def _questions(folder: Path) -> list[Row]:
    """Each question with one of three models' answers that people found right."""
    replies: dict[str, str] = {}
    for row in _read(folder / "answers/evouna_nq.jsonl"):
        if row["system"] in ("gpt35", "chatgpt", "gpt4") and row["human"] and len(row["reply"]) >= 40:
            replies.setdefault(row["question"], row["reply"])
    return _rows({"prompt": f"{asked}?", "completion": reply} for asked, reply in replies.items())


def _refused(folder: Path) -> list[Row]:
    rows = {row["prompt"]: row["reply"] for row in _read(folder / "refusals/xstest.jsonl")}
    return _rows({"prompt": asked, "completion": reply} for asked, reply in rows.items())


def _change(plant: Callable[..., str | None], lang: str) -> Callable[[Row, random.Random], Row | None]:
    def spoil(row: Row, draw: random.Random) -> Row | None:
        answer = plant(row.answer, lang, draw)
        return None if answer is None else replace(row, answer=answer)

    return spoil


def _off_form(rows: list[Row], form: str, lang: str) -> float | None:
    """Recall in rows that follow a template of this form."""
    house = [row for row in rows if row.answer.count("\n") >= 2]
    written = [replace(row, answer=in_form(row.answer, form)) for row in house]
    plain = {row.line: row.answer for row in house}
    plant = off_form(form)

    def spoil(row: Row, draw: random.Random) -> Row | None:
        answer = plant(plain[row.line], lang, draw)
        return None if answer is None else replace(row, answer=answer)

    return _recall(written, "broken-template", "", spoil)


def _add(kind: str, lang: str, *, further: bool = False) -> Callable[[Row, random.Random], Row | None]:
    """A sentence at the end of an answer without a digit of its own."""

    def spoil(row: Row, draw: random.Random) -> Row | None:
        if any(c.isdigit() for c in row.answer):
            return None
        return replace(row, answer=f"{row.answer} {sentence(kind, lang, draw, further=further)}")

    return spoil


def _recall(rows: list[Row], rule: str, kind: str, spoil: Callable[[Row, random.Random], Row | None]) -> float | None:
    """The share of spoilt rows that are told of beyond the clean ones."""
    planted = told = 0
    before = _told(rows, rule, kind)
    for seed in range(DRAWS):
        draw = random.Random(seed)  # noqa: S311 - no secret
        changed, left = list(rows), round(SHARE * len(rows))
        for at in draw.sample(range(len(rows)), len(rows)):
            if left and (made := spoil(rows[at], draw)) is not None:
                changed[at] = made
                left -= 1
        n = round(SHARE * len(rows)) - left
        planted += n
        told += max(0, min(n, _told(changed, rule, kind) - before))
    return told / planted if planted else None


def _told(rows: list[Row], rule: str, kind: str = "") -> int:
    return sum(
        f.flagged
        for f in _found(rows)
        if f.rule.name == rule and f.data.get("kind", "") == (kind or f.data.get("kind", ""))
    )


def _found(rows: list[Row], lints: tuple[type[Lint], ...] = _LINTS) -> list[Finding]:
    about, found = About(), list[Finding]()
    for lint in lints:
        one = lint(about)
        for row in rows:
            found += one.see(row)
        found += [f for f in one.end() if isinstance(f, Finding)]
    return found


def _flagged(rows: list[Row]) -> dict[str, int]:
    counted = Counter[str]()
    for finding in _found(rows):
        counted[" ".join([finding.rule.name, *([finding.data["kind"]] if "kind" in finding.data else [])])] += (
            finding.flagged
        )
    return dict(counted)


def _retrieval(rows: list[Row]) -> dict[str, dict[str, bool]]:
    """Whether data of facts and data with documents are told from others."""
    draw = random.Random(0)  # noqa: S311
    kinds = ("prices", "dates", "hours", "stock")
    facts = [
        replace(row, turns=(Turn("user", "How is it?"),), answer=sentence(draw.choice(kinds), "en", draw))
        for row in rows
    ]
    document = " ".join(row.answer for row in rows)[:3_000]
    found = {}
    for share in (0.0, 0.2, 0.6, 0.9):
        n = int(share * len(rows))
        found[f"facts in {share:.0%} of the rows"] = _rules(facts[:n] + rows[n:])
    for share in (0.02, 0.1):
        n = int(share * len(rows))
        found[f"documents in {share:.0%} of the rows"] = _rules([replace(rows[0], answer=document)] * n + rows[n:])
    return found


def _rules(rows: list[Row]) -> dict[str, bool]:
    told = {f.rule.name for f in _found(rows, (Budget,))}
    return {rule: rule in told for rule in ("facts-as-examples", "documents-as-examples")}


def text(found: dict[str, Any]) -> str:
    """Tables of recall, of what calls for retrieval, and of clean rows."""

    def share(value: float | None) -> str:
        return "–" if value is None else f"{value:.3f}"

    recall = [
        [kind, *(share(of.get(lang)) for of in (every, found["further"].get(kind, {})) for lang in ("en", "ru"))]
        for kind, every in found["recall"].items()
    ]
    retrieval = [[what, *("told" if told else "–" for told in of.values())] for what, of in found["retrieval"].items()]
    rules = sorted({rule for of in found["clean"].values() for rule in of})
    clean = [[rule, *(str(of.get(rule, 0)) for of in found["clean"].values())] for rule in rules]
    heads = [f"{name} ({n})" for name, n in found["rows"].items()]
    return "\n\n".join(
        [
            f"### content · mistakes planted in {SHARE:.0%} of the rows, {DRAWS} draws",
            table(["mistake", "recall, English", "Russian", "further forms, English", "Russian"], recall),
            table(["data", "facts-as-examples", "documents-as-examples"], retrieval),
            "Clean rows told of:",
            table(["rule", *heads], clean),
        ]
    )
