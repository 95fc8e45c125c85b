"""A training whose rate grows step by step; imports torch, and so is imported late."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from transformers import TrainerCallback
from transformers.trainer_utils import SaveStrategy

from trainers import fit
from trainers.lr_range import exploded
from trainers.plan import Plan
from trainers.progress import Bar
from trainers.run import Run

__all__ = ["ramp"]


def ramp(plan: Plan, run: Run, rates: Sequence[float], bar: Bar) -> list[float]:
    """Take one step at each rate until the loss explodes; the losses, one a step.

    Raises:
        TrainingError: no row fits.
    """
    with fit.prepared(plan, run, bar) as (trainer, _):
        trainer.args.max_steps = len(rates)
        trainer.args.save_strategy = SaveStrategy.NO
        follower = _Ramp(rates, bar)
        trainer.add_callback(follower)
        trainer.train()
        return follower.losses


class _Ramp(TrainerCallback):
    def __init__(self, rates: Sequence[float], bar: Bar) -> None:
        self._rates, self._bar = rates, bar
        self.losses: list[float] = []

    def on_step_begin(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        """Set the rate: the schedule is constant, and puts its own back only after each step."""
        for group in kwargs["optimizer"].param_groups:
            group["lr"] = self._rates[state.global_step]

    def on_log(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        """Take the step's loss; stop where it has exploded."""
        if "loss" not in kwargs["logs"]:
            return
        self.losses.append(float(kwargs["logs"]["loss"]))
        self._bar.step(len(self.losses), len(self._rates))
        self._bar.loss(self.losses[-1])
        if exploded(self.losses):
            control.should_training_stop = True
