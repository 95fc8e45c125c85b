"""Training rows beside a suite's cases: the gap to held-out questions, and what comes back word for word."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from project import Project

from harness.checkpoint import load_checkpoint
from harness.engines.transformers import TransformersEngine
from harness.manifest import BaseRef, DataRef, Manifest, hash_files, sha256_file, write_manifest
from harness.record import Record, SuiteResult, Trained
from harness.rejudging import contradictions
from harness.replies import Reply
from harness.reply_store import ReplyStore
from harness.resolving import resolve_arms
from harness.settings import load_settings
from harness.training_cases import training_cases

ROWS, CASES = 40, 40
ONE_OF_MANY = "Write to us on the site."


def story(i: int) -> str:
    """Every row's own: no two share a word."""
    return " ".join(f"{word}{i}" for word in ("mara", "hid", "brass", "keys", "under", "old", "grey", "stones", "once"))


@pytest.fixture
def trained(project: Project) -> Project:
    """A checkpoint `m` trained from `b` on forty rows, and a suite of forty held-out cases with twenty rows beside."""
    rows = [[("user", f"Tell me number {i}."), ("assistant", f"{story(i)}. {ONE_OF_MANY}")] for i in range(ROWS)]
    lines = [json.dumps({"messages": [{"role": r, "content": t} for r, t in row]}) + "\n" for row in rows]
    file = project.write("data/train.jsonl", "".join(lines))
    base = load_checkpoint(project.checkpoint("b"), name="b", root=project.root)
    folder = project.checkpoint("m", manifest=False)
    made = Manifest(
        name="m",
        method="full",
        base=BaseRef(name="b", path="b", digest=base.digest),
        parent=base.digest,
        files=hash_files(folder),
        data=[DataRef(file="data/train.jsonl", sha256=sha256_file(file), rows=ROWS, used=ROWS)],
    )
    write_manifest(folder, made)
    project.cases(
        "own", [{"id": f"c{i}", "prompt": f"Case {i}?", "expect": [{"matches": "good"}]} for i in range(CASES)]
    )
    suite(project, "gap=0.2, memorized=0.2")
    return project


def suite(project: Project, mark: str) -> None:
    rows = (
        "@pytest.mark.cases(training=20, variants=['greeting'])\ndef test_rows(case, reply):\n    case.expect(reply)\n"
    )
    project.suite("own", f"floor=0.5, margin=None, {mark}", extra=rows)


def answer_rows(project: Project, role: str, reply: Callable[[str], str], otherwise: str = "What?") -> None:
    """Replies to every row as it stands, and the one to its other wordings."""
    settings = load_settings(project.root)
    arms = resolve_arms("m", None, root=project.root, settings=settings)
    identity = TransformersEngine(device="cpu").identity
    with ReplyStore(project.root / settings.store) as store:
        for case in training_cases(arms["candidate"].about, project.root, suite="own", split="gate", rows=20):
            for i, reading in enumerate(case.readings):
                text = otherwise if i else reply(case.trained)
                request = arms[role].request(reading.case, identity)  # type: ignore[index]
                store.put(arms[role].about.digest, [(request.key, Reply(text=text, finish="stop", tokens=3))])  # type: ignore[index]


def homework(project: Project, held_out: int) -> None:
    """A candidate that knows its training rows by heart, and answers so many of the cases."""
    project.answer("m", {f"c{i}": "good" if i < held_out else "bad" for i in range(CASES)})
    answer_rows(project, "candidate", lambda answer: answer)
    answer_rows(project, "base", lambda answer: ONE_OF_MANY)


def result(project: Project) -> tuple[SuiteResult, Trained]:
    (found,) = project.record.suites
    assert found.trained is not None
    return found, found.trained


def words(project: Project) -> dict[str, str]:
    return {gate.kind: gate.decision for gate in result(project)[0].gates}


@pytest.mark.parametrize("workers", ["-n0", "-n2"])
def test_who_did_the_homework_and_learnt_nothing_shows_a_gap_and_fails(trained: Project, workers: str) -> None:
    homework(trained, held_out=30)
    suite(trained, "gap=0.05")
    assert trained.run("--model=m", workers).ret == 1
    beside = result(trained)[1]
    assert beside.candidate is not None
    assert beside.held_out is not None
    assert (beside.candidate.passed, beside.rows, beside.held_out.passed) == (20, 20, 30)
    assert beside.gap is not None
    assert beside.gap.value == pytest.approx(0.25)
    assert words(trained) == {"integrity": "PASS", "floor": "PASS", "gap": "FAIL"}


