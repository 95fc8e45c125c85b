"""Values as a person writes them into a case file, on one line: without quotes where they read back as themselves."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from harness.source import SourceError, read_yaml

__all__ = ["block", "block_case", "expectation", "flow"]

_FLOW = re.compile(r"[^\s#&*!|>'\"%@`{}\[\],?:-][^\n\t{}\[\],#:]*")
_BLOCK = re.compile(r"[^\s#&*!|>'\"%@`{}\[\],?:-][^\n\t#:]*")


def block_case(entry: Mapping[str, Any]) -> str:
    """A case as an item of `cases:`, its keys a line each, expectations an item a line."""
    lines = []
    for key, value in entry.items():
        if key == "expect":
            lines += ["expect:", *(f"- {expectation(item)}" for item in value)]
        elif key == "messages":
            lines += ["messages:", *(f"- {flow(item)}" for item in value)]
        else:
            lines.append(f"{key}: {block(value)}")
    return "- " + "\n  ".join(lines)


def expectation(value: Any) -> str:
    """One expectation behind its dash: `number: 30`, `answer: {any_of: [a, b]}`."""
    if isinstance(value, Mapping) and len(value) == 1:
        [(name, arguments)] = value.items()
        return str(name) if arguments is None else f"{name}: {block(arguments)}"
    return block(value)


def block(value: Any) -> str:
    """A value on one line, behind a key or a dash: as `flow`, but that commas need no quotes there."""
    return _text(value, _BLOCK, "- k: {}\n") if isinstance(value, str) else flow(value)


def flow(value: Any) -> str:
    """A value on one line, as YAML's flow style writes it; texts without quotes where they read back as themselves."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{flow(str(key))}: {flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(map(flow, value)) + "]"
    return _text(value, _FLOW, "- k: [{}]\n") if isinstance(value, str) else json.dumps(value)


def _text(text: str, plain: re.Pattern[str], place: str) -> str:
    if not text.isprintable():  # a sign that nobody sees is written so that everybody does
        return '"' + "".join(_escaped(char) for char in text) + '"'
    bare = [text] if plain.fullmatch(text) and text == text.strip() else []
    quoted = [f'"{text}"', "'" + text.replace("'", "''") + "'"]
    for written in [*bare, *quoted]:
        if _reads_as(place.replace("{}", written), text):
            return written
    return '"' + "".join(_escaped(char) for char in text) + '"'


def _escaped(char: str) -> str:
    if char in '"\\':
        return f"\\{char}"
    if char.isprintable():
        return char
    code = ord(char)
    return {"\n": "\\n", "\t": "\\t"}.get(char) or (
        f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
    )


def _reads_as(written: str, text: str) -> bool:
    """Whether the project's own reader finds that text there."""
    try:
        return read_yaml(Path("-"), written).data in ([{"k": text}], [{"k": [text]}])
    except SourceError:
        return False
