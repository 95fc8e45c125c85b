"""A run's directory: what it belongs to, which of its checkpoints are complete, and where an interrupted one goes on.

runs/support/
  run.json            what is trained: the recipe and the digests of base, data and template
  ckpt-1/ … ckpt-N/   one complete checkpoint an epoch
  state/              what going on after the last epoch takes: optimizer, scheduler, random states; never shipped
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from harness.manifest import MANIFEST, EarlyStop, canonical, read_manifest, verify, write_atomic, write_manifest
from harness.source import relative
from trainers.errors import RunConflict
from trainers.plan import Plan

__all__ = ["Run", "lock_of", "open_run"]

IDENTITY = "run.json"
_COMPLETE = "complete"
_MISSING = object()


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run's directory, held by this process alone."""

    directory: Path
    notes: tuple[str, ...]
    """What was found and put aside when it was opened, for the person who waits."""

    def checkpoint(self, epoch: int) -> Path:
        """The directory of an epoch's checkpoint."""
        return self.directory / f"ckpt-{epoch}"

    def staging(self, epoch: int) -> Path:
        """Where an epoch's checkpoint is put together; hidden, and renamed once it is whole."""
        return self.directory / f".ckpt-{epoch}.tmp"

    @property
    def trainer_output(self) -> Path:
        """Where the trainer library writes."""
        return self.directory / "state"

    def state(self, step: int) -> Path:
        """The trainer's state at a step, named as transformers' Trainer names it."""
        return self.trainer_output / f"checkpoint-{step}"

    def finished(self) -> int:
        """How many epochs are complete, counted from the first without a gap."""
        epoch = 0
        while (self.checkpoint(epoch + 1) / MANIFEST).is_file():
            epoch += 1
        return epoch

    def drifts(self, epochs: int) -> list[float | None]:
        """KL to the base of the first epochs, as their checkpoints say: a state to go on from does not hold it."""
        manifest = read_manifest(self.checkpoint(epochs)) if epochs else None
        return [curve.get("kl_to_base") for curve in manifest.curves] if manifest is not None else []

    def end(self, epoch: int, stop: EarlyStop) -> None:
        """Put down in the manifest of the last epoch's checkpoint why there is no further one."""
        manifest = read_manifest(self.checkpoint(epoch))
        assert manifest is not None
        write_manifest(self.checkpoint(epoch), manifest.model_copy(update={"early_stop": stop}))

    def ended(self) -> EarlyStop | None:
        """Why training ended before its last epoch; None where it did not."""
        done = self.finished()
        manifest = read_manifest(self.checkpoint(done)) if done else None
        return manifest.early_stop if manifest else None

    def mark_state(self, step: int, epoch: int) -> None:
        """Say that the state at `step` is whole. Only a marked one is resumed from: the newest may be torn."""
        flush_tree(self.state(step))
        write_atomic(self.state(step) / _COMPLETE, str(epoch).encode())

    def drop_states_but(self, step: int) -> None:
        """Keep the last state alone: an optimizer weighs twice its model."""
        for old in self.trainer_output.glob("checkpoint-*"):
            if old != self.state(step):
                shutil.rmtree(old)

    def resumable(self) -> Path | None:
        """The state after the last complete epoch, or None where training starts from the beginning.

        Raises:
            RunConflict: epochs are finished, but the state to go on from is gone.
        """
        done = self.finished()
        if done == 0:
            return None
        for state in self.trainer_output.glob("checkpoint-*"):
            marker = state / _COMPLETE
            if marker.is_file() and marker.read_text(encoding="utf-8") == str(done):
                return state
        raise RunConflict(
            f"{relative(self.directory)} has ckpt-{done} but not the optimizer's state to go on from. "
            "Keep what there is and rename the recipe, or start over with --fresh (the old run is moved aside)."
        )


