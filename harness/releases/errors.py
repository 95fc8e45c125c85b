"""What can stop a release, besides `SourceError` (a name that can't be used) and `IntegrityError` (exit status 12)."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["JournalError", "Refused"]


class Refused(Exception):
    """The step is not allowed, for `reasons`, each a sentence for a person (exit status 1). Nothing was changed."""

    def __init__(self, what: str, reasons: Sequence[str], notices: Sequence[str] = ()) -> None:
        self.what, self.reasons, self.notices = what, tuple(reasons), tuple(notices)
        lines = [*(f"  - {reason}" for reason in self.reasons), *(f"  (note) {notice}" for notice in self.notices)]
        super().__init__("\n".join([f"{what}:", *lines]))


class JournalError(Exception):
    """The journal can't be read or written now: it is locked, or the disk refuses. Says whether anything changed."""
