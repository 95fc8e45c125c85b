"""How long a reply is."""

from __future__ import annotations

from typing import Any

import pytest

from harness.checks import CheckError, bind
from harness.checks._blocks import paragraphs


def passes(text: str, **bounds: Any) -> bool:
    return bind("length", bounds).judge(text).passed


@pytest.mark.parametrize(
    ("text", "what", "count"),
    [
        ("Да, можно.", "words", 2),
        ("A well-known 24/7 shop — yes.", "words", 5),
        (" Да. ", "chars", 3),
        ("Срок 30 дней, т. е. месяц. Да!", "sentences", 2),
        ("Ask Mr. Brown, e.g. today. Thanks", "sentences", 2),
        ("- чай\n- кофе\n\n---", "sentences", 2),
        ("Живу на ул. Ленина, д. 5, кв. 3, тел. 555. Звоните", "sentences", 2),
        ("В 2019 г. Москва росла. Мы открылись в 2019 г. Приходите!", "sentences", 3),
        ("Есть чай, кофе и т. д. Оплатите картой (5 руб.) на кассе.", "sentences", 2),
        ("Она стоит 5 руб. Доставка 2 тыс. рублей. Длина 5 см. Да", "sentences", 4),
        ("А. С. Пушкин жил в г. Пскове. Школа им. Кирова. Сделал я. Да", "sentences", 4),
        ("See No. 5, fig. 2 and Prof. X, i.e. me. No. Thanks", "sentences", 3),
        ("We close at 5 p.m. on Friday, tea etc. is ready. Come at 5 p.m. Then go.", "sentences", 3),
        ("1. Open it. Now.\n2. Закройте.", "sentences", 3),
        ("Both ways, i. e. by post (e. g. today). Ждём, т. е. дома", "sentences", 2),
        ("One.\n\n\nTwo.\nThree.", "lines", 3),
        ("One.\nStill one.\n\nTwo.", "paragraphs", 2),
        ("# Title\n\nOne.\n\n***\n\nTwo.", "paragraphs", 2),
        ("Нужны:\n- чек\n\n- паспорт\n  или права\n\nПриходите.", "paragraphs", 2),
        ("Run:\n\n```\na = 1\n\nb = 2\n```", "paragraphs", 2),
        ("", "words", 0),
        ("", "paragraphs", 0),
    ],
)
def test_what_is_counted(text: str, what: str, count: int) -> None:
    """Words between spaces, sentences without abbreviations, lines and paragraphs that say something."""
    assert passes(text, **{what: count})
    assert not passes(text, **{what: count + 1})


def test_bounds_are_included() -> None:
    """At least and at most together make a range; a bare number is exact."""
    assert passes("один два три", words={"at_least": 3, "at_most": 3})
    assert not passes("один два три", words={"at_least": 4})
    assert not passes("один два три", words={"at_most": 2})


def test_the_reason_gives_the_count_and_the_bounds() -> None:
    """For a person to see how far off it is."""
    verdict = bind("length", {"words": {"at_least": 5}, "chars": {"at_most": 100}}).judge("Да, можно.")
    assert verdict.reason == "2 words, at least 5 wanted"


@pytest.mark.parametrize(
    ("bounds", "says"),
    [
        ({}, "give chars, words, sentences, lines or paragraphs"),
        ({"words": {}}, "give at_least, at_most or exactly"),
        ({"words": {"at_least": 5, "at_most": 3}}, "at_least is more than at_most"),
        ({"words": {"exactly": 5, "at_most": 3}}, "exactly stands alone"),
        ({"words": {"min": 5}}, "words"),
        ({"words": -1}, "words"),
        ({"words": "5"}, "words"),
    ],
)
def test_bounds_that_make_no_sense_stop_the_run(bounds: dict[str, Any], says: str) -> None:
    """When cases load."""
    with pytest.raises(CheckError, match=says):
        bind("length", bounds)


def test_paragraphs_are_told_with_their_places() -> None:
    """Windows line ends too."""
    text = "Раз.\r\nДва.\r\n\r\nТри."
    assert [text[slice(*span)] for span in paragraphs(text)] == ["Раз.\r\nДва.", "Три."]
