"""One test function, called for every reply of every arm: all face the same code, and only `reply` is made anew."""

from __future__ import annotations

import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from harness.arms import Role
from harness.scoring import Miss

__all__ = ["FIRST", "TURN", "Turn", "call_for_turns", "reason_of"]

Turn = tuple[Role, int]
"""Whose reply, and which of its samples."""

FIRST: Turn = ("candidate", 0)
TURN = pytest.StashKey[Turn]()


def call_for_turns(item: pytest.Function, others: Sequence[Turn]) -> dict[Turn, str | None]:
    """Call the test for further turns, after the candidate's own call; reasons by turn, None where it passed.

    Raises:
        Exception: whatever the test raises that is no miss.
    """
    reasons: dict[Turn, str | None] = {}
    for turn in others:
        item.stash[TURN] = turn
        try:
            _refill(item, "reply")
            item.ihook.pytest_pyfunc_call(pyfuncitem=item)
            reasons[turn] = None
        except (Miss, AssertionError) as e:
            reasons[turn] = reason_of(item, e)
        finally:
            del item.stash[TURN]
    return reasons


def reason_of(item: pytest.Function, error: Miss | AssertionError) -> str:
    """Why the reply missed. An assertion that failed outside the suite's own file is no miss: it is raised."""
    if isinstance(error, Miss):
        return str(error)
    frames = traceback.extract_tb(error.__traceback__)
    if not frames or Path(frames[-1].filename) != item.path:
        raise error
    return str(error).partition("\n")[0] or f"assert at line {frames[-1].lineno}"


def _refill(item: pytest.Function, name: str) -> None:
    """Make the fixture `name` and all that declare it anew for the item's next call.

    pytest has no public way; the protocol run twice would rebuild module fixtures and report every arm as a test.
    """
    request: Any = item._request
    definitions = request._fixture_defs
    own = definitions[name]
    rest = any(_may_rest_on(name, d) for n, d in definitions.items() if n != name)
    if _module(own).startswith("harness.") and not rest:  # a team's own `reply` may yield, or ask for ours
        item.funcargs[name] = value = own.func()  # pytest's way round takes a third of a baseline's time
        own.cached_result = (value, *own.cached_result[1:])
        return
    own.finish(request)  # cascades to the fixtures that declared it
    for stale in [n for n, d in definitions.items() if getattr(d, "cached_result", 0) is None]:
        del definitions[stale]
        item.funcargs.pop(stale, None)
    request._fillfixtures()


def _may_rest_on(name: str, definition: Any) -> bool:
    """Whether a fixture declares that it takes `name`, or could ask for it by the way; pytest's own don't."""
    asks = "request" in definition.argnames and not _module(definition).startswith("_pytest.")
    return name in definition.argnames or asks


def _module(definition: Any) -> str:
    """Where a fixture's function stands; a partial one says nothing."""
    return getattr(definition.func, "__module__", "")
