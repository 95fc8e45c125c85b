"""What is learnt most because it stands there most."""

from __future__ import annotations

from pathlib import Path

from linting import chat, found, told, written

from harness.lint.balance import Balance

TEXTS = [f"The desk in town number {i} is open" + " and serves everyone" * (1 + i % 7) + "." for i in range(60)]


def test_varied_answers_have_nothing(tmp_path: Path) -> None:
    assert found(Balance, written(tmp_path, [chat("Where?", text) for text in TEXTS])) == {}


def test_one_answer_to_many_questions_stands_out(tmp_path: Path) -> None:
    rows = [
        chat(f"Q{i}?", text)
        for i, text in enumerate([*TEXTS, *["Please write to us on the site, we are glad to help."] * 30])
    ]

    ((finding,), _) = told(Balance, written(tmp_path, rows))

    assert (finding.rule.name, finding.flagged) == ("common-answer", 30)


def test_labels_are_few_by_their_nature(tmp_path: Path) -> None:
    assert found(Balance, written(tmp_path, [chat(f"Text {i}", f"label_{i % 2}") for i in range(80)])) == {}


def test_a_language_of_a_few_rows_stands_out(tmp_path: Path) -> None:
    rows = [chat("Where?", text) for text in TEXTS] + [chat("Где?", "Стойка в Риге открыта, приходите.")]

    assert found(Balance, written(tmp_path, rows)) == {"rare-language": [[61]]}


def test_answers_of_one_length_stand_out(tmp_path: Path) -> None:
    rows = [chat("Where?", f"The desk in town number {i:03} is open and serves you.") for i in range(60)]

    assert found(Balance, written(tmp_path, rows)) == {"one-length": [[]]}
