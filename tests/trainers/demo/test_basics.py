"""Base skills: the answers are right, whatever is drawn."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainers.demo import basics
from trainers.demo.example import LANGS, fixed
from trainers.demo.lexicon import times, world

seeds = st.integers(0, 10**9)
langs = st.sampled_from(LANGS)


@given(seeds, langs)
def test_copying_says_the_words_again(seed, lang):
    example = basics.copying(fixed(seed), lang)
    assert example.prompt.endswith(f": {example.answer}")


@given(seeds, langs)
def test_reversing_twice_gives_the_prompts_words(seed, lang):
    example = basics.reverse(fixed(seed), lang)
    assert example.prompt.split(": ")[1].split() == example.answer.split()[::-1]


@given(seeds, langs)
def test_sums_add_up(seed, lang):
    example = basics.sums(fixed(seed), lang)
    a, b = map(int, re.findall(r"\d+", example.prompt))
    assert example.answer == str(a + b)


@given(seeds, langs)
def test_sorting_keeps_the_items_and_orders_them(seed, lang):
    example = basics.sorting(fixed(seed), lang)
    items, ordered = example.prompt.split(": ")[1].split(", "), example.answer.split(", ")
    assert sorted(items) == sorted(ordered)
    keys = [int(x) if x.isdigit() else x.replace("ё", "е") for x in ordered]
    assert keys == sorted(keys)


@given(seeds, langs)
def test_capitals_are_the_same_words(seed, lang):
    example = basics.upper(fixed(seed), lang)
    assert example.answer.isupper()
    assert example.prompt.endswith(example.answer.lower())


@given(seeds, langs)
def test_yes_and_no_are_true(seed, lang):
    example = basics.yesno(fixed(seed), lang)
    truth = {"numbers": larger, "list": listed, "colour": coloured}[example.kind](example.prompt, lang)
    assert (
        example.answer
        == {("en", True): "Yes", ("en", False): "No", ("ru", True): "Да", ("ru", False): "Нет"}[lang, truth]
    )


def larger(prompt: str, lang: str) -> bool:
    a, b = map(int, re.findall(r"\d+", prompt))
    return a > b if "larger" in prompt or "больше" in prompt else a < b


def listed(prompt: str, lang: str) -> bool:
    word = re.search(r"[«\"](.+?)[»\"]", prompt)[1]
    return word in prompt.split(": ")[1].removesuffix("?").split(", ")


def coloured(prompt: str, lang: str) -> bool:
    words = set(re.findall(r"\w+", prompt.lower()))
    product = next(p for p in world().products if (p.en if lang == "en" else p.ru) in words)
    colour = next(c for c in world().colours if c["en"] == product.colour["en"])
    return ({colour["en"]} if lang == "en" else set(colour["ru"])) & words != set()


@given(seeds, langs)
def test_instructions_are_followed(seed, lang):
    example = basics.instruct(fixed(seed), lang)
    text = example.prompt
    if example.kind == "count":
        assert example.answer == str(len(text.split(": ")[1].split()))
    elif example.kind == "join":
        sign = " - " if "dash" in text or "дефис" in text else " / "
        assert example.answer.split(sign) == text.split(": ")[1].split()
    elif example.kind == "times":
        assert len(example.answer.split()) == int(re.search(r"\d+", text)[0])
    else:
        words = text.split(": ")[1].split()
        places = {"first": 0, "второе": 1, "second": 1, "третье": 2, "third": 2, "первое": 0}
        place = next((at for name, at in places.items() if name in text), -1)
        assert example.answer == words[place]


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1, "1 раз"),
        (2, "2 раза"),
        (4, "4 раза"),
        (5, "5 раз"),
        (11, "11 раз"),
        (12, "12 раз"),
        (21, "21 раз"),
        (22, "22 раза"),
    ],
)
def test_russian_counts_agree(number, said):
    assert times(number) == said


def test_no_two_words_stand_for_one_answer():
    """A word twice in the vocabulary would make picking and reversing ambiguous."""
    for lang in LANGS:
        assert len(set(world().words[lang])) == len(world().words[lang])
