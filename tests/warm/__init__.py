"""Processes that load an engine, forked off one that has: importing torch, transformers and peft takes seconds.

`command(…)` is what to start in place of a Python command: a small process (`client.py`) that hands its arguments,
directory, environment and standard streams to a server (`server.py`), which forks. The fork runs the command as Python
would and ends with its interpreter; the client ends as the fork does, and what kills the client kills the fork. A
command that the server can't run as a new process would is run by the client as one: another interpreter, `-c`, or
another value of a variable that libraries read while they are imported.

What a test says of kills, of process groups or of what is imported is said of real processes: it does without this.
"""

from __future__ import annotations

import atexit
import os
import subprocess
import sys
import tempfile
from pathlib import Path

__all__ = ["ADDRESS", "command", "warm_children"]

HERE = Path(__file__).parent
ADDRESS = "CKPTGATE_TESTS_WARM"
"""The variable that tells forks where their server is."""


def command(*argv: str) -> list[str]:
    """What runs `argv` on the server, started if it is not there; `argv` itself where no fork can be waited for."""
    if not hasattr(os, "pidfd_open"):
        return list(argv)
    address = os.environ.get(ADDRESS) or _start()
    return [sys.executable, "-ISB", str(HERE / "client.py"), address, *argv]


def warm_children() -> None:
    """From here on the engines that this process starts are such forks."""
    from harness.engines import child

    child.command_of = lambda module: command(sys.executable, "-m", module)


def _start() -> str:
    """Start the server, which lives as long as this process; returns its address."""
    from harness.engines import child

    place = tempfile.TemporaryDirectory(prefix="warm-")
    address = str(Path(place.name) / "at")
    server = subprocess.Popen(
        [sys.executable, "-m", "warm.server", address],
        cwd=HERE.parent,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=child._environment(),
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
