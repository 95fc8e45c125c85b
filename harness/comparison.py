"""Whether an adapter was compared with full tuning on its data: `records/ID/comparison.json`, where one was made.

That LoRA does as well as full tuning is known of no training by its method alone. Only a comparison says it, of both
methods on one base and the same data.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from harness.manifest import DataRef, Manifest

__all__ = ["COMPARISON", "Comparison", "Side", "compared_with_full"]

COMPARISON = "comparison.json"


class Side(BaseModel):
    """One of two checkpoints that were compared."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    digest: str = Field(description="weights digest")
    method: str
    base: str = Field(description="weights digest of the base")
    data: list[str] = Field(description="SHA-256 of every file that it was trained on")


class Comparison(BaseModel):
    """What a comparison of two trainings says."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: Literal["ckptgate.comparison/1"] = "ckptgate.comparison/1"
    id: str
    created: str = Field(description="UTC, ISO 8601")
    one: Side
    other: Side
    sentence: str = Field(description="what came out, for a person")


def compared_with_full(records: Path, digest: str, manifest: Manifest) -> Comparison | None:
    """The newest comparison of these weights with full tuning of the same base on the same data; None: there is none.

    One on other data or another base says nothing of this training, and one that can't be read nothing at all.
    """
    found = [c for c in _readable(records) if _holds(c, digest, manifest)]
    return max(found, key=lambda c: c.created, default=None)


def _readable(records: Path) -> Iterable[Comparison]:
    for file in records.glob(f"*/{COMPARISON}"):
        try:
            yield Comparison.model_validate_json(file.read_bytes())
        except (OSError, ValidationError):
            continue


def _holds(found: Comparison, digest: str, manifest: Manifest) -> bool:
    base = manifest.base.digest if manifest.base else None
    return any(
        mine.digest == digest
        and theirs.method == "full"
        and mine.base == theirs.base == base
        and sorted(mine.data) == sorted(theirs.data) == _data(manifest.data)
        for mine, theirs in ((found.one, found.other), (found.other, found.one))
    )


def _data(data: Iterable[DataRef]) -> list[str]:
    return sorted(ref.sha256 for ref in data)
