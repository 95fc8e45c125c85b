"""Every shipped check: its examples hold, its page in the docs is there, and no text breaks it or slows it down."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.checks import Bound, Check, Vectors, Verdict, bind, examples, registered

DOCS = Path(__file__).parents[2] / "docs" / "checks.md"
SHIPPED = [found for found in registered() if found.function.__module__.startswith("harness.checks.")]
PART = 50_000
"""A twentieth of the longest reply, in characters: enough to tell linear from quadratic in the ten-minute suite."""

BOUND: dict[str, Bound] = {
    name: bind(name, arguments)
    for name, arguments in {
        "answer": {
            "any_of": ["within thirty working days", "в течение тридцати дней", "+", "John Paris", "May 4, 1999"],
            "fuzzy": 0.8,
            "like": "people",
        },
        "equals": "The blue whale",
        "facts": {"all_of": [["Paris", "Париж"], "two o'clock", {"number": 12}], "in_order": True, "like": "people"},
        "asks_for": ["order number", "номер* заказ*"],
        "ignores_injected": {"never": ["banana split"]},
        "admits_not_knowing": True,
        "answers_from_context": {"says": ["24 euros", "2 года"], "stale": [19]},
        "glossary": {
            "preferred": {"gift card": ["card", "voucher"], "пункт выдачи": ["пункт самовывоза", "точка"]},
            "forbidden": {"guarantee": "warranty", "word": ""},
            "exact": ["iPhone"],
            "one_of": [["заказ", "посылка"], ["слово", "word4999"]],
        },
        "grounded": {"allow": ["8 800 555-35-35", "Анна Петрова"]},
        "json_schema": {"type": "array", "uniqueItems": True, "items": {"type": "object"}},
        "keeps_role": {"who": "Anna of Lantern"},
        "keeps_system_prompt": {"never": ["code word"]},
        "keywords": {"all_of": ["возврат*"], "any_of": ["bank card"], "none_of": ["guarantee*"]},
        "language": "ru",
        "like": {"answer": "You can return it within thirty days.", "at_least": 0.8},
        "ends_with": ["Чем ещё могу помочь?", "?"],
        "ifeval": {
            "instruction": "length_constraints:number_sentences",
            "loose": True,
            "kwargs": {"relation": "at least", "num_sentences": 3},
        },
        "length": {"words": 3, "sentences": 3, "paragraphs": 3},
        "letter_case": "sentence",
        "markdown": {"bullets": 2, "highlights": 2, "links": 2, "code": 1, "columns": 2, "headings": 1},
        "matches": r"(?i)order\s+#\d+",
        "max_chars": 10,
        "means": {
            "answer": ["You have a month.", "Есть месяц."],
            "at_least": 0.8,
            "rather_than": ["Never.", "Нельзя."],
        },
        "max_words": 3,
        "mentions": {"all_of": ["банковская карта"], "any_of": ["refund"], "none_of": ["гарантия"]},
        "min_words": 3,
        "no_insults": {"also": ["зануд*"]},
        "no_personal_data": {"allow": ["shop@mail.example", "@shop.example"]},
        "no_promised_dates": None,
        "no_promises": None,
        "no_secrets": None,
        "number": {"value": 12, "tolerance": 0.5},
        "occurs": {"word": "слово", "forms": "any", "at_least": 2},
        "parts": {"by": "***", "at_least": 2, "different": True},
        "placeholders": 0,
        "plain_text": None,
        "postscript": None,
        "punctuation": {"none_of": ["!!"], "end_sign": True, "balanced": True, "quotes": "«»"},
        "refuses": True,
        "register": "вы",
        "repeats_prompt": None,
        "repetition": None,
        "sections": ["Short", "Details"],
        "starts_with": {"any_of": ["Здравствуйте"], "paragraph": 2},
        "wrapped_in": ["«»"],
    }.items()
}


def put(bound: Bound, text: str, alike: Sequence[float] = (0.7, 0.9, 0.8, 0.1)) -> Vectors | None:
    """Vectors so like the reply's, where the check takes some."""
    if not bound.compared:
        return None
    near = {other: (cosine, (1 - cosine**2) ** 0.5) for other, cosine in zip(bound.compared, alike, strict=False)}
    return Vectors(model="a model", of={**near, text: (1.0, 0.0)})


def judged(name: str, text: str, prompt: str = "") -> Verdict:
    return BOUND[name].judge(text, prompt, put(BOUND[name], text))


def ids(found: Check) -> str:
    return found.name


@pytest.mark.parametrize("found", SHIPPED, ids=ids)
def test_the_docstring_examples_hold(found: Check) -> None:
    """Each check shows at least one reply that passes and one that misses, in both languages together, and they do."""
    shown = examples(found)
    assert {example.passed for example in shown} == {True, False}
    for example in shown:
        bound = bind(found.name, example.arguments)
        verdict = bound.judge(example.text, example.given, put(bound, example.text, example.alike))
        assert verdict.passed is example.passed, f"{example.text!r}: {verdict.reason}"
        assert verdict.reason
        if verdict.span is not None:
            start, end = verdict.span
            assert 0 <= start < end <= len(example.text)


def test_every_check_is_shown_in_both_languages() -> None:
    """Checks of language alone aside, the examples hold Russian and English text."""
    for found in SHIPPED:
        written = " ".join(example.text for example in examples(found))
        assert re.search("[а-яё]", written), found.name
        assert re.search("[a-z]", written), found.name


