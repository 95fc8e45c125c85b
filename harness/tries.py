"""How many checkpoints were tried against the same cases and baseline: the more, the likelier one passes by luck.

Best of three, chosen on the cases that gate, raises a false pass from .05 to .10 and beyond: choosing is what the dev
split is for, and a record says how often the gate's own cases were looked at.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from harness import record
from harness.arms import Arm, Role
from harness.manifest import digest_of
from harness.records import CANDIDATE, record_heads

__all__ = ["count_tries", "question_of"]

_QUESTION = re.compile(r'"question": "([0-9a-f]{64})"')


def question_of(suites: Sequence[record.SuiteResult], arms: Mapping[Role, Arm]) -> str:
    """SHA-256 of what was asked: every suite with its cases and margins, and the baseline."""
    baseline = arms["production"].about.digest if "production" in arms else None
    return digest_of({"suites": {s.name: s.digest for s in suites}, "baseline": baseline})


def count_tries(records: Path, question: str, candidate: str) -> int:
    """Different weights that gate records under `records` asked this question of, the candidate among them: from 1 on.

    A record that can't be read is not counted.
    """
    tried = {candidate}
    for _, head in record_heads(records):
        asked, about = _QUESTION.search(head), CANDIDATE.search(head)
        if asked and about and asked[1] == question:
            tried.add(about[1])
    return len(tried)
