"""Reasons as records hold them: joined, with what stands around them, and a team's own among them."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.checks import bind, examples, registered
from harness.reasons import named_reason_in, reason_in
from tests.checks.test_examples import put
from tests.reasons.english import left_in_english

PARIS = "“Paris” is not in the reply “Lyon; or so.”"
PARIS_RU = "в ответе нет «Paris»: «Lyon; or so.»"


def test_every_example_of_every_check_is_told_in_russian() -> None:
    """Whether it passes or misses: `ckptgate checks --on` tells both."""
    left = {}
    for found in registered():
        if not found.function.__module__.startswith("harness.checks."):
            continue
        for example in examples(found):
            bound = bind(found.name, example.arguments)
            reason = bound.judge(example.text, example.given, put(bound, example.text, example.alike)).reason
            if words := left_in_english(reason):
                left[f"{found.name}: {reason}"] = words
    assert left == {}


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        (PARIS, PARIS_RU),
        ("", ""),
        (f"{PARIS}; 70 words, at most 60 allowed", f"{PARIS_RU}; 70 слов, можно не больше 60"),
        (f"{PARIS}; please be kinder; no Markdown", f"{PARIS_RU}; please be kinder; Markdown нет"),
        ("please be kinder; really", "please be kinder; really"),
        (f"{PARIS} (the reply was cut at the length limit)", f"{PARIS_RU} (ответ обрезан по пределу длины)"),
        (
            f"too rude (the reply was cut at the length limit); {PARIS}",
            f"too rude (ответ обрезан по пределу длины); {PARIS_RU}",
        ),
        (f"asked as “What is the capital?”: {PARIS}", f"на вопрос «What is the capital?»: {PARIS_RU}"),
        (
            "asked as “Say “yes”: or no”: no refusal in “yes”",
            "на вопрос «Say “yes”: or no»: отказа нет: «yes»",
        ),
        ("asked as “what?”: be kinder", "на вопрос «what?»: be kinder"),
        ("nothing matches a; b", "ничего не подходит под a; b"),
        (
            "the reply fails the check polite, “Says please.” (to say why, let it return harness.Verdict(False, "
            '"why"))',
            "ответ не проходит проверку polite, «Says please.» (чтобы она говорила почему, пусть вернёт "
            'harness.Verdict(False, "почему"))',
        ),
        (
            "in meaning the reply is 0.410 like “a” (bar 0.8, by x); the model read its beginning alone: “b”",
            "близость по смыслу к «a» — 0,410 (порог 0,8, модель x); модель прочла только его начало: «b»",
        ),
    ],
)
def test_reasons_are_told_part_by_part(reason: str, told: str) -> None:
    assert reason_in("ru", reason) == told
    assert reason_in("en", reason) == reason


def test_what_is_told_once_stays_as_it_is() -> None:
    """A page made of a page: Russian is no English sentence."""
    assert reason_in("ru", PARIS_RU) == PARIS_RU


def test_a_reason_behind_the_name_of_its_check() -> None:
    assert named_reason_in("ru", "max_words: 70 words, at most 60 allowed") == (
        "max_words: 70 слов, можно не больше 60"
    )
    assert named_reason_in("en", "max_words: 70 words") == "max_words: 70 words"


@given(st.lists(st.sampled_from(["“", "”", "; ", " is ", "not in the reply ", "2 words", ", ", "a", "asked as “"])))
def test_any_text_is_told_or_left(pieces: list[str]) -> None:
    text = "".join(pieces)
    told = reason_in("ru", text)
    assert told == reason_in("ru", text)
    assert bool(told) == bool(text)


def test_a_run_in_english_reads_no_table() -> None:
    """And Russian needs none of the checks."""
    code = (
        "import sys; from harness.reasons import note_in, reason_in; reason_in('en', 'x'); note_in('en', 'x');"
        "assert not {'harness.reasons._forms', 'harness.reasons._notes'} & set(sys.modules);"
        "reason_in('ru', 'x'); note_in('ru', 'x'); assert 'harness.checks' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
