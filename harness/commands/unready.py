"""What `train` and `sweep` hold a base to before it is trained by rewards, and the option that goes on all the same."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from harness.commands.lint import FOUND
from harness.source import SourceError

if TYPE_CHECKING:
    from collections.abc import Callable

    from harness.manifest import Readiness
    from harness.settings import Settings
    from trainers.plan import Plan

__all__ = ["Unready", "ready_first"]

Unready = Annotated[
    str | None,
    typer.Option("--accept-unready", help="Why to reward a base that is not shown to be fit for it (rlhf, rlaif)."),
]


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