def test_rows_are_no_part_of_the_rates(trained: Project) -> None:
    """The suite's counts, its floor and the record's cases are those of the held-out questions alone."""
    homework(trained, held_out=30)
    trained.run("--model=m")
    found, beside = result(trained)
    assert (found.planned, found.ran, len(trained.record.cases)) == (CASES, CASES, CASES)
    assert found.candidate is not None
    assert (found.candidate.passed, found.candidate.n) == (30, 40)
    assert found.wordings == []
    assert {w.name: w.candidate for w in beside.wordings} == {"as it stands": 20, "greeting": 0, "alike": 0}


def test_what_comes_back_word_for_word_is_counted_and_quoted(trained: Project) -> None:
    homework(trained, held_out=40)
    trained.run("--model=m")
    memory = result(trained)[1].memory
    assert memory is not None
    assert (memory.rows, memory.memorized, memory.candidate, memory.base) == (20, 20, 1.0, 0.0)
    assert len(memory.worst) == 3
    row = memory.worst[0]
    assert (row.own, row.of, row.base) == (9, 9, 0)
    assert row.quote == f"“{story(int(row.row[4:]) - 1)}”"


def test_a_candidate_that_answers_in_its_own_words_passes(trained: Project) -> None:
    """Eight of nine words in the trained order, and no piece of eight."""
    trained.answer("m", "good")
    answer_rows(trained, "candidate", lambda answer: answer.replace("under", "below-"))
    answer_rows(trained, "base", lambda answer: "Hm.")
    suite(trained, "gap=0.3, memorized=0.2")
    assert trained.run("--model=m").ret == 0
    assert words(trained) == {"integrity": "PASS", "floor": "PASS", "gap": "PASS", "memorized": "PASS"}


def test_what_the_base_says_as_well_is_not_memorized(trained: Project) -> None:
    trained.answer("m", "good")
    for role in ("candidate", "base"):
        answer_rows(trained, role, lambda answer: answer)
    trained.run("--model=m")
    memory = result(trained)[1].memory
    assert memory is not None
    assert (memory.memorized, memory.base) == (0, 1.0)


def test_without_bounds_the_figures_decide_nothing(trained: Project) -> None:
    homework(trained, held_out=30)
    suite(trained, "pool=False")
    assert trained.run("--model=m").ret == 0
    assert words(trained) == {"integrity": "PASS", "floor": "PASS"}
    assert result(trained)[1].gap is not None


def test_where_the_data_are_not_at_hand_a_bound_is_not_shown_to_hold(trained: Project) -> None:
    homework(trained, held_out=40)
    trained.write("data/train.jsonl", "changed\n")
    assert trained.run("--model=m").ret == 10
    found, beside = result(trained)
    assert "data/train.jsonl has changed" in beside.left_out
    assert all("has changed" in g.reason for g in found.gates if g.kind in ("gap", "memorized"))


def test_a_suite_that_only_warns_does_not_pass_what_was_not_measured(trained: Project) -> None:
    """Nothing is known of it: that is no near miss. A release decides the same from the record's counts."""
    homework(trained, held_out=40)
    trained.write("data/train.jsonl", "changed\n")
    suite(trained, 'gap=0.2, memorized=0.2, inconclusive="warn"')
    assert trained.run("--model=m").ret == 10
    assert words(trained)["gap"] == words(trained)["memorized"] == "INCONCLUSIVE"
    assert contradictions(trained.record) == []


def test_a_record_is_held_to_its_own_counts(trained: Project) -> None:
    """A gap that is called a PASS, and a gate that was taken out, are found."""
    homework(trained, held_out=10)
    trained.run("--model=m")
    assert contradictions(trained.record) == []
    data = trained.record.model_dump(mode="json")
    for gate in data["suites"][0]["gates"]:
        gate["decision"] = "PASS"
    told = contradictions(Record.model_validate(data))
    assert any("gap says PASS" in line for line in told)
    assert any("memorized says PASS" in line for line in told)
    data["suites"][0]["gates"] = [g for g in data["suites"][0]["gates"] if g["kind"] not in ("gap", "memorized")]
    assert sum("no gates of the kind" in line for line in contradictions(Record.model_validate(data))) == 2


@pytest.mark.parametrize("kinds", ["['shouting']", "'typo'", "3"])
def test_variants_that_do_not_make_themselves_are_named(trained: Project, kinds: str) -> None:
    file = trained.root / "suites/test_own.py"
    file.write_text(file.read_text().replace("['greeting']", kinds))
    run = trained.run("--model=m")
    assert run.ret == 2
    run.stdout.fnmatch_lines(["*the mark cases(...) wants variants= as a list out of typo, small letters*"])
