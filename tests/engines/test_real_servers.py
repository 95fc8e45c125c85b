"""Endpoints that are real: vLLM's server and `transformers serve`, where they are installed (`tox -e vllm`)."""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from harness.deployment import Sampling
from harness.engines import Endpoint, EngineError, Files, Job
from harness.engines.openai import OpenAIEngine
from harness.engines.probe import probe
from harness.engines.transformers import TransformersEngine
from harness.replies import Draw, Reply, Request
from harness.templates import read_template

BASE = Path(__file__).parents[2] / "trainers/demo/base"
QUESTIONS = [
    "What is 7 plus 12?",
    "Copy: apple river stone",
    "Сколько будет 3 плюс 4?",
    *(f"Say {i}." for i in range(30)),
]
vllm = pytest.mark.skipif(
    importlib.util.find_spec("vllm") is None,
    reason="vllm is not installed here; tox -e vllm runs this, and test_openai.py asks servers of its own",
)
serve = pytest.mark.skipif(
    any(importlib.util.find_spec(name) is None for name in ("fastapi", "uvicorn")),
    reason="`transformers serve` needs fastapi and uvicorn; see tox -e vllm; test_openai.py asks servers of its own",
)


@contextlib.contextmanager
def running(*argv: str, port: int) -> Iterator[str]:
    environment = {
        **os.environ,
        "HF_HUB_OFFLINE": "1",
        "VLLM_NO_USAGE_STATS": "1",
        "VLLM_CPU_KVCACHE_SPACE": "1",
        "OMP_NUM_THREADS": "1",
    }
    process = subprocess.Popen(argv, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        end = time.monotonic() + 300
        while True:
            assert process.poll() is None, "the server ended"
            assert time.monotonic() < end, "the server did not come up"
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=5):
                break
            time.sleep(1)
        yield f"{url}/v1"
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def free() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


def asked(endpoint: Endpoint, draw: Draw | None = None) -> Job:
    sampling = Sampling(max_new_tokens=16, temperature=1.5 if draw else 0)
    requests = [
        Request(
            key=f"{i}",
            prompt=json.dumps([{"role": "user", "content": q}]),
            special_tokens=False,
            sampling=sampling,
            draw=draw,
        )
        for i, q in enumerate(QUESTIONS)
    ]
    return Job(weights="w", source=endpoint, requests=tuple(requests))


def answers(endpoint: Endpoint, draw: Draw | None = None) -> dict[str, str]:
    found: dict[str, Reply] = {}
    OpenAIEngine(deadline=120).generate([asked(endpoint, draw)], lambda _, replies: found.update(replies))
    return {key: reply.text for key, reply in found.items()}


def by_transformers() -> dict[str, str]:
    template, found = read_template(BASE), dict[str, Reply]()
    requests = tuple(
        Request(
            key=f"{i}",
            prompt=template.render([{"role": "user", "content": q}]),
            special_tokens=False,
            sampling=Sampling(max_new_tokens=16),
        )
        for i, q in enumerate(QUESTIONS)
    )
    job = Job(weights="w", source=Files(model=BASE, adapter=None, tokenizer=BASE), requests=requests)
    TransformersEngine(device="cpu").generate([job], lambda _, replies: found.update(replies))
    return {key: reply.text for key, reply in found.items()}


@vllm
def test_a_vllm_server_answers_as_transformers_does_and_follows_its_settings() -> None:
    port = free()
    server = [
        *(sys.executable, "-m", "vllm.entrypoints.openai.api_server", "--model", str(BASE), "--host", "127.0.0.1"),
        *("--port", str(port), "--dtype", "float32", "--max-model-len", "256", "--enforce-eager", "--seed", "0"),
        *("--served-model-name", "shop"),
    ]
    with running(*server, port=port) as url:
        endpoint = Endpoint(url=url, name="shop")
        found = probe(endpoint)
        assert found.ignored == []
        assert answers(endpoint) == by_transformers()
        one, again, other = (answers(endpoint, Draw(seed, 0)) for seed in (1, 1, 2))
        assert one == again
        assert one != other
        with pytest.raises(EngineError, match="serves no 'other'; it serves shop"):
            probe(Endpoint(url=url, name="other"))


@serve
def test_transformers_serve_is_noticed_to_ignore_what_it_is_told() -> None:
    port = free()
    command = str(Path(sys.executable).with_name("transformers"))
    server = [command, "serve", "--host", "127.0.0.1", "--port", str(port), "--device", "cpu", "--dtype", "float32"]
    with running(*server, port=port) as url:
        endpoint = Endpoint(url=url, name=str(BASE))
        found = probe(endpoint)
        assert "temperature" in found.ignored
        assert "log-probabilities" in found.ignored
        theirs, ours = answers(endpoint), by_transformers()
        assert sum(theirs[key] == ours[key] for key in ours) >= len(ours) - 1
