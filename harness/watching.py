"""A pytest session inside this process, watched by a plugin: the suites, fixtures and checks are those of the gate.

It decides nothing and leaves no record.
"""

from __future__ import annotations

import contextlib
import io
import sys
from typing import Protocol, TypeVar

import pytest

from harness.resolving import ALONE

__all__ = ["Watch", "watched"]

Found = TypeVar("Found")


class Watch(Protocol[Found]):
    """A plugin of the session, which reads what came of it.

    `found` stays None where pytest ended before there was anything; `error` says why there is nothing to read.
    """

    found: Found | None
    error: Exception | None


def watched(watch: Watch[Found], *, model: str, split: str) -> Found:
    """Ask a model the cases of a split, and give what the watch found.

    Raises:
        Exception: the watch's own, except after Ctrl-C.
        SystemExit: pytest ended before there was anything to find; what it said is on stderr.
    """
    said = io.StringIO()
    # This process has imported what pytest's own would rewrite the asserts of; a project may take warnings for errors.
    quiet = ("-q", "-p", "no:cacheprovider", "-W", "ignore::pytest.PytestAssertRewriteWarning")
    with contextlib.redirect_stdout(said):
        status = pytest.main([f"--model={model}", f"--baseline={ALONE}", f"--split={split}", *quiet], plugins=[watch])
    if watch.error is not None and status != pytest.ExitCode.INTERRUPTED:
        raise watch.error
    if watch.found is None:
        sys.stderr.write(said.getvalue())
        raise SystemExit(int(status) or 11)
    return watch.found
