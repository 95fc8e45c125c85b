"""Finished work survives: a reply once generated is in the store, whatever ends the run."""

from __future__ import annotations

import contextlib
import os
import random
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


BATCH = 4


@pytest.fixture
def shop(strangers: dict[tuple[str, bool], Path], project: Project) -> Project:
    """A real model with a few seconds of generating to do."""
    project.write("pyproject.toml", '[tool.ckptgate]\ndeployment = "deployment.yaml"\n')
    project.write("deployment.yaml", "model: x@prod\nsampling: {max_new_tokens: 40}\n")
    shutil.copytree(strangers["llama", True], project.root / "m")
    project.suite("greet")
    project.cases("greet", [{"id": f"c{i}", "prompt": f"{i}?", "expect": [{"max_words": 500}]} for i in range(CASES)])
    return project


def started(*args: str) -> subprocess.Popen[str]:
    """`pytest --model=m` as a process group of its own."""
    command = [sys.executable, "-c", PYTEST, "--model=m", "--device=cpu", f"--batch-size={BATCH}", *args]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
    )


def wait_for(project: Project, replies: int, run: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + 120
    while stored(project) < replies and time.monotonic() < deadline and run.poll() is None:
        time.sleep(0.02)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_run_ended_in_the_middle_of_generation_goes_on_from_there(shop: Project, how: signal.Signals) -> None:
    """SIGKILL (a crash, the OOM killer) and Ctrl-C: the next run generates only what is missing."""
    first = started()
    wait_for(shop, 12, first)
    os.killpg(first.pid, how)
    said, _ = first.communicate()
    kept = stored(shop)
    assert 12 <= kept < CASES, said
    assert not shop.records(), "an interrupted run decides nothing"
    if how == signal.SIGINT:
        assert first.returncode == 2
        assert re.search(rf"stopped: \d+ of {CASES} replies are kept, the next run goes on from there", said)
    second = shop.run("--model=m")
    assert second.ret == 0
    second.stdout.fnmatch_lines([f"*{kept} stored, {CASES - kept} to generate*"])


def kill_at_random(project: Project, kills: int) -> None:
    """Kill run after run at any moment of its life; whole batches stay, and the last run makes the rest."""
    rng, kept, lasted = random.Random(kills), 0, 8.0
    for kill in range(kills):
        run, begun = started(), time.monotonic()
        with contextlib.suppress(subprocess.TimeoutExpired):
            run.wait(rng.uniform(0, lasted))
        os.killpg(run.pid, signal.SIGKILL) if run.poll() is None else None
        said, _ = run.communicate()
        before, kept = kept, stored(project)
        assert kept >= before, f"kill {kill} lost replies that were kept"
        assert kept % BATCH == 0, "a batch is kept whole or not at all"
        told = re.search(r"(\d+) stored, (\d+) to generate", said)
        assert told is None or (int(told[1]), int(told[2])) == (before, CASES - before)
        if run.returncode == 0:
            lasted = time.monotonic() - begun
            shutil.rmtree(project.root / ".ckptgate")  # all is there: from the beginning
            kept = 0
    last = project.run("--model=m")
    assert last.ret == 0
    assert not list(project.root.glob(".ckptgate/*damaged*"))
    if kept:
        last.stdout.fnmatch_lines([f"*{kept} stored, {CASES - kept} to generate*"])
    assert stored(project) == CASES


def test_kills_at_any_moment_lose_at_most_the_batch_in_flight(shop: Project) -> None:
    kill_at_random(shop, 5)


@pytest.mark.torture
@pytest.mark.timeout(3000)
def test_a_hundred_kills_lose_at_most_the_batch_in_flight(shop: Project) -> None:
    kill_at_random(shop, 100)


@pytest.mark.parametrize(
    "args",
    [
        pytest.param((), id="alone", marks=pytest.mark.torture),
        pytest.param(("-n2",), id="workers"),
        pytest.param(("--shard-engines=2",), id="shards", marks=pytest.mark.torture),
    ],
)
def test_an_engine_killed_in_mid_batch_is_no_verdict_and_its_replies_are_kept(
    shop: Project, args: tuple[str, ...]
) -> None:
    run = started(*args)
    wait_for(shop, 12, run)
    children = subprocess.run(
        ["pgrep", "-g", str(run.pid), "-f", "_transformers_child"], capture_output=True, text=True
    )
    os.kill(int(children.stdout.split()[0]), signal.SIGKILL)
    said, _ = run.communicate()
    assert run.returncode == 11, said
    assert "the engine's process died (status -9" in said
    kept = stored(shop)
    assert 12 <= kept < CASES
    second = shop.run("--model=m")
    assert second.ret == 0
    second.stdout.fnmatch_lines([f"*{kept} stored, {CASES - kept} to generate*"])


def test_a_full_disk_is_no_verdict_and_what_came_before_is_kept(shop: Project) -> None:
    disk = shop.root / "small"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", str(disk)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("mounting a small tmpfs needs root; test_replies.py fills a store by SQLite's own page limit")
    try:
        shop.write("pyproject.toml", '[tool.ckptgate]\ndeployment = "deployment.yaml"\nstore = "small/r.sqlite"\n')
        first = shop.run("--model=m", f"--batch-size={BATCH}")
        assert first.ret == 11
        first.stdout.fnmatch_lines(["*can't be written: database or disk is full*safe*"])
        subprocess.run(["mount", "-o", "remount,size=64m", str(disk)], check=True)
        second = shop.run("--model=m")
        assert second.ret == 0
        told = re.search(r"(\d+) stored, (\d+) to generate", str(second.stdout))
        assert told
        assert 0 < int(told[1]) < CASES
        assert int(told[1]) % BATCH == 0
        assert int(told[1]) + int(told[2]) == CASES
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)
