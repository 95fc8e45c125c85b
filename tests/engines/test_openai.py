"""Endpoints: what is asked, what is kept, and what a run does with servers that are slow, drop, storm or lie."""

from __future__ import annotations

import gzip
import itertools
import json
import signal
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from engines.servers import Server, completion, honest, serving, slow

import harness.engines.openai
from harness.deployment import Sampling
from harness.engines import Endpoint, EngineError, Job
from harness.engines.openai import Budget, OpenAIEngine
from harness.engines.probe import probe
from harness.replies import Draw, Reply, Request


@pytest.fixture(autouse=True)
def no_key_and_no_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.setattr(harness.engines.openai, "_FIRST_WAIT", 0.005)


def job(server: Server, n: int = 5, *, sampling: Sampling | None = None, draw: Draw | None = None) -> Job:
    requests = [
        Request(
            key=f"k{i}",
            prompt=json.dumps([{"role": "user", "content": f"Question {i}?"}]),
            special_tokens=False,
            sampling=sampling or Sampling(max_new_tokens=9),
            draw=draw,
        )
        for i in range(n)
    ]
    return Job(weights="w", source=Endpoint.parse(server.name), requests=tuple(requests))


def ask(engine: OpenAIEngine, asked: Job, into: dict[str, Reply] | None = None) -> dict[str, Reply]:
    found: dict[str, Reply] = {} if into is None else into
    engine.generate([asked], lambda _, replies: found.update(replies))
    return found


def test_the_address_names_server_and_model() -> None:
    assert Endpoint.parse("openai:http://h:8/v1/#org/m") == Endpoint(url="http://h:8/v1", name="org/m")
    assert Endpoint.parse("openai:gpt-9") == Endpoint(url="", name="gpt-9")
    for bad in (
        "openai:",
        "openai:http://h/v1",
        "openai:ftp://h/v1#m",
        "openai:http://#m",
        "openai:http://a:b@h/v1#m",
        "openai:http://h/v1?api_key=x#m",
    ):
        with pytest.raises(ValueError, match="endpoint"):
            Endpoint.parse(bad)


def test_each_request_is_asked_as_its_sampling_says() -> None:
    with serving() as server:
        engine = OpenAIEngine()
        found = ask(engine, job(server, 3))
        assert found["k2"] == Reply(text="good Question 2?", finish="stop", tokens=3)
        assert all(o["temperature"] == 0 and o["max_tokens"] == 9 and "seed" not in o for o in server.asked)
        assert engine.usage == {"requests": 3, "prompt_tokens": 21, "completion_tokens": 9}
        drawn = ask(OpenAIEngine(), job(server, 2, sampling=Sampling(temperature=0.7), draw=Draw(0, 1)))
        assert drawn["k0"].text != drawn["k1"].text
        assert len({o["seed"] for o in server.asked[3:]}) == 2


def test_a_guided_reply_is_asked_for_by_its_schema() -> None:
    with serving() as server:
        asked = job(server, 1)
        guided = replace(asked, requests=tuple(replace(r, guided='{"type":"object"}') for r in asked.requests))
        ask(OpenAIEngine(), guided)
        assert server.asked[0]["response_format"]["json_schema"]["schema"] == {"type": "object"}


def test_choices_can_not_be_asked_of_a_server() -> None:
    with serving() as server:
        asked = job(server, 1)
        with pytest.raises(EngineError, match="which of given `choices` is likeliest"):
            ask(OpenAIEngine(), replace(asked, requests=tuple(replace(r, choices=("a", "b")) for r in asked.requests)))


def test_a_storm_of_429_is_waited_out() -> None:
    calls = itertools.count()

    def storm(server: Server, order: dict[str, Any]) -> Any:
        return (429, b"{}", {"retry-after": "0.01"}) if next(calls) % 3 else honest(server, order)

    with serving(storm) as server:
        engine = OpenAIEngine(deadline=60)
        assert len(ask(engine, job(server, 30))) == 30
        assert engine.usage["retries"] > 0


