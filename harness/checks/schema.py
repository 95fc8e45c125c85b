"""JSON in a reply against a JSON Schema, with nothing fetched and every regular expression bounded."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from itertools import islice
from typing import Any

import regex

from harness.checks._json_found import IN_TEXT, Found, found_json
from harness.checks._keywords import refuse_misspelt
from harness.checks.registry import Verdict
from harness.checks.text import quote

__all__ = ["PATTERN_SECONDS", "checked", "found_json", "judge"]

PATTERN_SECONDS = 1.0  # for each search of a pattern from a case
ERRORS_WEIGHED = 100  # of which the most telling is shown
_LATEST = "https://json-schema.org/draft/2020-12/schema"


def checked(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema itself, if it is one and stands alone.

    Raises:
        ValueError: not a valid schema of its draft, an unknown draft, a bad pattern, or a `$ref` that leads elsewhere.
    """
    from jsonschema import exceptions, validators

    draft = schema.get("$schema")
    unknown: Any = object()
    if draft is not None and validators.validator_for({"$schema": draft}, default=unknown) is unknown:
        raise ValueError(f"$schema {draft!r} is no draft known here; leave it out for 2020-12")
    kind: Any = validators.validator_for(schema, default=validators.validator_for({"$schema": _LATEST}))
    try:
        kind.check_schema(schema)
    except exceptions.SchemaError as e:
        raise ValueError(f"not a valid JSON Schema: {e.json_path}: {e.message}") from e
    _refuse_unusable(schema)
    refuse_misspelt(schema)
    return schema


def _parts(schema: Any) -> Iterator[Mapping[str, Any]]:
    """Every mapping in the schema, iteratively."""
    waiting = [schema]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Mapping):
            yield part
            waiting += part.values()
        elif isinstance(part, list):
            waiting += part


def _refuse_unusable(schema: dict[str, Any]) -> None:
    parts = list(_parts(schema))
    ids = {str(part.get(key)).rstrip("#") for part in parts for key in ("$id", "id") if isinstance(part.get(key), str)}
    for part in parts:
        for key in ("$ref", "$dynamicRef", "$recursiveRef"):
            target = part.get(key)
            if isinstance(target, str) and not target.startswith("#") and target.partition("#")[0] not in ids:
                raise ValueError(f"{key} {target!r} leads out of the schema; put the definition under $defs")
            if isinstance(target, str) and len(ids) == 0:
                _resolve(schema, target)
        patterns = part.get("patternProperties")
        if isinstance(patterns, Mapping) and "unevaluatedProperties" in part:
            raise ValueError("patternProperties can't stand beside unevaluatedProperties; use additionalProperties")
        for pattern in [part.get("pattern"), *(patterns if isinstance(patterns, Mapping) else ())]:
            if isinstance(pattern, str):
                _compile(pattern)


def _resolve(schema: Mapping[str, Any], target: str) -> None:
    if not target.startswith("#/"):
        return
    at: Any = schema
    for step in target[2:].split("/"):
        key = step.replace("~1", "/").replace("~0", "~").replace("%25", "%")
        try:
            at = at[int(key)] if isinstance(at, list) else at[key]
        except (KeyError, IndexError, ValueError, TypeError) as e:
            raise ValueError(f"$ref {target!r} leads nowhere in the schema") from e


def _compile(pattern: str) -> regex.Pattern[str]:
    try:
        return regex.compile(pattern)
    except regex.error as e:
        raise ValueError(f"pattern {pattern!r} is not a regular expression: {e}") from e


def judge(text: str, schema: dict[str, Any]) -> Verdict:
    """Whether the reply is, or holds, one JSON document that fits the schema; the reason says where and what fails.

    Where one fits and another object (or list) beside it says otherwise, a program can't know which one is meant.
    """
    validator = _validator(schema)
    documents = list(found_json(text))
    if not documents:
        return Verdict(False, f"no JSON in {quote(text)}")
    wrongs: list[str] = []
    for document in documents:
        wrong = _wrong(validator, document)
        if wrong is not None:
            wrongs.append(wrong)
            continue
        rival = next((other for other in documents if _contradicts(document, other)), None)
        if rival is None:
            return Verdict(True, f"JSON ({document.where}) fits the schema", document.span)
        both = f"{quote(text, document.span, 40)} and {quote(text, rival.span, 40)}"
        return Verdict(False, f"several JSON documents, none told to be meant: {both}", rival.span)
    first = documents[0]
    which = f"the first of {len(documents)}, {first.where}" if len(documents) > 1 else first.where
    return Verdict(False, f"JSON ({which}) does not fit the schema: {wrongs[0]}", first.span)


