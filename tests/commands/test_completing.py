"""Shell completion: commands and options by themselves, and the names that a project has."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from project import Project

from harness.completing import cases_here, checks_here, either, models_here, products_here, releases_here


def completed(line: str, folder: Path) -> list[str]:
    """What bash would offer behind what is typed, through the command itself."""
    env = {
        **os.environ,
        "_CKPTGATE_COMPLETE": "complete_bash",
        "COMP_WORDS": line,
        "COMP_CWORD": str(len(line.split(" ")) - 1),
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }
    script = "import sys; sys.argv = ['ckptgate']; from harness.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", script], env=env, cwd=folder, capture_output=True, text=True)
    assert done.stderr == ""
    return done.stdout.split()


def test_commands_options_and_names_are_completed(project: Project) -> None:
    assert completed("ckptgate rel", project.root) == ["release", "releases"]
    assert completed("ckptgate cases ", project.root) == ["import", "approve", "accept", "incident"]
    assert "--dry-run" in completed("ckptgate cases accept --d", project.root)
    project.simple(3)
    assert completed("ckptgate cases accept greet/case-00", project.root) == [f"greet/case-00{i}" for i in range(3)]


def test_names_are_those_of_the_project(project: Project) -> None:
    project.checkpoint("runs/support/ckpt-1")
    project.checkpoint("runs/faq/ckpt-1")
    assert models_here("") == ["faq/ckpt-1", "support/ckpt-1"]
    assert models_here("s") == ["support/ckpt-1"]
    assert "number" in checks_here("num")
    assert all(name.startswith("num") for name in checks_here("num"))
    assert either("en", "ru")("r") == ["ru"]
    assert releases_here("") == products_here("") == []


def test_where_nothing_can_be_read_nothing_is_offered(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.write("golden/greet/a.yaml", "cases: [")
    assert cases_here("") == []
    monkeypatch.chdir(project.root.parent)
    assert models_here("") == cases_here("") == releases_here("") == []
    assert completed("ckptgate rollback ", project.root.parent) == []
