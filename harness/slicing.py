"""The slices that a case belongs to: where a loss may hide behind a good average."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Literal

from harness.comparing import Observation, directions
from harness.gates import Paired
from harness.record import CaseResult
from harness.report.text import language

__all__ = ["DIMENSIONS", "Dimension", "slice_counts", "slices_of", "slices_of_result"]

Dimension = Literal["skill", "tag", "kind", "language"]
DIMENSIONS: tuple[Dimension, ...] = ("skill", "tag", "kind", "language")

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


def slices_of_result(case: CaseResult) -> dict[Dimension, list[str]]:
    """`slices_of` a case in a record."""
    prompt = case.messages[-1]["content"] if case.messages else ""
    return slices_of(skill=case.skill, kind=case.kind, tags=case.tags, prompt=prompt)


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
