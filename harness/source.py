"""Files that people write: YAML and JSONL read with the line of every part, and errors that name it.

YAML here is plain data. Only `true` and `false` are booleans (`yes`, `no` and `on` stay text, as an answer may well be
"yes"), dates stay text, `1e-3` is a number, and anchors, aliases, merge keys and duplicate keys are refused: a reader
of a case sees all of it where it stands.
"""

from __future__ import annotations

import difflib
import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from harness.plainly import plainly

__all__ = [
    "Located",
    "SourceError",
    "SourceErrors",
    "read_json_object",
    "read_jsonl",
    "read_yaml",
    "reading",
    "relative",
    "unique",
    "validate",
]

Model = TypeVar("Model", bound=BaseModel)
Lines = Mapping[tuple[str | int, ...], int]


_ODD_SPACE = re.compile(r"[^\S \n]")


class SourceError(Exception):
    """Something a person wrote can't be used: says what, where (`file:line`) and what to do."""

    def __init__(self, what: str, *, file: Path | str | None = None, line: int | None = None) -> None:
        self.what, self.file, self.line = what, file, line
        place = f"{relative(file)}:{line}: " if file and line else f"{relative(file)}: " if file else ""
        super().__init__(f"{place}{what}")


class SourceErrors(SourceError):
    """Several such errors, told together, a line each; `file` and `line` are the first one's."""

    def __init__(self, errors: Sequence[SourceError]) -> None:
        self.errors = tuple(errors)
        Exception.__init__(self, "\n".join(map(str, self.errors)))
        first = self.errors[0]
        self.what, self.file, self.line = first.what, first.file, first.line


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """Parsed data with the line (from 1) of each part, keyed by its path: `("cases", 3, "prompt")`."""

    data: Any
    lines: Lines
    file: Path

    def line(self, path: Sequence[str | int]) -> int:
        """The line of the nearest known part at or above `path`."""
        parts = tuple(path)
        while parts and parts not in self.lines:
            parts = parts[:-1]
        return self.lines.get(parts, 1)


def relative(file: Path | str) -> str:
    """The path as a person in the working directory would write it."""
    return _relative(str(file), os.getcwd())


@lru_cache(maxsize=4096)
def _relative(file: str, here: str) -> str:
    path = Path(file)
    try:
        return path.resolve().relative_to(Path(here).resolve()).as_posix()
    except (ValueError, OSError, RuntimeError):  # elsewhere; a link that leads to itself
        return path.as_posix()


_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):  # type: ignore[misc]
    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012


for tag, pattern, first in (
    ("null", r"~|null|", ["~", "n", ""]),
    ("bool", r"true|false", list("tf")),
    ("int", r"[-+]?(?:0|[1-9][0-9]*)", list("-+0123456789")),
    ("float", r"[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+|[0-9]+(?=[eE]))(?:[eE][-+]?[0-9]+)?", list("-+.0123456789")),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(rf"^(?:{pattern})$"), first)


def read_yaml(file: Path, text: str | None = None) -> Located:
    """Read one YAML document with the line of every key and item.

    Raises:
        SourceError: the file is missing, not UTF-8, not YAML, empty, or uses what is refused here.
    """
    if text is None:
        text = read_text(file)
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
        if node is None:
            raise SourceError("the file is empty", file=file)
        lines: dict[tuple[str | int, ...], int] = {}
        _walk(node, (), lines, set(), file)
        return Located(data=loader.construct_document(node), lines=lines, file=file)
    except yaml.MarkedYAMLError as e:
        raise _unreadable(e, file) from e
    except (yaml.YAMLError, ValueError) as e:
        raise SourceError(f"not readable as YAML: {e}", file=file) from e
    except RecursionError as e:
        raise SourceError("nested too deeply", file=file) from e


_HINTS = (
    (
        "mapping values are not allowed",
        "a colon with a space behind it stands in the text: put it in 'quotes' (or indent it as the lines above)",
    ),
    ("alphabetic or numeric character", "a text that begins with * or & has to stand in 'quotes'"),
    ("unknown escape character", "between double quotes a backslash is no sign like others: use 'single quotes'"),
    (
        "expected key|<block end>|expected '-' indicator|expected ':'|simple key",
        "indent it as the lines above, or put the text in 'quotes' (a ' inside them is written twice)",
    ),
    ("unexpected end of stream", "the quote that opens here is never closed"),
    (r"expected ',' or", "the bracket that opens here is not closed: put texts that hold , : [ ] { or } in 'quotes'"),
    ("cannot start any token", "indent with spaces, no tabs; a text that begins with @, ` or % has to be in 'quotes'"),
)
"""What a person can do about libyaml's and PyYAML's complaints."""
_STARTS_IN_CONTEXT = re.compile("end of stream|expected ',' or|expected ':'")
"""Complaints that come up far behind the mistake, which is where their context began."""


