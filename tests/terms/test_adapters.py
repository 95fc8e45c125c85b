"""Adapters. The frequent mistake: nobody knows which adapter is on, or on what. It is loaded onto another base of the
same shape, was saved untrained, or is not there at all; the model answers, and what is judged is something else. Or it
changes what it is served beside: the base, another adapter.

The guard: an adapter is its own weights on its own base, by digests; it has to change the logits of a canary prompt;
the record says what stood on what. Suites compare its forms: on and off, off and gone, beside another and alone, merged
and unmerged.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from models import make_model
from project import Project

from harness.checkpoint import load_checkpoint
from harness.manifest import BaseRef, Manifest, hash_files, write_manifest


@pytest.fixture
def tuned(strangers: dict[tuple[str, bool], Path], make_adapter: Callable[..., Path], project: Project) -> Project:
    """A base, and two adapters on it with manifests that name it."""
    shutil.copytree(strangers["llama", True], project.root / "base")
    project.suite("greet")
    cases = [{"id": f"c{i}", "prompt": f"Question {i}?", "expect": [{"max_words": 500}]} for i in range(12)]
    project.cases("greet", cases)
    project.write("pyproject.toml", "[tool.ckptgate]\ndeployment = 'deployment.yaml'\n")
    project.write("deployment.yaml", "model: x@prod\nsampling: {max_new_tokens: 12}\n")
    for seed, name in enumerate(("one", "two")):
        vouched(project, make_adapter(project.root / name, project.root / "base", seed=seed))
    return project


def vouched(project: Project, folder: Path) -> None:
    base = load_checkpoint(project.root / "base", name="base", root=project.root)
    named = BaseRef(name="base", path="base", digest=base.digest)
    write_manifest(folder, Manifest(name=folder.name, method="lora", base=named, files=hash_files(folder)))


def replies(project: Project) -> list[str]:
    return [case.candidate.reply for case in project.record.cases if case.candidate]


def test_a_base_of_the_same_shape_that_was_swapped_is_noticed(tuned: Project) -> None:
    """Planted: the folder of the base holds another model of the same shape; peft would load the adapter onto it."""
    shutil.rmtree(tuned.root / "base")
    make_model(tuned.root / "base", seed=9)
    result = tuned.run("--model=one", "--baseline=none")
    assert result.ret == 12
    assert "An adapter on another base is another model" in str(result.stdout) + str(result.stderr)


def test_an_adapter_that_was_saved_untrained_is_noticed(tuned: Project) -> None:
    """Planted: as peft makes it, before any step: its base would be judged under its name."""
    from peft import LoraConfig, get_peft_model
    from transformers import AutoModelForCausalLM

    config = LoraConfig(r=4, target_modules="all-linear", task_type="CAUSAL_LM")
    get_peft_model(AutoModelForCausalLM.from_pretrained(tuned.root / "base"), config).save_pretrained(
        tuned.root / "fresh"
    )
    vouched(tuned, tuned.root / "fresh")
    result = tuned.run("--model=fresh", "--baseline=none")
    assert result.ret == 11
    result.stdout.fnmatch_lines(["*the adapter in *fresh changes nothing*"])


def test_each_adapter_answers_as_itself_and_the_record_says_which_was_on(tuned: Project) -> None:
    """The clean twin: two adapters and their base in one run, three different models."""
    assert tuned.run("--model=one", "--baseline=two").ret in (0, 1, 10)
    record = tuned.record
    assert record.candidate.adapter
    assert record.candidate.base == "base"
    assert record.base is not None
    assert record.production is not None
    assert not record.base.adapter
    assert len({record.candidate.digest, record.production.digest, record.base.digest}) == 3
    one = replies(tuned)
    tuned.run("--model=two", "--baseline=none")
    two = replies(tuned)
    tuned.run("--model=base", "--baseline=none")
    assert one != two
    assert replies(tuned) not in (one, two)
    production = [case.baseline.reply for case in tuned.records()[0].cases if case.baseline]
    assert production == two


FORMS = """
import pytest
def suite(name, **how):
    return pytest.mark.suite(f"greet/{name}", slices=(), **how)
cases = pytest.mark.cases("greet/*.yaml")
@suite("active", baseline="off", differing=.5, margin=None)
@cases
def test_active(case, reply): case.expect(reply)
@suite("isolated", baseline="isolated", identical=.7, margin=.3)
@cases
def test_isolated(case, reply): case.expect(reply)
@suite("neighbour", baseline="neighbour", identical=.7, margin=.3)
@cases
def test_neighbour(case, reply): case.expect(reply)
@suite("merged", baseline="merged", margin=.3)
@cases
def test_merged(case, reply): case.expect(reply)
"""


def decisions(project: Project) -> dict[str, str]:
    return {suite.name.removeprefix("greet/"): suite.decision for suite in project.record.suites}


def test_an_adapter_that_changes_what_it_is_loaded_beside_is_noticed(
    tuned: Project, make_adapter: Callable[..., Path]
) -> None:
    """Planted: PiSSA's initialization, whose residual stays in the base when the adapter is off or not the one in use.

    On its own it answers as it was trained.
    """
    tuned.write("suites/test_greet.py", FORMS)
    vouched(tuned, make_adapter(tuned.root / "pissa", tuned.root / "base", "pissa"))
    assert tuned.run("--model=pissa", "--baseline=one").ret == 1
    assert decisions(tuned) == {"active": "PASS", "isolated": "FAIL", "neighbour": "FAIL", "merged": "PASS"}
    neighbour = next(suite for suite in tuned.record.suites if suite.name == "greet/neighbour")
    assert (neighbour.judged_name, neighbour.baseline_name) == ("one, pissa beside", "one, alone")


def test_an_adapter_that_leaves_all_others_alone_passes(tuned: Project) -> None:
    """The clean twin: an ordinary LoRA, beside another; every pair that has to agree does to the letter."""
    tuned.write("suites/test_greet.py", FORMS)
    assert tuned.run("--model=two", "--baseline=one").ret == 0
    identical = {suite.name: suite.identical for suite in tuned.record.suites}
    assert identical.pop("greet/active") <= 3
    assert set(identical.values()) == {12}
