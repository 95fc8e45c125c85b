"""Processes that load an engine, forked off one that has: importing torch, transformers and peft takes seconds.

`command(…)` is what to start in place of a Python command: a small process (`client.py`) that hands its arguments,
directory, environment and standard streams to a server (`server.py`), which forks. The fork runs the command as Python
would; the client ends as the fork does, and what kills the client kills the fork. A
command that the server can't run as a new process would is run by the client as one: another interpreter or
options of its own (`-u`), or another value of a variable that libraries read while they are imported.

What a test says of kills, of process groups or of what is imported is said of real processes: it does without this.
"""

from __future__ import annotations

import atexit
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

__all__ = ["ADDRESS", "Popen", "command", "warm_engines"]

HERE = Path(__file__).parent
ADDRESS = "CKPTGATE_TESTS_WARM"
"""The variable that tells forks where their server is."""


def command(*argv: str) -> list[str]:
    """What runs `argv` on the server, started if it is not there; `argv` itself where no fork can be waited for."""
    if not hasattr(os, "pidfd_open"):
        return list(argv)
    address = os.environ.get(ADDRESS) or _start()
    return [sys.executable, "-ISB", str(HERE / "client.py"), address, *argv]


class Popen(subprocess.Popen[Any]):
    """`subprocess.Popen`, warm where it starts this Python."""

    def __init__(self, args: Any, *more: Any, **how: Any) -> None:
        warm = isinstance(args, list) and args[:1] == [sys.executable]
        super().__init__(command(*args) if warm else args, *more, **how)


def warm_engines() -> None:
    """From here on the engines that this process starts are such forks."""
    from harness.engines import child

    child.subprocess = SimpleNamespace(Popen=Popen, PIPE=subprocess.PIPE)


def _start() -> str:
    """Start the server, which lives as long as this process; returns its address."""
    from harness.engines.child import _environment

    place = tempfile.TemporaryDirectory(prefix="warm-")
    address = str(Path(place.name) / "at")
    server = subprocess.Popen(
        [sys.executable, "-m", "warm.server", address],
        cwd=HERE.parent,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=_environment(),
    )
    assert server.stdout is not None
    assert server.stdout.readline() == b"listening\n", "the warm process did not start: what it said stands above"
    os.environ[ADDRESS] = address

    def end() -> None:
        os.environ.pop(ADDRESS, None)
        server.communicate()
        place.cleanup()

    atexit.register(end)
    return address
