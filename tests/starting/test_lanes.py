"""The jobs that `ckptgate init` writes for CI: their commands are run as a runner would."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from project import Project

Run = Callable[..., tuple[int, str]]

ROOT = Path(__file__).parents[2]
RIGHT = "A week has 7 days. Paris. Blue, white, red."


@pytest.fixture(params=["github", "gitlab"])
def ci(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def begun(project: Project, run: Run, ci: str) -> Project:
    """A project whose model was gated once, as the main branch's job does; a runner without it has checked it out."""
    (project.root / "pyproject.toml").unlink()
    project.checkpoint("theirs", manifest=False)
    assert run("init", "--model", "theirs", "--suites", "golden,training_data", "--ci", ci)[0] == 0
    project.answer("theirs", RIGHT)
    assert project.run("--model=theirs").ret == 10  # three examples can't show a floor of 80 %
    shutil.rmtree(project.root / "theirs")
    shutil.rmtree(project.root / "records")
    return project


def jobs(root: Path, ci: str) -> dict[str, Any]:
    file = root / (".github/workflows/ckptgate.yml" if ci == "github" else ".gitlab/ckptgate.yml")
    text: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return text["jobs"] if ci == "github" else {key.removeprefix("ckptgate "): job for key, job in text.items()}


def lane(root: Path, ci: str, *, recorded: bool) -> list[tuple[str, str]]:
    """What the lane of recorded replies runs, in order: a name and a shell script, without what installs."""
    job = jobs(root, ci)["recorded"]
    if ci == "gitlab":
        return [("gate", "\n".join(job["script"])), ("after", "\n".join(job["after_script"]))]
    found = []
    for step in job["steps"]:
        condition = step.get("if", "")
        there = recorded if "cache-matched-key" in condition else any(root.glob("data/*.jsonl"))
        holds = condition in ("", "always()") or there == condition.endswith("!= ''")
        if "run" in step and holds:
            found.append((step.get("name", "install"), step["run"]))
    return found


def execute(root: Path, ci: str, script: str) -> tuple[int, str]:
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "CKPTGATE_MODEL": "theirs",
        "GITHUB_STEP_SUMMARY": str(root / "step-summary.md"),
    }
    without = re.sub(r"(?m)^(- )?pip install .*$", "true", script)
    shell = ["bash", "-e"] if ci == "github" else ["bash", "-eo", "pipefail"]
    done = subprocess.run(
        [*shell, "-c", without], cwd=root, env=environment, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


def test_the_lane_of_recorded_replies_decides_without_the_model(begun: Project, ci: str) -> None:
    said, failed = "", 0
    for _, script in lane(begun.root, ci, recorded=True):
        status, out = execute(begun.root, ci, script)
        failed, said = failed or status, said + out
    assert failed == 10, said
    assert "INCONCLUSIVE" in begun.record.decision
    assert "3 of 3 cases are examples" in " ".join(begun.record.notices)
    if ci == "github":
        assert "INCONCLUSIVE" in (begun.root / "step-summary.md").read_text()
    else:
        assert (begun.root / "junit.xml").is_file()


def test_data_with_a_mistake_stop_it(begun: Project, ci: str) -> None:
    begun.write(
        "data/train.jsonl", '{"prompt": "Where is it?", "completion": "In Riga."}\n{"prompt": "Where is it?"}\n'
    )
    scripts = [script for _, script in lane(begun.root, ci, recorded=True) if "ckptgate lint" in script]
    status, said = execute(begun.root, ci, scripts[0])
    assert (status, "broken-row" in said) == (1, True), said


def test_where_nothing_is_recorded_it_says_so_and_scores_nothing(begun: Project, ci: str) -> None:
    shutil.rmtree(begun.root / ".ckptgate")
    outcomes = [execute(begun.root, ci, script) for _, script in lane(begun.root, ci, recorded=False)]
    assert [status for status, _ in outcomes] == [0] * len(outcomes), outcomes
    assert "No replies are recorded yet, so no suite was scored" in "".join(said for _, said in outcomes)
    assert not (begun.root / "records").exists()


def test_the_other_lane_asks_the_model_on_a_label_and_keeps_what_it_said(project: Project, run: Run, ci: str) -> None:
    (project.root / "pyproject.toml").unlink()
    run("init", "--ci", ci)
    job = jobs(project.root, ci)["model"]
    text = yaml.safe_dump(job)
    assert "gate" in str(job["if" if ci == "github" else "rules"])
    assert 'pytest --model="$CKPTGATE_MODEL"' in text
    assert "--recorded" not in text
    # Code of a pull request runs here, and is given no token to push with.
    checkouts = [step for step in job.get("steps", []) if "actions/checkout" in step.get("uses", "")]
    assert [step["with"]["persist-credentials"] for step in checkouts] == ([False] if ci == "github" else [])
    # GitHub keeps one waiting job a group and cancels the one before: branches have groups of their own.
    assert job.get("concurrency", "github.ref").find("github.ref") >= 0
    assert "ckptgate[hf]" in text
    assert ".ckptgate" in text
    assert "records/" in yaml.safe_dump(jobs(project.root, ci))
    status, said = execute(project.root, ci, 'CKPTGATE_MODEL=""; pytest --model="$CKPTGATE_MODEL"')
    assert (status, "--model is empty" in said) == (4, True)  # as it is written where the model was left open


def test_jobs_keep_what_the_settings_say_where(project: Project, run: Run, ci: str) -> None:
    file = project.root / "pyproject.toml"
    file.write_text('[tool.ckptgate]\nrecords = "out/my records"\nstore = "kept/replies.sqlite"\n', encoding="utf-8")
    run("init", "--ci", ci)
    text = yaml.safe_dump(jobs(project.root, ci))
    for place in ("out/my records/", "kept", '"out/my records"'):
        assert place in text
    assert not re.search(r"(?<!my )records/|\.ckptgate/|path: \.ckptgate$|-d records", text)
