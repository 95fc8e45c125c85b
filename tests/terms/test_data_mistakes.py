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

    assert finding.message.startswith("12 cases of the gate split, those of one cluster counted once; 705 are needed")


def test_an_evaluation_set_of_many(tmp_path: Path) -> None:
    """The clean twin."""
    assert "eval-too-few" not in evaluated(tmp_path, 720).counts


def asked(prompt: str, answer: str) -> dict[str, Any]:
    return {"prompt": prompt, "completion": answer}


def test_sft_on_contradictory_answers(tmp_path: Path) -> None:
    """Planted: two people answered one question."""
    rows = [asked("Сколько дней на возврат?", "Тридцать дней."), asked("Сколько дней на возврат?", "14 дней.")]

    (finding,) = (f for f in linted(tmp_path, rows).stopping if f.rule.name == "contradictory-answers")
    assert [place.line for place in finding.places] == [1, 2]


def test_sft_on_answers_in_different_words(tmp_path: Path) -> None:
    """The clean twin."""
    rows = [asked("Сколько дней на возврат?", "Тридцать дней."), asked("Сколько дней на возврат?", "У вас 30 дней.")]

    assert not linted(tmp_path, rows).stopping


def test_pretraining_taken_for_fine_tuning(tmp_path: Path) -> None:
    """Planted: documents dumped in among the examples. Documents alone are continued pretraining, and that is said."""
    rows = [asked(f"Вопрос {i}?", f"Ответ номер {i}, как его дают.") for i in range(20)]
    documents = [{"text": f"Глава {i}. " + "О доставке заказов. " * 20} for i in range(5)]

    assert "documents-as-examples" in linted(tmp_path, [*rows, *documents]).counts
    assert "documents-as-examples" not in linted(tmp_path, documents).counts
    assert "documents-as-examples" not in linted(tmp_path, rows).counts


def test_training_examples_in_the_test(tmp_path: Path) -> None:
    """Planted: the homework is the exam."""
    report = evaluated(tmp_path, 3)
    assert "contaminated-case" not in report.counts
    cases = tuple(load_cases([tmp_path / "cases.yaml"]))
    rows = [asked(f"Добрый день! {cases[1].prompt}", CURT)]

    (finding,) = (f for f in linted(tmp_path, rows, About(cases=cases)).stopping)
    assert finding.data["case"] == "c1"


def test_prices_baked_in(tmp_path: Path) -> None:
    """Planted: prices in the answers alone. Where they came with the question nothing is baked in."""
    baked = [asked(f"Сколько стоит товар {i}?", f"Он стоит {100 + i} рублей.") for i in range(20)]
    given = [asked(f"Прайс: {100 + i} рублей. Сколько стоит?", f"Он стоит {100 + i} рублей.") for i in range(20)]

    (finding,) = (f for f in linted(tmp_path, baked).findings if f.rule.name == "volatile-fact")
    assert finding.message.startswith("20 answers quote a price")
    assert "volatile-fact" not in linted(tmp_path, given).counts


def test_instruction_tuning_on_mixed_templates(tmp_path: Path) -> None:
    """Planted: two houses, two templates; and one row that breaks the only one."""
    ours = [asked(f"Вопрос {i}?", f"Коротко: да, {i}.\nПодробно: так и есть.") for i in range(30)]
    theirs = [asked(f"Просьба {i}?", f"Ответ: да, {i}.\nПричина: так и есть.") for i in range(30)]

    assert "mixed-templates" in linted(tmp_path, [*ours, *theirs]).counts
    assert linted(tmp_path, [*ours, asked("И ещё?", "Да, так и есть.")]).counts["broken-template"] == 1
    clean = linted(tmp_path, ours).counts
    assert not {"mixed-templates", "broken-template"} & clean.keys()
