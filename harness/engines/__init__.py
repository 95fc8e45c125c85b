"""Engines: requests → replies. One file an engine; the default is transformers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from harness.replies import EngineIdentity, Reply, Request

__all__ = ["Engine", "EngineError", "Job", "OnReplies"]

OnReplies = Callable[["Job", Sequence[tuple[str, Reply]]], None]


class EngineError(Exception):
    """The engine failed: there is no verdict (exit status 11). Replies that came before are kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """The missing replies of one checkpoint."""

    weights: str
    """Weights digest, as the store keeps it."""
    model: Path
    """Directory of the full weights: the base's, where there is an adapter."""
    adapter: Path | None
    tokenizer: Path
    requests: tuple[Request, ...]


class Engine(Protocol):
    """What answers requests."""

    @property
    def identity(self) -> EngineIdentity:
        """All of the engine that can change a reply; known without loading it."""

    def generate(self, jobs: Sequence[Job], on_replies: OnReplies) -> None:
        """Answer every request of every job, handing replies over as they come, in any order.

        Raises:
            EngineError: a model can't be loaded or generation failed.
        """
