"""The slices that a case belongs to: where a loss may hide behind a good average."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from harness.comparing import Observation, directions
from harness.gates import Paired
from harness.policy import Dimension
from harness.report.text import language

__all__ = ["slice_counts", "slices_of"]

_LANGUAGES = ("en", "ru")


def slices_of(*, skill: str | None, kind: str | None, tags: Sequence[str], prompt: str) -> dict[Dimension, list[str]]:
    """Values by dimension. The language is the tag `en` or `ru`, else that of most of the prompt's letters."""
    spoken = [tag for tag in tags if tag in _LANGUAGES]
    return {
        "skill": [skill] if skill else [],
        "kind": [kind] if kind else [],
        "tag": [tag for tag in tags if tag not in _LANGUAGES],
        "language": spoken or [language(prompt)],
    }


def slice_counts(
    cases: Iterable[tuple[Mapping[Dimension, Sequence[str]], Observation]], dimensions: Collection[Dimension]
) -> dict[str, Paired]:
    """How the cases of each slice moved, by `skill refusals`, `tag returns`, …: what a slice gate looks at.

    A slice that holds every case is the suite itself and is left out.
    """
    groups: dict[str, list[Observation]] = {}
    n = 0
    for values, seen in cases:
        n += 1
        for dimension in dimensions:
            for value in values[dimension]:
                groups.setdefault(f"{dimension} {value}", []).append(seen)
    return {name: directions(members) for name, members in groups.items() if len(members) < n}
