"""What stands around a number makes another answer of it: signs, scales, bounds; in English and in Russian."""

from __future__ import annotations

import pytest

from harness.checks import bind


def passes(accepted: str, text: str, **arguments: object) -> bool:
    return bind("answer", {"any_of": [accepted], **arguments}).judge(text).passed


@pytest.mark.parametrize(
    ("accepted", "text"),
    [
        ("$20", "€20"),
        ("$20", "20 €"),
        ("20 ₽", "20 €"),
        ("20%", "$20"),
        ("24 €", "**24 $**"),
        ("$20", "-$20"),
        ("<5", ">5"),
        ("1/2", "1 2"),
    ],
)
def test_another_sign_is_another_answer(accepted: str, text: str) -> None:
    """Also where the number is all that the reply says, and whatever the way of looking."""
    assert not passes(accepted, text)
    assert not passes(accepted, text, contains=False)
    assert not passes(accepted, text, fuzzy=0.9)
    assert not passes(accepted, text, like="people")
    assert not bind("equals", accepted).judge(text).passed


@pytest.mark.parametrize(
    ("accepted", "text"),
    [("$20", "20"), ("20 ₽", "**20 ₽**"), ("€ 24", "24 €"), ("20 %", "20%"), ("24/7", "24/7."), ("3, 15", "3 15")],
)
def test_a_sign_elsewhere_or_left_out_is_no_other(accepted: str, text: str) -> None:
    """As other punctuation is."""
    assert passes(accepted, text)
    assert bind("equals", accepted).judge(text).passed


@pytest.mark.parametrize(
    ("accepted", "text", "passed"),
    [
        ("$20", "$20k", False),
        ("20", "20 million", False),
        ("20", "20 тыс. рублей", False),
        ("20 million", "20 million", True),
        ("$20", "from $10-$20", True),
        ("5", "минус 5", False),
        ("5", "minus five", False),
        ("5", "10 minus 5", True),
        ("-5", "минус пять", True),
        ("-5", "It was minus five degrees.", True),
    ],
)
def test_a_minus_and_a_scale_belong_to_the_number(accepted: str, text: str, passed: bool) -> None:
    """In words as in signs; a minus between two numbers is neither's."""
    assert passes(accepted, text) is passed


@pytest.mark.parametrize(
    ("accepted", "text", "passed"),
    [
        ("at least 5 kg", "at most 5 kg", False),
        ("at least 5 kg", "less than 5 kg", False),
        ("up to 5 kg", "over 5 kg", False),
        ("не менее 5 кг", "не более 5 кг", False),
        ("более 5 кг", "менее 5 кг", False),
        ("at least 5 kg", "minimum 5 kg", True),
        ("at least 5 kg", "5 kg or more", True),
        ("up to 5 kg", "no more than 5 kg", True),
        ("не менее 5 кг", "от 5 кг", True),
        ("5 kg", "at most 5 kg", True),
        ("about 5 kg", "over 5 kg", True),
    ],
)
def test_a_least_is_no_most(accepted: str, text: str, passed: bool) -> None:
    """An answer without a bound takes either; a bound that is left out is let pass."""
    assert passes(accepted, text) is passed
    assert passes(accepted, text, like="people") is passed


@pytest.mark.parametrize(
    ("accepted", "text"),
    [
        ("от 3000 рублей", "до 3000 рублей"),
        ("within 30 days", "after 30 days"),
        ("30 дней с чеком", "30 дней без чека"),
        ("new customers", "old customers"),
        ("новым клиентам", "старым клиентам"),
    ],
)
def test_people_let_no_opposite_pass(accepted: str, text: str) -> None:
    """A part of the words does not do where the other part is the contrary."""
    assert not passes(accepted, text, like="people")


@pytest.mark.parametrize(
    ("value", "text", "passed"),
    [
        (30, "You don't have 30 days.", False),
        (30, "У вас нет 30 дней.", False),
        (30, "It is not true that you have 30 days.", False),
        (30, "30? No, 14.", False),
        (12, "It can't be 12.", False),
        (12, "12. No, wait, 13.", False),
        (12, "12, точнее 13", False),
        (12, "Вряд ли 12.", False),
        (12, "12/15", False),
        (12, "1/12", False),
        (12, "минус 12", False),
        (-5, "минус 5", True),
        (-5, "minus five", True),
        (-5, "negative 5", True),
        (12, "twelve", True),
        (12, "двенадцать", True),
        (1000, "тысяча", True),
        (1, "One.", True),
        (1, "One should never say that it is so.", False),
        (2, "The second of them.", False),
        (5, "five = six", False),
        (12, "No more than 12.", True),
        (12, "не позднее 12", True),
        (12, "from 12 to 15", True),
        (12, "12 minus 5 is 7", True),
    ],
)
def test_a_number_is_denied_and_written_as_an_answer_is(value: int, text: str, passed: bool) -> None:
    """Retractions, a minus in words, numerals; a limit and the ends of a range say their numbers."""
    assert bind("number", value).judge(text).passed is passed


@pytest.mark.parametrize(
    ("text", "passed"), [("It can't be 24 euros.", False), ("It is 24 euros; it can't be 19 euros.", True)]
)
def test_a_value_of_the_context_is_denied_as_an_answer_is(text: str, passed: bool) -> None:
    """A stale one that is denied is not said."""
    assert bind("answers_from_context", {"says": "24 euros", "stale": "19 euros"}).judge(text).passed is passed
