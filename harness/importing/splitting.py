"""Dev or gate: by the digest of an id, so that a case stays where it is however the source changes around it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from harness.cases import Split
from harness.importing.drafts import Draft, placed
from harness.importing.names import digest, slug

__all__ = ["side", "split"]


def side(name: str, dev: float) -> Split:
    """The side of an id: `dev` for this share of all ids."""
    drawn = int.from_bytes(hashlib.sha256(f"dev or gate\0{name}".encode()).digest()[:8]) / 2**64
    return "dev" if drawn < dev else "gate"


def split(
    drafts: Sequence[Draft], groups: Sequence[Sequence[int]], dev: float, known: Mapping[str, tuple[Split, str]]
) -> list[Draft]:
    """The drafts, each on its side; those of one group on the same one.

    `known`: the split and the cluster of cases that are in files already, which they keep, and their group with them.
    """
    made = list(drafts)
    for group in groups:
        first = min((drafts[i] for i in group), key=lambda draft: draft.id)
        old = [known[drafts[i].id] for i in group if drafts[i].id in known]
        where = old[0][0] if old else side(first.id, dev)
        shared = next((cluster for _, cluster in old if cluster), _cluster(first)) if len(group) > 1 else ""
        for i in group:
            its = known.get(drafts[i].id, (where, ""))
            made[i] = placed(drafts[i], its[0], shared or its[1])
    return made


def _cluster(first: Draft) -> str:
    return f"{slug(first.question.prompt, 30) or first.subject}-{digest(first.question.prompt, first.question.context)}"
