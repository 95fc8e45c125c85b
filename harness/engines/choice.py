"""Which engine answers a run; its module is imported only then."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from harness.engines import DEADLINE, Endpoint, Engine, EngineError, Files

__all__ = ["Choice", "EngineOptions", "choose_engine", "parse_engine_arg"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineOptions:
    """What a person may say of the engine, and of what it may use."""

    engine: Literal["transformers", "vllm"] = "transformers"
    """Of models on this machine."""
    device: str = "auto"
    batch_size: int = 128
    shards: int = 1
    """Processes that share the plan."""
    engine_arg: Sequence[tuple[str, Any]] = ()
    """Passed on to vLLM."""
    concurrency: int = 64
    """Requests in flight at an endpoint, at most."""
    deadline: float = DEADLINE
    """Seconds for one request of an endpoint, all tries together."""
    budget_requests: int | None = None
    budget_tokens: int | None = None


_REMOTE = ("concurrency", "deadline", "budget_requests", "budget_tokens")
_HERE = ("engine", "device", "batch_size", "shards", "engine_arg")
"""What endpoints alone are told, and what they are not."""


class Choice(NamedTuple):
    """The engine, and what a reader should know of the choice."""

    engine: Engine
    notice: str = ""


def choose_engine(sources: Sequence[Files | Endpoint], options: EngineOptions) -> Choice:
    """The one engine that answers all of a run's models; nothing is loaded or started yet.

    Raises:
        EngineError: an argument is given that the engine does not take.
    """
    if any(isinstance(source, Endpoint) for source in sources):
        from harness.engines.openai import Budget, OpenAIEngine

        budget = Budget(options.budget_requests, options.budget_tokens)
        remote = OpenAIEngine(most=options.concurrency, deadline=options.deadline, budget=budget)
        idle = _given(options, _HERE)
        return Choice(
            remote,
            f"{idle} is for models on this machine: it did nothing here, where an endpoint answers." if idle else "",
        )
    idle = _given(options, _REMOTE)
    notice = f"{idle} is for endpoints: it did nothing here, where none is asked." if idle else ""
    if options.engine == "vllm":
        from harness.engines.vllm import VllmEngine, unserved

        adapters = [source.adapter for source in sources if isinstance(source, Files) and source.adapter]
        found = {adapter.name: what for adapter in adapters if (what := unserved(adapter))}
        found |= {s.model.name: s.quantization for s in sources if isinstance(s, Files) and s.quantization}
        if not found:
            return Choice(VllmEngine(device=options.device, args=dict(options.engine_arg)), notice)
        name, what = next(iter(found.items()))
        notice += " " * bool(notice)
        notice += f"vLLM does not serve {what} ({name}): transformers answered every arm of this run."
    elif options.engine_arg:
        raise EngineError("--engine-arg is passed on to vLLM: give --engine=vllm")
    from harness.engines.transformers import TransformersEngine

    engine = TransformersEngine(device=options.device, batch_size=options.batch_size, shards=options.shards)
    return Choice(engine, notice)


def _given(options: EngineOptions, names: Sequence[str]) -> str:
    """Those of the options that were given, as they are typed; one that says what holds anyway is none."""
    usual = EngineOptions()
    # An empty list, as a parser leaves one of an option that may be repeated, says no more than the empty tuple.
    given = [name for name in names if (getattr(options, name) or None) != (getattr(usual, name) or None)]
    return ", ".join("--shard-engines" if name == "shards" else f"--{name.replace('_', '-')}" for name in given)


def parse_engine_arg(text: str) -> tuple[str, Any]:
    """`tensor_parallel_size=2` as a name and a JSON value; what is no JSON is text.

    Raises:
        ValueError: it is not `NAME=VALUE`.
    """
    name, mark, value = text.partition("=")
    if not mark or not name.isidentifier():
        raise ValueError(f"NAME=VALUE, as tensor_parallel_size=2, not {text!r}")
    try:
        return name, json.loads(value)
    except ValueError:
        return name, value
