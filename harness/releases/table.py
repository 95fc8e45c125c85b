"""The table of `ckptgate releases`, for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from harness.releases.state import ReleaseView

__all__ = ["render"]


def render(views: Sequence[ReleaseView]) -> Table | Text:
    """The releases with what is in production, and where a rollback would go."""
    if not views:
        return Text("Nothing is released yet: ckptgate release ckpt-3 --as support@1.0.0")
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("Release", no_wrap=True)
    for title in ("Stands", "Released (UTC)", "Weights", "Checkpoint", "Record"):
        table.add_column(title, overflow="fold", no_wrap=title in ("Released (UTC)", "Weights"))
    for view in views:
        style = "bold green" if view.in_production else ""
        stands = "in production" if view.in_production else "rollback goes here" if view.next_back else ""
        time = view.at[:16].replace("T", " ")
        cells = (view.title, stands, time, view.digest[:12], view.path, view.record)
        table.add_row(*(Text(_literal(cell), style=style) for cell in cells))
    return table


def _literal(text: str) -> str:
    """Control and direction marks shown as escapes: a path must not move the cursor or turn the line around."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
