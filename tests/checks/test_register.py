"""How a Russian reply addresses the customer."""

from __future__ import annotations

import pytest

from harness.checks import CheckError, bind

FORMAL = [
    "Здравствуйте! Вы можете вернуть обувь за 30 дней.",
    "Нажмите «Вернуть» и подождите.",
    "Мы вам ответим сегодня.",
    "Ваш заказ собран.",
    "Подскажите, пожалуйста, номер заказа.",
    "Если не подойдёт, вернёте.",
    "Обратитесь в магазин, и вам помогут.",
    "Не волнуйтесь: деньги вернутся на вашу карту.",
    "Напишите нам: «Верни мои деньги, ты обещал» — так писать не надо.",
    "Давайте проверим вместе.",
    "Спасибо, что обратились!",
]
FAMILIAR = [
    "Привет! Ты можешь вернуть обувь за 30 дней.",
    "Нажми «Вернуть» и подожди.",
    "Мы тебе ответим сегодня.",
    "Твой заказ собран.",
    "Подскажи, пожалуйста, номер заказа.",
    "Если не подойдёт, вернёшь.",
    "Обратись в магазин, и тебе помогут.",
    "Не волнуйся: деньги вернутся на твою карту.",
    "Открой приложение и проверь почту.",
    "Жди звонка.",
    "Спасибо, что обратился!",
    "Спасибо, что так быстро ответила.",
]
NEUTRAL = [
    "Возврат бесплатный, срок — 30 дней.",
    "Деньги пришли вчера, чеки остались на сайте и в почте.",
    "Три вещи: мышь, печь и помощь.",
    "Вернуть можно в любом пункте, часть суммы — на карту.",
    "Будь то обувь или одежда, срок один.",
    "Оплата картой или наличными; речь о новой модели.",
    "Доставили в Твери и Перми, стали готовить заказ.",
    "You can return it.",
    "Спасибо, что курьер приехал вовремя.",
    "Хорошо, что лампа подошла.",
    "",
]


@pytest.mark.parametrize("text", FORMAL)
def test_formal_address_is_told(text: str) -> None:
    """By pronouns, verbs, commands; what is quoted is another's."""
    assert bind("register", "вы").judge(text).passed
    assert not bind("register", "ты").judge(text).passed


@pytest.mark.parametrize("text", FAMILIAR)
def test_familiar_address_is_told(text: str) -> None:
    """The same on ты."""
    assert bind("register", "ты").judge(text).passed
    verdict = bind("register", "вы").judge(text)
    assert not verdict.passed
    assert "says «ты»" in verdict.reason


@pytest.mark.parametrize("text", NEUTRAL)
def test_who_addresses_nobody_passes_as_either(text: str) -> None:
    """Nouns and past tenses that look like commands included."""
    for form in ("вы", "ты"):
        verdict = bind("register", form).judge(text)
        assert verdict.passed, verdict.reason


def test_both_at_once_is_never_right() -> None:
    """A slip in the middle of a polite reply is quoted."""
    text = "Здравствуйте! Вы можете вернуть заказ. Просто отправь его обратно."
    verdict = bind("register", "вы").judge(text)
    assert not verdict.passed
    assert verdict.span is not None
    assert text[slice(*verdict.span)] == "отправь"
    assert not bind("register", "ты").judge(text).passed


@pytest.mark.parametrize(
    ("text", "capital", "holds"),
    [
        ("Мы ответим Вам сегодня.", True, True),
        ("Мы ответим вам сегодня.", True, False),
        ("Мы ответим Вам сегодня.", False, False),
        ("Вы правы. Ваш заказ собран.", False, True),
        ("— Вам помогут.\n- Ваш чек", False, True),
    ],
)
def test_the_capital_letter_of_politeness(text: str, capital: bool, holds: bool) -> None:
    """At the beginning of a sentence a capital says nothing."""
    assert bind("register", {"form": "вы", "capital": capital}).judge(text).passed is holds


def test_there_are_two_registers() -> None:
    """Anything else stops the run."""
    with pytest.raises(CheckError, match="form"):
        bind("register", "formal")
