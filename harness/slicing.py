"""The slices that a case belongs to: where a loss may hide behind a good average."""

from __future__ import annotations

from collections.abc import Sequence

from harness.policy import Dimension
from harness.report.text import language

__all__ = ["slices_of"]

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
