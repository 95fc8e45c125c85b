"""A run's directory belongs to one training, and nothing finished in it is lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tiny_project import Project, conversation, write_rows

from harness.manifest import IntegrityError, Manifest, hash_files, write_manifest
from trainers.errors import RunConflict
from trainers.plan import make_plan
from trainers.run import Run, open_run


def opened(project: Project, changes: dict[str, Any] | None = None, *, fresh: bool = False) -> Run:
    plan = make_plan(project.recipe(changes), root=project.root)
    with open_run(plan, project.runs, fresh=fresh) as run:
        return run


def finish(run: Run, epoch: int, *, step: int, state: bool = True) -> Path:
    """Leave what a finished epoch leaves."""
    checkpoint = run.checkpoint(epoch)
    checkpoint.mkdir(parents=True)
    (checkpoint / "adapter_model.safetensors").write_bytes(b"weights")
    write_manifest(checkpoint, Manifest(name=f"support/ckpt-{epoch}", method="lora", files=hash_files(checkpoint)))
    if state:
        run.state(step).mkdir(parents=True)
        (run.state(step) / "optimizer.pt").write_bytes(b"state")
        run.mark_state(step, epoch)
    return checkpoint


def test_a_new_run_starts_at_the_beginning(project: Project) -> None:
    """Nothing is finished, and nothing is resumed."""
    run = opened(project)
    assert (run.finished(), run.resumable()) == (0, None)


def test_an_interrupted_run_goes_on_after_the_last_complete_epoch(project: Project) -> None:
    """A newer state whose checkpoint was not completed, and one that is torn, are passed over."""
    run = opened(project)
    finish(run, 1, step=5)
    run.state(10).mkdir()
    run.mark_state(10, 2)
    run.state(15).mkdir()
    again = opened(project)
    assert again.finished() == 1
    assert again.resumable() == run.state(5)


def test_only_the_last_state_is_kept(project: Project) -> None:
    """Optimizer states are large; checkpoints all stay."""
    run = opened(project)
    finish(run, 1, step=5)
    finish(run, 2, step=10)
    run.drop_states_but(10)
    assert not run.state(5).exists()
    assert run.resumable() == run.state(10)
    assert run.checkpoint(1).is_dir()


def test_finished_epochs_without_their_state_are_a_conflict(project: Project) -> None:
    """They are neither trained over nor thrown away."""
    run = opened(project)
    finish(run, 1, step=5, state=False)
    with pytest.raises(RunConflict, match="--fresh"):
        opened(project).resumable()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"training.learning_rate": 0.02}, "training.learning_rate was 0.01, is 0.02"),
        ({"data.mix": None}, "data.mix was"),
        ({"lora.r": 8, "training.epochs": 3}, r"lora\.r was 4, is 8; training\.epochs was 2, is 3"),
    ],
)
def test_another_recipe_by_the_same_name_is_refused(project: Project, change: dict[str, Any], said: str) -> None:
    """What differs is said, and what to do."""
    opened(project)
    with pytest.raises(RunConflict, match=said) as caught:
        opened(project, change)
    assert "another name" in str(caught.value)
    assert "--fresh" in str(caught.value)


def test_other_data_in_the_same_file_is_refused(project: Project) -> None:
    """The file's name is the same; its bytes are not."""
    opened(project)
    write_rows(project.root / "train.jsonl", [conversation("a", "b")])
    with pytest.raises(RunConflict, match=r"data\.train has other content"):
        opened(project)


def test_comments_in_the_recipe_are_no_difference(project: Project) -> None:
    """Only the meaning counts."""
    opened(project)
    file = project.recipe()
    file.write_text("# again\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    with open_run(make_plan(file, root=project.root), project.runs):
        pass


def test_a_directory_that_is_no_run_is_refused(project: Project) -> None:
    """Somebody's files are not written among."""
    (project.runs / "support").mkdir(parents=True)
    (project.runs / "support/notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(RunConflict, match=r"run\.json"):
        opened(project)


def test_fresh_moves_the_old_run_aside_whole(project: Project) -> None:
    """Twice gives two old ones; nothing is deleted."""
    finish(opened(project), 1, step=5)
    run = opened(project, {"training.seed": 9}, fresh=True)
    assert run.finished() == 0
    finish(run, 1, step=5)
    opened(project, fresh=True)
    kept = sorted(p.relative_to(project.runs).as_posix() for p in project.runs.rglob("manifest.json"))
    assert kept == [".aside/support-1/ckpt-1/manifest.json", ".aside/support-2/ckpt-1/manifest.json"]


def test_a_half_written_checkpoint_is_put_aside_and_said(project: Project) -> None:
    """A directory without a manifest is no checkpoint, and staging left by a crash is nothing."""
    run = opened(project)
    finish(run, 1, step=5)
    run.checkpoint(2).mkdir()
    (run.checkpoint(2) / "adapter_model.safetensors").write_bytes(b"half")
    run.staging(2).mkdir()
    again = opened(project)
    assert again.finished() == 1
    assert not run.checkpoint(2).exists()
    assert not run.staging(2).exists()
    assert len(again.notes) == 1
    assert "ckpt-2" in again.notes[0]
    assert (project.runs / ".aside/support-ckpt-2-1/adapter_model.safetensors").read_bytes() == b"half"


def test_a_changed_finished_checkpoint_is_an_integrity_error(project: Project) -> None:
    """Training does not go on from, or beside, files that nothing vouches for."""
    (finish(opened(project), 1, step=5) / "adapter_model.safetensors").write_bytes(b"other")
    with pytest.raises(IntegrityError):
        opened(project)


def test_two_processes_cannot_train_one_run(project: Project) -> None:
    """The second is told at once, and the first is not disturbed."""
    plan = make_plan(project.recipe(), root=project.root)
    with open_run(plan, project.runs), pytest.raises(RunConflict, match="another process"):  # noqa: SIM117
        with open_run(plan, project.runs):
            pass
    opened(project)
