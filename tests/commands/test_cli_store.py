"""`ckptgate store …` at a prompt."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from project import Project

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def answered(project: Project) -> Project:
    """Replies of two models, one of which a record knows."""
    for name in ("m", "other"):
        project.checkpoint(name)
        if name == "m":
            project.simple(5)
        project.answer(name, "good")
    project.run("--model=m")
    return project


def test_info_says_how_many_of_which(answered: Project, run: Run) -> None:
    status, said = run("store", "info")
    assert status == 0
    assert "10 replies of 2 models" in said
    assert [line.rsplit("  ", 1)[1] for line in said.splitlines()[1:]].count("m") == 1
    assert "in no record here" in said
    found = json.loads(run("store", "info", "--json")[1])
    assert [held["replies"] for held in found["weights"]] == [5, 5]


def test_export_prints_every_reply(answered: Project, run: Run) -> None:
    digest = answered.record.candidate.digest
    rows = [json.loads(line) for line in run("store", "export", f"--weights={digest[:8]}")[1].splitlines()]
    assert {row["weights"] for row in rows} == {digest}
    assert [row["text"] for row in rows] == ["good"] * 5
    assert len(run("store", "export")[1].splitlines()) == 10


def test_prune_forgets_what_is_said_and_nothing_else(answered: Project, run: Run) -> None:
    assert run("store", "prune")[0] == 4
    assert "0 replies were" in run("store", "prune", "--older-than=1")[1]
    assert "5 replies would be" in run("store", "prune", "--unknown", "--dry-run")[1]
    assert "5 replies were" in run("store", "prune", "--unknown")[1]
    assert "5 replies of 1 model" in run("store", "info")[1]
    assert answered.run("--model=m").ret == 0
    assert answered.record.usage["generated"] == 0


def test_nought_days_are_all_replies_those_of_this_second_too(answered: Project, run: Run) -> None:
    """Moments are kept to the second, and the last reply may be younger than that."""
    assert "10 replies would be" in run("store", "prune", "--older-than=0", "--dry-run")[1]
    assert "10 replies were" in run("store", "prune", "--older-than=0")[1]
    assert "0 replies" in run("store", "info")[1]


def test_mistakes_are_told(project: Project, run: Run) -> None:
    status, said = run("store", "info")
    assert status == 4
    assert "there is no reply store yet" in said
    project.checkpoint("m")
    project.simple(2)
    project.answer("m", "good")
    assert "hexadecimal" in run("store", "export", "--weights=%")[1]


def test_who_only_looks_moves_no_damaged_store(answered: Project, run: Run) -> None:
    file = answered.root / ".ckptgate/replies.sqlite"
    file.write_bytes(b"no database" * 1000)
    for command in ("info", "export"):
        status, said = run("store", command)
        assert status == 11
        assert "is damaged" in said
    assert [f.name for f in file.parent.glob("*damaged*")] == []


def test_a_run_says_that_the_store_was_set_aside(answered: Project) -> None:
    """Its replies are generated anew; here no model is there to do it, so that the run ends without a verdict."""
    file = answered.root / ".ckptgate/replies.sqlite"
    file.write_bytes(b"no database" * 1000)
    result = answered.run("--model=m")
    assert result.ret == 11
    result.stdout.fnmatch_lines(["*the reply store was damaged and is set aside as *replies.sqlite.damaged-*"])
