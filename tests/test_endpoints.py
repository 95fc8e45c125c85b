"""`pytest --model=openai:…`: a whole run against a server on this machine, its record, and what it may release."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from engines.servers import Server, completion, honest, serving
from project import Project
from warm import command


@pytest.fixture(autouse=True)
def no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


@pytest.fixture
def shop(project: Project) -> Project:
    project.simple(20)
    return project


def questions(server: Server) -> list[str]:
    return [o["messages"][-1]["content"] for o in server.asked if "Question" in str(o)]


def test_a_run_passes_and_its_record_says_what_is_not_known(shop: Project, server: Server) -> None:
    shop.write("deployment.yaml", "model: support@prod\nsystem: s.md\nsampling: {max_new_tokens: 7}\n")
    shop.write("s.md", "Be brief.")
    shop.write("pyproject.toml", "[tool.ckptgate]\ndeployment = 'deployment.yaml'\n")
    result = shop.run(f"--model={server.name}")
    assert result.ret == 0
    assert len(questions(server)) == 20
    asked = next(o for o in server.asked if "Question" in str(o))
    assert asked["messages"][0] == {"role": "system", "content": "Be brief."}
    assert asked["max_tokens"] == 7
    record = shop.record
    assert record.candidate.name == server.name
    assert "weights" in record.candidate.unknown
    assert record.engine["name"] == "openai"
    assert record.engine["dtype"] == "unknown"
    assert record.usage["requests"] == 20
    assert record.usage["completion_tokens"] == 60
    assert any("is not known: weights" in notice for notice in record.notices)


def test_cases_with_choices_are_left_out_and_that_is_said(shop: Project, server: Server) -> None:
    """No server tells which of given choices is likeliest; the suite's other cases are asked all the same."""
    choice = {"id": "choice", "prompt": "Red?", "choices": ["yes", "no"], "expect": [{"equals": "yes"}]}
    shop.cases("greet", [choice], file="b.yaml")
    assert shop.run(f"--model={server.name}").ret == 0
    assert len(shop.record.cases) == 20
    assert any("choices" in notice for notice in shop.record.notices)


def test_a_second_run_asks_no_question(shop: Project, server: Server) -> None:
    shop.run(f"--model={server.name}")
    server.asked.clear()
    assert shop.run(f"--model={server.name}").ret == 0
    assert questions(server) == []


def test_recorded_replies_need_no_server(shop: Project, server: Server) -> None:
    assert shop.run(f"--model={server.name}").ret == 0
    server.asked.clear()
    assert shop.run(f"--model={server.name}", "--recorded").ret == 0
    assert server.asked == []
    assert shop.record.engine["name"] == "openai"
    assert "weights" in shop.record.candidate.unknown


def test_another_model_behind_the_name_is_asked_anew(shop: Project, server: Server) -> None:
    shop.run(f"--model={server.name}")
    server.asked.clear()
    server.answer = lambda s, o: completion(f"good too {o.get('seed')}")
    assert shop.run(f"--model={server.name}").ret == 0
    assert len(questions(server)) == 20


def test_a_run_that_broke_off_goes_on(shop: Project, server: Server) -> None:
    def stops(running: Server, order: dict[str, Any]) -> Any:
        return (403, b"{}", {}) if len(questions(running)) > 8 else honest(running, order)

    server.answer = stops
    result = shop.run(f"--model={server.name}", "--concurrency=1")
    assert result.ret == 11
    result.stdout.fnmatch_lines(["*refuses*"])
    server.answer = honest
    server.asked.clear()
    assert shop.run(f"--model={server.name}").ret == 0
    assert len(questions(server)) == 12


def test_a_budget_ends_without_a_verdict_and_the_next_run_goes_on(shop: Project, server: Server) -> None:
    result = shop.run(f"--model={server.name}", "--budget-requests=15")
    assert result.ret == 11
    result.stdout.fnmatch_lines(["*budget of 15 requests is used up*"])
    assert shop.run(f"--model={server.name}").ret == 0
    assert len(questions(server)) == 20


