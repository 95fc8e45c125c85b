"""A training that is ended early keeps what it made, says why in the manifest, and can go on when it is asked to."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console
from tiny_project import Project
from warm import command

from harness.commands import select as select_command
from harness.commands.select import NEVER_ENDS, watch_run
from harness.engines import EngineError
from harness.manifest import EarlyStop, read_manifest, verify
from trainers.train import train

STOP = EarlyStop(of=4, reason="quality fell", scores=[0.9, 0.8])


class Watcher:
    """Looks at the run as `--early-stop` does, and ends it after so many epochs."""

    def __init__(self, ends: int | None) -> None:
        self.ends, self.seen = ends, list[int]()

    def __call__(self, directory: Path, of: int) -> EarlyStop | None:
        assert of == 4
        there = sorted(p.parent.name for p in directory.glob("ckpt-*/manifest.json"))
        self.seen.append(len(there))
        return STOP if len(there) == self.ends else None


def trained(project: Project, watch: Watcher | None) -> tuple[list[Path], str]:
    out = io.StringIO()
    recipe = project.recipe({"training.epochs": 4})
    console = Console(file=out, width=500)
    return train(recipe, root=project.root, runs=project.runs, console=console, watch=watch), out.getvalue()


def test_it_ends_where_it_is_told_and_its_last_manifest_says_why(project: Project) -> None:
    """Each epoch is whole when it is looked at; earlier manifests say nothing; the same command leaves it alone."""
    watch = Watcher(2)
    made, said = trained(project, watch)
    assert [p.name for p in made] == ["ckpt-1", "ckpt-2"]
    assert watch.seen == [1, 2]
    assert "ended after 2 epochs of 4: quality fell" in said
    manifests = [read_manifest(p) for p in made]
    assert [m and m.early_stop for m in manifests] == [None, STOP]
    for place, manifest in zip(made, manifests, strict=True):
        assert manifest is not None
        verify(place, manifest)
    again, said = trained(project, watch)
    assert again == made
    assert "ended after 2 epochs of 4: quality fell" in said


def test_without_the_option_it_goes_on_to_the_end(project: Project) -> None:
    """As if it had never been ended: the weights are those of a training that was not."""
    trained(project, Watcher(1))
    made, _ = trained(project, None)
    assert [p.name for p in made] == [f"ckpt-{i}" for i in range(1, 5)]
    stopped = (made[-1] / "adapter_model.safetensors").read_bytes()
    project.settings["name"] = "whole"
    whole, _ = trained(project, None)
    assert (whole[-1] / "adapter_model.safetensors").read_bytes() == stopped


def test_a_training_that_never_falls_is_not_ended_and_its_last_epoch_is_not_asked(project: Project) -> None:
    """There is nothing to end after it."""
    watch = Watcher(None)
    made, _ = trained(project, watch)
    assert len(made) == 4
    assert watch.seen == [1, 2, 3]
    last = read_manifest(made[-1])
    assert last is not None
    assert last.early_stop is None


def test_what_was_trained_is_kept_where_it_could_not_be_measured(project: Project) -> None:
    """And the same command goes on from there."""

    def fails(directory: Path, of: int) -> EarlyStop | None:
        raise EngineError("no verdict")

    with pytest.raises(EngineError):
        train(
            project.recipe({"training.epochs": 4}), root=project.root, runs=project.runs,
            console=Console(quiet=True), watch=fails,
        )  # fmt: skip
    assert [p.name for p in sorted((project.runs / "support").glob("ckpt-*"))] == ["ckpt-1"]
    assert len(trained(project, Watcher(None))[0]) == 4


def test_replies_that_never_end_are_the_end_of_a_training(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """There is nothing to measure in them; any other failure to measure is an error that says how to go on."""
    said = f"no reply ended within 64 tokens: the model {NEVER_ENDS}"
    monkeypatch.setattr(select_command.subprocess, "run", lambda *a, **k: subprocess.CompletedProcess(a, 11, "", said))
    stop = watch_run(project.root, 4)
    assert stop is not None
    assert "never end" in stop.reason
    monkeypatch.setattr(
        select_command.subprocess, "run", lambda *a, **k: subprocess.CompletedProcess(a, 11, "", "boom")
    )
    with pytest.raises(EngineError, match=r"boom.*without --early-stop the training goes on"):
        watch_run(project.root, 4)


def test_the_command_measures_each_epoch_in_a_process_of_its_own(project: Project) -> None:
    """From the recipe to `select.json`, with a real model and a real suite; nothing is decided or recorded."""
    root = project.root
    (root / "pyproject.toml").write_text("[tool.ckptgate]\n", encoding="utf-8")
    (root / "suites").mkdir()
    (root / "suites/test_say.py").write_text(
        'import pytest\n\npytestmark = pytest.mark.suite("say", floor=0.5)\n\n\n@pytest.mark.cases("say/*.yaml")\n'
        "def test_say(case, reply):\n    case.expect(reply)\n",
        encoding="utf-8",
    )
    (root / "golden/say").mkdir(parents=True)
    (root / "golden/say/a.yaml").write_text(
        "suite: say\nsplit: dev\ncases:\n- {id: red, prompt: say red, expect: [{max_words: 200}]}\n"
        "- {id: blue, prompt: say blue, expect: [{matches: blue}]}\n",
        encoding="utf-8",
    )
    recipe = project.recipe({"training.epochs": 2})
    ckptgate = str(Path(sys.executable).with_name("ckptgate"))
    done = subprocess.run(
        command(ckptgate, "train", recipe.name, "--early-stop"), cwd=root, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "ckpt-1 on the dev split: target " in done.stderr
    assert [p.name for p in sorted((project.runs / "support").glob("ckpt-*"))] == ["ckpt-1", "ckpt-2"]
    told = json.loads((project.runs / "support/select.json").read_text(encoding="utf-8"))
    assert [epoch["name"] for epoch in told["epochs"]] == ["support/ckpt-1"]
    assert told["generated"] == 4  # of the epoch and of the base; the last epoch has nothing to end
    assert not (root / "records").exists() or not list((root / "records").iterdir())
