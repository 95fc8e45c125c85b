"""Facts and contexts: the right answer, in the right form."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainers.demo import facts
from trainers.demo.example import LANGS, fixed
from trainers.demo.world import draw_many

seeds = st.integers(0, 10**9)
langs = st.sampled_from(LANGS)


@given(seeds, langs)
def test_no_slot_is_left_open(seed, lang):
    for made in (facts.recall(fixed(seed), lang).prompt, facts.context(fixed(seed), lang).prompt):
        assert "{" not in made
    assert "{" not in facts.statement(fixed(seed), lang)


@given(seeds, langs)
def test_a_context_holds_its_answer(seed, lang):
    example = facts.context(fixed(seed), lang)
    assert example.answer in example.prompt


@given(seeds)
def test_russian_verbs_agree_with_who_ordered(seed):
    """«заказала» after a woman's name, «заказал» after a man's."""
    example = facts.context(fixed(seed), "ru")
    if example.kind in ("who", "what"):
        for clause in example.prompt.split(".")[0].split(", "):
            name, verb, *_ = clause.split()
            assert verb == ("заказала" if name[-1] in "ая" else "заказал")


def test_a_fact_has_one_answer_in_every_wording():
    """Two answers to one question could be neither learnt nor judged."""
    answers: dict[str, set[str]] = {}
    for lang in LANGS:
        for example in draw_many(facts.recall, "train", lang, fixed(3, lang), 400):
            answers.setdefault(example.prompt, set()).add(example.answer)
    assert max(map(len, answers.values())) == 1


@pytest.mark.parametrize("lang", LANGS)
def test_every_fact_of_a_held_out_prompt_can_be_learnt_from_another_wording(lang):
    asked = Counter(e.kind for e in draw_many(facts.recall, "train", lang, fixed(3, lang), 400))
    assert set(asked) == {"colour", "material", "price", "weight", "country", "fee", "opens", "land"}
