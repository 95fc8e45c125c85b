"""From the names of a candidate and a baseline to the arms of a run."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from harness import record
from harness.arms import Arm, Role, rival
from harness.checkpoint import Checkpoint, UnknownModel, base_of, known_checkpoints, load_checkpoint, resolve_checkpoint
from harness.deployment import BARE, Deployment, load_deployment
from harness.engines import DEADLINE, REMOTE, Endpoint, Files
from harness.manifest import IntegrityError, digest_of
from harness.products import Product
from harness.releases.best import best
from harness.releases.journal import Journal
from harness.releases.state import find, production
from harness.settings import Settings, product_mistake
from harness.source import SourceError, relative

if TYPE_CHECKING:
    from harness.engines.probe import Probed

__all__ = [
    "ALONE",
    "digest_at",
    "in_production",
    "parse_endpoint",
    "resolve_arms",
    "resolve_files",
    "resolve_product",
    "resolve_rivals",
]

ALONE = "none"
"""`--baseline=none`: nothing to compare with."""


def resolve_arms(
    model: str, baseline: str | None, *, root: Path, settings: Settings, patience: float = DEADLINE
) -> dict[Role, Arm]:
    """The arms of a run: the candidate, the release in production (or `--baseline`), the base model and the anchor.

    The candidate alone where the baseline is `none`. Production and anchor are absent before the first release, a base
    arm where the base is not known. All arms sample as the candidate's deployment says; each keeps its own system
    prompt. An endpoint has `patience` seconds to show what it is.

    Raises:
        UnknownModel: nothing by that name; the message lists what exists.
        EngineError: an endpoint can't be reached, or serves no such model.
        IntegrityError: files are not those of a manifest or of a release.
        SourceError: a deployment file is unusable.
    """
    if not model:
        raise UnknownModel("--model is empty: name a checkpoint, a release or a directory")
    checkpoint, deployment = _resolve(model, root, settings)
    arm_of = partial(_arm, root=root, patience=patience)
    arms: dict[Role, Arm] = {"candidate": arm_of("candidate", checkpoint, deployment)}
    if baseline == ALONE:
        return arms
    if baseline is None:
        baseline = in_production(deployment, root, settings)
    if baseline is not None:
        other, its = _resolve(baseline, root, settings)
        arms["production"] = arm_of("production", other, replace(its, sampling=deployment.sampling))
    base = None if isinstance(checkpoint, Endpoint) else base_of(checkpoint, root)
    if base is not None:
        arms["base"] = arm_of("base", base, deployment)
    anchor = _anchor(deployment, root, settings, own_line=settings.product(model) is not None)
    if anchor is not None:
        fixed, its = _resolve(anchor, root, settings)
        arms["anchor"] = arm_of("anchor", fixed, replace(its, sampling=deployment.sampling))
    _one_engine(arms)
    return arms


def resolve_rivals(models: Sequence[str], *, root: Path, settings: Settings) -> dict[Role, Arm]:
    """What is measured beside a candidate, in their order; see `resolve_arms`, which raises the same."""
    found: dict[Role, Arm] = {}
    for number, model in enumerate(models, 1):
        arm = resolve_arms(model, ALONE, root=root, settings=settings)["candidate"]
        found[rival(number)] = replace(arm, role=rival(number))
    return found


def _one_engine(arms: Mapping[Role, Arm]) -> None:
    """Two engines differ by more than two checkpoints may: every arm is answered by the same one."""
    kinds = {role: isinstance(arm.source, Endpoint) for role, arm in arms.items()}
    for role, remote in kinds.items():
        if remote != kinds["candidate"]:
            there, here = (role, "candidate") if remote else ("candidate", role)
            instead = (
                'leave the anchor out: anchor = "none" in [tool.ckptgate]'
                if role == "anchor"
                else "give --baseline=openai:URL#NAME, or compare with nothing: --baseline=none"
            )
            raise UnknownModel(
                f"the {there} is an endpoint ({arms[there].about.name}) and the {here} files "
                f"({arms[here].about.name}): both have to be answered by one engine. Serve both, or {instead}"  # type: ignore[index]
            )


def _resolve(model: str, root: Path, settings: Settings) -> tuple[Checkpoint | Endpoint, Deployment]:
    project = load_deployment(root / settings.deployment) if settings.deployment else BARE
    if model.endswith((".yaml", ".yml")):
        file = Path(model) if Path(model).is_file() else root / model
        project = load_deployment(file)
        assert project.model is not None
        model = project.model
        if model.endswith((".yaml", ".yml")):
            raise UnknownModel(f"{file}: model: names another deployment file; name a checkpoint or a release")
    if model.startswith("hf:"):
        raise UnknownModel(f"{model!r}: fetch it into a directory first (hf download) and name that directory")
    if model.startswith(REMOTE):
        return parse_endpoint(model), project
    if (product := settings.product(model)) is not None:
        return _of_product(product, root, settings, project)
    try:
        return _named(model, root, settings, project)
    except UnknownModel as e:
        known = ", ".join(product.name for product in settings.adapters)
        raise UnknownModel(f"{e}\nProducts: {known}." if known else str(e)) from e


def _named(model: str, root: Path, settings: Settings, project: Deployment) -> tuple[Checkpoint | Endpoint, Deployment]:
    if "@" in model and not Path(model).exists():
        return _released(model, root, settings)
    return resolve_checkpoint(model, runs=root / settings.runs, root=root), project


def resolve_files(model: str, root: Path, settings: Settings) -> Checkpoint:
    """The checkpoint that a name means, whatever it is to be used for: of a release or a product the one behind it.

    Raises:
        UnknownModel: nothing by that name, or a model behind a server.
        IntegrityError: files are not those of a manifest or of a release.
        SourceError: a deployment file or a product is unusable.
    """
    found, _ = _resolve(model, root, settings)
    if isinstance(found, Endpoint):
        raise UnknownModel(f"{model} is a model behind a server: there are no files of it here")
    return found


def resolve_product(product: Product, root: Path, settings: Settings) -> Checkpoint:
    """A product's adapter, held to the base that the product declares.

    Raises:
        SourceError: its adapter is none, it or its base is nowhere, or its name is also another checkpoint's; with the
            line.
        IntegrityError: the adapter stands on another base than declared, or files are not those of a manifest.
    """
    return _of_product(product, root, settings, BARE)[0]


def _of_product(product: Product, root: Path, settings: Settings, project: Deployment) -> tuple[Checkpoint, Deployment]:
    """Its adapter in the project's deployment, and its own line of releases in place of the deployment's."""
    wrong = partial(product_mistake, root=root, settings=settings, product=product)
    try:
        checkpoint, deployment = _named(product.adapter, root, settings, project)
        _answers(checkpoint)
    except (UnknownModel, SourceError) as e:
        raise wrong(f"{product.adapter!r} can't be used: {e}", key="adapter") from e
    if isinstance(checkpoint, Endpoint):
        raise wrong(f"{product.adapter!r} is a model behind a server, and no adapter", key="adapter")
    if not checkpoint.adapter:
        raise wrong(
            f"{product.adapter!r} is no adapter but full weights: a product is an adapter on its base. Gate and "
            "release full weights by their own name, without a table here",
            key="adapter",
        )
    _one_meaning(product, checkpoint.path, root, settings)
    try:
        base = resolve_checkpoint(product.base, runs=root / settings.runs, root=root)
    except (UnknownModel, SourceError) as e:
        raise wrong(f"{product.base!r} can't be used: {e}", key="base") from e
    stands = base_of(checkpoint, root)
    if stands is None or stands.digest != base.digest:
        on = f"{stands.name} {stands.digest[:12]}" if stands else "a base that no manifest names"
        mend = wrong(f"declares {product.base} {base.digest[:12]}", key="base")
        raise IntegrityError(
            f"{mend}, and the adapter of {product.name}, {checkpoint.name}, stands on {on}. On another base it is "
            "another model: declare the base that it was trained on, or train it on this one"
        )
    return replace(checkpoint, name=product.name), replace(deployment, model=f"{product.name}@prod")


def _answers(checkpoint: Checkpoint | Endpoint) -> None:
    if isinstance(checkpoint, Checkpoint) and checkpoint.manifest and checkpoint.manifest.objective == "reward":
        raise UnknownModel(
            f"{checkpoint.name} is a reward model: it ranks answers and gives none, so there is nothing to gate. "
            "Name its directory as rl.model of a recipe with objective: rlhf, and gate what that trains"
        )


def _one_meaning(product: Product, own: Path, root: Path, settings: Settings) -> None:
    """Refuse a product's name that is also that of a checkpoint which is not its adapter."""
    runs = [path for name, path in known_checkpoints(root / settings.runs).items() if name.endswith(f"/{product.name}")]
    for path in (*runs, Path(product.name), root / product.name):
        if path.resolve() != own and any(path.glob("*.safetensors")):
            raise product_mistake(
                f"{product.name!r} is two things, this product and the checkpoint in {relative(path)}: rename one "
                f"(the checkpoint alone is meant by a path, as ./{relative(path)})",
                root, settings, product, "name",
            )  # fmt: skip


