"""`--model=…` → a checkpoint: found by name or path, held to its manifest, known by what its bytes are."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.manifest import (
    MANIFEST,
    IntegrityError,
    Manifest,
    hash_files,
    read_manifest,
    sha256_file,
    verify,
    weights_digest,
)
from harness.no_weights import nearby, why_no_model
from harness.source import SourceError
from harness.templates import ChatTemplate, read_template

__all__ = [
    "TUNED_PROMPTS",
    "Checkpoint",
    "UnknownModel",
    "adapter_kind",
    "base_of",
    "known_checkpoints",
    "lacks_base",
    "load_checkpoint",
    "resolve_checkpoint",
]

ADAPTER = "adapter_config.json"
TUNED_PROMPTS = ("PROMPT_TUNING", "MULTITASK_PROMPT_TUNING", "PREFIX_TUNING", "P_TUNING", "CPT")
"""Kinds of adapters that are vectors before the prompt (peft's names): nothing merges them."""
_HUB = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*")


class UnknownModel(Exception):
    """No checkpoint, or several, by that name; the message lists what exists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """A checkpoint on disk whose files were hashed and, where it has a manifest, verified."""

    name: str
    path: Path
    digest: str
    """Weights digest: what it is, whatever it is called; covers base, adapter, tokenizer, template."""
    base: Checkpoint | None
    """What an adapter stands on; None for full weights."""
    manifest: Manifest | None
    manifest_digest: str | None
    template: ChatTemplate
    peft_type: str = ""
    """The adapter's kind by peft's name (`LORA`); empty for full weights."""
    kind: str = ""
    """What kind of adapter, and how large: `lora r16`, `prompt-tuning 20 tokens`; empty for full weights."""

    @property
    def adapter(self) -> bool:
        """Whether the weights are an adapter on a base."""
        return self.base is not None

    @property
    def tokenizer_path(self) -> Path:
        """The directory the tokenizer is read from: its own, or the base's where an adapter brings none."""
        own = (self.path / "tokenizer.json").is_file() or (self.path / "tokenizer_config.json").is_file()
        return self.path if self.base is None or own else self.base.tokenizer_path


def known_checkpoints(runs: Path) -> dict[str, Path]:
    """Every complete checkpoint under `runs`, `run/ckpt-N` → directory, in the order of their numbers."""
    found = [p.parent for p in runs.glob(f"*/*/{MANIFEST}") if not p.parent.name.startswith(".")]
    found.sort(key=lambda p: (p.parent.name, _number(p.name), p.name))
    return {f"{p.parent.name}/{p.name}": p for p in found}


def resolve_checkpoint(model: str, *, runs: Path, root: Path) -> Checkpoint:
    """Find what `--model=` names: a name under `runs/`, or a directory of weights.

    Raises:
        UnknownModel: nothing by that name, several, or a directory that holds no checkpoint.
        IntegrityError: its files are not those of its manifest.
        SourceError: a file of it is unreadable.
    """
    known = known_checkpoints(runs)
    matches = [name for name in known if name == model or name.split("/")[1] == model]
    if len(matches) == 1:
        return load_checkpoint(known[matches[0]], name=matches[0], root=root)
    if len(matches) > 1:
        raise UnknownModel(f"{model!r} is the name of {len(matches)} checkpoints: say {' or '.join(matches)}")
    for path in (Path(model).expanduser(), root / model):
        if path.is_dir():
            return load_checkpoint(path, name=model.rstrip("/"), root=root)
        if path.is_file():
            raise UnknownModel(why_no_model(path))
    hint = nearby(model, Path(), root) or _of_the_hub(model)
    raise UnknownModel(f"no checkpoint is called {model!r}.{hint}\n{_listing(known, runs)}")


def load_checkpoint(path: Path, *, name: str, root: Path) -> Checkpoint:
    """Read a checkpoint directory: an adapter with its base, or full weights, by us or by anyone.

    Raises:
        UnknownModel: the directory holds no weights that are loaded here, or a chat template that asks nothing.
        IntegrityError: the files are not those of the manifest, or the base is another than it was trained on.
    """
    if (why := why_no_model(path)) is not None:
        raise UnknownModel(why)
    manifest = read_manifest(path)
    files = hash_files(path)
    if manifest is not None:
        verify(path, manifest, files)
    base = _base(path, name, manifest, root) if (path / ADAPTER).is_file() else None
    template = read_template(path)
    if base is not None and template.source is None and not template.unchosen:
        template = base.template
    if (mistake := template.mistake) is not None:
        raise UnknownModel(f"{name} can't be asked anything: {mistake}")
    if manifest is not None and manifest.template_digest and template.source is not None:
        _same_template(name, manifest.template_digest, template.source, path)
    config = _adapter_config(path) if base is not None else {}
    peft_type = str(config.get("peft_type") or "LORA").upper() if base is not None else ""
    return Checkpoint(
        name=name,
        path=path.resolve(),
        digest=weights_digest(files, base.digest if base else None),
        base=base,
        manifest=manifest,
        manifest_digest=sha256_file(path / MANIFEST) if manifest else None,
        template=template,
        peft_type=peft_type,
        kind=adapter_kind(path, manifest),
    )


def _same_template(name: str, trained: str, source: str, path: Path) -> None:
    asked = hashlib.sha256(source.encode()).hexdigest()
    if asked != trained:
        raise IntegrityError(
            f"{name} was trained on the chat template {trained[:12]} and would be asked in {asked[:12]}: put the one "
            f"of its training into {path.name}/chat_template.jinja, or train again"
        )


def base_of(checkpoint: Checkpoint, root: Path) -> Checkpoint | None:
    """The base model a checkpoint came from: an adapter's base, a full checkpoint's parent by its manifest.

    A base model of ours (a manifest without a base) is its own base; a stranger's full weights have none known: None.
    """
    if checkpoint.base is not None:
        return checkpoint.base
    manifest = checkpoint.manifest
    if manifest is None:
        return None
    if manifest.base is None:
        return checkpoint
    return _named_base(checkpoint.path, checkpoint.name, manifest, root)


def _base(path: Path, name: str, manifest: Manifest | None, root: Path) -> Checkpoint:
    if manifest is not None and manifest.base is not None:
        return _named_base(path, name, manifest, root)
    named = str(_adapter_config(path).get("base_model_name_or_path") or "")
    if (found := _base_directory(path, named, root)) is not None:
        return load_checkpoint(found, name=named, root=root)
    raise UnknownModel(_baseless(path, name, named))


def lacks_base(path: Path, root: Path) -> str | None:
    """What to do about an adapter whose base a run in the folder `root` would not find; None where there is nothing.

    Raises:
        SourceError: its configuration or its manifest is unreadable.
    """
    if not (path / ADAPTER).is_file():
        return None
    manifest = read_manifest(path)
    if manifest is not None and manifest.base is not None:
        there = any((folder / manifest.base.path).is_dir() for folder in (root, path))
        return None if there else f"{path} stands on the base {manifest.base.path}, which is not here: put it back"
    named = str(_adapter_config(path).get("base_model_name_or_path") or "")
    there = bool(named) and any((folder / Path(named).expanduser()).is_dir() for folder in (root, path))
    return None if there else _baseless(path, path.name, named)


def _base_directory(path: Path, named: str, root: Path) -> Path | None:
    places = (path / named, root / named, Path(named).expanduser()) if named else ()
    return next((place for place in places if place.is_dir() and place.resolve() != path.resolve()), None)


def _baseless(path: Path, name: str, named: str) -> str:
    fetch = f" (`hf download {named} --local-dir {named}`)" if _HUB.fullmatch(named) else ""
    return (
        f"the adapter {name} stands on {named or 'a base it does not name'!r}, which is no directory here. "
        f"Put the base there{fetch} or correct base_model_name_or_path in {path.name}/{ADAPTER}."
    )


def _of_the_hub(model: str) -> str:
    """What to do with the name of a model on a hub: nothing is fetched here."""
    if not _HUB.fullmatch(model) or Path(model).parent.is_dir() or Path(model).name.startswith("ckpt-"):
        return ""
    return f" Nothing is fetched from a network: `hf download {model} --local-dir {model}` puts it here."


def _named_base(path: Path, name: str, manifest: Manifest, root: Path) -> Checkpoint:
    assert manifest.base is not None
    for candidate in (root / manifest.base.path, path / manifest.base.path):
        if candidate.is_dir():
            base = load_checkpoint(candidate, name=manifest.base.name, root=root)
            if base.digest != manifest.base.digest:
                raise IntegrityError(
                    f"{name} was trained on {manifest.base.name} {manifest.base.digest[:12]}, but {manifest.base.path} "
                    f"now holds {base.digest[:12]}. An adapter on another base is another model: restore that base or "
                    "train again."
                )
            return base
    raise UnknownModel(f"{name} stands on the base {manifest.base.path}, which is not here: put it back.")


def _adapter_config(path: Path) -> dict[str, Any]:
    try:
        config = json.loads((path / ADAPTER).read_text(encoding="utf-8"))
    except ValueError as e:
        raise SourceError(f"not readable as JSON: {e}", file=path / ADAPTER) from e
    return config if isinstance(config, dict) else {}


_SIZES = (("r", "r{}"), ("num_virtual_tokens", "{} tokens"), ("oft_block_size", "block {}"))


def adapter_kind(path: Path, manifest: Manifest | None) -> str:
    """What kind of adapter lies in a directory, and how large; empty where there is none.

    Raises:
        SourceError: its configuration is not JSON.
    """
    return _kind(_adapter_config(path), manifest) if (path / ADAPTER).is_file() else ""


def _kind(config: dict[str, Any], manifest: Manifest | None) -> str:
    peft_type = str(config.get("peft_type") or "LORA")
    named = manifest.method if manifest is not None else peft_type.lower().replace("_", "-")
    sizes = [
        form.format(size) for key, form in _SIZES if isinstance(size := config.get(key), int) and 0 < size < 1_000_000
    ]
    variants = [name for name in ("dora", "rslora") if config.get(f"use_{name}") is True]
    return " ".join([named[:40], *sizes[:1], *variants])


def _listing(known: dict[str, Path], runs: Path) -> str:
    if not known:
        return f"There is none under {runs.name}/ yet: `ckptgate train RECIPE` makes them, or give a directory."
    return "These exist: " + ", ".join(known) + ". A directory, a deployment file or a release (name@prod) will do too."


def _number(name: str) -> int:
    digits = name.rpartition("-")[2]
    return int(digits) if digits.isdigit() else -1
