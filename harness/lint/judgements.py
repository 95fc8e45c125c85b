"""By what, and by whom, pairs were judged."""

from __future__ import annotations

from harness.lint.rows import Row

__all__ = ["annotator_of", "criterion_of"]

_CRITERIA = ("criterion", "criteria", "aspect")
_ANNOTATORS = ("annotator", "annotator_id", "rater", "labeler")


def criterion_of(row: Row) -> str:
    """The criterion by which a pair was judged, folded; several as one text; empty where none is named."""
    return _label(row, _CRITERIA)


def annotator_of(row: Row) -> str:
    """Who judged a pair; empty where that is not said."""
    return _label(row, _ANNOTATORS)


def _label(row: Row, names: tuple[str, ...]) -> str:
    for name in names:
        value = row.labels.get(name)
        if isinstance(value, list):
            value = ", ".join(sorted(str(one) for one in value))
        if value not in (None, ""):
            return " ".join(str(value)[:200].casefold().split())
    return ""