def _released(reference: str, root: Path, settings: Settings) -> tuple[Checkpoint | Endpoint, Deployment]:
    view = find(Journal(root=root, folder=settings.releases), reference)
    name = view.title
    deployment = Deployment.from_json(view.deployment.model_dump())
    if view.path.startswith(REMOTE):
        endpoint = parse_endpoint(view.path)
        if (found := digest_at(endpoint)) != view.digest:
            raise IntegrityError(
                f"{view.path} answers otherwise ({found[:12]}) than when it was released as {name} "
                f"({view.digest[:12]}): another model is served there now, which was never gated as that release."
            )
        return endpoint, deployment
    path = root / view.path
    if not path.is_dir():
        raise UnknownModel(f"the release {name} is {view.path}, which is no longer there: restore it")
    checkpoint = load_checkpoint(path, name=name, root=root)
    if checkpoint.digest != view.digest:
        raise IntegrityError(
            f"{view.path} holds {checkpoint.digest[:12]}, but what was released as {name} is {view.digest[:12]}. "
            "Restore the released files; what lies there now was never gated as that release."
        )
    return checkpoint, deployment


def _anchor(deployment: Deployment, root: Path, settings: Settings, *, own_line: bool) -> str | None:
    """The release that creep is measured from; of a product always one of its own line."""
    if settings.anchor == "none":
        return None
    if settings.anchor != "best" and not own_line:
        return settings.anchor
    name, at, _ = (deployment.model or "").partition("@")
    view = best(Journal(root=root, folder=settings.releases), name, root / settings.records) if at else None
    return view.title if view else None


