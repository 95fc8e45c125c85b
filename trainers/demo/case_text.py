"""Case files as a person would write them: YAML with one short line an expectation."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

__all__ = ["CaseFile", "Entry", "flow"]

# What YAML reads as the text it is: begins with a letter, holds no sign with a meaning there (in a flow, no comma).
_PLAIN = re.compile(r"[^\W\d_](?:[\w .!?'’«»—()*/@+-]*[\w.!?»)*])?")
_PLAIN_LINE = re.compile(r"[^\W\d_](?:[\w .,!?'’«»—()*/@+-]*[\w.!?»)*])?")
_OTHER_TYPES = {"true", "false", "null"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One case to write."""

    id: str
    prompt: str
    expect: tuple[Mapping[str, Any], ...]
    context: tuple[str, ...] = ()
    skill: str | None = None
    kind: str | None = None
    critical: bool = False
    choices: tuple[str, ...] = ()
    cluster: str | None = None
    variants: tuple[str, ...] = ()
    automatic: tuple[str, ...] = ()
    """Kinds of variants that make themselves, besides those."""

    def lines(self) -> list[str]:
        """The case as lines of YAML."""
        made = [f"- id: {self.id}", *self._documents(), f"  prompt: {_line(self.prompt)}"]
        made += self._other_words()
        made += [f"  choices: {flow(self.choices)}", "  choice_by: character"] if self.choices else []
        made.append("  expect:")
        for check in self.expect:
            ((name, arguments),) = check.items()
            made.append(f"  - {name}" if arguments is None else f"  - {name}: {flow(arguments)}")
        for key, value in (("skill", self.skill), ("kind", self.kind), ("cluster", self.cluster)):
            made += [f"  {key}: {value}"] if value else []
        return made + (["  tags: [critical]"] if self.critical else [])

    def _other_words(self) -> list[str]:
        made = f"{{auto: {flow(self.automatic)}}}"
        if not self.variants:
            return [f"  variants: {made}"] if self.automatic else []
        return ["  variants:", *(f"  - {_line(text)}" for text in self.variants), f"  - {made}"]

    def _documents(self) -> list[str]:
        if len(self.context) == 1:
            return [f"  context: {_line(self.context[0])}"]
        return ["  context:", *(f"  - {_line(document)}" for document in self.context)] if self.context else []


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """One file: the header's lines, then the cases."""

    header: Sequence[str]
    entries: Sequence[Entry]

    def text(self) -> str:
        """The file's content."""
        return "\n".join([*self.header, "cases:", *(line for entry in self.entries for line in entry.lines())]) + "\n"


def flow(value: Any) -> str:
    """A value on one line of YAML, quoted only where it must be."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{flow(k)}: {flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(flow, value)) + "]"
    if isinstance(value, str) and _PLAIN.fullmatch(value) and value not in _OTHER_TYPES:
        return value
    if isinstance(value, str) and "\\" in value and "'" not in value:
        return f"'{value}'"
    return json.dumps(value, ensure_ascii=False)


def _line(text: str) -> str:
    """A text that stands alone after its key."""
    return text if _PLAIN_LINE.fullmatch(text) else flow(text)
