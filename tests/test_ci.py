"""What a build server is told: annotations, a step's summary, one exit status, and the files that ship for it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest
import yaml
from project import Project
from report.records import SAMPLES, make_case, make_hostile, make_record
from typer.testing import CliRunner

from harness.ci import Gathered, annotation_lines, gathered, step_summary, unsuccessful
from harness.cli import app
from harness.figures import Lang
from harness.record import Answer, Record, write_record
from harness.report import write_summary
from harness.report.summary import MARKER
from harness.source import SourceError

ROOT = Path(__file__).parents[1]


def laid(record: Record, folder: Path) -> Path:
    record = record.model_copy(update={"id": "-".join(folder.parts[-3:])})
    write_record(record, folder)
    write_summary(record, folder)
    return folder


def lines(record: Record, prefix: str = "", lang: Lang = "en") -> list[str]:
    return list(annotation_lines(Gathered(records=((Path(), record),), lang=lang), Path(prefix)))


def test_the_worst_ten_are_annotated_the_decision_first_then_cases_on_their_lines() -> None:
    """Critical ones first; the rest is counted."""
    told = lines(SAMPLES["refused"](), "shop")
    assert len(told) == 11
    assert told[0].startswith("::error title=ckptgate ")
    assert "::✗ FAIL support-narrow/ckpt-3: " in told[0]
    assert told[1].startswith("::error file=shop/golden/answers/en.yaml,line=115,title=golden/shop-018 newly broken::")
    record = SAMPLES["refused"]()
    n = sum(c.flip == "broken" or (c.critical and c.flip == "both miss") for c in record.cases)
    assert told[-1] == f"::notice::{n - 9} further cases broken or missed: see the report"
    assert lines(SAMPLES["passing"]())[0].startswith("::warning file=")


def test_what_is_missing_is_annotated_before_any_case(tmp_path: Path) -> None:
    laid(SAMPLES["passing"](), tmp_path / "a")
    found = gathered([tmp_path], {"lint": "skipped", "gate": "failure"})
    told = list(annotation_lines(found, Path()))
    assert told[:2] == [
        "::error title=ckptgate::job lint: skipped",
        "::error title=ckptgate::job gate: failure",
    ]
    assert sum(line.startswith(("::error", "::warning")) for line in told) <= 10


@pytest.mark.parametrize(
    "text", ["a\n::error::forged", "x,line=1::stop", "%0A::add-mask::x", "\r\n::group::", "\u2028::x"]
)
def test_what_a_model_wrote_gives_the_server_no_command(text: str) -> None:
    for line in lines(make_hostile(text)):
        assert "\n" not in line
        assert "\r" not in line
        command, _, _ = line.removeprefix("::").partition("::")
        level, _, values = command.partition(" ")
        assert level in ("error", "warning", "notice")
        keys = [value.partition("=")[0] for value in values.split(",")]
        assert keys in ([""], ["title"], ["file", "line", "title"])


def test_a_line_of_the_log_holds_no_command_in_its_middle(tmp_path: Path) -> None:
    """GitHub's runner looks for the older form `##[error]…` anywhere in a line."""
    record = make_record([make_case()], []).model_copy(update={"sentence": "server said ##[stop-commands]x"})
    laid(record, tmp_path)
    told = gathered([tmp_path], {"##[error]": "skipped"}).lines()
    assert not [line for line in told if "##[" in line]


def test_personal_data_is_masked_in_a_log() -> None:
    told = Answer(reply="x", passed=False, reason="no refusal in “write to ivan@mail.ru”", finish="stop", tokens=1)
    (line,) = [line for line in lines(make_record([make_case(candidate=told)], [])) if "file=" in line]
    assert "ivan@" not in line
    assert "i***@mail.ru" in line


def test_the_worst_record_decides_and_what_is_missing_is_no_pass(tmp_path: Path) -> None:
    good = laid(SAMPLES["passing"](), tmp_path / "a/records/1")
    assert gathered([good]).status == 0
    assert gathered([good], expect=2).status == 11
    assert gathered([good], {"gate": "skipped"}).status == 11
    assert gathered([good, tmp_path / "nowhere"]).status == 11
    laid(SAMPLES["inconclusive"](), tmp_path / "b/records/1")
    assert gathered([tmp_path]).status == 10
    assert gathered([tmp_path], expect=3).status == 11
    laid(SAMPLES["refused"](), tmp_path / "c/records/1")
    assert [record.decision for _, record in gathered([tmp_path]).records] == ["FAIL", "INCONCLUSIVE", "PASS"]
    assert gathered([tmp_path], expect=9).status == 1
    assert gathered([]).status == 11
    assert gathered([], expect=0).status == 11


