"""QLoRA. The frequent mistake: trained on a base in 4 bits, tested on the base as it was, served in 4 bits again. The
three are different models, and the one that was tested is none that anybody uses.

The guard: the deployment says in how many bits the weights are loaded, a run tests what is served, replies of one are
never taken for the other's, and a release holds for the deployment that was tested.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from models import make_model
from project import Project
from warm import command

SERVED = "model: x@prod\nsampling: {max_new_tokens: 24}\nquantization: nf4\n"


FORMS = """
import pytest
@pytest.mark.suite("greet/precision", baseline="unquantized", ladder=(16, 4), margin=.3, slices=())
@pytest.mark.cases("greet/*.yaml")
def test_precision(case, reply): case.expect(reply)
@pytest.mark.suite("greet/merged", baseline="merged", identical=.9, margin=None, slices=())
@pytest.mark.cases("greet/*.yaml")
def test_merged(case, reply): case.expect(reply)
"""


@pytest.fixture
def tuned(make_adapter: Callable[..., Path], project: Project) -> Project:
    """An adapter that is served on its base in 4 bits."""
    make_model(project.root / "base", width=64)
    make_adapter(project.root / "tuned", project.root / "base")
    project.suite("greet")
    cases = [{"id": f"c{i}", "prompt": f"Question {i}?", "expect": [{"max_words": 500}]} for i in range(20)]
    project.cases("greet", cases)
    project.write("pyproject.toml", "[tool.ckptgate]\ndeployment = 'deployment.yaml'\n")
    project.write("deployment.yaml", SERVED)
    return project


def replies(project: Project) -> list[str]:
    return [case.candidate.reply for case in project.record.cases if case.candidate]


def release(project: Project) -> subprocess.CompletedProcess[str]:
    argv = [str(Path(sys.executable).with_name("ckptgate")), "release", "tuned", "--as", "x@1.0.0"]
    return subprocess.run(command(*argv), cwd=project.root, capture_output=True, text=True, check=False)


def test_what_was_tested_in_full_is_not_released_in_four_bits(tuned: Project) -> None:
    """Planted: the gate passes with the weights as they are; then somebody serves them in 4 bits."""
    tuned.write("deployment.yaml", SERVED.replace("quantization: nf4\n", ""))
    assert tuned.run("--model=tuned", "--baseline=none").ret == 0
    tuned.write("deployment.yaml", SERVED)
    refused = release(tuned)
    assert refused.returncode == 1
    assert "deployment" in refused.stderr


def test_served_in_four_bits_tested_in_four_bits(tuned: Project) -> None:
    """The clean twin: the run loads what is served, says so, and its record releases it."""
    assert tuned.run("--model=tuned", "--baseline=none").ret == 0
    assert tuned.record.candidate.deployment.quantization == "nf4"
    in_four_bits = replies(tuned)
    assert release(tuned).returncode == 0
    tuned.write("full.yaml", SERVED.replace("quantization: nf4\n", "").replace("x@prod", "tuned"))
    result = tuned.run("--model=full.yaml", "--baseline=none")
    result.stdout.fnmatch_lines(["*0 stored, 20 to generate*"])
    assert replies(tuned) != in_four_bits


def test_what_the_bits_cost_is_measured_and_a_merge_in_few_bits_is_another_model(tuned: Project) -> None:
    """Planted: the adapter merged into the base in 4 bits, where most of it is rounded away.

    As it is served it is held to its weights as they are.
    """
    tuned.write("suites/test_greet.py", FORMS)
    assert tuned.run("--model=tuned").ret == 1
    precision, merged = tuned.record.suites
    (merge,) = [gate for gate in merged.gates if gate.kind == "replies"]
    assert merge.decision == "FAIL", merge.reason
    assert precision.decision == "PASS"
    assert [(rung.name, rung.how) for rung in precision.ladder] == [("16 bits", "bf16"), ("4 bits", "nf4")]
    served = next(rung for rung in precision.ladder if rung.how == "nf4")
    assert served.identical == precision.identical < 20
