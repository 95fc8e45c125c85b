"""docs/releases.md says what the code does: its messages and its story are tried."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from small_project import CASES, PROMPT, Project

from harness.releases import Refused

DOCS = (Path(__file__).parents[2] / "docs/releases.md").read_text(encoding="utf-8")


def test_the_refusal_in_the_guide_is_what_is_printed(project: Project) -> None:
    """The example, with its record's id put in."""
    project.evaluate()
    project.release("1.0.0")
    project.checkpoint("ckpt-4")
    project.evaluate("ckpt-4", id="20260314-101500")
    project.write(CASES, "suite: golden\n# new\n")
    project.write(PROMPT, "Be brief.\n")
    with pytest.raises(Refused) as caught:
        project.release("1.1.0", "ckpt-4")
    assert f"```\n{caught.value}\n```" in DOCS


def test_the_way_back_in_the_guide_is_the_way_back(project: Project) -> None:
    """The four lines of the history, step by step."""
    said = re.findall(r"^(?:released .*|rollback) +(in production: (\S+)|refused: (.*))$", DOCS, re.MULTILINE)
    for number, version in enumerate(("1.0.0", "1.1.0", "1.2.0")):
        project.ship(version, f"ckpt-{number}")
    assert [s[1] for s in said] == ["1.2.0", "1.1.0", "1.0.0", ""]
    assert project.in_production() == said[0][1]
    for _, version, refused in said[1:]:
        if version:
            assert project.rollback().release.version == version
        else:
            with pytest.raises(Refused, match=refused):
                project.rollback()
