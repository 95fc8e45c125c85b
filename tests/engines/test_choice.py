"""What is said of options that the chosen engine has no use for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from harness.engines import Endpoint, Files
from harness.engines.choice import EngineOptions, choose_engine
from harness.engines.openai import OpenAIEngine
from harness.engines.transformers import TransformersEngine

HERE = Files(model=Path("m"), adapter=None, tokenizer=Path("m"))
THERE = Endpoint.parse("openai:http://127.0.0.1:1/v1#m")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, ""),
        ({"concurrency": 4}, "--concurrency is for endpoints: it did nothing here"),
        ({"budget_tokens": 9, "deadline": 3.0}, "--deadline, --budget-tokens is for endpoints"),
        ({"shards": 2, "batch_size": 8}, ""),
    ],
)
def test_what_is_for_endpoints_does_nothing_for_a_model_here_and_it_is_said(given: Any, said: str) -> None:
    engine, notice = choose_engine([HERE], EngineOptions(**given))
    assert isinstance(engine, TransformersEngine)
    assert notice.startswith(said)
    assert bool(notice) == bool(said)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"concurrency": 4, "deadline": 3.0}, ""),
        ({"engine_arg": []}, ""),
        (
            {"device": "cpu", "shards": 2},
            "--device, --shard-engines is for models on this machine: it did",
        ),
        ({"engine": "vllm", "engine_arg": [("a", 1)]}, "--engine, --engine-arg is for models on this machine"),
    ],
)
def test_what_is_for_models_here_does_nothing_for_an_endpoint_and_it_is_said(given: Any, said: str) -> None:
    engine, notice = choose_engine([HERE, THERE], EngineOptions(**given))
    assert isinstance(engine, OpenAIEngine)
    assert notice.startswith(said)
    assert bool(notice) == bool(said)
