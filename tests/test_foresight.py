"""What a run says before a model is loaded: every figure is the gates' own."""

from __future__ import annotations

import re

from project import Project

from harness.foresight import FLIPS
from harness.gates import chance_to_pass, detectable_drop


def test_it_says_what_the_cases_can_show(project: Project) -> None:
    for name in ("m", "b"):
        project.checkpoint(name)
    project.simple(80, mark="floor=0.99, margin=0.1")
    for name in ("m", "b"):
        project.answer(name, "good")
    said = " ".join(project.run("--model=m", "--baseline=b").outlines)
    told = re.search(r"greet, 80 cases, margin 10: a drop of ([\d.]+) points .*? passes (\d+) times of 100", said)
    assert told
    drop = detectable_drop(80, FLIPS)
    assert drop is not None
    assert float(told[1]) == round(100 * drop, 1)
    assert int(told[2]) == round(100 * chance_to_pass(80, 0.1, FLIPS))
    assert "overall, 80 cases, margin 3" in said
    assert "fewer than 99 cases can't pass without improvement" in said
    assert "80 cases can't show a floor of 99 %: that takes 299 cases" in said


def test_a_narrowed_run_says_nothing(project: Project) -> None:
    project.checkpoint("m")
    project.simple()
    project.answer("m", "good")
    assert "power" not in " ".join(project.run("--model=m", "-k", "case-003").outlines)


def test_of_related_cases_it_promises_nothing(project: Project) -> None:
    """Their number says little; a figure for unrelated ones would be too good."""
    for name in ("m", "b"):
        project.checkpoint(name)
    project.suite("greet", "margin=0.1")
    ids = [f"c-{i:03}" for i in range(60)]
    project.cases("greet", [{"id": i, "prompt": i, "cluster": i[:4], "expect": [{"matches": "good"}]} for i in ids])
    for name in ("m", "b"):
        project.answer(name, "good")
    said = " ".join(project.run("--model=m", "--baseline=b").outlines)
    assert "depends on their spread" in said
    assert "power" not in said
