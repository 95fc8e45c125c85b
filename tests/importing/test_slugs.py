"""Ids that a question keeps."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.importing.names import case_id, digest, slug


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Сколько дней на возврат?", "skolko-dney-na-vozvrat"),
        ("Щётка и объём — ёж", "shchetka-i-obem-ezh"),
        ("What's the café's name?", "whats-the-cafes-name"),
        ("日本語", ""),
        ("a" * 60, "a" * 40),
        ("word " * 20, "word-word-word-word-word-word-word-word"),
    ],
)
def test_words_become_small_latin_letters(text: str, name: str) -> None:
    assert slug(text) == name


def test_an_id_outlives_what_does_not_change_the_question() -> None:
    assert digest("Сколько  дней на «возврат»?") == digest('сколько дней на "возврат"')
    assert digest("Ещё раз?") == digest("Еще раз")
    assert digest("Сколько дней на обмен?") != digest("Сколько дней на возврат?")
    assert digest("a?", ["one"]) != digest("a?", ["two"])


@pytest.mark.parametrize(("given_id", "made"), [("RET-01", "ret-01"), ("Вопрос 7", "vopros-7"), ("14", "questions-14")])
def test_the_sources_own_id_is_kept(given_id: str, made: str) -> None:
    assert case_id("a?", (), given_id, "questions") == made


@given(st.text(min_size=1), st.text(max_size=90))
def test_any_question_has_a_name_that_a_case_may_have(prompt: str, given_id: str) -> None:
    assert re.fullmatch(r"[a-z0-9][a-z0-9._-]{0,79}", case_id(prompt, (), given_id, "questions"))
