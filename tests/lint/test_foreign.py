"""Files and rows that are no training data as it is read: one line says what they are and what to do."""

from __future__ import annotations

import bz2
import gzip
import json
import os
from pathlib import Path
from typing import Any

import pytest
from linting import chat

from harness.lint.lints import About
from harness.lint.rows import Broken, Row, read_row
from harness.lint.run import LintReport, lint

ROWS = [chat("Where is it?", "In Riga."), chat("Где он?", "В Риге, у моста.")]
LINES = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in ROWS)


def linted(tmp_path: Path, content: bytes, name: str = "data.jsonl") -> LintReport:
    (tmp_path / name).write_bytes(content)
    return lint([tmp_path / name], About())


@pytest.mark.parametrize(
    ("name", "content", "what", "to_do"),
    [
        ("data.jsonl.gz", gzip.compress(LINES.encode()), "compressed by gzip", "gunzip "),
        ("data.bz2", bz2.compress(LINES.encode()), "compressed by bzip2", "bunzip2 "),
        ("data.jsonl", LINES.encode("utf-16"), "UTF-16", "iconv -f UTF-16 -t UTF-8 "),
        ("data.jsonl", LINES.encode("utf-16-le"), "UTF-16", "iconv -f UTF-16LE"),
        ("data.jsonl", LINES.encode("utf-16-be"), "UTF-16", "iconv -f UTF-16BE"),
        ("data.json", json.dumps(ROWS, indent=2).encode(), "one JSON array", "jq -c '.[]'"),
        (
            "data.jsonl",
            b"\r".join(json.dumps(row).encode() for row in ROWS),
            "lines that end in CR alone",
            "tr '\\r' '\\n'",
        ),
        ("data.json", json.dumps(ROWS).encode(), "one JSON array", "jq -c '.[]'"),
        ("data.json", json.dumps(ROWS * 1000, indent=2).encode(), "one JSON array", "jq -c '.[]'"),
        ("data.json", json.dumps(ROWS * 1000).encode(), "one JSON array", "jq -c '.[]'"),
        ("data.json", json.dumps(ROWS[0], indent=2).encode(), "JSON over several lines", "jq -c ."),
        ("make.py", b"import os\n\nprint(os.name)\n", "a Python program", "a row is a line of JSON"),
        ("data.csv", "question,answer\nГде?,Тут\n".encode(), "a table with commas", "a row is a line of JSON"),
        ("data.jsonl", b"one\ntwo\nthree\n", "no JSON lines", "a row is a line of JSON"),
        ("data.jsonl", b"\x00\x01\x02\x03\x00\xff" * 40 + b"x" * 2000, "a binary file", "a row is a line of JSON"),
        ("data.jsonl", b"PAR1\x15\x04", "a Parquet file under another name", "*.parquet"),
    ],
)
def test_a_file_of_another_kind_is_one_line(tmp_path: Path, name: str, content: bytes, what: str, to_do: str) -> None:
    (finding,) = linted(tmp_path, content, name).stopping

    assert finding.rule.name == "broken-row"
    assert finding.message.startswith(what)
    assert to_do in finding.message
    assert [place.line for place in finding.places] == [1]


@pytest.mark.parametrize(
    "content",
    [
        LINES,
        "\n\n" + LINES,
        "{oops\n" + LINES,
        '["no row"]\n' + LINES,
        "# a comment\n" + LINES,
        json.dumps(chat("Q", "long " * 40_000)) + "\n" + LINES,
    ],
    ids=["rows", "empty lines", "a broken one", "a list", "a comment", "longer than what is looked at"],
)
def test_json_lines_are_read_whatever_the_first_is(tmp_path: Path, content: str) -> None:
    assert linted(tmp_path, content.encode()).rows >= 2


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ({"conversations": [{"from": "human", "value": "Q"}, {"from": "gpt", "value": "A"}]}, "ShareGPT's form"),
        ({"messages": [{"from": "human", "value": "Q"}]}, "message 1 is ShareGPT's: write 'role' and 'content'"),
        ({"instruction": "Q", "input": "x", "output": "A"}, "write 'prompt' (the instruction, with 'input'"),
        ({"instruction": "Q", "input": "", "output": "A"}, "write 'prompt' (the instruction) and 'completion'"),
        ({"question": "Q", "answer": "A"}, "write them as 'prompt' and 'completion'"),
        ({"prompt": "Q", "response": "A"}, "write them as 'prompt' and 'completion'"),
        ({"messages": [{"role": "user", "content": [{"type": "text", "text": "Q"}]}]}, "is a list of parts"),
        ({"messages": [{"role": "user", "content": [{"type": "image"}]}]}, "parts of the kind image"),
        ({"messages": [{"role": "assistant", "content": None, "tool_calls": [{}]}]}, "the message calls a tool"),
        ({"prompt": "Q", "completion": "A", "label": "true"}, "is the text 'true': write true or false without quotes"),
    ],
)  # fmt: skip
def test_a_row_in_another_tool_s_form_is_told_how_it_is_written_here(row: dict[str, Any], says: str) -> None:
    found = read_row(row, Path("d.jsonl"), 1)

    assert isinstance(found, Broken)
    assert says in found.what