@pytest.mark.parametrize(
    "bad",
    [
        lambda *_: None,
        lambda *_: (500, b"oops", {}),
        lambda *_: (503, b"{}", {"retry-after": "soon"}),
        lambda *_: (200, b"<html>", {}),
        lambda *_: (200, b'{"choices": []}', {}),
        lambda *_: (200, b'{"choices": [{"message": {"content": 3}}]}', {}),
        lambda *_: (200, b"null", {}),
    ],
    ids=["drops", "500", "503", "html", "no choices", "a number", "null"],
)
def test_a_bad_answer_now_and_then_costs_a_retry(bad: Any) -> None:
    calls = itertools.count()
    with serving(lambda s, o: honest(s, o) if next(calls) % 2 else bad(s, o)) as server:
        found = ask(OpenAIEngine(most=1, deadline=60), job(server, 8))
        assert len(found) == 8
        assert all(r.text.startswith("good") for r in found.values())


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        (lambda *_: (200, b"<html>", {}), "with no completion"),
        (lambda *_: (200, b" " * (17 << 20) + b"{}", {}), "with no completion: an answer of more than 16 MB"),
        (lambda *_: (200, gzip.compress(b"{}"), {"content-encoding": "gzip"}), "no completion: .* packed as 'gzip'"),
        (lambda *_: (500, b"oops", {}), "gave no answer within 2 seconds"),
        (lambda *_: None, "gave no answer within 2 seconds"),
        (lambda *_: (401, b'{"error": {"message": "wrong key"}}', {}), "refuses: .*wrong key.*; set OPENAI_API_KEY"),
        (lambda *_: (400, b'{"error": {"message": "odd"}}', {}), "refuses: .*odd.*It was asked: “"),
        (lambda *_: (429, b'{"error": {"message": "no quota"}}', {"Retry-After": "99"}), "1 try: .*no quota"),
        (lambda *_: (404, b'{"error": {"message": "no such model"}}', {}), "refuses: .*no such model"),
        (slow(5), "no answer in time"),
    ],
    ids=["html", "endless", "packed", "500", "drops", "401", "400", "429", "404", "slow"],
)
def test_a_server_that_stays_bad_ends_the_run_with_what_came_before(bad: Any, why: str) -> None:
    calls = itertools.count()
    with serving(lambda s, o: honest(s, o) if next(calls) < 3 else bad(s, o)) as server:
        found: dict[str, Reply] = {}
        with pytest.raises(EngineError, match=why):
            ask(OpenAIEngine(most=1, deadline=2), job(server, 8), found)
        assert len(found) == 3


def test_nobody_there() -> None:
    with serving() as server:
        pass
    with pytest.raises(EngineError, match="gave no answer within 1 second"):
        ask(OpenAIEngine(deadline=1), job(server, 1))
    with pytest.raises(
        EngineError, match=r"can't be reached \(.*\): is the server up, and is this its address, up to /v1\?"
    ):
        probe(Endpoint.parse(server.name))


def test_what_flies_when_one_fails_is_kept() -> None:
    def mixed(server: Server, order: dict[str, Any]) -> Any:
        if "Question 1?" in str(order):
            return 403, b'{"error": {"message": "no"}}', {}
        return slow(0.3)(server, order)

    with serving(mixed) as server:
        found: dict[str, Reply] = {}
        with pytest.raises(EngineError, match="refuses"):
            ask(OpenAIEngine(most=4), job(server, 50), found)
        assert sorted(found) == ["k0", "k2", "k3"]


def test_a_prompt_too_long_is_a_reply_of_its_own() -> None:
    def short(server: Server, order: dict[str, Any]) -> Any:
        body = {"error": {"message": "This model's maximum context length is 8 tokens"}}
        return (400, json.dumps(body).encode(), {}) if "Question 0?" in str(order) else honest(server, order)

    with serving(short) as server:
        found = ask(OpenAIEngine(), job(server, 2))
        assert (found["k0"].finish, found["k1"].finish) == ("overlong", "stop")


def test_a_prompt_that_a_filter_holds_back_ends_no_run() -> None:
    """A policy suite asks what such filters look for."""

    def filtered(server: Server, order: dict[str, Any]) -> Any:
        body = {"error": {"message": "The prompt was filtered", "code": "content_filter"}}
        return (400, json.dumps(body).encode(), {}) if "Question 0?" in str(order) else honest(server, order)

    with serving(filtered) as server:
        found = ask(OpenAIEngine(), job(server, 2))
        assert (found["k0"].finish, found["k1"].finish) == ("content_filter", "stop")


def test_a_server_that_wants_the_other_name_for_the_limit_gets_it() -> None:
    def modern(server: Server, order: dict[str, Any]) -> Any:
        if "max_tokens" in order:
            return 400, b'{"error": {"message": "Use max_completion_tokens instead"}}', {}
        return honest(server, order)

    with serving(modern) as server:
        assert len(ask(OpenAIEngine(most=1), job(server, 3))) == 3
        assert probe(Endpoint.parse(server.name)).samples


