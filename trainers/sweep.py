"""The trainings of a sweep over learning rate, epochs and seed, and where each of them lies.

runs/support-sweep-1/ …   one run each, as any other; a sweep that is started again goes on with them
runs/support-sweep/       what came of it
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from rich.console import Console

from harness.manifest import Linted, Readiness, canonical
from trainers.blocks import Training as Block
from trainers.errors import TrainingError
from trainers.plan import Plan, make_plan
from trainers.rewards import Rewards
from trainers.run import IDENTITY
from trainers.train import train

__all__ = ["Cell", "Job", "directory", "prefixed", "run_jobs", "sweep_jobs"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One combination: what is looked at after so many epochs."""

    rate: float
    epochs: int
    seed: int
    run: str

    @property
    def checkpoint(self) -> str:
        """Its name, as `--model` takes it."""
        return f"{self.run}/ckpt-{self.epochs}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One training, and the combinations that it gives."""

    name: str
    rate: float
    epochs: int
    seed: int
    cells: tuple[Cell, ...]


def prefixed(training: Block) -> bool:
    """Whether a longer training passes through the shorter ones, so that one gives them all.

    Under a constant rate it does. A decaying one knows its end from the first step on, and so does a warm-up that is a
    share of all steps.
    """
    if training.schedule == "constant":
        return True
    return training.schedule == "constant_with_warmup" and (training.warmup == 0 or training.warmup >= 1)


def directory(recipe: str, runs: Path) -> Path:
    """Where what came of a recipe's sweep is put down."""
    return runs / f"{recipe}-sweep"


def sweep_jobs(
    recipe: Path, *, root: Path, runs: Path, rates: Sequence[float], epochs: Sequence[int], seeds: Sequence[int]
) -> tuple[Plan, list[Job]]:
    """The recipe's plan, and every training that the combinations take, from low rates to high ones.

    A run of an earlier sweep that is this very training keeps its number; others get the next free ones.

    Raises:
        SourceError: a mistake in the recipe, or a value that it does not take.
    """
    plan = make_plan(recipe, root=root)
    name = plan.recipe.name
    longest = [max(epochs)] if prefixed(plan.recipe.training) else sorted(set(epochs))
    known = {p.name: p for p in runs.glob(f"{name}-sweep-*") if p.is_dir()}
    taken: set[str] = set()
    jobs = []
    for rate, last, seed in product(sorted(set(rates)), longest, sorted(set(seeds))):
        changes = {"learning_rate": rate, "epochs": last, "seed": seed}
        mine = _content(make_plan(recipe, root=root, name=f"{name}-sweep-0", **changes).identity())
        found = next((n for n, p in sorted(known.items()) if n not in taken and _content_of(p) == mine), None)
        run = found or next(n for n in _names(name) if n not in known and n not in taken)
        taken.add(run)
        gives = sorted(set(epochs)) if len(longest) == 1 else [last]
        cells = tuple(Cell(rate=rate, epochs=e, seed=seed, run=run) for e in gives)
        jobs.append(Job(name=run, rate=rate, epochs=last, seed=seed, cells=cells))
    return plan, jobs


def run_jobs(
    recipe: Path,
    jobs: Sequence[Job],
    *,
    root: Path,
    runs: Path,
    console: Console,
    lint: Callable[[Plan], Linted] | None = None,
    ready: Callable[[Plan], Readiness] | None = None,
    rewards: Rewards | None = None,
) -> dict[str, str]:
    """Train each, or what an interrupted sweep left of it; the names of those that stopped by themselves, and why.

    Raises:
        SourceError, IntegrityError, RunConflict: as `train`.
    """
    stopped = {}
    for job in jobs:
        changes = {"name": job.name, "learning_rate": job.rate, "epochs": job.epochs, "seed": job.seed}
        try:
            train(
                recipe, root=root, runs=runs, console=console, lint=lint, ready=ready, rewards=rewards, changes=changes
            )
        except TrainingError as e:  # too hot a rate is what a sweep is there to find
            stopped[job.name] = str(e)
            console.print(f"{job.name} stopped: {e}", markup=False, highlight=False, soft_wrap=True)
    return stopped


def _names(name: str) -> Iterator[str]:
    number = 0
    while True:
        number += 1
        yield f"{name}-sweep-{number}"


def _content_of(run: Path) -> bytes | None:
    """What a run was trained on and how; None where it is no run."""
    try:
        return _content(json.loads((run / IDENTITY).read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _content(identity: dict[str, object]) -> bytes:
    recipe = identity["recipe"]
    if not isinstance(recipe, dict):
        raise TypeError("no run of ours")
    return canonical({**identity, "recipe": {key: value for key, value in recipe.items() if key != "name"}})
