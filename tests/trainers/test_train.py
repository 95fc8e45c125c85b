"""A recipe becomes checkpoints: all kept, each whole, the same for the same seed, whatever interrupts."""

from __future__ import annotations

import io
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from tiny_project import TEMPLATE, Project, conversation, interrupt, write_rows

import trainers
from harness.checkpoint import resolve_checkpoint
from harness.manifest import IntegrityError, Manifest, hash_files, pickled, read_manifest, sha256_file, verify
from trainers.errors import TrainingError
from trainers.train import train

FULL = {"method": "full", "lora": None, "training.learning_rate": 1e-3}
# Everything that resuming could get wrong: random dropout, a schedule, an optimizer with momentum, held-out rows.
HARD = {"training.epochs": 3, "training.schedule": "cosine", "training.warmup": 0.2, "training.weight_decay": 0.1,
        "data.eval": "replay.jsonl"}  # fmt: skip


def trained(
    project: Project, changes: dict[str, Any] | None = None, *, runs: str = "runs", fresh: bool = False
) -> list[Path]:
    """Train in silence."""
    file, quiet = project.recipe(changes), Console(quiet=True)
    return train(file, root=project.root, runs=project.root / runs, fresh=fresh, console=quiet)


def told(project: Project, changes: dict[str, Any] | None = None) -> str:
    """Train, and return what a person without a terminal reads."""
    out = io.StringIO()
    train(project.recipe(changes), root=project.root, runs=project.runs, console=Console(file=out, width=200))
    return out.getvalue()


def manifest_of(directory: Path) -> Manifest:
    manifest = read_manifest(directory)
    assert manifest is not None
    return manifest


@pytest.mark.parametrize(
    ("changes", "weights"),
    [
        ({}, "adapter_model.safetensors"),
        ({"lora.dora": True, "lora.rslora": True}, "adapter_model.safetensors"),
        (FULL, "model.safetensors"),
    ],
)
def test_every_epoch_is_a_whole_checkpoint(project: Project, changes: dict[str, Any], weights: str) -> None:
    """Weights, tokenizer, template, generation settings and a manifest that holds; the gate finds it by name."""
    made = trained(project, {**changes, "training.epochs": 3})
    assert made == [project.runs / f"support/ckpt-{epoch}" for epoch in (1, 2, 3)]
    for epoch, directory in enumerate(made, start=1):
        manifest = manifest_of(directory)
        verify(directory, manifest)
        files = {weights, "tokenizer.json", "tokenizer_config.json", "chat_template.jinja", "generation_config.json"}
        assert files <= {*manifest.files}
        assert (manifest.name, manifest.epoch, manifest.step) == (f"support/ckpt-{epoch}", epoch, epoch * 5)
        assert [curve["epoch"] for curve in manifest.curves] == list(range(1, epoch + 1))
        assert not pickled(directory)
        assert resolve_checkpoint(f"ckpt-{epoch}", runs=project.runs, root=project.root).manifest == manifest
    assert len({sha256_file(directory / weights) for directory in made}) == 3


def test_a_manifest_says_where_the_checkpoint_comes_from(project: Project) -> None:
    """Base, data, recipe, seed, curves and environment; and nothing that names this machine's folders."""
    directory = trained(project)[-1]
    manifest = manifest_of(directory)
    base = resolve_checkpoint("base", runs=project.runs, root=project.root)
    assert manifest.base is not None
    assert (manifest.base.name, manifest.base.path, manifest.base.digest) == ("tiny", "base", base.digest)
    assert manifest.parent == base.digest
    data = [(ref.file, ref.rows, ref.used) for ref in manifest.data]
    assert data == [("train.jsonl", 28, 28), ("replay.jsonl", 14, 6)]
    assert manifest.recipe["training"]["learning_rate"] == 0.01
    assert (manifest.method, manifest.seed, manifest.parameters["r"]) == ("lora", 7, 4)
    assert {"torch", "trl", "peft", "python", "threads"} <= {*manifest.environment}
    assert {"train_loss", "learning_rate", "grad_norm"} <= {*manifest.curves[0]}
    for file in directory.iterdir():
        assert str(project.root).encode() not in file.read_bytes(), file.name
    assert json.loads((directory / "adapter_config.json").read_bytes())["base_model_name_or_path"] == "base"


