"""Arms: the sides of a comparison, each a checkpoint in its own deployment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from harness import record
from harness.cases import Case
from harness.checkpoint import Checkpoint, UnknownModel, base_of, load_checkpoint, resolve_checkpoint
from harness.deployment import BARE, Deployment, Sampling, load_deployment
from harness.engines import Job
from harness.manifest import IntegrityError
from harness.releases.best import best
from harness.releases.journal import Journal
from harness.releases.state import find, production
from harness.replies import Draw, EngineIdentity, Request, reply_key
from harness.settings import Settings
from harness.templates import ChatTemplate, TemplateError

__all__ = ["ALONE", "Arm", "Role", "resolve_arms"]

ALONE = "none"
"""`--baseline=none`: nothing to compare with."""

Role = Literal["candidate", "production", "base", "anchor"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arm:
    """One side of a comparison. Travels to workers as JSON, so that only the controller hashes weights."""

    role: Role
    about: record.Arm
    model: Path
    adapter: Path | None
    tokenizer: Path
    template: ChatTemplate
    deployment: Deployment
    vouched: bool
    """A manifest of ours says what it is made of."""

    def request(
        self, case: Case, engine: EngineIdentity, sampling: Sampling | None = None, draw: Draw | None = None
    ) -> Request:
        """The case as this arm's model reads it; by the deployment's sampling unless another is given.

        Raises:
            TemplateError: the model's template can't render it.
        """
        messages = [m.model_dump() for m in case.messages]
        system = None if case.bare else self.deployment.system
        if system:
            messages.insert(0, {"role": "system", "content": system})
        try:
            prompt = self.template.render(messages)
        except TemplateError as e:
            hint = " It has no place for a system prompt: remove `system:` from the deployment." if system else ""
            raise TemplateError(f"{self.about.name} at {case.place}: {e}.{hint}") from e
        special = self.template.source is None
        sampling = sampling or self.deployment.sampling
        key = reply_key(
            weights=self.about.digest,
            prompt=prompt,
            special_tokens=special,
            sampling=sampling,
            engine=engine,
            draw=draw,
        )
        return Request(key=key, prompt=prompt, special_tokens=special, sampling=sampling, draw=draw)

    def job(self, requests: tuple[Request, ...]) -> Job:
        """An engine's order for this arm."""
        return Job(
            weights=self.about.digest,
            model=self.model,
            adapter=self.adapter,
            tokenizer=self.tokenizer,
            requests=requests,
        )

    def to_json(self) -> dict[str, Any]:
        """For a worker."""
        return {
            "role": self.role,
            "about": self.about.model_dump(mode="json"),
            "model": str(self.model),
            "adapter": str(self.adapter) if self.adapter else None,
            "tokenizer": str(self.tokenizer),
            "template": {"source": self.template.source, "tokens": dict(self.template.tokens)},
            "deployment": self.deployment.to_json(),
            "vouched": self.vouched,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Arm:
        """The inverse of `to_json`."""
        return cls(
            role=data["role"],
            about=record.Arm.model_validate(data["about"]),
            model=Path(data["model"]),
            adapter=Path(data["adapter"]) if data["adapter"] else None,
            tokenizer=Path(data["tokenizer"]),
            template=ChatTemplate(**data["template"]),
            deployment=Deployment.from_json(data["deployment"]),
            vouched=data["vouched"],
        )


def resolve_arms(model: str, baseline: str | None, *, root: Path, settings: Settings) -> dict[Role, Arm]:
    """The arms of a run: the candidate, the release in production (or `--baseline`), the base model and the anchor.

    The candidate alone where the baseline is `none`. Production and anchor are absent before the first release, a base
    arm where the base is not known. All arms sample as the candidate's deployment says; each keeps its own system
    prompt.

    Raises:
        UnknownModel: nothing by that name; the message lists what exists.
        IntegrityError: files are not those of a manifest or of a release.
        SourceError: a deployment file is unusable.
    """
    if not model:
        raise UnknownModel("--model is empty: name a checkpoint, a release or a directory")
    checkpoint, deployment = _resolve(model, root, settings)
    arms: dict[Role, Arm] = {"candidate": _arm("candidate", checkpoint, deployment, root)}
    if baseline == ALONE:
        return arms
    if baseline is None:
        baseline = _in_production(deployment, root, settings)
    if baseline is not None:
        other, its = _resolve(baseline, root, settings)
        arms["production"] = _arm("production", other, replace(its, sampling=deployment.sampling), root)
    base = base_of(checkpoint, root)
    if base is not None:
        arms["base"] = _arm("base", base, deployment, root)
    anchor = _anchor(deployment, root, settings)
    if anchor is not None:
        fixed, its = _resolve(anchor, root, settings)
        arms["anchor"] = _arm("anchor", fixed, replace(its, sampling=deployment.sampling), root)
    return arms


def _resolve(model: str, root: Path, settings: Settings) -> tuple[Checkpoint, Deployment]:
    project = load_deployment(root / settings.deployment) if settings.deployment else BARE
    if model.endswith((".yaml", ".yml")):
        file = Path(model) if Path(model).is_file() else root / model
        project = load_deployment(file)
        assert project.model is not None
        model = project.model
        if model.endswith((".yaml", ".yml")):
            raise UnknownModel(f"{file}: model: names another deployment file; name a checkpoint or a release")
    if model.startswith(("hf:", "openai:")):
        raise UnknownModel(f"{model!r}: only models in a local directory are evaluated by this version")
    if "@" in model and not Path(model).exists():
        return _released(model, root, settings)
    return resolve_checkpoint(model, runs=root / settings.runs, root=root), project


def _released(reference: str, root: Path, settings: Settings) -> tuple[Checkpoint, Deployment]:
    view = find(Journal(root=root, folder=settings.releases), reference)
    name = view.title
    path = root / view.path
    if not path.is_dir():
        raise UnknownModel(f"the release {name} is {view.path}, which is no longer there: restore it")
    checkpoint = load_checkpoint(path, name=name, root=root)
    if checkpoint.digest != view.digest:
        raise IntegrityError(
            f"{view.path} holds {checkpoint.digest[:12]}, but what was released as {name} is {view.digest[:12]}. "
            "Restore the released files; what lies there now was never gated as that release."
        )
    return checkpoint, Deployment.from_json(view.deployment.model_dump())


def _anchor(deployment: Deployment, root: Path, settings: Settings) -> str | None:
    """The release that creep is measured from."""
    if settings.anchor == "none":
        return None
    if settings.anchor != "best":
        return settings.anchor
    name, at, _ = (deployment.model or "").partition("@")
    view = best(Journal(root=root, folder=settings.releases), name, root / settings.records) if at else None
    return view.title if view else None


def _in_production(deployment: Deployment, root: Path, settings: Settings) -> str | None:
    """The release that the deployment names, if there is one in production yet."""
    name, at, _ = (deployment.model or "").partition("@")
    view = production(Journal(root=root, folder=settings.releases), name) if at else None
    return view.title if view else None


def _arm(role: Role, checkpoint: Checkpoint, deployment: Deployment, root: Path) -> Arm:
    manifest = checkpoint.manifest
    path = checkpoint.path
    about = record.Arm(
        name=checkpoint.name,
        path=Path(os.path.relpath(path, root.resolve())).as_posix(),
        digest=checkpoint.digest,
        manifest_digest=checkpoint.manifest_digest,
        method=manifest.method if manifest else None,
        base=checkpoint.base.name if checkpoint.base else (manifest.base.name if manifest and manifest.base else None),
        adapter=checkpoint.adapter,
        epoch=manifest.epoch if manifest else None,
        data=[d.file for d in manifest.data] if manifest else [],
        deployment=record.DeploymentRef(**deployment.to_json()),
    )
    return Arm(
        role=role,
        about=about,
        model=checkpoint.base.path if checkpoint.base else path,
        adapter=path if checkpoint.base else None,
        tokenizer=checkpoint.tokenizer_path,
        template=checkpoint.template,
        deployment=deployment,
        vouched=manifest is not None,
    )
