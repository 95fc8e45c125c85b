"""The bar a person sees while a model trains."""

from __future__ import annotations

from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

__all__ = ["Bar"]


class Bar:
    """One line on stderr: what is happening, the steps done, the loss, the time left. Only on a terminal."""

    def __init__(self, console: Console, name: str) -> None:
        self._console, self._name = console, name
        self._progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[loss]}"),
            TimeRemainingColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._task = self._progress.add_task(f"{name}: loading", total=None, loss="")

    def __enter__(self) -> Bar:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def say(self, text: str) -> None:
        """Print a line above the bar."""
        self._console.print(text, highlight=False, markup=False, soft_wrap=True)

    def epoch(self, number: int, of: int) -> None:
        """Which epoch is being trained."""
        self._progress.update(self._task, description=f"{self._name}: epoch {number} of {of}")

    def step(self, done: int, total: int) -> None:
        """How many optimizer steps are done."""
        self._progress.update(self._task, completed=done, total=total)

    def loss(self, value: float) -> None:
        """The latest step's loss."""
        self._progress.update(self._task, loss=f"loss {value:.3f}")
