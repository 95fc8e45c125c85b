"""A record's gates follow from its cases: whatever is edited, no record of a run that failed releases anything."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from project import Project

from harness.record import Record, suite_digest
from harness.rejudging import contradictions
from harness.releases.qualify import shortcomings

Data = dict[str, Any]
Failed = Callable[[], Data]
"""A new copy of the record of a run that failed, as JSON."""


def made(project: Project, bad: int, *, settings: str = "", mark: str = "floor=0.5, margin=0.2") -> Record:
    """60 cases in two skills, one critical; the candidate misses the first `bad`, the baseline none."""
    project.write("pyproject.toml", f"[tool.ckptgate]\nmargin = 0.2\n{settings}")
    project.suite("greet", mark)
    ids = [f"c-{i:02}" for i in range(60)]
    cases = [
        {"id": i, "prompt": f"{i}?", "skill": "ab"[n % 2], "expect": [{"matches": "good"}]} for n, i in enumerate(ids)
    ]
    cases[-1]["tags"] = ["critical"]
    project.cases("greet", cases)
    for name in ("m", "b"):
        project.checkpoint(name)
        project.answer(name, {i: "bad" if name == "m" and n < bad else "good" for n, i in enumerate(ids)})
    project.run("--model=m", "--baseline=b")
    return project.record


def praised(data: Data) -> Data:
    """Every word of the record turned to PASS, top to bottom."""
    data |= {"decision": "PASS", "exit_status": 0, "sentence": "May ship."}
    for suite in data["suites"]:
        suite["decision"] = "PASS"
        for gate in suite["gates"]:
            gate["decision"] = "PASS"
    for gate in data["gates"]:
        gate["decision"] = "PASS"
    return data


def recounted(data: Data) -> Data:
    """The counts of the suite made those of the cases that are left."""
    suite = data["suites"][0]
    left = [case["candidate"]["passed"] for case in data["cases"]]
    suite["planned"] = suite["ran"] = suite["candidate"]["n"] = suite["baseline"]["n"] = len(left)
    suite["candidate"]["passed"] = sum(left)
    suite["baseline"]["passed"] = sum(case["baseline"]["passed"] for case in data["cases"])
    return data


def test_a_whole_record_has_none(project: Project) -> None:
    record = made(project, 0)
    assert record.decision == "PASS"
    assert contradictions(record) == []
    assert shortcomings(record) == []


@pytest.mark.parametrize(
    "mark", ["floor=0.5, margin=0.2, cluster='file'", "floor=0.5, margin=0.9, inconclusive='warn'"]
)
def test_whatever_a_run_decides_follows_from_its_cases(project: Project, mark: str) -> None:
    """Clusters, softened gates and failures too: each gate is decided again as it was."""
    assert contradictions(made(project, 6, mark=mark)) == []


def test_praise_is_not_believed(project: Project) -> None:
    record = made(project, 40)
    assert record.decision == "FAIL"
    told = contradictions(Record.model_validate(praised(record.model_dump(mode="json"))))
    assert any(
        t.startswith("suite greet: paired says PASS, and its cases say FAIL: Of 60 cases 40 got worse") for t in told
    )
    assert any(t.startswith("all suites: overall says PASS") for t in told)


@given(
    kind=st.sampled_from(["removed", "doubled", "reordered", "no gate", "one verdict", "a margin", "a policy"]),
    recount=st.booleans(),
    seed=st.integers(0, 10_000),
)
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_damaged_record_of_a_failure_releases(failed: Failed, kind: str, recount: bool, seed: int) -> None:
    """Though every word of it says PASS, and its counts are made to fit what is left."""
    rng, data = Random(seed), praised(failed())
    cases, suite = data["cases"], data["suites"][0]
    if kind == "removed":
        gone = set(rng.sample(range(len(cases)), rng.randint(1, 30)))
        data["cases"] = [case for i, case in enumerate(cases) if i not in gone]
    elif kind == "doubled":
        data["cases"] = [*cases, *rng.choices(cases, k=rng.randint(1, 30))]
    elif kind == "reordered":
        rng.shuffle(cases)
    elif kind == "no gate":
        suite["gates"] = rng.sample(suite["gates"], rng.randint(0, len(suite["gates"]) - 1))
    elif kind == "one verdict":
        rng.choice(cases)["candidate"]["passed"] = True
    elif kind == "a margin":
        data["gates"][0]["numbers"]["margin"] = rng.choice([None, -1.0, 1.5, 0.001])
    elif kind == "a policy":
        suite["policy"][rng.choice(["margin", "floor", "samples"])] = rng.choice([None, 0.001, 0.99])
    if recount:
        data = recounted(data)
    try:
        record = Record.model_validate(data)
    except ValueError:
        return  # not read as a record at all
    assert shortcomings(record) != []


@pytest.fixture
def failed(project: Project) -> Failed:
    record = made(project, 40)
    return lambda: record.model_dump(mode="json")


def test_cases_taken_out_with_everything_made_to_fit_are_missed_by_the_digest(failed: Failed) -> None:
    """What only edits of every number, and of the digest too, would hide."""
    data = praised(failed())
    data["cases"] = [c for c in data["cases"] if c["candidate"]["passed"]]
    data = recounted(data)
    assert any("its digest is not that" in t for t in shortcomings(Record.model_validate(data)))
    suite = data["suites"][0]
    suite["digest"] = suite_digest(suite["policy"], [c["digest"] for c in data["cases"]])
    assert not any("its digest" in t for t in shortcomings(Record.model_validate(data)))
