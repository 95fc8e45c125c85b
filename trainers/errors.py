"""What can go wrong in training beyond a mistake in a file (`SourceError`) or altered files (`IntegrityError`)."""

from __future__ import annotations

__all__ = ["RunConflict", "TrainingError"]


class RunConflict(Exception):
    """The run's directory holds something else than this training: another recipe, other data, another process."""


class TrainingError(Exception):
    """Training stopped because going on would make a worthless checkpoint; the finished epochs are kept."""
