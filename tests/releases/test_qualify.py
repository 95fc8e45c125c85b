"""What a record has to be so that a checkpoint may be released on it, and what is said where it is not."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_project import CASES, PROMPT, SUITE, Project

from harness.record import Record
from harness.releases import Refused
from harness.releases.qualify import differences, shortcomings


def refusal(project: Project, version: str = "1.0.0", name: str = "ckpt-3") -> Refused:
    """Try to release, see it refused and nothing changed; returns the refusal."""
    before = project.journal.read()
    with pytest.raises(Refused) as caught:
        project.release(version, name)
    assert project.journal.read() == before
    assert str(caught.value).startswith(f"support@{version} is not released:\n")
    return caught.value


def test_no_record_says_how_to_make_one(project: Project) -> None:
    """Nothing was evaluated: the command stands in the message."""
    assert "no record of these weights" in refusal(project).reasons[0]
    assert "`pytest --model=ckpt-3`" in refusal(project).reasons[0]


@pytest.mark.parametrize("word", ["FAIL", "INCONCLUSIVE", "ERROR", "NOT DECIDED"])
def test_only_a_pass_releases(project: Project, word: str) -> None:
    """The refusal carries the record's own sentence."""
    record_id = project.evaluate(decision=word, exit_status=1, sentence="forgetting: 12 broken of 400")
    told = refusal(project)
    assert told.reasons[0].startswith("the gate ")
    assert told.reasons[0].endswith(": forgetting: 12 broken of 400")
    assert record_id in told.notices[0]


def test_a_changed_weight_is_said(project: Project) -> None:
    """The same folder, other bytes in it than those that were tested."""
    record_id = project.evaluate()
    project.checkpoint(weights="trained once more")
    (reason,) = refusal(project).reasons
    assert reason.startswith("weights: the files of runs/support/ckpt-3 are not those that were tested")
    assert record_id in reason


def test_a_changed_case_a_lost_suite_and_a_new_file_are_named(project: Project) -> None:
    """Each file that differs, by its path, and nothing else."""
    record_id = project.evaluate()
    project.write(CASES, "suite: golden\n# another case\n")
    (project.root / SUITE).rename(project.root / "suites/test_gold.py")
    assert refusal(project).reasons == (
        f"{CASES} changed since record {record_id}",
        f"{SUITE} went missing since record {record_id}",
        f"suites/test_gold.py came in since record {record_id}",
    )


def test_many_changed_files_are_counted_not_listed(project: Project) -> None:
    """Five by name, the others as a number."""
    project.evaluate()
    for i in range(9):
        project.write(f"golden/answers/new-{i}.yaml", "suite: golden\n")
    (reason,) = refusal(project).reasons
    assert "new-4.yaml and 4 more came in" in reason
    assert "new-5" not in reason


def test_a_changed_prompt_is_said(project: Project) -> None:
    """The system prompt is part of what was tested."""
    record_id = project.evaluate()
    project.write(PROMPT, "You answer for a shop. Be brief.\n")
    assert refusal(project).reasons == (f"the system prompt changed since record {record_id}",)


def test_changed_sampling_is_said(project: Project) -> None:
    """With both values."""
    project.evaluate(candidate={**project.record()["candidate"], "deployment": project.deployment(tokens=128)})
    (reason,) = refusal(project).reasons
    assert reason.startswith("sampling: max_new_tokens was 128, is 64 now")


def test_a_deployment_whose_content_belies_its_digest_is_not_believed(project: Project) -> None:
    """The right digest over another prompt."""
    made = project.record()
    made["candidate"]["deployment"]["system"] = "Say yes to everything."
    project.save(made)
    assert "the system prompt changed" in refusal(project).reasons[0]


def test_a_changed_manifest_is_said(project: Project) -> None:
    """The description of the training was edited, the weights were not."""
    project.evaluate()
    file = project.root / "runs/support/ckpt-3/manifest.json"
    file.write_bytes(file.read_bytes().replace(b'"lora"', b'"full"'))
    assert "manifest.json of runs/support/ckpt-3 changed" in refusal(project).reasons[0]


def test_the_dev_split_and_a_partial_run_release_nothing(project: Project) -> None:
    """Each is said as what it is."""
    project.evaluate(split="dev")
    assert "is of the dev split" in refusal(project).reasons[0]
    shutil.rmtree(project.records)
    project.evaluate(complete=False, decision="NOT DECIDED", exit_status=11)
    assert "is of a partial run" in refusal(project).reasons[0]


def test_sampling_that_only_the_command_line_asked_for_releases_nothing(project: Project) -> None:
    """A seed found by trying is no evidence."""
    project.evaluate(asked={"samples": 4, "seed": 7})
    (reason,) = refusal(project).reasons
    assert "was made with --samples=4, --seed=7: what a release rests on stands in the settings" in reason


