"""`ckptgate sweep`: which learning rate, how many epochs; trained each, measured on the dev split."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from typer.core import TyperCommand

from harness.commands.lint import Accept, Reason, accepted_rules, lint_first
from harness.commands.select import dev_first
from harness.commands.unready import Unready, ready_first
from harness.printing import Json, Target, columns, tell
from harness.source import SourceError
from harness.stopping import stoppable

if TYPE_CHECKING:
    from rich.table import Table

    from harness.manifest import Linted
    from harness.selection.sweeping import Sweep
    from trainers.plan import Plan

__all__ = ["ListsOfNumbers", "sweep"]

STOPPED = 1
_NUMBER = re.compile(r"[0-9.][0-9.eE+-]*")
_err = Console(stderr=True, highlight=False)


class ListsOfNumbers(TyperCommand):
    """A command whose options take several numbers: `--lr 1e-4 1e-3` is `--lr 1e-4 --lr 1e-3`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Give each number its own option."""
        many = {name for p in self.params if getattr(p, "multiple", False) for name in p.opts}
        spread: list[str] = []
        option = ""
        for arg in args:
            if option and spread[-1] != option and _NUMBER.fullmatch(arg):
                spread.append(option)
            elif not _NUMBER.fullmatch(arg):
                option = arg if arg in many else ""
            spread.append(arg)
        return super().parse_args(ctx, spread)


def sweep(
    recipe: Annotated[Path, typer.Argument(help="The recipe, a YAML file.")],
    lr: Annotated[list[float] | None, typer.Option("--lr", help="Learning rates to try.")] = None,
    epochs: Annotated[
        list[int] | None, typer.Option("--epochs", min=1, help="Numbers of epochs (default: the recipe's).")
    ] = None,
    seeds: Annotated[
        list[int] | None, typer.Option("--seeds", min=0, help="Seeds of the training (default: the recipe's).")
    ] = None,
    target: Target = None,
    accept: Accept = None,
    reason: Reason = None,
    unready: Unready = None,
    json_: Json = False,
) -> None:
    """Train a recipe at several rates and lengths, and measure target and base skills on the dev split.

    A sweep that was interrupted goes on. It chooses and decides nothing: the gate does, on cases that chose nothing.
    """
    from harness.rewards import rewards_of
    from harness.selection.sweeping import look_at, write_sweep
    from harness.settings import load_settings, require_root
    from harness.source import relative
    from trainers.errors import RunConflict
    from trainers.sweep import run_jobs, sweep_jobs

    root = require_root()
    settings = load_settings(root)
    runs = root / settings.runs
    if not lr:
        raise SourceError("--lr names the rates to try: --lr 1e-4 3e-4 1e-3. `ckptgate lr-range` says where to look")
    plan, jobs = sweep_jobs(
        recipe, root=root, runs=runs, rates=lr, epochs=epochs or [_own(recipe, root).epochs],
        seeds=seeds or [_own(recipe, root).seed],
    )  # fmt: skip
    linted: list[Linted] = []
    look = lint_first(recipe, root, settings, accepted_rules(accept, reason), _err)

    def once(plan: Plan) -> Linted:
        if not linted:
            dev_first(plan.base.ref.path, target or ())
            linted.append(look(plan))
        return linted[0]

    try:
        with stoppable():
            stopped = run_jobs(
                recipe, jobs, root=root, runs=runs, console=_err, lint=once,
                ready=ready_first(root, settings, unready, _err), rewards=rewards_of,
            )  # fmt: skip
    except RunConflict as e:
        _err.print(str(e), markup=False, soft_wrap=True)
        raise SystemExit(STOPPED) from None
    found = look_at(plan, [c for job in jobs for c in job.cells], runs, stopped=stopped, target=target or ())
    page = write_sweep(found, runs)
    said = (
        *(f"{line}." for line in found.why),
        f"The plot: {relative(page)}",
        f"The dev split chooses, only the gate decides. Next: pytest --model={found.chosen.cells[0].checkpoint}, or "
        f"put learning_rate: {found.chosen.rate:g} and epochs: {found.chosen.epochs} into {relative(recipe)}",
    )
    tell(found, said, as_json=json_, table=_table(found))


def _own(recipe: Path, root: Path) -> Any:
    from trainers.recipe import load_recipe

    return load_recipe(recipe, root=root).recipe.training


def _table(found: Sweep) -> Table:
    from harness.selection.selecting import percent
    from harness.selection.sweeping import cells_of

    names = ["rate × epochs", "target", "base skills", "score", "by seed", "to the best, points", "loss", "front", ""]
    several = any(len(row.by_seed) > 1 for row in found.rows)
    table = columns(*(name for name in names if several or name != "by seed"), left=(names[0], ""))
    base = (percent(found.base.target_rate), percent(found.base.skills_rate), percent(found.base.score))
    table.add_row("the base", *base, style="dim")
    for i in sorted(range(len(found.rows)), key=lambda i: (found.rows[i].rate, found.rows[i].epochs)):
        note, style = ("← chosen", "bold") if i == found.choice.chosen else ("", "")
        told = [cell for name, cell in zip(names, cells_of(found, i), strict=False) if several or name != "by seed"]
        table.add_row(*told, note, style=style)
    return table
