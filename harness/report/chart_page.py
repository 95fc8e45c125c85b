"""A page around one chart: what was found, the chart, the figures behind it, what they mean."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from harness.manifest import write_atomic
from harness.report.html import page_css, page_environment, policy_hash

__all__ = ["Page", "write_page"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What stands on it; all but the chart is text and escaped."""

    title: str
    about: str
    lead: Sequence[str]
    chart: Markup
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    chosen: Collection[int] = ()
    """Rows that stand out."""
    notes: Sequence[str] = ()


def write_page(page: Page, file: Path) -> None:
    """Write it as one HTML file that needs nothing else, atomically."""
    css = page_css()
    html = page_environment().get_template("chart.html.j2").render(
        page=page,
        css=Markup(css),  # noqa: S704 (our own files)
        css_hash=policy_hash(css),
    )  # fmt: skip
    write_atomic(file, html.encode())
