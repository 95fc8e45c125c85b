"""Other tools' YAML: read as plain data, with the line of every part."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from harness.importing.encodings import decoded
from harness.importing.questions import Question
from harness.importing.rows import LeftOut, sized
from harness.source import Located, read_yaml

__all__ = ["FUNCTION", "Asked", "read_source_yaml"]

FUNCTION = "!function "
"""How a text begins that names Python code: it is never run."""
_MOST_BYTES = 8 << 20
_TAG = re.compile(r"(?m)(?P<before>(?:^|[:\-\[,])\s*)!function\s+(?P<name>[\w.]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a file of another tool asks, and what of it is not taken."""

    unit: str
    rows: int
    questions: tuple[Question, ...]
    left: tuple[LeftOut, ...]
    notes: tuple[str, ...] = ()


def read_source_yaml(file: Path) -> Located:
    """The file's one document; `!function utils.f` becomes a text that begins with `FUNCTION`.

    Raises:
        SourceError: too large, not YAML, or with anchors, tags and the like.
    """
    text, _ = decoded(sized(file, _MOST_BYTES), file)
    return read_yaml(file, _TAG.sub(rf"\g<before>'{FUNCTION}\g<name>'", text.removeprefix("\ufeff")))
