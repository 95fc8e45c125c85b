"""Processes that are timed, and tables of what came out."""

from __future__ import annotations

import os
import platform
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
README = Path(__file__).with_name("README.md")


class Took(NamedTuple):
    """One run of a process, from its start to its end."""

    seconds: float
    cpu: float
    """Seconds of processor time, of its children too."""
    megabytes: float
    """The largest resident size of the process itself."""


class Failed(Exception):
    """A process ended otherwise than it should."""


def run(argv: Sequence[str], cwd: Path, *, expect: Sequence[int] = (0,), more: Mapping[str, str] | None = None) -> Took:
    """Run a process to its end; its output is shown where it fails."""
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment = {**inherited, "OMP_WAIT_POLICY": "passive", "HF_HUB_OFFLINE": "1", **(more or {})}
    with (cwd / "run.log").open("w+b") as log:
        started = time.monotonic()
        process = subprocess.Popen(argv, cwd=cwd, env=environment, stdout=log, stderr=subprocess.STDOUT)
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.monotonic() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in expect:
            log.seek(0)
            tail = log.read()[-3000:].decode(errors="replace")
            raise Failed(f"{' '.join(argv[:6])} ended with {process.returncode}:\n{tail}")
    return Took(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def interleaved(ways: Mapping[str, Callable[[], Took]], rounds: int) -> dict[str, Took]:
    """Every way once a round, in turns, so that the machine's moods fall on all alike; the medians."""
    found: dict[str, list[Took]] = {name: [] for name in ways}
    for number in range(rounds):
        for name, way in ways.items():
            print(f"  round {number + 1}: {name}", file=sys.stderr, flush=True)
            found[name].append(way())
    return {name: Took(*map(statistics.median, zip(*took, strict=True))) for name, took in found.items()}


def machine() -> str:
    """What it was measured on."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"{platform.machine()}, {cores} cores, Python {platform.python_version()}"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table, figures to the right."""
    line = "|" + "|".join(["---", *["---:"] * (len(head) - 1)]) + "|"
    return "\n".join(["| " + " | ".join(head) + " |", line, *("| " + " | ".join(row) + " |" for row in rows)])


def write_section(title: str, text: str) -> None:
    """Put a section into benchmarks/README.md in place of the one of that title."""
    before = README.read_text(encoding="utf-8") if README.is_file() else "# Benchmarks\n"
    section = f"## {title}\n\n{text.strip()}\n"
    found = re.search(rf"^## {re.escape(title)}\n.*?(?=^## |\Z)", before, re.MULTILINE | re.DOTALL)
    after = (
        before[: found.start()] + section + "\n" + before[found.end() :] if found else f"{before.rstrip()}\n\n{section}"
    )
    README.write_text(after.rstrip() + "\n", encoding="utf-8")
