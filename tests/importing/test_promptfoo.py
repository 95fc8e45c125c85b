"""promptfoo's tests and assertions: the same verdicts, or none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from harness.importing.assertions import Refused, as_check
from harness.importing.choosing_checks import holds
from harness.importing.promptfoo import read_promptfoo
from harness.importing.run import read_source
from harness.importing.sandbox import Rendered
from harness.source import SourceError


@pytest.mark.parametrize(
    ("kind", "value", "passes", "misses"),
    [
        ("equals", "Paris", "Paris", "It is Paris"),
        ("equals", {"a": 1}, '{"a": 1}', '{"a": 2}'),
        ("not-equals", "Paris", "Rome", "Paris"),
        ("contains", "Pa(ris", "in Pa(ris.", "in pa(ris"),
        ("icontains", "Pa(ris", "in pa(ris", "in Rome"),
        ("not-contains", "AI", "I am Anna", "As an AI"),
        ("not-icontains", "as an ai", "I am\nAnna", "Well,\nAs an AI"),
        ("contains-any", ["30 дней", "месяц"], "за месяц", "за 14 дней"),
        ("contains-any", "30 days, a month", "a month", "14 days"),
        ("icontains-any", ["PARIS"], "paris", "Rome"),
        ("contains-all", ["a.b", "c"], "c and a.b", "c and axb"),
        ("not-contains-any", ["a", "b"], "xyz", "x\nb"),
        ("not-contains-all", ["a", "b"], "a only", "b, a"),
        ("starts-with", "Да", "Да, можно", "Нет. Да"),
        ("not-starts-with", "Да", "Нет", "Да"),
        ("regex", r"\d{4}", "in 1972", "in 72"),
        ("not-regex", r"^\d", "none 1", "1"),
        ("is-json", None, '{"a": 1}', "a: 1"),
        ("is-json", {"type": "object", "required": ["a"]}, '{"a": 1}', '{"b": 1}'),
        ("contains-json", None, 'Here: {"a": 1}', "none"),
        ("is-refusal", None, "I'm sorry, I can't help with that.", "Sure: do this."),
        ("not-is-refusal", None, "Sure: do this.", "I'm sorry, I can't help with that."),
    ],
)
def test_an_assertion_becomes_a_check_of_the_same_verdict(kind: str, value: Any, passes: str, misses: str) -> None:
    rendered = Rendered(value if isinstance(value, str) else "")
    expect = as_check({"type": kind, "value": value}, rendered)

    assert holds(expect, passes, "Tell me.")
    assert not holds(expect, misses, "Tell me.")


@pytest.mark.parametrize(
    ("assertion", "why"),
    [
        ({"type": "llm-rubric", "value": "polite"}, "a model judges it"),
        ({"type": "similar", "value": "x"}, "a model judges it"),
        ({"type": "javascript", "value": "true"}, "code, which is not run"),
        ({"type": "python", "value": "file://x.py"}, "read from a file"),
        ({"type": "latency", "threshold": 5}, "no matter of what the reply says"),
        ({"type": "levenshtein", "value": "x"}, "type levenshtein are not taken"),
        ({"type": "regex", "value": "("}, "can't be used"),
        ({"type": "contains"}, "has no value"),
        ({"type": "contains", "value": "x", "transform": "output.trim()"}, "transforms the reply by code"),
        ("contains", "has no `type:`"),
    ],
)
def test_what_is_not_taken_is_said(assertion: Any, why: str) -> None:
    value = assertion.get("value") if isinstance(assertion, dict) else ""
    with pytest.raises(Refused, match=why):
        as_check(assertion, Rendered(value or ""))


def source(folder: Path, text: str) -> Path:
    file = folder / "promptfooconfig.yaml"
    file.write_text(text, encoding="utf-8")
    return file


TESTS = """prompts: ["You are a desk. {{question}}"]
defaultTest:
  assert: [{type: not-contains, value: AI}]
tests:
- vars: {question: "Where is the flag of {{country}}?", country: Italy, context: Flags hang.}
  assert:
  - {type: contains, value: "{{country}}"}
  - {type: llm-rubric, value: polite}
- vars: {question: [Как вернуть?, Можно вернуть?]}
  assert: [{type: contains, value: да}]
- vars: file://more.yaml
- vars: {question: "{{nobody}}"}
"""


def test_tests_become_questions_with_their_lines_and_what_is_not_taken_is_listed(tmp_path: Path) -> None:
    read = read_source(source(tmp_path, TESTS))

    assert [(q.number, q.prompt) for q in read.questions] == [
        (5, "Where is the flag of Italy?"), (9, "Как вернуть?"), (9, "Можно вернуть?"),
    ]  # fmt: skip
    assert read.questions[0].context == ("Flags hang.",)
    assert list(read.questions[0].expect) == [{"occurs": {"sign": "AI", "at_most": 0}}, {"matches": "Italy"}]
    assert read.rows == 5
    assert [(one.number, bool(one.part)) for one in read.left] == [(11, False), (5, True), (12, False)]
    assert "'nobody' is undefined" in read.left[2].why


def test_without_a_question_among_the_variables_the_first_prompt_is_filled(tmp_path: Path) -> None:
    text = "prompts: ['Translate {{word}} to {{tongue}}.']\ntests:\n- vars: {word: hi, tongue: French}\n"
    text += "  assert:\n  - {type: contains, value: salut}\n"
    read = read_promptfoo(source(tmp_path, text))
    assert read is not None
    assert read.questions[0].prompt == "Translate hi to French."


def test_tests_that_stand_elsewhere_are_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"promptfooconfig\.yaml:1: its tests stand in tests\.csv"):
        read_source(source(tmp_path, "tests: file://tests.csv\n"))


@pytest.mark.parametrize("text", ["tests: &a [*a]\n", "tests:\n- !!python/object/apply:os.system [id]\n", "a: 1\n"])
def test_hostile_or_other_yaml_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(SourceError):
        read_source(source(tmp_path, text))
