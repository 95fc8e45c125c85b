"""Cases as a person writes them, and as they are read again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.importing.yaml_text import WIDTH, case_lines, comment, flow
from harness.source import read_yaml

TEXTS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\x00\ufffe\uffff"), min_size=1, max_size=200
).filter(lambda text: not any((ord(sign) < 32 and sign not in "\n\t") or 126 < ord(sign) < 160 for sign in text))
SIMPLE = st.recursive(TEXTS | st.integers() | st.booleans(), lambda inside: st.lists(inside, max_size=3), max_leaves=6)


def read(lines: list[str]) -> Any:
    return read_yaml(Path("a.yaml"), "\n".join(lines) + "\n").data


@given(TEXTS, TEXTS, SIMPLE, st.lists(TEXTS, max_size=3))
def test_any_text_is_read_as_it_was(prompt: str, told: str, value: Any, context: list[str]) -> None:
    case = {
        "id": "a-1",
        "context": context or ["x"],
        "prompt": prompt,
        "expect": [{"facts": {"all_of": [told, value]}}],
    }
    assert read(case_lines(case, comment("answer", told))) == [case]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("30 дней", "30 дней"), ("1\u00a0500 ₽", "1\u00a0500 ₽"), ("don't", "don't"),
        ("Yes, within 30 days", '"Yes, within 30 days"'),
        ("no", '"no"'), ("30", '"30"'), ("10:00", '"10:00"'), ("2026-03-08", '"2026-03-08"'), ("true", '"true"'),
        ("a: b", '"a: b"'), ("#1", '"#1"'), ("", '""'), (r"\d+", r"'\d+'"), ("- a", '"- a"'), ("«Лампа»", "«Лампа»"),
        ({"number": 30, "tolerance": 0.5}, "{number: 30, tolerance: 0.5}"), (["a", True, None], "[a, true, null]"),
    ],
)  # fmt: skip
def test_quotes_stand_only_where_they_are_needed(value: Any, written: str) -> None:
    assert flow(value) == written


def test_long_texts_are_folded_and_lines_stay_lines() -> None:
    lines = case_lines({"id": "a", "prompt": "слово " * 60 + "конец", "expect": [{"number": 1}]}, [])
    assert lines[1] == "  prompt: >-"
    assert max(map(len, lines)) <= WIDTH

    lines = case_lines({"id": "a", "prompt": "one\n  two\n\nthree", "expect": [{"grounded": None}]}, [])
    assert lines == ["- id: a", "  prompt: |-", "    one", "      two", "", "    three", "  expect:", "  - grounded"]


def test_a_comment_can_not_end_itself() -> None:
    lines = case_lines(
        {"id": "a", "prompt": "b", "expect": [{"number": 1}]}, comment("answer", "x\u2028- id: evil\x85y\r\nz")
    )
    assert lines[1] == "  # answer: x - id: evil y z"
