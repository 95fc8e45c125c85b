"""A range test (Smith, arXiv 1506.01186): a short training whose rate grows, to see where the loss explodes.

It tells where rates stop to be useful, on the training loss alone. What a rate does to the base's skills it can't see:
`ckptgate sweep` measures that.
"""

from __future__ import annotations

import math
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from rich.console import Console

from trainers.errors import TrainingError
from trainers.plan import Plan, make_plan
from trainers.progress import Bar
from trainers.recipe import RL
from trainers.run import Run
from trainers.surroundings import prepare

__all__ = ["EXPLODED", "RangeTest", "exploded", "growing", "range_test", "smoothed"]

EXPLODED = 4.0
"""Times the lowest smoothed loss so far: then the test is over (fastai's rule)."""
_BELOW = 10
_FEWEST = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class RangeTest:
    """The loss of each step beside its rate, lowest rate first."""

    rates: tuple[float, ...]
    losses: tuple[float, ...]
    """As they came: finite, but maybe the last one."""
    smooth: tuple[float, ...]
    ended: bool
    """Whether the loss exploded before the highest rate."""

    @property
    def minimum(self) -> float:
        """The rate with the lowest smoothed loss."""
        return self.rates[min(range(len(self.smooth)), key=self.smooth.__getitem__)]

    @property
    def steepest(self) -> float:
        """The rate at which the smoothed loss falls fastest, by the logarithm of the rate; up to the minimum."""
        at = self.rates.index(self.minimum)
        falls = [self.smooth[i + 1] - self.smooth[max(i - 1, 0)] for i in range(at)]
        return self.rates[min(range(at), key=falls.__getitem__)] if falls else self.rates[0]

    @property
    def suggested(self) -> float:
        """A tenth of the minimum's rate, to two digits.

        At the minimum itself the loss is about to rise. The steepest fall is the usual other choice, and moves with
        every draw of the batches; it is told beside.
        """
        return float(f"{self.minimum / _BELOW:.1e}")

    @property
    def caveat(self) -> str | None:
        """Why the suggestion is not worth much; None where nothing speaks against it."""
        if self.minimum == self.rates[-1] and not self.ended:
            return "the loss was still falling at the highest rate: raise --to"
        if self.minimum == self.rates[0]:
            return "the loss was lowest at the first step: lower --from"
        return None

    def to_json(self) -> dict[str, Any]:
        """What `--json` prints; a loss that is no number is null."""
        return {
            "format": "ckptgate.lr-range/1",
            "suggested": self.suggested,
            "minimum": self.minimum,
            "steepest": self.steepest,
            "caveat": self.caveat,
            "exploded": self.ended,
            "steps": [
                {"rate": rate, "loss": loss if math.isfinite(loss) else None, "smoothed": smooth}
                for rate, loss, smooth in zip(self.rates, self.losses, self.smooth, strict=True)
            ],
        }


def growing(low: float, high: float, steps: int) -> list[float]:
    """Rates from `low` to `high`, each the same factor above the last."""
    return [low * (high / low) ** (i / (steps - 1)) for i in range(steps)]


def smoothed(losses: Sequence[float], width: int) -> tuple[float, ...]:
    """The mean over `width` steps to either side, so that nothing is moved to later steps as a running mean would.

    What is no number counts as the worst finite loss.
    """
    worst = max((loss for loss in losses if math.isfinite(loss)), default=0.0)
    finite = [loss if math.isfinite(loss) else worst for loss in losses]
    return tuple(
        sum(near) / len(near) for i in range(len(finite)) for near in [finite[max(0, i - width) : i + width + 1]]
    )


def exploded(losses: Sequence[float]) -> bool:
    """Time to stop: a loss that is no number, or a mean of the last three steps at four times the lowest such mean."""
    if losses and not math.isfinite(losses[-1]):
        return True
    means = [sum(losses[i - 2 : i + 1]) / 3 for i in range(2, len(losses))]
    return len(means) > _FEWEST and means[-1] > EXPLODED * min(means)


def range_test(
    recipe: Path,
    *,
    root: Path,
    low: float,
    high: float,
    steps: int,
    console: Console | None = None,
    lint: Callable[[Plan], object] | None = None,
) -> RangeTest:
    """Train with a growing rate, on the recipe's data, method and batch; nothing is kept, no run is touched.

    `lint` looks at the data before anything is loaded, and raises where they must not be trained on.

    Raises:
        SourceError: a mistake in the recipe. TrainingError: it exploded before there was anything to see.
    """
    plan = make_plan(recipe, root=root, epochs=1, schedule="constant", warmup=0, learning_rate=low)
    if plan.recipe.objective in RL:
        raise plan.file.error(
            f"objective: the loss of {plan.recipe.objective} does not tell how well it learns: take `ckptgate sweep`",
            "objective",
        )
    if lint is not None:
        lint(plan)
    plan = replace(plan, data=replace(plan.data, eval=()))
    rates = growing(low, high, steps)
    with tempfile.TemporaryDirectory(prefix="ckptgate-lr-range-") as scratch:
        run = Run(directory=Path(scratch), notes=())
        with Bar(console or Console(stderr=True), f"{plan.recipe.name}: learning rate") as bar:
            prepare()
            from trainers.ramp import ramp

            losses = ramp(plan, run, rates, bar)
    if sum(map(math.isfinite, losses)) < _FEWEST:
        raise TrainingError(
            f"the loss exploded within {len(losses)} steps, which is too few to see anything: lower --from"
        )
    made = smoothed(losses, max(1, steps // 40))
    return RangeTest(rates=tuple(rates[: len(losses)]), losses=tuple(losses), smooth=made, ended=exploded(losses))
