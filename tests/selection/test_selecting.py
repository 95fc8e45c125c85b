"""`ckptgate select`: the epochs of a run side by side on the dev split, from replies that are there already."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from project import Project

from harness.commands.select import dev_first, watch_run
from harness.engines import EngineError
from harness.engines.transformers import TransformersEngine
from harness.manifest import BaseRef, EarlyStop, Manifest, hash_files, read_manifest, weights_digest, write_manifest
from harness.source import SourceError

Run = Callable[..., tuple[int, str]]
N = 40


@pytest.fixture
def run_of_three(project: Project) -> Project:
    """Two suites of forty dev cases, and three epochs: the second is the best, the third has lost the skills."""
    project.suite("new", "floor=0.5")
    project.suite("old", 'margin=0.1, baseline="base"')
    project.suite("aside", "floor=0.5, pool=False")
    for suite in ("new", "old", "aside"):
        cases = [
            {"id": f"{suite}-{i:02}", "prompt": f"{suite} {i}?", "expect": [{"matches": "good"}]} for i in range(N)
        ]
        project.cases(suite, cases, split="dev")
    base = project.checkpoint("base")
    for epoch in (1, 2, 3):
        folder = project.checkpoint(f"runs/support/ckpt-{epoch}")
        manifest = Manifest(
            name=f"support/ckpt-{epoch}",
            method="full",
            epoch=epoch,
            base=BaseRef(name="base", path="base", digest=weights_digest(hash_files(base))),
            curves=[{"epoch": epoch, "train_loss": 1 / epoch}],
            files=hash_files(folder),
        )
        write_manifest(folder, manifest)
    answered(project, {"base": (0, 40), "ckpt-1": (10, 40), "ckpt-2": (36, 38), "ckpt-3": (40, 8)})
    return project


def answered(project: Project, good: dict[str, tuple[int, int]]) -> None:
    """So many of the new suite's and the old one's replies are good. The base comes first: what is stored stays."""
    (project.root / ".ckptgate/replies.sqlite").unlink(missing_ok=True)
    for model, counts in good.items():
        suites = zip(("new", "old"), counts, strict=True)
        project.answer(model, {f"{s}-{i:02}": "good" if i < n else "bad" for s, n in suites for i in range(N)})


def told(project: Project) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((project.root / "runs/support/select.json").read_text(encoding="utf-8"))
    return found


def test_the_best_epoch_is_named_with_both_curves_and_the_gates_command(run_of_three: Project, run: Run) -> None:
    """The last epoch is the best at the new task and by the training loss, and is not taken."""
    status, said = run("select", "runs/support")
    assert status == 0, said
    assert "support/ckpt-2 is the best" in said
    assert "only the gate decides. Next: pytest --model=support/ckpt-2" in said
    found = told(run_of_three)
    assert found["chosen"] == "support/ckpt-2"
    assert [(e["target"], e["skills"]) for e in found["epochs"]] == [(0.25, 1.0), (0.9, 0.95), (1.0, 0.2)]
    assert (found["base"]["target"], found["base"]["skills"]) == (0.0, 1.0)
    assert found["cases"] == {"target": {"new": N}, "skills": {"old": N}}
    assert found["told_apart"]
    assert found["lead"]["lower"] > 0
    assert [e["fell"] for e in found["epochs"]] == [False, False, True]
    page = (run_of_three.root / "runs/support/select.html").read_text(encoding="utf-8")
    assert "<svg" in page
    assert "<script" not in page
    assert "pytest --model=support/ckpt-2" in page


def test_what_is_stored_is_not_generated_and_nothing_is_recorded(
    run_of_three: Project, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No engine starts, no record and no verdict file is left; suites that choose nothing are not asked."""

    def never(*_: object) -> None:
        raise AssertionError("asked")

    monkeypatch.setattr(TransformersEngine, "generate", never)
    status, said = run("select", "support", "--json")
    assert status == 0, said
    assert json.loads(said)["generated"] == 0
    assert not list((run_of_three.root / "records").glob("*"))


