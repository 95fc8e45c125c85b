"""Inputs of production, in the forms in which logs keep them."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.lint.production import read_inputs
from harness.source import SourceError


def inputs(tmp_path: Path, text: str) -> tuple[str, ...]:
    (tmp_path / "in.jsonl").write_text(text, encoding="utf-8")
    return read_inputs(tmp_path / "in.jsonl")


@pytest.mark.parametrize(
    "line",
    [
        "Где заказ?",
        '{"prompt": "Где заказ?"}',
        '{"query": "Где заказ?", "user": 5}',
        '{"messages": [{"role": "user", "content": "Где заказ?"}]}',
        '{"messages": [{"role": "user", "content": "Привет"}, {"role": "assistant", "content": "Да?"},'
        ' {"role": "user", "content": "Где заказ?"}, {"role": "assistant", "content": "В пути."}]}',
        '{"messages": [{"role": "user", "content": [{"type": "text", "text": "Где заказ?"}]}]}',
        '{"prompt": [{"role": "system", "content": "Be kind."}, {"role": "user", "content": "Где заказ?"}]}',
    ],
)
def test_what_the_customer_said_last(tmp_path: Path, line: str) -> None:
    assert inputs(tmp_path, f"\n{line}\n") == ("Где заказ?",)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "no input is in it"),
        ('{"n": 1}', "in.jsonl:1: neither a text nor a JSON object with one: it needs a text under 'prompt'"),
        ('Yes\n{"messages": [{"role": "assistant", "content": 1}]}', "in.jsonl:2: "),
        ('{"prompt": ', "in.jsonl:1: "),
        ("[" * 3 + '\n{"prompt": ' + "[" * 100_000, "in.jsonl:2: "),
    ],
)
def test_a_line_without_a_text_is_refused_with_its_place(tmp_path: Path, text: str, why: str) -> None:
    with pytest.raises(SourceError) as e:
        inputs(tmp_path, text)
    assert why in str(e.value)
