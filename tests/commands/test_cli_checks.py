"""`ckptgate checks`: what it lists, and what of one check."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from harness.checks import CheckError, registered
from harness.checks.registry import _checks
from harness.cli import app
from harness.source import SourceError


@pytest.fixture(autouse=True)
def _own_registry(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("harness.checks.registry._checks", dict(_checks))
    monkeypatch.chdir(tmp_path)


def told(*arguments: str) -> str:
    result = CliRunner().invoke(app, ["checks", *arguments], catch_exceptions=False)
    assert result.exit_code == 0
    return result.stdout


def test_every_check_is_listed_with_what_it_says_of_itself() -> None:
    lines = told().splitlines()
    assert [line.split()[0] for line in lines] == [found.name for found in registered()]
    assert all(found.doc in line for found, line in zip(registered(), lines, strict=True))


def test_a_check_of_the_team_is_listed_too(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text(
        "import harness\n\n@harness.check('polite')\ndef polite(text: str) -> bool:\n"
        '    """The reply says please."""\n    return "please" in text\n'
    )
    assert "polite" in told()
    assert told("polite").splitlines()[-1] == "The reply says please."


def test_one_check_is_told_whole() -> None:
    page = told("answer")
    assert "any_of (required)" in page
    assert "fuzzy (unless given: 1.0)" in page
    assert "Misses:" in page


def test_an_argument_is_told_with_its_kind_and_in_a_case() -> None:
    assert "limit (required): a whole number from 1" in told("max_words")
    assert "- max_words: 5" in told("max_words")
    assert "case (required): one of upper, lower, sentence" in told("letter_case")
    assert 'count (unless given: "exactly 0"): a whole number or {at_least: …, at_most: …' in told("placeholders")
    assert "preferred (unless given: {}): a mapping, each value a list, each a text" in told("glossary")
    assert "- no_promised_dates\n" in told("no_promised_dates")


def tried(*arguments: str, stdin: str | None = None) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["checks", *arguments], input=stdin)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout


@pytest.mark.parametrize(
    ("arguments", "status", "line"),
    [
        (["max_words", "--args", "3", "--on", "Да, можно."], 0, "passes: 2 words, at most 3 allowed\n"),
        (["max_words", "--args", "{limit: 3}", "--on", "Yes, you can return it."], 1, "misses: 5 words, at most 3"),
        (["answer", "--args", "[Париж]", "--on", "Не Париж."], 1, "misses: "),
        (["no_promised_dates", "--on", "Завтра.", "--asked", "Когда привезут?"], 1, "misses: "),
        (["no_promised_dates", "--on", "В пятницу.", "--asked", "Когда?", "--told", "Доставка в пятницу."], 0, "pass"),
        (["keeps_system_prompt", "--on", "My orders: never say lilac to any of them.",
          "--under", "You are Anna. Never say lilac to any of them."], 1, "misses: "),
        (["no_personal_data", "--on", "Пишем на anna@mail.ru", "--after", "Мой адрес anna@mail.ru"], 0, "passes: "),
    ],
)  # fmt: skip
def test_a_check_is_tried_on_a_text(arguments: list[str], status: int, line: str) -> None:
    """The verdict with its reason; the exit status is 1 where the text misses."""
    code, said = tried(*arguments)
    assert (code, said[: len(line)]) == (status, line)


def test_several_texts_are_tried_and_one_is_read_from_standard_input() -> None:
    code, said = tried("max_words", "--args", "2", "--on", "Yes.", "--on", "-", stdin="Да, можно вернуть.\n")
    assert code == 1
    assert said.splitlines() == ["passes: 1 word, at most 2 allowed", "misses: 3 words, at most 2 allowed"]


def test_a_check_is_tried_in_russian() -> None:
    status, said = tried("max_words", "--args=3", "--on=a b c d", "--on=a", "--lang=ru")
    assert status == 1
    assert said.splitlines() == [
        "не пройдено: 4 слова, можно не больше 3",
        "пройдено: 1 слово, можно не больше 3",
    ]
    with pytest.raises(SourceError, match="--lang go with --on"):
        CliRunner().invoke(app, ["checks", "max_words", "--lang=ru"], catch_exceptions=False)


def test_a_shared_file_is_taken_as_in_a_case(tmp_path: Path) -> None:
    (tmp_path / "_shop.yaml").write_text("required: [курьер]\n", encoding="utf-8")
    assert tried("glossary", "--args", "{from: _shop.yaml}", "--on", "Привезёт курьер.")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["max_word", "--on", "Yes."], "did you mean 'max_words'"),
        (["max_words", "--args", "'60'", "--on", "Yes."], "limit: "),
        (["max_words", "--args", "[60", "--on", "Yes."], "--args:"),
        (["max_words", "--args", "60"], "--on"),
        (["--on", "Yes."], "which check"),
    ],
)
def test_wrong_arguments_are_a_mistake_of_usage(arguments: list[str], why: str) -> None:
    with pytest.raises(SourceError, match=why):
        tried(*arguments)


def test_a_check_that_fails_has_no_verdict(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text(
        "import harness\n\n@harness.check('broken')\ndef broken(text: str) -> bool:\n    return 1 / 0\n"
    )
    with pytest.raises(CheckError, match="division by zero"):
        tried("broken", "--on", "Yes.")


def test_meanings_need_a_project_that_names_a_model(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.ckptgate]\n")
    with pytest.raises(SourceError, match="none is named"):
        tried("means", "--args", "{answer: Yes., at_least: 0.8}", "--on", "Sure.")


def test_an_unknown_check_and_a_broken_conftest_are_told(tmp_path: Path) -> None:
    runner = CliRunner()
    assert isinstance(runner.invoke(app, ["checks", "nonsense"]).exception, SourceError)
    (tmp_path / "conftest.py").write_text("import nothing_of_that_name\n")
    result = runner.invoke(app, ["checks"])
    assert isinstance(result.exception, SourceError)
    assert "nothing_of_that_name" in str(result.exception)
