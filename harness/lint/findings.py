"""What a lint finds: a rule, how grave it is, where, why a person should care, and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, NamedTuple

from harness.source import relative

__all__ = ["SEVERITIES", "Finding", "Place", "Rule", "Severity", "place"]

Severity = Literal["error", "warning", "note"]
_READ = 480

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")


class Rule(NamedTuple):
    """One kind of mistake.

    Attributes:
        name: as `--accept-lint` and the settings call it.
        severity: `error` keeps a training from starting; the settings can change it.
        what: one sentence: what it finds.
        advice: what to do about it.
    """

    name: str
    severity: Severity
    what: str
    advice: str


class Place(NamedTuple):
    """A line of a file and what stands there."""

    file: Path
    line: int
    quoted: str = ""

    def __str__(self) -> str:
        return f"{relative(self.file)}:{self.line}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One mistake, with all its places: a contradiction has two or more.

    `message` is one sentence with what was found, quoted; personal data and secrets are masked in it and in the places.
    `rows` counts the rows concerned where there are more of them than places. `data` are figures for a program.
    """

    rule: Rule
    message: str
    places: tuple[Place, ...] = ()
    rows: int = 0
    data: Mapping[str, Any] = field(default_factory=dict)

    @property
    def times(self) -> int:
        """How many findings it stands for: more than one where the rest of a rule's are only counted."""
        return int(self.data.get("more", 1))

    @property
    def flagged(self) -> int:
        """How many rows this is about."""
        return max(self.rows, len(self.places))


def place(where: Any, quoted: str = "") -> Place:
    """The place of a row, a case or a broken line, with the beginning of a text: it is cut once it is masked."""
    return Place(where.file, where.line, " ".join(quoted[:_READ].split()))
