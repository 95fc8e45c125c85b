"""What a check is: a function from a reply's text to a verdict, registered by name."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any, TypeVar, get_type_hints

from pydantic import PydanticUserError, TypeAdapter

from harness.checks._mistakes import meant
from harness.checks._verdict import CheckError, Given, Vectors, Verdict

__all__ = [
    "NO_MODEL",
    "Check",
    "CheckError",
    "Given",
    "Vectors",
    "Verdict",
    "adapter",
    "check",
    "find",
    "registered",
]

Function = TypeVar("Function", bound=Callable[..., "Verdict | bool"])

PROMPT, GIVEN, VECTORS = "prompt", "given", "vectors"
FILLED = (PROMPT, GIVEN, VECTORS)
"""Parameters of a check that no case gives: what the model was asked, and where an embedding model puts the texts."""

NO_MODEL = (
    'compares texts by an embedding model, and none is named: add `embeddings = "models/encoder"` (a directory) or '
    '`embeddings = "openai:URL#NAME"` to [tool.ckptgate] in pyproject.toml'
)

_NAME = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A registered check.

    Attributes:
        name: what a case writes under `expect:`.
        function: takes the reply's text, then the arguments; a parameter called `prompt` gets the customer's last
            message, one called `given` all that the model was given (a `Given`), one called `vectors` the vectors of
            the reply and of the texts that it is compared with (`Vectors`).
        validate: called with the bound arguments at load, for rules that tie arguments together; raises ValueError.
        compares: the texts, by the bound arguments, that the reply is compared with by their vectors.
    """

    name: str
    function: Callable[..., Verdict | bool]
    validate: Callable[..., None] | None = field(default=None, repr=False)
    compares: Callable[..., Sequence[str]] | None = field(default=None, repr=False)

    @property
    def doc(self) -> str:
        """The first line of the function's docstring, or nothing."""
        return (inspect.getdoc(self.function) or "").partition("\n")[0]

    @property
    def parameters(self) -> Mapping[str, inspect.Parameter]:
        """The arguments a case may give, in order: every parameter but the text and what is filled in."""
        rest = list(_parameters(self.function).values())[1:]
        return {parameter.name: parameter for parameter in rest if parameter.name not in FILLED}

    def filled(self, given: Given, vectors: Vectors | None = None) -> dict[str, Any]:
        """The arguments that come with the reply instead of from a case."""
        return {
            name: given.prompt if name == PROMPT else given if name == GIVEN else vectors
            for name in _filled(self.function)
        }

    def schema_of(self, name: str) -> dict[str, Any]:
        """The JSON Schema of an argument's values; empty where its type has none."""
        try:
            return adapter(self.function, name).json_schema()
        except PydanticUserError:
            return {}

    @property
    def place(self) -> str:
        """`file:line` of the function, for error messages."""
        code = inspect.unwrap(self.function).__code__
        return f"{code.co_filename}:{code.co_firstlineno}"


@cache
def _parameters(function: Callable[..., Any]) -> Mapping[str, inspect.Parameter]:
    return inspect.signature(function).parameters


@cache
def _filled(function: Callable[..., Any]) -> tuple[str, ...]:
    return tuple(name for name in FILLED if name in _parameters(function))


# Decorators run at import, before there is any session whose stash could hold the registrations.
_checks: dict[str, Check] = {}


def check(
    name: str,
    *,
    validate: Callable[..., None] | None = None,
    compares: Callable[..., Sequence[str]] | None = None,
) -> Callable[[Function], Function]:
    """Register a function as a check; the function itself is left as it is.

    ```python
    @harness.check("polite")
    def polite(text: str) -> bool:
        return "please" in text.casefold()
    ```

    Args:
        name: lower-case letters, digits and `_`.
        validate: called with the arguments at load, to refuse combinations that types can't express.
        compares: called with the arguments, for a function that takes `vectors`: the texts whose vectors it needs
            beside the reply's.

    Raises:
        CheckError: the name is malformed or another function's; the function takes no text, `*args`, or only one of
            `vectors` and `compares=`.
    """

    def register(function: Function) -> Function:
        made = Check(name=name, function=function, validate=validate, compares=compares)
        _refuse_bad(made)
        known = _checks.get(name)
        # A conftest.py may be imported twice under two module names; that is still the same function.
        if known is not None and known.place != made.place:
            raise CheckError(f"check {name!r} ({made.place}) is taken by {known.place}; choose another name")
        _checks[name] = made
        return function

    return register


def _refuse_bad(made: Check) -> None:
    if not _NAME.fullmatch(made.name):
        raise CheckError(f"check name {made.name!r} ({made.place}): use lower-case letters, digits and _")
    parameters = list(inspect.signature(made.function).parameters.values())
    if not parameters or parameters[0].name in FILLED or parameters[0].kind is inspect.Parameter.KEYWORD_ONLY:
        raise CheckError(f"check {made.name!r} ({made.place}): its first parameter must take the reply's text")
    odd = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD, inspect.Parameter.POSITIONAL_ONLY)
    for parameter in parameters[1:]:
        if parameter.kind in odd:
            raise CheckError(f"check {made.name!r} ({made.place}): parameter {parameter} can't be given by name")
    if (made.compares is None) == any(parameter.name == VECTORS for parameter in parameters):
        raise CheckError(f"check {made.name!r} ({made.place}): a parameter `vectors` and compares= belong together")


def registered() -> tuple[Check, ...]:
    """Every registered check, by name."""
    return tuple(_checks[name] for name in sorted(_checks))


def find(name: str) -> Check:
    """The check of this name.

    Raises:
        CheckError: there is none; says which one may be meant.
    """
    found = _checks.get(name)
    if found is None:
        raise CheckError(f"unknown check {name!r}{_meant_check(name) or '; known: ' + ', '.join(sorted(_checks))}")
    return found


@lru_cache(maxsize=1024)
def adapter(function: Callable[..., Any], key: str) -> TypeAdapter[Any]:
    """What reads a JSON value as a function's type hint has it."""
    return TypeAdapter(get_type_hints(function, include_extras=True).get(key, Any))


def _meant_check(name: str) -> str:
    """A hint for an unknown check; `number:30` lacks the space behind the colon."""
    bare, colon, value = name.partition(":")
    if colon and bare in _checks:
        return f": a space is missing after the colon: write `- {bare}: {value.strip()}`"
    return meant(name, _checks)
