"""Evaluation on too few cases. The frequent mistake: a dozen questions, all answered, and the model ships; a model that
fails one question in five answers a dozen of them all right every fifteenth time.

The guard: a gate asks what the cases can rule out. Before a model is loaded the run says how many are needed, and a run
that is too small to tell is INCONCLUSIVE, which blocks.
"""

from __future__ import annotations

import pytest
from project import Project

from harness.outcome import EXIT


def compared(project: Project, n: int) -> tuple[int, str]:
    """A faultless candidate beside a faultless baseline, on n cases."""
    for name in ("m", "b"):
        project.checkpoint(name)
    project.simple(n, mark="floor=0.9, margin=0.1")
    for name in ("m", "b"):
        project.answer(name, "good")
    result = project.run("--model=m", "--baseline=b")
    return int(result.ret), " ".join(result.outlines)


def test_a_dozen_faultless_answers_show_nothing(project: Project) -> None:
    """Planted: 12 of 12. The floor needs 29, the suite's margin 29, all together 99."""
    status, said = compared(project, 12)
    assert status == EXIT["INCONCLUSIVE"]
    assert "12 cases can't show a floor of 90 %: that takes 29 cases" in said
    assert "fewer than 99 cases can't pass without improvement" in said
    (suite,) = project.record.suites
    assert {g.kind: g.decision for g in suite.gates} == {
        "integrity": "PASS",
        "floor": "INCONCLUSIVE",
        "paired": "INCONCLUSIVE",
    }


@pytest.mark.parametrize("n", [99, 160])
def test_enough_of_them_do(project: Project, n: int) -> None:
    """The clean twin."""
    assert compared(project, n)[0] == 0
