from __future__ import annotations

import pytest
from hypothesis import settings
from project import Project

pytest_plugins = ["pytester"]

# A deadline measures the machine's other work, not the code.
settings.register_profile("ckptgate", deadline=None)
settings.load_profile("ckptgate")


@pytest.fixture
def project(pytester: pytest.Pytester) -> Project:
    """An empty project with `[tool.ckptgate]`, in the working directory."""
    return Project(pytester)
