"""Rows as the field writes them; what is no row is said with its line, and the others are read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.lint.rows import Broken, Row, Turn, read_row, read_rows

HERE = Path("d.jsonl")


def one(value: object) -> Row | Broken:
    return read_row(value, HERE, 7)


def test_messages_prompt_and_completion_pairs_and_documents_are_rows() -> None:
    talk = one({"messages": [{"role": "system", "content": "S"}, {"role": "user", "content": "Q"},
                             {"role": "assistant", "content": "A"}], "by": "Ann"})  # fmt: skip
    assert isinstance(talk, Row)
    assert (talk.form, talk.system, talk.prompt, talk.answer, dict(talk.labels)) == (
        "chat",
        "S",
        "Q",
        "A",
        {"by": "Ann"},
    )
    asked = one({"prompt": "Q", "completion": "A"})
    assert isinstance(asked, Row)
    assert (asked.form, asked.turns, asked.answer) == ("chat", (Turn("user", "Q"),), "A")
    pair = one({"prompt": "Q", "chosen": "A", "rejected": "B"})
    assert isinstance(pair, Row)
    assert (pair.form, pair.prompt, pair.answer, pair.rejected) == ("preference", "Q", "A", "B")
    document = one({"text": "Глава первая."})
    assert isinstance(document, Row)
    assert (document.form, document.prompt, document.text) == ("document", "", "Глава первая.")


def test_a_pair_may_carry_its_turns_on_each_side() -> None:
    def side(asked: str, answer: str) -> list[dict[str, str]]:
        return [{"role": "user", "content": asked}, {"role": "assistant", "content": answer}]

    pair = one({"chosen": side("Q", "A"), "rejected": side("R", "B")})

    assert isinstance(pair, Row)
    assert (pair.prompt, pair.answer, pair.rejected, pair.rejected_turns) == ("Q", "A", "B", (Turn("user", "R"),))


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ([1], "an object"),
        ({}, "this: nothing"),
        ({"question": "Q"}, "'messages', 'prompt' with"),
        ({"messages": "hello"}, "no list of messages"),
        ({"messages": []}, "is empty"),
        ({"messages": [{"role": "user"}]}, "content of message 1: is missing"),
        ({"messages": [{"content": "x"}]}, "message 1 is no object with a role"),
        ({"prompt": "Q", "chosen": "A"}, "rejected: is missing"),
        ({"text": 5}, "no text"),
    ],
)
def test_what_is_no_row_says_what_it_lacks(value: object, says: str) -> None:
    found = one(value)

    assert isinstance(found, Broken)
    assert says in found.what
    assert found.line == 7


def test_a_bad_line_costs_that_line_alone(tmp_path: Path) -> None:
    file = tmp_path / "d.jsonl"
    good = json.dumps({"prompt": "Где\u2028?", "completion": "В Риге."}, ensure_ascii=False).encode()
    file.write_bytes(b"\xef\xbb\xbf" + good + b"\n{oops\n\n\xff\xfe\n" + b"[" * 100_000 + b"\n" + good)
    broken: list[Broken] = []

    rows = [row.line for row in read_rows(file, broken.append)]

    assert rows == [1, 6]
    assert [b.line for b in broken] == [2, 4, 5]
    assert "UTF-8" in broken[1].what


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["messages", "role", "content", "prompt", "chosen", "text"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@given(_JSON)
def test_any_json_is_a_row_or_is_said_to_be_none(value: object) -> None:
    assert isinstance(one(value), Row | Broken)


def test_prompts_alone_are_rows_of_a_file_that_begins_with_one(tmp_path: Path) -> None:
    """What reinforcement learning takes; elsewhere their answer is missing."""
    alone, answered = '{"prompt": "Q"}\n', '{"prompt": "Q", "completion": "A"}\n'
    file, broken = tmp_path / "d.jsonl", list[Broken]()
    file.write_text(alone * 2, encoding="utf-8")
    assert [row.form for row in read_rows(file, broken.append)] == ["prompt", "prompt"]
    assert broken == []
    file.write_text(answered + alone, encoding="utf-8")
    assert len(list(read_rows(file, broken.append))) == 1
    assert [(b.line, b.what) for b in broken] == [(2, "completion: is missing")]


def test_a_key_that_stands_twice_is_no_row(tmp_path: Path) -> None:
    """A trainer would stop at it, too."""
    file, broken = tmp_path / "d.jsonl", list[Broken]()
    file.write_text('{"prompt": "Q", "completion": "A", "completion": "B"}\n', encoding="utf-8")
    assert list(read_rows(file, broken.append)) == []
    assert "a key stands twice" in broken[0].what


def test_a_table_s_rows_are_those_of_the_same_lines(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.Table.from_pylist([{"prompt": "Q", "completion": "A"}]), tmp_path / "d.parquet")
    (row,) = read_rows(tmp_path / "d.parquet", lambda broken: None)
    assert (row.line, row.prompt, row.answer) == (1, "Q", "A")
