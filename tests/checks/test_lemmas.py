"""Which words are forms of one."""

from __future__ import annotations

import subprocess
import sys

import pytest

from harness.checks._lemmas import forms, lemmas, same_word


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("возврат", "Возвратом"),
        ("чехол", "чехлы"),
        ("человек", "людей"),
        ("идти", "шли"),
        ("отменить", "отменён"),
        ("ёлка", "елки"),
        ("айфон", "айфонами"),
        ("интернет-магазин", "интернет-магазина"),
        ("refund", "Refunded"),
        ("policy", "policies"),
        ("child", "children"),
        ("pay", "paid"),
        ("shop", "shop’s"),
        ("A4", "a4"),
        ("30", "30"),
    ],
)
def test_forms_of_one_word_meet(one: str, other: str) -> None:
    """Inflection, ё/е and case, regular or not; what has no forms is itself."""
    assert same_word(one, other)
    assert same_word(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [("возврат", "возврастной"), ("кот", "который"), ("стол", "столица"), ("policy", "police"), ("news", "new")],
)
def test_words_that_only_begin_alike_do_not(one: str, other: str) -> None:
    """A common beginning makes no common word."""
    assert not same_word(one, other)


def test_a_word_of_two_readings_has_both() -> None:
    """«Стали» is of «стать» and of «сталь»."""
    assert {"стать", "сталь"} <= lemmas("стали")


def test_a_word_longer_than_any_is_its_own_form() -> None:
    """A megabyte without a space is not put to the dictionary."""
    assert lemmas("а" * 10_000) == {"а" * 10_000}


def test_the_dictionaries_are_loaded_when_needed() -> None:
    """Importing the checks loads none."""
    code = "import sys, harness.checks; sys.exit('pymorphy3' in sys.modules or 'snowballstemmer' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_all_forms_of_a_word_can_be_listed() -> None:
    """From any of them; a form of a word that is no word of its own is harmless, one of another word is not."""
    assert {"возврат", "возврата", "возвратами"} <= forms("возвратом")
    assert {"refund", "refunds", "refunded", "refunding", "refund's"} <= forms("Refunds")
    assert {"pay", "pays", "paid", "paying"} <= forms("paid")
    assert {"cancel", "cancelled", "canceled"} <= forms("cancelling")
    assert {"policy", "policies"} <= forms("policies")
    assert {"delivery", "deliveries"} <= forms("delivery")
    assert "ship" in forms("shipped")
    assert not {"shipment", "shipping's", "police"} & (forms("ship") | forms("policy"))
    assert forms("A4") == {"a4"}