NULLS: list[dict[str, Any]] = [
    {"messages": None, "prompt": None, "completion": None},
    {"prompt": "Q", "completion": None},
    {"prompt": None, "completion": "A"},
    {"prompt": "Q", "chosen": "A", "rejected": None},
    {"text": None},
    {"messages": [{"role": "user", "content": "Q"}, {"role": "assistant", "content": None}]},
]


@pytest.mark.parametrize("row", NULLS, ids=json.dumps)
def test_a_null_says_the_same_in_a_table_and_in_lines(tmp_path: Path, row: dict[str, Any]) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = [chat("Where is it?", "In Riga."), row]
    pq.write_table(pa.Table.from_pylist([{**dict.fromkeys({k for r in rows for k in r}), **r} for r in rows]),
                   tmp_path / "d.parquet")  # fmt: skip
    (tmp_path / "d.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")

    told = [
        [(f.rule.name, f.message, [p.line for p in f.places]) for f in lint([tmp_path / name], About()).stopping]
        for name in ("d.parquet", "d.jsonl")
    ]

    assert told[0] == told[1]
    assert [found[0] for found in told[0]] == ["broken-row"]


def test_a_list_on_every_line_is_no_array_of_rows(tmp_path: Path) -> None:
    (finding,) = linted(tmp_path, (json.dumps(ROWS[0]["messages"]) + "\n").encode() * 20).stopping

    assert finding.message.startswith("no JSON lines: a row is a line of JSON, as {")


def test_many_lines_with_one_mistake_are_one_finding_with_all_places(tmp_path: Path) -> None:
    alpaca = json.dumps({"instruction": "Q", "output": "A"}) + "\n"

    (finding,) = linted(tmp_path, alpaca.encode() * 40).stopping

    assert (finding.flagged, [place.line for place in finding.places]) == (40, list(range(1, 41)))
    assert "(40 lines, from 1 on)" in finding.message


def test_a_row_without_its_answer_is_no_prompt_where_the_next_has_one(tmp_path: Path) -> None:
    """A file of prompts begins with one; but not one whose rows have answers."""
    content = json.dumps({"prompt": "Q", "completion": None}) + "\n" + LINES

    (finding,) = linted(tmp_path, content.encode()).stopping

    assert ([p.line for p in finding.places], finding.message) == (
        [1],
        "completion: is missing, and the row of line 2 has its answer",
    )


def test_single_judgements_have_labels_of_true_and_false(tmp_path: Path) -> None:
    file = tmp_path / "kto.jsonl"
    rows = [{"prompt": "Q", "completion": "A", "label": label} for label in (True, False, "good", 1, None)]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")

    told = lint([file], About(judged=[file]))

    assert [(f.places[0].line, f.message.partition(":")[0]) for f in told.stopping if f.rule.name == "broken-row"] == [
        (3, "label"),
        (4, "label"),
        (5, "label"),
    ]
    assert not [f for f in lint([file], About()).stopping if f.rule.name == "broken-row"]


def test_a_row_stays_a_row_with_keys_that_are_null() -> None:
    assert isinstance(read_row({"prompt": "Q", "completion": "A", "chosen": None}, Path("d"), 1), Row)


def test_a_pipe_is_said_to_be_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    from harness.cli import main

    monkeypatch.chdir(tmp_path)
    os.mkfifo("rows")
    for name, called in (("rows", "rows"), ("-", "stdin")):
        monkeypatch.setattr("sys.argv", ["ckptgate", "lint", name])
        with pytest.raises(SystemExit) as e:
            main()
        assert e.value.code == 4
        assert f"{called} is a pipe, and rows are read more than once" in capsys.readouterr().err
