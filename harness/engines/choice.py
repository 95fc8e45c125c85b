"""Which engine answers a run; its module is imported only then."""

from __future__ import annotations

from dataclasses import dataclass

from harness.engines import Endpoint, Engine, Files

__all__ = ["EngineOptions", "make_engine"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineOptions:
    """What a person may say of the engine, and of what it may use."""

    device: str = "auto"
    batch_size: int = 128
    shards: int = 1
    """Processes that share the plan."""
    concurrency: int = 64
    """Requests in flight at an endpoint, at most."""
    deadline: float = 300.0
    """Seconds for one request of an endpoint, all tries together."""
    budget_requests: int | None = None
    budget_tokens: int | None = None


def make_engine(source: Files | Endpoint, options: EngineOptions) -> Engine:
    """The engine for such a model; nothing is loaded or started yet."""
    if isinstance(source, Endpoint):
        from harness.engines.openai import Budget, OpenAIEngine

        budget = Budget(options.budget_requests, options.budget_tokens)
        return OpenAIEngine(most=options.concurrency, deadline=options.deadline, budget=budget)
    from harness.engines.transformers import TransformersEngine

    return TransformersEngine(device=options.device, batch_size=options.batch_size, shards=options.shards)
