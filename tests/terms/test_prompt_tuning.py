"""Prompt tuning. The frequent mistake: a tuned prompt is a handful of vectors that an engine may not know; it is served
without them, on another base, or judged by the words of a prompt that nobody trained. The answers are the base's.

The guard: it goes through the same gate as any adapter, by digests and by a canary; an engine that can't serve it is
not asked, and the record says which one answered.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from project import Project


@pytest.fixture
def tuned(strangers: dict[tuple[str, bool], Path], make_adapter: Callable[..., Path], project: Project) -> Project:
    shutil.copytree(strangers["llama", True], project.root / "base")
    project.suite("greet")
    cases = [{"id": f"c{i}", "prompt": f"Question {i}?", "expect": [{"max_words": 500}]} for i in range(12)]
    project.cases("greet", cases)
    project.write("pyproject.toml", "[tool.ckptgate]\ndeployment = 'deployment.yaml'\n")
    project.write("deployment.yaml", "model: x@prod\nsampling: {max_new_tokens: 12}\n")
    for kind in ("prompt", "prefix"):
        make_adapter(project.root / kind, project.root / "base", kind)
    return project


def test_an_engine_that_does_not_serve_it_is_not_asked(tuned: Project) -> None:
    """Planted: `--engine=vllm`, which would serve the base alone; every arm goes to transformers, and that is said."""
    assert tuned.run("--model=prompt", "--baseline=none", "--engine=vllm").ret == 0
    assert tuned.record.engine["name"] == "transformers"
    assert any("vLLM does not serve prompt tuning" in notice for notice in tuned.record.notices)


def test_a_tuned_prompt_goes_through_the_same_gate(tuned: Project) -> None:
    """The clean twin: two kinds of tuned prompts and their base, compared like any checkpoints."""
    assert tuned.run("--model=prompt", "--baseline=prefix").ret in (0, 1, 10)
    record = tuned.record
    assert record.candidate.adapter
    assert record.base is not None
    told = [(c.candidate.reply, c.baseline.reply) for c in record.cases if c.candidate and c.baseline]
    assert len(told) == 12
    assert any(ours != theirs for ours, theirs in told)
    tuned.run("--model=base", "--baseline=none")
    assert [c.candidate.reply for c in tuned.record.cases if c.candidate] != [ours for ours, _ in told]
