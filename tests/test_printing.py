"""What commands print stays whole in a pipe."""

from __future__ import annotations

import json
from typing import Any

import pytest

from harness.printing import columns, tell

LONG = "a sentence of [many] words " * 12


class Found:
    """Something to tell."""

    def to_json(self) -> dict[str, Any]:
        return {"format": "x/1", "said": "да"}


def test_lines_are_whole_and_nothing_in_them_is_markup(capsys: pytest.CaptureFixture[str]) -> None:
    table = columns("name", "rate", left=("name",))
    table.add_row("a" * 150, "1.0 %")
    tell(Found(), [LONG.strip()], as_json=False, table=table)
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == LONG.strip()
    assert ["a" * 150, "1.0", "%"] in [line.split() for line in lines]


def test_as_json_it_is_one_object_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    tell(Found(), [LONG], as_json=True)
    out = capsys.readouterr().out
    assert json.loads(out) == Found().to_json()
    assert "да" in out
