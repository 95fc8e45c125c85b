"""`ckptgate compare`: several checkpoints side by side, from their records."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Literal

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from harness.figures import signed

if TYPE_CHECKING:
    from harness.side_by_side import SideBySide

__all__ = ["compare"]


def compare(
    models: Annotated[
        list[str],
        typer.Argument(help="Two or more: names as for pytest --model, or records. The first is the reference."),
    ],
    split: Annotated[
        Literal["gate", "dev"], typer.Option(help="Which records: of the gate or the dev split.")
    ] = "gate",
    lang: Annotated[Literal["en", "ru"], typer.Option(help="The page's language.")] = "en",
    json_: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Several checkpoints on one page, from their newest records: rates, differences, the cases they part on.

    No model is loaded and nothing is decided. Two trainings of one base on the same data leave comparison.json, which
    the release of an adapter looks for.
    """
    from harness.report.text import one_line
    from harness.settings import load_settings, require_root
    from harness.side_by_side import place_of, side_by_side, write_side_by_side
    from harness.source import relative

    root = require_root()
    settings = load_settings(root)
    found = side_by_side(models, root=root, settings=settings, split=split)
    page = write_side_by_side(found, place_of(found, root, settings), root=root, lang=lang)
    if json_:
        typer.echo(found.json_text())
        return
    out = Console(highlight=False) if sys.stdout.isatty() else Console(highlight=False, width=160)
    out.print(_table(found))
    for line in (*_told(found), f"The page: {relative(page)}", "This decides nothing: pytest --model=… does."):
        out.print(Text(one_line(line, 400)), soft_wrap=True)


def _table(found: SideBySide) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column("suite")
    table.add_column("cases", justify="right")
    for name in found.names:
        table.add_column(Text(name), justify="right")
    for suite in (None, *found.suites):
        cells = []
        for i in range(len(found.records)):
            counts = found.counts(i, suite)
            cells.append(f"{100 * (counts.both + counts.fixed) / counts.n:.1f} %")
        table.add_row(Text(suite or "all of them"), str(found.counts(0, suite).n), *cells)
    table.add_row("its own gate", "", *(record.decision for record in found.records))
    return table


def _told(found: SideBySide) -> list[str]:
    lines = []
    for i, name in enumerate(found.names[1:], 1):
        counts, told = found.counts(i), found.difference(i)
        if told:
            delta, lower, upper = (signed(100 * v) for v in told)
            lines.append(
                f"{name} against {found.names[0]}: {counts.broken} got worse and {counts.fixed} better of {counts.n}; "
                f"{delta} points ({lower} … {upper})."
            )
    if found.left_out:
        lines.append(f"Left out: {found.left_out} cases that not all of them were asked.")
    return lines
