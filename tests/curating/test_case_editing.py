"""Case files edited in place: nothing but what is edited changes, byte for byte."""

from __future__ import annotations

from collections.abc import Callable
from difflib import ndiff
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harness.case_files import load_cases
from harness.curating.case_editing import CaseFile
from harness.curating.yaml_lines import block, flow
from harness.source import SourceError, read_yaml

ROOT = Path(__file__).parents[2]

TEXT = """\
# Returns: who asks, see the wiki.   \nsuite:   golden
split: gate

tags: [ en ]     # of all
cases:
# the window
-   id: window   # asked most
    prompt: >-
      Can I return
      shoes?
    expect:
      - number: 30       # days
      -   answer: {any_of: [ "within 30 days",'a month' ], fuzzy: 0.9}
      - facts:
          - [receipt, bill]
          - box
    kind:   rule

- id: "address"
  prompt: 'Where to?'
  expect: [{keywords: {all_of: [Lenin st.]}}]
  # the end
"""


def edited(tmp_path: Path, edit: Callable[[CaseFile], None], case: str = "window", text: str = TEXT) -> list[str]:
    """The lines that an edit took out and put in."""
    file = tmp_path / "a.yaml"
    file.write_bytes(text.encode())
    opened = CaseFile.open(file)
    edit(opened)
    opened.save(case)
    return [line.rstrip("\n") for line in ndiff(text.splitlines(), file.read_text().splitlines()) if line[0] in "+-"]


@pytest.mark.parametrize(
    ("place", "value", "lines"),
    [
        (("expect", 1, "answer", "any_of"), "30 days: yes", ["'a month', \"30 days: yes\" ], fuzzy: 0.9}"]),
        (("expect", 2, "facts"), "label", ["          - label"]),
        (("expect", 2, "facts", 0), "invoice", ["          - [receipt, bill, invoice]"]),
        (("expect",), {"max_words": 40}, ["      - max_words: 40"]),
    ],
)
def test_an_item_is_added_to_a_list_where_it_stands(tmp_path: Path, place: Any, value: Any, lines: list[str]) -> None:
    found = edited(tmp_path, lambda file: file.append("window", place, value))
    added = [line for line in found if line.startswith("+")]
    assert len(added) == 1
    assert added[0].endswith(lines[0])
    assert len(found) <= 2


@pytest.mark.parametrize(
    ("place", "value", "line"),
    [
        (
            ("expect", 0, "number"),
            {"value": 30, "tolerance": 1},
            "+       - number: {value: 30, tolerance: 1}       # days",
        ),
        (("expect", 0), {"number": 14}, "+       - number: 14       # days"),
        (("tags",), ["critical"], "+     tags: [critical]"),
        (("kind",), "fact", "+     kind:   fact"),
    ],
)
def test_a_value_is_written_over_or_a_key_added(tmp_path: Path, place: Any, value: Any, line: str) -> None:
    found = edited(tmp_path, lambda file: file.put("window", place, value))
    assert [added for added in found if added.startswith("+")] == [line]
    assert len(found) <= 2


def test_a_whole_expectation_is_replaced(tmp_path: Path) -> None:
    found = edited(tmp_path, lambda file: file.put("window", ("expect",), [{"number": 14}, {"language": "en"}]))
    assert [line for line in found if line.startswith("+")] == ["+     - number: 14", "+     - language: en"]
    assert all(
        "number" in line or "answer" in line or "facts" in line or "re" in line or "box" in line
        for line in found
        if line[0] == "-"
    )
    assert load_cases([tmp_path / "a.yaml"])[0].expect == (("number", 14), ("language", "en"))


def test_a_list_in_brackets_and_a_key_taken_away(tmp_path: Path) -> None:
    def edit(file: CaseFile) -> None:
        file.append("address", ("expect", 0, "keywords", "all_of"), "6")
        file.put("window", ("kind",), None)

    file = tmp_path / "a.yaml"
    file.write_text(TEXT)
    opened = CaseFile.open(file)
    edit(opened)
    with pytest.raises(SourceError, match="by hand"):  # another case changed with it
        opened.save("address")
    assert file.read_text() == TEXT


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_line_ends_and_a_byte_order_mark_stay(tmp_path: Path, newline: str, bom: str) -> None:
    text = (bom + TEXT).replace("\n", newline)
    file = tmp_path / "a.yaml"
    file.write_bytes(text.encode())
    opened = CaseFile.open(file)
    opened.put("window", ("tags",), ["critical"])
    assert opened.save("window").critical
    assert file.read_bytes().decode() == text.replace(
        f"kind:   rule{newline}", f"kind:   rule{newline}    tags: [critical]{newline}"
    )


