"""Case files as JSON Schema (2020-12): an editor completes keys, checks and their arguments, and marks mistakes."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any

from harness.case_files import AUTO, Entry, Header
from harness.checks import Check, registered
from harness.parts import FROM
from harness.variants import KINDS

__all__ = ["case_schema"]

_KEYS = {
    "suite": "the suite that asks these cases",
    "split": "gate: decides; dev: chooses checkpoints, and never decides",
    "cases": "one entry a case",
    "bare": "asked without the deployment's system prompt, as base skills are",
    "kind": "style, fact or rule: the report tells them apart",
    "skill": "what it asks for; no skill may get significantly worse",
    "tags": "`critical` for a must (one miss fails the run), languages, subjects",
    "cluster": "cases of one template or document come out alike: with one name they count as one witness",
    "id": "small Latin letters, digits, dots, dashes; unique in the suite, and kept for good: history goes by it",
    "title": "any text, for people",
    "prompt": "what the customer writes",
    "messages": "a conversation in place of `prompt`, the customer's turn last",
    "context": "documents that come with the question: one, or a list",
    "expect": "what has to hold of the reply, all of it",
    "variants": "the same question in other words, which have to be answered as well; `auto` makes some",
    "choices": "the likeliest of these is the reply, and nothing is generated",
    "choice_by": "what is compared: the log-probability in total, or that of a choice's characters",
    "guided": "the engine holds the reply to the case's json_schema while it generates",
}
_ID = {"type": "string", "pattern": "^[a-z0-9][a-z0-9._-]*$", "maxLength": 80}
_TAG = {**_ID, "maxLength": 40}


def case_schema() -> dict[str, Any]:
    """The schema of a case file in YAML, with every check that is registered now, a team's own among them."""
    definitions: dict[str, Any] = {}
    header, entry = (_object(model.model_json_schema(), definitions) for model in (Header, Entry))
    checks = {found.name: found for found in registered()}
    entry["properties"] |= {
        "id": {**_ID, "description": _KEYS["id"]},
        "context": _one_or_many({"type": "string", "minLength": 1}, _KEYS["context"]),
        "variants": _one_or_many(_variant(), _KEYS["variants"]),
        "expect": {
            "type": "array",
            "minItems": 1,
            "items": {"$ref": "#/$defs/expectation"},
            "description": _KEYS["expect"],
        },
    }
    entry["oneOf"] = [{"required": ["prompt"]}, {"required": ["messages"]}]
    header["properties"] |= {
        "suite": {**_ID, "description": _KEYS["suite"]},
        "cases": {"type": "array", "items": {"$ref": "#/$defs/case"}, "description": _KEYS["cases"]},
    }
    for part in (header, entry):
        part["properties"]["tags"] = {"type": "array", "items": _TAG, "description": _KEYS["tags"]}
    bare = [found.name for found in checks.values() if not _required(found)]
    named = {name: _check(found, definitions) for name, found in checks.items()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "ckptgate case file",
        **header,
        "$defs": {
            **definitions,
            "case": entry,
            "expectation": {
                "anyOf": [
                    {"enum": bare},
                    {
                        "type": "object",
                        "minProperties": 1,
                        "maxProperties": 1,
                        "additionalProperties": False,
                        "properties": named,
                    },
                ]
            },
        },
    }


def _object(schema: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    """A model's schema without titles, each key with what it is for; its own definitions go to the others."""
    found = _hoisted(schema, definitions, "")
    for name, value in found["properties"].items():
        value["description"] = _KEYS[name]
    return {key: value for key, value in found.items() if key not in ("title", "description")}


def _one_or_many(item: dict[str, Any], description: str) -> dict[str, Any]:
    return {"anyOf": [item, {"type": "array", "items": item}], "description": description}


def _variant() -> dict[str, Any]:
    made = {"type": "array", "minItems": 1, "items": {"enum": list(KINDS)}}
    chosen = {"type": "object", "required": [AUTO], "additionalProperties": False, "properties": {AUTO: made}}
    return {"anyOf": [{"type": "string", "minLength": 1}, chosen]}


def _required(found: Check) -> list[str]:
    return [name for name, parameter in found.parameters.items() if parameter.default is parameter.empty]


def _check(found: Check, definitions: dict[str, Any]) -> dict[str, Any]:
    """What may stand behind a check's name: its first argument alone, all of them by name, or nothing."""
    arguments = {name: _hoisted(found.schema_of(name), definitions, f"{found.name}.") for name in found.parameters}
    required = _required(found)
    forms: list[dict[str, Any]] = []
    if not arguments:
        forms = [{"enum": [True, None]}, {"type": "object", "maxProperties": 0}]
    else:
        first = next(iter(arguments))
        if set(required) <= {first}:
            forms.append(arguments[first])
        forms.append(_by_name(arguments, required))
        # What a part beside the case file gives (`from:`) need not be given here.
        forms.append(_by_name(arguments | {FROM: {"type": "string", "pattern": "^_"}}, [FROM]))
        if not required:
            forms.append({"type": "null"})
    return {"anyOf": forms, "description": inspect.getdoc(found.function) or found.name}


def _by_name(arguments: Mapping[str, Any], required: list[str]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": dict(arguments),
        "required": required,
        "additionalProperties": False,
    }


def _hoisted(schema: dict[str, Any], definitions: dict[str, Any], prefix: str) -> dict[str, Any]:
    """A schema whose definitions stand with all others', under names of their own."""

    def moved(part: Any) -> Any:
        if isinstance(part, list):
            return [moved(one) for one in part]
        if not isinstance(part, dict):
            return part
        made = {key: moved(value) for key, value in part.items() if key != "$defs"}
        if isinstance(at := made.get("$ref"), str):
            made["$ref"] = at.replace("#/$defs/", f"#/$defs/{prefix}")
        return made

    for name, definition in schema.get("$defs", {}).items():
        definitions[prefix + name] = moved(definition)
    result: dict[str, Any] = moved(schema)
    return result