@contextmanager
def open_run(plan: Plan, runs: Path, *, fresh: bool = False) -> Iterator[Run]:
    """Open the run that the plan's recipe names, made if new; other processes are kept out meanwhile.

    With `fresh`, a run that is there is moved aside first, to `runs/.aside/`.

    Raises:
        RunConflict: the directory belongs to another recipe or other data, or another process is training there.
        IntegrityError: a finished checkpoint's files are not those of its manifest.
    """
    directory = runs / plan.recipe.name
    runs.mkdir(parents=True, exist_ok=True)
    lock = lock_of(directory)
    try:
        lock.acquire(timeout=0)
    except Timeout as e:
        raise RunConflict(f"another process is training {relative(directory)}: wait for it, or stop it") from e
    try:
        notes: list[str] = []
        if fresh and directory.exists():
            notes.append(f"the old run now lies in {relative(_aside(directory, runs))}")
        _claim(directory, plan)
        notes += _tidy(directory, runs)
        yield Run(directory=directory, notes=tuple(notes))
    finally:
        lock.release()


def lock_of(directory: Path) -> FileLock:
    """What the process that trains a run holds, and the system lets go of once it ends, in whatever way."""
    return FileLock(directory.parent / f".{directory.name}.lock")


def flush_tree(directory: Path) -> None:
    """Flush every file under a directory, and the directory itself, to the disk."""
    for path in (*directory.rglob("*"), directory):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _claim(directory: Path, plan: Plan) -> None:
    file, identity = directory / IDENTITY, plan.identity()
    if not file.is_file():
        if directory.exists() and any(directory.iterdir()):
            raise RunConflict(
                f"{relative(directory)} is there and holds no {IDENTITY}, so that it is no run of ours: rename the "
                "recipe, or move the directory away"
            )
        write_atomic(file, canonical(identity) + b"\n")
        return
    different = list(_differences(_known(file), json.loads(canonical(identity))))
    if different:
        raise RunConflict(
            f"{relative(directory)} was trained otherwise: {'; '.join(different)}. Give the recipe another name, or "
            "start over with --fresh (the old run is moved aside, not deleted)."
        )


def _known(file: Path) -> dict[str, Any]:
    try:
        known = json.loads(file.read_text(encoding="utf-8"))
    except ValueError:
        known = None
    if not isinstance(known, dict):
        raise RunConflict(f"{relative(file)} is not readable as JSON: restore it, or start over with --fresh")
    return known


def _differences(old: Any, new: Any, path: str = "") -> Iterator[str]:
    """Where two identities differ, as `training.epochs 3 → 4`; digests are only said to have changed."""
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in [*old, *(k for k in new if k not in old)]:
            inside = f"{path}.{key}" if path else str(key)
            yield from _differences(old.get(key, _MISSING), new.get(key, _MISSING), inside)
    elif old is _MISSING or new is _MISSING:
        yield f"{path} {'is new' if old is _MISSING else 'is gone'}"
    elif old != new:
        shown = path.removeprefix("recipe.")
        is_digest = path in ("base", "template") or path.startswith("data.")
        yield f"{shown} has other content now" if is_digest else f"{shown} was {old!r}, is {new!r}"


def _tidy(directory: Path, runs: Path) -> list[str]:
    """Remove half-written staging, put half-written checkpoints aside, hold the finished ones to their manifests."""
    for left in directory.glob(".ckpt-*.tmp"):
        shutil.rmtree(left)
    notes = []
    for checkpoint in sorted(directory.glob("ckpt-*")):
        manifest = read_manifest(checkpoint)
        if manifest is None:
            place = _aside(checkpoint, runs, prefix=f"{directory.name}-")
            notes.append(f"{relative(checkpoint)} has no {MANIFEST}, so is not complete: moved to {relative(place)}")
        else:
            verify(checkpoint, manifest)
    return notes


def _aside(directory: Path, runs: Path, prefix: str = "") -> Path:
    number = 1
    while (place := runs / ".aside" / f"{prefix}{directory.name}-{number}").exists():
        number += 1
    place.parent.mkdir(parents=True, exist_ok=True)
    directory.rename(place)
    return place
