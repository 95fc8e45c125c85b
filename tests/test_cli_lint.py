"""`ckptgate lint`, and the lints before a training."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from harness.cli import main

ROW = {"prompt": "Where is it?", "completion": "In Riga."}


def status(monkeypatch: pytest.MonkeyPatch, *args: str) -> int:
    monkeypatch.setattr("sys.argv", ["ckptgate", *args])
    with pytest.raises(SystemExit) as e:
        main()
    return int(e.value.code or 0)


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "data.jsonl"
    file.write_text(json.dumps(ROW) + "\n" + json.dumps({"prompt": "\x1b[31mWhere?"}) + "\n", encoding="utf-8")
    return file


def test_an_error_is_told_with_file_and_line_and_fails(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert status(monkeypatch, "lint", "data.jsonl") == 1

    out = capsys.readouterr().out
    assert "data.jsonl:2: completion: is missing" in out
    assert "1 error" in out
    assert "\x1b[31mWhere" not in out


def test_what_was_accepted_fails_nothing_and_wants_a_reason(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert status(monkeypatch, "lint", "data.jsonl", "--accept-lint", "broken-row", "--reason", "known") == 0
    assert status(monkeypatch, "lint", "data.jsonl", "--accept-lint", "broken-row") == 4
    assert "goes with a --reason" in capsys.readouterr().err


def test_sarif_goes_to_a_file(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert status(monkeypatch, "lint", "data.jsonl", "--format", "sarif", "--output", "out.sarif") == 1

    assert json.loads(Path("out.sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"


def test_a_file_that_is_not_there_is_said(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert status(monkeypatch, "lint", "no.jsonl") == 4
    assert "no.jsonl is not there" in capsys.readouterr().err
