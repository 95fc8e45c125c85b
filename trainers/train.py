"""`ckptgate train RECIPE`: from a recipe to its checkpoints, one an epoch. Torch is imported after the checks."""

from __future__ import annotations

import errno
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console

from harness.figures import counted
from harness.manifest import Linted, Readiness
from harness.source import SourceError, relative
from trainers.doubts import doubts
from trainers.errors import TrainingError
from trainers.launch import launch, several
from trainers.mistakes import shown
from trainers.plan import Plan, make_plan
from trainers.progress import Bar
from trainers.rates import rate_source, too_high
from trainers.recipe import RL
from trainers.rewards import Rewards
from trainers.run import Run, open_run
from trainers.surroundings import prepare

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
    ready: Callable[[Plan], Readiness] | None = None,
    rewards: Rewards | None = None,
    watch: Watch | None = None,
    changes: Mapping[str, Any] | None = None,
) -> list[Path]:
    """Train what the recipe says, or what an interrupted run left to train; return every epoch's checkpoint.

    A finished run is left alone. `console` shows the progress (stderr by default; `Console(quiet=True)` for none).
    `fresh` moves a run that is there aside and starts over. `lint` looks at the data before anything is loaded: it
    raises where they must not be trained on, and what it returns stands in every manifest; `ready` does so with the
    base of a reinforcement learning. `rewards` makes functions of the checks that `rlaif` is rewarded by. `watch` looks
    at the run after each epoch and may end it: then fewer checkpoints come back. `changes` of the recipe's name and
    `training` block are a sweep's.

    Raises:
        SourceError: a mistake in the recipe, its data or its chat template, with file and line; nothing was loaded.
        IntegrityError: files of the base or of a finished checkpoint don't match their manifest.
        RunConflict: the run's directory belongs to another training, or another process is at it.
        TrainingError: training was stopped (a loss that is no number, nothing learnt); finished epochs are kept.
    """
    plan = make_plan(recipe_file, root=root, **(changes or {}))
    if plan.recipe.objective == "rlaif":
        _check_rewards(plan, rewards)
    plan = replace(plan, lr_source="sweep" if changes else rate_source(plan, runs))
    if lint is not None:
        plan = replace(plan, linted=lint(plan))
    if ready is not None and plan.recipe.objective in RL:
        plan = replace(plan, ready=ready(plan))
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
            for warning in filter(None, (too_high(plan), *doubts(plan))):
                bar.say(f"  warning: {warning}.")
            _fit(plan, run, bar, rewards, watch, changes or {})
            if stop := run.ended():
                bar.say(f"  ended after {counted(run.finished(), 'epoch')} of {epochs}: {stop.reason}")
        else:
            bar.say(
                f"{relative(run.directory)} is finished ({counted(epochs, 'epoch')}): nothing to do. "
                "--fresh trains it again."
            )
        return [run.checkpoint(epoch) for epoch in range(1, run.finished() + 1)]


def _check_rewards(plan: Plan, rewards: Rewards | None) -> None:
    """A check that is misspelt is said before a weight is loaded."""
    if rewards is None:
        raise ValueError("rlaif needs `rewards`: functions of the recipe's checks")
    assert plan.recipe.rl is not None
    try:
        rewards(plan.recipe.rl.checks)
    except ValueError as e:
        raise plan.file.error(f"rl.checks: {e}", "rl", "checks") from e


def _fit(
    plan: Plan, run: Run, bar: Bar, rewards: Rewards | None, watch: Watch | None, changes: Mapping[str, Any]
) -> None:
    prepare()
    if several(plan) and watch is not None:
        raise plan.file.error("accelerate: --early-stop is for one process: leave one of them out", "accelerate")
    try:
        if several(plan):
            launch(plan, run, rewards, changes)
            return
        from trainers import fit

        fit.fit(plan, run, bar, rewards, watch)
    except KeyboardInterrupt:
        bar.say(f"interrupted: {_kept(run)}. The same command goes on from there.")
        raise
    except Exception as e:
        if plan.recipe.trl and isinstance(e, (TypeError, ValueError)):
            raise _refused(plan, e) from e
        if not _full(e):
            raise
        raise TrainingError(
            f"the disk is full ({relative(run.directory)}): {_kept(run)}. Make room; the same command goes on from "
            "there."
        ) from e


def _refused(plan: Plan, error: Exception) -> SourceError:
    """The libraries look at some options late, and name them in words of their own."""
    options = plan.recipe.trl
    named = [name for name in options if name in str(error)] or list(options)
    what = ", ".join(f"{name}: {shown(options[name])}" for name in named)
    return plan.file.error(f"trl: training ended with an error, likely for {what}: {error}", "trl", named[0])


def _kept(run: Run) -> str:
    done = run.finished()
    return f"ckpt-1 to ckpt-{done} are kept" if done > 1 else "ckpt-1 is kept" if done else "no epoch was finished"


def _full(error: BaseException) -> bool:
    """Whether there was no room to write; safetensors and torch raise errors of their own, with the system's words."""
    known = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
    return known or any(sign in str(error) for sign in ("No space left", "file write failed", "unexpected pos"))


def _summary(plan: Plan, run: Run, done: int) -> str:
    recipe = plan.recipe
    data = " + ".join(
        f"{counted(ref.used, 'row')} of {ref.file}" for part, ref in plan.data.files.items() if part != "eval"
    )
    how = recipe.method if recipe.objective == "sft" else f"{recipe.objective} by {recipe.method}"
    start = f"going on after ckpt-{done}" if done else counted(recipe.training.epochs, "epoch")
    return f"{relative(run.directory)}: {how} on {plan.base.ref.name}, {data}, {start}"
