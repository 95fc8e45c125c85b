"""`--recorded`: a run on replies that were given before, where neither the model nor torch is.

A whole run leaves what it resolved beside the reply store: each arm with its digests and its template, and the engine.
With these the keys of stored replies can be made again. What has no stored reply is no verdict, never a pass.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from harness import record
from harness.arms import Arm, Role
from harness.deployment import BARE, Deployment, load_deployment
from harness.engines import Engine, EngineError, Files, Job, OnReplies
from harness.engines.choice import Choice
from harness.figures import counted
from harness.replies import EngineIdentity
from harness.resolving import in_production
from harness.settings import Settings

__all__ = ["Recorded", "RecordedEngine", "recall", "remember"]

FILE = "recorded.json"
_VERSION = 1
_KEPT = 50
"""Models whose arms are remembered, the latest ones."""
_RESOLVED: tuple[Role, ...] = ("candidate", "production", "base", "anchor")


class RecordedEngine:
    """The engine of an earlier run, which can't be asked anything more."""

    def __init__(self, identity: EngineIdentity, *, in_forms: bool) -> None:
        self.identity, self.in_forms = identity, in_forms

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        pass

    def generate(self, jobs: Sequence[Job], on_replies: OnReplies) -> None:
        """Refuse: see `Engine.generate`."""
        lacking = sum(len(job.requests) for job in jobs)
        raise EngineError(
            f"{counted(lacking, 'reply', 'replies')} that this run needs {'is' if lacking == 1 else 'are'} not "
            "recorded: cases, prompts or the sampling are others than when the model was asked last. Run once without "
            "--recorded, where the model is"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What an earlier run resolved."""

    arms: dict[Role, Arm]
    choice: Choice
    """The engine that answered, and when."""


def remember(
    model: str, baseline: str | None, arms: Mapping[Role, Arm], engine: Engine, *, root: Path, settings: Settings
) -> None:
    """Keep what a run resolved, once all of its replies are in the store.

    Raises:
        OSError: it can't be written.
    """
    file = _file(root, settings)
    known = _read(file)
    key = _key(model, baseline)
    known.pop(key, None)
    identity = engine.identity
    known[key] = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "engine": {name: getattr(identity, name) for name in identity.__slots__},
        "in_forms": bool(getattr(engine, "in_forms", False)),
        "arms": [arms[role].to_json() for role in _RESOLVED if role in arms],  # forms are made of these again
    }
    content = {"version": _VERSION, "runs": dict(list(known.items())[-_KEPT:])}
    draft = file.with_name(f".{FILE}.{os.getpid()}")
    draft.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    os.replace(draft, file)


def recall(model: str, baseline: str | None, *, root: Path, settings: Settings) -> Recorded:
    """The arms of the latest run of this model and baseline, in the deployment as it stands now.

    Raises:
        EngineError: there was none, or production is another release now.
        SourceError: the deployment file is unusable.
    """
    found = _read(_file(root, settings)).get(_key(model, baseline))
    if found is None:
        raise EngineError(
            f"no run of {model} is recorded here{f' against {baseline}' if baseline else ''}: run once without "
            f"--recorded, where the model is, and keep {settings.store.parent.as_posix()}/"
        )
    try:
        arms = {arm.role: arm for arm in map(Arm.from_json, found["arms"])}
        engine = RecordedEngine(EngineIdentity(**found["engine"]), in_forms=bool(found["in_forms"]))
        at = str(found["at"])
    except (KeyError, TypeError, ValueError) as e:
        raise EngineError(f"what is recorded of {model} was written by another version: run once without it") from e
    deployment = _deployment(model, root, settings)
    if baseline is None:
        _same_production(arms, deployment, root, settings)
    return Recorded(
        arms={role: _deployed(arm, deployment) for role, arm in arms.items()},
        choice=Choice(engine, f"Scored on replies that were recorded until {at}: the model was not looked at."),
    )


def _deployment(model: str, root: Path, settings: Settings) -> Deployment:
    if model.endswith((".yaml", ".yml")):
        return load_deployment(Path(model) if Path(model).is_file() else root / model)
    return load_deployment(root / settings.deployment) if settings.deployment else BARE


def _deployed(arm: Arm, now: Deployment) -> Arm:
    """An arm as it would be resolved now: the candidate and its base in the deployment, releases sampled as it says."""
    mine = arm.role in ("candidate", "base")
    deployment = now if mine else replace(arm.deployment, sampling=now.sampling)
    about = arm.about.model_copy(update={"deployment": record.DeploymentRef(**deployment.to_json())})
    source = arm.source
    if mine and isinstance(source, Files):
        source = replace(source, quantization=now.quantization or "")
    return replace(arm, deployment=deployment, about=about, source=source)


def _same_production(arms: Mapping[Role, Arm], deployment: Deployment, root: Path, settings: Settings) -> None:
    """A comparison with yesterday's production is none with today's."""
    if not (root / settings.releases).is_dir():
        return  # the journal is kept elsewhere
    now, then = (
        in_production(deployment, root, settings),
        arms["production"].about.name if "production" in arms else None,
    )
    if now != then:
        raise EngineError(
            f"in production is {now or 'nothing'}, and what is recorded was compared with {then or 'nothing'}: "
            "run once without --recorded, where the model is"
        )


def _file(root: Path, settings: Settings) -> Path:
    return (root / settings.store).parent / FILE


def _key(model: str, baseline: str | None) -> str:
    return json.dumps([model, baseline])


def _read(file: Path) -> dict[str, Any]:
    """What is kept, by model and baseline; nothing where the file is absent, damaged or of another version."""
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    runs = content.get("runs") if isinstance(content, dict) and content.get("version") == _VERSION else None
    return runs if isinstance(runs, dict) else {}
