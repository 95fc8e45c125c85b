"""The team's own checks, outside of pytest: those that the folder's conftest.py registers."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

from harness.source import SourceError

__all__ = ["load_own_checks"]


def load_own_checks(folder: Path) -> None:
    """Run the folder's conftest.py, which registers the team's checks; pytest would run it as well.

    Raises:
        SourceError: it can't be run.
    """
    file = (folder / "conftest.py").resolve()
    spec = importlib.util.spec_from_file_location("conftest", file) if file.is_file() else None
    if spec is None or spec.loader is None:
        return
    module = sys.modules["conftest"] = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as e:
        raise SourceError(f"it can't be run: {type(e).__name__}: {e}", file=file) from e
