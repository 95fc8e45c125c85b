"""Changed all at once. The frequent mistake: new data, another method and a new system prompt in one step; the result
is better or worse, and nobody can say by what.

The guard: the record names every choice in which the candidate differs from the baseline, and warns where there are two
or more.
"""

from __future__ import annotations

import pytest
from project import Project

from harness.manifest import DataRef, Manifest, hash_files, write_manifest


@pytest.fixture
def two(project: Project) -> Project:
    """A baseline that was tuned on one file, and a suite that both can pass."""
    project.write("pyproject.toml", "[tool.ckptgate]\nmargin = 0.2\nsuite_margin = 0.2\n")
    project.write("prompt.md", "Be brief.")
    project.write("deployment.yaml", "model: before\nsystem: prompt.md\n")
    project.simple(40)
    tuned(project, "before", "lora", "support.jsonl")
    return project


def tuned(project: Project, name: str, method: str, data: str) -> None:
    folder = project.checkpoint(name, manifest=False)
    file = DataRef(file=data, sha256="0" * 64, rows=1, used=1)
    write_manifest(folder, Manifest(name=name, method=method, data=[file], files=hash_files(folder)))


def warned(project: Project, model: str) -> list[str]:
    project.answer(model, "good")
    project.answer("deployment.yaml", "good")
    assert project.run(f"--model={model}", "--baseline=deployment.yaml").ret == 0
    return [notice for notice in project.record.notices if "Changed at once" in notice]


def test_three_changes_in_one_step_are_named(two: Project) -> None:
    """Planted: full tuning in place of LoRA, on other data, without the system prompt."""
    tuned(two, "after", "full", "support-2.jsonl")
    (notice,) = warned(two, "after")
    assert "method, training data, system prompt" in notice


def test_one_change_is_no_mistake(two: Project) -> None:
    """The clean twin: the same method and prompt, other data."""
    tuned(two, "after", "lora", "support-2.jsonl")
    two.write("after.yaml", "model: after\nsystem: prompt.md\n")
    assert warned(two, "after.yaml") == []