def test_all_epochs_are_one_order_to_one_engine(
    run_of_three: Project, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the store lacks of any of them is asked for at once, and comes once."""
    orders = []

    def generate(self: TransformersEngine, jobs: Any, on_replies: Any) -> None:
        from harness.replies import Reply

        orders.append([len(job.requests) for job in jobs])
        for job in jobs:
            on_replies(job, [(r.key, Reply(text="good", finish="stop", tokens=1)) for r in job.requests])

    monkeypatch.setattr(TransformersEngine, "generate", generate)
    (run_of_three.root / ".ckptgate/replies.sqlite").unlink()
    assert run("select", "support")[0] == 0
    assert orders == [[2 * N] * 4]
    assert told(run_of_three)["generated"] == 8 * N
    assert run("select", "support")[0] == 0
    assert len(orders) == 1


def test_two_epochs_that_cant_be_told_apart_give_the_earlier(run_of_three: Project, run: Run) -> None:
    answered(run_of_three, {"base": (0, 40), "ckpt-1": (10, 40), "ckpt-2": (36, 38), "ckpt-3": (38, 38)})
    status, said = run("select", "support")
    assert status == 0, said
    assert re.search(r"can't be told apart \(\S+ points of score, 90 % interval −\d\.\d to \+\d", said)
    assert "the earlier one is taken, support/ckpt-2" in said
    assert told(run_of_three)["best"] == "support/ckpt-3"


@pytest.mark.parametrize(
    ("asked", "stop", "said"),
    [
        (5, None, "The run is unfinished: 3 of 5 epochs are there"),
        (5, EarlyStop(of=5, reason="quality fell", scores=[]), "ended early, after 3 epochs of 5: quality fell"),
        (3, None, None),
    ],
)
def test_a_run_with_fewer_epochs_than_its_recipe_asks_for_is_said_to_be_unfinished(
    run_of_three: Project, run: Run, asked: int, stop: EarlyStop | None, said: str | None
) -> None:
    """Or why it was ended; a finished one has no such line."""
    last = run_of_three.root / "runs/support/ckpt-3"
    manifest = read_manifest(last)
    assert manifest is not None
    more = {"recipe": {"training": {"epochs": asked}}, "early_stop": stop}
    write_manifest(last, manifest.model_copy(update=more))
    status, text = run("select", "support")
    assert status == 0, text
    found = told(run_of_three)
    assert found["asked"] == asked
    if said is None:
        assert found["unfinished"] is None
        assert "unfinished" not in text
    else:
        assert said in text
        assert said in found["unfinished"]


def test_the_target_can_be_named(run_of_three: Project, run: Run) -> None:
    """Skills stay what is held to the base; a name that is no suite is an error that lists them."""
    run_of_three.answer("ckpt-1", "good", suite="aside")
    run_of_three.answer("ckpt-2", "bad", suite="aside")
    run_of_three.answer("ckpt-3", "bad", suite="aside")
    run_of_three.answer("base", "bad", suite="aside")
    assert run("select", "support", "--target", "aside")[0] == 0
    assert told(run_of_three)["chosen"] == "support/ckpt-1"
    status, said = run("select", "support", "--target", "nwe")
    assert status == 4
    assert "nwe" in said
    assert "new" in said


def test_mistakes_and_failures_choose_nothing(run_of_three: Project, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """An unknown run, a run without an epoch, an engine that dies."""
    assert run("select", "suport")[0] == 4
    (run_of_three.root / "runs/empty").mkdir()
    assert run("select", "empty")[0] == 4

    def dies(*_: object) -> None:
        raise EngineError("out of memory")

    monkeypatch.setattr(TransformersEngine, "generate", dies)
    (run_of_three.root / ".ckptgate/replies.sqlite").unlink()
    status, said = run("select", "support")
    assert (status, "out of memory" in said) == (11, True), said
    assert not (run_of_three.root / "runs/support/select.json").exists()


@pytest.mark.parametrize(
    ("body", "status"), [("raise RuntimeError('broken')", 11), ("pass", 11), ("case.expct(reply)", 11)]
)
def test_a_suite_that_does_not_judge_chooses_nothing(run_of_three: Project, run: Run, body: str, status: int) -> None:
    """A test that raises, or that never asks for the case's checks, passes no epoch."""
    run_of_three.suite("new", "floor=0.5", body=body)
    found, said = run("select", "support")
    assert found == status, said
    assert "no verdict on" in said
    assert not (run_of_three.root / "runs/support/select.json").exists()


def test_a_case_file_that_cant_be_read_stops_it_and_is_named(run_of_three: Project, run: Run) -> None:
    run_of_three.write("golden/new/b.yaml", "suite: new\nsplit: dev\ncases:\n- {id: x, promt: y}\n")
    status, said = run("select", "support")
    assert status == 2
    assert "b.yaml" in said


def test_without_dev_cases_of_the_new_task_there_is_nothing_to_choose_by(run_of_three: Project, run: Run) -> None:
    for name in ("new", "aside"):
        (run_of_three.root / f"suites/test_{name}.py").unlink()
    status, said = run("select", "support")
    assert status == 4
    assert "split: dev" in said


def test_a_suite_whose_cases_are_all_the_gates_is_not_asked_and_that_is_said(run_of_three: Project, run: Run) -> None:
    run_of_three.suite("late")
    run_of_three.cases("late", [{"id": "l1", "prompt": "Late?", "expect": [{"matches": "good"}]}])
    status, said = run("select", "support")
    assert (status, told(run_of_three)["chosen"]) == (0, "support/ckpt-2")
    assert "Not asked, for want of cases with `split: dev`: late." in said


def test_a_training_that_is_to_be_measured_looks_first_whether_it_can_be(run_of_three: Project) -> None:
    """In a process of its own, before a weight is loaded; nothing is generated."""
    dev_first("base")
    with pytest.raises(SourceError, match=r"--target nope: no suite .*\nNothing was trained"):
        dev_first("base", ("nope",))
    run_of_three.cases("new", [{"id": "x", "promt": "?"}], split="dev", file="broken.yaml")
    with pytest.raises(SourceError, match=r"broken\.yaml:\d(.|\n)*Nothing was trained"):
        dev_first("base")


def test_a_project_that_takes_warnings_for_errors_can_choose(run_of_three: Project, run: Run) -> None:
    """pytest warns of every module that was imported before it could rewrite it."""
    settings = '[tool.ckptgate]\n[tool.pytest.ini_options]\nfilterwarnings = ["error"]\n'
    run_of_three.write("pyproject.toml", settings)
    assert run("select", "support")[0] == 0


def test_early_stopping_asks_select_in_a_process_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two falls in a row end a training and are told with their figures; one does not."""

    def child(falls: list[bool]) -> Callable[..., subprocess.CompletedProcess[str]]:
        epochs = [
            {"name": f"s/ckpt-{i}", "fell": fell, "target": 0.5, "skills": None, "score": 0.9 - 0.1 * i}
            for i, fell in enumerate(falls, 1)
        ]
        out = json.dumps({"epochs": epochs})
        return lambda command, **_: subprocess.CompletedProcess(command, 0, out, "")

    monkeypatch.setattr(subprocess, "run", child([False, True]))
    said: list[str] = []
    assert watch_run(Path("runs/s"), 9, said.append) is None
    assert said == ["  ckpt-2 on the dev split: target 50.0 %, score 70.0 %"]
    monkeypatch.setattr(subprocess, "run", child([False, True, True]))
    stop = watch_run(Path("runs/s"), 9)
    assert stop is not None
    assert stop.of == 9
    assert stop.scores == pytest.approx([0.8, 0.7, 0.6])
    assert "70.0 and 60.0 points after 80.0 of s/ckpt-1" in stop.reason
    monkeypatch.setattr(subprocess, "run", lambda c, **_: subprocess.CompletedProcess(c, 11, "", "no verdict: dead"))
    with pytest.raises(EngineError, match="no verdict: dead"):
        watch_run(Path("runs/s"), 9)


def test_a_training_that_lost_more_than_it_taught_is_told(run_of_three: Project, run: Run) -> None:
    """The best of bad epochs is still below the base."""
    answered(run_of_three, {"base": (20, 40), "ckpt-1": (24, 20), "ckpt-2": (26, 16), "ckpt-3": (28, 8)})
    status, said = run("select", "support")
    assert status == 0, said
    assert "Training lost more than it taught: support/ckpt-1 against the base −20.0 points" in said
    assert told(run_of_three)["over_base"]["upper"] < 0
