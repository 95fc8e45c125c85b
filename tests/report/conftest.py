"""The sample records as fixtures, and the browser to open their reports in."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from harness.record import Record

from .records import SAMPLES


@pytest.fixture(params=SAMPLES)
def sample(request: pytest.FixtureRequest) -> Record:
    """Each kind of record in turn."""
    return SAMPLES[request.param]()


@pytest.fixture(scope="session")
def samples() -> dict[str, Callable[[], Record]]:
    """The makers of sample records by name."""
    return SAMPLES


@pytest.fixture(scope="session")
def browser() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run headless Chromium, without a network of its own, on a file; a fresh profile each time."""
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("no Chromium here (Debian's package `chromium`): the parser's tests hold the same claims")

    def run(file: Path, profile: Path, *options: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [
                program,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--host-resolver-rules=MAP * ~NOTFOUND",
                f"--user-data-dir={profile}",
                *options,
                file.as_uri(),
            ],
            capture_output=True,
            text=True,
            timeout=120,
            check=True,
        )

    return run
