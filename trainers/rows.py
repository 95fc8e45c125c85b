"""Rows of training data in the field's own forms, one an objective, held to their shape with file and line."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from harness.source import SourceError, relative
from harness.tables import is_table, read_values
from trainers.mistakes import refused, shown
from trainers.recipe import Objective

__all__ = ["LONGEST", "Message", "Row", "read_rows"]

# TRL would act on these columns; a row that has them expects something that this trainer does not do.
_NOT_DONE = ("tools", "images", "chat_template_kwargs")
_UNREAD = (".csv", ".tsv", ".xls", ".xlsx", ".ods")
_CRITERIA = ("criterion", "criteria", "aspect")
LONGEST = 4_000_000
"""Characters of a row: tokenizers take some 200 bytes of memory for each, and a whole row at a time."""


class Message(BaseModel):
    """One turn."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    role: Literal["system", "user", "assistant"]
    content: Annotated[str, Field(min_length=1)]


class _Messages(BaseModel):
    messages: Annotated[list[Message], Field(min_length=1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row and where it stands.

    Attributes:
        messages: the conversation, the answer that is learnt last; a prompt alone (RL) ends with the customer; of a
            document, none.
        rejected: of a pair, the other answer.
        wanted: of a single judgement, whether the answer is wanted.
        text: of a document, what it says.
        criterion: by what a pair was judged, where the row says it.
    """

    messages: tuple[Message, ...] = ()
    file: Path
    line: int
    rejected: str | None = None
    wanted: bool | None = None
    text: str | None = None
    criterion: str | None = None

    @property
    def place(self) -> str:
        """`file:line`, as a person in the working directory would write it; of a table, `file row n`."""
        return f"{relative(self.file)}{' row ' if is_table(self.file) else ':'}{self.line}"

    def turns(self) -> list[dict[str, str]]:
        """The messages as chat templates take them."""
        return [{"role": m.role, "content": m.content} for m in self.messages]

    def content(self) -> Hashable:
        """All that is learnt from it; equal for rows that say the same."""
        return (*((m.role, m.content) for m in self.messages), self.rejected, self.wanted, self.text)

    @property
    def characters(self) -> int:
        """How long it is, all its texts together."""
        whole = sum(len(message.content) for message in self.messages)
        return whole + len(self.rejected or "") + len(self.text or "")

    def texts(self) -> list[str]:
        """What is trained on, system prompts aside."""
        texts = [m.content for m in self.messages if m.role != "system"]
        return [*texts, *(t for t in (self.rejected, self.text) if t is not None)]


def read_rows(file: Path, objective: Objective = "sft") -> list[Row]:
    """The rows of one file, each in the form that the objective takes.

    Raises:
        SourceError: unreadable, or a row of another shape; with the row's line.
    """
    if file.suffix.lower() in _UNREAD:
        raise SourceError("spreadsheets are not read: save it as JSONL (one JSON object a line) or Parquet", file=file)
    shape = _SHAPES[objective]
    return [_row(value, file, line, shape) for line, value in read_values(file)]


class _Wrong(Exception):
    """What is wrong with a row."""


def _row(value: Any, file: Path, line: int, shape: Callable[[dict[str, Any]], dict[str, Any]]) -> Row:
    try:
        if isinstance(value, list):
            raise _Wrong("a JSON array: give one object a line (JSONL), without brackets around and commas between")
        if not isinstance(value, dict):
            raise _Wrong('a row is an object: {"messages": [{"role": "user", "content": "…"}, …]}')
        if other := [key for key in _NOT_DONE if key in value]:
            raise _Wrong(f"{other[0]!r} would not be trained on: a row is its text (and labels of your own)")
        row = Row(file=file, line=line, **shape(value))
        if (long := row.characters) > LONGEST:
            raise _Wrong(
                f"a row of {long:,} characters; one of more than {LONGEST:,} is not taken, as turning it into tokens "
                "would take gigabytes of memory: split it into several rows, or cut it"
            )
        return row
    except _Wrong as e:
        raise SourceError(str(e), file=file, line=line) from e


def _conversation(value: dict[str, Any]) -> dict[str, Any]:
    """`messages` that end with the assistant, or `prompt` and `completion`."""
    if other := [key for key in ("chosen", "rejected", "label") if key in value]:
        raise _Wrong(f"{other[0]!r} would not be trained on by sft: say objective: {_FOR[other[0]]}, or remove it")
    if "messages" in value:
        if both := [key for key in ("prompt", "completion") if key in value]:
            raise _Wrong(f"{both[0]!r} would not be trained on: a row is its 'messages', or 'prompt' and 'completion'")
        messages = _turns(value["messages"], "messages")
    else:
        if "text" in value and "prompt" not in value and "completion" not in value:
            raise _Wrong(
                f"a row needs 'messages', or 'prompt' and 'completion'; this one has {_has(value)}. Documents: "
                "say objective: domain"
            )
        _needs(value, "messages", "prompt", "completion")
        messages = (*_asked(value["prompt"], "prompt"), *_answer(value["completion"], "completion"))
    _answered(messages)
    return {"messages": messages}


def _document(value: dict[str, Any]) -> dict[str, Any]:
    if "text" not in value:
        raise _Wrong(f"a document is its 'text'; this one has {_has(value)}. Conversations: say objective: sft")
    return {"text": _text(value["text"], "text")}


def _pair(value: dict[str, Any]) -> dict[str, Any]:
    """`prompt`, `chosen` and `rejected`; or the last two alone, which carry the prompt as their first turns."""
    for key in ("chosen", "rejected"):
        if key not in value:
            raise _Wrong(f"a pair has 'prompt', 'chosen' and 'rejected'; this row has {_has(value)}")
    prompt = _asked(value["prompt"], "prompt") if "prompt" in value else ()
    chosen, rejected = (_answer(value[key], key) for key in ("chosen", "rejected"))
    if chosen[:-1] != rejected[:-1]:
        raise _Wrong("chosen and rejected answer different conversations: their turns before the answer differ")
    messages = (*prompt, *chosen)
    _answered(messages)
    if chosen[-1].content == rejected[-1].content:
        raise _Wrong("chosen and rejected are the same: nothing is preferred")
    said = next((value[key] for key in _CRITERIA if value.get(key)), None)
    return {
        "messages": messages,
        "rejected": rejected[-1].content,
        "criterion": str(said) if said is not None else None,
    }


def _judged(value: dict[str, Any]) -> dict[str, Any]:
    if "label" not in value:
        raise _Wrong(f"a single judgement has 'prompt', 'completion' and 'label'; this row has {_has(value)}")
    if not isinstance(value["label"], bool):
        raise _Wrong("label: true for a wanted answer, false for an unwanted one")
    _needs(value, "", "prompt", "completion")
    messages = (*_asked(value["prompt"], "prompt"), *_answer(value["completion"], "completion"))
    _answered(messages)
    return {"messages": messages, "wanted": value["label"]}


def _question(value: dict[str, Any]) -> dict[str, Any]:
    """`prompt`, a text or turns; or `messages`, an answer at whose end is left out: the model gives its own."""
    if "messages" in value:
        messages = _turns(value["messages"], "messages")
        messages = messages[:-1] if messages[-1].role == "assistant" else messages
    elif "prompt" in value:
        messages = _asked(value["prompt"], "prompt")
    else:
        raise _Wrong(f"a prompt is 'prompt' or 'messages'; this row has {_has(value)}")
    if not messages or messages[-1].role != "user":
        raise _Wrong("the last message is not the user's: there is nothing to answer")
    if problem := _order([m.role for m in messages]):
        raise _Wrong(problem)
    return {"messages": messages}


_SHAPES: dict[Objective, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "sft": _conversation,
    "domain": _document,
    "dpo": _pair,
    "reward": _pair,
    "kto": _judged,
    "rlhf": _question,
    "rlaif": _question,
}
_FOR = {"chosen": "dpo", "rejected": "dpo", "label": "kto"}


def _has(value: dict[str, Any]) -> str:
    return ", ".join(map(repr, value)) or "nothing"


def _needs(value: dict[str, Any], whole: str, *keys: str) -> None:
    if any(key not in value for key in keys):
        either = f"{whole!r}, or " if whole else ""
        raise _Wrong(f"a row needs {either}{' and '.join(map(repr, keys))}; this one has {_has(value)}")


def _asked(value: Any, name: str) -> tuple[Message, ...]:
    return _turns(value, name) if isinstance(value, list) else (Message(role="user", content=_text(value, name)),)


def _answer(value: Any, name: str) -> tuple[Message, ...]:
    if isinstance(value, list):
        return _turns(value, name)
    return (Message(role="assistant", content=_text(value, name)),)


def _text(value: Any, name: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _Wrong(f"{name}: a text that is not blank is needed")
    try:
        value.encode()
    except UnicodeEncodeError as e:
        raise _Wrong(
            f"{name}: character {e.start + 1} is half of a surrogate pair: the text was cut or decoded wrongly"
        ) from e
    return value


def _turns(value: Any, name: str) -> tuple[Message, ...]:
    try:
        return tuple(_Messages.model_validate({"messages": value}).messages)
    except ValidationError as e:
        error = e.errors(include_url=False)[0]
        path = name, *error["loc"][1:]
        raise _Wrong(f"{'.'.join(map(str, path))}: {_refused(error, path)}") from e


def _refused(error: Any, path: tuple[str | int, ...]) -> str:
    kind, value = error["type"], error["input"]
    if kind == "extra_forbidden":
        return f"would not be trained on: a message is its role and its content ({shown(value)})"
    if kind == "missing":
        return f"is missing: a message is its role and its content ({shown(value)})"
    if kind in ("string_too_short", "too_short"):
        return "is empty"
    if isinstance(value, list) and path[-1] == "content":
        return f"{shown(value)}: one text is needed; parts and pictures are not trained on"
    return f"{shown(value)}: {refused([error], path)}"


def _answered(messages: tuple[Message, ...]) -> None:
    if len(messages) < 2:
        raise _Wrong("messages: a question and its answer are needed, so at least two")
    if messages[-1].role != "assistant":
        raise _Wrong(
            f"the last message is the {messages[-1].role}'s: a row ends with the assistant's answer, "
            "which is what is learnt"
        )
    if problem := _order([m.role for m in messages]):
        raise _Wrong(problem)
    if not messages[-1].content.strip():
        raise _Wrong("the assistant's answer is blank")


def _order(roles: list[str]) -> str | None:
    turns = roles[1:] if roles[0] == "system" else roles
    for i, role in enumerate(turns):
        expected = ("user", "assistant")[i % 2]
        if role != expected:
            place = i + 1 + len(roles) - len(turns)
            return f"message {place} is the {role}'s where the {expected}'s must stand (system first, then in turns)"
    return None
