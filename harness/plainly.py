"""What pydantic says of a value that does not fit, in words for who wrote it: what is asked, and what stands there."""

from __future__ import annotations

import json
from typing import Any

__all__ = ["plainly"]

_KINDS = {
    "string": "a text",
    "int": "a whole number",
    "int_from_float": "a whole number",
    "int_parsing": "a whole number",
    "float": "a number",
    "float_parsing": "a number",
    "bool": "true or false",
    "bool_parsing": "true or false",
    "list": "a list",
    "tuple": "a list",
    "set": "a list",
    "frozen_set": "a list",
    "dict": "a mapping of keys",
    "model": "a mapping of keys",
    "model_attributes": "a mapping of keys",
    "dataclass": "a mapping of keys",
    "path": "a path",
    "none_required": "nothing",
}
_BOUNDS = {
    "greater_than": ("more than {}", "gt"),
    "greater_than_equal": ("{} or more", "ge"),
    "less_than": ("less than {}", "lt"),
    "less_than_equal": ("{} at most", "le"),
}
_SHOWN = 40


def plainly(error: Any) -> str:
    """One of `ValidationError.errors()` as a sentence without pydantic's own words and the names of classes."""
    kind, context = str(error["type"]), error.get("ctx") or {}
    asked = _KINDS.get(kind.removesuffix("_type"))
    if kind == "literal_error":
        asked = str(context["expected"])
    elif kind in _BOUNDS:
        form, key = _BOUNDS[kind]
        bound = context[key]
        asked = form.format(int(bound) if isinstance(bound, float) and bound.is_integer() else bound)
    if asked is not None:
        return f"has to be {asked}, not {_shown(error['input'])}"
    if kind in ("too_short", "string_too_short"):
        return f"has to hold {context.get('min_length', 1)} at least, not {_shown(error['input'])}"
    return str(error["msg"]).removeprefix("Value error, ")


def _shown(value: Any) -> str:
    try:
        text = json.dumps(value, ensure_ascii=False)
    except (TypeError, ValueError):
        text = str(value)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