def test_concurrency_is_bounded() -> None:
    with serving(slow(0.02)) as server:
        ask(OpenAIEngine(most=3), job(server, 40))
        assert server.most <= 3


def test_concurrency_rises_while_latency_holds() -> None:
    with serving(slow(0.05)) as server:
        ask(OpenAIEngine(most=32), job(server, 200))
        assert server.most > 8


def test_a_budget_ends_the_run_with_what_it_bought() -> None:
    with serving() as server:
        found: dict[str, Reply] = {}
        with pytest.raises(EngineError, match=r"budget of 12 requests is used up.*kept"):
            ask(OpenAIEngine(budget=Budget(requests=12)), job(server, 40), found)
        assert len(found) == len(server.asked) == 12
        found.clear()
        with pytest.raises(EngineError, match="budget of 100 tokens is used up"):
            ask(OpenAIEngine(most=1, budget=Budget(tokens=100)), job(server, 40), found)
        assert len(found) == 10


def test_an_error_of_the_store_is_not_swallowed() -> None:
    def full(*_: object) -> None:
        raise OSError("disk full")

    with serving() as server, pytest.raises(OSError, match="disk full"):
        OpenAIEngine().generate([job(server)], full)


def test_the_key_is_sent_and_said_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret-1")

    def mirror(server: Server, order: dict[str, Any]) -> Any:
        return 401, json.dumps({"error": {"message": "Incorrect API key: sk-secret-1"}}).encode(), {}

    with serving(mirror) as server:
        with pytest.raises(EngineError) as caught:
            ask(OpenAIEngine(), job(server, 1))
        assert server.keys == ["Bearer sk-secret-1"]
        assert "sk-secret" not in str(caught.value)


@pytest.mark.parametrize("key", ["sk-é", "sk 1", "ключ"])
def test_a_key_that_can_be_none_is_said_to_be_none(monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    """And not that the server can't be reached, which was never asked."""
    monkeypatch.setenv("OPENAI_API_KEY", key)
    with serving() as server, pytest.raises(EngineError, match="OPENAI_API_KEY holds a character"):
        probe(Endpoint.parse(server.name))


def test_a_line_s_end_after_the_key_is_none_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret-1\n")
    with serving() as server:
        assert probe(Endpoint.parse(server.name)).model == "tiny-2026"
        assert set(server.keys) == {"Bearer sk-secret-1"}


def test_the_opening_questions_have_a_deadline() -> None:
    with serving(slow(5)) as server, pytest.raises(EngineError, match="within 1 second"):
        probe(Endpoint.parse(server.name), deadline=1)


def test_without_a_key_only_this_machine_is_asked() -> None:
    with pytest.raises(EngineError, match="OPENAI_API_KEY"):
        probe(Endpoint.parse("openai:https://example.invalid/v1#m"))


def test_an_honest_server_is_told_apart_from_one_that_ignores_settings() -> None:
    with serving() as server:
        found = probe(Endpoint.parse(server.name))
        assert (found.model, found.ignored) == ("tiny-2026", [])
    with serving(lambda s, o: completion(f"good {o['messages'][-1]['content'][:9]}")) as server:
        assert probe(Endpoint.parse(server.name)).ignored == ["temperature", "seed", "log-probabilities"]
    calls = itertools.count()
    with serving(lambda s, o: completion(f"{next(calls)}" if o["temperature"] else "greedy")) as server:
        assert probe(Endpoint.parse(server.name)).ignored == ["seed", "log-probabilities"]


def test_a_model_that_is_not_served_is_named_beside_those_that_are() -> None:
    with serving() as server, pytest.raises(EngineError, match="serves no 'other'; it serves tiny"):
        probe(Endpoint.parse(server.name.replace("#tiny", "#other")))


def test_a_ctrl_c_keeps_what_came(tmp_path: Path) -> None:
    """The engine runs in pytest's own process: the interrupt comes in between two replies."""
    seen = threading.Event()
    found: dict[str, Reply] = {}
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job is born deaf to it

    def keep(_: Job, replies: Any) -> None:
        found.update(replies)
        if len(found) == 5 and not seen.is_set():
            seen.set()
            signal.raise_signal(signal.SIGINT)

    try:
        with serving() as server, pytest.raises(KeyboardInterrupt):
            OpenAIEngine(most=1).generate([job(server, 20)], keep)
    finally:
        signal.signal(signal.SIGINT, before)
    assert 5 <= len(found) <= 6
