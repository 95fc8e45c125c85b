"""Checkpoint. The frequent mistake: only the last one is kept (`save_total_limit=1`, or the disk is tidied), so that
when the new model turns out worse in production there is nothing to go back to.

The guard: every release keeps the way to the one before, `rollback` goes it in a moment, and a checkpoint that is gone
is said when it is asked for, with its digest and the next way out, and not by a server that fails to start.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from small_project import Project

from harness.manifest import MANIFEST, IntegrityError


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Three releases, each from a checkpoint of its own, the last in production."""
    made = Project(tmp_path)
    for version, name in (("1.0.0", "ckpt-1"), ("1.1.0", "ckpt-2"), ("1.2.0", "ckpt-3")):
        made.ship(version, name)
    return made


def test_only_the_last_checkpoint_was_kept(project: Project) -> None:
    """Planted: all but the newest are tidied away. The rollback says which bytes are missing; production stays."""
    digest = project.digest(project.root / "runs/support/ckpt-2")
    for name in ("ckpt-1", "ckpt-2"):
        shutil.rmtree(project.root / "runs/support" / name)
    with pytest.raises(IntegrityError, match=rf"support@1\.1\.0 can't come back: .*ckpt-2 is gone.*{digest[:12]}"):
        project.rollback()
    with pytest.raises(IntegrityError, match="ckpt-1 is gone"):
        project.rollback(to="1.0.0")
    assert project.in_production() == "1.2.0"


def test_one_lost_checkpoint_leaves_the_way_past_it(project: Project) -> None:
    """Planted: only the one before is lost; the message names the version behind it, and that one comes back."""
    shutil.rmtree(project.root / "runs/support/ckpt-2")
    with pytest.raises(IntegrityError, match=r"go further back with --to 1\.0\.0"):
        project.rollback()
    assert project.rollback(to="1.0.0").release.path == "runs/support/ckpt-1"


def test_half_a_checkpoint_does_not_come_back(project: Project) -> None:
    """Planted: the folder is there and its weights are not."""
    (project.root / "runs/support/ckpt-2/model.safetensors").unlink()
    with pytest.raises(IntegrityError, match="not those that were released"):
        project.rollback()


def test_the_clean_twin_goes_back_as_far_as_it_came(project: Project) -> None:
    """All kept: one step back, another, each to files that are those of their release."""
    for version, name in (("1.1.0", "ckpt-2"), ("1.0.0", "ckpt-1")):
        back = project.rollback(reason="answers got worse").release
        assert (back.version, back.path) == (version, f"runs/support/{name}")
        assert back.digest == project.digest(project.root / back.path)
        assert (project.root / back.path / MANIFEST).is_file()
