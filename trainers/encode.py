"""Rows as TRL's trainers take them, and what became of those that were too long."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from trainers.rows import Row

__all__ = [
    "IGNORED",
    "Encoded",
    "encode",
    "encode_documents",
    "encode_judged",
    "encode_pairs",
    "encode_questions",
    "encode_ranked",
]

IGNORED = -100
"""The label of a token that no loss is taken on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoded:
    """Rows ready for the trainer, and those that were too long."""

    rows: tuple[Mapping[str, Any], ...]
    cut: tuple[Row, ...]
    """Longer than `max_length` and trained on: their end is not."""
    lost: tuple[Row, ...]
    """Longer, too, and left out: their whole answer lies beyond the cut, where it teaches nothing."""
    split: tuple[Row, ...] = ()
    """Documents that became several pieces; nothing of them is lost."""


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
        if all(label == IGNORED for label in labels[1:max_length]):  # the first token is predicted from nothing
            lost.append(row)
            continue
        if len(ids) > max_length:
            cut.append(row)
        kept.append({"input_ids": ids[:max_length], "labels": labels[:max_length]})
    return Encoded(rows=tuple(kept), cut=tuple(cut), lost=tuple(lost))


def encode_documents(rows: Sequence[Row], tokenizer: Any, max_length: int) -> Encoded:
    """Tokenize documents, each with its end token, in pieces of at most `max_length`; the loss is on every token."""
    kept: list[Mapping[str, list[int]]] = []
    split: list[Row] = []
    for row in rows:
        ids = [*tokenizer(row.text, add_special_tokens=False)["input_ids"], tokenizer.eos_token_id]
        pieces = [ids[at : at + max_length] for at in range(0, len(ids), max_length)]
        if len(pieces) > 1 and len(pieces[-1]) < 2:  # one token predicts nothing
            pieces.pop()
        if len(pieces) > 1:
            split.append(row)
        kept += [{"input_ids": piece, "labels": piece} for piece in pieces]
    return Encoded(rows=tuple(kept), cut=(), lost=(), split=tuple(split))


def encode_pairs(rows: Sequence[Row], tokenizer: Any, max_length: int) -> Encoded:
    """Two conversations a row, as DPO compares them; TRL tokenizes and cuts them the same way."""
    kept: list[Mapping[str, Any]] = []
    cut: list[Row] = []
    lost: list[Row] = []
    for row in rows:
        pair, asked, longest = _pair(row, tokenizer)
        if asked >= max_length:
            lost.append(row)  # both sides would be the same
            continue
        if longest > max_length:
            cut.append(row)
        kept.append(pair)
    return Encoded(rows=tuple(kept), cut=tuple(cut), lost=tuple(lost))


def encode_ranked(rows: Sequence[Row], tokenizer: Any, max_length: int) -> Encoded:
    """Two conversations a row, as reward models rank them: TRL leaves out a row whose longer side does not fit."""
    kept: list[Mapping[str, Any]] = []
    lost: list[Row] = []
    for row in rows:
        pair, _, longest = _pair(row, tokenizer)
        if longest > max_length:
            lost.append(row)
        else:
            kept.append(pair)
    return Encoded(rows=tuple(kept), cut=(), lost=tuple(lost))


def _pair(row: Row, tokenizer: Any) -> tuple[Mapping[str, Any], int, int]:
    """A pair as TRL takes it, the tokens of its prompt, and those of the longer side with the prompt."""
    prompt, chosen = row.turns()[:-1], row.turns()[-1:]
    rejected = [{"role": "assistant", "content": row.rejected or ""}]
    asked, *sides = _lengths(tokenizer, prompt, chosen, rejected)
    return {"prompt": prompt, "chosen": chosen, "rejected": rejected}, asked, max(sides)


def encode_judged(rows: Sequence[Row], tokenizer: Any, max_length: int) -> Encoded:
    """One judged answer a row, as KTO takes it."""
    kept: list[Mapping[str, Any]] = []
    cut: list[Row] = []
    lost: list[Row] = []
    for row in rows:
        prompt, answer = row.turns()[:-1], row.turns()[-1:]
        asked, whole = _lengths(tokenizer, prompt, answer)
        if asked >= max_length:
            lost.append(row)
            continue
        if whole > max_length:
            cut.append(row)
        kept.append({"prompt": prompt, "completion": answer, "label": row.wanted})
    return Encoded(rows=tuple(kept), cut=tuple(cut), lost=tuple(lost))


def encode_questions(rows: Sequence[Row], tokenizer: Any, max_length: int) -> Encoded:
    """A prompt a row, as RL takes it. One longer than `max_length` is left out: a cut question is another one."""
    kept, lost = [], []
    for row in rows:
        if _lengths(tokenizer, row.turns())[0] > max_length:
            lost.append(row)
        else:
            kept.append({"prompt": row.turns()})
    return Encoded(rows=tuple(kept), cut=(), lost=tuple(lost))


def _lengths(tokenizer: Any, prompt: list[dict[str, str]], *answers: list[dict[str, str]]) -> list[int]:
    """Tokens of the prompt up to where the answer begins, then of the prompt with each answer."""

    def length(turns: list[dict[str, str]], *, ask: bool) -> int:
        told = tokenizer.apply_chat_template(turns, tokenize=True, return_dict=True, add_generation_prompt=ask)
        return len(told["input_ids"])

    return [length(prompt, ask=True), *(length(prompt + answer, ask=False) for answer in answers)]
