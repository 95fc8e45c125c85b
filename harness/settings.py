"""`[tool.ckptgate]` of pyproject.toml: where things lie and what the gate runs with."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from harness.source import SourceError

__all__ = ["Settings", "load_settings"]


class Settings(BaseModel):
    """The project's settings; every path is relative to the project's root (the folder of pyproject.toml)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    suites: Path = Path("suites")
    golden: Path = Path("golden")
    runs: Path = Path("runs")
    records: Path = Path("records")
    releases: Path = Path("releases")
    store: Path = Path(".ckptgate/replies.sqlite")
    deployment: Path | None = None
    alpha: float = 0.05
    demo: bool = False
    """The cases describe the demo's shop: say so to a model that was not made for it."""


def load_settings(root: Path) -> Settings:
    """Read the settings of the project at `root`.

    Raises:
        SourceError: not TOML, an unknown key, a value of the wrong type.
    """
    file = root / "pyproject.toml"
    text = file.read_text(encoding="utf-8")
    try:
        table = tomllib.loads(text).get("tool", {}).get("ckptgate", {})
        return Settings.model_validate(table)
    except tomllib.TOMLDecodeError as e:
        raise SourceError(f"not readable as TOML: {e}", file=file) from e
    except ValidationError as e:
        error = e.errors(include_url=False)[0]
        key = str(error["loc"][0])
        line = next((i for i, t in enumerate(text.splitlines(), 1) if re.match(rf"\s*{re.escape(key)}\s*=", t)), None)
        known = ", ".join(sorted(Settings.model_fields))
        what = f"unknown key (known: {known})" if error["type"] == "extra_forbidden" else str(error["msg"])
        raise SourceError(f"[tool.ckptgate] {key}: {what}", file=file, line=line) from e