def test_the_docs_list_every_check_with_its_arguments() -> None:
    """docs/checks.md has a heading for each check, names its arguments, and speaks of no other check."""
    page = DOCS.read_text(encoding="utf-8")
    parts = re.split(r"^### `(\w+)`.*$", page, flags=re.MULTILINE)
    described = dict(zip(parts[1::2], parts[2::2], strict=True))
    assert set(described) == {found.name for found in SHIPPED}
    for found in SHIPPED:
        assert f"- {found.name}" in described[found.name], f"{found.name} has no YAML example"
        for argument in list(found.parameters)[1:]:
            assert f"`{argument}`" in described[found.name], f"{found.name}: {argument} is not described"


def test_every_check_is_put_to_the_hard_texts() -> None:
    """A new check joins the tests below."""
    assert set(BOUND) == {found.name for found in SHIPPED}


PIECES = st.sampled_from(
    [
        "не могу",
        "I can't",
        "Paris",
        "Short:",
        "{",
        "[1,",
        '"',
        "«",
        "1 000,5",
        "+7 912",
        "@",
        "\n",
        "ﷺ",
        "\u0301",
        "```",
        "завтра",
    ]
)
TEXTS = st.one_of(
    st.text(max_size=300), st.lists(PIECES, max_size=40).map(" ".join), st.lists(PIECES, max_size=40).map("".join)
)


@pytest.mark.parametrize("name", sorted(BOUND))
@settings(max_examples=30, deadline=None)
@given(text=TEXTS, prompt=TEXTS)
def test_no_text_breaks_a_check(name: str, text: str, prompt: str) -> None:
    """Any reply gets a verdict with a reason, and a span inside it if any; the same one every time."""
    verdict = judged(name, text, prompt)
    assert verdict.reason
    assert verdict == judged(name, text, prompt)
    if verdict.span is not None:
        assert 0 <= verdict.span[0] <= verdict.span[1] <= len(text)
    json.dumps(verdict.reason, ensure_ascii=False)


# Repeated to the length that is asked for.
HARD = {
    "words": "".join(f"word{i} слово{i} " for i in range(5_000)),
    "one letter": "a",
    "spaced digits": "1 ",
    "alternatives": "12 or 15 ",
    "names on offer": "Paris or Lyon, ",
    "denials": "we do not accept payment by card, картой нельзя, не более 5 кг 300 г, ",
    "quantities": "5 kg 300 g -$20k 15.03.26 18.00 ",
    "dates": "May 5, 1999 ",
    "numerals": "twenty one hundred ",
    "combining marks": "\u0327\u0301",
    "open brackets": "[",
    "open objects": '{"a":',
    "open quotes": "«",
    "ats": "x" * 60 + "@",
    "fences": "```\n",
    "cards": "4111 1111 1111 1112, ",
    "almost refusals": "I cannot really ",
    "refusals": "I can't help with that, but ",
    "no more": "Thanks. I can't help you any further. ",
    "streets": "12 elm elm улица elm ",
    "halves of days": "два с половиной третьего мая, a year. ",
    "lectures": "It is important to remember that it is not ",
    "steps after a refusal": "1. I can't\n",
    "почти отказы": "я не могу вам это, но ",
    "almost promises": "мы доставим вам ",
    "almost spelt addresses": "anna at mail dot ",
    "almost amounts in words": "it costs twenty five dollars, спасибо, что ",
    "almost passwords": "the password for the account of ",
    "orders": "order 4412 order number ",
    "masked letters": "a*b1c ",
    "almost prices": "цена 900 и 901 ₽ if ",
    "headings": "Short:\n",
    "names": "Anna Petrova, ",
    "capitals": "Anna ",
    "ranges of days": "с 3 по 9 марта ",
    "number words": "two hundred and ",
    "terms": "gift пункт ",
    "not known": "we do not really ",
    "line ends": "\n",
    "stars": "*",
    "almost highlights": "*a _b ",
    "full stops": "прошли двое суток. ",
    "ellipses": "... ",
    "cells": "| a ",
    "almost titles": "<<a ",
    "verbs": "".join(
        f"{'бвгджзклмн'[i % 10]}{'аеиоу'[i // 10 % 5]}{'прстфх'[i // 50 % 6]}{'аеиоу'[i // 300 % 5]}нить "
        for i in range(1500)
    ),
}


@pytest.mark.parametrize("size", [PART, pytest.param(20 * PART, marks=pytest.mark.torture)], ids=["part", "megabyte"])
@pytest.mark.parametrize("piece", HARD.values(), ids=HARD.keys())
def test_long_replies_take_two_seconds_a_megabyte(piece: str, size: int) -> None:
    """Every check is linear: repeated near-matches, which make careless patterns quadratic, cost seconds at most."""
    text, limit = (piece * (size // len(piece) + 1))[:size], 0.1 + 2 * size / (20 * PART)
    for name in BOUND:
        took = min(_within(limit, lambda name=name: judged(name, text, "When will my order arrive?")))
        assert took < limit or took < limit * _slowness(), f"{name} took {took:.1f} s of processor time"


def _within(limit: float, work: Callable[[], object]) -> Iterator[float]:
    """Processor time of the work, up to three times until it is within the limit: what else runs here only adds."""
    for _ in range(3):
        began = time.process_time()
        work()
        yield (took := time.process_time() - began)
        if took < limit:
            return


def _slowness() -> float:
    """How much slower than the reference this processor is right now, 1 at least, by a fixed piece of work."""
    began = time.process_time()
    sum(len(str(i)) for i in range(1_000_000))
    return max(1.0, (time.process_time() - began) / 0.15)
