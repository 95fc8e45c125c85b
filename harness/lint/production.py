"""Inputs as they come in production: a text a line, or JSON lines in the forms of rows and of logs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from harness.source import SourceError, read_text

__all__ = ["read_inputs"]

_KEYS = ("prompt", "text", "question", "query", "input", "message", "content")


def read_inputs(file: Path) -> tuple[str, ...]:
    """A text a line; of a JSON line its text by one of `_KEYS`, or the last that the customer says in its messages.

    Raises:
        SourceError: the file can't be read, holds nothing, or a JSON line in it has no such text.
    """
    found = []
    for number, line in enumerate(read_text(file).split("\n"), start=1):
        if not line.strip():
            continue
        if line.lstrip().startswith("{"):
            try:
                found.append(_asked(json.loads(line)))
            except (ValueError, RecursionError) as e:
                raise SourceError(f"neither a text nor a JSON object with one: {e}", file=file, line=number) from e
        else:
            found.append(line)
    if not found:
        raise SourceError("--production: no input is in it", file=file)
    return tuple(found)


def _asked(value: dict[str, Any]) -> str:
    for key in (*_KEYS, "messages", "conversation"):
        if text := _text(value.get(key)):
            return text
    raise ValueError(f"it needs a text under {', '.join(map(repr, _KEYS))}, or 'messages' with the user's")


def _text(said: Any) -> str:
    """A text, that of its parts, or the last that the user says."""
    if isinstance(said, str):
        return said
    if not isinstance(said, list):
        return ""
    parts = [part for part in said if isinstance(part, dict)]
    if asked := [text for part in parts if part.get("role") == "user" and (text := _text(part.get("content")))]:
        return asked[-1]
    return "\n".join(part["text"] for part in parts if isinstance(part.get("text"), str))
