"""What a checkpoint is made of: `manifest.json`, written last, and the digests of its files."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from harness.source import SourceError

__all__ = [
    "CARD",
    "MANIFEST",
    "TOKENIZER",
    "BaseRef",
    "DataRef",
    "EarlyStop",
    "IntegrityError",
    "Linted",
    "Manifest",
    "Readiness",
    "canonical",
    "digest_of",
    "hash_files",
    "read_manifest",
    "sha256_file",
    "verify",
    "weights_digest",
    "write_atomic",
    "write_manifest",
]

MANIFEST = "manifest.json"
CARD = "README.md"
"""The model card: written from the manifest and a record, again after each, and so vouched for by neither."""

# What can change a reply: weights, configuration, tokenizer, template. A README or an optimizer's state can't.
_COUNTED = re.compile(
    r"(.*\.safetensors(\.index\.json)?|config\.json|generation_config\.json|adapter_config\.json|tokenizer.*|"
    r"special_tokens_map\.json|added_tokens\.json|vocab.*|merges\.txt|.*\.model|chat_template.*|additional_chat_templates/.*)"
)
TOKENIZER = re.compile(
    r"tokenizer.*|special_tokens_map\.json|added_tokens\.json|vocab.*|merges\.txt|.*\.model|chat_template.*"
)
"""Files of a tokenizer and its chat template, by name."""
_PICKLED = re.compile(r"(pytorch_model|adapter_model|model).*\.(bin|pt|pth|ckpt|pkl)")


class IntegrityError(Exception):
    """Files don't match the manifest that vouches for them (exit status 12)."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class BaseRef(_Strict):
    """The base an adapter was trained on, or a full checkpoint started from."""

    name: str
    path: str = Field(description="relative to the project's root where it lies inside it")
    digest: str


class DataRef(_Strict):
    """One dataset file as it was when it was read."""

    file: str
    sha256: str
    rows: int
    used: int = Field(description="rows trained on, after sampling; none of a file that was held out")


class Linted(_Strict):
    """What the lints said of the training data before training began."""

    rows: int
    findings: dict[str, int] = Field(default_factory=dict, description="how many, by rule")
    accepted: dict[str, str] = Field(default_factory=dict, description="why a rule's findings were no reason to stop")
    unchecked: dict[str, str] = Field(default_factory=dict, description="what could not be judged, by rule, and why")


class Readiness(_Strict):
    """Whether the base of a reinforcement learning was fit for it: lint, gates, reward model."""

    record: str | None = Field(default=None, description="the record of the base that was asked")
    missing: list[str] = Field(default_factory=list, description="what was not shown; none: ready")
    accepted: str | None = Field(default=None, description="why training began in spite of it")


class EarlyStop(_Strict):
    """Why training ended with this checkpoint, before the epochs that the recipe asks for."""

    of: int = Field(description="epochs that the recipe asks for")
    reason: str
    scores: list[float] = Field(description="by epoch: the mean of both pass rates on the dev split, 0..1")


class Manifest(_Strict):
    """`manifest.json` of a checkpoint; canonical JSON, so that equal content has equal bytes."""

    format: Literal["ckptgate.checkpoint/1"] = "ckptgate.checkpoint/1"
    name: str
    parent: str | None = Field(default=None, description="weights digest of what training started from")
    base: BaseRef | None = None
    method: str
    objective: str = Field(default="sft", description="what was learnt from: answers, documents, pairs, rewards")
    rewards: list[str] = Field(default_factory=list, description="checks that were the reward: no gate of their own")
    parameters: dict[str, Any] = Field(default_factory=dict)
    data: list[DataRef] = Field(default_factory=list)
    lint: Linted | None = Field(default=None, description="of the data; none where nothing was linted")
    ready: Readiness | None = Field(default=None, description="of the base, before reinforcement learning")
    template_digest: str | None = Field(default=None, description="SHA-256 of the chat template")
    recipe: dict[str, Any] = Field(default_factory=dict)
    recipe_digest: str | None = None
    seed: int | None = None
    epoch: float | None = None
    step: int | None = None
    curves: list[dict[str, Any]] = Field(default_factory=list, description="one entry an epoch")
    warnings: list[str] = Field(default_factory=list, description="what the curves showed to be wrong")
    lr_source: Literal["sweep", "default", "manual"] | None = Field(
        default=None,
        description="of the learning rate: a sweep of this recipe chose it, the method's prior, or neither",
    )
    early_stop: EarlyStop | None = Field(default=None, description="None where training went on, or was not watched")
    environment: dict[str, str] = Field(default_factory=dict)
    revision: str | None = Field(default=None, description="code revision, with + where the tree was dirty")
    files: dict[str, str] = Field(description="SHA-256 of every file but this one and the card")


