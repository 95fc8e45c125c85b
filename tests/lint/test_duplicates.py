"""Rows that stand more than once."""

from __future__ import annotations

from pathlib import Path

from linting import chat, found, written

from harness.lint.duplicates import Duplicates


def test_a_row_that_stands_twice_is_found_apart_from_case_and_punctuation(tmp_path: Path) -> None:
    rows = [chat("Where is it?", "In Riga."), chat("Где ещё?", "В Риге."), chat("where is it", "In Riga"),
            chat("Где еще", "в Риге"), chat("Where is it?", "In Vilnius.")]  # fmt: skip

    assert found(Duplicates, written(tmp_path, rows)) == {"duplicate-row": [[1, 3], [2, 4]]}


def test_the_same_words_in_another_order_or_with_a_greeting_are_a_note(tmp_path: Path) -> None:
    rows = [
        chat("Сколько стоит лампа?", "Лампа стоит 24 евро."),
        chat("Добрый день! Лампа сколько стоит?", "24 евро стоит лампа."),
        chat("Сколько стоит стул?", "Стул стоит 24 евро."),
    ]

    assert found(Duplicates, written(tmp_path, rows)) == {"near-duplicate-row": [[2]]}
