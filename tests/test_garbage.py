"""The collector runs seldom while a run lasts, and as before once it is over."""

from __future__ import annotations

import gc

import pytest
from project import Project

from harness.garbage import SpareCollector


def test_a_run_leaves_the_collector_as_it_was(project: Project) -> None:
    before = gc.get_threshold(), gc.get_freeze_count()
    project.simple()
    project.checkpoint("m")
    project.answer("m", "good")
    assert project.run("--model=m").ret == 0
    assert (gc.get_threshold(), gc.get_freeze_count()) == before


@pytest.mark.parametrize("model", ["--model=m", "--model=nobody"])
def test_so_does_a_run_that_never_began(project: Project, model: str) -> None:
    before = gc.get_threshold(), gc.get_freeze_count()
    project.simple()
    project.checkpoint("m")
    project.write("suites/conftest.py", "import nothing_of_the_kind\n")
    assert project.run(model).ret == 4
    assert (gc.get_threshold(), gc.get_freeze_count()) == before


def test_nobody_s_setting_is_made_stricter() -> None:
    before = gc.get_threshold()
    try:
        for given, during in (((0, 10, 10), (0, 10, 10)), ((700, 10, 10), (20_000, 20, 100)), ((50_000,), (50_000,))):
            gc.set_threshold(*given)
            given = gc.get_threshold()
            spare = SpareCollector()
            assert gc.get_threshold()[: len(during)] == during
            spare.settle()
            assert gc.get_freeze_count() > 0
            spare.end()
            assert gc.get_threshold() == given
            assert gc.get_freeze_count() == 0
    finally:
        gc.set_threshold(*before)
