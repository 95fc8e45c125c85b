"""The same question asked otherwise: what is changed, and what is left alone."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.variants import KINDS, automatic


def variants(prompt: str) -> dict[str, str]:
    return {variant.name: variant.prompt for variant in automatic(prompt)}


def test_a_question_in_english_is_asked_in_five_other_ways() -> None:
    found = variants("Can I return the Lantern within 30 days?")
    assert list(found) == ["typo", "small letters", "end signs", "greeting", "preamble"]
    assert found["small letters"] == "can i return the lantern within 30 days?"
    assert found["end signs"] == "Can I return the Lantern within 30 days"
    assert found["greeting"].endswith(" Can I return the Lantern within 30 days?")
    assert len(found["preamble"]) > 150


def test_a_question_in_russian_keeps_its_language() -> None:
    found = variants("Всё ли можно вернуть?")
    assert found["ё as е"] == "Все ли можно вернуть?"
    assert re.match("[А-Я]", found["greeting"])
    assert not re.search("[a-z]", found["preamble"])


def test_a_typo_swaps_two_letters_inside_one_word() -> None:
    asked = "Where is my parcel?"
    typo = variants(asked)["typo"]
    assert sorted(typo) == sorted(asked)
    changed = [i for i, (a, b) in enumerate(zip(asked, typo, strict=True)) if a != b]
    assert changed == [changed[0], changed[0] + 1]


@pytest.mark.parametrize("asked", ["Is AB1234567 mine", "Write to help@lantern.example", "Код 12 345?", "Да?"])
def test_codes_addresses_and_short_words_get_no_typo(asked: str) -> None:
    """ "Write" and "lantern" would be words; one is too plain to miss, the other is part of an address."""
    typo = variants(asked).get("typo", asked)
    for kept in ("AB1234567", "help@lantern.example", "12 345", "Да"):
        assert (kept in typo) is (kept in asked)


@given(st.text(max_size=80))
def test_variants_differ_and_are_the_same_every_time(asked: str) -> None:
    found = automatic(asked)
    assert found == automatic(asked)
    assert len({asked, *(v.prompt for v in found)}) == len(found) + 1


def test_only_the_kinds_that_are_named() -> None:
    asked = "Where is my parcel?"
    assert [v.name for v in automatic(asked, ["greeting", "typo"])] == ["typo", "greeting"]
    assert automatic(asked, []) == []
    assert [v.name for v in automatic(asked)] == [kind for kind in KINDS if kind != "ё as е"]
