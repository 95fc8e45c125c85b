"""`ckptgate compare`: several checkpoints on one page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from project import Project
from typer.testing import CliRunner

from harness.cli import app
from harness.comparison import compared_with_full
from harness.manifest import (
    BaseRef,
    DataRef,
    Manifest,
    hash_files,
    read_manifest,
    weights_digest,
    write_manifest,
)
from harness.record import write_record
from harness.report.html import page_script
from harness.settings import load_settings
from harness.side_by_side import side_by_side
from harness.source import SourceError


def gated(project: Project, name: str, good: int, method: str = "lora", n: int = 40) -> None:
    base = project.checkpoint("base", manifest=False)
    folder = project.checkpoint(f"runs/shop/{name}", manifest=False)
    manifest = Manifest(
        name=f"shop/{name}",
        method=method,
        base=BaseRef(name="base", path="base", digest=weights_digest(hash_files(base))),
        data=[DataRef(file="data.jsonl", sha256="d" * 64, rows=9, used=9)],
        files=hash_files(folder),
    )
    write_manifest(folder, manifest)
    project.answer(f"shop/{name}", {f"case-{i:03}": "good" if i < good else "bad" for i in range(n)})
    project.run(f"--model=shop/{name}", "--baseline=none")


def run(project: Project, *args: str, monkeypatch: pytest.MonkeyPatch) -> tuple[int, str]:
    monkeypatch.chdir(project.root)
    result = CliRunner().invoke(app, ["compare", *args])
    return result.exit_code, result.output


def compared(project: Project) -> Path:
    (place,) = (project.root / "records").glob("compare-*")
    return place


def test_two_checkpoints_stand_side_by_side_and_nothing_is_decided(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.simple(40)
    gated(project, "ckpt-1", 30)
    gated(project, "ckpt-2", 36)
    status, said = run(project, "ckpt-1", "ckpt-2", monkeypatch=monkeypatch)
    assert status == 0
    assert "shop/ckpt-2 against shop/ckpt-1: 0 got worse and 6 better of 40; +15.0 points" in said
    assert "75.0 %" in said
    assert "decides nothing" in said
    html = (compared(project) / "compare.html").read_text(encoding="utf-8")
    assert f"<script>{page_script()}</script>" in html
    assert "+15.0" in html
    told = json.loads((compared(project) / "compare.json").read_bytes())
    assert told["checkpoints"][1]["to_the_first"]["all"]["fixed"] == 6


def test_three_are_grouped_by_whether_they_part(project: Project) -> None:
    project.simple(40)
    for name, good in (("ckpt-1", 30), ("ckpt-2", 36), ("ckpt-3", 10)):
        gated(project, name, good)
    found = side_by_side(["ckpt-3", "ckpt-1", "ckpt-2"], root=project.root, settings=load_settings(project.root))
    assert found.counts(1).fixed == 20
    assert found.counts(2).fixed == 26
    delta, lower, upper = found.difference(1) or (0, 0, 0)
    assert lower < delta == 0.5 < upper


def test_a_comparison_of_two_trainings_is_what_an_adapter_s_card_looks_for(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.simple(40)
    gated(project, "lora", 36)
    gated(project, "full", 36, method="full")
    digest = (
        side_by_side(["lora", "full"], root=project.root, settings=load_settings(project.root))
        .records[0]
        .candidate.digest
    )
    manifest = read_manifest(project.root / "runs/shop/lora")
    assert manifest
    assert compared_with_full(project.root / "records", digest, manifest) is None
    assert run(project, "shop/lora", "shop/full", monkeypatch=monkeypatch)[0] == 0
    found = compared_with_full(project.root / "records", digest, manifest)
    assert found
    assert "Of 40 cases 0 got worse and 0 better" in found.sentence


def test_cases_that_changed_in_between_are_left_out_and_said(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.simple(40)
    gated(project, "ckpt-1", 30)
    file = project.root / "golden/greet/a.yaml"
    file.write_text(file.read_text().replace("Question case-003?", "Another question?"))
    gated(project, "ckpt-2", 30)
    status, said = run(project, "ckpt-1", "ckpt-2", monkeypatch=monkeypatch)
    assert status == 0
    assert "Left out: 2 cases that not all of them were asked." in said


def test_what_cannot_be_compared_says_what_to_do(project: Project) -> None:
    project.simple(20)
    gated(project, "ckpt-1", 20, n=20)
    project.checkpoint("runs/shop/ckpt-2")
    settings = load_settings(project.root)
    with pytest.raises(SourceError, match="two checkpoints or more"):
        side_by_side(["ckpt-1"], root=project.root, settings=settings)
    with pytest.raises(SourceError, match="the same record"):
        side_by_side(["ckpt-1", "shop/ckpt-1"], root=project.root, settings=settings)
    with pytest.raises(SourceError, match=r"no whole record of ckpt-2 .*pytest --model=ckpt-2"):
        side_by_side(["ckpt-1", "ckpt-2"], root=project.root, settings=settings)
    with pytest.raises(SourceError, match="--split=dev"):
        side_by_side(["ckpt-1", "ckpt-2"], root=project.root, settings=settings, split="dev")
    with pytest.raises(SourceError, match="--split=dev compares such"):
        side_by_side([dev_record(project), "ckpt-1"], root=project.root, settings=settings)


def dev_record(project: Project) -> str:
    """A record of the dev split, by its id."""
    record = project.record.model_copy(update={"id": "of-dev", "split": "dev"})
    write_record(record, project.root / "records" / record.id)
    return record.id
