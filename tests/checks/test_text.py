"""Reading text: what counts as the same word, the same number, one sentence."""

from __future__ import annotations

import itertools
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.checks.text import Words, count_words, fold, normalize, numbers, quote, sentences


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The Blue Whale!", "blue whale"),
        ("Ёлка — зелёная", "елка зеленая"),
        ("«Москва»", '"москва"'),
        ("don’t", "don't"),
        ("1,000.50", "1000.5"),
        ("2,5 кг", "2.5 КГ"),
        ("ﬁne", "fine"),
        ("so\u00adft", "soft"),
        ("twenty-one", "twenty one"),
    ],
)
def test_writings_of_one_thing_are_normalized_alike(one: str, other: str) -> None:
    """Case, punctuation, ё, quotes, ligatures, hyphens, articles and number marks make no difference."""
    assert normalize(one) == normalize(other)


@pytest.mark.parametrize(
    ("one", "other"), [("2.5", "25"), ("2.5", "2 5"), ("-5", "5"), ("C++", "C"), ("vitamin A", "vitamin"), ("007", "7")]
)
def test_different_things_stay_different(one: str, other: str) -> None:
    """What carries meaning survives."""
    assert normalize(one) != normalize(other)


@given(st.text(max_size=200))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    """fold gives one form for each class of writings; casefold itself needs a second NFKC for a few letters."""
    once = fold(fold(text))
    assert fold(once) == once


@given(st.text(max_size=200))
def test_words_keep_their_places(text: str) -> None:
    """Every word points at a piece of the text, in order."""
    words = Words.of(text)
    assert len(words.words) == len(words.spans)
    assert list(words.spans) == sorted(words.spans)
    assert all(0 <= start < end <= len(text) for start, end in words.spans)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1,000.5", [["1000.5"]]),
        ("1 000,5", [["1000.5"]]),
        ("1.000.000,50", [["1000000.50"]]),
        ("$1,500", [["1500"]]),
        ("1,500 рублей", [["1500", "1.500"]]),
        ("−5 °C", [["-5"]]),
        ("20 %", [["20", "0.2"]]),
        ("2 млн", [["2000000"]]),
        ("5k", [["5000"]]),
        ("1,5 тыс. ₽", [["1500.0"]]),
        ("from 3 to 5", [["3"], ["5"]]),
        ("3–5 days", [["3"], ["5"]]),
        ("12.03.2024 at 10:30, version 1.2.3, A4, ckpt-3", []),
    ],
)
def test_numbers_are_read_in_both_ways_of_writing(text: str, values: list[list[str]]) -> None:
    """Grouping, decimal marks, signs, percent and scale words; dates, times and codes are no numbers."""
    assert [[Decimal(v) for v in found] for found in values] == [list(found.values) for found in numbers(text)]


@given(st.integers(-(10**12), 10**12), st.sampled_from([",", " ", "\u00a0"]))
def test_any_grouped_whole_number_is_read_back(value: int, mark: str) -> None:
    """Grouping by comma or space never changes a number's first reading."""
    [found] = numbers(f"{value:,}".replace(",", mark))
    assert found.values[0] == value


def test_sentences_end_at_points_but_not_at_abbreviations() -> None:
    """Decimals, e.g., т. е. and руб. hold no end of a sentence."""
    text = "It costs 2.5 dollars, e.g. today. Цена 5 руб. за штуку, т. е. дешево! Да?\nНет"
    assert [text[slice(*span)].strip() for span in sentences(text)] == [
        "It costs 2.5 dollars, e.g. today.",
        "Цена 5 руб. за штуку, т. е. дешево!",
        "Да?",
        "Нет",
    ]


@given(st.text(alphabet="ab .!?\n…", max_size=100))
def test_sentences_lose_no_letter(text: str) -> None:
    """Between the sentences stands only space."""
    spans = list(sentences(text))
    kept = "".join(text[start:end] for start, end in spans)
    assert "".join(kept.split()) == "".join(text.split())
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))


def test_words_are_counted_as_people_count_them() -> None:
    """A hyphenated word and a fraction are one, a dash is none."""
    assert count_words("A well-known shop — открыт 24/7 !") == 5
    assert count_words("") == 0


def test_quotes_are_short_and_on_one_line() -> None:
    """A reason never carries a whole reply."""
    assert quote("a\n b") == "“a b”"
    assert len(quote("x" * 1000)) == 82


def test_digits_that_have_no_value_here_are_no_number() -> None:
    """The pattern knows digits of a newer Unicode than Python's own tables."""
    assert list(numbers("\U00016130")) == []
