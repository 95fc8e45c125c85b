"""Rows are conversations that end with the assistant, and every mistake in them has its line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tiny_project import Project, conversation, write_rows

from harness.manifest import sha256_file
from harness.source import SourceError
from trainers.data import read_data, sample
from trainers.recipe import load_recipe
from trainers.rows import Message, Row, read_rows

GOOD = conversation("hello", "hi")


def said(*pairs: tuple[str, str]) -> dict[str, Any]:
    return {"messages": [{"role": role, "content": text} for role, text in pairs]}


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("not json", "not a JSON object"),
        ('{"messages": [], "messages": []}', "stands twice"),
        (5, "a row is an object"),
        (["hello"], "a JSON array: give one object a line"),
        (said(("user", "a"), ("assistant", None)), r"messages\.1\.content: null: a text is needed"),
        (said(("user", [{"type": "text"}]), ("assistant", "b")), "one text is needed; parts and pictures"),
        ({"text": "hello"}, "needs 'messages'"),
        ({}, "needs 'messages'"),
        ({"messages": []}, "messages"),
        ({"messages": "hello"}, "messages"),
        (said(("user", "hello")), "messages"),
        (said(("user", "a"), ("assistant", "b"), ("user", "c")), "the last message is the user's"),
        (said(("user", "a"), ("system", "b"), ("assistant", "c")), "message 2 is the system's"),
        (said(("system", "s"), ("assistant", "a"), ("user", "b"), ("assistant", "c")), "message 2 is the assistant's"),
        (said(("user", "a"), ("user", "b"), ("assistant", "c")), "message 2 is the user's"),
        (said(("system", "s"), ("assistant", "c")), "message 2 is the assistant's"),
        (said(("human", "a"), ("assistant", "b")), "role"),
        (said(("user", "a"), ("assistant", "")), "content"),
        (said(("user", "a"), ("assistant", "  \n")), "blank"),
        ({"messages": [{"role": "user", "content": 3}, {"role": "assistant", "content": "b"}]}, "content"),
        ({"messages": [{"role": "user", "content": "a", "name": "x"}, {"role": "assistant", "content": "b"}]}, "name"),
        ({**GOOD, "tools": []}, "'tools' would not be trained on"),
    ],
)
def test_a_row_of_the_wrong_shape_is_an_error_at_its_line(tmp_path: Path, row: Any, problem: str) -> None:
    """The third line is the wrong one; an empty line counts but is no row."""
    file = write_rows(tmp_path / "rows.jsonl", [GOOD, "", row, GOOD])
    with pytest.raises(SourceError, match=problem) as caught:
        read_rows(file)
    assert (caught.value.file, caught.value.line) == (file, 3)


def test_rows_may_carry_labels_of_their_own(tmp_path: Path) -> None:
    """A skill, an id or a source is the team's business."""
    file = write_rows(tmp_path / "rows.jsonl", [{**GOOD, "skill": "copy", "id": 7}])
    assert [m.content for m in read_rows(file)[0].messages] == ["hello", "hi"]


@given(st.lists(st.text(min_size=1).filter(str.strip), min_size=2, max_size=6).filter(lambda t: len(t) % 2 == 0))
def test_any_text_comes_through_unchanged(tmp_path_factory: pytest.TempPathFactory, turns: list[str]) -> None:
    """Russian, emoji, line separators and control characters are content like any other."""
    file = tmp_path_factory.mktemp("rows") / "rows.jsonl"
    file.write_bytes(json.dumps(conversation(*turns), ensure_ascii=True).encode() + b"\n")
    assert [m.content for m in read_rows(file)[0].messages] == turns


@given(st.integers(1, 60), st.data(), st.integers(0, 2**32 - 1))
def test_a_sample_is_the_same_for_the_same_seed(total: int, data: st.DataObject, seed: int) -> None:
    """It has as many rows as asked for, each once, in the file's order."""
    count = data.draw(st.integers(1, total))
    message = Message(role="assistant", content="x")
    rows = [Row(messages=(message,), file=Path("f"), line=i) for i in range(total)]
    drawn = sample(rows, count, seed)
    lines = [row.line for row in drawn]
    assert drawn == sample(rows, count, seed)
    assert lines == sorted(set(lines))
    assert len(lines) == count


def test_the_files_are_recorded_as_they_were(project: Project) -> None:
    """Name, SHA-256, rows there and rows used; replay stands after the training rows."""
    data = read_data(load_recipe(project.recipe(), root=project.root), root=project.root)
    train, replay = data.files["train"], data.files["mix 1"]
    assert (train.file, train.rows, train.used) == ("train.jsonl", 28, 28)
    assert (replay.file, replay.rows, replay.used) == ("replay.jsonl", 14, 6)
    assert replay.sha256 == sha256_file(project.root / "replay.jsonl")
    assert [row.file.name for row in data.train] == ["train.jsonl"] * 28 + ["replay.jsonl"] * 6


def test_another_seed_draws_other_replay_rows(project: Project) -> None:
    """The draw is the recipe's, not the file's beginning."""

    def drawn(seed: int) -> list[int]:
        recipe = load_recipe(project.recipe({"training.seed": seed}), root=project.root)
        return [row.line for row in read_data(recipe, root=project.root).train[28:]]

    assert drawn(1) == drawn(1)
    assert len({tuple(drawn(seed)) for seed in range(5)}) > 1
