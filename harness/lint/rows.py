"""Rows of training data as the field writes them, read one by one, with what is wrong with those that can't be read."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, NamedTuple

from harness.lint._foreign import content_of_other_kind, file_of_other_kind, row_of_other_kind
from harness.lint._said import said
from harness.source import relative, unique
from harness.tables import is_table, read_values

__all__ = ["Broken", "Form", "Row", "Turn", "read_row", "read_rows"]

Form = Literal["chat", "preference", "document", "prompt"]
"""A prompt alone is what reinforcement learning takes: the model gives the answers."""


class Turn(NamedTuple):
    """One message; the role as it is written, which may be none that a chat knows."""

    role: str
    content: str


class Broken(NamedTuple):
    """A line that is no row."""

    file: Path
    line: int
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row, whatever its form.

    Attributes:
        turns: all that stands before the answer, in order.
        answer: what is learnt: the last message of a chat, the completion, the chosen one of a pair, a document's text;
            empty for a prompt alone.
        rejected: the other one of a pair.
        labels: the row's other columns.
    """

    file: Path
    line: int
    form: Form
    turns: tuple[Turn, ...] = ()
    answer: str
    answered_by: str = "assistant"
    """The role of a chat's last message: whose words are learnt."""
    rejected: str | None = None
    rejected_turns: tuple[Turn, ...] = ()
    """Of a pair whose two sides carry their own turns: those of the rejected one."""
    labels: Mapping[str, Any] = field(default_factory=dict)

    @property
    def place(self) -> str:
        """`file:line`, as a person in the working directory would write it."""
        return f"{relative(self.file)}:{self.line}"

    @property
    def prompt(self) -> str:
        """The customer's last message; empty for a document."""
        return next((turn.content for turn in reversed(self.turns) if turn.role == "user"), "")

    @property
    def system(self) -> str:
        """The system prompt; empty where there is none."""
        return next((turn.content for turn in self.turns if turn.role == "system"), "")

    @property
    def given(self) -> str:
        """All that the model had before it answered."""
        return "\n".join(turn.content for turn in self.turns)

    @property
    def text(self) -> str:
        """The whole row, the rejected answer aside."""
        return f"{self.given}\n{self.answer}" if self.turns else self.answer


def read_rows(file: Path, broken: Callable[[Broken], object], *, judged: bool = False) -> Iterator[Row]:
    """The rows of a file (JSONL, Parquet, a folder of `datasets`), one at a time; what is no row goes to `broken`.

    Prompts alone are rows of a file that begins with one; elsewhere their answer is missing. `judged`: the rows are
    single judgements (`kto`), whose label is true or false.

    Raises:
        OSError: the file can't be read.
        SourceError: it is a table that can't be read.
    """
    prompts: bool | None = None
    for found in _found(file):
        if isinstance(found, Row):
            if prompts is None:
                prompts, first = found.form == "prompt", found.line
            if found.form == "prompt" and not prompts:
                broken(Broken(file, found.line, said("{name}: is missing", name="completion")))
            elif judged and (what := _no_judgement(found)):
                broken(Broken(file, found.line, what))
            else:
                if prompts and found.form != "prompt":
                    prompts = False
                    what = said("completion: is missing, and the row of line {line} has its answer", line=found.line)
                    broken(Broken(file, first, what))
                yield found
        else:
            broken(found)


def _no_judgement(row: Row) -> str:
    label = row.labels.get("label")
    if isinstance(label, bool):
        return ""
    has = "null" if label is None else json.dumps(label, ensure_ascii=False)[:40]
    return said(
        "label: is {value}: write true for a wanted answer, false for an unwanted one, without quotes", value=has
    )


def _found(file: Path) -> Iterator[Row | Broken]:
    if is_table(file):
        for number, value in read_values(file):
            yield read_row(value, file, number)
        return
    if (what := file_of_other_kind(file)) is not None:
        yield Broken(file, 1, what)
        return
    # Bytes: a file is split at \n alone, and one bad byte costs one line.
    with file.open("rb") as lines:
        for number, raw in enumerate(lines, start=1):
            if raw.strip():
                yield _parsed(raw, file, number)


def _parsed(raw: bytes, file: Path, line: int) -> Row | Broken:
    try:
        value = json.loads(raw.decode("utf-8-sig" if line == 1 else "utf-8"), object_pairs_hook=unique)
    except UnicodeDecodeError as e:
        return Broken(file, line, said("byte {at} of the line is not UTF-8: save the file as UTF-8", at=e.start + 1))
    except (ValueError, RecursionError) as e:
        return Broken(file, line, said("not a JSON object: {why}", why=str(e)))
    return read_row(value, file, line)


