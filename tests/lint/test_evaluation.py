"""The evaluation set beside production, the training data and its own past."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from linting import chat, found, told, written

from harness.case_files import load_cases
from harness.cases import Case
from harness.lint._unlike import difference, longer, missing_topics
from harness.lint.evaluation import Evaluation, EvaluationCoverage
from harness.lint.lints import About
from harness.lint_settings import LintSettings

DELIVERY = ["Когда привезут заказ {}?", "When will order {} arrive?", "Где мой заказ {}?", "Where is order {} now?"]
RETURNS = ["Как вернуть товар {}?", "How do I return item {}?", "Хочу вернуть товар {}", "I want to return item {}"]


def texts(forms: Iterable[str], n: int) -> list[str]:
    """n texts, each of another number."""
    forms = list(forms)
    return [forms[i % len(forms)].format(1000 + i) for i in range(n)]


def cases(folder: Path, prompts: Iterable[str], split: str = "gate", cluster: str = "") -> tuple[Case, ...]:
    """Cases with these prompts, as a case file has them."""
    file = folder / "cases.yaml"
    more = f"  cluster: {cluster}\n" if cluster else ""
    entries = (
        f"- id: c{i}\n  prompt: {prompt!r}\n{more}  expect:\n  - contains: x\n" for i, prompt in enumerate(prompts)
    )
    file.write_text(f"suite: golden\nsplit: {split}\ncases:\n{''.join(entries)}", encoding="utf-8")
    return tuple(load_cases([file]))


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    """Training rows about deliveries."""
    return written(tmp_path, [chat(text, "Сегодня.") for text in texts(DELIVERY, 40)])


def test_too_few_cases_for_the_margin(tmp_path: Path, rows: Path) -> None:
    (one,), _ = told(Evaluation, rows, About(cases=cases(tmp_path, texts(DELIVERY, 62))))

    assert one.rule.name == "eval-too-few"
    assert one.message == (
        "62 cases of the gate split, those of one cluster counted once; 705 are needed for an equal model to pass with "
        "a chance of 80%, where a loss of 3 points has to be ruled out and 10% of its answers turn out otherwise"
    )


def test_enough_of_them_or_a_wider_margin_or_no_cases(tmp_path: Path, rows: Path) -> None:
    wide = LintSettings(evaluation_margin=0.1)

    assert found(Evaluation, rows, About(cases=cases(tmp_path, texts(DELIVERY, 800)))) == {}
    assert found(Evaluation, rows, About(cases=cases(tmp_path, texts(DELIVERY, 90)), settings=wide)) == {}
    assert found(Evaluation, rows) == {}


@pytest.mark.parametrize("how", [{"split": "dev"}, {"cluster": "one"}])
def test_cases_that_do_not_decide_do_not_count(tmp_path: Path, rows: Path, how: dict[str, str]) -> None:
    (one,), _ = told(Evaluation, rows, About(cases=cases(tmp_path, texts(DELIVERY, 800), **how)))

    assert one.data["cases"] == (1 if "cluster" in how else 0)


def test_cases_that_tell_no_model_from_another(tmp_path: Path, rows: Path) -> None:
    history = {
        ("golden", "c0"): (12, 12),
        ("golden", "c1"): (0, 12),
        ("golden", "c2"): (11, 12),
        ("golden", "c3"): (2, 2),
    }
    about = About(cases=cases(tmp_path, texts(DELIVERY, 800)), history=history)
    findings, _ = told(Evaluation, rows, about)

    assert [(f.rule.name, f.rule.severity, [p.line for p in f.places]) for f in findings] == [
        ("eval-never-failed", "note", [4]),
        ("eval-never-passed", "warning", [8]),
    ]
    assert findings[0].message == "of 3 cases asked 10 times or more 1 never failed"


def test_what_production_asks_and_no_case_does(tmp_path: Path, rows: Path) -> None:
    production = texts(DELIVERY, 200) + texts(RETURNS, 60)
    findings, _ = told(
        EvaluationCoverage, rows, About(cases=cases(tmp_path, texts(DELIVERY, 200)), production=production)
    )

    assert {f.rule.name for f in findings} == {"eval-misses-production"}
    assert {word for f in findings for word in f.data["words"]} >= {"вернуть", "товар", "return", "item"}
    assert "of 260 production inputs (11.5%) speak of “вернуть”" in " ".join(f.message for f in findings)
    assert all("and no case" in f.message for f in findings)


def test_cases_as_production_asks_are_left_in_peace(tmp_path: Path, rows: Path) -> None:
    about = About(cases=cases(tmp_path, texts(DELIVERY + RETURNS, 200)), production=texts(DELIVERY + RETURNS, 300))

    assert found(EvaluationCoverage, rows, about) == {}


def test_small_words_are_no_subject(tmp_path: Path, rows: Path) -> None:
    about = About(
        cases=cases(tmp_path, texts(["Where {}", "Где {}"], 200)),
        production=texts(["Where and with {}", "Где и с {}"], 200),
    )
    assert "eval-misses-production" not in found(EvaluationCoverage, rows, about)


def test_a_question_inflected_otherwise_is_the_same_topic(tmp_path: Path, rows: Path) -> None:
    about = About(
        cases=cases(tmp_path, texts(["Нет доставки {}", "Что с заказом {}"], 200)),
        production=texts(["Нужна доставка {}", "Нет доставкой {}", "Где заказы {}", "О заказе {}"], 200),
    )
    findings, _ = told(EvaluationCoverage, written(tmp_path, []), about)

    assert findings
    assert not {word[:5] for f in findings for word in f.data["words"]} & {"доста", "заказ"}


def test_training_about_what_no_case_asks(tmp_path: Path) -> None:
    """Three rows in four are about deliveries, one about returns; cases ask about deliveries alone."""
    file = written(tmp_path, [chat(text, "Да.") for text in texts(DELIVERY, 150) + texts(RETURNS, 50)])
    findings, _ = told(EvaluationCoverage, file, About(cases=cases(tmp_path, texts(DELIVERY, 200))))

    assert {f.rule.name for f in findings} == {"eval-misses-training"}
    assert findings[0].places[0].line > 150


def test_other_languages_and_lengths_than_in_production(tmp_path: Path, rows: Path) -> None:
    production = [f"{text} {'please ' * 20}" for text in texts(DELIVERY[1::2], 200)]
    findings, _ = told(
        EvaluationCoverage, rows, About(cases=cases(tmp_path, texts(DELIVERY, 200)), production=production)
    )
    said = [f.message for f in findings if f.rule.name == "eval-unlike-production"]

    assert said[0].startswith(
        "0% of production and 50% of the cases are in Russian (the difference is -57 to -43 points)"
    )
    assert said[1].startswith("an input of production has 25 words, a case 4.5 (medians)")


def test_personal_data_of_production_are_masked(tmp_path: Path, rows: Path) -> None:
    production = [*texts(DELIVERY, 100), *["Вернуть деньги: anna.petrova@mail.ru"] * 20]
    findings, _ = told(
        EvaluationCoverage, rows, About(cases=cases(tmp_path, texts(DELIVERY, 200)), production=production)
    )

    assert findings
    assert not any("anna.petrova@" in f.message for f in findings)


def test_hostile_inputs_pass_through(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text('{"prompt": "\\ud800", "completion": "x"}\n{"prompt": "", "completion": ""}\n{"text": "x"}\n')
    about = About(cases=cases(tmp_path, ["?", "!"]), production=["", "\x00", "a" * 1_000_000, "слово " * 100_000])

    told(EvaluationCoverage, file, about)


@given(st.lists(st.integers(0, 9), min_size=2), st.lists(st.integers(0, 9), min_size=2))
def test_the_chance_of_being_longer_is_counted_over_all_pairs(first: list[int], second: list[int]) -> None:
    chance, interval = longer(first, second)

    assert chance == pytest.approx(
        sum((a > b) + (a == b) / 2 for a in first for b in second) / len(first) / len(second)
    )
    assert interval.lower <= chance <= interval.upper


def test_difference_of_two_shares() -> None:
    """Newcombe 1998, table II, example a: 56/70 and 48/80, method 10."""
    assert difference(56, 70, 48, 80) == pytest.approx((0.0524, 0.3339), abs=5e-5)


def test_a_rare_word_and_one_that_is_only_rarer_are_no_topic() -> None:
    many = texts(DELIVERY, 400)

    assert missing_topics([*many, "bicycle", "bicycle"], many, share=0.01) == []
    assert missing_topics([*many, *["bicycle"] * 20], [*many, *["bicycle"] * 8], share=0.01) == []
    (topic,) = missing_topics([*many, *["bicycle"] * 20], [*many, "bicycle"], share=0.01)
    assert (topic.words, len(topic.texts), topic.others) == (("bicycle",), 20, 1)