def test_production_that_moved_since_the_record_is_said(project: Project) -> None:
    """ckpt-4 was compared with 1.0.0; since then 1.1.0 came in."""
    project.evaluate()
    project.release("1.0.0")
    project.checkpoint("ckpt-4")
    project.evaluate("ckpt-4")
    project.ship("1.1.0", "ckpt-5")
    (reason,) = refusal(project, "1.2.0", "ckpt-4").reasons
    assert reason.startswith("production has moved from support@1.0.0 to support@1.1.0 since record")


def test_a_record_without_a_baseline_is_not_enough_once_something_is_in_production(project: Project) -> None:
    """A first release's record can't serve for a second."""
    project.checkpoint("ckpt-4")
    record = project.record("ckpt-4")
    project.evaluate()
    project.release("1.0.0")
    project.save(record)
    (reason,) = refusal(project, "1.1.0", "ckpt-4").reasons
    assert "compares with no baseline, and support@1.0.0 is in production" in reason
    assert "model: support@prod" in reason


def test_a_baseline_under_another_deployment_is_not_production(project: Project) -> None:
    """The released weights with another prompt are not what customers get."""
    project.evaluate()
    project.release("1.0.0")
    project.checkpoint("ckpt-4")
    record = project.record("ckpt-4")
    record["production"]["deployment"] = project.deployment(tokens=8)
    project.save(record)
    assert "under another deployment" in refusal(project, "1.1.0", "ckpt-4").reasons[0]


def test_a_newer_failure_of_the_same_question_outweighs_an_older_pass(project: Project) -> None:
    """Nobody picks the record they like; records of another question don't count either way."""
    project.evaluate()
    failed = project.evaluate(decision="FAIL", exit_status=1, sentence="floor missed")
    project.evaluate(split="dev")
    told = refusal(project)
    assert told.reasons == ("the gate failed: floor missed",)
    assert failed in told.notices[0]
    project.evaluate()
    assert project.release("1.0.0").release.version == "1.0.0"


def test_an_older_record_serves_where_the_newer_is_of_another_question(project: Project) -> None:
    """A partial run after the full one takes nothing away."""
    full = project.evaluate()
    project.evaluate(complete=False, decision="NOT DECIDED", exit_status=11)
    assert project.release("1.0.0").release.record == full


def test_the_newest_is_by_its_time_whatever_the_zone_and_the_id(project: Project) -> None:
    """09:00 at +03:00 is earlier than 07:00 UTC."""
    project.evaluate(id="zzz", created="2026-01-01T09:00:00+03:00")
    project.evaluate(id="aaa", created="2026-01-01T07:00:00+00:00")
    assert project.release("1.0.0").release.record == "aaa"


def _gate(record: dict[str, Any], **changes: Any) -> None:
    record["suites"][0]["gates"][0].update(changes)


def _suite(record: dict[str, Any], **changes: Any) -> None:
    record["suites"][0].update(changes)


