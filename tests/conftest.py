from __future__ import annotations

from pathlib import Path

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


@pytest.fixture(scope="session")
def strangers(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, bool], Path]:
    """Models of a stranger by (shape, with a chat template).

    Made once and before any test: pytester forgets modules that a test imported, and torch can't be imported twice.
    """
    from models import make_model

    folder = tmp_path_factory.mktemp("strangers")
    return {
        (shape, template): make_model(folder / f"{shape}-{template}", shape=shape, template=template)
        for shape in ("llama", "gpt2")
        for template in (True, False)
    }
