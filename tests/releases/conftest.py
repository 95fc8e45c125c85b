from __future__ import annotations

from pathlib import Path

import pytest
from small_project import Project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project with one trained checkpoint, `ckpt-3`, and no record."""
    made = Project(tmp_path)
    made.checkpoint()
    return made
