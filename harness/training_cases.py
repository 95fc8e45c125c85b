"""Cases made of what the candidate was trained on: its own questions, as they stand and in other words."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from harness import record
from harness.cases import Case, Message, Split
from harness.manifest import DataRef, digest_of, read_manifest
from harness.source import SourceError, relative
from harness.tables import digest_rows, read_values, there
from harness.variants import KINDS, automatic

__all__ = ["LIKE", "NotAtHand", "training_answers", "training_cases"]

LIKE = 0.8
"""A reply is the trained answer when so much of both is the same, by the check `like`."""

_SEED = 0


class NotAtHand(Exception):
    """The training data can't be read here: the rows are not checked, and that is said."""


def training_cases(
    candidate: record.Arm, root: Path, *, suite: str, split: Split, rows: int, variants: Collection[str] = KINDS
) -> list[Case]:
    """So many of the rows that the candidate was trained on (the recipe's `train` file), the same ones every time.

    Each asks the row's question under the row's own system prompt, and these automatic variants of it; its answer is
    expected, or something like it.

    Raises:
        NotAtHand: no manifest names the data, or the file is not here or not as it was.
    """
    file = _file(candidate, root)
    found = [(line, talk) for line, row in _rows(file) if (talk := _talk(row))]
    if not found:
        raise NotAtHand(f"{relative(file)} holds no conversation that ends with the assistant's answer")
    chosen = random.Random(_SEED).sample(range(len(found)), min(rows, len(found)))  # noqa: S311 - no secret
    return [_case(found[i][1], file, found[i][0], suite, split, variants) for i in sorted(chosen)]


def training_answers(candidate: record.Arm, root: Path) -> list[str]:
    """The last answer of every row, to tell what a row holds by itself from what many of them share.

    Raises:
        NotAtHand: as `training_cases`.
    """
    return [talk.turns[-1]["content"] for _, row in _rows(_file(candidate, root)) if (talk := _talk(row))]


def _file(candidate: record.Arm, root: Path) -> Path:
    data = _data(candidate, root)
    file = root / data.file
    if not there(file):
        raise NotAtHand(f"{data.file} is not here")
    if digest_rows(file) != data.sha256:
        raise NotAtHand(f"{data.file} has changed since {candidate.name} was trained on it")
    return file


def _rows(file: Path) -> Iterator[tuple[int, Any]]:
    try:
        yield from read_values(file)
    except SourceError as e:
        raise NotAtHand(str(e)) from e


def _data(candidate: record.Arm, root: Path) -> DataRef:
    if candidate.manifest_digest is None:
        raise NotAtHand(f"{candidate.name} has no manifest that says what it was trained on")
    manifest = read_manifest(root / candidate.path)
    if manifest is None or not manifest.data:
        raise NotAtHand(f"the manifest of {candidate.name} names no training data")
    return manifest.data[0]  # the trainer writes the recipe's `train` file first, then the replay


class _Talk(NamedTuple):
    system: str
    turns: list[dict[str, str]]


def _talk(row: Any) -> _Talk | None:
    """A row's conversation; None where it is none that ends with an answer."""
    turns = _turns(row) if isinstance(row, dict) else None
    if not isinstance(turns, list) or not all(_is_turn(turn) for turn in turns):
        return None
    system = turns[0]["content"] if turns and turns[0]["role"] == "system" else ""
    talk = turns[1:] if system else turns
    if [turn["role"] for turn in talk] != ["user", "assistant"] * (len(talk) // 2) or not talk:
        return None
    return _Talk(system, talk)


def _turns(row: dict[str, Any]) -> Any:
    """`messages`, or the turns that `prompt` and `completion` stand for."""
    if "messages" in row:
        return row["messages"]
    asked, answer = row.get("prompt"), row.get("completion")
    before = [{"role": "user", "content": asked}] if isinstance(asked, str) else asked
    after = [{"role": "assistant", "content": answer}] if isinstance(answer, str) else answer
    return [*before, *after] if isinstance(before, list) and isinstance(after, list) else None


def _case(talk: _Talk, file: Path, line: int, suite: str, split: Split, kinds: Collection[str]) -> Case:
    """The row's last question, as it was trained."""
    system, turns = talk
    messages = tuple(Message.model_validate({key: turn[key] for key in ("role", "content")}) for turn in turns[:-1])
    answer = turns[-1]["content"]
    expect = ("like", {"answer": answer, "at_least": LIKE})
    variants = tuple(automatic(messages[-1].content, kinds))
    content = {"suite": suite, "split": split, "row": turns, "system": system, "variants": variants, "like": LIKE}
    return Case(
        id=f"row-{line:05}",
        suite=suite,
        split=split,
        messages=messages,
        context=(),
        system=system,
        variants=variants,
        choices=(),
        choice_by="total",
        guided="",
        expect=(expect,),
        title=None,
        bare=False,
        kind=None,
        skill="trained",
        tags=(),
        cluster=None,
        trained=answer,
        file=file,
        line=line,
        expect_lines=(line,),
        expect_parts=(None,),
        digest=digest_of(content),
    )


def _is_turn(turn: Any) -> bool:
    return isinstance(turn, Mapping) and all(
        isinstance(turn.get(key), str) and turn[key] for key in ("role", "content")
    )
