"""What a check's argument may be, told as a person who writes YAML would say it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

__all__ = ["kind_of"]

_PLAIN = {
    "string": "a text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "object": "a mapping",
}


def kind_of(schema: Mapping[str, Any], definitions: Mapping[str, Any] | None = None) -> str:
    """A JSON Schema of an argument in a few words: "one of upper, lower", "a whole number from 1"."""
    known = schema.get("$defs", {}) if definitions is None else definitions
    if "$ref" in schema:
        return kind_of(known[schema["$ref"].rpartition("/")[2]], known)
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(kind_of(one, known) for one in schema["anyOf"] if one.get("type") != "null"))
    if "enum" in schema:
        return f"one of {', '.join(map(_yaml, schema['enum']))}"
    if "const" in schema:
        return _yaml(schema["const"])
    if schema.get("type") == "array":
        return f"a list, each {kind_of(items, known)}" if (items := schema.get("items")) else "a list"
    if "properties" in schema:
        return f"{{{', '.join(f'{name}: …' for name in schema['properties'])}}}"
    if isinstance(values := schema.get("additionalProperties"), Mapping):
        return f"a mapping, each value {kind_of(values, known)}"
    return _PLAIN.get(schema.get("type", ""), "any value") + _bounds(schema)


def _bounds(schema: Mapping[str, Any]) -> str:
    low, high = schema.get("minimum"), schema.get("maximum")
    above = schema.get("exclusiveMinimum")
    said = f" from {low:g}" if low is not None else f" above {above:g}" if above is not None else ""
    return said + (f" up to {high:g}" if high is not None else "")


def _yaml(value: object) -> str:
    """A value as YAML's flow style has it, plain where it may be."""
    return value if isinstance(value, str) and value.isidentifier() else json.dumps(value, ensure_ascii=False)
