"""Conversations as token ids and labels: the loss is taken on what the assistant says, and on nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from trainers.data import Row

__all__ = ["IGNORED", "Encoded", "encode"]

IGNORED = -100
"""The label of a token that no loss is taken on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoded:
    """Rows as token ids and labels, and what became of those that were too long."""

    rows: tuple[Mapping[str, list[int]], ...]
    cut: tuple[Row, ...]
    """Longer than `max_length`: their end is not trained on."""
    lost: tuple[Row, ...]
    """Of these, the ones whose whole answer lies beyond the cut: they teach nothing and are left out."""


def encode(rows: Sequence[Row], tokenizer: Any, max_length: int) -> Encoded:
    """Tokenize conversations; labels stand on the assistant's tokens alone, end token included.

    The same labels as TRL's `assistant_only_loss`, which drops the rows that lose their answer without a word.
    """
    kept: list[Mapping[str, list[int]]] = []
    cut: list[Row] = []
    lost: list[Row] = []
    for row in rows:
        tokens = tokenizer.apply_chat_template(
            row.turns(), tokenize=True, return_dict=True, return_assistant_tokens_mask=True
        )
        ids = tokens["input_ids"]
        labels = [i if mine else IGNORED for i, mine in zip(ids, tokens["assistant_masks"], strict=True)]
        if len(ids) > max_length:
            cut.append(row)
        if all(label == IGNORED for label in labels[1:max_length]):  # the first token is predicted from nothing
            lost.append(row)
        else:
            kept.append({"input_ids": ids[:max_length], "labels": labels[:max_length]})
    return Encoded(rows=tuple(kept), cut=tuple(cut), lost=tuple(lost))
