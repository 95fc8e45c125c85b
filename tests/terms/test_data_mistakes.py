"""Mistakes that stand in the data before anything is trained: the lints name them, in milliseconds and without a model.

Each term has its planted mistake and its clean twin.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from harness.case_files import load_cases
from harness.lint.lints import About
from harness.lint.run import LintReport, lint

POLITE, CURT, VAGUE = (
    "Спасибо за вопрос! Заказ привезут в среду с десяти до двух.",
    "В среду.",
    "Заказ скоро привезут, следите за сообщениями, мы обязательно напишем.",
)


def linted(folder: Path, rows: Iterable[dict[str, Any]], about: About | None = None) -> LintReport:
    """The rows as a file, shown to every lint."""
    file = folder / "data.jsonl"
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return lint([file], about or About())


def pairs(*orders: tuple[str, str]) -> list[dict[str, Any]]:
    """Pairs of one question, the better answer first."""
    return [{"prompt": "Когда привезут заказ?", "chosen": a, "rejected": b} for a, b in orders]


def test_dpo_on_chaotic_pairs(tmp_path: Path) -> None:
    """Planted: one judge liked it polite, the next short, a third long. Together they prefer in a circle."""
    report = linted(tmp_path, pairs((POLITE, CURT), (CURT, VAGUE), (VAGUE, POLITE)))

    (finding,) = (f for f in report.stopping if f.rule.name == "preference-contradicted")
    assert [place.line for place in finding.places] == [1, 2, 3]


def test_dpo_by_one_criterion(tmp_path: Path) -> None:
    """The clean twin: the same answers ranked."""
    report = linted(tmp_path, pairs((POLITE, CURT), (CURT, VAGUE), (POLITE, VAGUE)))

    assert not any(rule.startswith("preference-") for rule in report.counts)


def test_dpo_that_learns_length(tmp_path: Path) -> None:
    """Planted: whoever judged took the longer answer; what is learnt is to say more."""
    rows = [{"prompt": f"Вопрос {i}?", "chosen": f"{VAGUE} {i}", "rejected": f"{CURT} {i}"} for i in range(60)]
    report = linted(tmp_path, rows)

    assert "preference-length" in report.counts
    both = [
        row if i % 2 else {**row, "chosen": row["rejected"], "rejected": row["chosen"]} for i, row in enumerate(rows)
    ]
    assert "preference-length" not in linted(tmp_path, both).counts


def evaluated(folder: Path, n: int) -> LintReport:
    """A clean row beside n cases about the same."""
    file = folder / "cases.yaml"
    cases = (f"- id: c{i}\n  prompt: Когда привезут заказ {i}?\n  expect:\n  - min_words: 1\n" for i in range(n))
    file.write_text("suite: golden\nsplit: gate\ncases:\n" + "".join(cases), encoding="utf-8")
    rows = [{"prompt": "Привезут ли мой заказ к пятнице?", "completion": CURT}]
    return linted(folder, rows, About(cases=tuple(load_cases([file]))))


def test_an_evaluation_set_of_a_dozen_cases(tmp_path: Path) -> None:
    """Planted: a dozen cases are to rule out a loss of 3 points."""
    (finding,) = (f for f in evaluated(tmp_path, 12).findings if f.rule.name == "eval-too-few")

    assert finding.message.startswith("12 cases decide: to rule out a loss of 3 points takes 705")


def test_an_evaluation_set_of_many(tmp_path: Path) -> None:
    """The clean twin."""
    assert "eval-too-few" not in evaluated(tmp_path, 720).counts
