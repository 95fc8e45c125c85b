"""Misspelt keywords of a JSON Schema: a validator passes over what it does not know, and they would ask for nothing."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from typing import Any

__all__ = ["refuse_misspelt"]

_ALIKE = 0.8
"""`requried` is this like `required`; `example`, `nullable`, `unit` are like no keyword that asks for something."""

_ONE = {
    "additionalItems", "additionalProperties", "contains", "else", "if", "items", "not", "propertyNames", "then",
    "unevaluatedItems", "unevaluatedProperties",
}  # fmt: skip
_MANY = {"allOf", "anyOf", "items", "oneOf", "prefixItems"}
_NAMED = {"definitions", "dependencies", "dependentSchemas", "patternProperties", "properties"}
_PLAIN = {
    "const", "dependentRequired", "enum", "exclusiveMaximum", "exclusiveMinimum", "format", "maxContains", "maxItems",
    "maxLength", "maxProperties", "maximum", "minContains", "minItems", "minLength", "minProperties", "minimum",
    "multipleOf", "pattern", "required", "type", "uniqueItems",
}  # fmt: skip
_OWN = {"example", "examples", "extends", "id", "note", "requires"}
"""Beside near ones: words that older drafts, OpenAPI and people use."""
_KNOWN = {word.casefold(): word for word in _ONE | _MANY | _NAMED | _PLAIN}


def refuse_misspelt(schema: Any) -> None:
    """Refuse a key that is nearly a keyword; `x-…`, `$…` and words of one's own are let be.

    Raises:
        ValueError: such a key stands in the schema or in one of its parts.
    """
    waiting = [schema]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Mapping):
            for key in part:
                _refuse(str(key))
            waiting += _parts(part)


def _refuse(key: str) -> None:
    if key in _KNOWN.values() or key in _OWN or key.startswith(("$", "x-")):
        return
    near = difflib.get_close_matches(key.casefold(), [word for word in _KNOWN if len(word) > 3], n=1, cutoff=_ALIKE)
    if near:
        raise ValueError(f"{key!r} is no keyword of JSON Schema: did you mean {_KNOWN[near[0]]!r}?")


def _parts(schema: Mapping[str, Any]) -> Iterator[Any]:
    """The schemas inside a schema; what stands under `const`, `enum` or `default` is data."""
    for key, value in schema.items():
        if key in _MANY and isinstance(value, list):
            yield from value
        elif (key in _NAMED or key == "$defs") and isinstance(value, Mapping):
            yield from value.values()
        elif key in _ONE:
            yield value
