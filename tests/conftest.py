from __future__ import annotations

import pytest
from project import Project

pytest_plugins = ["pytester"]


@pytest.fixture
def project(pytester: pytest.Pytester) -> Project:
    """An empty project with `[tool.ckptgate]`, in the working directory."""
    return Project(pytester)
