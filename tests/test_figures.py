"""Numbers with their words."""

from __future__ import annotations

import pytest

from harness.figures import NBSP, Count, counted, finite, local, number, plural, signed


@pytest.mark.parametrize(
    ("n", "told"), [(0, "0 cases"), (1, "1 case"), (2, "2 cases"), (21, "21 cases"), (12500, "12,500 cases")]
)
def test_an_english_word_takes_an_s(n: int, told: str) -> None:
    assert counted(n, "case") == told


def test_or_has_a_second_form() -> None:
    assert counted(1, "reply", "replies") == "1 reply"
    assert counted(3, "reply", "replies") == "3 replies"
    assert plural(1, "is", "are") == "is"


@pytest.mark.parametrize(
    ("n", "told"),
    [
        *((n, f"{n} пример") for n in (1, 21, 101)),
        *((n, f"{n} примера") for n in (2, 4, 23)),
        *((n, f"{n} примеров") for n in (0, 5, 11, 12, 14, 111, 20)),
        (12501, f"12{NBSP}501 пример"),
    ],
)
def test_a_russian_one_has_three(n: int, told: str) -> None:
    assert counted(n, "пример", "примера", "примеров") == told


def test_a_sentence_says_which_forms_it_has() -> None:
    assert "{:case} in {:suite}, {} of {:reply|replies}".format(*map(Count, (1, 2, 1, 1))) == (
        "1 case in 2 suites, 1 of 1 reply"
    )
    assert f"{Count(22):набор|набора|наборов}" == "22 набора"
    assert f"{Count(12_500):case}" == "12,500 cases"
    assert f"{Count(12_500):набор|набора|наборов}" == f"12{NBSP}500 наборов"


def test_a_large_number_in_a_sentence() -> None:
    """Ten thousand replies ended a run with an internal error: a `Count` formatted itself without end."""
    assert f"{Count(10_000):reply|replies}, {Count(9_999):case}" == "10,000 replies, 9999 cases"
    assert f"{Count(12_501):пример|примера|примеров}" == f"12{NBSP}501 пример"
    assert number(Count(20_000)) == "20,000"


def test_decimal_signs() -> None:
    assert (local("1.5", "en"), local("1.5", "ru")) == ("1.5", "1,5")
    assert number(9999, "ru") == "9999"


def test_a_difference_has_its_sign_and_nothing_has_none() -> None:
    assert [signed(v) for v in (1.25, -0.34, -0.04, 0.0, -12.0)] == ["+1.2", "−0.3", "+0.0", "+0.0", "−12.0"]


def test_only_numbers_that_can_be_drawn_are_finite() -> None:
    odd = (True, None, "1", float("nan"), float("inf"), -float("inf"))
    assert [finite(v) for v in odd] == [None] * len(odd)
    assert (finite(0), finite(-1.5)) == (0.0, -1.5)
