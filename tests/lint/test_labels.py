"""A classification set whose labels are of very different number."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from linting import chat, found, told, written

from harness.lint.labels import Labels
from harness.lint.lints import About
from harness.lint_settings import LintSettings


def labelled(**times: int) -> list[dict[str, Any]]:
    return [chat(f"Text {i} of {label}", label) for label, rows in times.items() for i in range(rows)]


def test_labels_of_like_number_have_nothing(tmp_path: Path) -> None:
    assert found(Labels, written(tmp_path, labelled(refund=60, delivery=40, price=25))) == {}


def test_one_label_far_above_the_rest_and_one_with_hardly_a_row(tmp_path: Path) -> None:
    ((finding,), _) = told(Labels, written(tmp_path, labelled(возврат=190, доставка=10)))

    assert (finding.rule.name, finding.rule.severity) == ("skewed-labels", "warning")
    assert [where.line for where in finding.places] == [1, 191]
    assert "“возврат” in 190 rows, “доставка” in 10 rows" in finding.message

    ((finding,), _) = told(Labels, written(tmp_path, labelled(refund=60, delivery=60, price=60, delivry=1)))

    assert [(where.line, where.quoted) for where in finding.places] == [(181, "delivry")]
    assert finding.data["rare"] == {"delivry": 1}


def test_the_setting_says_how_far_is_far(tmp_path: Path) -> None:
    file = written(tmp_path, labelled(refund=60, delivery=12))

    assert found(Labels, file) == {}
    assert found(Labels, file, About(settings=LintSettings(balance_labels=4))) == {"skewed-labels": [[1, 61]]}


def test_short_answers_that_do_not_repeat_are_no_labels(tmp_path: Path) -> None:
    rows = [chat(f"Question {i}?", f"answer {i}") for i in range(60)]

    assert found(Labels, written(tmp_path, [*rows, *labelled(yes=60)])) == {}


def test_among_sentences_there_are_no_labels(tmp_path: Path) -> None:
    rows = [chat(f"Question {i}?", f"Here is what there is to say about number {i}, in a sentence.") for i in range(60)]

    assert found(Labels, written(tmp_path, [*rows, *labelled(yes=190, no=10)])) == {}