def test_the_adapter_changes_what_the_base_says(project: Project) -> None:
    """Loaded by PEFT from the shipped files, on the base, it moves the logits."""
    import torch
    from peft import PeftModel
    from transformers import AutoModelForCausalLM

    directory = trained(project)[-1]
    base = AutoModelForCausalLM.from_pretrained(project.root / "base", dtype=torch.float32)
    ids = torch.tensor([[1, 40, 41, 2]])
    with torch.no_grad():
        before = base(ids).logits
        after = PeftModel.from_pretrained(base, directory).eval()(ids).logits
    assert float((after - before).abs().max()) > 1e-4


def test_one_seed_gives_one_model(project: Project) -> None:
    """Bit for bit, whatever the folder; another seed gives another."""
    first, again = trained(project), trained(project, runs="again")
    other = trained(project, {"training.seed": 8}, runs="other")
    assert [hash_files(d) for d in first] == [hash_files(d) for d in again]
    assert [manifest_of(d) for d in first] == [manifest_of(d) for d in again]
    weights = [manifest_of(made[-1]).files["adapter_model.safetensors"] for made in (first, other)]
    assert weights[0] != weights[1]


@pytest.mark.parametrize("method", [{}, FULL])
def test_an_interrupted_run_ends_as_if_it_never_was(
    project: Project, monkeypatch: pytest.MonkeyPatch, method: dict[str, Any]
) -> None:
    """Stopped in the second epoch of three, and run again: the manifests are equal, and so every byte and curve."""
    changes = {**HARD, **method}
    whole = trained(project, changes, runs="whole")
    with monkeypatch.context() as patch:
        interrupt(patch, epoch=2)
        with pytest.raises(KeyboardInterrupt):
            trained(project, changes)
    assert [p.parent.name for p in project.runs.rglob("manifest.json")] == ["ckpt-1"]
    resumed = trained(project, changes)
    assert [manifest_of(d) for d in resumed] == [manifest_of(d) for d in whole]
    assert "eval_loss" in manifest_of(resumed[-1]).curves[2]


