"""Checks as rewards: each answer gets 1 or 0, what can't be a check is said, and own rewards are no gate."""

from __future__ import annotations

import pytest
from project import Project

from harness.manifest import Manifest, hash_files, write_manifest
from harness.rewards import rewards_of


def test_an_answer_is_rewarded_by_each_check() -> None:
    short, russian = rewards_of([{"max_words": 2}, {"language": "ru"}])
    assert (short("Q?", "two words"), short("Q?", "now three words")) == (1.0, 0.0)
    assert (russian("Q?", "Магазин открыт до девяти вечера."), russian("Q?", "The shop is open.")) == (1.0, 0.0)


@pytest.mark.parametrize(
    ("check", "said"),
    [
        ({"max_wrods": 2}, "unknown check"),
        ({"max_words": "two"}, "max_words"),
        ({"max_words": 2, "language": "ru"}, "one check an entry"),
        ({"means": "a polite answer"}, "means"),
    ],
)
def test_what_can_reward_nothing_is_said_before_training(check: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        rewards_of([check])


def rewarded(project: Project, *checks: str) -> None:
    """A candidate that was trained by these checks."""
    folder = project.checkpoint("m", manifest=False)
    manifest = Manifest(name="m", method="lora", objective="rlaif", rewards=list(checks), files=hash_files(folder))
    write_manifest(folder, manifest)
    project.simple()
    project.answer("m", "good")


def test_a_model_that_only_its_own_rewards_judge_does_not_pass(project: Project) -> None:
    """RLAIF with rewards that are its own gate: however well it does, nothing is shown."""
    rewarded(project, "matches")
    result = project.run("--model=m")
    assert (result.ret, project.record.decision) == (1, "FAIL")
    result.stdout.fnmatch_lines(["*gate[[]rewards[]]*"])
    (gate,) = [gate for gate in project.record.gates if gate.kind == "rewards"]
    assert "no case is judged by anything else" in gate.reason


def test_a_model_that_other_checks_judge_too_passes(project: Project) -> None:
    """The record names what it was rewarded for."""
    rewarded(project, "no_promises")
    result = project.run("--model=m")
    assert (result.ret, project.record.decision) == (0, "PASS")
    assert project.record.candidate.rewards == ["no_promises"]
