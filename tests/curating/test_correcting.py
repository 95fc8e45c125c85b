"""What a person types for an expectation: checks, an answer in words, must-have facts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from harness.case_files import cases_of
from harness.curating.correcting import corrected, facts_of, proposed_facts, trimmed
from harness.source import SourceError

NUMBER = [{"number": 30}]
NEVER = {"keywords": {"none_of": ["cheque"]}}
LIKE = [{"max_words": 60}, {"like": {"answer": "Within 30 days."}}, {"language": "en"}]


@pytest.mark.parametrize(
    ("before", "typed", "expect"),
    [
        (NUMBER, "number: 31", [{"number": 31}]),
        (NUMBER, "31", [{"number": 31}]),
        (NUMBER, "-2.5", [{"number": -2.5}]),
        (NUMBER, "answer: [a month]", [{"answer": ["a month"]}]),
        (NUMBER, "thirty days: a month", [{"answer": {"any_of": ["thirty days: a month"]}}]),
        (NUMBER, "Да, месяц [обычно]", [{"answer": {"any_of": ["Да, месяц [обычно]"]}}]),
        (NUMBER, "[number: 30, max_words: 9, no_promises]", [{"number": 30}, {"max_words": 9}, {"no_promises": None}]),
        (NUMBER, "no_promises", [{"number": 30}, {"no_promises": None}]),
        (LIKE, "max_words: 9", [{"max_words": 9}, *LIKE[1:]]),
        (LIKE, "A month", [LIKE[0], {"answer": {"any_of": ["A month"]}}, LIKE[2]]),
        ([*NUMBER, NEVER], "A month", [{"answer": {"any_of": ["A month"]}}, NEVER]),
        ([*NUMBER, *LIKE], "number: 31", [{"number": 31}, *LIKE]),
        ([{"max_words": 9}], "A month", [{"answer": {"any_of": ["A month"]}}, {"max_words": 9}]),
    ],
)
def test_checks_answers_and_whole_expectations(before: Any, typed: str, expect: Any) -> None:
    assert corrected(before, typed) == expect


@pytest.mark.parametrize("typed", ["nmber: 31", "number: thirty", "number: [1]", "[number: 30, nmber: 1]"])
def test_a_mistake_is_told_and_not_taken_for_an_answer(typed: str) -> None:
    with pytest.raises(SourceError):
        corrected(NUMBER, typed)


def test_facts_and_the_ways_to_say_them() -> None:
    assert facts_of(" 30 days | a month ; receipt;; ") == [["30 days", "a month"], "receipt"]
    assert trimmed(LIKE, ["30 days"]) == [LIKE[0], {"facts": ["30 days"]}, LIKE[2]]


def test_figures_and_addresses_are_proposed_as_facts() -> None:
    text = """\
suite: s
split: gate
cases:
- id: a
  prompt: "?"
  expect:
  - max_words: 60
  - like: {at_least: 0.8, answer: "Within 30 days, 1 500 ₽; write to help@shop.example or see https://shop.example/r."}
  - number: 7
"""
    [case] = cases_of(Path("a.yaml"), text)
    assert proposed_facts(case, ["from a.csv, line 3", "answer: In 2 weeks"])[-1] == "2 weeks"
    assert proposed_facts(case) == ["30 days", "1 500", "help@shop.example", "https://shop.example/r", "7"]