def test_two_endpoints_are_compared(shop: Project, server: Server) -> None:
    with serving(lambda s, o: completion("bad")) as other:
        assert shop.run(f"--model={other.name}", f"--baseline={server.name}").ret == 1
        assert shop.record.suites[0].broken == 20


def test_an_endpoint_is_not_compared_with_files(shop: Project, server: Server) -> None:
    shop.checkpoint("b")
    for model, baseline in ((server.name, "b"), ("b", server.name)):
        result = shop.run(f"--model={model}", f"--baseline={baseline}")
        assert result.ret == 4
        result.stderr.fnmatch_lines(["*both have to be answered by one engine*"])


def test_samples_of_a_server_that_does_not_sample_are_no_verdict(shop: Project) -> None:
    with serving(lambda s, o: completion("good")) as stubborn:
        assert shop.run(f"--model={stubborn.name}").ret == 0
        assert "temperature" in shop.record.candidate.ignored
        result = shop.run(f"--model={stubborn.name}", "--samples=3", "--temperature=0.8")
        assert result.ret == 11
        result.stdout.fnmatch_lines(["*takes a temperature and does not follow it*"])


def test_a_server_that_is_not_there_is_no_verdict(shop: Project) -> None:
    result = shop.run("--model=openai:http://127.0.0.1:9/v1#m")
    assert result.ret == 11
    assert "can't be reached" in str(result.stdout) + str(result.stderr)


def test_workers_score_and_ask_nothing(shop: Project, server: Server) -> None:
    shop.run(f"--model={server.name}")
    alone = shop.record
    server.asked.clear()
    assert shop.run(f"--model={server.name}", "-n2").ret == 0
    assert questions(server) == []
    assert shop.record.cases == alone.cases
    assert shop.record.suites == alone.suites


def release(project: Project, model: str) -> subprocess.CompletedProcess[str]:
    argv = [str(Path(sys.executable).with_name("ckptgate")), "release", model, "--as", "support@1.0.0"]
    return subprocess.run(command(*argv), cwd=project.root, capture_output=True, text=True, check=False)


def test_it_is_released_only_where_that_is_allowed(shop: Project, server: Server) -> None:
    shop.run(f"--model={server.name}")
    refused = release(shop, server.name)
    assert refused.returncode == 1
    assert "release_endpoints = true" in refused.stderr
    shop.write("pyproject.toml", "[tool.ckptgate]\nrelease_endpoints = true\n")
    assert shop.run(f"--model={server.name}").ret == 0
    allowed = release(shop, server.name)
    assert (allowed.returncode, allowed.stderr) == (0, "")
    assert shop.run("--model=support@1.0.0").ret == 0
    server.answer = lambda s, o: completion("good, from another model")
    result = shop.run("--model=support@1.0.0")
    assert result.ret == 12
    assert "another model is served there now" in str(result.stdout) + str(result.stderr)


@pytest.mark.parametrize(
    "content", ['[{"type": "text", "text": "hi"}]', '"\\ud83d bad"', "3"], ids=["parts", "half an emoji", "number"]
)
def test_odd_answers_to_the_first_questions_are_no_traceback(shop: Project, content: str) -> None:
    body = '{"choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": %s}}]}'
    with serving(lambda s, o: (200, (body % content).encode(), {})) as server:
        result = shop.run(f"--model={server.name}")
        assert "INTERNALERROR" not in str(result.stdout) + str(result.stderr)
        assert result.ret in (1, 11)


def test_a_server_that_says_nothing_is_noticed(shop: Project) -> None:
    with serving(lambda s, o: completion("", "content_filter")) as server:
        assert shop.run(f"--model={server.name}").ret != 0
        notices = " ".join(shop.record.notices)
        assert "Every one of 20 replies" in notices
        assert "held back by the server's filter" in notices
