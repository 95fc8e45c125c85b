"""Each objective takes the field's own form of a row, and says what another lacks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tiny_project import Project, conversation, write_rows

from harness.source import SourceError
from trainers.data import read_data
from trainers.recipe import Objective, load_recipe
from trainers.rows import LONGEST, read_rows

USER, REPLY = {"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}
GOOD: list[tuple[Objective, dict[str, Any], dict[str, Any]]] = [
    ("sft", {"prompt": "a", "completion": "b"}, {}),
    ("sft", {"prompt": [USER], "completion": [REPLY]}, {}),
    ("domain", {"text": "words"}, {"text": "words"}),
    ("dpo", {"prompt": "a", "chosen": "b", "rejected": "c"}, {"rejected": "c"}),
    ("dpo", {"chosen": [USER, REPLY], "rejected": [USER, {**REPLY, "content": "c"}]}, {"rejected": "c"}),
    ("reward", {"prompt": "a", "chosen": "b", "rejected": "c", "criterion": "short"}, {"criterion": "short"}),
    ("kto", {"prompt": "a", "completion": "b", "label": False}, {"wanted": False}),
]


@pytest.mark.parametrize(("objective", "row", "more"), GOOD)
def test_a_row_in_the_fields_own_form(
    tmp_path: Path, objective: Objective, row: dict[str, Any], more: dict[str, Any]
) -> None:
    """Texts stand for messages."""
    (read,) = read_rows(write_rows(tmp_path / "rows.jsonl", [row]), objective)
    assert read.turns() == ([] if objective == "domain" else [USER, REPLY])
    assert all(getattr(read, name) == value for name, value in more.items())


@pytest.mark.parametrize("row", [{"prompt": "a"}, {"messages": [USER]}, {"messages": [USER, REPLY]}])
def test_a_question_loses_the_answer_that_it_brings(tmp_path: Path, row: dict[str, Any]) -> None:
    """The model gives its own."""
    (read,) = read_rows(write_rows(tmp_path / "rows.jsonl", [row]), "rlaif")
    assert read.turns() == [USER]


@pytest.mark.parametrize(
    ("objective", "row", "said"),
    [
        ("sft", {"prompt": "a"}, "needs 'messages', or 'prompt' and 'completion'"),
        ("sft", {"text": "a"}, "say objective: domain"),
        ("sft", {"prompt": "a", "chosen": "b", "rejected": "c"}, "say objective: dpo"),
        ("sft", {"prompt": "a", "completion": "b", "label": True}, "say objective: kto"),
        ("sft", {"messages": [USER, REPLY], "prompt": "a"}, "'prompt' would not be trained on"),
        ("domain", conversation("a", "b"), "a document is its 'text'"),
        ("domain", {"text": " "}, "not blank"),
        ("dpo", {"prompt": "a", "chosen": "b"}, "has 'prompt', 'chosen'$"),
        ("dpo", {"prompt": "a", "chosen": "b", "rejected": "b"}, "are the same"),
        ("dpo", {"chosen": [USER, REPLY], "rejected": [{**USER, "content": "z"}, REPLY]}, "different conversations"),
        ("kto", {"prompt": "a", "completion": "b"}, "and 'label'; this row has"),
        ("kto", {"prompt": "a", "completion": "b", "label": "yes"}, "true for a wanted"),
        ("rlhf", {"text": "a"}, "'prompt' or 'messages'"),
        ("rlhf", {"messages": [REPLY]}, "nothing to answer"),
    ],
)
def test_a_row_of_another_form_says_what_it_lacks(
    tmp_path: Path, objective: Objective, row: dict[str, Any], said: str
) -> None:
    with pytest.raises(SourceError, match=said):
        read_rows(write_rows(tmp_path / "rows.jsonl", [row]), objective)


@pytest.mark.parametrize("kind", ["messages", "text", "rejected"])
def test_a_row_that_would_take_gigabytes_is_refused_at_its_line(tmp_path: Path, kind: str) -> None:
    """Its texts together; one character less is taken."""
    rows: dict[str, tuple[Objective, dict[str, Any], int]] = {
        "messages": ("sft", {"prompt": "a", "completion": "b"}, 2),
        "text": ("domain", {"text": "d"}, 1),
        "rejected": ("dpo", {"prompt": "a", "chosen": "b", "rejected": "c"}, 3),
    }
    objective, row, characters = rows[kind]
    last = list(row)[-1]
    long = {**row, last: "x" * (LONGEST + 2 - characters)}
    with pytest.raises(SourceError, match=r"rows\.jsonl:2: a row of 4,000,001 characters.*split it"):
        read_rows(write_rows(tmp_path / "rows.jsonl", [row, long]), objective)
    assert read_rows(write_rows(tmp_path / "rows.jsonl", [{**long, last: long[last][1:]}]), objective)


def test_pairs_say_by_what_they_were_judged(project: Project) -> None:
    """In the recipe, or in every row; else the first silent one is named."""
    pair = {"prompt": "a", "chosen": "b", "rejected": "c"}
    write_rows(project.root / "train.jsonl", [{**pair, "criterion": "short"}, pair])
    dpo = {"objective": "dpo", "data.mix": None}
    with pytest.raises(SourceError, match=r"data.criteria: is missing.*train.jsonl:2 has none"):
        read_data(load_recipe(project.recipe(dpo), root=project.root), root=project.root)
    said = load_recipe(project.recipe({**dpo, "data.criteria": ["short"]}), root=project.root)
    assert len(read_data(said, root=project.root).train) == 2
