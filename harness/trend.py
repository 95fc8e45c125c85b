"""What stands beside a record and shows where it is going: the run it comes from, releases, a sweep, other methods.

Nothing here decides; what can't be read is left out.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from harness.figures import finite
from harness.manifest import MANIFEST, IntegrityError, Manifest, read_manifest, sha256_file
from harness.past import Figures, figures_of, past_figures, record_figures
from harness.record import Record
from harness.releases.errors import JournalError
from harness.releases.journal import Journal
from harness.releases.state import releases
from harness.report.trend import Epoch, Other, Release, SweepPoint, Trend
from harness.settings import Settings
from harness.source import SourceError

__all__ = ["trend_of"]

_MOST_RELEASES, _MOST_OTHERS, _MOST_EPOCHS = 8, 12, 60


def trend_of(record: Record, *, root: Path, settings: Settings) -> Trend:
    """Gather it; empty where the candidate is no checkpoint of ours and nothing was ever released."""
    mine = figures_of(record)
    past = [f for f in past_figures(root / settings.records) if f.id != mine.id]
    epochs, split = _epochs(record, mine, past, root)
    return Trend(
        epochs=epochs,
        split=split,
        releases=_releases(record, mine, root, settings),
        sweep=_sweep(record, root, settings),
        others=_others(mine, past),
    )


def _epochs(record: Record, mine: Figures, past: Sequence[Figures], root: Path) -> tuple[list[Epoch], str]:
    place = root / record.candidate.path
    found = _manifests(place.parent) if (place / MANIFEST).is_file() else {}
    if len(found) < 2 or record.candidate.manifest_digest is None:
        return [], "dev"
    chosen = _json(place.parent / "select.json")
    dev = {e["name"]: e for e in _dicts(chosen.get("epochs")) if isinstance(e.get("name"), str)}
    current = any(e.get("digest") == record.candidate.digest for e in dev.values())
    gate = {f.manifest_digest: f for f in (*past, mine) if f.split == "gate" and f.manifest_digest}
    epochs = []
    for directory, manifest in found.items():
        name = f"{directory.parent.name}/{directory.name}"
        if current:
            told = dev.get(name, {})
            target, skills = finite(told.get("target")), finite(told.get("skills"))
            rates = _rates(told.get("suites"))
        else:
            figures = gate.get(sha256_file(directory / MANIFEST))
            target, skills = (figures.rate("target"), figures.rate("skills")) if figures else (None, None)
            rates = {suite: rate.rate for suite, rate in figures.suites.items()} if figures else {}
        last = manifest.curves[-1] if manifest.curves else {}
        epochs.append(
            Epoch(
                number=float(manifest.epoch or 0),
                name=name,
                target=target,
                skills=skills,
                train_loss=finite(last.get("train_loss")),
                eval_loss=finite(last.get("eval_loss")),
                candidate=directory.resolve() == place.resolve(),
                rates=rates,
            )
        )
    return sorted(epochs, key=lambda e: e.number)[:_MOST_EPOCHS], "dev" if current else "gate"


def _rates(told: object) -> dict[str, float]:
    pairs = told.items() if isinstance(told, dict) else ()
    return {str(suite): rate for suite, value in pairs if (rate := finite(value)) is not None}


def _manifests(run: Path) -> dict[Path, Manifest]:
    found = {}
    for file in run.glob(f"*/{MANIFEST}"):
        try:
            manifest = read_manifest(file.parent)
        except (SourceError, IntegrityError, OSError):
            continue
        if manifest is not None and not file.parent.name.startswith("."):
            found[file.parent] = manifest
    return found


def _releases(record: Record, mine: Figures, root: Path, settings: Settings) -> list[Release]:
    named = (record.production.name if record.production else "").partition("@")[0]
    try:
        views = [v for v in releases(Journal(root=root, folder=settings.releases)) if v.name == named]
    except (JournalError, IntegrityError, SourceError, OSError):
        return []
    shown = []
    for view in sorted(views, key=lambda v: v.at)[-_MOST_RELEASES:]:
        figures = record_figures(root / settings.records / view.record)
        if figures:
            rates = {name: suite.rate for name, suite in figures.suites.items()}
            shown.append(Release(version=view.version, at=view.at, rates=rates, in_production=view.in_production))
    if not shown:
        return []
    rates = {name: suite.rate for name, suite in mine.suites.items()}
    return [*shown, Release(version=mine.name, at=mine.created, rates=rates, in_production=False, candidate=True)]


def _sweep(record: Record, root: Path, settings: Settings) -> list[SweepPoint]:
    """Of the sweep that trained the candidate, or that its recipe's learning rate comes from."""
    place = root / record.candidate.path
    run = place.parent.name
    files = [root / settings.runs / f"{run}-sweep" / "sweep.json", *(root / settings.runs).glob("*-sweep/sweep.json")]
    for file in dict.fromkeys(files):
        told = _json(file)
        rows = _dicts(told.get("rows"))
        trained = [r.get("checkpoints") for r in rows]
        ours = file.parent.name == f"{run}-sweep" or any(
            f"{run}/{place.name}" in names for names in trained if isinstance(names, list)
        )
        if not ours:
            continue
        (best, *_) = [*_dicts([told.get("chosen")]), {}]
        points = []
        for row in rows:
            target, skills = finite(row.get("target")), finite(row.get("skills"))
            rate, epochs = finite(row.get("learning_rate")), row.get("epochs")
            if target is None or skills is None or rate is None:
                continue
            chosen = best.get("learning_rate") == row.get("learning_rate") and best.get("epochs") == epochs
            points.append(
                SweepPoint(
                    name=f"{rate:g} × {epochs}",
                    target=target,
                    skills=skills,
                    front=bool(row.get("front")),
                    chosen=chosen,
                )
            )
        return points
    return []


def _others(mine: Figures, past: Sequence[Figures]) -> list[Other]:
    """The newest record of each checkpoint that was asked the same, where methods differ."""
    same = [f for f in (*past, mine) if mine.question and f.question == mine.question and f.complete]
    newest: dict[str, Figures] = {}
    for figures in sorted(same, key=lambda f: (f.created, f.id == mine.id)):
        newest[figures.name] = figures
    found = list(newest.values())[-_MOST_OTHERS:]
    if len({(f.method, f.kind) for f in found}) < 2:
        return []
    return [
        Other(
            name=f.name,
            method=" · ".join(part for part in (f.method, f.kind) if part),
            target=f.rate("target"),
            skills=f.rate("skills"),
            decision=f.decision,
            candidate=f.id == mine.id,
        )
        for f in found
    ]


def _json(file: Path) -> dict[str, Any]:
    try:
        told = json.loads(file.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _dicts(value: object) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
