"""The code that trained a checkpoint is named by its commit."""

from __future__ import annotations

import subprocess
from pathlib import Path

from trainers.save import code_revision


def git(root: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=n", "-c", "user.email=e", "-c", "commit.gpgsign=false"]
    command = ["git", "-C", str(root), *identity, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def test_the_revision_is_the_commit_and_says_when_files_differ(tmp_path: Path) -> None:
    """Clean, then with a changed file; a new untracked file (a run, say) is no change of the code."""
    git(tmp_path, "init", "-q")
    (tmp_path / "code.py").write_text("1", encoding="utf-8")
    git(tmp_path, "add", "code.py")
    git(tmp_path, "commit", "-q", "-m", "code")
    commit = git(tmp_path, "rev-parse", "HEAD")
    (tmp_path / "untracked").write_text("", encoding="utf-8")
    assert code_revision(tmp_path) == commit
    (tmp_path / "code.py").write_text("2", encoding="utf-8")
    assert code_revision(tmp_path) == f"{commit}+"


def test_outside_git_there_is_no_revision(tmp_path: Path) -> None:
    """Unknown is said as unknown."""
    assert code_revision(tmp_path) is None
