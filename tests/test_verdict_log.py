from __future__ import annotations

import json
import os
import resource
import signal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from project import Project

from harness.session import Scored, Unit
from harness.verdict_log import VerdictLog

REASONS = st.none() | st.text()
SCORED = st.builds(
    Scored,
    reasons=st.dictionaries(st.sampled_from(["candidate", "production", "base"]), st.lists(REASONS, max_size=3)),
    error=REASONS,
    asked=st.booleans(),
)
UNITS = st.builds(Unit, st.text(max_size=2), st.text(max_size=2), st.text(max_size=2))


@given(st.lists(st.tuples(UNITS, SCORED | st.none()), max_size=12))
def test_behaves_as_a_dictionary(tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[Unit, Any]]) -> None:
    log, plain = VerdictLog(tmp_path_factory.mktemp("log") / "deep/a.jsonl"), dict[Unit, Scored]()
    for unit, scored in steps:
        if scored is not None:
            log[unit] = plain[unit] = scored
        elif unit in plain:
            del log[unit], plain[unit]
    assert dict(log) == plain
    assert len(log) == len(plain)
    log.close(delete=True)
    assert not log.file.exists()


def test_each_verdict_is_in_the_file_at_once(tmp_path: Path) -> None:
    log = VerdictLog(tmp_path / "a.jsonl")
    log[Unit("greet", "a", "test_greet")] = Scored(reasons={"candidate": ["it says «нет»"], "base": [None]})
    assert json.loads(log.file.read_text(encoding="utf-8")) == {
        "suite": "greet",
        "case": "a",
        "test": "test_greet",
        "reasons": {"candidate": ["it says «нет»"], "base": [None]},
        "error": None,
        "asked": True,
    }


def test_makes_no_file_where_nothing_is_judged(tmp_path: Path) -> None:
    log = VerdictLog(tmp_path / "deep/a.jsonl")
    assert not log
    log.close(delete=True)
    assert not (tmp_path / "deep").exists()


def test_a_full_disk_loses_no_verdict(tmp_path: Path) -> None:
    log = VerdictLog(tmp_path / "a.jsonl")
    units = [Unit("greet", f"case-{i}", "test_greet") for i in range(40)]
    before, ignored = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
        for i, unit in enumerate(units):
            log[unit] = Scored(reasons={"candidate": [f"reason {i}"]})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)
    assert os.stat(log.file).st_size == 1000
    assert [log[unit].reasons["candidate"] for unit in units] == [[f"reason {i}"] for i in range(40)]
    assert set(log) == set(units)


def test_a_run_that_is_stopped_leaves_what_it_judged(project: Project) -> None:
    project.simple(12)
    project.checkpoint("m")
    project.answer("m", "good")
    stop = "    if case.id == 'case-008': pytest.exit('enough')"
    project.suite("greet", body=f"case.expect(reply)\n{stop}")
    result = project.pytester.runpytest_subprocess("--model=m")
    left = list((project.root / "records").glob("*.verdicts.jsonl"))
    judged = [json.loads(line)["case"] for line in left[0].read_text(encoding="utf-8").splitlines()]
    assert judged == [f"case-{i:03}" for i in range(8)]
    result.stdout.fnmatch_lines([f"*8 tests were judged, the verdicts are in {left[0].relative_to(project.root)}"])


def test_a_run_that_ends_leaves_its_record_alone(project: Project) -> None:
    project.simple(12)
    project.checkpoint("m")
    project.answer("m", "good")
    project.pytester.runpytest_subprocess("--model=m", "-n2").assert_outcomes(passed=13)
    assert not list((project.root / "records").glob("*.verdicts.jsonl"))
    assert len(list((project.root / "records").glob("*/record.json"))) == 1
