"""Cases as a support lead writes them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from project import Project

from harness.case_files import case_files, load_cases
from harness.cases import Case
from harness.scoring import bind_case
from harness.source import SourceError

GOOD = """\
suite: golden
split: gate
kind: fact
tags: [en]
cases:
- id: refund
  prompt: Can I return shoes?
  expect:
  - answer: {any_of: ["Yes"]}
  - no_promised_dates
  tags: [critical]
- id: second
  messages:
  - {role: user, content: Hi}
  - {role: assistant, content: Hello}
  - {role: user, content: Where is my order?}
  expect: [{max_words: 60}]
"""


def load(tmp_path: Path, text: str, name: str = "a.yaml"):
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    return load_cases([file])


def test_a_file_gives_its_cases_with_header_and_lines(tmp_path: Path) -> None:
    first, second = load(tmp_path, GOOD)
    assert (first.id, first.suite, first.split, first.kind) == ("refund", "golden", "gate", "fact")
    assert first.tags == ("critical", "en")
    assert first.critical
    assert not second.critical
    assert first.line == 6
    assert first.expect == (("answer", {"any_of": ["Yes"]}), ("no_promised_dates", None))
    assert first.expect_lines == (9, 10)
    assert second.prompt == "Where is my order?"
    assert len(second.messages) == 3


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("kind: fact", "kinds: fact", "unknown key 'kinds'"),
        ("split: gate", "split: test", "split"),
        ("- id: refund", "- id: Возврат", "id"),
        ("- id: second", "- id: refund", "stands twice in the suite"),
        ("  prompt: Can I return shoes?\n", "", "either `prompt:` or `messages:`"),
        ("  - {role: user, content: Where is my order?}\n", "", "the last message is the customer's"),
        ('  - answer: {any_of: ["Yes"]}', "  - {answer: x, equals: y}", "one check"),
        ("expect: [{max_words: 60}]", "expect: []", "expect"),
        ("prompt: Can I return shoes?", "prompt: 5", "prompt"),
        ("shoes?", "shoes?\n  variants: {auto: [shouting]}", "no variant 'shouting' makes itself (known: typo, "),
        ("shoes?", "shoes?\n  variants: Auto", "write `auto`"),
        ("shoes?", "shoes?\n  variants: [Can I return shoes?]", "a variant is the prompt itself"),
        ("shoes?", "shoes?\n  variants: [{made: [typo]}]", "variants"),
        ("id: refund", "id: Возврат", "'Возврат' is no name: small Latin letters, digits"),
    ],
)
def test_every_mistake_stops_with_file_and_line(tmp_path: Path, old: str, new: str, what: str) -> None:
    assert old in GOOD
    with pytest.raises(SourceError) as e:
        load(tmp_path, GOOD.replace(old, new))
    assert what in str(e.value)
    assert e.value.line


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("auto", ["typo", "small letters", "end signs", "greeting", "preamble"]),
        ("{auto: [greeting, typo]}", ["typo", "greeting"]),
        ("[Could I bring shoes back?, {auto: [typo]}]", ["other words", "typo"]),
    ],
)
def test_variants_are_written_or_make_themselves(tmp_path: Path, written: str, names: list[str]) -> None:
    case = load(tmp_path, GOOD.replace("shoes?", f"shoes?\n  variants: {written}"))[0]
    assert [variant.name for variant in case.variants] == names


@pytest.mark.parametrize(
    ("expect", "what"),
    [
        ([{"min_words": 50}, {"max_words": 10}], "no reply has 50 words or more and 10 at most"),
        ([{"language": "ru"}, {"language": "en"}], "no reply is in en and in ru at once"),
    ],
)
def test_what_no_reply_can_meet_stops_with_file_and_line(tmp_path: Path, expect: list[object], what: str) -> None:
    with pytest.raises(SourceError, match=what) as e:
        bind_case(expecting(tmp_path, expect))
    assert e.value.line


def test_the_same_check_may_stand_twice(tmp_path: Path) -> None:
    """Two numbers may both be said, and two patterns both be found."""
    twice = [{"number": 30}, {"number": 31}, {"matches": "a"}, {"matches": "b"}, {"min_words": 5}, {"max_words": 5}]
    assert len(bind_case(expecting(tmp_path, twice)).checks) == 6


def expecting(tmp_path: Path, expect: list[object]) -> Case:
    row = {"suite": "golden", "split": "gate", "id": "x", "prompt": "Hi", "expect": expect}
    return load(tmp_path, json.dumps(row), "a.jsonl")[0]


def test_the_digest_covers_what_can_change_a_verdict(tmp_path: Path) -> None:
    """A title or a comment changes nothing; a prompt, an expectation, a tag does."""
    digest = load(tmp_path, GOOD)[0].digest
    assert load(tmp_path, GOOD.replace("- id: refund", "# why\n- id: refund\n  title: Return"))[0].digest == digest
    for old, new in [("shoes", "boots"), ('"Yes"', '"No"'), ("[critical]", "[]"), ("kind: fact", "bare: true")]:
        assert load(tmp_path, GOOD.replace(old, new))[0].digest != digest


def test_jsonl_rows_are_cases_too(tmp_path: Path) -> None:
    row = '{"suite": "golden", "split": "dev", "id": "x", "prompt": "Hi", "expect": ["no_promised_dates"]}\n'
    (case,) = load(tmp_path, "\n" + row, "a.jsonl")
    assert (case.split, case.line) == ("dev", 2)
    with pytest.raises(SourceError, match=r"a\.jsonl:1: unknown key"):
        load(tmp_path, row.replace('"id"', '"idd": 1, "id"'), "a.jsonl")


def test_ids_are_unique_over_files(tmp_path: Path) -> None:
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(GOOD, encoding="utf-8")
    with pytest.raises(SourceError, match=r"first at .*a\.yaml:6"):
        load_cases(case_files(tmp_path, ["*.yaml"]))


def test_a_pattern_without_files_is_an_error(tmp_path: Path) -> None:
    """A suite without cases would pass by being empty."""
    with pytest.raises(SourceError, match="no case file matches"):
        case_files(tmp_path, ["nothing/*.yaml"])


def test_a_name_that_says_another_split_is_refused(tmp_path: Path) -> None:
    """`refunds.en.gate.yaml` of dev cases would look like a gate and never be one."""
    with pytest.raises(SourceError, match="named dev, and its cases are of split: gate"):
        load(tmp_path, GOOD, "refunds.en.dev.yaml")
    assert len(load(tmp_path, GOOD, "refunds.en.gate.yaml")) == 2


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"choices": ["a"]}, "choices"),
        ({"choices": ["a", "a"]}, "a choice stands twice"),
        ({"choice_by": "character"}, "there are none"),
        ({"choices": ["a", "b"], "choice_by": "token"}, "choice_by"),
        ({"guided": True}, "needs one `json_schema:`"),
        ({"guided": True, "choices": ["a", "b"], "expect": [{"json_schema": {"type": "object"}}]}, "needs one"),
    ],
)
def test_choices_and_guides_that_make_no_sense_are_named(project: Project, more: dict[str, Any], why: str) -> None:
    file = project.cases("greet", [{"id": "a", "prompt": "Hi", "expect": [{"matches": "x"}], **more}])
    with pytest.raises(SourceError, match=why):
        load_cases([file])


def test_choices_guides_and_documents_belong_to_a_case_s_digest(project: Project) -> None:
    schema = {"json_schema": {"type": "object"}}
    variants: list[dict[str, Any]] = [{}, {"choices": ["a", "b"]}, {"guided": True}, {"context": "It is 9."}]
    cases = [{"id": f"c{i}", "prompt": "Hi", "expect": [schema], **more} for i, more in enumerate(variants)]
    found = load_cases([project.cases("greet", json.loads(json.dumps(cases)))])
    assert [c.choices for c in found] == [(), ("a", "b"), (), ()]
    assert [c.guided for c in found] == ["", "", '{"type":"object"}', ""]
    assert [c.context for c in found] == [(), (), (), ("It is 9.",)]
    same = [
        load_cases([project.cases("greet", [{**c, "id": "same"}], file=f"{i}.yaml")])[0]
        for i, c in enumerate(json.loads(json.dumps(cases)))
    ]
    assert len({c.digest for c in same}) == 4
