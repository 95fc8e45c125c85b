"""Blanks of a template that nobody filled in."""

from __future__ import annotations

import pytest

from harness.checks import bind


@pytest.mark.parametrize(
    "text",
    [
        "Dear [Name],",
        "Здравствуйте, [имя клиента]!",
        "Best regards,\n[Your Name]\n[Company]",
        "Заказ {order_id} собран.",
        "Hello, {{ customer.name }}!",
        "Сумма: ${total}.",
        "Позвоните по номеру <номер телефона>.",
        "Contact <your company>.",
        "Ваш заказ № ____ собран.",
        "Звоните: 8 800 XXX-XX-XX",
        "TODO: describe the terms",
        "Lorem ipsum dolor",
        "Hello %s, your order",
        "[ваш адрес], [дата доставки]",
        "Price: XXX euros",
        "Цена ХХХ руб.",
        "Dear $NAME, your order $ORDER_ID is packed.",
        "Уважаемый $ИМЯ!",
        "Hello %FIRST_NAME%!",
        "Hello {{name}}!",
        "Здравствуйте, [Имя]! Подпись: <ФИО>",
    ],
)
def test_a_blank_that_is_left_is_found(text: str) -> None:
    """In the brackets that templates use, and in words."""
    verdict = bind("placeholders").judge(text)
    assert not verdict.passed
    assert verdict.span is not None


@pytest.mark.parametrize(
    "text",
    [
        "См. [правила](https://shop.example) и [1], [2, 3].",
        "- [x] чек\n- [ ] паспорт\n- [х] фото",
        "Карта **** 1111, размер XXL, XXX Олимпиада.",
        "The XXX Summer Games, XXX век, $AAPL and $TSLA rose, US$100, 5 $ and 20%",
        "![фото](a.png) и сноска[^1]",
        "```python\nprint(f'{name}')\n```",
        '{"total": 90, "items": ["чай"]}',
        "<b>Срок</b> — 30 дней, <br> a < b > c",
        "Write to <help@shop.example> or <https://shop.example>.",
        "Скидка 100%, 5 % скидки.",
        "f(x) = {1, 2, 3}",
        "Добрый день, Анна!",
        "snake_case_name и __жирный__",
    ],
)
def test_what_is_no_blank(text: str) -> None:
    """Links, notes, boxes, masked cards, JSON, HTML, code."""
    verdict = bind("placeholders").judge(text)
    assert verdict.passed, verdict.reason


def test_a_template_can_be_asked_for() -> None:
    """At least so many blanks, or exactly."""
    text = "Уважаемый [имя]! Заказ {номер} будет [дата]."
    assert bind("placeholders", 3).judge(text).passed
    assert bind("placeholders", {"count": {"at_least": 2}}).judge(text).passed
    assert "3 blanks, at least 4 wanted" in bind("placeholders", {"count": {"at_least": 4}}).judge(text).reason
