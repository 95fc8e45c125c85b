"""Whether a checkpoint is fit for reinforcement learning: data linted, gates passed, a reward model that ranks.

RL makes more of what a model already does. On one that does not hold the form, knows no answers or invents them, it
makes more of that; on rewards that rank no better than a coin it makes noise.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from harness.checkpoint import Checkpoint
from harness.manifest import Manifest, Readiness
from harness.record import Record
from harness.records import newest_record
from harness.settings import Settings

__all__ = ["readiness"]

RUN = "run.json"
"""What the directory of a run holds: its checkpoints are called by both names."""


def readiness(base: Checkpoint, rewarder: Checkpoint | None, root: Path, settings: Settings) -> Readiness:
    """What is missing before the base may be trained by rewards; nothing is loaded."""
    record, missing = _gates(base, root / settings.records, settings.ready_suites)
    missing = [*_data(base), *missing]
    if rewarder is not None:
        missing += _ranks(rewarder.manifest, settings.reward_bar)
    return Readiness(record=record.id if record is not None else None, missing=missing)


def _data(base: Checkpoint) -> list[str]:
    manifest = base.manifest
    if manifest is None:
        return [f"{base.name} has no manifest: what it was trained on is not known"]
    if not manifest.data or manifest.parent is None:
        return [f"{base.name} was trained on nothing of yours: teach it the task first (sft), then reward it"]
    if manifest.lint is None:
        return [f"the data of {base.name} were not linted: ckptgate lint {' '.join(d.file for d in manifest.data)}"]
    return []


def _gates(base: Checkpoint, records: Path, suites: Sequence[str]) -> tuple[Record | None, list[str]]:
    """The newest whole gate run of exactly these weights, and the suites that it does not show to pass."""
    name = "/".join(base.path.parts[-2:]) if (base.path.parent / RUN).is_file() else base.name
    run = f"pytest --model={name}"
    found = newest_record(records, base.digest, lambda record: record.split == "gate" and record.complete)
    if found is None:
        return None, [f"no whole gate run of {name} is recorded: {run}"]
    by_name = {suite.name: suite for suite in found.suites}
    failed = [name for name in suites if name in by_name and by_name[name].decision != "PASS"]
    absent = [name for name in suites if name not in by_name]
    missing = [f"{name} did not pass in the record {found.id}" for name in failed]
    if absent:
        missing.append(
            f"the record {found.id} has no suite {', '.join(absent)}: write it, or name the suites that matter in "
            "[tool.ckptgate] ready_suites"
        )
    return found, missing


def _ranks(manifest: Manifest | None, bar: float) -> list[str]:
    if manifest is None or not manifest.curves:
        return ["the reward model's manifest has no curves: how well it ranks is not known"]
    ranked = manifest.curves[-1].get("eval_accuracy")
    if ranked is None:
        return [f"{manifest.name} was never asked about held-out pairs: give its recipe data.eval"]
    trained = {d.sha256 for d in manifest.data if d.used}
    if any(d.sha256 in trained for d in manifest.data if not d.used):
        return [f"{manifest.name} was asked about the pairs it was trained on: hold some out (data.eval)"]
    rows = manifest.parameters.get("rows")
    if isinstance(rows, dict) and (both := rows.get("eval_trained")):
        return [
            f"{both} of the pairs that {manifest.name} was asked about were trained on: hold others out (data.eval)"
        ]
    if ranked < bar:
        return [f"{manifest.name} ranks {ranked:.0%} of held-out pairs as people did; {bar:.0%} is the bar"]
    return []
