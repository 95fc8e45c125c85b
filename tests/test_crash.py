"""Finished work survives: a reply once generated is in the store, whatever ends the run."""

from __future__ import annotations

import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from project import Project

CASES = 240
# A job started in the background of a shell has SIGINT ignored, and so would have all that it starts.
PYTEST = (
    "import signal, sys, pytest; signal.signal(signal.SIGINT, signal.default_int_handler); "
    "sys.exit(pytest.main(sys.argv[1:]))"
)


def stored(project: Project) -> int:
    file = project.root / ".ckptgate/replies.sqlite"
    if not file.exists():
        return 0
    db = sqlite3.connect(file)
    try:
        return int(db.execute("select count(*) from replies").fetchone()[0])
    except sqlite3.OperationalError:  # its table is not made yet
        return 0
    finally:
        db.close()


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_run_ended_in_the_middle_of_generation_goes_on_from_there(
    strangers: dict[tuple[str, bool], Path], project: Project, how: signal.Signals
) -> None:
    """SIGKILL (a crash, the OOM killer) and Ctrl-C: the next run generates only what is missing."""
    project.write("pyproject.toml", '[tool.ckptgate]\ndeployment = "deployment.yaml"\n')
    project.write("deployment.yaml", "model: x@prod\nsampling: {max_new_tokens: 40}\n")
    shutil.copytree(strangers["llama", True], project.root / "m")
    project.suite("greet")
    project.cases("greet", [{"id": f"c{i}", "prompt": f"{i}?", "expect": [{"max_words": 500}]} for i in range(CASES)])
    command = [sys.executable, "-c", PYTEST, "--model=m", "--device=cpu", "--batch-size=4"]
    first = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
    )
    deadline = time.monotonic() + 120
    while stored(project) < 12 and time.monotonic() < deadline and first.poll() is None:
        time.sleep(0.02)
    os.killpg(first.pid, how)
    said, _ = first.communicate()
    kept = stored(project)
    assert 12 <= kept < CASES, said
    assert not project.records(), "an interrupted run decides nothing"
    if how == signal.SIGINT:
        assert first.returncode == 2
        assert re.search(rf"stopped: \d+ of {CASES} replies are kept, the next run goes on from there", said)
    second = project.run("--model=m")
    assert second.ret == 0
    second.stdout.fnmatch_lines([f"*{kept} stored, {CASES - kept} to generate*"])
