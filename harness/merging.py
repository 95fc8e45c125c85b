"""An adapter merged into its base: full weights, a checkpoint of their own that nothing vouches for yet."""

from __future__ import annotations

import os
import platform
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from harness.card import write_card
from harness.checkpoint import TUNED_PROMPTS, Checkpoint, load_checkpoint
from harness.engines.child import Child
from harness.fingerprint import FINGERPRINT
from harness.manifest import TOKENIZER, BaseRef, Manifest, hash_files, write_manifest
from harness.source import SourceError, relative
from harness.templates import read_template

__all__ = ["Dtype", "Merged", "merge", "place_of"]

Dtype = Literal["float32", "bfloat16", "float16"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What came of it."""

    checkpoint: Checkpoint
    dtype: str
    """What its weights are saved in; they are summed in float32."""
    warnings: tuple[str, ...]


def place_of(checkpoint: Checkpoint, runs: Path) -> Path:
    """Where a merged checkpoint goes unless told otherwise: `runs/support-merged/merged-4` of `runs/support/ckpt-4`.

    `ckpt-4` stays the name of one checkpoint so.
    """
    path = checkpoint.path
    if path.parent.parent == runs.resolve():
        return runs / f"{path.parent.name}-merged" / f"merged-{path.name.removeprefix('ckpt-')}"
    return runs / f"{path.name}-merged" / "merged-1"


def merge(
    checkpoint: Checkpoint, out: Path, *, root: Path, dtype: Dtype | None = None, revision: str | None = None
) -> Merged:
    """Write the adapter merged into its base to the new directory `out`, whole or not at all, its manifest last.

    The weights are saved in `dtype`, as the base's are unless given. What it was trained on stands in its manifest as
    in the adapter's; its parent is the adapter, by digest.

    Raises:
        SourceError: there is no adapter, one that can't be merged, or `out` is there already.
        EngineError: it does not fit its base, can't be merged, or the process died.
    """
    if (why := _unmergeable(checkpoint)) is not None:
        raise SourceError(why)
    if out.exists():
        raise SourceError(f"{relative(out)} is there already: name another directory with --out")
    assert checkpoint.base is not None
    staging = out.with_name(f".{out.name}.{os.getpid()}.tmp")
    staging.mkdir(parents=True)
    try:
        told = _carry_out(checkpoint, staging, dtype)
        _copy_tokenizer(checkpoint, staging)
        manifest = _manifest(checkpoint, out, staging, told, root, revision)
        write_card(staging, manifest)
        write_manifest(staging, manifest)
        staging.rename(out)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    made = load_checkpoint(out, name=manifest.name, root=root)
    return Merged(checkpoint=made, dtype=told["dtype"], warnings=tuple(manifest.warnings))


def _unmergeable(checkpoint: Checkpoint) -> str | None:
    if checkpoint.base is None:
        return f"{checkpoint.name} has no adapter: there is nothing to merge"
    if checkpoint.peft_type in TUNED_PROMPTS:
        return (
            f"{checkpoint.name} is {checkpoint.kind}: vectors before the prompt, which nothing merges into weights; "
            "serve it as an adapter"
        )
    if checkpoint.manifest is not None and checkpoint.manifest.objective == "reward":
        return f"{checkpoint.name} is a reward model: it ranks, and is used as an adapter beside its base"
    return None


def _carry_out(checkpoint: Checkpoint, staging: Path, dtype: Dtype | None) -> dict[str, Any]:
    assert checkpoint.base is not None
    order = {
        "base": str(checkpoint.base.path),
        "adapter": str(checkpoint.path),
        "out": str(staging),
        "dtype": dtype,
    }
    told: dict[str, Any] = {}
    child = Child("harness.engines._transformers_merge")
    try:
        child.carry_out(order, told.update)
    finally:
        child.end()
    return told


def _copy_tokenizer(checkpoint: Checkpoint, staging: Path) -> None:
    """What the adapter is asked with, byte for byte: its own tokenizer or the base's, and its template."""
    for file in sorted(checkpoint.tokenizer_path.iterdir()):
        if file.is_file() and TOKENIZER.fullmatch(file.name):
            shutil.copyfile(file, staging / file.name)
    if read_template(staging).source != checkpoint.template.source and checkpoint.template.source is not None:
        (staging / "chat_template.jinja").write_text(checkpoint.template.source, encoding="utf-8")
    if (checkpoint.path / FINGERPRINT).is_file():
        shutil.copyfile(checkpoint.path / FINGERPRINT, staging / FINGERPRINT)


def _manifest(
    checkpoint: Checkpoint, out: Path, staging: Path, told: dict[str, Any], root: Path, revision: str | None
) -> Manifest:
    of = checkpoint.manifest
    base = checkpoint.base
    assert base is not None
    merged = {
        "name": of.name if of else checkpoint.name,
        "digest": checkpoint.digest,
        "kind": checkpoint.kind,
        "parameters": of.parameters if of else {},
    }
    known: dict[str, Any] = {} if of is None else _of_the_training(of)
    return Manifest(
        name=f"{out.parent.name}/{out.name}",
        parent=checkpoint.digest,
        base=(of.base if of else None) or BaseRef(name=base.name, path=_portable(base.path, root), digest=base.digest),
        method="merged",
        parameters={"merged": merged, "summed_in": "float32", "saved_in": told["dtype"]},
        warnings=_warnings(of),
        environment={
            "python": platform.python_version(),
            **told["versions"],
            "platform": f"{platform.system()} {platform.machine()}",
        },
        revision=revision,
        files=hash_files(staging),
        **known,
    )


def _of_the_training(of: Manifest) -> dict[str, Any]:
    """What stays true of the merged weights: what they learnt from. The curves are the adapter's and stay with it."""
    kept = ("objective", "rewards", "data", "lint", "ready", "template_digest", "recipe", "recipe_digest")
    return {key: getattr(of, key) for key in (*kept, "seed", "epoch", "step")}


def _warnings(of: Manifest | None) -> list[str]:
    if of is None or of.method != "qlora":
        return []
    bits = of.parameters.get("qlora", {}).get("type", "few bits")
    return [
        f"trained on its base in 4 bits ({bits}), merged into the base as it is: not the model that was trained, whose "
        "adapter made up for the rounding"
    ]


def _portable(path: Path, root: Path) -> str:
    inside = path.is_relative_to(root.resolve())
    return path.relative_to(root.resolve()).as_posix() if inside else path.as_posix()
