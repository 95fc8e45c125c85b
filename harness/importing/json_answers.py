"""Answers that are JSON: what a reply has to hold, key by key."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

__all__ = ["json_expectation"]

_DEEP = 6


def json_expectation(answer: str) -> tuple[Mapping[str, Any], ...]:
    """The schema of an answer that is an object or a list; none of another. More keys than these may be there."""
    text = answer.strip()
    if not text.startswith(("{", "[")):
        return ()
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return ()
    return ({"json_schema": _schema(value, _DEEP)},)


def _schema(value: Any, left: int) -> dict[str, Any]:
    if isinstance(value, dict) and value and left:
        return {
            "type": "object",
            "required": list(value),
            "properties": {key: _schema(inside, left - 1) for key, inside in value.items()},
        }
    return {"const": value}
