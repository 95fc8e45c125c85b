"""vLLM in a process of its own: full weights and LoRA adapters, batched continuously."""

from __future__ import annotations

import importlib.metadata
import json
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import Any, Self

from harness.engines import EngineError, Job, OnReplies
from harness.engines.child import Child
from harness.engines.transformers import device_here, order_of
from harness.replies import EngineIdentity, Reply

__all__ = ["VllmEngine", "unserved"]

CHILD = "harness.engines._vllm_child"
_REVISION = "2"
"""Raised when the child answers otherwise with the same libraries: replies of before are then made anew."""

_ENVIRONMENT = {
    "VLLM_ENABLE_V1_MULTIPROCESSING": "0",  # ours is a process of its own already
    "VLLM_NO_USAGE_STATS": "1",
    "DO_NOT_TRACK": "1",
    "VLLM_LOGGING_LEVEL": "WARNING",
}
_ON_A_CPU = {"VLLM_CPU_KVCACHE_SPACE": "1", "OMP_NUM_THREADS": "1"}


class VllmEngine:
    """One process for each base model; its adapters share it, one at a time.

    Args:
        device: `cpu`, `cuda`, or `auto`.
        args: passed on to vLLM as they are: `{"tensor_parallel_size": 2}`. They are part of what made a reply.
    """

    def __init__(self, *, device: str = "auto", args: Mapping[str, Any] | None = None) -> None:
        self.device = device_here() if device == "auto" else device
        self.args = dict(args or {})

    @cached_property
    def identity(self) -> EngineIdentity:
        """Name, version, dtype and device, without importing vllm."""
        version = _version()
        if version is None:
            raise EngineError("vllm is not installed: pip install 'ckptgate[vllm]' (on a CPU see docs/reference.md)")
        dtype = str(self.args.get("dtype") or ("float32" if self.device == "cpu" else "bfloat16"))
        said = [version, _REVISION, *(f"{key}={json.dumps(self.args[key])}" for key in sorted(self.args))]
        quantization = str(self.args.get("quantization") or "")
        return EngineIdentity(
            name="vllm", version="+".join(said), dtype=dtype, device=self.device, quantization=quantization
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def generate(self, jobs: Sequence[Job], on_replies: OnReplies) -> None:
        """See `Engine.generate`."""
        if any(job.files.form or job.files.beside for job in jobs):
            raise EngineError("vLLM serves an adapter in one form: forms are compared by --engine=transformers")

        def hand_over(message: Any) -> None:
            replies = [(key, Reply(text=text, finish=finish, tokens=n)) for key, text, finish, n in message["replies"]]
            on_replies(jobs[message["job"]], replies)

        numbered = sorted(enumerate(jobs), key=lambda pair: str(pair[1].files.model))
        for _, same in groupby(numbered, key=lambda pair: pair[1].files.model):
            self._answer(list(same), hand_over)

    def _answer(self, numbered: Sequence[tuple[int, Job]], hand_over: Any) -> None:
        order = {
            "device": self.device,
            "dtype": self.identity.dtype,
            "args": {key: value for key, value in self.args.items() if key != "dtype"},
            "numbers": [number for number, _ in numbered],
            "jobs": [order_of(job) for _, job in numbered],
        }
        child = Child(CHILD, _ENVIRONMENT | (_ON_A_CPU if self.device == "cpu" else {}))
        try:
            child.carry_out(order, hand_over)
        finally:
            child.end()


def unserved(adapter: Path) -> str | None:
    """What vLLM does not serve of an adapter (`prompt tuning`, `DoRA`, …); None where it serves it."""
    try:
        config = json.loads((adapter / "adapter_config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None  # loading it will say what is wrong
    kind = str(config.get("peft_type", "LORA"))
    if kind != "LORA":
        return kind.lower().replace("_", " ")
    if config.get("use_dora"):
        return "DoRA"
    return "saved modules" if config.get("modules_to_save") else None


def _version() -> str | None:
    for name in ("vllm", "vllm-cpu"):
        try:
            return importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return None
