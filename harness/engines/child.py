"""A process of an engine's own: keeps torch out of pytest's, and turns a crash into "no verdict" with replies kept."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

from harness.engines import EngineError

__all__ = ["Child"]


class Child:
    """A process that reads orders, a JSON line each, and answers each with JSON lines, the last of them `done`.

    Args:
        module: what `python -m` runs in it.
        extra: environment variables of its own, after ours.
    """

    def __init__(self, module: str, extra: Mapping[str, str] | None = None) -> None:
        self._log: IO[str] = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")  # noqa: SIM115
        self.process = subprocess.Popen(
            [sys.executable, "-m", module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
            encoding="utf-8",
            env=_environment() | dict(extra or {}),
        )

    def carry_out(self, order: Mapping[str, Any], on_message: Callable[[Any], None]) -> None:
        """Send an order, hand its messages over as they come.

        Raises:
            EngineError: the child reported an error or died.
        """
        for message in self._messages(order):
            on_message(message)

    def _messages(self, order: Mapping[str, Any]) -> Iterator[Any]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        with contextlib.suppress(BrokenPipeError):  # it died at once: its log says why
            self.process.stdin.write(json.dumps(order) + "\n")
            self.process.stdin.flush()
        for line in self.process.stdout:
            try:
                message = json.loads(line)
            except ValueError:
                continue  # killed within a line: how it ended is said below
            if "error" in message:
                raise EngineError(str(message["error"]))
            if "done" in message:
                return
            yield message
        status = self.process.wait()
        if status:
            raise EngineError(f"the engine's process died ({_ended(status)}): {self._tail()}")
        raise EngineError("the engine stopped before it had answered everything")

    def end(self) -> None:
        """Kill the process if it is still there; between orders it holds nothing that could be lost."""
        self.process.kill()
        with contextlib.suppress(BrokenPipeError), self.process, self._log:
            pass

    def _tail(self, lines: int = 5) -> str:
        self._log.seek(0)
        said = self._log.read().splitlines()[-lines:]
        return " / ".join(line.strip() for line in said if line.strip()) or "it said nothing"


def _ended(status: int) -> str:
    killed = " — killed, as a machine without free memory does" if status == -9 else ""
    return f"status {status}{killed}"


def _environment() -> dict[str, str]:
    """No network, no telemetry, no threads spinning beside others' work, our own package importable from anywhere.

    What is freed stays with the process (glibc's MALLOC_…): else each large tensor is mapped anew, page by page, which
    costs a tenth of a small model's generation.
    """
    path = str(Path(__file__).resolve().parents[2])
    return {
        "MALLOC_MMAP_THRESHOLD_": str(1 << 30),
        "MALLOC_TRIM_THRESHOLD_": str(1 << 33),
        "MALLOC_TOP_PAD_": str(1 << 26),
        **os.environ,
        "PYTHONPATH": os.pathsep.join(p for p in (path, os.environ.get("PYTHONPATH")) if p),
        "HF_HUB_OFFLINE": "1",
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "TOKENIZERS_PARALLELISM": "false",
        "OMP_WAIT_POLICY": "passive",
        "TORCHDYNAMO_DISABLE": "1",  # nothing is compiled here, and the compiler is slow to import
        "TRANSFORMERS_VERBOSITY": "error",
        "PYTHONWARNINGS": "default",
    }
