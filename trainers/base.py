"""The base of a training, as far as it can be known without torch: its files, configuration, modules and end tokens."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from harness.checkpoint import Checkpoint, UnknownModel, load_checkpoint
from harness.manifest import BaseRef
from harness.source import SourceError, read_json_object
from trainers.recipe import RecipeFile

__all__ = ["Base", "open_base"]

_HEADER_LIMIT = 100_000_000  # bytes; the format's own limit (safetensors documentation, "Format")


@dataclass(frozen=True)
class Base:
    """A base model's directory, hashed and held to its manifest."""

    checkpoint: Checkpoint
    ref: BaseRef

    @property
    def path(self) -> Path:
        """The directory."""
        return self.checkpoint.path

    @cached_property
    def config(self) -> dict[str, Any]:
        """`config.json`."""
        return read_json_object(self.path / "config.json")

    @cached_property
    def max_positions(self) -> int | None:
        """The longest text in tokens that the base can read; None where its configuration does not say."""
        value = self.config.get("max_position_embeddings", self.config.get("n_positions"))
        return value if isinstance(value, int) else None

    @cached_property
    def matrices(self) -> dict[str, tuple[int, ...]]:
        """Every module with a two-dimensional weight and its shape, read from the safetensors' headers."""
        found: dict[str, tuple[int, ...]] = {}
        for file in sorted(self.path.glob("*.safetensors")):
            for tensor, entry in _header(file).items():
                module, _, kind = tensor.rpartition(".")
                if kind == "weight" and len(entry.get("shape", ())) == 2:
                    found[module] = tuple(entry["shape"])
        return found

    @cached_property
    def stops(self) -> tuple[str, ...]:
        """The tokens that end a reply: the tokenizer's `eos_token` and those of the generation configuration."""
        added = read_json_object(self.path / "tokenizer.json").get("added_tokens", ())
        texts = {entry["id"]: entry["content"] for entry in added}
        ids: list[Any] = []
        for source in (read_json_object(self.path / "generation_config.json"), self.config):
            value = source.get("eos_token_id")
            ids += value if isinstance(value, list) else [value]
        eos = self.checkpoint.template.tokens.get("eos_token")
        return tuple(dict.fromkeys(t for t in (eos, *(texts.get(i) for i in ids)) if t))


def open_base(recipe: RecipeFile, *, root: Path) -> Base:
    """Open the recipe's base.

    Raises:
        SourceError: no checkpoint, an adapter, or one that lacks what training needs; with the recipe's line.
        IntegrityError: its files are not those of its manifest.
    """
    path = recipe.path("base")
    if not path.is_dir():
        raise recipe.error("base: a file, where the directory of a model is needed", "base")
    if (path / "adapter_config.json").is_file():
        raise recipe.error(
            "base: this is an adapter, and training starts from full weights: name its base, or merge it first", "base"
        )
    try:
        checkpoint = load_checkpoint(path, name=path.name, root=root)
    except UnknownModel as e:
        raise recipe.error(f"base: {e}", "base") from e
    if checkpoint.manifest is not None and checkpoint.manifest.objective == "reward":
        raise recipe.error(
            "base: a reward model, which ranks answers and gives none: name the model that it was made of, or use it "
            "as rl.model in a recipe with objective: rlhf", "base",
        )  # fmt: skip
    for file, purpose in (("config.json", "the model's shape"), ("tokenizer.json", "a fast tokenizer")):
        if not (path / file).is_file():
            raise recipe.error(
                f"base: {recipe.recipe.base} has no {file} ({purpose}): save it again with save_pretrained()", "base"
            )
    manifest = checkpoint.manifest
    name = manifest.name if manifest else path.name
    return Base(checkpoint, BaseRef(name=name, path=_portable(path, recipe, root), digest=checkpoint.digest))


def _portable(path: Path, recipe: RecipeFile, root: Path) -> str:
    """Relative to the root, so that it holds on another machine; absolute only where the recipe itself says so."""
    inside = path.is_relative_to(root.resolve())
    if not inside and Path(recipe.recipe.base).is_absolute():
        return path.as_posix()
    return Path(os.path.relpath(path, root.resolve())).as_posix()


def _header(file: Path) -> dict[str, Any]:
    """The header of a safetensors file: tensor → dtype, shape, offsets."""
    try:
        with file.open("rb") as f:
            size = int.from_bytes(f.read(8), "little")
            if size > _HEADER_LIMIT:
                raise ValueError("its header is too long")
            header = json.loads(f.read(size))
    except ValueError as e:
        raise SourceError(f"not a safetensors file: {e}", file=file) from e
    return {k: v for k, v in header.items() if k != "__metadata__"}
