"""An expectation that was too narrow, made to take what a reply says: which line of the case changes, and to what.

Only where a check knows alternatives: accepted answers, a fact's other writings, words of which one will do, a number's
tolerance. All else is for a person to write.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from harness.checks import Bound
from harness.checks.text import fold, numbers

__all__ = ["NEAR", "SHORT", "Edit", "apply", "widenings", "wording_of"]

SHORT = 12
"""A reply of so many words or fewer is taken whole for the wording that was right."""

NEAR = 0.1
"""How far from the expected number, as a share of it, another one may lie to be let in by a tolerance."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of one expectation: a value put at a place within it, or (`add`) added to the list there."""

    place: tuple[str | int, ...]
    value: Any
    add: bool = False


def wording_of(reply: str, given: str | None) -> str | None:
    """The words of the reply that answer: those that a person names, else all of a short one; None: too long a reply.

    Raises:
        ValueError: the words that are named do not stand in the reply.
    """
    if given is not None:
        if fold(given) not in fold(reply):
            raise ValueError(f"{given!r} does not stand in the reply")
        return given.strip()
    told = " ".join(reply.split())
    return told.rstrip(".!… ") or None if len(told.split()) <= SHORT else None


def widenings(bound: Bound, written: Any, reply: str, wording: str | None) -> Iterator[Edit]:
    """Edits that may let the reply in, the likeliest first; `written` are the check's arguments as the case has them.

    Each has to be tried: what a reply lacks besides, a wider list does not give it.
    """
    name = bound.check.name
    if name == "number":
        yield from _tolerance(bound, written, reply)
    elif wording is None:
        return
    elif name == "answer":
        place = ("answer", "any_of") if isinstance(written, Mapping) else ("answer",)
        yield Edit(place, wording, add=True)
    elif name == "equals":
        yield Edit((), {"answer": {"any_of": [_value(written), wording], "contains": False}})
    elif name in ("keywords", "mentions") and isinstance(written, Mapping) and written.get("any_of"):
        yield Edit((name, "any_of"), wording, add=True)
    elif name == "facts":
        yield from _facts(written, wording)


def _facts(written: Any, wording: str) -> Iterator[Edit]:
    place: tuple[str | int, ...] = ("facts", "all_of") if isinstance(written, Mapping) else ("facts",)
    listed = written["all_of"] if isinstance(written, Mapping) else written
    for at, fact in enumerate(listed):
        if isinstance(fact, list):
            yield Edit((*place, at), wording, add=True)
        else:
            yield Edit((*place, at), [fact, wording])


def _tolerance(bound: Bound, written: Any, reply: str) -> Iterator[Edit]:
    value, now = Decimal(repr(bound.arguments["value"])), bound.arguments.get("tolerance", 0.0)
    read = {abs(number - value) for found in numbers(reply) for number in found.values}
    for off in sorted(read):
        if off <= abs(value) * Decimal(repr(NEAR)) and off > Decimal(repr(now)):
            tolerance: float | int = int(off) if off == int(off) else float(off)
            if isinstance(written, Mapping):
                yield Edit(("number", "tolerance"), tolerance)
            else:
                yield Edit(("number",), {"value": written, "tolerance": tolerance})


def _value(written: Any) -> Any:
    return written["value"] if isinstance(written, Mapping) else written


def apply(expected: Mapping[str, Any], edit: Edit) -> tuple[str, Any]:
    """The expectation with the edit in it, as a check's name and its arguments."""
    if not edit.place:
        [(name, arguments)] = edit.value.items()
        return name, arguments
    made = _set(dict(expected), edit.place, edit)
    [(name, arguments)] = made.items()
    return name, arguments


def _set(value: Any, place: tuple[str | int, ...], edit: Edit) -> Any:
    if not place:
        return [*value, edit.value] if edit.add else edit.value
    if isinstance(value, list):
        return [_set(one, place[1:], edit) if at == place[0] else one for at, one in enumerate(value)]
    inner = value.get(place[0]) if len(place) > 1 or edit.add else None
    return {**value, place[0]: _set(inner, place[1:], edit)}