def test_a_person_who_interrupts_is_told_how_to_go_on(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is kept, and that the same command resumes; then from where it does."""
    interrupt(monkeypatch, epoch=2)
    out = io.StringIO()
    with pytest.raises(KeyboardInterrupt):
        train(project.recipe(), root=project.root, runs=project.runs, console=Console(file=out, width=200))
    assert "ckpt-1 is kept. The same command goes on" in out.getvalue()
    monkeypatch.undo()
    assert "going on after ckpt-1" in told(project)


def test_a_killed_run_leaves_nothing_that_looks_like_a_checkpoint(project: Project) -> None:
    """Killed while the second checkpoint is written, all but its manifest: it isn't there; the run then goes on."""
    script = """
import os, signal, sys
from pathlib import Path
from trainers import save
from trainers.train import train
real = save.write_manifest
def write(directory, manifest):
    if manifest.epoch == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    real(directory, manifest)
save.write_manifest = write
train(Path("recipe.yaml"), root=Path.cwd(), runs=Path("runs"))
"""
    project.recipe(HARD)
    # As many threads as here: the order of a sum depends on them, and so its last bits.
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": str(Path(trainers.__file__).parents[1])}
    killed = subprocess.run([sys.executable, "-c", script], cwd=project.root, env=environment, capture_output=True)
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()
    assert [p.name for p in sorted((project.runs / "support").glob("[!.]*"))] == ["ckpt-1", "run.json", "state"]
    assert (project.runs / "support/.ckpt-2.tmp/adapter_model.safetensors").is_file()
    resumed, whole = trained(project, HARD), trained(project, HARD, runs="whole")
    assert [manifest_of(d).files for d in resumed] == [manifest_of(d).files for d in whole]
    assert not list((project.runs / "support").glob(".ckpt-*"))


def test_a_full_disk_leaves_the_finished_ones_whole(project: Project) -> None:
    """On a disk that holds some epochs and not all: said, what was finished kept; with more room the run goes on."""
    changes = {"training.epochs": 9}
    whole = trained(project, changes, runs="whole")
    room = sum(file.stat().st_blocks * 512 for file in (project.root / "whole").rglob("*")) * 6 // 10
    runs = project.root / "small"
    runs.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={room}", "tmpfs", str(runs)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("mounting a small tmpfs needs root; test_a_killed_run… ends a run in the middle of writing, too")
    try:
        with pytest.raises(TrainingError, match=r"the disk is full .*ckpt-\d.*kept"):
            trained(project, changes, runs="small")
        kept = sorted((runs / "support").glob("ckpt-*"))
        assert kept
        for directory in kept:
            verify(directory, manifest_of(directory))
        subprocess.run(["mount", "-o", "remount,size=64m", str(runs)], check=True)
        made = trained(project, changes, runs="small")
        assert [manifest_of(d).files for d in made] == [manifest_of(d).files for d in whole]
    finally:
        subprocess.run(["umount", "-l", str(runs)], check=True)


def test_a_run_that_is_told_to_end_goes_on_bit_for_bit(project: Project) -> None:
    """SIGTERM at a random moment of the training: what was finished is whole, and the end is as if it never was."""
    project.recipe({**HARD, "training.epochs": 12})
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": str(Path(trainers.__file__).parents[1])}
    script = """
from pathlib import Path
from trainers.train import train
train(Path("recipe.yaml"), root=Path.cwd(), runs=Path("runs"))
"""
    running = subprocess.Popen(
        [sys.executable, "-c", script], cwd=project.root, env=environment, stderr=subprocess.PIPE
    )
    started = project.runs / "support/ckpt-1/manifest.json"
    while not started.is_file():
        assert running.poll() is None, running.communicate()
        time.sleep(0.01)
    time.sleep(random.random() * 0.5)
    running.send_signal(signal.SIGTERM)
    running.communicate()
    changes = {**HARD, "training.epochs": 12}
    resumed, whole = trained(project, changes), trained(project, changes, runs="whole")
    assert [manifest_of(d) for d in resumed] == [manifest_of(d) for d in whole]


def test_a_finished_run_is_left_alone(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is trained and nothing touched; the person is told, and how to train again."""
    made = trained(project)
    times = {p: p.stat().st_mtime_ns for p in (project.runs / "support").rglob("*")}
    from trainers import fit

    monkeypatch.setattr(fit, "fit", lambda *a: pytest.fail("trained again"))
    assert "nothing to do" in told(project)
    assert trained(project) == made
    assert {p: p.stat().st_mtime_ns for p in (project.runs / "support").rglob("*")} == times


def test_fresh_trains_again_and_keeps_the_old(project: Project) -> None:
    """The old checkpoints lie aside, whole."""
    trained(project)
    made = trained(project, {"training.seed": 8}, fresh=True)
    assert manifest_of(made[-1]).seed == 8
    assert manifest_of(project.runs / ".aside/support-1/ckpt-2").seed == 7


def test_a_finished_checkpoint_that_was_changed_stops_the_run(project: Project) -> None:
    """It is not taken for finished."""
    made = trained(project)
    (made[0] / "adapter_config.json").write_text("{}", encoding="utf-8")
    with pytest.raises(IntegrityError, match="ckpt-1"):
        trained(project)


def test_a_loss_that_is_no_number_stops_at_its_step(project: Project) -> None:
    """A rate beyond all reason is named as what to lower, and leaves no checkpoint."""
    with pytest.raises(TrainingError, match=r"step \d+ of 10: the \w+ is (nan|inf).*learning_rate"):
        trained(project, {**FULL, "training.learning_rate": 1e30})
    assert not list(project.runs.rglob("manifest.json"))


def test_epochs_finished_before_the_loss_broke_are_kept(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first checkpoint stays, whole."""
    from trainers.methods import adapter

    save = adapter.save_weights

    def poison(model: Any, *arguments: Any) -> None:
        save(model, *arguments)
        for parameter in model.parameters():
            parameter.data.fill_(float("nan"))

    monkeypatch.setattr(adapter, "save_weights", poison)
    with pytest.raises(TrainingError, match="step 6 of 10"):
        trained(project)
    kept = project.runs / "support/ckpt-1"
    verify(kept, manifest_of(kept))


@pytest.mark.parametrize(("method", "said"), [({}, "every weight of the adapter"), (FULL, "every weight is still")])
def test_training_that_learns_nothing_is_an_error(project: Project, method: dict[str, Any], said: str) -> None:
    """A checkpoint that says what its base says would pass for a trained one."""
    with pytest.raises(TrainingError, match=said):
        trained(project, {**method, "training.learning_rate": 1e-60})
    assert not list(project.runs.rglob("manifest.json"))


def test_a_gpu_that_torch_can_t_use_is_said_and_training_goes_on(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    from trainers import fit

    monkeypatch.setattr(fit, "gpu_here", lambda: True)
    monkeypatch.setattr("torch.cuda.is_available", lambda: False)
    monkeypatch.setattr("torch.version.cuda", None)
    said = told(project, {"training.epochs": 1})
    assert "warning: there is a GPU here, and the torch that is installed" in said
    assert "Training goes on on the CPU." in said
    assert (project.runs / "support/ckpt-1").is_dir()


def test_rows_that_do_not_fit_are_said_and_recorded(project: Project) -> None:
    """Cut rows and left-out rows are counted, with the first one's place."""
    rows = [conversation("a", "red " * 60), conversation("b " * 60, "red"), *[conversation("c", "red")] * 6]
    write_rows(project.root / "train.jsonl", rows)
    write_rows(project.root / "eval.jsonl", [conversation("d", "red"), conversation("e " * 60, "red")])
    text = told(project, {"data": {"train": "train.jsonl", "eval": "eval.jsonl"}, "training.max_length": 24})
    assert "1 of 8 rows is longer than max_length 24 and cut at it (the first: train.jsonl:1)" in text
    assert "1 of 8 rows is left out: the whole answer lies beyond the cut" in text
    assert "1 of 2 rows is left out" in text
    assert "(the first: eval.jsonl:2)" in text
    assert manifest_of(project.runs / "support/ckpt-2").parameters["rows"] == {"trained": 7, "cut": 1, "left_out": 1}


def test_rows_of_which_none_fits_are_an_error(project: Project) -> None:
    """There is nothing to train on; the same for held-out rows, whose loss would be missing without a word."""
    write_rows(project.root / "train.jsonl", [conversation("b " * 60, "red")])
    with pytest.raises(TrainingError, match="max_length"):
        trained(project, {"data.mix": None, "training.max_length": 24})
    with pytest.raises(TrainingError, match=r"train\.jsonl: no row"):
        trained(
            project, {"data": {"train": "replay.jsonl", "eval": "train.jsonl"}, "training.max_length": 24}, runs="2"
        )


def test_a_template_of_the_recipe_goes_with_the_checkpoint(project: Project) -> None:
    """The model is served with the template it was trained on, not the base's."""
    other = TEMPLATE.replace("<user>", "<user>: ")
    (project.root / "house.jinja").write_text(other, encoding="utf-8")
    directory = trained(project, {"template": "house.jinja"})[-1]
    assert (directory / "chat_template.jinja").read_text(encoding="utf-8") == other
    assert manifest_of(directory).template_digest == sha256_file(project.root / "house.jinja")
    assert resolve_checkpoint("ckpt-2", runs=project.runs, root=project.root).template.source == other


def test_a_person_reads_a_few_lines_and_a_pipe_nothing(project: Project, capfd: pytest.CaptureFixture[str]) -> None:
    """Progress is on stderr; without a terminal there is no bar, and the libraries are silent."""
    train(project.recipe({"training.learning_rate": 2e-3}), root=project.root, runs=project.runs)
    out, err = capfd.readouterr()
    assert out == ""
    assert len(err.splitlines()) == 3
    assert "28 rows of train.jsonl + 6 rows of replay.jsonl" in err
    assert "ckpt-2: training loss" in err
