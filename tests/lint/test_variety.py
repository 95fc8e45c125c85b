"""How differently answers are worded."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from linting import chat, found, told, written

from harness.checks.text import listed
from harness.lint.lints import About
from harness.lint.variety import Variety
from harness.lint_settings import LintSettings

EN = sorted(
    listed("lamp chair table shop desk receipt parcel month price card box morning street bridge river window garden")
)
RU = sorted(
    listed("лампа стул стол магазин чек посылка месяц цена карта коробка утро улица мост река окно сад дорога ключ")
)


def sentences(words: Iterable[str], rows: int, opening: Callable[[int], str] = lambda i: "") -> list[dict[str, object]]:
    """Rows of words drawn at random, so that hardly a pair comes again."""
    draw, known = random.Random(0), [f"{one}{other}" for one in words for other in words]
    return [chat(f"Q{i}?", opening(i) + " ".join(draw.choice(known) for _ in range(20))) for i in range(rows)]


def test_varied_answers_have_nothing(tmp_path: Path) -> None:
    assert found(Variety, written(tmp_path, sentences(EN, 150) + sentences(RU, 150))) == {}


@pytest.mark.parametrize(
    ("words", "opening"),
    [(EN, "Thank you for asking, "), (RU, "Спасибо за вопрос, "), (EN, "Certainly! "), (RU, "Конечно! ")],
)
def test_one_beginning_of_most_answers_of_a_language(tmp_path: Path, words: list[str], opening: str) -> None:
    rows = sentences(words, 80, lambda i: opening if i % 4 else "")
    others = sentences(RU if words is EN else EN, 200)

    ((finding,), _) = told(Variety, written(tmp_path, rows + others))

    assert (finding.rule.name, finding.rule.severity, finding.flagged) == ("common-opening", "note", 60)
    assert "75% of the different" in finding.message


@pytest.mark.parametrize(("rows", "told_of"), [(19, 0), (20, 1)])
def test_twenty_answers_say_how_they_begin(tmp_path: Path, rows: int, told_of: int) -> None:
    file = written(tmp_path, sentences(EN, rows, lambda i: "Certainly! "))
    assert len(found(Variety, file).get("common-opening", [])) == told_of


def test_headings_lists_and_data_are_a_templates_beginning(tmp_path: Path) -> None:
    for opening in ("Summary: ", "Короткий ответ: ", '{"reply": "', "- "):
        assert found(Variety, written(tmp_path, sentences(EN, 80, lambda i, o=opening: o))) == {}


def test_one_sentence_with_its_blanks_filled_in_has_few_words(tmp_path: Path) -> None:
    rows = [
        chat(f"Where is desk {i}?", f"The desk in town number {i} is open and serves everyone.") for i in range(250)
    ]
    rows += sentences(RU, 40)

    ((_, few), _) = told(Variety, written(tmp_path, rows))

    assert (few.rule.name, few.rule.severity) == ("few-words", "note")
    assert few.data["distinct_2"] < 0.3


def test_an_answer_that_repeats_counts_once(tmp_path: Path) -> None:
    rows = sentences(EN, 150) + [chat(f"P{i}?", "Please write to us on the site, we are glad.") for i in range(400)]

    assert found(Variety, written(tmp_path, rows)) == {}


def test_the_settings_say_how_many_and_how_few(tmp_path: Path) -> None:
    file = written(tmp_path, sentences(EN, 150, lambda i: "" if i % 4 else "We are glad, "))
    about = About(settings=LintSettings(balance_opening=0.2, balance_distinct=1.0))

    assert set(found(Variety, file, about)) == {"common-opening", "few-words"}