def test_what_would_not_load_is_not_written(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(TEXT)
    opened = CaseFile.open(file)
    opened.put("window", ("kind",), "no such kind")
    with pytest.raises(SourceError, match="kind"):
        opened.save("window")
    assert file.read_text() == TEXT


def test_a_case_is_added_at_the_end(tmp_path: Path) -> None:
    entry = {
        "id": "new",
        "title": "said: wrong",
        "prompt": "Wo?\nUnd wann?",
        "expect": [{"number": 3}, {"no_promises": None}],
    }
    found = edited(tmp_path, lambda file: file.add_case(entry), "new")
    assert found == [
        "+ - id: new",
        '+   title: "said: wrong"',
        '+   prompt: "Wo?\\nUnd wann?"',
        "+   expect:",
        "+   - number: 3",
        "+   - no_promises",
    ]


def test_a_line_of_jsonl_is_edited_alone(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    lines = [
        '{"suite": "s", "split": "gate",   "id": "a", "prompt": "Да?", "expect": [{"number": 1}]}',
        '{"suite": "s", "split": "gate", "id": "b", "prompt": "?", "expect": [{"answer": {"any_of": ["x"]}}]}',
    ]
    file.write_text("\n".join(lines) + "\n")
    opened = CaseFile.open(file)
    opened.append("b", ("expect", 0, "answer", "any_of"), "да")
    case = opened.save("b", [{"answer": {"any_of": ["x", "да"]}}])
    assert file.read_text() == lines[0] + "\n" + lines[1].replace('["x"]', '["x", "да"]') + "\n"
    assert case.line == 2


def test_the_notes_of_a_case_are_its_own_comments(tmp_path: Path) -> None:
    """What stands in a text that begins so is no comment, nor is what stands before or behind the case."""
    notes = "      # shoes?\n    # from questions.csv, line 3\n    # answer: 30 days,\n    #   or so\n"
    text = TEXT.replace("      shoes?\n", notes)
    file = tmp_path / "a.yaml"
    file.write_text(text)
    assert CaseFile.open(file).notes("window") == ["from questions.csv, line 3", "answer: 30 days,", "or so"]
    assert CaseFile.open(file).notes("address") == []


def test_what_cases_share_stays_where_it_is(tmp_path: Path) -> None:
    """An expectation reads back as it is written: `from:` does not become the whole glossary."""
    (tmp_path / "_terms.yaml").write_text("preferred: {parcel: [package]}\n")
    head = "suite: s\nsplit: gate\ncases:\n- id: a\n  prompt: '?'\n"
    text = f"{head}  expect:\n  - glossary: {{from: _terms.yaml}}\n  - no_promises\n"
    (tmp_path / "a.yaml").write_text(text)
    opened = CaseFile.open(tmp_path / "a.yaml")
    assert opened.expectation("a") == [{"glossary": {"from": "_terms.yaml"}}, {"no_promises": None}]
    opened.put("a", ("expect",), [*opened.expectation("a"), {"number": 3}])
    opened.save("a", [{"glossary": {"from": "_terms.yaml"}}, {"no_promises": None}, {"number": 3}])
    assert (tmp_path / "a.yaml").read_text() == text + "  - number: 3\n"


@pytest.mark.parametrize("file", sorted(ROOT.glob("golden/**/*.gate.yaml"))[::7], ids=lambda p: p.name)
def test_the_shipped_files_change_in_one_line(tmp_path: Path, file: Path) -> None:
    for part in file.parent.glob("_*"):
        (tmp_path / part.name).write_bytes(part.read_bytes())
    copy = tmp_path / file.name
    copy.write_bytes(file.read_bytes())
    case = load_cases([copy])[-1]
    opened = CaseFile.open(copy)
    before_it = opened.expectation(case.id)
    opened.append(case.id, ("expect",), {"max_words": 400})
    opened.save(case.id, [*before_it, {"max_words": 400}])
    before, after = file.read_text().splitlines(), copy.read_text().splitlines()
    assert [line for line in ndiff(before, after) if line[0] in "+-"] == ["+   - max_words: 400"]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30))
def test_any_text_reads_back_as_itself(text: str) -> None:
    written = f"- {{a: [{flow(text)}]}}\n- {flow([text])}\n- b: {block(text)}\n- {block(text)}\n"
    assert read_yaml(Path("-"), written).data == [{"a": [text]}, [text], {"b": text}, text]