def read_row(value: Any, file: Path, line: int) -> Row | Broken:
    """A row of `messages`, `prompt` and `completion`, `prompt`, `chosen` and `rejected`, `prompt` alone, or `text`.

    A key whose value is null is none, as in a table, which has every column in every row.
    """
    if not isinstance(value, dict):
        example = '{"prompt": …, "completion": …}'
        return Broken(file, line, said("a row is an object, as {example}", example=example))
    try:
        return _row({key: what for key, what in value.items() if what is not None}, file, line)
    except _Wrong as e:
        return Broken(file, line, e.args[0])


class _Wrong(Exception):
    pass


def _row(value: dict[str, Any], file: Path, line: int) -> Row:
    if "messages" in value:
        turns = _turns(value["messages"], "messages")
        if not turns:
            raise _Wrong(said("{name}: is empty", name="messages"))
        *before, last = turns
        return Row(
            file=file, line=line, form="chat", turns=tuple(before), answer=last.content,
            answered_by=last.role, labels=_others(value, "messages"),
        )  # fmt: skip
    if "chosen" in value or "rejected" in value:
        return _pair(value, file, line)
    if "prompt" in value and "completion" not in value and row_of_other_kind(value) is None:
        return Row(
            file=file, line=line, form="prompt", turns=_asked(value["prompt"], "prompt"), answer="",
            labels=_others(value, "prompt", "completion"),
        )  # fmt: skip
    if "completion" in value:
        if str(label := value.get("label")).casefold() in ("true", "false") and not isinstance(label, bool):
            raise _Wrong(said("label: is the text {label}: write true or false without quotes", label=repr(label)))
        before = [*_asked(value.get("prompt"), "prompt")]
        return Row(
            file=file, line=line, form="chat", turns=tuple(before), answer=_said(value.get("completion"), "completion"),
            labels=_others(value, "prompt", "completion"),
        )  # fmt: skip
    if "text" in value:
        return Row(
            file=file, line=line, form="document", answer=_text(value["text"], "text"), labels=_others(value, "text")
        )
    if (other := row_of_other_kind(value)) is not None:
        raise _Wrong(other)
    has = ", ".join(map(repr, value)) or said("nothing")
    raise _Wrong(
        said(
            "a row has 'messages', 'prompt' with 'completion' or 'chosen' and 'rejected', or 'text'; this: {has}",
            has=has,
        )
    )


def _pair(value: dict[str, Any], file: Path, line: int) -> Row:
    sides: dict[str, tuple[tuple[Turn, ...], str]] = {}
    for side in ("chosen", "rejected"):
        if isinstance(value.get(side), list):
            turns = _turns(value[side], side)
            if not turns:
                raise _Wrong(said("{name}: is empty", name=side))
            sides[side] = turns[:-1], turns[-1].content
        else:
            sides[side] = (), _text(value.get(side), side)
    asked = _asked(value["prompt"], "prompt") if "prompt" in value else ()
    return Row(
        file=file, line=line, form="preference", turns=(*asked, *sides["chosen"][0]), answer=sides["chosen"][1],
        rejected=sides["rejected"][1], rejected_turns=(*asked, *sides["rejected"][0]),
        labels=_others(value, "prompt", "chosen", "rejected"),
    )  # fmt: skip


def _others(value: dict[str, Any], *known: str) -> dict[str, Any]:
    return {key: what for key, what in value.items() if key not in known}


def _asked(value: Any, name: str) -> tuple[Turn, ...]:
    return _turns(value, name) if isinstance(value, list) else (Turn("user", _text(value, name)),)


def _said(value: Any, name: str) -> str:
    if isinstance(value, list):
        turns = _turns(value, name)
        return turns[-1].content if turns else ""
    return _text(value, name)


def _text(value: Any, name: str) -> str:
    if value is None:
        raise _Wrong(said("{name}: is missing", name=name))
    if not isinstance(value, str):
        raise _Wrong(said("{name}: is no text ({kind})", name=name, kind=type(value).__name__))
    return value


def _content(name: str, at: int) -> str:
    return said("{name}: content of message {at}", name=name, at=at)


def _turns(value: Any, name: str) -> tuple[Turn, ...]:
    if not isinstance(value, list):
        raise _Wrong(said("{name}: is no list of messages", name=name))
    turns = []
    for i, message in enumerate(value, start=1):
        if isinstance(message, dict) and "from" in message and "value" in message:
            told = "{name}: message {at} is ShareGPT's: write 'role' and 'content' (human: user, gpt: assistant)"
            raise _Wrong(said(told, name=name, at=i))
        if not isinstance(message, dict) or not isinstance(message.get("role"), str):
            raise _Wrong(said("{name}: message {at} is no object with a role and a content", name=name, at=i))
        if (other := content_of_other_kind(message)) is not None:
            raise _Wrong(said("{where}: {what}", where=_content(name, i), what=other))
        turns.append(Turn(message["role"], _text(message.get("content"), _content(name, i))))
    return tuple(turns)
