"""The JSON documents of a reply, and where they stand in it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Any, NamedTuple

import regex

__all__ = ["IN_TEXT", "Found", "found_json"]

IN_TEXT = "embedded in text"
CANDIDATES = 50  # pieces of a reply tried as JSON

_OPENS = regex.compile(r"[{\[]")
_FENCE = regex.compile(r"```[ \t]*\w*[ \t]*\r?\n(.*?)(?:(?P<closed>```)|\Z)", regex.DOTALL)


_SPACE = " \t\n\r"
_BEGINS = frozenset('{["-0123456789tfn')
"""What a JSON document can begin with."""


class Found(NamedTuple):
    """A JSON document of a reply; `twice`: a key that stands twice in an object of it."""

    value: Any
    where: str
    span: tuple[int, int]
    twice: str | None


def found_json(text: str) -> Iterator[Found]:
    """The JSON of a reply: the whole, else code fences, else objects and lists in the text."""
    if text.lstrip(_SPACE)[:1] in _BEGINS:
        try:
            value, twice = _loads(text)
        except ValueError:
            pass
        else:
            yield Found(value, "the whole reply", (0, len(text)), twice)
            return
    fenced = False
    for match in islice(_FENCE.finditer(text), CANDIDATES):
        try:
            value, twice = _loads(match[1])
        except ValueError:
            continue
        where = "in a code fence" if match["closed"] else "in a code fence that nothing closes"
        yield Found(value, where, match.span(1), twice)
        fenced = True
    if not fenced:
        yield from _embedded(text)


def _embedded(text: str) -> Iterator[Found]:
    at = 0
    for _ in range(CANDIDATES):
        start = _OPENS.search(text, at)
        if start is None:
            return
        decoder, repeated = _decoder()
        try:
            value, end = decoder.raw_decode(text, start.start())
        except (ValueError, RecursionError):
            at = start.end()
            continue
        yield Found(value, IN_TEXT, (start.start(), end), next(iter(repeated), None))
        at = end


def _loads(text: str) -> tuple[Any, str | None]:
    decoder, repeated = _decoder()
    try:
        return decoder.decode(text), next(iter(repeated), None)
    except RecursionError as e:
        raise ValueError("nested too deeply") from e


def _decoder() -> tuple[json.JSONDecoder, list[str]]:
    """A decoder, and the keys that stood twice in an object of what it has read."""
    repeated: list[str] = []

    def made(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        value = dict(pairs)
        if len(value) < len(pairs):
            repeated.append(Counter(key for key, _ in pairs).most_common(1)[0][0])
        return value

    return json.JSONDecoder(parse_constant=_refuse_constant, object_pairs_hook=made), repeated


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")
