"""The default engine: transformers' batched generate, in a child process.

The child keeps torch out of pytest's process and turns a crash of the engine into "no verdict": every reply that it
handed over before is already in the store.
"""

from __future__ import annotations

import importlib.metadata
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, Self

from harness.engines import EngineError, Job, Measured, Measurement, OnReplies
from harness.engines.child import Child
from harness.engines.seeds import seed_of
from harness.engines.shards import carry_out_all, device_of, split
from harness.gpu import gpu_here
from harness.replies import EngineIdentity, Reply

__all__ = ["TransformersEngine", "device_here", "order_of"]

CHILD = "harness.engines._transformers_child"
_REVISION = "4"
"""Raised when the child answers otherwise with the same libraries: replies of before are then made anew."""


class TransformersEngine:
    """Runs `harness.engines._transformers_child`, or several of them (`shards`), and reads a JSON line a batch.

    Args:
        device: `cpu`, `cuda`, or `auto`: a GPU where there is one.
        batch_size: prompts a batch, at most.
        shards: processes that share the plan, each on a GPU of its own, or on its share of the cores.
    """

    in_forms = True
    """It answers with an adapter in any form (`Files.form`)."""

    def __init__(self, *, device: str = "auto", batch_size: int = 128, shards: int = 1) -> None:
        self.device = device_here() if device == "auto" else device
        self.batch_size, self.shards = batch_size, shards
        self._children: list[Child] = []
        self._keep = False

    @cached_property
    def identity(self) -> EngineIdentity:
        """Name, version, dtype and device, without importing transformers.

        float32 on a CPU, where a reply does not depend on its neighbours in the batch; the batch size is therefore no
        part of it.
        """
        try:
            versions = [importlib.metadata.version(p) for p in ("transformers", "torch", "peft")]
        except importlib.metadata.PackageNotFoundError as e:
            raise EngineError(f"{e.name} is not installed: pip install 'ckptgate[hf]'") from e
        dtype = "float32" if self.device == "cpu" else "bfloat16"
        version = "+".join([*versions, _REVISION])
        return EngineIdentity(name="transformers", version=version, dtype=dtype, device=self.device)

    def generate(self, jobs: Sequence[Job], on_replies: OnReplies) -> None:
        """See `Engine.generate`."""

        if any(request.guided for job in jobs for request in job.requests):
            raise EngineError(
                "a case asks for a guided reply, and transformers guides none: give --engine=vllm, or ask an endpoint"
            )

        def hand_over(message: Any) -> None:
            replies = [(key, Reply(text=text, finish=finish, tokens=n)) for key, text, finish, n in message["replies"]]
            on_replies(jobs[message["job"]], replies)

        requests = max(len(job.requests) for job in jobs)
        parts = split(jobs, min(self.shards, requests))
        self._run([{"jobs": [order_of(job) for job in part]} for part in parts], hand_over)

    def measure(self, asked: Measurement) -> Measured:
        """See `Measures.measure`."""
        told: list[Any] = []
        texts = {
            "base": order_of(asked.base),
            "candidate": order_of(asked.candidate),
            "replies": [[s.prompt, s.special_tokens, s.text, s.tokens, s.ended] for s in asked.replies],
            "plain": list(asked.plain),
        }
        self._run([{"jobs": [], "measure": texts}], lambda message: told.append(message["measured"]))
        return Measured(
            kl=tuple((total, n) for total, n in told[0]["kl"]),
            plain=tuple((base, candidate, n) for base, candidate, n in told[0]["plain"]),
        )

    def __enter__(self) -> Self:
        """Keep one process for all that is asked until the end: starting it takes seconds."""
        self._keep = True
        return self

    def __exit__(self, *_: object) -> None:
        self._keep = False
        self._end()

    def _end(self) -> None:
        children, self._children = self._children, []
        for child in children:
            child.end()

    def _run(self, orders: Sequence[dict[str, Any]], on_message: Callable[[Any], None]) -> None:
        """Have as many children carry out an order each; their messages are handed over as they come."""
        common = {"device": self.device, "dtype": self.identity.dtype, "batch_size": self.batch_size}
        while len(self._children) < len(orders):
            place = device_of(len(self._children), self.shards, self.device)
            self._children.append(Child(CHILD, place))
        try:
            carry_out_all(
                [(child, common | order) for child, order in zip(self._children, orders, strict=False)], on_message
            )
        except BaseException:
            self._end()
            raise
        if not self._keep:
            self._end()


def order_of(job: Job) -> dict[str, Any]:
    """A job as JSON for a child process."""
    files = job.files
    return {
        "model": str(files.model),
        "adapter": str(files.adapter) if files.adapter else None,
        "tokenizer": str(files.tokenizer),
        "quantization": files.quantization,
        "turn_end": files.turn_end,
        "turn_start": files.turn_start,
        "ends_turns": files.ends_turns,
        "form": files.form,
        "beside": str(files.beside) if files.beside else None,
        "requests": [
            [
                r.key,
                r.prompt,
                r.special_tokens,
                r.sampling.max_new_tokens,
                r.sampling.temperature,
                seed_of(r),
                r.choices,
                r.guided,
                r.choice_by,
            ]
            for r in job.requests
        ],
    }


def device_here() -> str:
    """`cuda` where this machine has a GPU that is not hidden, else `cpu`; known without importing torch."""
    return "cuda" if gpu_here() else "cpu"