def _contradicts(document: Found, other: Found) -> bool:
    """Another object beside an object, or list beside a list; [1] in a text is a note's number."""
    if document is other or type(document.value) is not type(other.value):
        return False
    note = other.where == IN_TEXT and isinstance(other.value, list) and len(other.value) == 1
    try:
        return not (note and isinstance(other.value[0], int)) and bool(document.value != other.value)
    except RecursionError:
        return True


def _wrong(validator: Any, document: Found) -> str | None:
    from jsonschema.exceptions import best_match

    if document.twice is not None:
        return f"the key {_short(document.twice)} stands twice in one object"
    try:
        error = best_match(islice(validator.iter_errors(document.value), ERRORS_WEIGHED))
    except RecursionError:
        return "nested too deeply to be checked"
    if error is None:
        return None
    message = error.message if len(error.message) <= 160 else f"{error.validator!s} {_short(error.validator_value)}"
    return f"{error.json_path}: {message}"


def _short(value: Any) -> str:
    shown = json.dumps(value, ensure_ascii=False, default=str)
    return shown if len(shown) <= 80 else shown[:79] + "…"


def _validator(schema: dict[str, Any]) -> Any:
    """Made once for each schema: the same one judges a reply after the other."""
    return _validator_of(json.dumps(schema, sort_keys=True))


@lru_cache(maxsize=64)
def _validator_of(source: str) -> Any:
    from jsonschema import validators
    from referencing import Registry

    schema = json.loads(source)
    latest = validators.validator_for({"$schema": _LATEST})
    kind: Any = validators.validator_for(schema, default=latest)
    return _bounded(kind)(schema, registry=Registry(), format_checker=kind.FORMAT_CHECKER)


@cache
def _bounded(kind: Any) -> Any:
    """A draft's validator with bounded patterns. A class: to make one takes longer than to judge a reply by it."""
    from jsonschema import validators

    extend: Any = validators.extend
    return extend(
        kind,
        {
            "pattern": _pattern,
            "patternProperties": _pattern_properties,
            "additionalProperties": _additional_properties,
            "uniqueItems": _unique_items,
        },
    )


def _search(pattern: str, text: str) -> bool:
    """jsonschema's own keywords search by `re`, which no one can stop."""
    return regex.search(pattern, text, timeout=PATTERN_SECONDS) is not None


def _error(message: str) -> Any:
    from jsonschema import ValidationError

    return ValidationError(message)


def _pattern(validator: Any, pattern: str, instance: Any, schema: Any) -> Iterator[Any]:
    if validator.is_type(instance, "string") and not _search(pattern, instance):
        yield _error(f"{instance!r} does not match {pattern!r}")


def _pattern_properties(validator: Any, patterns: Any, instance: Any, schema: Any) -> Iterator[Any]:
    if not validator.is_type(instance, "object"):
        return
    for pattern, part in patterns.items():
        for key, value in instance.items():
            if _search(pattern, key):
                yield from validator.descend(value, part, path=key, schema_path=pattern)


def _additional_properties(validator: Any, rule: Any, instance: Any, schema: Any) -> Iterator[Any]:
    if not validator.is_type(instance, "object"):
        return
    named, patterns = schema.get("properties", {}), schema.get("patternProperties", {})
    extra = [key for key in instance if key not in named and not any(_search(p, key) for p in patterns)]
    if rule is False and extra:
        yield _error(f"{', '.join(map(repr, extra))} must not be there")
    elif isinstance(rule, Mapping):
        for key in extra:
            yield from validator.descend(instance[key], rule, path=key)


def _unique_items(validator: Any, rule: Any, instance: Any, schema: Any) -> Iterator[Any]:
    """By canonical text, where jsonschema's own compares every pair when the items can't be sorted."""
    if rule and validator.is_type(instance, "array"):
        seen = {json.dumps(_plain(item), sort_keys=True) for item in instance}
        if len(seen) < len(instance):
            yield _error(f"{_short(instance)} has repeated items")


def _plain(value: Any) -> Any:
    """JSON makes no difference between 1 and 1.0."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return {key: _plain(item) for key, item in value.items()} if isinstance(value, dict) else value
