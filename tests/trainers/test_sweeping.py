"""What a sweep says of its combinations: means over seeds, the front, the choice, what the loss would have taken."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

import pytest
import typer
from tiny_project import Project

from harness.commands.sweep import ListsOfNumbers
from harness.manifest import Manifest, write_manifest
from harness.selection import sweeping
from harness.selection.choosing import Part, Questions, Scored
from harness.selection.measuring import Measured
from harness.source import SourceError
from trainers.rates import rate_source
from trainers.sweep import sweep_jobs

Run = Callable[..., tuple[int, str]]
N = 40
# By rate, epochs and seed: cases passed of the target and of the skills, and the training loss.
CAME = {
    (1e-3, 1, 0): (10, 40, 0.9), (1e-3, 1, 1): (14, 40, 0.9), (1e-3, 2, 0): (36, 38, 0.5), (1e-3, 2, 1): (34, 38, 0.5),
    (1e-2, 1, 0): (34, 20, 0.2), (1e-2, 1, 1): (34, 20, 0.2), (1e-2, 2, 0): (40, 8, 0.1),
}  # fmt: skip


def scored(name: str, target: int, skills: int) -> Scored:
    halves = [tuple(float(i < passed) for i in range(N)) for passed in (target, skills)]
    return Scored(name=name, target=halves[0], skills=halves[1])


@pytest.fixture
def swept(project: Project, monkeypatch: pytest.MonkeyPatch) -> sweeping.Sweep:
    """Two rates, two lengths, two seeds; the second seed of the hottest and longest exploded."""
    plan, jobs = sweep_jobs(
        project.recipe(), root=project.root, runs=project.runs, rates=(1e-3, 1e-2), epochs=(1, 2), seeds=(0, 1)
    )
    cells = [cell for job in jobs for cell in job.cells]
    by_name = {cell.checkpoint: CAME.get((cell.rate, cell.epochs, cell.seed)) for cell in cells}
    for cell in cells:
        if came := by_name[cell.checkpoint]:
            place = project.runs / cell.checkpoint
            place.mkdir(parents=True)
            curves = [{"epoch": cell.epochs, "train_loss": came[2]}]
            write_manifest(place, Manifest(name=cell.checkpoint, method="lora", curves=curves, files={}))

    def measure(models: Sequence[str], **_: Any) -> Measured:
        part = [
            Part(cases=tuple((suite, f"c{i}") for i in range(N)), witnesses=tuple(range(N))) for suite in ("new", "old")
        ]
        found = [scored(m, *came[:2]) if (came := by_name.get(m)) else scored(m, 0, 40) for m in models]
        assert models[-1] == "base"
        return Measured(
            questions=Questions(target=part[0], skills=part[1]), scored=tuple(found), generated=0, digests=()
        )

    monkeypatch.setattr(sweeping, "measure", measure)
    return sweeping.look_at(plan, cells, project.runs, stopped={"support-sweep-8": "the loss is nan"})


def test_rows_are_means_over_seeds_and_what_lacks_one_is_left_out(swept: sweeping.Sweep) -> None:
    assert [(row.epochs, row.rate) for row in swept.rows] == [(1, 1e-3), (1, 1e-2), (2, 1e-3)]
    first = swept.rows[0]
    assert first.scored.target_rate == pytest.approx(12 / 40)
    assert first.by_seed == pytest.approx((0.625, 0.675))


def test_the_best_is_taken_and_what_the_loss_alone_would_have_cost_is_told(swept: sweeping.Sweep) -> None:
    told = swept.to_json()
    assert (told["chosen"]["learning_rate"], told["chosen"]["epochs"]) == (1e-3, 2)
    assert any("training loss alone would have taken 0.01 × 1" in line for line in told["why"])
    assert any(line.startswith("Over the base 0.001 × 2 gained") for line in told["why"])
    assert told["stopped"] == {"support-sweep-8": "the loss is nan"}


def test_the_front_is_marked(swept: sweeping.Sweep) -> None:
    """The gentlest kept all skills; the hot one learnt less than the chosen one and lost half of them."""
    assert [row["front"] for row in swept.to_json()["rows"]] == [True, False, True]


def test_what_came_is_kept_and_a_training_by_it_says_so(swept: sweeping.Sweep, project: Project) -> None:
    """The page runs nothing; the manifest's `lr_source` finds the choice."""
    page = sweeping.write_sweep(swept, project.runs)
    assert page == project.runs / "support-sweep/sweep.html"
    text = page.read_text(encoding="utf-8")
    assert "<svg" in text
    assert "<script" not in text
    assert "the loss is nan" in text
    told = json.loads((page.parent / "sweep.json").read_text(encoding="utf-8"))
    assert told == json.loads(json.dumps(swept.to_json()))
    plan, _ = sweep_jobs(
        project.recipe({"training.learning_rate": 1e-3}), root=project.root, runs=project.runs,
        rates=(1.0,), epochs=(1,), seeds=(0,),
    )  # fmt: skip
    assert rate_source(plan, project.runs) == "sweep"


def test_nothing_to_look_at_is_an_error(project: Project) -> None:
    plan, jobs = sweep_jobs(
        project.recipe(), root=project.root, runs=project.runs, rates=(1e30,), epochs=(1,), seeds=(0,)
    )
    with pytest.raises(SourceError, match="no training of the sweep came to its end: the loss is nan"):
        sweeping.look_at(plan, jobs[0].cells, project.runs, stopped={"x": "the loss is nan"})


@pytest.mark.parametrize(
    ("line", "rates", "epochs", "rest"),
    [
        ("r.yaml --lr 1e-4 1e-3 --epochs 2 4", [1e-4, 1e-3], [2, 4], "r.yaml"),
        ("--lr 1e-4 .001 r.yaml", [1e-4, 1e-3], [], "r.yaml"),
        ("--lr 1e-4 --lr 2e-4 --json r.yaml", [1e-4, 2e-4], [], "r.yaml"),
        ("--epochs 3 --lr 1 2 3 r.yaml", [1.0, 2.0, 3.0], [3], "r.yaml"),
    ],
)
def test_an_option_takes_several_numbers(line: str, rates: list[float], epochs: list[int], rest: str) -> None:
    from harness.cli import app

    command: Any = typer.main.get_command(app)
    found = command.commands["sweep"]
    assert isinstance(found, ListsOfNumbers)
    parsed = found.make_context("sweep", line.split()).params
    assert (list(parsed["lr"]), list(parsed["epochs"] or []), str(parsed["recipe"])) == (rates, epochs, rest)


def test_a_sweep_without_rates_says_where_to_look(project: Project, run: Run) -> None:
    (project.root / "pyproject.toml").write_text("[tool.ckptgate]\n", encoding="utf-8")
    project.recipe()
    status, said = run("sweep", "recipe.yaml")
    assert status == 4
    assert "lr-range" in said
