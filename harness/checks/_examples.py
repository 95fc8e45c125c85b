"""The examples that a check's docstring promises to pass or to miss."""

from __future__ import annotations

import inspect
import json
import re
from dataclasses import dataclass
from typing import Any

from harness.checks._verdict import CheckError, Given
from harness.checks.registry import Check

__all__ = ["Example", "examples"]

_SPACE = re.compile(r"\s*")
_SHOWN = re.compile(r"^[ \t]*(Passes|Misses):\s*", re.MULTILINE)
_PLACES = {"asked": "prompt", "told": "context", "under": "system", "after": "earlier"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A reply that a check's docstring promises to pass or to miss."""

    arguments: Any
    text: str
    given: Given
    passed: bool
    alike: tuple[float, ...] = ()
    """How like the reply each of the texts is that the check compares it with; for checks that take vectors."""


def examples(found: Check) -> tuple[Example, ...]:
    """The examples of a check's docstring, in their order.

    An example reads `Passes: <expectation> on "<reply>"` (or `Misses:`), where the expectation is JSON as a case would
    write it, and may end with `asked "<prompt>"`, `told "<context>"`, `under "<system prompt>"`, `after "<earlier
    message>"`; one of a check that takes vectors with `alike <number>`, or a list of them, one for each text that the
    reply is compared with. It may run over several lines.

    Raises:
        CheckError: an example can't be read or speaks of another check.
    """
    text = inspect.getdoc(found.function) or ""
    return tuple(_example(found, text, match) for match in _SHOWN.finditer(text))


def _example(found: Check, text: str, match: re.Match[str]) -> Example:
    try:
        expectation, at = _json_at(text, match.end())
        reply, at = _json_at(text, _after(text, at, "on"))
        given = {}
        while word := next((w for w in _PLACES if text.startswith(f'{w} "', _skip(text, at))), None):
            given[_PLACES[word]], at = _json_at(text, _after(text, at, word))
        alike: Any = []
        if text.startswith("alike ", _skip(text, at)):
            alike, at = _json_at(text, _after(text, at, "alike"))
        [(name, arguments)] = expectation.items() if isinstance(expectation, dict) else [(expectation, None)]
    except ValueError as e:
        raise CheckError(f"check {found.name!r}: its docstring has an example that can't be read: {e}") from e
    if name != found.name:
        raise CheckError(f"check {found.name!r}: its docstring has an example of {name!r}")
    return Example(
        arguments=arguments,
        text=reply,
        given=Given(**given),
        passed=match[1] == "Passes",
        alike=tuple(alike) if isinstance(alike, list) else (alike,),
    )


def _skip(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _json_at(text: str, at: int) -> tuple[Any, int]:
    return json.JSONDecoder().raw_decode(text, _skip(text, at))


def _after(text: str, at: int, word: str) -> int:
    start = _skip(text, at)
    if not text.startswith(word, start):
        raise ValueError(f"{word!r} expected at {text[start : start + 20]!r}")
    return start + len(word)
