"""Shapes: JSON that parses to the prompt's fields, headings that the prompt names."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from harness.checks import bind
from trainers.demo import shapes
from trainers.demo.example import LANGS, fixed
from trainers.demo.lexicon import world
from trainers.demo.shapes import HOUSE

seeds = st.integers(0, 10**9)
langs = st.sampled_from(LANGS)


@given(seeds, langs)
def test_json_says_what_the_prompt_lists(seed, lang):
    example = shapes.json_fields(fixed(seed), lang)
    fields = [f"{key} {value}" for key, value in json.loads(example.answer).items()]
    assert example.prompt.split(": ")[1] == ", ".join(fields)


@given(seeds, langs)
def test_an_answer_stands_under_the_headings_asked_for_and_never_under_the_houses_three(seed, lang):
    example = shapes.formats(fixed(seed), lang)
    headings = [line.split(": ")[0] for line in example.answer.split("\n")]
    assert ", ".join(headings) in example.prompt
    assert headings != list(HOUSE[lang])
    assert bind("sections", {"names": headings, "exact_order": True}).judge(example.answer, "").passed


@given(seeds, langs)
def test_a_price_as_json_is_of_what_the_question_names(seed, lang):
    """The true price, and the name in its basic form."""
    example = shapes.price_tag(fixed(seed), lang)
    name, price = json.loads(example.answer).values()
    here = world()
    assert price in [p.price for p in here.products if name in (p.en, p.ru)] + [
        c.fee for c in here.cities if name in (c.en, c.ru)
    ]
