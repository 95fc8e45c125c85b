"""What a check is: a function from a reply's text to a verdict, registered by name, its arguments validated at load."""

from __future__ import annotations

import difflib
import inspect
import json
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any, TypeVar, get_type_hints

from pydantic import PydanticUserError, TypeAdapter, ValidationError

from harness.checks._mistakes import to_write, told

__all__ = [
    "Bound",
    "Check",
    "CheckError",
    "Example",
    "Given",
    "Vectors",
    "Verdict",
    "bind",
    "check",
    "examples",
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
_SPACE = re.compile(r"\s*")
_SHOWN = re.compile(r"^[ \t]*(Passes|Misses):\s*", re.MULTILINE)
_PLACES = {"asked": "prompt", "told": "context", "under": "system", "after": "earlier"}


class CheckError(Exception):
    """A check can't be used as asked: unknown name, bad arguments, or a function that failed. Never a verdict.

    `path` leads to the argument that does not fit, where it is one: ("preferred", "gift card", 0).
    """

    def __init__(self, what: str, path: tuple[str | int, ...] = ()) -> None:
        super().__init__(what)
        self.path = path


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check says of one reply.

    Attributes:
        passed: whether the reply is as it should be.
        reason: one sentence for a person, quoting what decided; personal data masked.
        span: the deciding part of the reply as (start, end) in characters, where there is one.
    """

    passed: bool
    reason: str
    span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What the model had before it when it replied."""

    prompt: str = ""
    """The customer's last message."""
    context: str = ""
    """The documents that came with the question: a case's `context:`."""
    system: str = ""
    """The deployment's system prompt; empty where the case runs the checkpoint alone."""
    earlier: str = ""
    """The customer's earlier messages, one after the other."""

    @property
    def text(self) -> str:
        """All of it, a part a paragraph."""
        return "\n\n".join(part for part in (self.system, self.earlier, self.context, self.prompt) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vectors:
    """Where an embedding model puts texts: what a check that compares meanings is handed, made beforehand."""

    model: str
    """As the settings name it."""
    of: Mapping[str, Sequence[float]]
    """Text → vector, of length 1."""
    cut: Collection[str] = ()
    """Texts that were too long for the model, which read their beginning alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A reply that a check's docstring promises to pass or to miss."""

    arguments: Any
    text: str
    given: Given
    passed: bool
    alike: tuple[float, ...] = ()
    """How like the reply each of the texts is that the check compares it with; for checks that take vectors."""


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
            return _adapter(self.function, name).json_schema()
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


@lru_cache(maxsize=256)
def _asked(prompt: str) -> Given:
    return Given(prompt=prompt)


@cache
def _filled(function: Callable[..., Any]) -> tuple[str, ...]:
    return tuple(name for name in FILLED if name in _parameters(function))


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
            hint = _meant(wrong, parameters)
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
        _adapter(found.function, key).validate_python({})
    except ValidationError as e:
        return any(error["type"] == "missing" for error in e.errors())
    return True


def _validated(found: Check, key: str, value: Any, *, alone: bool) -> Any:
    """The value as the function's type hint has it; `alone`: it stands behind the check's name, without its own."""
    try:
        # Through JSON, so that strict types still take a list where a function asks for a tuple or a set.
        return _adapter(found.function, key).validate_json(json.dumps(value), strict=True)
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


@lru_cache(maxsize=1024)
def _adapter(function: Callable[..., Any], key: str) -> TypeAdapter[Any]:
    return TypeAdapter(get_type_hints(function, include_extras=True).get(key, Any))


def _meant_check(name: str) -> str:
    """A hint for an unknown check; `number:30` lacks the space behind the colon."""
    bare, colon, value = name.partition(":")
    if colon and bare in _checks:
        return f": a space is missing after the colon: write `- {bare}: {value.strip()}`"
    return _meant(name, _checks)


def _meant(wrong: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(wrong, list(known), n=1)
    return f": did you mean {near[0]!r}?" if near else ""


def _shortly(value: Any) -> str:
    shown = repr(value)
    return shown if len(shown) <= 60 else shown[:59] + "…"


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
