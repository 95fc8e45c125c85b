"""`ckptgate train RECIPE`: from a recipe to its checkpoints, one an epoch. Torch is imported after the checks."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console

from harness.figures import counted
from harness.manifest import Linted
from harness.source import relative
from trainers.plan import Plan, make_plan
from trainers.progress import Bar
from trainers.rates import rate_source, too_high
from trainers.run import Run, open_run

if TYPE_CHECKING:
    from trainers.early import Watch

__all__ = ["train"]


def train(
    recipe_file: Path,
    *,
    root: Path,
    runs: Path,
    fresh: bool = False,
    console: Console | None = None,
    lint: Callable[[Plan], Linted] | None = None,
    watch: Watch | None = None,
    changes: Mapping[str, Any] | None = None,
) -> list[Path]:
    """Train what the recipe says, or what an interrupted run left to train; return every epoch's checkpoint.

    A finished run is left alone. `console` shows the progress (stderr by default; `Console(quiet=True)` for none).
    `fresh` moves a run that is there aside and starts over. `lint` looks at the data before anything is loaded: it
    raises where they must not be trained on, and what it returns stands in every manifest. `watch` looks at the run
    after each epoch and may end it: then fewer checkpoints come back. `changes` of the recipe's name and `training`
    block are a sweep's.

    Raises:
        SourceError: a mistake in the recipe, its data or its chat template, with file and line; nothing was loaded.
        IntegrityError: files of the base or of a finished checkpoint don't match their manifest.
        RunConflict: the run's directory belongs to another training, or another process is at it.
        TrainingError: training was stopped (a loss that is no number, nothing learnt); finished epochs are kept.
    """
    plan = make_plan(recipe_file, root=root, **(changes or {}))
    plan = replace(plan, lr_source="sweep" if changes else rate_source(plan, runs))
    if lint is not None:
        plan = replace(plan, linted=lint(plan))
    epochs = plan.recipe.training.epochs
    with open_run(plan, runs, fresh=fresh) as run, Bar(console or Console(stderr=True), plan.recipe.name) as bar:
        for note in run.notes:
            bar.say(f"  {note}")
        done = run.finished()
        if watch is not None and 0 < done < epochs and (stop := run.ended() or watch(run.directory, epochs)):
            run.end(done, stop)
            bar.say(f"{relative(run.directory)} ended after {counted(done, 'epoch')} of {epochs}: {stop.reason}")
        elif done < epochs:
            bar.say(_summary(plan, run, done))
            if warning := too_high(plan):
                bar.say(f"  warning: {warning}.")
            _fit(plan, run, bar, watch)
            if stop := run.ended():
                bar.say(f"  ended after {counted(run.finished(), 'epoch')} of {epochs}: {stop.reason}")
        else:
            bar.say(
                f"{relative(run.directory)} is finished ({counted(epochs, 'epoch')}): nothing to do. "
                "--fresh trains it again."
            )
        return [run.checkpoint(epoch) for epoch in range(1, run.finished() + 1)]


def _fit(plan: Plan, run: Run, bar: Bar, watch: Watch | None) -> None:
    # Nothing here is fetched; without this, libraries ask a hub about names that look like its own.
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    # Threads that spin while they wait make training five times slower beside any other load.
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    from trainers import sft

    try:
        sft.fit(plan, run, bar, watch)
    except KeyboardInterrupt:
        done = run.finished()
        kept = f"ckpt-1 to ckpt-{done} are kept" if done > 1 else "ckpt-1 is kept" if done else "no epoch was finished"
        bar.say(f"interrupted: {kept}. The same command goes on from there.")
        raise


def _summary(plan: Plan, run: Run, done: int) -> str:
    recipe = plan.recipe
    data = " + ".join(
        f"{counted(ref.used, 'row')} of {ref.file}" for part, ref in plan.data.files.items() if part != "eval"
    )
    start = f"going on after ckpt-{done}" if done else counted(recipe.training.epochs, "epoch")
    return f"{relative(run.directory)}: {recipe.method} on {plan.base.ref.name}, {data}, {start}"
