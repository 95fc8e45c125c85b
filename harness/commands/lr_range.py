"""`ckptgate lr-range`: at which learning rate does the loss explode, and where to begin below it."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from harness.commands.lint import Accept, Reason, accepted_rules, lint_first
from harness.printing import Json, tell
from harness.source import SourceError

if TYPE_CHECKING:
    from harness.report.chart_page import Page
    from trainers.lr_range import RangeTest

__all__ = ["lr_range"]

STOPPED = 1
_FEWEST = 20
_err = Console(stderr=True, highlight=False)
_WHY = (
    "A tenth of the rate with the lowest smoothed loss: there the loss is about to rise. It is seen by the training "
    "loss alone; what a rate does to the base's skills `ckptgate sweep` measures."
)


def lr_range(
    recipe: Annotated[Path, typer.Argument(help="The recipe, a YAML file.")],
    low: Annotated[float, typer.Option("--from", help="The rate of the first step.")] = 1e-6,
    high: Annotated[float, typer.Option("--to", help="The rate of the last step.")] = 1.0,
    steps: Annotated[int, typer.Option(min=_FEWEST, max=10_000, help="Steps between them.")] = 100,
    output: Annotated[
        Path | None, typer.Option(help="The page with the plot (default: runs/NAME.lr-range.html).")
    ] = None,
    accept: Accept = None,
    reason: Reason = None,
    json_: Json = False,
) -> None:
    """Train a few steps with a growing rate, and suggest one an order below where the loss is lowest.

    The data are linted first, as by `ckptgate train`. Nothing is kept but the plot; the run's directory is not touched.
    """
    from harness.report.chart_page import write_page
    from harness.settings import load_settings, require_root
    from harness.source import relative
    from trainers.errors import TrainingError
    from trainers.lr_range import range_test
    from trainers.recipe import load_recipe

    root = require_root()
    if not 0 < low < high < math.inf:
        raise SourceError(f"--from {low:g} and --to {high:g}: rates above 0, the first below the second")
    own, settings = load_recipe(recipe, root=root).recipe, load_settings(root)
    look = lint_first(recipe, root, settings, accepted_rules(accept, reason), _err)
    try:
        found = range_test(recipe, root=root, low=low, high=high, steps=steps, console=_err, lint=look)
    except TrainingError as e:
        _err.print(str(e), markup=False, soft_wrap=True)
        raise SystemExit(STOPPED) from None
    except KeyboardInterrupt:
        raise SystemExit(2) from None
    page = output or root / settings.runs / f"{own.name}.lr-range.html"
    try:
        write_page(_page(found, own.name, own.training.learning_rate), page)
    except OSError as e:
        raise SourceError(f"can't be written: {e.strerror or e}", file=page) from e
    said = (*_plot(found), *_told(found, own.training.learning_rate), f"The plot: {relative(page)}")
    tell(found, said, as_json=json_)


def _told(found: RangeTest, own: float) -> list[str]:
    end = f"the loss exploded at {found.rates[-1]:.1e}" if found.ended else "it did not explode"
    return [
        f"Suggested: learning_rate: {found.suggested:.1e} (the recipe says {own:g}). {_WHY}",
        f"Lowest smoothed loss at {found.minimum:.1e}, steepest fall at {found.steepest:.1e}; {end}.",
        *([f"Not worth much: {found.caveat}."] if found.caveat else []),
    ]


def _plot(found: RangeTest) -> list[str]:
    from harness.report.chart import rising, text_chart

    shown = _cut(found)
    lines = text_chart(list(zip(found.rates, shown, strict=True)), rising("loss", shown))
    return [*lines, f"{'':>8} └{'─' * 60}", f"{'':>9}{found.rates[0]:<30.1e}{found.rates[-1]:>30.1e}"]


def _cut(found: RangeTest) -> list[float]:
    """Smoothed losses, cut a little above where they began, so that the explosion leaves the rest to be seen."""
    most = 1.5 * found.smooth[0]
    return [min(loss, most) for loss in found.smooth]


def _page(found: RangeTest, name: str, own: float) -> Page:
    from harness.report.chart import Mark, Point, Series, chart, rising
    from harness.report.chart_page import Page

    smooth = _cut(found)
    most = 1.2 * max(smooth)
    dots = [Point(r, min(loss, most)) for r, loss in zip(found.rates, found.losses, strict=True) if math.isfinite(loss)]
    series = [
        Series(name="loss of a step", points=dots, tone="faint", line=False),
        Series(
            name="smoothed: mean of the steps around",
            points=[Point(rate, loss) for rate, loss in zip(found.rates, smooth, strict=True)],
            tone="first",
            dots=False,
        ),
    ]
    marks = [Mark(found.suggested, f"suggested {found.suggested:.1e}"), Mark(found.minimum, "lowest")]
    return Page(
        title=f"{name}: learning rate {found.suggested:.1e}",
        about=f"range test of {name}",
        lead=_told(found, own),
        chart=chart(
            series,
            rising("learning rate, one step at each", found.rates, log=True),
            rising("training loss", [*smooth, *(p.y for p in dots)]),
            title=f"Training loss of {name} by learning rate",
            marks=[mark for mark in marks if found.rates[0] <= mark.x <= found.rates[-1]],
        ),
        columns=["step", "rate", "loss", "smoothed"],
        rows=[
            [str(i + 1), f"{rate:.2e}", f"{loss:.3f}", f"{even:.3f}"]
            for i, (rate, loss, even) in enumerate(zip(found.rates, found.losses, found.smooth, strict=True))
        ],
        chosen={min(range(len(found.rates)), key=lambda i: abs(math.log(found.rates[i] / found.suggested)))},
        notes=["Smith, Cyclical Learning Rates for Training Neural Networks (arXiv 1506.01186), section 3.3."],
    )
