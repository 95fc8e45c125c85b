"""`ckptgate checks`: what it lists, and what of one check."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from harness.checks import registered
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


def test_an_unknown_check_and_a_broken_conftest_are_told(tmp_path: Path) -> None:
    runner = CliRunner()
    assert isinstance(runner.invoke(app, ["checks", "nonsense"]).exception, SourceError)
    (tmp_path / "conftest.py").write_text("import nothing_of_that_name\n")
    result = runner.invoke(app, ["checks"])
    assert isinstance(result.exception, SourceError)
    assert "nothing_of_that_name" in str(result.exception)
