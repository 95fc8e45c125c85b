"""Letters of another alphabet in a word, and words mistyped."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.lint._anchors import plain
from harness.lint._lookalikes import mixed, one_script
from harness.lint._typos import Typos


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("rеturn thе lamp", "return the lamp"),  # Cyrillic е
        ("вернyть лaмпу", "вернуть лампу"),  # Latin y, a
        ("а lamp", "a lamp"),  # all of the word looks alike: the text's alphabet decides
        ("лампа c чеком", "лампа с чеком"),
        ("вернуть iphone по чеку", "вернуть iphone по чеку"),  # two languages
        ("usb кабель", "usb кабель"),
        ("lюbов", "lюbов"),  # letters without a twin
        ("plain text", "plain text"),
        ("простой текст", "простой текст"),
        ("", ""),
    ],
)
def test_a_word_is_of_one_alphabet(text: str, same: str) -> None:
    assert one_script(text) == same


@given(st.text(alphabet="aеpрoоxхkкdдzз é€\n", max_size=60))
def test_latin_and_cyrillic_letters_that_touch_are_seen_in_bytes(text: str) -> None:
    raw = text.encode()
    touching = {m.start() for m in re.finditer(r"(?=[a-z][а-я]|[а-я][a-z])", text)}
    last_bytes_of_the_first = {len(text[: at + 1].encode()) - 1 for at in touching}

    assert last_bytes_of_the_first <= set(np.asarray(mixed(raw)).tolist())


def test_lines_of_large_files_are_read_alike() -> None:
    rows = "Rеturn thе lamp\nВернyть лaмпу\nplain\n".encode()

    assert plain(rows).decode() == "return the lamp\nвернуть лампу\nplain\n"


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("retrun", "return"), ("retun", "return"), ("returnn", "return"), ("rwturn", "return"), ("лмапу", "лампу"),
        ("return", "return"), ("teturn", "teturn"), ("rtrun", "rtrun"), ("выключить", "выключить"),
        ("lmap", "lmap"), ("lampa", "lampa"), ("decrease", "decrease"), ("chain", "chain"), ("return1", "return1"),
    ],
)  # fmt: skip
def test_a_slip_of_the_hand_is_the_word_that_was_meant(word: str, meant: str) -> None:
    known = ["return", "лампу", "включить", "lamp", "increase", "chair"]

    assert Typos(known, {*known, "chain"})[word] == meant


def test_a_slip_of_two_words_is_neither() -> None:
    assert Typos(["colder", "colter"], {"colder", "colter"})["coler"] == "coler"
