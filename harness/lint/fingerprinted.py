"""Evaluation cases held to a fingerprint of training data that is not at hand."""

from __future__ import annotations

from collections.abc import Sequence

from harness.cases import Case
from harness.checks.text import quote
from harness.figures import counted
from harness.fingerprint import LEAST_WORDS, Fingerprint
from harness.lint.contamination import CONTAMINATED, DEV, compared_texts
from harness.lint.findings import Finding, place
from harness.lint.lints import Unchecked

__all__ = ["COVERED", "check"]

COVERED = 0.75
"""Of a text's words: with so many of them in the training data word for word, it stands there."""


def check(fingerprint: Fingerprint, cases: Sequence[Case]) -> tuple[list[Finding], list[Unchecked]]:
    """The cases that stand in the training data as they are or within longer texts; edited ones can't be told."""
    if not fingerprint.readable:
        return [], [Unchecked(rule=CONTAMINATED.name, why="the fingerprint holds more than it has room for")]
    found: list[Finding] = []
    short: list[str] = []
    for case in cases:
        if case.trained:
            continue
        for text in compared_texts(case):
            standing = fingerprint.standing(text)
            if standing.coverage is None and not standing.whole:
                short.append(case.id)
            elif standing.whole or (standing.coverage or 0) >= COVERED:
                found.append(_finding(case, text, 1.0 if standing.whole else standing.coverage or 0, standing.whole))
    if not short:
        return found, []
    few = ", ".join(short[:5]) + (" …" if len(short) > 5 else "")
    why = f"{counted(len(short), 'text')} of fewer than {LEAST_WORDS} words can't be sought inside others: {few}"
    return found, [Unchecked(rule=CONTAMINATED.name, why=why)]


def _finding(case: Case, text: str, coverage: float, whole: bool) -> Finding:
    how = "as it is" if whole else f"inside a longer text ({coverage:.0%} of its words)"
    return Finding(
        rule=CONTAMINATED if case.split == "gate" else DEV,
        message=f"{case.suite}/{case.id} {quote(text)} stands in the training data {how}, says its fingerprint",
        places=(place(case, text),),
        data={"case": case.id, "suite": case.suite, "coverage": round(coverage, 3)},
    )
