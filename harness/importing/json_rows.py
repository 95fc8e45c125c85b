"""Rows of JSON: a line each, or one list; chats and prompts with completions as training data have them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from harness.importing.encodings import decoded
from harness.importing.rows import MOST_COLUMNS, MOST_ROWS, Column, Row, Table, one_line_end, sized, too_many
from harness.lint._said import said
from harness.source import SourceError, unique

__all__ = ["plain", "raw_rows", "read_json"]

_SYSTEM = said("a system prompt stands in the rows; it belongs to the deployment and is not taken")


def read_json(file: Path) -> Table:
    """The objects of a JSONL file by their lines, or of a list by their number from 1.

    A broken line is a row with its fault.

    Raises:
        SourceError: no text, too large, no JSON, or no list of objects.
    """
    unit, encoding, found = raw_rows(file)
    rows: list[Row] = []
    names: dict[str, None] = {}
    system = False
    for number, value in found:
        if len(rows) >= MOST_ROWS:
            raise too_many(file)
        if isinstance(value, ValueError):
            broken = said("not JSON: {why}", why=value.args[0])
            rows.append(Row(number=number, cells={"": str(value.args[1])[:200]}, fault=broken))
            continue
        if not isinstance(value, dict):
            other = said("no object, as {example}", example="{“question”: …, “answer”: …}")
            rows.append(Row(number=number, cells={"": str(plain(value))[:200]}, fault=other))
            continue
        turned, fault, told = _chat(value)
        system = system or told
        cells = dict(_flat(turned))
        names.update(dict.fromkeys(cells))
        rows.append(Row(number=number, cells=cells, fault=fault))
    if len(names) > MOST_COLUMNS:
        raise SourceError(said("more than {n} different keys: is this a table?", n=MOST_COLUMNS), file=file)
    notes = (*((encoding,) if encoding != "UTF-8" else ()), *((_SYSTEM,) if system else ()))
    columns = tuple(Column(name, name) for name in names)
    return Table(file=file, unit=unit, columns=columns, rows=tuple(rows), notes=notes)


def raw_rows(file: Path) -> tuple[str, str, Iterator[tuple[int, Any]]]:
    """What a row is called, the encoding, and each value with its number; a ValueError (why, line) for a broken one.

    Raises:
        SourceError: as `read_json`.
    """
    text, encoding = decoded(sized(file), file)
    text = text.removeprefix("\ufeff")
    if _is_one_value(text, file):
        return "item", encoding, _list(text, file)
    return "line", encoding, _lines(text)


def _is_one_value(text: str, file: Path) -> bool:
    start = text.lstrip()[:1]
    if start == "[":
        return True
    if start != "{" or file.suffix.casefold() in (".jsonl", ".ndjson"):
        return False
    first = text.strip().partition("\n")[0]
    try:
        json.loads(first)
    except (ValueError, RecursionError):
        return True
    return "\n" not in text.strip()


def _list(text: str, file: Path) -> Iterator[tuple[int, Any]]:
    try:
        value = json.loads(text, object_pairs_hook=unique)
    except (ValueError, RecursionError) as e:
        line = e.lineno if isinstance(e, json.JSONDecodeError) else None
        raise SourceError(said("not JSON: {why}", why=str(e)), file=file, line=line) from e
    if isinstance(value, dict):
        lists = [inside for inside in value.values() if isinstance(inside, list) and inside]
        value = lists[0] if len(lists) == 1 else value if lists else [value]
    if not isinstance(value, list):
        raise SourceError(
            said("no list of questions: write {example}", example="[{“question”: …, “answer”: …}, …]"), file=file
        )
    yield from enumerate(value, start=1)


def _lines(text: str) -> Iterator[tuple[int, Any]]:
    # Not splitlines(): it also breaks at U+2028 and the like, which JSON allows inside a string.
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            yield number, json.loads(line, object_pairs_hook=unique)
        except (ValueError, RecursionError) as e:
            yield number, ValueError(str(e), line)


def _chat(value: dict[str, Any]) -> tuple[dict[str, Any], str, bool]:
    """A row of messages as a question and an answer; why it can't be one; whether a system prompt was left aside."""
    messages, names = value.get("messages") or value.get("conversations"), ("question", "answer")
    if isinstance(value.get("prompt"), list) and isinstance(value.get("completion"), list):
        messages, names = [*value["prompt"], *value["completion"]], ("prompt", "completion")
    if not isinstance(messages, list):
        return value, "", False
    turns = []
    for one in messages:
        if isinstance(one, dict):
            role, text = one.get("role", one.get("from")), one.get("content", one.get("value"))
            turns.append(({"human": "user", "gpt": "assistant"}.get(str(role), str(role)), text))
    told = [turn for turn in turns if turn[0] != "system"]
    rest = {key: inside for key, inside in value.items() if key not in ("messages", "conversations", *names)}
    if [role for role, _ in told] != ["user", "assistant"]:
        why = said("a conversation of several turns: write it as a case with `messages:`")
        return rest | {"messages": json.dumps(messages, ensure_ascii=False)}, why, False
    return {names[0]: told[0][1], names[1]: told[1][1], **rest}, "", len(told) < len(turns)


def _flat(value: Mapping[str, Any]) -> Iterator[tuple[str, str | Sequence[str]]]:
    """Its cells; what lies in an object inside by `answers.text`."""
    for key, inside in value.items():
        if isinstance(inside, dict) and inside and all(isinstance(k, str) for k in inside):
            for name, one in inside.items():
                yield f"{key}.{name}", plain(one)
        else:
            yield key, plain(inside)


def plain(value: Any) -> str | Sequence[str]:
    """A value of JSON or YAML as a cell: a text, or a list of texts."""
    if isinstance(value, list) and all(isinstance(one, str | int | float) and one is not True for one in value):
        return tuple(text for one in value if (text := _text(one)))
    return _text(value)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return one_line_end(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return json.dumps(value, ensure_ascii=False)