def test_a_failed_job_that_no_record_explains_is_no_pass(tmp_path: Path) -> None:
    """Its gate may have passed before another step failed, or it may be no gate at all."""
    laid(SAMPLES["passing"](), tmp_path / "a")
    found = gathered([tmp_path], {"lint": "failure"})
    assert found.status == 11
    assert found.lines()[-1] == "! job lint: failure"
    laid(SAMPLES["inconclusive"](), tmp_path / "b")
    assert gathered([tmp_path], {"gate": "failure"}).status == 10


def test_a_record_that_is_found_twice_counts_once(tmp_path: Path) -> None:
    place = laid(SAMPLES["passing"](), tmp_path / "a")
    shutil.copytree(place, tmp_path / "b")
    assert gathered([place, tmp_path], expect=2).lines()[-1] == "! 1 of 2 records"


def test_records_of_the_dev_split_are_told_and_decide_nothing(tmp_path: Path) -> None:
    """`ckptgate select` leaves them beside the gate's."""
    dev = SAMPLES["passing"]().model_copy(update={"split": "dev", "decision": "NOT DECIDED"})
    laid(dev, tmp_path / "dev")
    assert gathered([tmp_path]).status == 11
    laid(SAMPLES["passing"](), tmp_path / "gate")
    found = gathered([tmp_path])
    assert found.status == 0
    assert [line[:1] for line in found.lines()] == ["✓", "–"]


@pytest.mark.parametrize("text", ["", "{", '{"format": "x"}', "[]", "\udcff"])
def test_a_damaged_record_is_told_beside_the_others_and_is_no_pass(tmp_path: Path, text: str) -> None:
    laid(SAMPLES["passing"](), tmp_path / "good")
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad/record.json").write_bytes(text.encode(errors="surrogateescape"))
    found = gathered([tmp_path])
    assert found.status == 11
    assert len(found.records) == 1
    line = found.lines()[-1]
    assert "bad/record.json: a record that can't be read (not a record that this version reads: " in line
    assert "()" not in line
    assert "запись не читается" in gathered([tmp_path], lang="ru").lines()[-1]


def test_only_records_written_since_are_taken(tmp_path: Path) -> None:
    old, new = laid(SAMPLES["refused"](), tmp_path / "old"), laid(SAMPLES["passing"](), tmp_path / "new")
    os.utime(old / "record.json", (100, 100))
    os.utime(new / "record.json", (300, 300))
    assert gathered([tmp_path], newer=200).status == 0
    assert gathered([tmp_path], newer=400).status == 11


def test_a_job_that_did_not_end_well_is_told_by_name() -> None:
    needs = {"gate": {"result": "failure"}, "lint": {"result": "skipped"}, "x": {"result": "success"}}
    assert unsuccessful(json.dumps(needs)) == {"gate": "failure", "lint": "skipped"}
    for wrong in ("", "[]", "{", '{"gate": "success"}'):
        with pytest.raises(SourceError, match="toJSON"):
            unsuccessful(wrong)
    with pytest.raises(SourceError, match="names no job"):
        unsuccessful("{}")


def test_a_step_s_summary_and_a_comment_stay_within_their_room(tmp_path: Path) -> None:
    """Each record has its share; where there are too many, the rest is counted."""
    for n in range(40):
        laid(SAMPLES["refused"](), tmp_path / f"{n}")
    found = gathered([tmp_path])
    text = step_summary(found)
    assert text.startswith(MARKER)
    assert text.count("### Newly broken") == 40
    assert len(text.encode()) <= 1_000_000
    short = step_summary(found, 60_000)
    assert len(short.encode()) <= 60_000
    assert "and 20 more" in short
    assert re.search(r"\d+ more summaries left out\.", short)
    few = step_summary(Gathered(records=found.records[:4]), 60_000)
    assert few.count("## ✗ FAIL") == 4
    assert step_summary(Gathered(records=found.records[:1]), 60_000).count(MARKER) == 1


def test_a_summary_says_what_others_wrote_as_text(tmp_path: Path) -> None:
    record = SAMPLES["passing"]()
    named = record.candidate.model_copy(update={"name": "@team <img> [x](http://a.example)"})
    record = record.model_copy(update={"candidate": named})
    laid(record, tmp_path)
    told = step_summary(gathered([tmp_path], {"<b>": "skipped"}))
    for raw in ("@team", "<img>", "[x]", "http://a", "<b>"):
        assert raw not in re.sub(r"`[^`]*`", "", told)


