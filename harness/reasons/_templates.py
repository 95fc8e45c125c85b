"""Sentences found again by the templates that they were made with, and told by others: no search ever runs away.

A template is fixed words with holes between them. What a hole may hold is told by its name, numbers at its end aside:
`{quote}` a text in “…”, `{n}` a whole number, `{n:word}` one with its word, `{number}` and `{share}` as they are
written, `{text}` anything, and the name of a table a sentence of that table. With an s behind it is a list of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from harness.figures import NBSP, counted, local, number

__all__ = ["LONGEST", "Tables", "Templates"]

LONGEST = 100_000
"""Characters of a sentence that is read: a reason quotes no more than a line of a reply."""

_TRIED = 40
"""Places where a hole may end that are tried."""
_MOST_ITEMS = 100
"""Of a list; a longer one stays as it is."""

_HOLE = re.compile(r"\{(\w+?)(\d*)(?::([^{}]*))?\}")
_COUNT = r"\d+(?:,\d{3})*"
_WRITTEN = {
    "n": re.compile(_COUNT),
    "number": re.compile(r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?"),
    "share": re.compile(r"\d+(?:\.\d+)?%"),
}
_BETWEEN = re.compile(r", (?:and |or )?| or | and ")
_RUSSIAN_BETWEEN = {", ": ", ", " or ": " или ", ", or ": " или ", " and ": " и ", ", and ": " и "}

Value = str | int
Found = dict[str, Value]


class _Hole(NamedTuple):
    name: str
    kind: str
    forms: tuple[str, ...]
    written: re.Pattern[str] | None


_Token = str | _Hole


class _Template(NamedTuple):
    english: tuple[_Token, ...]
    russian: tuple[_Token, ...]

    @property
    def weight(self) -> tuple[int, int]:
        """The more fixed words the surer, then the fewer holes that may hold anything."""
        fixed = sum(len(token) for token in self.english if isinstance(token, str))
        return -fixed, sum(not isinstance(token, str) and token.kind == "text" for token in self.english)


class Tables(dict[str, "Templates"]):
    """Tables by their names: a hole of that name holds a sentence of that table."""


class Templates:
    """English templates, each with the Russian one that says the same."""

    def __init__(self, russian: Mapping[str, str], tables: Tables | None = None) -> None:
        """The holes of both say the same names; `tables` holds those that holes may name, and is read when needed."""
        self._tables = tables if tables is not None else Tables()
        made = sorted((_Template(_tokens(one), _tokens(other)) for one, other in russian.items()), key=_weight)
        self._templates = made
        self._by_beginning: dict[str, list[_Template]] | None = None

    def told(self, text: str) -> str | None:
        """The sentence in Russian; None where no template made it."""
        if not text or len(text) > LONGEST:
            return None
        for template in self._beginning_like(text):
            found = _Reading(template.english, text, self._tables).found()
            if found is not None:
                return "".join(_put(token, found) for token in template.russian)
        return None

    def _beginning_like(self, text: str) -> Sequence[_Template]:
        if self._by_beginning is None:
            self._by_beginning = self._indexed()
        known = self._by_beginning
        return known.get(_beginning(text), known.get("", ()))

    def _indexed(self) -> dict[str, list[_Template]]:
        """Templates by the word that a sentence of theirs begins with; under "" those that may begin with any."""
        keys = [self._beginnings(template, ()) for template in self._templates]
        every = {key for some in keys for key in some}
        return {
            key: [t for t, some in zip(self._templates, keys, strict=True) if key in some or "" in some]
            for key in every | {""}
        }

    def _beginnings(self, template: _Template, outer: tuple[Templates, ...]) -> set[str]:
        """`outer`: the tables that this one stands in, which may stand in it again."""
        first = template.english[0]
        if isinstance(first, str):
            whole = " " in first or len(template.english) == 1
            return {_beginning(first)} if whole else {""}
        if first.written is not None:
            return {_NUMBER}
        table = self._tables.get(first.kind) or self._tables.get(first.kind.removesuffix("s"))
        if table is not None:
            within = (*outer, self)
            if table in within:
                return {""}
            return {key for template in table._templates for key in table._beginnings(template, within)}
        return {"“"} if first.kind in ("quote", "quotes") else {""}


_NUMBER = "0"


def _beginning(text: str) -> str:
    first = text[:1]
    if first == "“":
        return first
    return _NUMBER if first.isdigit() or first == "-" else text[:60].partition(" ")[0].rstrip(",:;")


def _weight(template: _Template) -> tuple[int, int]:
    return template.weight


def _tokens(template: str) -> tuple[_Token, ...]:
    tokens: list[_Token] = []
    at = 0
    for match in _HOLE.finditer(template):
        if match.start() > at:
            tokens.append(template[at : match.start()])
        kind, digits, forms = match.groups()
        tokens.append(_Hole(kind + digits, kind, tuple((forms or "").split("|")) if forms else (), _as_written(match)))
        at = match.end()
    return (*tokens, template[at:]) if at < len(template) else tuple(tokens)


def _as_written(hole: re.Match[str]) -> re.Pattern[str] | None:
    kind, _, forms = hole.groups()
    if not forms:
        return _WRITTEN.get(kind)
    words = forms.split("|")
    words += [f"{words[0]}s"] if len(words) == 1 else []
    return re.compile(rf"{_COUNT} (?:{'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))})(?!\w)")


def _put(token: _Token, found: Found) -> str:
    if isinstance(token, str):
        return token
    value = found[token.name]
    if isinstance(value, str):
        return value
    return counted(value, *token.forms) if token.forms else number(value, "ru")


class _Reading:
    """One sentence read by one template, from left to right; what failed once is not tried again."""

    def __init__(self, tokens: Sequence[_Token], text: str, tables: Tables) -> None:
        self._tokens, self._text, self._tables = tokens, text, tables
        self._failed: set[tuple[int, int]] = set()

    def found(self) -> Found | None:
        """What stands in the holes; None where the template does not fit."""
        fixed = [token for token in self._tokens if isinstance(token, str)]
        last = self._tokens[-1]
        if isinstance(last, str) and not self._text.endswith(last):
            return None
        at = 0
        for words in fixed:
            if (at := self._text.find(words, at)) < 0:
                return None
            at += len(words)
        return self._from(0, 0)

    def _from(self, token: int, at: int) -> Found | None:
        if token == len(self._tokens):
            return {} if at == len(self._text) else None
        if (token, at) in self._failed:
            return None
        hole = self._tokens[token]
        if isinstance(hole, str):
            if self._text.startswith(hole, at) and (rest := self._from(token + 1, at + len(hole))) is not None:
                return rest
        else:
            for end, value in self._held(hole, token, at):
                if (rest := self._from(token + 1, end)) is not None:
                    return {hole.name: value, **rest}
        self._failed.add((token, at))
        return None

    def _held(self, hole: _Hole, token: int, at: int) -> Iterator[tuple[int, Value]]:
        """Where the hole may end, the nearest first, and what it then holds."""
        if hole.written is not None:
            if match := hole.written.match(self._text, at):
                yield match.end(), _read(hole, match[0])
            return
        after = self._tokens[token + 1] if token + 1 < len(self._tokens) else ""
        assert isinstance(after, str)
        for end in self._ends(after, at) if after else (len(self._text),):
            if (value := _told(hole.kind, self._text[at:end], self._tables)) is not None:
                yield end, value

    def _ends(self, after: str, at: int) -> Iterator[int]:
        end = at
        for _ in range(_TRIED):
            end = self._text.find(after, end + 1)
            if end < 0:
                return
            yield end


def _read(hole: _Hole, written: str) -> Value:
    if hole.kind == "n":
        return int(written.partition(" ")[0].replace(",", ""))
    return local(written, "ru").replace("-", "−").replace("%", f"{NBSP}%")


def _told(kind: str, text: str, tables: Tables) -> str | None:
    """What stands in a hole of that kind, in Russian; None where it is no such thing."""
    if kind == "text":
        return text or None
    if kind == "quote":
        return _quoted(text)
    if kind in tables:
        return tables[kind].told(text)
    one = kind.removesuffix("s")
    if one == kind:
        raise LookupError(f"no table {kind!r}")
    return _listed(text, lambda item: _told(one, item, tables))


def _quoted(text: str) -> str | None:
    """A quote in the marks of Russian, unless it has such marks in it."""
    if len(text) < 2 or text[0] != "“" or text[-1] != "”":
        return None
    held = text[1:-1]
    return text if "«" in held or "»" in held else f"«{held}»"


def _listed(text: str, told: Callable[[str], str | None]) -> str | None:
    """A list of which every item can be told: cut at the first signs where that holds."""
    cuts = [match.span() for match in islice(_BETWEEN.finditer(text), _MOST_ITEMS)]
    if len(cuts) == _MOST_ITEMS:
        return None
    failed: set[int] = set()

    def items(at: int, cut: int) -> list[str] | None:
        if at in failed:
            return None
        for k in range(cut, len(cuts) + 1):
            end, further = cuts[k] if k < len(cuts) else (len(text), len(text))
            item = told(text[at:end])
            if item is None:
                continue
            if k == len(cuts):
                return [item]
            if (rest := items(further, k + 1)) is not None:
                return [item, _RUSSIAN_BETWEEN[text[end:further]], *rest]
        failed.add(at)
        return None

    found = items(0, 0)
    return None if found is None else "".join(found)
