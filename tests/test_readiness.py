"""Reinforcement learning begins only from a base that is fit for it; what is missing is said, an override is kept."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from project import Project
from rich.console import Console

from harness.checkpoint import Checkpoint, load_checkpoint
from harness.commands.unready import ready_first
from harness.manifest import DataRef, Linted, Manifest, hash_files, sha256_file, write_manifest
from harness.readiness import readiness
from harness.settings import Settings
from harness.source import SourceError

SETTINGS = Settings(ready_suites=("greet",))


def trained(project: Project, *, linted: bool = True, data: bool = True) -> Checkpoint:
    """A checkpoint whose manifest names data that were linted."""
    file = project.write("data/train.jsonl", json.dumps({"prompt": "Where?", "completion": "In Riga."}) + "\n")
    folder = project.checkpoint("m", manifest=False)
    refs = [DataRef(file="data/train.jsonl", sha256=sha256_file(file), rows=1, used=1)] if data else []
    lint = Linted(rows=1) if linted else None
    write_manifest(
        folder, Manifest(name="m", method="full", parent="p", data=refs, lint=lint, files=hash_files(folder))
    )
    return load_checkpoint(folder, name="m", root=project.root)


def rewarder(project: Project, accuracy: float | None, *, held_out: bool = True) -> Checkpoint:
    folder = project.checkpoint("ranks", manifest=False)
    files = ["pairs.jsonl", *(["held-out.jsonl"] if held_out else ["pairs.jsonl"])]
    refs = [DataRef(file=name, sha256=name, rows=1, used=used) for name, used in zip(files, (1, 0), strict=True)]
    curve: dict[str, Any] = {"epoch": 1} if accuracy is None else {"epoch": 1, "eval_accuracy": accuracy}
    manifest = Manifest(name="ranks", method="full", objective="reward", data=refs, curves=[curve],
                        files=hash_files(folder))  # fmt: skip
    write_manifest(folder, manifest)
    return load_checkpoint(folder, name="ranks", root=project.root)


def test_a_reward_model_that_was_asked_about_pairs_it_was_trained_on_is_not_shown_to_rank(project: Project) -> None:
    """By another file than the one it was trained on, too: the trainer has counted them."""
    ranks = rewarder(project, 1.0)
    assert ranks.manifest is not None
    counted = ranks.manifest.model_copy(update={"parameters": {"rows": {"trained": 40, "eval_trained": 8}}})
    missing = readiness(trained(project), replace(ranks, manifest=counted), project.root, SETTINGS).missing
    assert "8 of the pairs that ranks was asked about were trained on: hold others out (data.eval)" in missing


def gated(project: Project, reply: str = "good") -> None:
    project.simple()
    project.answer("m", reply)
    project.run("--model=m")


def test_a_base_with_linted_data_and_passing_gates_is_ready(project: Project) -> None:
    base = trained(project)
    gated(project)
    found = readiness(base, rewarder(project, 0.9), project.root, SETTINGS)
    assert (found.missing, found.record) == ([], project.record.id)


def test_what_is_missing_is_said_with_what_to_do(project: Project) -> None:
    """RLHF before the basis: no data, no lint, no gate run, a failed gate, a suite that is not there."""
    raw = trained(project, data=False)
    assert any("teach it the task first" in what for what in readiness(raw, None, project.root, SETTINGS).missing)
    base = trained(project, linted=False)
    missing = readiness(base, None, project.root, SETTINGS).missing
    assert any("were not linted: ckptgate lint data/train.jsonl" in what for what in missing)
    assert any("pytest --model=m" in what for what in missing)
    gated(project, "bad")
    (_, failed) = readiness(base, None, project.root, SETTINGS).missing
    assert "greet did not pass" in failed
    other = Settings(ready_suites=("grounding",))
    assert any("no suite grounding" in what for what in readiness(base, None, project.root, other).missing)


@pytest.mark.parametrize(
    ("accuracy", "held_out", "said"),
    [(0.6, True, "ranks 60% of held-out pairs"), (None, True, "never asked"), (0.99, False, "it was trained on")],
)
def test_rewards_that_rank_no_better_than_a_coin_are_refused(
    project: Project, accuracy: float | None, held_out: bool, said: str
) -> None:
    base = trained(project)
    gated(project)
    (missing,) = readiness(base, rewarder(project, accuracy, held_out=held_out), project.root, SETTINGS).missing
    assert said in missing


def test_training_stops_unless_somebody_says_why_to_go_on(project: Project) -> None:
    """The reason stands in what the manifest keeps."""
    plan: Any = SimpleNamespace(base=SimpleNamespace(checkpoint=trained(project)), rewarder=None)
    said = io.StringIO()
    console = Console(file=said, width=200)
    with pytest.raises(SystemExit) as e:
        ready_first(project.root, SETTINGS, None, console)(plan)
    assert e.value.code == 1
    assert "--accept-unready" in said.getvalue()
    kept = ready_first(project.root, SETTINGS, "a trial of an afternoon", console)(plan)
    assert (kept.accepted, len(kept.missing)) == ("a trial of an afternoon", 1)
    with pytest.raises(SourceError, match="say why"):
        ready_first(project.root, SETTINGS, " ", console)


def test_another_checkpoint_s_record_makes_nobody_ready(project: Project, tmp_path: Path) -> None:
    """The record has to be of exactly these weights."""
    trained(project)
    gated(project)
    project.write("m/model.safetensors", "other weights")
    base = trained_again(project)
    assert any("no whole gate run" in what for what in readiness(base, None, project.root, SETTINGS).missing)


def trained_again(project: Project) -> Checkpoint:
    """The same manifest over the files as they are now."""
    folder = project.root / "m"
    manifest = Manifest.model_validate_json((folder / "manifest.json").read_bytes())
    write_manifest(folder, manifest.model_copy(update={"files": hash_files(folder)}))
    return load_checkpoint(folder, name="m", root=project.root)
