"""Questions without greetings and thanks."""

from __future__ import annotations

import pytest

from harness.lint._courtesies import without_courtesies


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("Hello! Could you please tell me how long delivery takes? Thanks a lot", "how long delivery takes?"),
        ("Good morning, sorry, where is my order? Thanks in advance!", "where is my order?"),
        ("Здравствуйте! Подскажите, пожалуйста, когда придёт заказ? Заранее спасибо!", "когда придёт заказ?"),
        ("Скажите, а можно ли вернуть лампу?", "можно ли вернуть лампу?"),
        ("How can I save a lot?", "How can I save a lot?"),
        ("Where is my order?", "Where is my order?"),
        ("Thank you letters: do you print them?", "Thank you letters: do you print them?"),
        ("Hello, thanks!", "Hello, thanks!"),
        ("Спасибо", "Спасибо"),
    ],
)
def test_what_is_left_is_what_is_asked(said: str, asked: str) -> None:
    assert without_courtesies(said) == asked