def in_production(deployment: Deployment, root: Path, settings: Settings) -> str | None:
    """The release that the deployment names, if there is one in production yet."""
    name, at, _ = (deployment.model or "").partition("@")
    view = production(Journal(root=root, folder=settings.releases), name) if at else None
    return view.title if view else None


def parse_endpoint(text: str) -> Endpoint:
    """`openai:URL#NAME` or `openai:NAME` as an endpoint.

    Raises:
        UnknownModel: it is neither.
    """
    try:
        return Endpoint.parse(text)
    except ValueError as e:
        raise UnknownModel(str(e)) from e


def digest_at(endpoint: Endpoint) -> str:
    """What stands for the weights of a model behind a server: where it is and what it answers to fixed prompts.

    Raises:
        EngineError: it can't be reached, or serves no such model.
    """
    from harness.engines.probe import probe

    return _digest_of_probed(endpoint, probe(endpoint))


def _digest_of_probed(endpoint: Endpoint, found: Probed) -> str:
    answers = {"model": found.model, "canaries": list(found.canaries)}
    return digest_of({"endpoint": endpoint.url, "name": endpoint.name, "answers": answers})


def _remote_arm(role: Role, endpoint: Endpoint, deployment: Deployment, patience: float) -> Arm:
    if deployment.quantization:
        raise UnknownModel(
            f"the deployment says quantization: {deployment.quantization}, and {endpoint} loads its model itself: "
            "remove the key"
        )
    from harness.engines.probe import probe

    found = probe(endpoint, deadline=patience)
    about = record.Arm(
        name=str(endpoint),
        path=str(endpoint),
        digest=_digest_of_probed(endpoint, found),
        manifest_digest=None,
        unknown=["weights", "tokenizer", "chat template", "precision", "server version", "default sampling"],
        ignored=found.ignored,
        deployment=record.DeploymentRef(**deployment.to_json()),
    )
    return Arm(role=role, about=about, source=endpoint, template=None, deployment=deployment, vouched=False)


def _arm(role: Role, checkpoint: Checkpoint | Endpoint, deployment: Deployment, root: Path, patience: float) -> Arm:
    _answers(checkpoint)
    if isinstance(checkpoint, Endpoint):
        return _remote_arm(role, checkpoint, deployment, patience)
    manifest = checkpoint.manifest
    path = checkpoint.path
    base = checkpoint.base or (manifest.base if manifest else None)
    about = record.Arm(
        name=checkpoint.name,
        path=Path(os.path.relpath(path, root.resolve())).as_posix(),
        digest=checkpoint.digest,
        manifest_digest=checkpoint.manifest_digest,
        method=manifest.method if manifest else None,
        base=base.name if base else None,
        base_digest=base.digest if base else None,
        adapter=checkpoint.adapter,
        kind=checkpoint.kind,
        epoch=manifest.epoch if manifest else None,
        data=[d.file for d in manifest.data] if manifest else [],
        rewards=list(manifest.rewards) if manifest else [],
        deployment=record.DeploymentRef(**deployment.to_json()),
    )
    return Arm(
        role=role,
        about=about,
        source=Files(
            model=checkpoint.base.path if checkpoint.base else path,
            adapter=path if checkpoint.base else None,
            tokenizer=checkpoint.tokenizer_path,
            quantization=deployment.quantization or "",
            turn_end=checkpoint.template.turn_end,
            turn_start=checkpoint.template.turn_start,
            ends_turns=manifest is not None and manifest.template_digest is not None,
        ),
        template=checkpoint.template,
        deployment=deployment,
        vouched=manifest is not None,
    )
