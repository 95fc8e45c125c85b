"""Text of others: what can't be seen is shown, what is long is cut, what differs is marked."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.report.text import compare_words, language, one_line, pieces, visible

ANYTHING = st.text(alphabet=st.characters(codec=None, exclude_categories=()))
WORDS = st.lists(st.sampled_from(["alpha", "beta", "да", "нет", "30", ",", ".", "\n"]), max_size=30).map(" ".join)


@given(ANYTHING)
def test_nothing_invisible_is_left(text: str) -> None:
    """No control, format, surrogate or unassigned character survives but newline and tab, and the result encodes."""
    shown = visible(text)
    shown.encode()
    assert not [c for c in shown if c not in "\n\t" and unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co", "Cn"}]


@given(st.text(alphabet="abc абв\n\t.,!—₽é漢👍"))
def test_ordinary_text_is_shown_as_it_is(text: str) -> None:
    """Letters of any script, punctuation, emoji, newlines and tabs don't change."""
    assert visible(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x00b", "a⟨U+0000⟩b"),
        ("\x1b[31mred", "⟨U+001B⟩[31mred"),
        ("a\x7f", "a⟨U+007F⟩"),
        ("x\u202ey", "x⟨U+202E⟩y"),
        ("zero\u200bwidth", "zero⟨U+200B⟩width"),
        ("\ud800", "⟨U+D800⟩"),
        ("\u2028", "⟨U+2028⟩"),
        ("a\r\nb", "a\nb"),
        ("a\rb", "a⟨U+000D⟩b"),
        ("\u3164", "⟨U+3164⟩"),
        ("5\u00a0000 ₽", "5\u00a0000 ₽"),
    ],
)
def test_each_invisible_character_has_its_sign(text: str, shown: str) -> None:
    """Its code point; a no-break space is ordinary Russian typography and stays."""
    assert visible(text) == shown


def test_signs_are_told_from_the_same_letters_typed() -> None:
    """A reply that writes ⟨U+202E⟩ in plain letters is not marked as a sign."""
    assert [p.sign for p in pieces("⟨U+202E⟩")] == [False]
    assert [p.sign for p in pieces("\u202e")] == [True]


@given(ANYTHING, st.integers(2, 50))
def test_one_line_is_one_short_line(text: str, most: int) -> None:
    """No newline, no more than `most` characters."""
    line = one_line(text, most)
    assert "\n" not in line
    assert len(line) <= most


@pytest.mark.parametrize(
    ("text", "expected"), [("Да, 30 дней", "ru"), ("Yes, 30 days", "en"), ("Заказ N 5 в app", "ru"), ("12", "en")]
)
def test_language(text: str, expected: str) -> None:
    """Most letters decide; no letters are English."""
    assert language(text) == expected


@given(WORDS, WORDS)
def test_comparing_changes_no_text(one: str, other: str) -> None:
    """Marks are added, nothing is lost, and equal texts have none."""
    left, right = compare_words(one, other)
    assert ("".join(p.text for p in left), "".join(p.text for p in right)) == (visible(one), visible(other))
    assert not any(p.changed for side in compare_words(one, one) for p in side)


def test_only_the_words_that_differ_are_marked() -> None:
    """Russian and English alike."""
    left, right = compare_words("Да, в течение 30 дней.", "Да, в течение 14 дней.")
    assert [p.text for p in left if p.changed] == ["30"]
    assert [p.text for p in right if p.changed] == ["14"]


def test_texts_with_little_in_common_are_not_marked() -> None:
    """Where everything would be marked, marks say nothing."""
    left, right = compare_words("Short: yes, within 30 days", "Не могу помочь с этим")
    assert not any(p.changed for p in [*left, *right])


def test_long_and_nasty_texts_take_no_time() -> None:
    """A million characters, half of them invisible; thousands of words against each other: two seconds each at most."""
    for work in (
        lambda: visible("x\u202e" * 500_000),
        lambda: compare_words("a b " * 2000, "b a " * 2000),
        lambda: compare_words("a " * 500_000, "b " * 500_000),
    ):
        start = time.process_time()
        work()
        assert time.process_time() - start < 2


def test_the_letters_that_tell_a_language() -> None:
    """Latin letters up to U+024F, accents included, are English; marks, digits and other scripts weigh nothing."""
    for code in range(0x600):
        letter = chr(code)
        latin, cyrillic = letter.isalpha() and code < 0x250, 0x400 <= code < 0x500
        assert language(letter + "ж") == ("en" if latin else "ru"), hex(code)
        assert language(letter) == ("ru" if cyrillic else "en"), hex(code)
