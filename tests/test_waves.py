"""Conversations in which the model speaks more than once: generated turn by turn, each on what was said before."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Self

import pytest
from project import Project

import harness.hooks
from harness.engines import EngineError, Job, OnReplies
from harness.replies import EngineIdentity, Reply

TALK = [{"role": "user", "content": "Hi"}, {"role": "user", "content": "And shoes?"}]
LONG = [*TALK, {"role": "assistant", "content": "Sure."}, {"role": "user", "content": "Bye"}, *TALK[:1]]


class Echo:
    """Answers each prompt with how many turns it holds, and keeps what it was asked."""

    identity = EngineIdentity(name="echo", version="1", dtype="float32", device="cpu")

    def __init__(self, *, fails_at: str = "", drops: str = "") -> None:
        self.waves: list[list[str]] = []
        self.fails_at, self.drops = fails_at, drops

    def generate(self, jobs: Sequence[Job], on_replies: OnReplies) -> None:
        self.waves.append([r.prompt for job in jobs for r in job.requests])
        for job in jobs:
            for request in job.requests:
                if self.fails_at and self.fails_at in request.prompt:
                    raise EngineError("the engine's process died")
                if self.drops and self.drops in request.prompt:
                    continue
                text = f"good {request.prompt.count('[user]')}"
                on_replies(job, [(request.key, Reply(text=text, finish="stop", tokens=2))])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass


@pytest.fixture
def echo(monkeypatch: pytest.MonkeyPatch) -> Echo:
    made = Echo()
    monkeypatch.setattr(harness.hooks, "choose_engine", lambda *_: (made, ""))
    return made


@pytest.fixture
def talks(project: Project) -> Project:
    project.checkpoint("m")
    project.suite("talk")
    good = [{"matches": "good"}]
    cases: list[dict[str, object]] = [
        {"id": "one", "prompt": "Hi", "expect": good},
        {"id": "two", "messages": TALK, "expect": [{"matches": "good 2"}]},
        {"id": "three", "messages": LONG, "expect": [{"matches": "good 4"}]},
        *({"id": f"more-{i}", "prompt": f"Hi {i}", "expect": good} for i in range(10)),
    ]
    project.cases("talk", json.loads(json.dumps(cases)))  # YAML would write what is shared as an alias
    return project


def test_a_wave_holds_what_the_model_itself_said_before(talks: Project, echo: Echo) -> None:
    assert talks.run("--model=m", "--baseline=none").ret == 0
    assert [len(w) for w in echo.waves] == [11, 2, 1]  # "Hi" is one prompt in three cases
    assert echo.waves[2] == [
        "[user]Hi[assistant]good 1[user]And shoes?[assistant]Sure.[user]Bye[assistant]good 3[user]Hi[assistant]"
    ]
    cases = {case.id: case for case in talks.record.cases}
    answer = cases["three"].candidate
    assert answer is not None
    assert (answer.said, answer.reply) == (["good 1", "good 3"], "good 4")
    page = (talks.root / "records" / talks.record.id / "report.html").read_text(encoding="utf-8")
    assert page.count("good 3") >= 1


def test_a_second_run_asks_nothing(talks: Project, echo: Echo) -> None:
    talks.run("--model=m", "--baseline=none")
    echo.waves.clear()
    result = talks.run("--model=m", "--baseline=none")
    assert result.ret == 0
    assert echo.waves == []
    result.stdout.fnmatch_lines(["*all stored*"])


def test_what_has_to_be_generated_counts_the_turns_to_come(talks: Project, echo: Echo) -> None:
    result = talks.run("--model=m", "--baseline=none")
    result.stdout.fnmatch_lines(["*0 stored, 14 to generate*"])
    usage = talks.record.usage
    assert usage["generated"] == 14


def test_a_run_that_broke_off_between_two_turns_goes_on_there(talks: Project, echo: Echo) -> None:
    echo.fails_at = "And shoes?[assistant]Sure."
    assert talks.run("--model=m", "--baseline=none").ret == 11
    echo.waves.clear()
    echo.fails_at = ""
    assert talks.run("--model=m", "--baseline=none").ret == 0
    assert [len(w) for w in echo.waves] == [2, 1]


def test_an_engine_that_leaves_a_request_out_gives_no_verdict(talks: Project, echo: Echo) -> None:
    echo.drops = "Hi 3"
    result = talks.run("--model=m", "--baseline=none")
    assert result.ret == 11
    result.stdout.fnmatch_lines(["*left 1 of 11 requests without a reply*"])


def test_workers_walk_the_conversation_in_the_store(talks: Project) -> None:
    talks.answer("m", "good 2 good 4")
    assert talks.run("--model=m", "--baseline=none").ret == 0
    alone = talks.record
    talks.run("--model=m", "--baseline=none", "-n2")
    assert [c.model_dump() for c in talks.record.cases] == [c.model_dump() for c in alone.cases]
    assert json.loads(alone.model_dump_json())["decision"] == talks.record.decision
