"""What is told of an argument that does not fit: in the words of YAML, with what to write instead."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterable
from typing import Any

__all__ = ["meant", "to_write", "told"]

_OURS = {
    "a valid array": "a list", "a valid list": "a list", "a valid tuple": "a list", "a valid set": "a list",
    "an object": "a mapping", "a valid object": "a mapping", "a valid dictionary": "a mapping",
}  # fmt: skip
_THEIR_WORDS = re.compile("|".join(_OURS))
_GROUPED = re.compile(r"\s+")
_NUMBER = re.compile(r"[-+]?[0-9]+(?:\.[0-9]+)?")
_THOUSANDS = re.compile(r"[,.][0-9]{3}$")
"""1,000 is a thousand to some and one to others."""
_PLAIN = re.compile(r"[^\W\d][\w -]*\w|[^\W\d]")
"""Texts that YAML reads as they are, whatever stands beside them."""
_BOOLS = {"yes": "true", "on": "true", "true": "true", "да": "true"} | {
    "no": "false", "off": "false", "false": "false", "нет": "false",
}  # fmt: skip


def told(message: str) -> str:
    """What pydantic says of a value, in the words of YAML."""
    return _THEIR_WORDS.sub(lambda found: _OURS[found[0]], message).removeprefix("Value error, ")


def to_write(before: str, error: Any) -> str:
    """How the value would be written that stands where another kind is asked for; empty where nobody can tell."""
    value, kind = error["input"], error["type"]
    if kind in ("list_type", "tuple_type", "set_type") and isinstance(value, str | int | float):
        return f": write {_flow([value])}" if error["loc"] else f": write `{before}: {_flow([value])}`"
    if kind in ("int_type", "float_type", "dataclass_type") and isinstance(value, str):
        bare = _GROUPED.sub("", value)
        if _THOUSANDS.search(bare):
            return ""
        bare = bare.replace(",", ".", 1)
        return f": write {bare}" if _NUMBER.fullmatch(bare) and (kind == "float_type" or bare.isdecimal()) else ""
    if kind == "bool_type" and isinstance(value, str) and (right := _BOOLS.get(value.casefold())):
        return f": write {right}"
    if kind == "string_type" and isinstance(value, bool | int | float):
        return f": write '{_flow(value)}', in quotes"
    return ""


def _flow(value: Any) -> str:
    """A value as a person would write it on one line of YAML."""
    if isinstance(value, list):
        return f"[{', '.join(map(_flow, value))}]"
    if isinstance(value, str) and _PLAIN.fullmatch(value) and value not in ("true", "false", "null"):
        return value
    return f"'{value.replace(chr(39), chr(39) * 2)}'" if isinstance(value, str) else json.dumps(value)


def meant(wrong: str, known: Iterable[str]) -> str:
    """A hint at the known name that is nearest to a wrong one; empty where none is near."""
    near = difflib.get_close_matches(wrong, list(known), n=1)
    return f": did you mean {near[0]!r}?" if near else ""
