"""Where a rate comes from, and a warning where it is another method's or a slip of a digit."""

from __future__ import annotations

import dataclasses
import io
import json
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from tiny_project import Project

from harness.manifest import read_manifest
from trainers.plan import Plan, make_plan
from trainers.rates import METHODS, OBJECTIVES, kin, prior, rate_source, too_high
from trainers.train import train


def plan(project: Project, rate: float, method: str = "lora", **more: Any) -> Plan:
    changes = {"training.learning_rate": rate, "method": method, **({"lora": None} if method == "full" else {}), **more}
    return make_plan(project.recipe(changes), root=project.root)


def test_every_prior_is_positive_and_says_its_source() -> None:
    """Of all methods and objectives that the trainer may come to have."""
    for name, found in {**METHODS, **OBJECTIVES}.items():
        assert 1e-7 < found.rate < 1, name
        assert len(found.source) > 10, name


def test_lora_begins_ten_times_higher_than_full_tuning() -> None:
    """Under every objective."""
    for objective in (None, *OBJECTIVES):
        lora, full = prior("lora", objective), prior("full", objective)
        assert lora is not None
        assert full is not None
        assert lora.rate == pytest.approx(10 * full.rate)
    assert prior("something new") is None


def test_priors_of_trl_are_its_defaults() -> None:
    """The version that is pinned: another one would have to be looked at again."""
    import trl

    configs = {"dpo": "DPO", "kto": "KTO", "reward": "Reward", "grpo": "GRPO", "rloo": "RLOO"}
    for objective, name in configs.items():
        fields = {f.name: f.default for f in dataclasses.fields(getattr(trl, f"{name}Config"))}
        assert OBJECTIVES[objective].rate == fields["learning_rate"], objective
    assert {f.name: f.default for f in dataclasses.fields(trl.SFTConfig)}["learning_rate"] == METHODS["full"].rate


@pytest.mark.parametrize(
    ("method", "rate", "warned"),
    [("lora", 2e-3, False), ("lora", 2.1e-3, True), ("full", 2e-4, False), ("full", 1e-3, True), ("lora", 1e-5, False)],
)
def test_more_than_ten_times_the_prior_is_warned_of(project: Project, method: str, rate: float, warned: bool) -> None:
    """What is LoRA's is too much for full tuning."""
    said = too_high(plan(project, rate, method))
    assert (said is not None) == warned
    if said:
        assert f"{METHODS[method].rate:g}" in said


def test_the_warning_is_said_and_training_goes_on(project: Project) -> None:
    """It is a warning."""
    out = io.StringIO()
    recipe = project.recipe({"training.learning_rate": 0.02, "training.epochs": 1})
    made = train(recipe, root=project.root, runs=project.runs, console=Console(file=out, width=500))
    assert "warning: training.learning_rate is 0.02, 100 times where lora begins" in out.getvalue()
    manifest = read_manifest(made[0])
    assert manifest is not None
    assert manifest.lr_source == "manual"


def test_the_prior_is_the_default_and_a_sweeps_choice_is_its_own(project: Project) -> None:
    """A sweep of other data, or one that chose another rate, is none."""
    begun, chosen = plan(project, METHODS["lora"].rate), plan(project, 1e-3)
    assert rate_source(begun, project.runs) == "default"
    file = project.runs / "support-sweep/sweep.json"
    file.parent.mkdir(parents=True)
    for told, source in (
        ({"of": kin(chosen), "chosen": {"learning_rate": 1e-3}}, "sweep"),
        ({"of": kin(chosen), "chosen": {"learning_rate": 3e-3}}, "manual"),
        ({"of": "another's", "chosen": {"learning_rate": 1e-3}}, "manual"),
        ("no sweep", "manual"),
    ):
        file.write_text(json.dumps(told), encoding="utf-8")
        assert rate_source(chosen, project.runs) == source, told


def test_rate_epochs_seed_and_name_are_no_difference_between_kin_and_all_else_is(project: Project) -> None:
    """What a sweep varies."""
    mine = kin(plan(project, 1e-3))
    assert kin(plan(project, 2e-3, name="other", **{"training.epochs": 9, "training.seed": 1})) == mine
    assert kin(plan(project, 1e-3, **{"training.batch_size": 4})) != mine
    assert kin(plan(project, 1e-3, **{"training.schedule": "constant"})) != mine
    assert kin(plan(project, 1e-3, **{"data.mix.0.rows": 5})) != mine


def test_the_docs_hold_every_prior() -> None:
    """The table is read there, and kept here."""
    text = (Path(__file__).parents[2] / "docs/training.md").read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    for method, found in METHODS.items():
        row = next((r for r in rows if method in r.split(" | ")[0]), "")
        shown = f"{found.rate:.0e}".replace("e-0", "e-")
        assert f"| {shown} |" in row, method
    for objective, found in OBJECTIVES.items():
        assert f"{found.rate:.0e}".replace("e-0", "e-") in text, objective
