"""Every reason that a test of the checks sees can be told in Russian, too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from harness.checks import Bound, Verdict
from tests.reasons.english import left_in_english


@pytest.fixture(autouse=True)
def _reasons_have_their_russian(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What a shipped check says is held to the tables in harness/reasons, once the test is over."""
    said: set[str] = set()
    judge = Bound.judge

    def listened(self: Bound, *args: Any, **kwargs: Any) -> Verdict:
        verdict = judge(self, *args, **kwargs)
        if self.check.function.__module__.startswith("harness.checks."):
            said.add(verdict.reason)
        return verdict

    monkeypatch.setattr(Bound, "judge", listened)
    yield
    left = {reason: words for reason in said if (words := left_in_english(reason))}
    assert not left, "add a template to harness/reasons for: " + "; ".join(sorted(left)[:10])
