"""Model versioning. The frequent mistake: a version is a name (`ckpt-3`, "the March model"), and a name points at a
folder whose bytes change: it is trained again under the same name, or overwritten after the release. Then nobody can
say what is in production, nor which bytes the passing tests were about.

The guard: a release is bound to digests (weights, manifest, deployment, suites), and each step computes them anew.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from small_project import Project

from harness.manifest import IntegrityError
from harness.releases import Refused, find, folder_of


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Two checkpoints of one run, both evaluated with a PASS; ckpt-2 is in production as 1.0.0."""
    made = Project(tmp_path)
    made.ship("1.0.0", "ckpt-2")
    made.checkpoint("ckpt-3")
    made.evaluate("ckpt-3")
    return made


def test_a_retrained_checkpoint_of_the_same_name_is_not_the_one_that_passed(project: Project) -> None:
    """Planted: ckpt-3 passes, is trained again into the same folder, then released by its name."""
    shutil.rmtree(project.root / "runs/support/ckpt-3")
    project.checkpoint("ckpt-3", weights="another seed")
    with pytest.raises(Refused, match="weights: the files of runs/support/ckpt-3 are not those that were tested"):
        project.release("1.1.0", "ckpt-3")
    assert project.in_production() == "1.0.0"


def test_a_folder_overwritten_after_its_release_is_no_longer_that_version(project: Project) -> None:
    """Planted: ckpt-2 is overwritten while 1.0.0 points at it; rolling back would ship weights nobody tested."""
    project.release("1.1.0", "ckpt-3")
    project.checkpoint("ckpt-2", weights="a hotfix by hand")
    with pytest.raises(IntegrityError, match="files of runs/support/ckpt-2 are not those that were released"):
        project.rollback()
    assert project.in_production() == "1.1.0"


def test_production_overwritten_in_place_is_noticed_when_it_is_used(project: Project) -> None:
    """Planted: the folder that is in production gets other weights; whoever asks for support@prod doesn't get them."""
    project.checkpoint("ckpt-2", weights="a hotfix by hand")
    with pytest.raises(IntegrityError, match=r"support@1\.0\.0 can't be used: .* not those that were released"):
        folder_of(project.journal, find(project.journal, "support@prod"), digest_of=project.digest)


def test_a_version_cannot_be_moved_to_other_weights(project: Project) -> None:
    """Planted: 1.0.0 is given again, to ckpt-3: "the same version, a bit better"."""
    with pytest.raises(Refused, match="a version is never given twice"):
        project.release("1.0.0", "ckpt-3")
    assert find(project.journal, "support@1.0.0").path == "runs/support/ckpt-2"


def test_a_prompt_changed_after_the_evaluation_is_another_product(project: Project) -> None:
    """Planted: the weights are those that passed, the system prompt is not."""
    project.write("prompts/support.md", "You answer for a shop. Promise a date if asked.\n")
    with pytest.raises(Refused, match="the system prompt changed since record"):
        project.release("1.1.0", "ckpt-3")


def test_the_clean_twin_is_released_and_says_what_it_is(project: Project) -> None:
    """Nothing touched since the evaluation: released, and production names bytes that can be checked."""
    project.release("1.1.0", "ckpt-3")
    now = find(project.journal, "support@prod")
    assert (now.version, now.path) == ("1.1.0", "runs/support/ckpt-3")
    assert folder_of(project.journal, now, digest_of=project.digest) == project.root / "runs/support/ckpt-3"
    project.rollback()
    assert project.in_production() == "1.0.0"
