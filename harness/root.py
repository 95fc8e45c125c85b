"""Where the project is. The standard library alone: the plugin asks this in every pytest run on the machine."""

from __future__ import annotations

import re
from pathlib import Path

__all__ = ["find_root"]

_TABLE = re.compile(r"^\s*\[\s*tool\s*\.\s*ckptgate\s*[\].]", re.MULTILINE)


def find_root(start: Path) -> Path | None:
    """The nearest folder at or above `start` with a pyproject.toml, if that has `[tool.ckptgate]`; else None."""
    for folder in (start, *start.parents):
        file = folder / "pyproject.toml"
        if file.is_file():
            return folder if _TABLE.search(file.read_text(encoding="utf-8-sig", errors="replace")) else None
    return None
