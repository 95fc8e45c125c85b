"""A checkpoint is put together in a hidden directory, its manifest last, and renamed once it is whole on the disk."""

from __future__ import annotations

import json
import os
import platform
import re
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from harness.card import write_card
from harness.fingerprint import FINGERPRINT, make_fingerprint
from harness.manifest import Manifest, hash_files, write_manifest
from trainers.plan import Plan
from trainers.run import Run, flush_tree

__all__ = ["code_revision", "commit", "environment"]

_TOKENIZER = re.compile(
    r"tokenizer.*|special_tokens_map\.json|added_tokens\.json|vocab.*|merges\.txt|.*\.model|chat_template.*|"
    r"generation_config\.json"
)


def commit(
    run: Run,
    plan: Plan,
    *,
    epoch: int,
    step: int,
    curves: Sequence[Mapping[str, Any]],
    parameters: Mapping[str, Any],
    environment: Mapping[str, str],
    warnings: Sequence[str] = (),
    save_weights: Callable[[Path], None],
) -> Path:
    """Write the checkpoint of an epoch, whole or not at all, and return its directory."""
    staging, final = run.staging(epoch), run.checkpoint(epoch)
    staging.mkdir(parents=True)
    save_weights(staging)
    _copy_tokenizer(plan, staging)
    _fingerprint(run, plan, epoch, staging)
    recipe, ref = plan.recipe, plan.base.ref
    manifest = Manifest(
        name=f"{recipe.name}/ckpt-{epoch}",
        parent=ref.digest,
        base=ref,
        method=recipe.method,
        objective=recipe.objective,
        rewards=[name for check in recipe.rl.checks for name in check] if recipe.rl is not None else [],
        parameters={**recipe.parameters(), **parameters},
        data=list(plan.data.files.values()),
        lint=plan.linted,
        ready=plan.ready,
        template_digest=plan.template_digest if plan.template else None,
        lr_source=plan.lr_source,
        recipe=recipe.model_dump(mode="json"),
        recipe_digest=recipe.digest,
        seed=recipe.training.seed,
        epoch=epoch,
        step=step,
        curves=[dict(c) for c in curves],
        warnings=list(warnings),
        environment=dict(environment),
        revision=code_revision(plan.root),
        files=hash_files(staging),
    )
    write_card(staging, manifest)
    flush_tree(staging)
    write_manifest(staging, manifest)
    staging.rename(final)
    _flush(run.directory)
    return final


def _fingerprint(run: Run, plan: Plan, epoch: int, staging: Path) -> None:
    """What was trained on, for a machine that has the checkpoint alone; every epoch's is the same."""
    before = run.checkpoint(epoch - 1) / FINGERPRINT
    if before.is_file():
        shutil.copy(before, staging / FINGERPRINT)
    else:
        make_fingerprint((text for row in plan.data.train for text in row.texts()), staging)


def environment(device: str, threads: int, *, quantized: bool = False) -> dict[str, str]:
    """What the numbers depend on beside the recipe: versions, processor, threads. Nothing that names this machine."""
    packages = ("torch", "transformers", "trl", "peft", "accelerate", "tokenizers", "safetensors")
    few_bits = ("bitsandbytes",) if quantized else ()
    return {
        "python": platform.python_version(),
        **{name: version(name) for name in (*packages, *few_bits)},
        "platform": f"{platform.system()} {platform.machine()}",
        "device": device,
        "threads": str(threads),
    }


def code_revision(root: Path) -> str | None:
    """The commit checked out at `root`, with + where tracked files differ from it; None outside git."""

    def git(*arguments: str) -> str:
        command = ["git", "-C", str(root), *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True, timeout=30).stdout.strip()

    try:
        return git("rev-parse", "HEAD") + ("+" if git("status", "--porcelain", "--untracked-files=no") else "")
    except (OSError, subprocess.SubprocessError):
        return None


def _copy_tokenizer(plan: Plan, directory: Path) -> None:
    """The base's tokenizer byte for byte, so that equal ones have equal digests; with the template trained on."""
    for file in sorted(plan.base.path.iterdir()):
        if file.is_file() and _TOKENIZER.fullmatch(file.name):
            shutil.copyfile(file, directory / file.name)
    if plan.recipe.template is None:
        return
    for other in directory.glob("chat_template*"):
        other.unlink()
    config = directory / "tokenizer_config.json"
    settings = json.loads(config.read_text(encoding="utf-8")) if config.is_file() else {}
    if settings.pop("chat_template", None) is not None:
        config.write_text(json.dumps(settings, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    (directory / "chat_template.jinja").write_text(plan.template, encoding="utf-8")


def _flush(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
