"""Cases as lines of YAML that a person would have written: block style, quotes only where they are needed."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from harness.source import SourceError, read_yaml

__all__ = ["WIDTH", "case_lines", "comment", "flow"]

WIDTH = 110
_INDENT = "  "
_SPACES = {0xA0: " ", 0x202F: " ", 0x2009: " "}
_WORDS_OF_OTHERS = {"yes", "no", "on", "off", "y", "n", "true", "false", "null"}
"""What other readers of YAML take for something else than a text. (`yes` and `no` are texts to this project's.)"""


def flow(value: Any) -> str:
    """A value on one line: texts are quoted only where YAML would read something else."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{flow(key)}: {flow(inside)}" for key, inside in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(flow, value)) + "]"
    return _scalar(value, within=True) if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def case_lines(case: Mapping[str, Any], comments: Sequence[str]) -> list[str]:
    """A case as lines of a list's item; the comments stand below its id."""
    lines = [f"- id: {_scalar(case['id'], within=False)}"]
    lines += [f"{_INDENT}# {one}".rstrip() for one in comments]
    for key, value in case.items():
        if key == "expect":
            lines.append("  expect:")
            for one in value:
                lines += _expectation(one)
        elif key != "id":
            lines += _keyed(key, value)
    return lines


def comment(label: str, text: str) -> list[str]:
    """A text as lines of a comment: the first begins with `label:`, the others are indented."""
    words = " ".join(text.split())
    lines = textwrap.wrap(words, WIDTH - len(label) - 8, break_long_words=False, break_on_hyphens=False) or [""]
    return [f"{label}: {lines[0]}", *(f"  {line}" for line in lines[1:])]


def _expectation(one: Mapping[str, Any]) -> list[str]:
    ((name, arguments),) = one.items()
    if arguments is None or arguments is True:
        return [f"  - {name}" if arguments is None else f"  - {name}: true"]
    line = f"  - {name}: {_scalar(arguments, within=False) if isinstance(arguments, str) else flow(arguments)}"
    if len(line) <= WIDTH or not isinstance(arguments, Mapping | list | tuple):
        return [line]
    return [f"  - {name}:", *_block(arguments, 6)]


def _block(value: Any, indent: int) -> list[str]:
    """A value over several lines, each part of it on one where it fits."""
    space, lines = " " * indent, []
    if isinstance(value, Mapping):
        for key, inside in value.items():
            line = f"{space}{flow(key)}: {_scalar(inside, within=False) if isinstance(inside, str) else flow(inside)}"
            if len(line) <= WIDTH or not isinstance(inside, Mapping | list | tuple) or not inside:
                lines.append(line)
            else:
                lines += [f"{space}{flow(key)}:", *_block(inside, indent + (2 if isinstance(inside, Mapping) else 0))]
        return lines
    for inside in value:
        lines.append(f"{space}- {_scalar(inside, within=False) if isinstance(inside, str) else flow(inside)}")
    return lines


def _keyed(key: str, value: Any) -> list[str]:
    if isinstance(value, str):
        return _long(f"{_INDENT}{key}:", value)
    line = f"{_INDENT}{key}: {flow(value)}"
    if len(line) <= WIDTH or not isinstance(value, list | tuple) or not all(isinstance(one, str) for one in value):
        return [line]
    lines = [f"{_INDENT}{key}:"]
    for one in value:
        lines += _long("  -", one)
    return lines


def _long(head: str, text: str) -> list[str]:
    """A text behind its key or dash: on its line, folded where it is long, in its own lines where it has some."""
    space = " " * (len(head) - len(head.lstrip()) + 2)
    if "\n" in text and _literal(text):
        return [f"{head} |-", *(f"{space}{line}".rstrip() for line in text.split("\n"))]
    line = f"{head} {_scalar(text, within=False)}"
    if len(line) <= WIDTH or "\n" in text:
        return [line]
    folded = textwrap.wrap(text, WIDTH - len(space), break_long_words=False, break_on_hyphens=False)
    made = ["- >-", *(f"  {part}" for part in folded)]
    return [f"{head} >-", *(f"{space}{part}" for part in folded)] if _reads_as("\n".join(made), [text]) else [line]


def _literal(text: str) -> bool:
    """Whether lines can stand as they are: none begins with a space at first, none ends with one."""
    lines = text.split("\n")
    return (
        all(map(_shown, lines))
        and lines[0][:1] not in ("", " ")
        and lines[-1] != ""
        and all(line == line.rstrip() for line in lines)
    )


def _scalar(text: str, *, within: bool) -> str:
    """A text on one line; `within` brackets more signs have a meaning."""
    if text.casefold() not in _WORDS_OF_OTHERS and _plain(text, within):
        return text
    single = "'" + text.replace("'", "''") + "'"
    if "'" not in text and _shown(text) and ("\\" in text or '"' in text):
        return single
    return "".join(sign if _shown(sign) else _escaped(sign) for sign in json.dumps(text, ensure_ascii=False))


def _shown(text: str) -> bool:
    """Whether a person sees every sign of a text; no-break spaces are seen."""
    return text.translate(_SPACES).isprintable()


def _escaped(sign: str) -> str:
    return f"\\u{ord(sign):04x}" if ord(sign) < 0x10000 else f"\\U{ord(sign):08x}"


_WORDS = re.compile(r"[^\W\d_][^\W_]*(?:[ -][^\W_]+)*[.?!]?")
"""What needs no look: most texts are that. All that is written is read back in the end."""


@lru_cache(maxsize=1 << 14)
def _plain(text: str, within: bool) -> bool:
    """Whether YAML reads the bare text as this text and nothing else."""
    if not text or not _shown(text) or text != text.strip() or not (text[0].isalnum() or text[0] in "«($€/"):
        return False
    if _WORDS.fullmatch(text):
        return True
    if re.fullmatch(r"[\d.,:+\-_eExXoO/]+|\d{4}-\d\d-\d\d.*", text) or (text[0] in "($" and within):
        return False
    return _reads_as(f"- [{text}, 1]" if within else f"- {text}", [[text, 1] if within else text])


def _reads_as(text: str, value: Any) -> bool:
    try:
        return bool(read_yaml(Path("case"), text).data == value)
    except SourceError:
        return False
