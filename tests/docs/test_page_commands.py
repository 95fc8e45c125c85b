"""Every command and every option that a page names exists."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer

from harness.cli import app

from . import coming
from .pages import PAGES, ROOT, commands_of, words_of


@pytest.fixture(scope="module")
def pytest_options() -> set[str]:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(re.findall(r"(?<![\w-])--?[a-zA-Z][\w-]*", done.stdout))


@pytest.mark.parametrize("page", [pytest.param(page, id=page.relative_to(ROOT).as_posix()) for page in PAGES])
def test_commands_and_options_of_a_page_exist(page: Path, pytest_options: set[str]) -> None:
    known = pytest_options | coming.PYTEST_OPTIONS
    unknown = [f"{line}: {what}" for line, text in commands_of(page) for what in _unknown(text, known)]
    assert not unknown


def test_a_command_that_is_not_there_is_noticed(pytest_options: set[str]) -> None:
    wrong = {
        "pytest --modell=m": ["pytest --modell"],
        "ckptgate relase m": ["ckptgate relase"],
        "ckptgate store vacuum": ["ckptgate store vacuum"],
        "ckptgate release m --at support@1.0.0": ["ckptgate release --at"],
        "ckptgate store prune --dry-run && ckptgate x": [],
    }
    assert {text: _unknown(text, pytest_options) for text in wrong} == wrong


def test_what_is_coming_is_not_there_yet(pytest_options: set[str]) -> None:
    """Once a command is there its pages are held to it: take it out of `coming.py`."""
    there: Any = typer.main.get_command(app)
    assert not {f"ckptgate {name}" for name in there.commands} & coming.COMMANDS
    assert not pytest_options & coming.PYTEST_OPTIONS


def _unknown(text: str, pytest_options: set[str]) -> list[str]:
    program, *words = words_of(text)
    options = [word.partition("=")[0] for word in words if re.match(r"--[a-z]", word)]
    if program == "pytest":
        return [f"pytest {option}" for option in options if option not in pytest_options]
    found: Any = typer.main.get_command(app)
    path = program
    while words and hasattr(found, "commands") and re.fullmatch(r"[a-z][a-z-]*", words[0]):
        path += f" {words[0]}"
        if words[0] not in found.commands:
            return [] if path in coming.COMMANDS else [path]
        found = found.commands[words.pop(0)]
    if hasattr(found, "commands"):
        return []
    known = {name for option in found.params for name in (*option.opts, *option.secondary_opts)} | {"--help"}
    return [f"{path} {option}" for option in options if option not in known]
