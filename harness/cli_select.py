"""`ckptgate select`: which epoch of a run to take, by the dev split."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from harness.selecting import Selection

__all__ = ["Target", "select", "select_apart"]

Target = Annotated[
    list[str] | None,
    typer.Option("--target", help="A suite that teaches the new task; may be repeated (default: all that are pooled)."),
]


def select(
    run: Annotated[str, typer.Argument(help="The run: its directory, or its name under runs/.")],
    target: Target = None,
    json_: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Measure every epoch of a run on the dev split in one pass, and name the best: runs/NAME/select.json, select.html.

    It chooses and decides nothing: the gate does, on cases that chose nothing.
    """
    from harness.selecting import select as choose
    from harness.selecting import write_selection
    from harness.settings import load_settings, require_root
    from harness.source import relative

    root = require_root()
    found = choose(run, root=root, settings=load_settings(root), target=target or ())
    page = write_selection(found)
    if json_:
        typer.echo(json.dumps(found.to_json(), ensure_ascii=False, indent=1))
        return
    out = Console(highlight=False) if sys.stdout.isatty() else Console(highlight=False, width=160)
    out.print(_table(found))
    for line in (
        f"{found.why}.",
        f"The plot: {relative(page)}",
        f"The dev split chooses, only the gate decides. Next: pytest --model={found.chosen}",
    ):
        out.print(Text(line), soft_wrap=True)


def select_apart(directory: Path) -> dict[str, Any]:
    """`ckptgate select --json` in a process of its own, so that a trainer's memory is not the harness's as well.

    Raises:
        EngineError: it came to nothing; says what that process said.
    """
    from harness.engines import EngineError

    command = [sys.executable, "-c", "from harness.cli import main; main()", "select", str(directory), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise EngineError(
            f"the dev split could not be measured (status {done.returncode}): {done.stderr.strip()[-2000:]}"
        )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _table(found: Selection) -> Table:
    from harness.selecting import cells, points

    table = Table(box=None, padding=(0, 2), header_style="dim")
    for name in ("dev split", "target", "base skills", "score", "to the best, points", "training loss", ""):
        table.add_column(name, justify="left" if name in ("dev split", "") else "right", no_wrap=True)
    if found.base is not None:
        table.add_row(*cells(found.base))
    for i, (epoch, apart, row) in enumerate(zip(found.epochs, found.from_best, found.to_json()["epochs"], strict=True)):
        loss = f"{row['losses']['train_loss']:.3f}" if "train_loss" in row["losses"] else ""
        chosen = i == found.choice.chosen
        note, style = ("← chosen", "bold") if chosen else ("", "")
        table.add_row(*cells(epoch), points(apart), loss, note, style=style)
    return table
