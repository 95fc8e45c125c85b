"""What a file or a row is that is none of training data as it is read here, and what to do with it: one line each."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import Any

from harness.lint._said import said
from harness.source import relative

__all__ = ["content_of_other_kind", "file_of_other_kind", "row_of_other_kind"]

_READ = 1 << 16
_LINES = 20
_MAGIC = (
    (b"\x1f\x8b", "compressed by gzip: unpack it, gunzip {file}"),
    (b"BZh", "compressed by bzip2: unpack it, bunzip2 {file}"),
    (b"\xfd7zXZ\x00", "compressed by xz: unpack it, unxz {file}"),
    (b"\x28\xb5\x2f\xfd", "compressed by zstd: unpack it, unzstd {file}"),
    (b"PK\x03\x04", "a zip archive: unpack it, unzip {file}, and name the files in it"),
    (b"PAR1", "a Parquet file under another name: call it *.parquet"),
    (b"ARROW1", "an Arrow file: name the folder that `datasets` saved, or write Parquet"),
    (b"SQLite format 3\x00", "an SQLite database: write its rows as JSON lines"),
    (b"\xff\xfe\x00\x00", "UTF-32: write it as UTF-8, iconv -f UTF-32 -t UTF-8 {file} > NEW.jsonl"),
    (b"\xff\xfe", "UTF-16: write it as UTF-8, iconv -f UTF-16 -t UTF-8 {file} > NEW.jsonl"),
    (b"\xfe\xff", "UTF-16: write it as UTF-8, iconv -f UTF-16 -t UTF-8 {file} > NEW.jsonl"),
)
_BY_NAME = {
    ".py": "a Python program",
    ".csv": "a table with commas",
    ".tsv": "a table with tabs",
    ".txt": "plain text",
    ".md": "Markdown",
    ".xml": "XML",
    ".html": "HTML",
}
_ENCODED = "UTF-16: write it as UTF-8, iconv -f {encoding} -t UTF-8 {file} > NEW.jsonl"
_RETURNS = "lines that end in CR alone: end them in line feeds, tr '\\r' '\\n' < {file} > NEW.jsonl"
_PAIRS = (("question", "answer"), ("input", "output"), ("prompt", "response"), ("query", "response"))
_ROW = '{"prompt": "…", "completion": "…"}'


def file_of_other_kind(file: Path) -> str | None:
    """What a file is that holds no JSON lines, and what to do; None where its lines are to be read one by one.

    Raises:
        OSError: the file can't be read.
    """
    with file.open("rb") as opened:
        head = opened.read(_READ)
        whole = len(head) < _READ
    name = shlex.quote(relative(file))
    for magic, what in _MAGIC:
        if head.startswith(magic):
            return said(what, file=name)
    if b"\0" in head:
        odd, even = head[1::2].count(0), head[::2].count(0)
        if max(odd, even) * 8 > len(head):
            encoding = "UTF-16LE" if odd > even else "UTF-16BE"
            return said(_ENCODED, encoding=encoding, file=name)
        return said("a binary file: a row is a line of JSON, as {row}", row=_ROW)
    if b"\r" in head.strip() and b"\n" not in head:
        return said(_RETURNS, file=name)
    lines = [line.strip() for line in head.decode("utf-8-sig", "replace").split("\n")]
    lines = [line for line in (lines if whole else lines[:-1] or lines) if line][:_LINES]
    return _text_of_other_kind(file, name, head, lines)


def _text_of_other_kind(file: Path, name: str, head: bytes, lines: list[str]) -> str | None:
    if not lines or any(isinstance(_parsed(line), dict) for line in lines):
        return None
    first = lines[0]
    if first == "[" or (first.startswith("[") and _begins_as(head, list)):
        return said("one JSON array: write each row on a line of its own, jq -c '.[]' {file} > NEW.jsonl", file=name)
    if first == "{" or (first.startswith("{") and len(lines) > 1 and _begins_as(head, dict)):
        return said("JSON over several lines: write each row on one line, jq -c . {file} > NEW.jsonl", file=name)
    if any(line.startswith("{") for line in lines) or (len(lines) < 2 and file.suffix not in _BY_NAME):
        return None
    return said(
        "{what}: a row is a line of JSON, as {row}; this begins with {first}",
        what=said(_BY_NAME.get(file.suffix, "no JSON lines")), row=_ROW, first=repr(first[:40]),
    )  # fmt: skip


def _parsed(line: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _begins_as(head: bytes, kind: type) -> bool:
    """Whether the text begins with a value of that kind, of objects where it is a list; or with one longer than it."""
    text = head.decode("utf-8-sig", "ignore").lstrip()
    try:
        value, end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return len(head) == _READ and text.lstrip("[ \r\n\t").startswith("{")
    if kind is dict:
        return isinstance(value, dict)
    alone = not text[end:].strip()
    return alone and isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def row_of_other_kind(value: dict[str, Any]) -> str | None:
    """How a row in another tool's form is written here; None for a form that nobody knows."""
    for key in ("conversations", "conversation"):
        if isinstance(value.get(key), list):
            return said(
                "{key} is ShareGPT's form: write 'messages', a list of objects with 'role' and 'content', where "
                "'from' is the role (human: user, gpt: assistant) and 'value' the content",
                key=repr(key),
            )
    if "instruction" in value and ("output" in value or "response" in value):
        answer = "output" if "output" in value else "response"
        whole = said("the instruction, with 'input' behind it") if value.get("input") else said("the instruction")
        told = "'instruction' and {answer} are Alpaca's form: write 'prompt' ({whole}) and 'completion'"
        return said(told, answer=repr(answer), whole=whole)
    for asked, answered in _PAIRS:
        if isinstance(value.get(asked), str) and isinstance(value.get(answered), str):
            both = {"one": repr(asked), "other": repr(answered)}
            return said("{one} and {other}: write them as 'prompt' and 'completion'", **both)
    return None


def content_of_other_kind(message: dict[str, Any]) -> str | None:
    """Why a message has no text, and what to do; None where nothing is known of it."""
    content = message.get("content")
    if isinstance(content, list):
        kinds = {part.get("type") for part in content if isinstance(part, dict)}
        other = sorted(str(kind) for kind in kinds - {"text", None})
        if other:
            told = "holds parts of the kind {kinds}, and text alone is trained on: take the row out"
            return said(told, kinds=", ".join(other))
        return said("is a list of parts: write their texts as one text")
    if content is None and (message.get("tool_calls") or message.get("function_call")):
        return said(
            "is missing: the message calls a tool, and calls are not trained on; write the call as text, or take the "
            "row out"
        )
    return None
