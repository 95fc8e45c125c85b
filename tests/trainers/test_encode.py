"""The loss is taken on the assistant's tokens and on nothing else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tiny_project import Project, conversation, write_rows

from trainers.encode import IGNORED, Encoded, encode, encode_judged, encode_pairs
from trainers.rows import read_rows

ROWS = [
    conversation("say yes", "yes"),
    conversation("скажи да", "да, да", "ещё", "нет", system="be kind"),
    conversation("red " * 40, "blue"),
]


@pytest.fixture
def tokenizer(project: Project) -> Any:
    """The base's tokenizer as training loads it."""
    from transformers import AutoTokenizer

    return AutoTokenizer.from_pretrained(project.root / "base")


def encoded(folder: Path, tokenizer: Any, max_length: int = 128) -> Encoded:
    return encode(read_rows(write_rows(folder / "rows.jsonl", ROWS)), tokenizer, max_length)


def test_labels_stand_on_the_answers_with_their_end(project: Project, tokenizer: Any) -> None:
    """Decoded, the labelled tokens are the answers and the end token: no prompt, no system, no role."""
    answers = ["yes<end>", "да, да<end>нет<end>", "blue<end>"]
    for row, answer in zip(encoded(project.root, tokenizer).rows, answers, strict=True):
        labelled = [label for label in row["labels"] if label != IGNORED]
        assert tokenizer.decode(labelled) == answer
        assert all(label in (IGNORED, token) for label, token in zip(row["labels"], row["input_ids"], strict=True))


def test_the_labels_are_those_of_trl(project: Project, tokenizer: Any) -> None:
    """TRL's own assistant_only_loss makes the same ids and labels of the same rows."""
    import datasets
    from transformers import AutoModelForCausalLM
    from trl import SFTConfig, SFTTrainer

    trainer = SFTTrainer(
        model=AutoModelForCausalLM.from_pretrained(project.root / "base"),
        args=SFTConfig(
            output_dir=str(project.root / "out"), assistant_only_loss=True, max_length=64, use_cpu=True, bf16=False,
            report_to=[],
        ),
        train_dataset=datasets.Dataset.from_list(ROWS[:2]),
        processing_class=tokenizer,
    )  # fmt: skip
    theirs = [{"input_ids": r["input_ids"], "labels": r["labels"]} for r in trainer.train_dataset]
    assert [dict(row) for row in encoded(project.root, tokenizer, 64).rows[:2]] == theirs


def test_long_rows_are_cut_and_counted(project: Project, tokenizer: Any) -> None:
    """A row that loses a part is kept; one that loses its whole answer is left out; each is named once."""
    result = encoded(project.root, tokenizer, 24)
    assert [row.line for row in result.cut] == [2]
    assert all(len(row["input_ids"]) <= 24 for row in result.rows)
    assert [row.line for row in result.lost] == [3]
    assert len(result.rows) + len(result.lost) == len(ROWS)
    assert all(any(label != IGNORED for label in row["labels"]) for row in result.rows)


@pytest.mark.parametrize(("encoder", "more"), [(encode_pairs, {"rejected": "no"}), (encode_judged, {"wanted": True})])
def test_a_long_pair_or_judgement_is_cut_or_left_out_and_not_both(
    project: Project, tokenizer: Any, encoder: Any, more: dict[str, Any]
) -> None:
    """The prompt alone is too long for the last one."""
    long = [conversation("say", "red"), conversation("say", "red " * 20), conversation("red " * 20, "red")]
    rows = [replace(r, **more) for r in read_rows(write_rows(project.root / "rows.jsonl", long))]
    result = encoder(rows, tokenizer, 12)
    assert [[row.line for row in some] for some in (result.cut, result.lost)] == [[2], [3]]
    assert len(result.rows) == 2
