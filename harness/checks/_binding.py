"""A check with its arguments, validated when they are loaded; it then judges reply after reply."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pydantic import ValidationError

from harness.checks._mistakes import meant, to_write, told
from harness.checks._verdict import CheckError, Given, Vectors, Verdict
from harness.checks.registry import NO_MODEL, Check, adapter, find

__all__ = ["Bound", "bind"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """A check with its validated arguments, ready to judge replies."""

    check: Check
    arguments: Mapping[str, Any]

    @property
    def compared(self) -> tuple[str, ...]:
        """The texts whose vectors `judge` needs beside the reply's; none: it needs no vectors."""
        return () if self.check.compares is None else tuple(self.check.compares(**self.arguments))

    def judge(self, text: str, given: Given | str = "", vectors: Vectors | None = None) -> Verdict:
        """The verdict on one reply to what was given; a string is the customer's message.

        Args:
            vectors: of the reply and of `compared`, where there are such texts.

        Raises:
            CheckError: vectors are needed and not there; the function raised, or returned neither a Verdict nor a bool.
        """
        given = _asked(given) if isinstance(given, str) else given
        if vectors is None and self.check.compares is not None:
            raise CheckError(f"check {self.check.name!r} {NO_MODEL}")
        try:
            result = self.check.function(text, **self.arguments, **self.check.filled(given, vectors))
        except Exception as e:
            raise CheckError(f"check {self.check.name!r} ({self.check.place}) failed: {type(e).__name__}: {e}") from e
        if isinstance(result, Verdict):
            return result
        if isinstance(result, bool):
            return Verdict(result, self._plain_reason(result))
        kind = type(result).__name__
        raise CheckError(f"check {self.check.name!r} ({self.check.place}) returned {kind}; return a bool or a Verdict")

    def _plain_reason(self, passed: bool) -> str:
        """What can be said of a function that returns no reason: its name and what its docstring asks for."""
        asks = f", “{self.check.doc}”" if self.check.doc else ""
        told = f"the reply {'passes' if passed else 'fails'} the check {self.check.name}{asks}"
        return told if passed else f'{told} (to say why, let it return harness.Verdict(False, "why"))'


@lru_cache(maxsize=256)
def _asked(prompt: str) -> Given:
    return Given(prompt=prompt)


def bind(name: str, arguments: Any = None) -> Bound:
    """A check with its arguments, as a case writes them.

    A mapping whose keys are all argument names binds by name; anything else is the first argument; None gives none.
    Arguments are JSON values and are held to the function's type hints strictly: `"60"` is no integer.

    Raises:
        CheckError: unknown check, unknown or missing argument, or a value that does not fit; says what to write.
    """
    found = find(name)
    named = _by_name(found, arguments)
    alone = named != arguments
    values = {key: _validated(found, key, value, alone=alone) for key, value in named.items()}
    if found.validate is not None:
        try:
            found.validate(**values)
        except ValueError as e:
            raise CheckError(f"check {name!r}: {e}") from e
    return Bound(check=found, arguments=values)


def _by_name(found: Check, arguments: Any) -> dict[str, Any]:
    parameters = found.parameters
    required = [key for key, parameter in parameters.items() if parameter.default is parameter.empty]
    named: dict[str, Any]
    if arguments is None:
        named = {}
    elif not parameters:
        if arguments is not True and arguments != {}:
            raise CheckError(f"check {found.name!r} takes no arguments: write `- {found.name}`")
        named = {}
    elif isinstance(arguments, Mapping) and all(key in parameters for key in arguments) and (arguments or not required):
        named = dict(arguments)
    else:
        first = next(iter(parameters))
        named_some = (
            len(parameters) > 1 and isinstance(arguments, Mapping) and any(key in parameters for key in arguments)
        )
        if isinstance(arguments, Mapping) and (named_some or not _takes_mapping(found, first)):
            wrong = next((str(key) for key in arguments if key not in parameters), "")
            hint = meant(wrong, parameters)
            known = ", ".join(parameters)
            raise CheckError(
                f"check {found.name!r}: unknown argument {wrong!r}{hint}; arguments: {known}", path=(wrong,)
            )
        named = {first: arguments}
    missing = [key for key in required if key not in named]
    if missing:
        raise CheckError(f"check {found.name!r} needs {', '.join(missing)}")
    return named


def _takes_mapping(found: Check, key: str) -> bool:
    try:
        adapter(found.function, key).validate_python({})
    except ValidationError as e:
        return any(error["type"] == "missing" for error in e.errors())
    return True


def _validated(found: Check, key: str, value: Any, *, alone: bool) -> Any:
    """The value as the function's type hint has it; `alone`: it stands behind the check's name, without its own."""
    try:
        # Through JSON, so that strict types still take a list where a function asks for a tuple or a set.
        return adapter(found.function, key).validate_json(json.dumps(value), strict=True)
    except ValidationError as e:
        errors = e.errors()
        # Of several kinds that would do, the words that would do say most to whoever wrote a word.
        words = (x for x in errors if x["type"] == "literal_error" and isinstance(value, str))
        first = next(words, errors[0])
        where = ".".join(part for part in map(str, (key, *first["loc"])) if "[" not in part)
        message = told(first["msg"])
        if first["type"] == "literal_error" and any(x["type"] == "bool_type" for x in errors):
            message = message.replace("should be ", "should be true, false, ", 1)
        hint = to_write(f"- {found.name}" if alone else key, first)
        raise CheckError(
            f"check {found.name!r}: {where}: {message} (got {_shortly(first['input'])}){hint}",
            path=(key, *first["loc"]),
        ) from e
    except (TypeError, ValueError, RecursionError) as e:
        raise CheckError(f"check {found.name!r}: {key}: not a JSON value: {e}") from e


def _shortly(value: Any) -> str:
    shown = repr(value)
    return shown if len(shown) <= 60 else shown[:59] + "…"
