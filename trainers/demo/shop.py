"""The demo's shop in a folder of its own: its suites, cases, prompts, recipes, data and base, and settings for them."""

from __future__ import annotations

import shutil
from pathlib import Path

__all__ = ["copy_shop"]

_PARTS = (
    "suites",
    "golden",
    "prompts",
    "deployment.yaml",
    "trainers/recipes",
    "trainers/demo/data",
    "trainers/demo/base",
)


def copy_shop(to: Path, suites: tuple[str, ...] | None = None) -> None:
    """Copy it; of `suites` where some are named (`format`, …) these alone, with the cases in the folders so called."""
    root = Path(__file__).parents[2]
    for part in _PARTS:
        (to / part).parent.mkdir(parents=True, exist_ok=True)
        if (root / part).is_file():
            shutil.copy(root / part, to / part)
        elif suites is None or part not in ("suites", "golden"):
            shutil.copytree(root / part, to / part, ignore=shutil.ignore_patterns("__pycache__"))
    for name in suites or ():
        (to / "suites").mkdir(exist_ok=True)
        shutil.copy(root / f"suites/test_{name}.py", to / "suites")
        shutil.copytree(root / "golden" / name, to / "golden" / name)
    (to / "pyproject.toml").write_text('[tool.ckptgate]\ndeployment = "deployment.yaml"\n', encoding="utf-8")
