"""The demo's two lanes: epochs are looked at as they come, what fails ends them (`tox -e demo` plays it whole)."""

from __future__ import annotations

import subprocess
import threading
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from harness import demo


class Commands:
    """Stands in for the commands: a training makes its checkpoints one by one, an evaluation is written down."""

    def __init__(self, runs: Path, *, fails: str = "") -> None:
        self.runs, self.fails = runs, fails
        self.seen: list[str] = []
        self.looked = threading.Semaphore(0)

    def run(self, stage: Any, *command: str) -> subprocess.CompletedProcess[str]:
        code, said = 0, ""
        if command[1] == "train":
            name = "support" if command[2] == demo.GOOD else "support-narrow"
            code = 1 if self.fails in (name, "both") else 0
            if not code:
                said = f"Next: pytest --model={name}/ckpt-2\n"
                for epoch in (1, 2):
                    (self.runs / name / f"ckpt-{epoch}").mkdir(parents=True)
                    (self.runs / name / f"ckpt-{epoch}" / "manifest.json").write_text("{}")
                    if name == "support":
                        assert self.looked.acquire(timeout=10), "nobody looked while the training went on"
        return subprocess.CompletedProcess(command, code, stdout=said)

    def evaluate(self, stage: Any, model: str, *arguments: str) -> Any:
        self.seen.append(f"{model} {'dev' if '--split=dev' in arguments else 'gate'}")
        if model.startswith("support/"):
            self.looked.release()
        return None if self.fails == model else model


@pytest.fixture
def begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    (tmp_path / "pyproject.toml").write_text("[tool.ckptgate]\n")

    def begin(**how: str) -> tuple[Any, Commands]:
        commands = Commands(tmp_path / "runs", **how)
        monkeypatch.setattr(demo._Stage, "run", lambda stage, *c: commands.run(stage, *c))
        monkeypatch.setattr(demo._Stage, "evaluate", lambda stage, *c: commands.evaluate(stage, *c))
        monkeypatch.setattr(demo, "_told", lambda stage, record: None)
        stage = demo._Stage(root=tmp_path, records=tmp_path / "records", console=Console(quiet=True))
        return demo._begun(stage), commands

    return begin


def test_each_epoch_is_looked_at_while_the_next_one_is_trained(begun: Any) -> None:
    (good, narrow, base, epochs), commands = begun()
    assert good == epochs == ["support/ckpt-1", "support/ckpt-2"]
    assert narrow == ["support-narrow/ckpt-1", "support-narrow/ckpt-2"]
    assert base == demo.BASE
    assert commands.seen == [f"{demo.BASE} gate", "support/ckpt-1 dev", "support/ckpt-2 dev"]


@pytest.mark.parametrize(("fails", "good", "narrow"), [("support", 0, 2), ("support-narrow", 2, 0), ("both", 0, 0)])
def test_a_training_that_fails_ends_the_demo_and_nobody_waits(fails: str, good: int, narrow: int, begun: Any) -> None:
    (made, other, _, epochs), _ = begun(fails=fails)
    assert (len(made), len(other), len(epochs)) == (good, narrow, good)


def test_an_epoch_without_a_record_ends_the_looking(begun: Any) -> None:
    (good, _, _, epochs), _ = begun(fails="support/ckpt-2")
    assert (len(good), epochs) == (2, ["support/ckpt-1"])
