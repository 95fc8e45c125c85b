"""What a number counts, read off the text beside it."""

from __future__ import annotations

import pytest

from harness.checks._figures import figures


@pytest.mark.parametrize("text", ["в 2019-м", "К 2019 г. открылись.", "90-х", "на 5-м этаже", "the 5th floor"])
def test_an_ending_or_a_year_is_no_measure(text: str) -> None:
    """«2019-м» holds no metres, «2019 г.» no grams."""
    assert [figure.duration for figure in figures(text)] in ([], [None])


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("кабель 5 м", ("length", 5000)),
        ("a 5-m cable", ("length", 5000)),
        ("200 г муки", ("weight", 200_000)),
        ("200 г.", ("weight", 200_000)),
        ("2 л воды", ("volume", 2000)),
        ("10 дней", ("s", 864_000)),
        ("5 kg", ("weight", 5_000_000)),
    ],
)
def test_a_measure_is_read_with_its_number(text: str, measure: tuple[str, int]) -> None:
    """In the least unit of its kind."""
    assert [figure.duration for figure in figures(text)] == [measure]
