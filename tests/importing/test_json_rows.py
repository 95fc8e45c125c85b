"""Rows of JSON."""

from __future__ import annotations

from pathlib import Path

import pytest
from importing.sources import jsonl

from harness.importing.columns import guess
from harness.importing.questions import questions_of
from harness.importing.reading import read_table
from harness.importing.rows import Table
from harness.source import SourceError


def read(table: Table) -> tuple[list[tuple[int, str, tuple[str, ...]]], list[tuple[int, str]]]:
    questions, left = questions_of(table, guess(table))
    return [(q.number, q.prompt, q.answers) for q in questions], [(one.number, one.why) for one in left]


def test_a_broken_line_costs_one_row_and_keeps_its_number(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text(
        '{"question": "a?", "answer": 1}\nnonsense\n\n[1]\n{"question": "b?", "answer": 2.50}\n', encoding="utf-8"
    )

    questions, left = read(read_table(file))
    assert questions == [(1, "a?", ("1",)), (5, "b?", ("2.5",))]
    assert [number for number, _ in left] == [2, 4]
    assert "not JSON" in left[0][1]


def test_a_list_of_answers_is_a_list_of_accepted_ones(tmp_path: Path) -> None:
    rows = [
        {"id": "x", "question": "a?", "answers": {"text": ["Paris", "Lutetia"], "answer_start": [1, 2]}},
        {"id": "y", "question": "b?", "answers": {"text": "['Rome', 'Roma']"}},
    ]
    assert read(read_table(jsonl(tmp_path, rows)))[0] == [(1, "a?", ("Paris", "Lutetia")), (2, "b?", ("Rome", "Roma"))]


def test_chats_are_read_and_conversations_of_several_turns_are_left_out(tmp_path: Path) -> None:
    turns = [{"role": "user", "content": "a?"}, {"role": "assistant", "content": "1"}]
    table = read_table(
        jsonl(tmp_path, [{"messages": [{"role": "system", "content": "s"}, *turns]}, {"messages": turns * 2}])
    )

    questions, left = read(table)
    assert questions == [(1, "a?", ("1",))]
    assert left[0][0] == 2
    assert "several turns" in left[0][1]
    assert any("system prompt" in note for note in table.notes)


@pytest.mark.parametrize(
    "text", ['[{"question": "a?", "answer": "1"}]', '{"data": [{"question": "a?", "answer": "1"}]}']
)
def test_one_list_is_read_by_the_number_of_its_items(tmp_path: Path, text: str) -> None:
    file = tmp_path / "a.json"
    file.write_text(text, encoding="utf-8")

    table = read_table(file)
    assert (table.unit, read(table)[0]) == ("item", [(1, "a?", ("1",))])


def test_what_is_no_json_is_said_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text("[\n{,\n]", encoding="utf-8")
    with pytest.raises(SourceError, match=r"a\.json:2: not JSON"):
        read_table(file)
    file.write_text("[" * 100_000, encoding="utf-8")
    with pytest.raises(SourceError, match="not JSON"):
        read_table(file)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ({"question": "", "answer": "1"}, "no question"),
        ({"question": "a?", "answer": "  "}, "no answer"),
        ({"question": "a?", "answer": "N/A"}, "no answer, but “N/A” in its place"),
        ({"question": "???", "answer": "1"}, "the question has no letter and no digit"),
        ({"question": "a?", "answer": "b\u0000c"}, "U+0000"),
        ({"question": "a?", "answer": "b\ufffdc"}, "stands for a lost letter"),
        ({"question": "a" * 30_000, "answer": "1"}, "30,000 characters"),
    ],
)
def test_rows_that_can_be_no_case_are_left_out_with_the_reason(tmp_path: Path, row: dict[str, str], why: str) -> None:
    questions, left = read(read_table(jsonl(tmp_path, [{"question": "good?", "answer": "yes"}, row])))

    assert len(questions) == 1
    assert why in left[0][1]


def test_prompts_and_completions_of_messages_are_read(tmp_path: Path) -> None:
    asks, says = [{"role": "user", "content": "a?"}], [{"role": "assistant", "content": "1"}]
    table = read_table(jsonl(tmp_path, [{"prompt": asks, "completion": says}, {"prompt": "b?", "completion": "2"}]))

    assert read(table)[0] == [(1, "a?", ("1",)), (2, "b?", ("2",))]


@pytest.mark.parametrize(
    ("answer", "accepted"),
    [
        ("Paris / Париж", ("Paris", "Париж")),
        ("Paris|Lutetia", ("Paris", "Lutetia")),
        ("90 км / ч", ("90 км / ч",)),
        ("and/or", ("and/or",)),
        ('["Paris", "Lutetia"]', ("Paris", "Lutetia")),
        ("[1, 2]", ("[1, 2]",)),
    ],
)
def test_signs_between_accepted_answers_are_known(tmp_path: Path, answer: str, accepted: tuple[str, ...]) -> None:
    assert read(read_table(jsonl(tmp_path, [{"question": "a?", "answer": answer}])))[0] == [(1, "a?", accepted)]
