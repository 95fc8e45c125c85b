"""How commands print what they found: as a screen takes it, in a pipe each line whole; and the options they share."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Annotated, Any, Protocol

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

__all__ = ["Found", "Json", "Target", "columns", "screen", "tell"]

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
Target = Annotated[
    list[str] | None,
    typer.Option("--target", help="A suite that teaches the new task; may be repeated (default: all that are pooled)."),
]
_PIPE = 500
"""Characters of a line in a pipe, where nothing has to fit a screen: ids, paths and sentences stay whole."""


class Found(Protocol):
    """What a command found, as `--json` prints it."""

    def to_json(self) -> dict[str, Any]:
        """The object."""


def screen() -> Console:
    """Standard output."""
    out = Console(highlight=False)
    return out if out.is_terminal else Console(highlight=False, width=_PIPE)


def tell(found: Found, lines: Iterable[str], *, as_json: bool, table: Table | None = None) -> None:
    """Print what was found: one JSON object, or a table and sentences; nothing in them is read as markup."""
    if as_json:
        typer.echo(json.dumps(found.to_json(), ensure_ascii=False, indent=1))
        return
    out = screen()
    if table is not None:
        out.print(table)
    for line in lines:
        out.print(Text(line), soft_wrap=True)


def columns(*names: str, left: Iterable[str]) -> Table:
    """A table without lines, its figures to the right but for the columns that stand to the `left`."""
    table = Table(box=None, padding=(0, 2), header_style="dim")
    for name in names:
        table.add_column(name, justify="left" if name in left else "right", no_wrap=True)
    return table
