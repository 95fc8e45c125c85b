"""Files that people write: every mistake is named by file and line."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict

from harness.source import SourceError, read_jsonl, read_yaml, validate


def yaml(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "a.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_words_stay_words(tmp_path: Path) -> None:
    """Only true and false are booleans; an answer may be yes, a time 12:30, a number 010, a date."""
    located = read_yaml(
        yaml(tmp_path, "[yes, no, on, да, 12:30, 010, 2024-01-01, 1_000, true, null, 1e-3, -2, 2.5, 0]")
    )
    expected = ["yes", "no", "on", "да", "12:30", "010", "2024-01-01", "1_000", True, None, 0.001, -2, 2.5, 0]
    assert located.data == expected


def test_every_part_knows_its_line(tmp_path: Path) -> None:
    located = read_yaml(yaml(tmp_path, "a: 1\nb:\n- x: 1\n  y: 2\n- z: 3\n"))
    assert located.line(("b", 0, "y")) == 4
    assert located.line(("b", 1)) == 5
    assert located.line(("b", 1, "absent", "deeper")) == 5


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("a: &x 1\nb: *x\n", 2, "anchors"),
        ("a: 1\na: 2\n", 2, "stands twice"),
        ("a: [1\nb: 2", 2, "not readable"),
        ("a: !!python/object/apply:os.system [x]", 1, "not readable"),
        ("? [a]\n: b\n", 1, "plain text"),
    ],
)
def test_what_is_refused_names_its_line(tmp_path: Path, text: str, line: int, what: str) -> None:
    with pytest.raises(SourceError, match=what) as e:
        read_yaml(yaml(tmp_path, text))
    assert e.value.line is not None
    assert abs(e.value.line - line) <= 1


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("a: 1\nprompt: Вопрос: сколько дней?\n", 2, "a colon .* in 'quotes'"),
        ("a: [*возврат]\n", 1, r"begins with \* .* in 'quotes'"),
        ('a: "order #\\d+"\n', 1, "'single quotes'"),
        ("cases:\n  - id: x\n    prompt: y\n   expect: z\n", 4, "indent it as the lines above"),
        ("a: 1\nb: 'x\nc: 2\nd: 3\n", 2, "never closed"),
        ("a: [x, y\nb: c\n", 1, "bracket that opens here"),
        ("a: @shop\n", 1, "in 'quotes'"),
        ("a: 'it's'\n", 1, "written twice"),
    ],
)
def test_what_yaml_can_not_read_is_told_with_what_to_do(tmp_path: Path, text: str, line: int, what: str) -> None:
    """The line is where the mistake is, not where the reader gave up."""
    with pytest.raises(SourceError, match=what) as e:
        read_yaml(yaml(tmp_path, text))
    assert e.value.line == line


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("promt: x\n", "did you mean 'prompt'"),
        ("\u00a0 prompt: x\n", "plain spaces"),
        ("prompt: x\ntags: critical\n", r"tags: has to be a list, not .critical.: write `tags: \[critical\]`"),
    ],
)
def test_a_mistyped_key_or_a_text_for_a_list_is_told_with_what_to_write(tmp_path: Path, text: str, what: str) -> None:
    class Entry(BaseModel):
        model_config = ConfigDict(extra="forbid")
        prompt: str
        tags: list[str] = []

    with pytest.raises(SourceError, match=what):
        validate(Entry, read_yaml(yaml(tmp_path, text)))


def test_empty_missing_and_foreign_bytes_are_errors(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="empty"):
        read_yaml(yaml(tmp_path, "# nothing\n"))
    with pytest.raises(SourceError, match="no such file"):
        read_yaml(tmp_path / "b.yaml")
    (tmp_path / "c.yaml").write_bytes("a: привет".encode("cp1251"))
    with pytest.raises(SourceError, match="UTF-8"):
        read_yaml(tmp_path / "c.yaml")


def test_deep_nesting_is_an_error_and_no_crash(tmp_path: Path) -> None:
    with pytest.raises(SourceError):
        read_yaml(yaml(tmp_path, "[" * 3000 + "]" * 3000))


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    """Nothing but a SourceError comes out of the reader."""
    with contextlib.suppress(SourceError):
        read_yaml(Path("x.yaml"), text)


def test_jsonl_keeps_line_separators_inside_strings(tmp_path: Path) -> None:
    """U+2028 is allowed inside a JSON string and is no end of a line."""
    file = tmp_path / "a.jsonl"
    file.write_text('{"a": "x\u2028y"}\n\n{"a": 2}\n', encoding="utf-8")
    assert list(read_jsonl(file)) == [(1, {"a": "x\u2028y"}), (3, {"a": 2})]


def test_a_bad_row_names_its_line(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text('{"a": 1}\n{"a": \n', encoding="utf-8")
    with pytest.raises(SourceError) as e:
        list(read_jsonl(file))
    assert e.value.line == 2
    file.write_text('{"a": 1, "a": 2}\n', encoding="utf-8")
    with pytest.raises(SourceError, match="twice"):
        list(read_jsonl(file))


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: str
    size: int = 0


def test_a_misspelt_key_is_named_before_the_key_it_leaves_missing(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"unknown key 'nmae' \(known: name, size\)") as e:
        validate(_Model, read_yaml(yaml(tmp_path, "size: 1\nnmae: x\n")))
    assert e.value.line == 2
