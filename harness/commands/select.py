"""`ckptgate select`: which epoch of a run to take, by the dev split."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from harness.printing import Json, Target, columns, tell

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rich.table import Table

    from harness.manifest import EarlyStop
    from harness.selection.selecting import Selection

__all__ = ["dev_first", "select", "watch_run"]


def select(
    run: Annotated[str, typer.Argument(help="The run: its directory, or its name under runs/.")],
    target: Target = None,
    json_: Json = False,
) -> None:
    """Measure every epoch of a run on the dev split in one pass, and name the best: runs/NAME/select.json, select.html.

    It chooses and decides nothing: the gate does, on cases that chose nothing.
    """
    from harness.selection.selecting import select as choose
    from harness.selection.selecting import write_selection
    from harness.settings import load_settings, require_root
    from harness.source import relative

    root = require_root()
    found = choose(run, root=root, settings=load_settings(root), target=target or ())
    page = write_selection(found)
    said = (
        *(f"{line}." for line in found.why),
        f"The plot: {relative(page)}",
        f"The dev split chooses, only the gate decides. Next: pytest --model={found.chosen}",
    )
    tell(found, said, as_json=json_, table=_table(found))


NEVER_ENDS = "does not produce its end of turn"
"""What the engine says of a model that was trained to end its turns and never does."""


_AHEAD = """
import sys
from harness.selection.measuring import measurable
from harness.source import SourceError
try:
    measurable(sys.argv[1], target=sys.argv[2:])
except SourceError as e:
    sys.exit(str(e))
"""


def dev_first(base: str, target: Sequence[str] = ()) -> None:
    """Before a training that is to be measured: that its base's dev split can be collected, in a process of its own.

    Raises:
        SourceError: it can't, and what to mend.
    """
    from harness.source import SourceError

    done = subprocess.run([sys.executable, "-c", _AHEAD, base, *target], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SourceError(f"{done.stderr.strip()[-2000:]}\nNothing was trained: how good it is could not be measured")


def watch_run(directory: Path, of: int, say: Callable[[str], object] = lambda text: None) -> EarlyStop | None:
    """Measure what a run has so far, tell of its last epoch, and say why its training ends here; None: it goes on.

    An epoch has fallen when the whole interval of its difference in score to the best before it lies below zero; two
    such epochs in a row end the training. It is measured in a process of its own, so that a trainer's memory is not
    the harness's as well; earlier epochs' replies are in the store.

    Raises:
        EngineError: it could not be measured.
    """
    from harness.engines import EngineError
    from harness.manifest import EarlyStop
    from harness.selection.choosing import stop_at

    command = [sys.executable, "-c", "from harness.cli import main; main()", "select", str(directory), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode and NEVER_ENDS in done.stderr:
        why = "the replies of its last epoch never end, so that there is nothing to measure: is the rate far too high?"
        return EarlyStop(of=of, reason=why, scores=[])
    if done.returncode:
        raise EngineError(
            f"--early-stop: the dev split could not be measured (status {done.returncode}): "
            f"{done.stderr.strip()[-2000:]}. Finished epochs are kept; without --early-stop the training goes on"
        )
    epochs = json.loads(done.stdout)["epochs"]
    last = epochs[-1]
    rates = [(what, last[key]) for what, key in (("target", "target"), ("base skills", "skills"), ("score", "score"))]
    told = ", ".join(f"{what} {100 * rate:.1f} %" for what, rate in rates if rate is not None)
    say(f"  {last['name'].rpartition('/')[2]} on the dev split: {told}")
    at = stop_at([epoch["fell"] for epoch in epochs])
    if at is None:
        return None
    best = max(epochs[: at - 1], key=lambda epoch: float(epoch["score"]))
    return EarlyStop(
        of=of,
        reason=(
            f"quality on the dev split fell for two epochs in a row: {100 * epochs[at - 1]['score']:.1f} and "
            f"{100 * epochs[at]['score']:.1f} points after {100 * best['score']:.1f} of {best['name']}"
        ),
        scores=[epoch["score"] for epoch in epochs],
    )


def _table(found: Selection) -> Table:
    from harness.selection.selecting import cells, points

    names = ("dev split", "target", "base skills", "score", "to the best, points", "training loss", "")
    table = columns(*names, left=("dev split", ""))
    if found.base is not None:
        table.add_row(*cells(found.base))
    for i, (epoch, apart, row) in enumerate(zip(found.epochs, found.from_best, found.to_json()["epochs"], strict=True)):
        loss = f"{row['losses']['train_loss']:.3f}" if "train_loss" in row["losses"] else ""
        chosen = i == found.choice.chosen
        note, style = ("← chosen", "bold") if chosen else ("", "")
        table.add_row(*cells(epoch), points(apart), loss, note, style=style)
    return table
