"""A sweep's trainings: which there are, which of them one gives, and that an interrupted sweep goes on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from tiny_project import WORDS, Project, write_rows

from harness.manifest import Readiness, read_manifest
from harness.source import SourceError
from trainers.plan import Plan
from trainers.recipe import Training
from trainers.sweep import Job, prefixed, run_jobs, sweep_jobs
from trainers.train import train


def jobs(
    project: Project,
    rates: Sequence[float] = (1e-2,),
    epochs: Sequence[int] = (1, 2),
    seeds: Sequence[int] = (7,),
    **changes: Any,
) -> list[Job]:
    recipe = project.recipe({f"training.{key}": value for key, value in changes.items()})
    return sweep_jobs(recipe, root=project.root, runs=project.runs, rates=rates, epochs=epochs, seeds=seeds)[1]


def run(project: Project, made: Sequence[Job]) -> dict[str, str]:
    console = Console(quiet=True)
    return run_jobs(project.root / "recipe.yaml", made, root=project.root, runs=project.runs, console=console)


def weights(place: Path) -> bytes:
    return (place / "adapter_model.safetensors").read_bytes()


@pytest.mark.parametrize(
    ("schedule", "warmup", "one"),
    [
        ("constant", 0.1, True),
        ("constant_with_warmup", 3, True),
        ("constant_with_warmup", 0.5, False),
        ("linear", 0, False),
    ],
)
def test_a_longer_training_gives_the_shorter_ones_exactly_where_its_rate_does_not_know_the_end(
    project: Project, schedule: str, warmup: float, one: bool
) -> None:
    """Bit by bit: the first epoch of a training of two is a training of one, or it is not."""
    changes = {"schedule": schedule, "warmup": warmup}
    assert prefixed(Training(epochs=2, learning_rate=1e-3, **changes)) == one  # type: ignore[arg-type]
    made = []
    for epochs in (1, 2):
        project.settings["name"] = f"run-{epochs}"
        recipe = project.recipe({"training.epochs": epochs, **{f"training.{k}": v for k, v in changes.items()}})
        made.append(train(recipe, root=project.root, runs=project.runs, console=Console(quiet=True)))
    assert (weights(made[0][0]) == weights(made[1][0])) == one


def test_each_length_is_trained_unless_one_gives_them_all(project: Project) -> None:
    """From low rates to high ones; equal values once."""
    apart = jobs(project, (1e-2, 1e-3, 1e-2), (2, 1), (7, 8))
    assert [(j.rate, j.epochs, j.seed) for j in apart] == [
        (rate, epochs, seed) for rate in (1e-3, 1e-2) for epochs in (1, 2) for seed in (7, 8)
    ]
    assert [j.name for j in apart] == [f"support-sweep-{i}" for i in range(1, 9)]
    assert [[c.checkpoint for c in j.cells] for j in apart[:1]] == [["support-sweep-1/ckpt-1"]]
    together = jobs(project, (1e-3, 1e-2), (1, 2), schedule="constant")
    assert [(j.epochs, [c.checkpoint for c in j.cells]) for j in together] == [
        (2, ["support-sweep-1/ckpt-1", "support-sweep-1/ckpt-2"]),
        (2, ["support-sweep-2/ckpt-1", "support-sweep-2/ckpt-2"]),
    ]


def test_a_sweeps_training_is_the_recipes_own_and_says_what_it_was(project: Project) -> None:
    """The same weights as `ckptgate train` of that recipe, whatever was trained before in this process."""
    made = jobs(project, (5e-3, 1e-2), (1,))
    assert run(project, made) == {}
    alone = train(
        project.recipe({"training.epochs": 1}), root=project.root, runs=project.runs, console=Console(quiet=True)
    )
    swept = project.runs / "support-sweep-2/ckpt-1"
    assert weights(swept) == weights(alone[0])
    manifest = read_manifest(swept)
    assert manifest is not None
    assert manifest.lr_source == "sweep"
    assert manifest.recipe["training"]["learning_rate"] == 1e-2


def test_a_sweep_goes_on_and_a_wider_one_keeps_what_it_has(project: Project) -> None:
    """Numbers belong to trainings and not to places in a list."""
    run(project, jobs(project, (1e-2,), (1,)))
    before = (project.runs / "support-sweep-1/ckpt-1/manifest.json").stat().st_mtime_ns
    wider = jobs(project, (5e-3, 1e-2), (1,))
    assert [(j.rate, j.name) for j in wider] == [(5e-3, "support-sweep-2"), (1e-2, "support-sweep-1")]
    run(project, wider)
    assert (project.runs / "support-sweep-1/ckpt-1/manifest.json").stat().st_mtime_ns == before
    assert jobs(project, (5e-3, 1e-2), (1,)) == wider


def test_a_rate_that_explodes_is_told_and_the_others_are_trained(project: Project) -> None:
    """It is what a sweep is there to find."""
    stopped = run(project, jobs(project, (1e-2, 1e30), (1,)))
    assert [*stopped] == ["support-sweep-2"]
    assert "learning_rate" in stopped["support-sweep-2"]
    assert (project.runs / "support-sweep-1/ckpt-1").is_dir()


def test_a_value_that_the_recipe_does_not_take_is_an_error_at_its_line(project: Project) -> None:
    with pytest.raises(SourceError, match=r"recipe\.yaml:\d+.*learning_rate"):
        jobs(project, (-1.0,))
    project.settings["name"] = "n" * 60
    with pytest.raises(SourceError, match="name"):
        jobs(project)


def test_a_sweep_of_rewards_asks_whether_the_base_is_ready(project: Project) -> None:
    """As `train` does: nothing is trained around it, and what was found stands in the manifest."""
    write_rows(project.root / "train.jsonl", [{"prompt": f"say {a}"} for a in WORDS[:4]])
    rl = {"answers": 4, "new_tokens": 4, "checks": [{"max_chars": 9}]}
    file = project.recipe({"objective": "rlaif", "rl": rl, "data.mix": None})
    where: dict[str, Any] = {"root": project.root, "runs": project.runs, "console": Console(quiet=True)}
    _, made = sweep_jobs(file, root=project.root, runs=project.runs, rates=(1e-2,), epochs=(1,), seeds=(7,))

    def refuses(plan: Plan) -> Readiness:
        raise SystemExit(1)

    with pytest.raises(SystemExit):
        run_jobs(file, made, **where, ready=refuses, rewards=lambda checks: [lambda p, a: float(len(a) % 3)])
    assert not list(project.runs.rglob("manifest.json"))
    found = Readiness(missing=["a gate"], accepted="a trial")
    told = {"ready": lambda plan: found, "rewards": lambda checks: [lambda p, a: float(len(a) % 3)]}
    assert run_jobs(file, made, **where, **told) == {}
    manifest = read_manifest(project.runs / "support-sweep-1/ckpt-1")
    assert manifest is not None
    assert manifest.ready == found
