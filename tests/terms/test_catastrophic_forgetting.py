"""Catastrophic forgetting: training on the new task alone takes away what the model knew.

The frequent mistake: looking at the new task's score only. Caught by the forgetting suite, which holds base skills to
the base model's own replies, skill by skill.
"""

from __future__ import annotations

from harness.record import Record

from .conftest import gate_words, rate, suite


def test_narrow_training_scores_on_the_new_task_and_the_forgetting_gate_fails_it(narrow: Record) -> None:
    assert rate(narrow, "format") > 0.9
    words = gate_words(narrow, "forgetting")
    assert words["paired"] == "FAIL"
    assert words["slices"] == "FAIL"
    assert narrow.decision == "FAIL"


def test_the_lost_skills_are_named(narrow: Record) -> None:
    reason = next(g.reason for g in suite(narrow, "forgetting").gates if g.kind == "slices")
    lost = [s.value for s in narrow.slices if s.suite == "forgetting" and s.dimension == "skill" and s.broken > 20]
    assert lost
    assert any(skill in reason for skill in lost)


def test_with_replay_the_skills_stay_and_the_gate_passes(good: Record) -> None:
    assert suite(good, "forgetting").decision == "PASS"