def _unreadable(error: yaml.MarkedYAMLError, file: Path) -> SourceError:
    problem = error.problem or str(error)
    mark = error.problem_mark
    if error.context_mark and _STARTS_IN_CONTEXT.search(problem):
        mark = error.context_mark
    hint = next((f": {what}" for complaint, what in _HINTS if re.search(complaint, problem)), "")
    return SourceError(f"not readable as YAML: {problem}{hint}", file=file, line=mark.line + 1 if mark else None)


@contextmanager
def reading(file: Path) -> Iterator[None]:
    """Data that are being read: what the system refuses becomes an error with the file's name.

    Raises:
        SourceError: the file went away, changed its kind, or must not or can't be read.
    """
    try:
        yield
    except OSError as e:
        gone = isinstance(e, FileNotFoundError)
        what = "put it back" if gone else "see that it may be read, and that its disk is there"
        raise SourceError(f"can't be read: {e.strerror or e}; {what}, and start again", file=file) from e


def read_text(file: Path) -> str:
    """The file as UTF-8 text (a byte order mark is dropped)."""
    try:
        return file.read_text(encoding="utf-8-sig")
    except FileNotFoundError as e:
        raise SourceError("no such file", file=file) from e
    except UnicodeDecodeError as e:
        raise SourceError(f"not UTF-8 text (byte {e.start}): save it as UTF-8", file=file) from e
    except OSError as e:
        raise SourceError(f"can't be read: {e.strerror}", file=file) from e


def read_json_object(file: Path) -> dict[str, Any]:
    """The object in a JSON file; empty where the file is absent or holds something else.

    Raises:
        SourceError: the file is there and not JSON.
    """
    if not file.is_file():
        return {}
    try:
        value = json.loads(file.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as e:
        raise SourceError(f"not readable as JSON: {e}", file=file) from e
    return value if isinstance(value, dict) else {}


def read_jsonl(file: Path, text: str | None = None) -> Iterator[tuple[int, Any]]:
    """Yield (line number from 1, value) for each non-empty line of a JSONL file, or of the text that is to stand there.

    Raises:
        SourceError: the file can't be read, or a line is no JSON.
    """
    # Not splitlines(): it also breaks at U+2028 and the like, which JSON allows inside a string.
    for number, line in enumerate((read_text(file) if text is None else text).split("\n"), start=1):
        if not line.strip():
            continue
        try:
            yield number, json.loads(line, object_pairs_hook=unique)
        except (ValueError, RecursionError) as e:
            raise SourceError(f"not a JSON object: {e}", file=file, line=number) from e


def validate(model: type[Model], located: Located, *, at: Sequence[str | int] = (), data: Any = None) -> Model:
    """Build `model` from the part of a file at path `at`; the first mistake becomes a `SourceError` with its line."""
    try:
        return model.model_validate(located.data if data is None else data)
    except ValidationError as e:
        errors = e.errors(include_url=False)
        # A misspelt key is also a missing one; the misspelling is what helps.
        error = next((x for x in errors if x["type"] == "extra_forbidden"), errors[0])
        path = [*at, *(p for p in error["loc"] if not isinstance(p, str) or not p.startswith("function-"))]
        raise SourceError(_sentence(error, model), file=located.file, line=located.line(path)) from e


def _sentence(error: Any, model: type[BaseModel]) -> str:
    where = ".".join(str(p) for p in error["loc"])
    if error["type"] == "extra_forbidden":
        if _ODD_SPACE.match(where):
            return f"unknown key {where!r}: a no-break space or the like stands where plain spaces indent; retype them"
        known = sorted(model.model_fields) if len(error["loc"]) == 1 else []
        near = difflib.get_close_matches(where, known, n=1)
        listed = f" (known: {', '.join(known)})" if known else ""
        return f"unknown key {where!r}{listed}" + (f": did you mean {near[0]!r}?" if near else "")
    if error["type"] == "missing":
        return f"{where!r} is missing"
    message = plainly(error)
    if error["type"] == "list_type" and isinstance(error["input"], str):
        message += f": write `{error['loc'][-1]}: [{error['input']}]`"
    if where:
        return f"{where}: {message}"
    return f"this {message}" if message.startswith("has to ") else message


def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """`object_pairs_hook` of json: an object whose keys stand once each; else ValueError."""
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a key stands twice in one object")
    return made


def _walk(node: Any, path: tuple[str | int, ...], lines: dict[Any, int], seen: set[int], file: Path) -> None:
    line = node.start_mark.line + 1
    if id(node) in seen:
        raise SourceError("anchors and aliases are not used here: write the value out", file=file, line=line)
    seen.add(id(node))
    lines.setdefault(path, line)
    if isinstance(node, yaml.SequenceNode):
        for i, child in enumerate(node.value):
            _walk(child, (*path, i), lines, seen, file)
    elif isinstance(node, yaml.MappingNode):
        keys: set[str] = set()
        for key, value in node.value:
            at = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                raise SourceError("a key must be plain text", file=file, line=at)
            if key.value in keys:
                raise SourceError(f"the key {key.value!r} stands twice", file=file, line=at)
            keys.add(key.value)
            lines[(*path, key.value)] = at
            _walk(value, (*path, key.value), lines, seen, file)
