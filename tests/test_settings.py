"""`[tool.ckptgate]`: a mistake is named with its line, and nothing is turned into what it is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.settings import load_settings
from harness.source import SourceError


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ('alpha = "0.05"', "alpha: Input should be a valid number"),
        ("alpha = true", "alpha: Input should be a valid number"),
        ("demo = 1", "demo: Input should be a valid boolean"),
        ('release_endpoints = "yes"', "release_endpoints: Input should be a valid boolean"),
        ("seed = -1", "seed: Input should be greater than or equal to 0"),
        ("pool = []", "pool: names no suite: leave the key out to pool them all"),
        ('pool = "golden"', "pool: Input should be a valid list"),
        ("marign = 0.1", "unknown key"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, line: str, why: str) -> None:
    (tmp_path / "pyproject.toml").write_text(f"[tool.ckptgate]\n{line}\n", encoding="utf-8")
    with pytest.raises(SourceError) as caught:
        load_settings(tmp_path)
    assert "pyproject.toml:2: [tool.ckptgate]" in str(caught.value)
    assert why in str(caught.value)


def test_what_toml_can_write_is_taken(tmp_path: Path) -> None:
    text = '[tool.ckptgate]\nalpha = 0.01\npool = ["a", "b"]\nstore = "x/y.sqlite"\nseed = 7\ntemperature = 1\n'
    (tmp_path / "pyproject.toml").write_text(text, encoding="utf-8")
    made = load_settings(tmp_path)
    assert (made.pool, made.store, made.temperature) == (("a", "b"), Path("x/y.sqlite"), 1)
