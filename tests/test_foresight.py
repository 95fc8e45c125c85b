"""What a run says before a model is loaded: every figure is the gates' own."""

from __future__ import annotations

import re

import pytest
from project import Project

from harness.foresight import FLIPS
from harness.gates import chance_to_pass, chance_to_pass_clustered, detectable_drop, detectable_drop_clustered


@pytest.fixture
def shop(project: Project) -> Project:
    for name in ("m", "b"):
        project.checkpoint(name)
    project.simple(80, mark="floor=0.99, margin=0.1")
    for name in ("m", "b"):
        project.answer(name, "good")
    return project


def said(project: Project, *options: str) -> str:
    return " ".join(project.run("--model=m", "--baseline=b", *options).outlines)


def test_it_says_what_the_cases_can_show(shop: Project) -> None:
    text = said(shop)
    assert "supposing that 10 % of the cases come out otherwise" in text
    told = re.search(r"greet, 80 cases, margin 10: a drop of ([\d.]+) points .*? passes (\d+) times of 100", text)
    assert told
    drop = detectable_drop(80, FLIPS)
    assert drop is not None
    assert float(told[1]) == round(100 * drop, 1)
    assert int(told[2]) == round(100 * chance_to_pass(80, 0.1, FLIPS))
    assert "overall, 80 cases, margin 3" in text
    assert "fewer than 99 cases can't pass without improvement" in text
    assert "80 cases can't show a floor of 99 %: that takes 299 cases" in text


def test_the_same_in_russian(shop: Project) -> None:
    text = said(shop, "--lang=ru")
    assert re.search(r"greet, 80 примеров, допуск 10: падение на [\d,]+ п\. п\. будет замечено", text)
    assert "все наборы вместе, 80 примеров, допуск 3" in text
    assert "если меньше 99 примеров, пройдёт только модель лучше прежней" in text
    assert "порог 99 % на 80 примерах не подтвердить: нужно 299" in text


def test_a_suites_own_alpha_counts(project: Project) -> None:
    for name in ("m", "b"):
        project.checkpoint(name)
    project.simple(80, mark="margin=0.1, alpha=0.2, pool=False")
    for name in ("m", "b"):
        project.answer(name, "good")
    assert f"passes {100 * chance_to_pass(80, 0.1, FLIPS, 0.0, 0.2):.0f} times" in said(project)


def test_a_narrowed_run_says_nothing(shop: Project) -> None:
    assert "power" not in said(shop, "-k", "case-003")


def test_of_related_cases_it_supposes_that_they_move_together(project: Project) -> None:
    """Their number says little; a figure for unrelated ones would be too good."""
    for name in ("m", "b"):
        project.checkpoint(name)
    project.suite("greet", "margin=0.1")
    ids = [f"c-{i:03}" for i in range(60)]
    project.cases("greet", [{"id": i, "prompt": i, "cluster": i[:4], "expect": [{"matches": "good"}]} for i in ids])
    for name in ("m", "b"):
        project.answer(name, "good")
    text, sizes = said(project), [10] * 6
    drop, chance = detectable_drop_clustered(sizes, FLIPS), chance_to_pass_clustered(sizes, 0.1, FLIPS)
    assert drop is not None
    assert f"greet, 60 cases in 6 groups, margin 10: a drop of {100 * drop:.1f} points" in text
    assert f"an equal model passes {100 * chance:.0f} times of 100" in text
    assert "with all their samples and relatives:" in text
    assert re.search(r"fewer than \d+ groups can't pass without improvement", text)
    assert chance < chance_to_pass(60, 0.1, FLIPS)