_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def canonical(value: Any) -> bytes:
    """Canonical JSON: sorted keys, no spaces, UTF-8, no NaN."""
    return _CANONICAL.encode(value).encode()


def digest_of(value: Any) -> str:
    """SHA-256 (hex) of a value's canonical JSON."""
    return hashlib.sha256(canonical(value)).hexdigest()


def sha256_file(file: Path) -> str:
    """SHA-256 (hex) of a file's bytes."""
    with file.open("rb") as f:
        return hashlib.file_digest(f, "sha256").hexdigest()


def hash_files(directory: Path) -> dict[str, str]:
    """SHA-256 of each regular file under `directory` but the manifest and the card, by POSIX path relative to it."""
    apart = {directory / MANIFEST, directory / CARD}
    files = sorted(p for p in directory.rglob("*") if p.is_file() and p not in apart)
    return {p.relative_to(directory).as_posix(): sha256_file(p) for p in files}


def weights_digest(files: Mapping[str, str], base: str | None = None) -> str:
    """What a checkpoint *is*: SHA-256 over its counted files' digests and its base's weights digest.

    Names and places don't enter, so a checkpoint moved or renamed keeps its digest, and its replies.
    """
    counted = {name: sha for name, sha in files.items() if _COUNTED.fullmatch(name)}
    return digest_of({"base": base, "files": counted})


def pickled(directory: Path) -> list[str]:
    """Weight files in pickle formats: these are never loaded."""
    return sorted(p.name for p in directory.iterdir() if _PICKLED.fullmatch(p.name))


def read_manifest(directory: Path) -> Manifest | None:
    """The manifest of a checkpoint directory, or None where it has none.

    Raises:
        SourceError: the manifest is there and unreadable.
    """
    file = directory / MANIFEST
    if not file.is_file():
        return None
    try:
        return Manifest.model_validate_json(file.read_bytes())
    except ValidationError as e:
        error = e.errors(include_url=False)[0]
        where = ".".join(map(str, error["loc"]))
        raise SourceError(f"not a manifest that this version reads: {where} {error['msg']}", file=file) from e


def verify(directory: Path, manifest: Manifest, files: Mapping[str, str] | None = None) -> None:
    """Hold the files to the manifest.

    Raises:
        IntegrityError: a file changed, went missing, or came in beside the listed ones and could change a reply.
    """
    files = hash_files(directory) if files is None else files
    changed = [n for n, sha in manifest.files.items() if n in files and files[n] != sha]
    missing = [n for n in manifest.files if n not in files and n != CARD]
    extra = [n for n in files if n not in manifest.files and _COUNTED.fullmatch(n)]
    parts = [
        f"{word}: {', '.join(sorted(names))}"
        for word, names in (("changed", changed), ("missing", missing), ("added", extra))
        if names
    ]
    if parts:
        raise IntegrityError(
            f"{directory}: the files are not those of {MANIFEST} ({'; '.join(parts)}). "
            "Train it again or restore the files; a manifest is never edited to fit."
        )


def write_atomic(file: Path, content: bytes | Iterable[bytes]) -> None:
    """Write a file whole or not at all: a temporary file beside it, flushed to the disk, then renamed."""
    file.parent.mkdir(parents=True, exist_ok=True)
    temporary = file.with_name(f".{file.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as f:
            f.writelines([content] if isinstance(content, bytes) else content)
            f.flush()
            os.fsync(f.fileno())
        temporary.replace(file)
    finally:
        temporary.unlink(missing_ok=True)
    directory = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)


def write_manifest(directory: Path, manifest: Manifest) -> None:
    """Write `manifest.json`, last and atomically: a directory without it is not a checkpoint."""
    write_atomic(directory / MANIFEST, canonical(manifest.model_dump(mode="json")) + b"\n")