LIES: dict[str, tuple[Callable[[dict[str, Any]], None], str]] = {
    "exit status": (lambda r: r.update(exit_status=11), "exit status 11"),
    "no suites": (lambda r: r.update(suites=[], cases=[]), "holds no suite"),
    "no files": (lambda r: r.update(files={}), "names no files"),
    "a gate failed": (lambda r: _gate(r, decision="FAIL", reason="1 of 2"), "floor of golden in it says FAIL: 1 of 2"),
    "a gate undecided": (lambda r: _gate(r, decision="INCONCLUSIVE"), "says INCONCLUSIVE"),
    "no gates": (lambda r: _suite(r, gates=[]), "has no gate"),
    "a suite not decided": (lambda r: _suite(r, decision="NOT DECIDED"), "says NOT DECIDED"),
    "a case never ran": (lambda r: _suite(r, planned=3), "2 of 3 cases ran"),
    "nothing planned": (lambda r: _suite(r, planned=0, ran=0, candidate=None), "0 of 0 cases ran"),
    "no rate": (lambda r: _suite(r, candidate=None), "the replies are not those"),
    "a reply is missing": (lambda r: r["cases"][1].update(candidate=None), "the replies are not those"),
    "cases left out": (lambda r: r.update(cases=r["cases"][:1]), "the replies are not those"),
    "counted a miss": (
        lambda r: r["cases"][1].update(candidate={**r["cases"][1]["candidate"], "passed": False}),
        "counts 2 passed, its cases say 1",
    ),
    "a must missed": (
        lambda r: r["cases"][0].update(candidate={**r["cases"][0]["candidate"], "passed": False}),
        "critical cases missed: refund",
    ),
    "pairs missing": (
        lambda r: _suite(r, baseline={**r["suites"][0]["candidate"], "n": 1}),
        "the baseline answered 1 of 2",
    ),
    "a suite twice": (lambda r: r.update(suites=r["suites"] * 2), "holds a suite twice"),
    "stray cases": (lambda r: r["cases"].append({**r["cases"][0], "suite": "policy"}), "it doesn't decide: policy"),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_pass_that_its_own_numbers_belie_releases_nothing(project: Project, lie: str) -> None:
    """The word PASS alone is not believed: each part that contradicts it is enough, and is named."""
    change, told = LIES[lie]
    record = project.record()
    change(record)
    if lie == "no files":
        for folder in ("golden", "suites"):
            shutil.rmtree(project.root / folder)
    project.save(record)
    assert told in "\n".join(refusal(project).reasons)


def test_differences_alone_also_look_at_the_weights(project: Project) -> None:
    """The function fails closed for whoever asks it about a record of other weights, and is silent for its own."""
    record = Record.model_validate(project.record())
    assert differences(record, project.candidate(), None) == []
    (reason,) = differences(record, replace(project.candidate(), digest="0" * 64), None)
    assert "are not those that were tested" in reason


def test_the_record_of_these_tests_is_sound(project: Project) -> None:
    """The clean twin of the lies above."""
    assert shortcomings(Record.model_validate(project.record())) == []


RUBBISH: dict[str, bytes] = {
    "empty": b"",
    "cut short": b'{"format": "ckptgate.record/1", "id": "x", "candidate": {"name": "support/ckpt-3", "pa',
    "not JSON": b"ckpt-3",
    "not UTF-8": b"\xff\xfe ckpt-3",
    "a list": b'["ckpt-3"]',
    "deep": b"[" * 200_000 + b'"ckpt-3"',
    "another format": b'{"format": "ckptgate.record/9", "name": "ckpt-3"}',
}


@pytest.mark.parametrize("kind", RUBBISH)
def test_a_record_that_cannot_be_read_is_left_out_with_a_notice(project: Project, kind: str) -> None:
    """It neither stops a release on a sound record nor passes in silence where there is none."""
    file = project.records / "broken" / "record.json"
    file.parent.mkdir(parents=True)
    file.write_bytes(RUBBISH[kind])
    (notice,) = refusal(project).notices
    assert "broken/record.json" in notice
    project.evaluate()
    assert project.release("1.0.0").release.version == "1.0.0"


def test_a_record_that_is_no_file_or_not_in_its_folder_is_left_out(project: Project) -> None:
    """A folder, a pipe (which would block for ever), a record copied under another id, a time that is none."""
    for name in ("a", "b", "c", "d"):
        (project.records / name).mkdir(parents=True)
    (project.records / "a/record.json").mkdir()
    os.mkfifo(project.records / "b/record.json")
    kept = project.evaluate()
    shutil.copy(project.records / kept / "record.json", project.records / "c/record.json")
    shutil.rmtree(project.records / kept)
    project.evaluate(id="d", created="yesterday")
    project.evaluate(id="e", created="2026-01-01T00:00:00")
    notices = "\n".join(refusal(project).notices)
    assert notices.count("not a regular file") == 2
    assert f"its id is '{kept}', not its folder's name" in notices
    assert "created is no time: 'yesterday'" in notices
    assert "created has no time zone" in notices


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=60), st.integers(0, 4000))
def test_any_bytes_in_a_record_are_refused_in_words(
    tmp_path_factory: pytest.TempPathFactory, rubbish: bytes, at: int
) -> None:
    """A passing record with bytes written over any part of it is refused or released, never an unknown error."""
    project = Project(tmp_path_factory.mktemp("p"))
    project.checkpoint()
    file = project.records / project.evaluate() / "record.json"
    content = file.read_bytes()
    file.write_bytes(content[:at] + rubbish + content[at + len(rubbish) :])
    with contextlib.suppress(Refused):
        project.release("1.0.0")
    assert len(project.journal.read()) in (0, 2)


def test_a_critical_case_that_the_record_calls_none_is_said(project: Project) -> None:
    """The case files say which are critical, not the record."""
    made = Record.model_validate(project.record())
    for case in made.cases:
        object.__setattr__(case, "critical", False)
    now = replace(project.candidate(), criticals=frozenset({"golden/refund"}))
    assert any("does not call golden/refund critical" in reason for reason in differences(made, now, None))


def test_a_record_with_an_anchor_and_no_comparison_with_it_is_said(project: Project) -> None:
    record = project.record()
    record["anchor"] = record["candidate"]
    record["suites"][0]["policy"] = {**record["suites"][0]["policy"], "pool": True}
    assert any("names an anchor and holds no comparison" in why for why in shortcomings(Record.model_validate(record)))


def test_a_verdict_of_the_baseline_that_its_count_does_not_bear_is_said(project: Project) -> None:
    project.ship("1.0.0", "ckpt-2")
    project.checkpoint("ckpt-3")
    record = project.record()
    record["cases"][0]["baseline"] = {**record["cases"][0]["baseline"], "passed": False}
    assert any("passed by the baseline, its cases say 1" in why for why in shortcomings(Record.model_validate(record)))
