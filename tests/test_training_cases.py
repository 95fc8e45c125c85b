"""Questions of the candidate's own training data: which are asked, how, and what is said where they can't be."""

from __future__ import annotations

import json

import pytest
from project import Project

from harness.manifest import DataRef, Manifest, hash_files, sha256_file, write_manifest

MARK = "@pytest.mark.cases(training=20)\ndef test_trained(case, reply):\n    case.expect(reply)\n"


def row(i: int) -> dict[str, object]:
    turns = [
        ("system", "Be brief."),
        ("user", f"What is number {i}?"),
        ("assistant", f"Number {i} is a very good one."),
    ]
    return {"messages": [{"role": role, "content": text} for role, text in turns]}


@pytest.fixture
def trained(project: Project) -> Project:
    """A checkpoint whose manifest names forty rows, and a suite that asks twenty of them."""
    file = project.write("data/train.jsonl", "".join(json.dumps(row(i)) + "\n" for i in range(40)))
    folder = project.checkpoint("m", manifest=False)
    data = [DataRef(file="data/train.jsonl", sha256=sha256_file(file), rows=40, used=40)]
    write_manifest(folder, Manifest(name="m", method="full", files=hash_files(folder), data=data))
    project.write("suites/test_own.py", f"import pytest\npytestmark = pytest.mark.suite('own', floor=0.5)\n{MARK}")
    return project


def asked(project: Project) -> list[str]:
    """Collect; the ids of the cases."""
    result = project.run("--model=m", "--collect-only", "-q")
    return [line.split("[")[1].rstrip("]") for line in result.outlines if "::test_trained[" in line]


def answer(project: Project, *, by_heart: bool) -> None:
    """Put the replies to every row, by every wording, into the store."""
    from harness.engines.transformers import TransformersEngine
    from harness.replies import Reply
    from harness.reply_store import ReplyStore
    from harness.resolving import resolve_arms
    from harness.settings import load_settings
    from harness.training_cases import training_cases

    settings = load_settings(project.root)
    arm = resolve_arms("m", None, root=project.root, settings=settings)["candidate"]
    with ReplyStore(project.root / settings.store) as store:
        for case in training_cases(arm.about, project.root, suite="own", split="gate", rows=20):
            for i, (_, reading, _) in enumerate(case.readings):
                text = case.expect[0][1]["answer"] if i == 0 or not by_heart else "I do not understand."
                request = arm.request(reading, TransformersEngine(device="cpu").identity)
                store.put(arm.about.digest, [(request.key, Reply(text=text, finish="stop", tokens=3))])


def test_the_same_rows_are_asked_every_time_as_they_were_trained(trained: Project) -> None:
    ids = asked(trained)
    assert len(ids) == len(set(ids)) == 20
    assert ids == asked(trained)
    answer(trained, by_heart=False)
    assert trained.run("--model=m").ret == 0
    case = trained.record.cases[0]
    assert (case.file, f"row-{case.line:05}") == ("data/train.jsonl", case.id)
    assert case.messages[0]["content"] == f"What is number {case.line - 1}?"


@pytest.mark.parametrize("workers", ["-n0", "-n2"])
def test_a_model_that_learnt_its_answers_by_heart_is_told(trained: Project, workers: str) -> None:
    """It knows each question as it was trained, and none in other words."""
    answer(trained, by_heart=True)
    assert trained.run("--model=m", workers).ret == 1
    told = {w.name: w.candidate for w in trained.record.suites[0].wordings}
    assert (told["as it stands"], told["greeting"], told["alike"]) == (20, 0, 0)


def test_where_the_data_are_not_at_hand_it_is_said(trained: Project) -> None:
    """The rows are not asked, other suites are; with nothing else to ask there is no verdict."""
    trained.write("data/train.jsonl", "changed\n")
    trained.simple(20)
    trained.answer("m", "good")
    assert trained.run("--model=m").ret == 0
    assert any("train.jsonl has changed since m was trained" in notice for notice in trained.record.notices)
    (trained.root / "data/train.jsonl").unlink()
    assert asked(trained) == ["NOTSET"]
    (trained.root / "suites/test_greet.py").unlink()
    assert trained.run("--model=m").ret != 0


@pytest.mark.parametrize("mark", ["", "rows=3", "training=0", "training='all'", "3, training=2"])
def test_a_mark_that_makes_no_sense_is_named(trained: Project, mark: str) -> None:
    file = trained.root / "suites/test_own.py"
    file.write_text(file.read_text().replace("training=20", mark))
    result = trained.run("--model=m")
    assert result.ret == 2
    result.stdout.fnmatch_lines(["*the mark cases(...) *"])


def test_rows_that_are_no_conversation_are_passed_over() -> None:
    """What the trainer would refuse is not asked either."""
    from harness.training_cases import _talk

    for broken in (5, {}, {"messages": []}, {"messages": [{"role": "user", "content": "Hi"}]}, {"messages": [3]}):
        assert _talk(broken) is None