def test_the_command_annotates_summarizes_and_exits_by_the_decision(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = laid(SAMPLES["refused"](), tmp_path / "records/1")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path.parent))
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "step.md"))
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    quiet = CliRunner().invoke(app, ["ci", str(record)])
    assert "::error" not in quiet.output
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    found = CliRunner().invoke(app, ["ci", str(record), "--comment", "comment.md"])
    assert found.exit_code == quiet.exit_code == 1
    assert f"::error file={tmp_path.name}/golden/" in found.output
    assert (tmp_path / "step.md").read_text(encoding="utf-8").count("## ✗ FAIL") == 2
    assert (tmp_path / "comment.md").read_text(encoding="utf-8").startswith(MARKER)


def test_the_command_speaks_russian(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a person reads: the decision, annotations, the comment, and what the command refuses."""
    laid(SAMPLES["refused"](), tmp_path / "records/1")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    told = (
        CliRunner()
        .invoke(
            app,
            [
                "ci",
                "records",
                "--expect",
                "2",
                "--lang=ru",
                "--comment",
                "c.md",
                "--needs",
                '{"a": {"result": "skipped"}}',
            ],
        )
        .output
    )
    for words in (
        "✗ FAIL support-narrow/ckpt-3: Выпускать нельзя", "! задача a: skipped", "! записей: 1 из 2", "%3A сломано::",
        "::notice::ещё ",
    ):  # fmt: skip
        assert words in told, words
    assert "Выпускать нельзя" in (tmp_path / "c.md").read_text(encoding="utf-8")
    refused = CliRunner().invoke(app, ["ci", "records", "--lang=ru", "--needs", ""]).exception
    assert str(refused).startswith("--needs берёт то, что даёт `toJSON(needs)`")


def test_later_steps_can_ask_for_the_decision_and_the_folder(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project.root)
    monkeypatch.setenv("GITHUB_OUTPUT", "out")
    assert CliRunner().invoke(app, ["ci"]).exit_code == 11
    told = Path("out").read_text(encoding="utf-8").splitlines()
    assert told == ["status=11", "decision=ERROR", f"records={(project.root / 'records').resolve()}"]


def test_annotations_stand_on_the_project_s_files_also_from_a_folder_of_it(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    laid(SAMPLES["refused"](), project.root / "records/1")
    (project.root / "suites").mkdir(exist_ok=True)
    monkeypatch.chdir(project.root / "suites")
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(project.root.parent))
    assert f"file={project.root.name}/golden/" in CliRunner().invoke(app, ["ci"]).output


def test_a_file_that_can_t_be_written_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    laid(SAMPLES["passing"](), tmp_path / "records")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "no/step.md"))
    refused = CliRunner().invoke(app, ["ci", str(tmp_path / "records"), "--comment", str(tmp_path / "c.md")])
    assert "no/step.md: can't be written: " in str(refused.exception)


@pytest.mark.parametrize("workers", ["-n0", "-n1"])
def test_junit_says_which_case_and_what_each_gate_came_to(project: Project, workers: str) -> None:
    project.cases(
        "greet", [{"id": f"c{i}", "prompt": f"Question {i}?", "expect": [{"equals": "good"}]} for i in range(20)]
    )
    project.suite("greet", "floor=0.5, baseline='production'")
    project.write("suites/test_what_it_learnt_from.py", "def test_rows(training_data):\n    pass\n")
    for name in ("shop/ckpt-1", "shop/ckpt-2"):
        project.checkpoint(f"runs/{name}")
        project.answer(name, {f"c{i}": "good" if i else "write to ivan@mail.ru" for i in range(20)})
    project.run("--model=shop/ckpt-2", "--baseline=shop/ckpt-1", "--junit-xml=junit.xml", workers)
    told, skipped = {}, {}
    for case in ET.parse(project.root / "junit.xml").iter("testcase"):  # noqa: S314 - written by pytest just now
        name = case.get("name")
        told[name] = {p.get("name"): p.get("value") for p in case.iter("property")}
        skipped[name] = [element.get("message") for element in case.iter("skipped")]
    assert told["test_greet[c0]"] == {"case": "greet/c0", "place": "golden/greet/a.yaml:4"}
    (why,) = skipped["test_greet[c0]"]
    assert "i***@mail.ru" in str(why), why
    assert told["test_rows"] == {}
    gate = {"record": project.record.id, "decision": "INCONCLUSIVE"}  # of twenty cases
    assert told["gate[greet]"].items() >= (gate | {"cases": "20", "candidate": "0.9500"}).items()
    assert told["gate[overall]"].items() >= (gate | {"margin": "0.0300"}).items()


def action() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    return loaded


def ran(folder: Path, **programs: str) -> subprocess.CompletedProcess[str]:
    """The shell of the action's step as the runner starts it, with these bodies of programs in place of their own."""
    bash = shutil.which("bash")
    assert bash
    for name, body in programs.items():
        (folder / name).write_text(f"#!{bash}\n{body}\n")
        (folder / name).chmod(0o755)
    step = next(step for step in action()["runs"]["steps"] if step.get("id") == "gate")
    given = {"MODEL": "my model", "ARGUMENTS": "-k 'refund or gift' *", "SPOKEN": "ru"}
    assert set(step["env"]) == set(given)
    return subprocess.run(
        [bash, "--noprofile", "--norc", "-e", "-u", "-o", "pipefail", "-c", step["run"]],
        cwd=folder, env={"PATH": f"{folder}:{os.environ['PATH']}"} | given, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("pytest_status", "ci_status", "status"), [(0, 0, 0), (10, 10, 10), (0, 11, 11), (2, 11, 2), (1, 0, 1)]
)
def test_the_action_fails_unless_the_gate_ran_and_passed(
    tmp_path: Path, pytest_status: int, ci_status: int, status: int
) -> None:
    found = ran(tmp_path, pytest=f"exit {pytest_status}", ckptgate=f'echo "$@"; exit {ci_status}')
    assert found.returncode == status, found.stderr
    assert "ci --since .ckptgate-ci/begun --comment .ckptgate-ci/comment.md --lang ru" in found.stdout


def test_what_pytest_prints_in_the_action_is_no_command(tmp_path: Path) -> None:
    """A reply that begins with `::` would be one."""
    found = ran(tmp_path, pytest="printf '::error::forged'", ckptgate="true")
    stop, forged, end = (line for line in found.stdout.splitlines() if line)
    assert forged == "::error::forged"
    assert re.fullmatch("::stop-commands::[0-9a-f]{32}", stop)
    assert end == f"::{stop.removeprefix('::stop-commands::')}::"


def test_arguments_of_the_action_are_quoted_as_in_a_shell(tmp_path: Path) -> None:
    found = ran(tmp_path, pytest='printf "%s|" "$PYTEST_ADDOPTS" "$@"', ckptgate="true")
    assert " -k 'refund or gift' *|--model=my model|--lang=ru|" in found.stdout


def test_the_action_s_decision_is_that_of_the_records_of_this_run(project: Project) -> None:
    """With the command itself: what lay there before does not count."""
    laid(SAMPLES["passing"](), project.root / "records/old")
    os.utime(project.root / "records/old/record.json", (1, 1))
    command = f'PYTHONPATH={ROOT} exec {sys.executable} -c "from harness.cli import main; main()" "$@"'
    assert ran(project.root, pytest="true", ckptgate=command).returncode == 11
    told = (project.root / ".ckptgate-ci/comment.md").read_text(encoding="utf-8")
    assert "записей: 0 из 1" in told
    copy = "cp -r records/old records/new; touch records/new/record.json"
    assert ran(project.root, pytest=copy, ckptgate=command).returncode == 0


def test_the_files_for_build_servers_are_whole() -> None:
    """They parse; the required job runs always, names its jobs, and expects as many records as there are products."""
    github = yaml.safe_load((ROOT / "docs/ci/github.yml").read_text(encoding="utf-8"))
    gate, last = github["jobs"]["gate"], github["jobs"]["ckptgate"]
    assert last["if"] == "always()"
    assert last["needs"] == ["gate"]
    run = last["steps"][-1]["run"]
    assert f"--expect {len(gate['strategy']['matrix']['product'])}" in run
    assert "--needs" in run
    inputs = action()["inputs"]
    assert set(next(step for step in gate["steps"] if "ckptgate@" in step.get("uses", ""))["with"]) <= set(inputs)
    assert github["permissions"] == {"contents": "read"}
    assert gate["permissions"]["pull-requests"] == "write"
    checkouts = [step for step in gate["steps"] if "actions/checkout" in step.get("uses", "")]
    assert [step["with"]["persist-credentials"] for step in checkouts] == [False]
    cache = [step["with"]["key"] for step in gate["steps"] if "actions/cache/" in step.get("uses", "")]
    assert len(cache) == 2
    assert cache[0] == cache[1]
    gitlab = yaml.safe_load((ROOT / "docs/ci/gitlab.yml").read_text(encoding="utf-8"))
    assert gitlab["ckptgate"]["when"] == "always"
    assert f"--expect {len(gitlab['gate']['parallel']['matrix'][0]['PRODUCT'])}" in gitlab["ckptgate"]["script"][-1]
