"""Training data: JSONL rows of `messages`, held to their shape with file and line, and the replay mixed in."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from harness.manifest import DataRef, sha256_file
from harness.source import SourceError, read_jsonl, relative
from trainers.recipe import RecipeFile

__all__ = ["Dataset", "Message", "Row", "data_files", "read_data", "read_rows", "sample"]

# TRL would act on these columns; a row that has them expects something that this trainer does not do yet.
_OTHER_FORMATS = ("prompt", "completion", "chosen", "rejected", "tools", "images", "chat_template_kwargs")


class Message(BaseModel):
    """One turn."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    role: Literal["system", "user", "assistant"]
    content: Annotated[str, Field(min_length=1)]


class _Messages(BaseModel):
    messages: Annotated[list[Message], Field(min_length=2)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One conversation and where it stands."""

    messages: tuple[Message, ...]
    file: Path
    line: int

    @property
    def place(self) -> str:
        """`file:line`, as a person in the working directory would write it."""
        return f"{relative(self.file)}:{self.line}"

    def turns(self) -> list[dict[str, str]]:
        """The messages as chat templates take them."""
        return [{"role": m.role, "content": m.content} for m in self.messages]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """What a run trains on, and the files it came from as they were when they were read."""

    train: tuple[Row, ...]
    eval: tuple[Row, ...]
    files: Mapping[str, DataRef]
    """By what the recipe calls them: train, replay, eval."""


def read_data(recipe: RecipeFile, *, root: Path) -> Dataset:
    """Read every file that the recipe's `data` names.

    Raises:
        SourceError: a file missing or empty (the recipe's line), a row of the wrong shape (the row's line).
    """
    data, seed = recipe.recipe.data, recipe.recipe.training.seed
    files: dict[str, DataRef] = {}

    def read(*at: str, draw: int | None = None) -> tuple[Row, ...]:
        file = recipe.path(*at)
        digest = sha256_file(file) if file.is_file() else ""
        rows = read_rows(file)
        if not rows:
            raise recipe.error(f"{'.'.join(at)}: {_shown(file, root)} has no rows: nothing to train on", *at)
        if draw is not None and draw > len(rows):
            raise recipe.error(
                f"data.replay.rows: {draw} asked for, {_shown(file, root)} has {len(rows)}", "data", "replay", "rows"
            )
        used = rows if draw is None else sample(rows, draw, seed)
        files[at[1]] = DataRef(file=_shown(file, root), sha256=digest, rows=len(rows), used=len(used))
        return tuple(used)

    train = read("data", "train")
    if data.replay is not None:
        train += read("data", "replay", "file", draw=data.replay.rows)
    evaluated = read("data", "eval") if data.eval is not None else ()
    return Dataset(train=train, eval=evaluated, files=files)


def data_files(recipe: RecipeFile) -> list[Path]:
    """The files that the recipe's `data` trains on: `train`, and `replay` where it has one.

    Raises:
        SourceError: one is not there (the recipe's line).
    """
    replay = [recipe.path("data", "replay", "file")] if recipe.recipe.data.replay is not None else []
    return [recipe.path("data", "train"), *replay]


def read_rows(file: Path) -> list[Row]:
    """The rows of one JSONL file.

    Raises:
        SourceError: unreadable, or a row that is no conversation ending with the assistant; with the row's line.
    """
    return [Row(messages=_messages(value, file, line), file=file, line=line) for line, value in read_jsonl(file)]


def sample(rows: Sequence[Row], count: int, seed: int) -> list[Row]:
    """`count` of the rows in the file's order: the same ones for the same seed, file and count."""
    # random.sample is the same in every supported Python for one seed, which NumPy does not promise.
    chosen = random.Random(seed).sample(range(len(rows)), count)  # noqa: S311 - no secret
    return [rows[i] for i in sorted(chosen)]


def _messages(value: Any, file: Path, line: int) -> tuple[Message, ...]:
    def wrong(what: str) -> SourceError:
        return SourceError(what, file=file, line=line)

    if not isinstance(value, dict):
        raise wrong('a row is an object: {"messages": [{"role": "user", "content": "…"}, …]}')
    if "messages" not in value:
        raise wrong(f"a row needs 'messages'; this one has {', '.join(map(repr, value)) or 'nothing'}")
    if other := [key for key in _OTHER_FORMATS if key in value]:
        raise wrong(f"{other[0]!r} would not be trained on: a row is its 'messages' (and labels of your own)")
    try:
        messages = _Messages.model_validate(value).messages
    except ValidationError as e:
        error = e.errors(include_url=False)[0]
        raise wrong(f"{'.'.join(map(str, error['loc']))}: {error['msg']}") from e
    if problem := _order([m.role for m in messages]):
        raise wrong(problem)
    if not messages[-1].content.strip():
        raise wrong("the assistant's answer is blank")
    return tuple(messages)


def _order(roles: list[str]) -> str | None:
    if roles[-1] != "assistant":
        return f"the last message is the {roles[-1]}'s: a row ends with the assistant's answer, which is what is learnt"
    turns = roles[1:] if roles[0] == "system" else roles
    for i, role in enumerate(turns):
        expected = ("user", "assistant")[i % 2]
        if role != expected:
            place = i + 1 + len(roles) - len(turns)
            return f"message {place} is the {role}'s where the {expected}'s must stand (system first, then in turns)"
    return None


def _shown(file: Path, root: Path) -> str:
    """The path as manifests keep it: relative to the project's root, or the bare name where it lies outside."""
    try:
        return file.relative_to(root.resolve()).as_posix()
    except ValueError:
        return file.name
