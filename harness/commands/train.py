"""`ckptgate train`: from a recipe to checkpoints, once the data and, for reinforcement learning, the base are fit."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape

from harness.commands.lint import Accept, Reason, accepted_rules, lint_first
from harness.commands.select import dev_first, watch_run
from harness.commands.unready import Unready, ready_first
from harness.figures import counted
from harness.manifest import read_manifest
from harness.source import relative
from harness.stopping import stoppable

if TYPE_CHECKING:
    from harness.manifest import Linted
    from trainers.plan import Plan

__all__ = ["train"]


def train(
    recipe: Annotated[Path, typer.Argument(help="The recipe, a YAML file.")],
    fresh: Annotated[bool, typer.Option(help="Move a run of that name aside and train from the start.")] = False,
    early_stop: Annotated[
        bool, typer.Option("--early-stop", help="End when quality on the dev split falls for two epochs in a row.")
    ] = False,
    accept: Accept = None,
    reason: Reason = None,
    unready: Unready = None,
) -> None:
    """Train what a recipe says: runs/NAME/ckpt-1..N, one an epoch, each with its manifest.

    The data are linted first; an error that nobody accepted stops it before a weight is loaded (status 1). So does a
    base that is not fit for reinforcement learning, where the recipe asks for that.
    """
    from harness.rewards import rewards_of
    from harness.settings import load_settings, require_root
    from trainers.errors import RunConflict, TrainingError
    from trainers.train import train as run

    out, err = Console(highlight=False), Console(stderr=True, highlight=False)
    root = require_root()
    settings = load_settings(root)
    lint = lint_first(recipe, root, settings, accepted_rules(accept, reason), err)

    def told(text: str) -> None:
        err.print(text, markup=False, soft_wrap=True)

    def look(plan: Plan) -> Linted:
        if early_stop:
            dev_first(plan.base.ref.path)
        return lint(plan)

    try:
        with stoppable():
            made = run(
                recipe,
                root=root,
                runs=root / settings.runs,
                fresh=fresh,
                console=err,
                lint=look,
                ready=ready_first(root, settings, unready, err),
                rewards=rewards_of,
                watch=partial(watch_run, say=told) if early_stop else None,
            )
    except (RunConflict, TrainingError) as e:
        err.print(escape(str(e)), style="bold red", soft_wrap=True)
        raise SystemExit(1) from None
    name = f"{made[-1].parent.name}/{made[-1].name}"
    manifest = read_manifest(made[-1])
    ranks = manifest is not None and manifest.objective == "reward"
    then = (
        f"rl: {{model: {relative(made[-1])}}} in a recipe with objective: rlhf" if ranks else f"pytest --model={name}"
    )
    said = f"{counted(len(made), 'checkpoint')}; the last is {name}. Next: {then}"
    out.print(said, markup=False, soft_wrap=True)
