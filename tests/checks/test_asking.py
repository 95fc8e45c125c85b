"""The clarifying question: asked where data are missing, and the data not made up."""

from __future__ import annotations

import pytest

from harness.checks import CheckError, Given, bind

NUMBER = {"what": ["order number", "номер* заказ*"]}


@pytest.mark.parametrize(
    "text",
    [
        "Could you tell me your order number?",
        "What is your order number?",
        "What is the number of your order?",
        "Please send us the order number and we will look into it.",
        "I'm sorry to hear that. May I have the order number, please?",
        "To check, I need your order number.",
        "I’ll gladly help — which order number is it?",
        "Happy to help! Please share your order number (it looks like 12345).",
        "Подскажите, пожалуйста, номер заказа.",
        "Какой у вас номер заказа?",
        "Уточните номер вашего заказа, и я проверю.",
        "Для проверки нужен номер заказа.",
        "Напишите номер заказа, например, № 12345.",
        "Назовите номера заказов, пожалуйста.",
    ],
)
def test_a_question_or_a_request_asks(text: str) -> None:
    """In both languages, with an example of what is asked for too."""
    verdict = bind("asks_for", NUMBER).judge(text, "Where is my order? Где мой заказ?")
    assert verdict.passed, verdict.reason
    assert verdict.span is not None


@pytest.mark.parametrize(
    "text",
    [
        "Your order is on its way.",
        "The order number stands in the confirmation e-mail.",
        "I don't need your order number, it is on its way.",
        "I already have your order number.",
        "Anything else I can help with?",
        "Could you tell me your name?",
        "What number of lamps is on order?",
        "Ваш заказ уже в пути.",
        "Номер заказа есть в письме.",
        "Номер заказа не нужен, всё и так видно.",
        "Чем ещё помочь?",
        "Как вас зовут?",
        "",
    ],
)
def test_statements_and_other_questions_do_not(text: str) -> None:
    """To speak of an order number is not to ask for it."""
    assert not bind("asks_for", NUMBER).judge(text, "Where is my order?").passed


@pytest.mark.parametrize(
    "text",
    [
        "Your order #4412 is on its way. Is that the right order number?",
        "I found order 4412-77. Please confirm the order number.",
        "Ваш заказ № 4412 в пути. Верный ли это номер заказа, подскажите?",
        "Трек-номер RA123456785RU. Уточните номер заказа?",
    ],
)
def test_a_number_that_nobody_gave_is_made_up(text: str) -> None:
    """Even beside a question; given ones may be repeated, and the case may let it be."""
    assert not bind("asks_for", NUMBER).judge(text, "Where is my order?").passed
    assert bind("asks_for", {**NUMBER, "invent": True}).judge(text, "Where is my order?").passed
    known = Given(prompt="Where is order 4412-77?", earlier="#4412", context="RA123456785RU")
    assert bind("asks_for", NUMBER).judge(text, known).passed


def test_anything_can_be_asked_for() -> None:
    """A word, a phrase with others between, several ways to say it."""
    size = bind("asks_for", ["size*", "размер*"])
    assert size.judge("Which size do you wear?").passed
    assert size.judge("Какого размера прислать?").passed
    assert not size.judge("Размер указан на бирке.").passed
    assert size.judge("При заказе 5000 ₽ доставка бесплатна. Какой размер?").passed
    assert size.judge("Подскажите, какой размер вам нужен?").passed
    with pytest.raises(CheckError, match="what"):
        bind("asks_for", [])
    with pytest.raises(CheckError, match="only end"):
        bind("asks_for", ["за*каз"])
