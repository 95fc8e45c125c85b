"""The default engine: transformers' batched generate, in a child process.

The child keeps torch out of pytest's process and turns a crash of the engine into "no verdict": every reply that it
handed over before is already in the store.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.metadata
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import IO, Any, Self

from harness.engines import EngineError, Job, Measured, Measurement, OnReplies
from harness.replies import EngineIdentity, Reply, Request

__all__ = ["TransformersEngine"]

CHILD = "harness.engines._transformers_child"
_REVISION = "2"
"""Raised when the child answers otherwise with the same libraries: replies of before are then made anew."""


class TransformersEngine:
    """Runs `harness.engines._transformers_child` and reads replies from its standard output, a JSON line a batch."""

    def __init__(self, *, device: str = "auto", batch_size: int = 128) -> None:
        self.device = _device() if device == "auto" else device
        self.batch_size = batch_size
        self._child: _Child | None = None
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

        def hand_over(message: Any) -> None:
            replies = [(key, Reply(text=text, finish=finish, tokens=n)) for key, text, finish, n in message["replies"]]
            on_replies(jobs[message["job"]], replies)

        self._run({"jobs": [_to_json(job) for job in jobs]}, hand_over)

    def measure(self, asked: Measurement) -> Measured:
        """See `Measures.measure`."""
        told: list[Any] = []
        texts = {
            "base": _to_json(asked.base),
            "candidate": _to_json(asked.candidate),
            "replies": [[s.prompt, s.special_tokens, s.text, s.tokens, s.ended] for s in asked.replies],
            "plain": list(asked.plain),
        }
        self._run({"jobs": [], "measure": texts}, lambda message: told.append(message["measured"]))
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
        child, self._child = self._child, None
        if child:
            child.end()

    def _run(self, what: dict[str, Any], on_message: Callable[[Any], None]) -> None:
        """Have the child carry out an order; its messages are handed over as they come."""
        order = {"device": self.device, "dtype": self.identity.dtype, "batch_size": self.batch_size, **what}
        self._child = self._child or _Child()
        try:
            self._child.carry_out(order, on_message)
        except BaseException:
            self._end()
            raise
        if not self._keep:
            self._end()


class _Child:
    """The engine's process."""

    def __init__(self) -> None:
        self.log: IO[str] = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")  # noqa: SIM115
        self.process = subprocess.Popen(
            [sys.executable, "-m", CHILD],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.log,
            text=True,
            encoding="utf-8",
            env=_environment(),
        )

    def carry_out(self, order: dict[str, Any], on_message: Callable[[Any], None]) -> None:
        """Send the order, hand messages over.

        Raises:
            EngineError: the child reported an error or died.
        """
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        with contextlib.suppress(BrokenPipeError):  # it died at once: its log says why
            self.process.stdin.write(json.dumps(order) + "\n")
            self.process.stdin.flush()
        for line in self.process.stdout:
            message = json.loads(line)
            if "error" in message:
                raise EngineError(str(message["error"]))
            if "done" in message:
                return
            on_message(message)
        status = self.process.wait()
        if status:
            raise EngineError(f"the engine's process died (status {status}): {_tail(self.log)}")
        raise EngineError("the engine stopped before it had answered everything")

    def end(self) -> None:
        """Kill the process if it is still there; between orders it holds nothing that could be lost."""
        self.process.kill()
        with contextlib.suppress(BrokenPipeError), self.process, self.log:
            pass


def _to_json(job: Job) -> dict[str, Any]:
    return {
        "model": str(job.model),
        "adapter": str(job.adapter) if job.adapter else None,
        "tokenizer": str(job.tokenizer),
        "requests": [
            [r.key, r.prompt, r.special_tokens, r.sampling.max_new_tokens, r.sampling.temperature, _seed(r)]
            for r in job.requests
        ],
    }


def _seed(request: Request) -> int:
    """A stream of its own for every prompt and sample, the same one in every arm.

    With common random numbers two models that agree draw alike, so that only what differs between them shows.
    """
    if request.draw is None:
        return 0
    text = f"{request.draw.seed} {request.draw.sample} {request.prompt}"
    return int.from_bytes(hashlib.sha256(text.encode(errors="surrogatepass")).digest()[:8], "big", signed=True)


def _environment() -> dict[str, str]:
    """No network, no telemetry, no threads spinning beside others' work, our own package importable from anywhere."""
    path = str(Path(__file__).resolve().parents[2])
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(p for p in (path, os.environ.get("PYTHONPATH")) if p),
        "HF_HUB_OFFLINE": "1",
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "TOKENIZERS_PARALLELISM": "false",
        "OMP_WAIT_POLICY": "passive",
        "TRANSFORMERS_VERBOSITY": "error",
        "PYTHONWARNINGS": "default",
    }


def _device() -> str:
    hidden = os.environ.get("CUDA_VISIBLE_DEVICES") == ""
    return "cuda" if Path("/dev/nvidiactl").exists() and not hidden else "cpu"


def _tail(log: IO[str], lines: int = 5) -> str:
    log.seek(0)
    return " / ".join(line.strip() for line in log.read().splitlines()[-lines:] if line.strip()) or "it said nothing"
