"""The lints over the candidate's own data, asked by a suite's test."""

from __future__ import annotations

import json

import pytest
from project import Project

from harness.fingerprint import make_fingerprint
from harness.manifest import DataRef, Linted, Manifest, hash_files, read_manifest, sha256_file, write_manifest
from harness.record import Record

TEST = "def test_training_data(training_data):\n    training_data.hold()\n"
GOOD = {"prompt": "Where is it?", "completion": "In Riga."}
BROKEN = {"prompt": "Where is it?"}


def trained_on(project: Project, rows: list[object], accepted: dict[str, str] | None = None) -> None:
    file = project.write("data/train.jsonl", "".join(json.dumps(row) + "\n" for row in rows))
    folder = project.checkpoint("m", manifest=False)
    ref = DataRef(file="data/train.jsonl", sha256=sha256_file(file), rows=len(rows), used=len(rows))
    lint = Linted(rows=len(rows), accepted=accepted or {})
    write_manifest(folder, Manifest(name="m", method="full", data=[ref], lint=lint, files=hash_files(folder)))
    project.simple()
    project.write("suites/test_held_to_lints.py", TEST)
    project.answer("m", "good")


def run(project: Project, *args: str) -> tuple[pytest.RunResult, Record]:
    result = project.run("--model=m", *args)
    return result, project.record


@pytest.mark.parametrize("workers", ["-n0", "-n1"])
def test_an_error_in_the_data_fails_the_run(project: Project, workers: str) -> None:
    trained_on(project, [GOOD, BROKEN])

    result, record = run(project, workers)

    assert (result.ret, record.decision) == (1, "FAIL")
    result.stdout.fnmatch_lines(["*data/train.jsonl:2: broken-row: completion: is missing*"])
    assert record.training is not None
    errors = [f for f in record.training.findings if f.severity == "error"]
    assert [(f.rule, f.places) for f in errors] == [("broken-row", ["data/train.jsonl:2"])]


def test_what_was_accepted_at_training_fails_nothing_and_stays_visible(project: Project) -> None:
    trained_on(project, [GOOD, BROKEN], {"broken-row": "an old export", "a-rule-of-another-version": "gone"})

    result, record = run(project, "-n0")

    assert (result.ret, record.decision) == (0, "PASS")
    assert record.training is not None
    assert record.training.findings[0].accepted == "an old export"
    assert "an old export" in (project.root / "records" / record.id / "report.html").read_text(encoding="utf-8")


def test_data_that_are_not_at_hand_are_not_checked_and_that_is_said(project: Project) -> None:
    trained_on(project, [GOOD])
    (project.root / "data/train.jsonl").write_text("changed\n", encoding="utf-8")

    result, record = run(project, "-n0")

    assert record.decision == "PASS"
    assert record.training is not None
    assert record.training.unchecked == [
        "data/train.jsonl: has changed since the candidate was trained on it",
        "the checkpoint holds no fingerprint of its training text, so no case was sought in it",
    ]
    result.stdout.fnmatch_lines(["*not checked: data/train.jsonl: has changed*"])
    page = (project.root / "records" / record.id / "report.html").read_text(encoding="utf-8")
    assert 'class="unchecked"' in page


def test_without_the_data_cases_are_sought_in_the_checkpoint_s_fingerprint(project: Project) -> None:
    trained_on(project, [GOOD])
    asked = "May a customer who lost the receipt bring the lantern back to the desk in Riga?"
    project.cases("greet", [{"id": "leaked", "prompt": asked, "expect": [{"matches": "good"}]}], file="b.yaml")
    make_fingerprint([f"Hello! {asked} Thank you!"], project.root / "m")
    made = read_manifest(project.root / "m")
    assert made is not None
    write_manifest(project.root / "m", made.model_copy(update={"files": hash_files(project.root / "m")}))
    (project.root / "data/train.jsonl").unlink()
    project.answer("m", "good")

    result, record = run(project, "-n0")

    assert (result.ret, record.decision) == (1, "FAIL")
    assert record.training is not None
    errors = [f for f in record.training.findings if f.severity == "error"]
    assert [f.message.partition(" ")[0] for f in errors] == ["greet/leaked"]


def test_an_embedding_model_that_fails_costs_the_paraphrases_alone(project: Project) -> None:
    trained_on(project, [GOOD, BROKEN])
    project.write("pyproject.toml", "[tool.ckptgate]\nembeddings = 'nowhere'\n")

    result, record = run(project, "-n0")

    assert result.ret == 1
    assert record.training is not None
    assert record.training.counts["broken-row"] == 1
    assert any("nowhere: there is no such directory" in why for why in record.training.unchecked)


def test_data_that_can_not_be_read_are_not_checked_and_that_is_said(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    trained_on(project, [GOOD])

    def refused(_: object) -> str:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("harness.training_data.digest_rows", refused)
    _, record = run(project, "-n0")

    assert record.training is not None
    assert record.training.unchecked[0] == "data/train.jsonl: can't be read: Permission denied"
