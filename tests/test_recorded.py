"""`--recorded`: replies of earlier runs are scored where neither the model nor torch is."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable

import pytest
from project import Project

Run = Callable[..., tuple[int, str]]

MARGINS = '[tool.ckptgate]\ndeployment = "deployment.yaml"\nmargin = 0.2\nsuite_margin = 0.2\ncreep_margin = 0.2\n'


@pytest.fixture
def answered(project: Project) -> Project:
    """A model that was gated once, whose directory is gone since."""
    project.write("pyproject.toml", MARGINS)
    project.write("deployment.yaml", "model: support@prod\nsystem: s.md\n")
    project.write("s.md", "Be brief.")
    project.checkpoint("theirs", manifest=False)
    project.simple()
    project.answer("theirs", "good")
    assert project.run("--model=theirs").ret == 0
    shutil.rmtree(project.root / "theirs")
    return project


@pytest.mark.parametrize("workers", ["-n0", "-n1"])
def test_the_same_decision_without_the_model(answered: Project, workers: str) -> None:
    before = answered.record
    result = answered.run("--model=theirs", "--recorded", workers)
    after = answered.record
    assert result.ret == 0
    assert after.id != before.id
    assert after.candidate == before.candidate
    assert [c.candidate for c in after.cases] == [c.candidate for c in before.cases]
    assert [s.digest for s in after.suites] == [s.digest for s in before.suites]
    assert after.engine == before.engine
    result.stdout.fnmatch_lines(["*Scored on replies that were recorded until*"])
    assert answered.run("--model=theirs").ret == 4  # without it the model has to be there


def test_a_changed_expectation_shows_at_once(answered: Project) -> None:
    file = answered.root / "golden/greet/a.yaml"
    file.write_text(file.read_text().replace("matches: good", "matches: better"))
    result = answered.run("--model=theirs", "--recorded")
    assert (result.ret, answered.record.decision) == (1, "FAIL")


@pytest.mark.parametrize("change", ["case", "system", "sampling"])
def test_what_is_not_recorded_is_no_verdict(answered: Project, change: str) -> None:
    if change == "case":
        answered.cases("greet", [{"id": "new", "prompt": "New?", "expect": [{"matches": "good"}]}], file="b.yaml")
    elif change == "system":
        answered.write("s.md", "Be long.")
    else:
        answered.write("deployment.yaml", "model: support@prod\nsystem: s.md\nsampling: {max_new_tokens: 9}\n")
    result = answered.run("--model=theirs", "--recorded")
    assert (result.ret, answered.record.decision) == (11, "ERROR")
    lacking = {"case": "1 reply that this run needs is", "system": "20 replies that this run needs are"}.get(
        change, "20"
    )
    result.stdout.fnmatch_lines([f"*{lacking}*"])
    result.stdout.fnmatch_lines(["*without --recorded*"])


def test_a_model_or_baseline_that_was_never_asked_is_said(answered: Project) -> None:
    for arguments in (["--model=other"], ["--model=theirs", "--baseline=none"]):
        result = answered.run(*arguments, "--recorded")
        assert result.ret == 11
        assert "is recorded here" in result.stderr.str() + result.stdout.str()


def test_a_damaged_memory_is_none(answered: Project) -> None:
    memory = answered.root / ".ckptgate/recorded.json"
    whole = memory.read_text()
    for text in ("{", "[]", json.dumps({"version": 99, "runs": {}}), whole.replace('"arms"', '"legs"')):
        memory.write_text(text)
        assert answered.run("--model=theirs", "--recorded").ret == 11
    memory.write_text(whole)
    assert answered.run("--model=theirs", "--recorded").ret == 0


def test_another_production_than_then_is_no_comparison(project: Project, run: Run) -> None:
    project.write("pyproject.toml", MARGINS)
    project.write("deployment.yaml", "model: support@prod\n")
    project.simple()
    for number in (1, 2):
        project.checkpoint(f"runs/support/ckpt-{number}")
        project.answer(f"ckpt-{number}", "good")
    assert project.run("--model=ckpt-2").ret == 0
    assert project.run("--model=ckpt-2", "--recorded").ret == 0
    assert project.run("--model=ckpt-1").ret == 0
    assert run("release", "ckpt-1", "--as", "support@1.0.0")[0] == 0
    result = project.run("--model=ckpt-2", "--recorded")
    assert result.ret == 11
    said = result.stdout.str() + result.stderr.str()
    assert "in production is support@1.0.0, and what is recorded was compared with nothing" in said
    assert project.run("--model=ckpt-2").ret == 0
    assert project.run("--model=ckpt-2", "--recorded").ret == 0
    assert project.record.production is not None


def test_a_recorded_run_releases_only_the_bytes_that_were_asked(project: Project, run: Run) -> None:
    """Its record names the digest that was read when the replies were made; a release reads the files anew."""
    project.write("pyproject.toml", MARGINS)
    project.write("deployment.yaml", "model: support@prod\n")
    project.simple()
    project.checkpoint("runs/support/ckpt-1")
    project.answer("ckpt-1", "good")
    assert project.run("--model=ckpt-1").ret == 0
    assert project.run("--model=ckpt-1", "--recorded").ret == 0
    weights = project.root / "runs/support/ckpt-1/model.safetensors"
    gated = weights.read_text()
    weights.write_text("others")
    assert project.run("--model=ckpt-1", "--recorded").ret == 0
    assert run("release", "ckpt-1", "--as", "support@1.0.0")[0] == 12
    weights.write_text(gated)
    assert run("release", "ckpt-1", "--as", "support@1.0.0")[0] == 0
