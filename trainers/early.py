"""Ending a training early: after each epoch somebody measures the run, and says whether it is to go on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from transformers import TrainerCallback

from harness.manifest import EarlyStop
from trainers.run import Run

__all__ = ["EarlyEnd", "Watch"]

Watch = Callable[[Path, int], EarlyStop | None]
"""A run's directory and the epochs asked for → why training ends here, or None: it goes on."""


class EarlyEnd(TrainerCallback):
    """Asks after each epoch but the last, once its checkpoint is whole; added behind what writes the checkpoint."""

    def __init__(self, run: Run, epochs: int, watch: Watch) -> None:
        self._run, self._epochs, self._watch = run, epochs, watch

    def on_save(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        epoch = round(state.epoch)
        if epoch >= self._epochs:
            return
        stop = self._watch(self._run.directory, self._epochs)
        if stop is not None:
            self._run.end(epoch, stop)
            control.should_training_stop = True
