"""`ckptgate train`: from a recipe to checkpoints, once the data and, for reinforcement learning, the base are fit."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape

from harness.cli_lint import FOUND, Accept, Reason, accepted_rules, lint_first
from harness.cli_select import dev_first, watch_run
from harness.figures import counted
from harness.manifest import read_manifest
from harness.source import SourceError, relative
from harness.stopping import stoppable

if TYPE_CHECKING:
    from collections.abc import Callable

    from harness.manifest import Linted, Readiness
    from harness.settings import Settings
    from trainers.plan import Plan

__all__ = ["ready_first", "train"]


def train(
    recipe: Annotated[Path, typer.Argument(help="The recipe, a YAML file.")],
    fresh: Annotated[bool, typer.Option(help="Move a run of that name aside and train from the start.")] = False,
    early_stop: Annotated[
        bool, typer.Option("--early-stop", help="End when quality on the dev split falls for two epochs in a row.")
    ] = False,
    accept: Accept = None,
    reason: Reason = None,
    unready: Annotated[
        str | None,
        typer.Option("--accept-unready", help="Why to reward a base that is not shown to be fit for it (rlhf, rlaif)."),
    ] = None,
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


def ready_first(root: Path, settings: Settings, accepted: str | None, console: Console) -> Callable[[Plan], Readiness]:
    """What holds a base to what reinforcement learning takes, before a weight is loaded.

    It raises SystemExit with status 1 where something is missing that nobody accepted.

    Raises:
        SourceError: the reason is blank.
    """
    if accepted is not None and not accepted.strip():
        raise SourceError("--accept-unready: say why; the reason stands in the manifest, for whoever asks later")

    def first(plan: Plan) -> Readiness:
        from harness.readiness import readiness

        found = readiness(plan.base.checkpoint, plan.rewarder, root, settings)
        if not found.missing:
            return found
        for what in found.missing:
            console.print(f"not ready: {what}", markup=False, soft_wrap=True)
        if accepted is None:
            console.print(
                "Not trained: rewards make more of what a model already does. Mend it, or say why to go on with "
                '--accept-unready "…".',
                markup=False,
                soft_wrap=True,
            )
            raise SystemExit(FOUND)
        return found.model_copy(update={"accepted": accepted})

    return first
