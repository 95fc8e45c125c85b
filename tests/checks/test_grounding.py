"""Grounding: what stands in the context, in whatever writing, and what stands nowhere."""

from __future__ import annotations

import pytest

from harness.checks import CheckError, Given, bind
from harness.checks.grounding import find_ungrounded

GROUNDED = [
    ("It costs 1,000 euros.", "Цена: 1 000 €."),
    ("That is two days.", "Storage: 2 days."),
    ("The warranty lasts two years.", "Warranty: 24 months."),
    ("Гарантия — два года.", "Гарантия: 24 месяца."),
    ("Двести пятьдесят рублей.", "Цена 250 ₽"),
    ("A fifth, 20 %.", "The share is 0.2."),
    ("Five percent off.", "Discount: 5%"),
    ("On March 3.", "Date: 2026-03-03"),
    ("Доставим 3-го марта.", "Date: March 3, 2026"),
    ("Some time in March 2026.", "03.03.2026"),
    ("It opens at 9 a.m.", "Открытие: 9:00"),
    ("Открыто до 20:00.", "open until 8 p.m."),
    ("We open at 9.", "Opens 9:00."),
    ("Come on Tuesday.", "Open Monday to Saturday."),
    ("On Wednesday, 4 March.", "Wed, 4 March"),
    ("В среду, 4 марта.", "среда, 4 марта"),
    ("Over 3 million people.", "3,000,000 people"),
    ("The Tenth Amendment of the Constitution.", "Constitution: the Tenth Amendment"),
    ("Во вторник открыто.", "Работаем с понедельника по пятницу."),
    ("Заказ едет в Казань.", "Город Казань."),
    ("Позвоните Ивану Петрову.", "Менеджер: Иван Петров."),
    ("The order of Anna.", "Заказала Анна."),
    ("Заказ для Шнайдера.", "Покупатель: Шнайдер"),
    ("Made in Latvia.", "Страна: Латвия"),
    ("Your order AB-118 is ready.", "ab118"),
    ("See https://www.shop.example/help.", "shop.example/help"),
    ("Звоните 8 (800) 555-35-35.", "Телефон: +7 800 555-35-35"),
    ("1. Open the page.\n2. Choose a lamp.", "x"),
    ("There are two ways to pay.", "by card or in cash"),
    ("Hello! Delivery is free. Please see the page.", "x"),
    ("Здравствуйте! Вы можете оплатить заказ. Мы Вам напишем.", "x"),
    ("**Next step:** Contact us", "x"),
    ("As source [2] says, it is free.", "free"),
    ("It costs 24 EUR.", "Цена: 24 евро"),
    ("It weighs 2,500 g.", "Weight: 2.5 kg"),
    ("Вес 2500 граммов.", "2,5 кг"),
    ("It is 3 km away.", "3000 m"),
    ("It opened in nineteen ninety-eight.", "since 1998"),
    ("Your order AB-118 is ready.", "order ab 118"),
    ("Приедем третьего марта.", "3 марта"),
    ("It comes on the third of March.", "March 3"),
    ("Вес два с половиной килограмма.", "2,5 кг"),
    ("It weighs two and a half kilos.", "2.5 kg"),
    ("Два с половиной миллиона человек.", "2 500 000 человек"),
    ("Гарантия полтора года.", "18 месяцев"),
    ("Полсотни евро.", "50 €"),
    ("Гарантия — год.", "12 месяцев"),
    ("Гарантия — полгода.", "6 месяцев"),
    ("The warranty is a year.", "You have a year to return it."),
    ("The warranty is one year.", "12 months"),
    ("It has run for half a year.", "6 months"),
    ("Проверяем каждый год, раз в месяц, и через неделю.", "x"),
    ("We met a year ago, once a week.", "x"),
    ("It costs 24\u200b5 euros.", "245 euros"),
    ("It happened for the third time, on the first floor.", "x"),
]
UNGROUNDED = [
    ("It costs 19 euros.", "It costs 24 euros.", "19 euros"),
    ("It costs 24 dollars.", "It costs 24 euros.", "24 dollars"),
    ("Both cost 43 euros.", "The lamp costs 24 €, the chair 19 €.", "43 euros"),
    ("On March 5.", "On March 3.", "March 5"),
    ("3 марта 2025 года", "3 марта 2026", "3 марта 2025 года"),
    ("On March 3.", "In March.", "March 3"),
    ("We open at 10:00.", "Opens at 9:00.", "10:00"),
    ("Closed on Sunday.", "Open Monday to Saturday.", "Sunday"),
    ("Ваш заказ едет в Омск.", "Город: Казань.", "Омск"),
    ("Please ask Anna Ivanova.", "Anna Petrova works here. Olga Ivanova has left.", "Anna Ivanova"),
    ("Boris", "Anna ordered a lamp.", "Boris"),
    ("Press “Pay later” in the cart.", "Open the cart.", "“Pay later”"),
    ("In thirty days.", "Within a month.", "thirty days"),
    ("Двадцать восемь евро.", "Цена 27 евро.", "Двадцать восемь евро"),
    ("Order AB-119 is ready.", "Order AB-118.", "AB-119"),
    ("Order AB-119 is ready.", "Order AB 118.", "AB-119"),
    ("Приедем третьего апреля.", "3 марта", "третьего апреля"),
    ("Приедем двадцать третьего марта.", "3 марта", "двадцать третьего марта"),
    ("On the third of April.", "March 3", "third of April."),
    ("On March fifth.", "March 3", "March fifth"),
    ("Вес два с половиной килограмма.", "Вес 2 кг", "два с половиной килограмма"),
    ("It weighs two and a half kilos.", "2 kg", "two and a half kilos"),
    ("Стоит полсотни евро.", "24 евро", "полсотни евро"),
    ("Гарантия — год.", "2 года", "год"),
    ("The warranty is a year.", "2 years", "a year"),
    ("Гарантия полтора года.", "2 года", "полтора года"),
    ("It weighs 2,500 kg.", "2.5 kg", "2,500 kg"),
    ("It opened in nineteen ninety-seven.", "since 1998", "nineteen ninety-seven"),
    ("It costs 24\u200b5 euros.", "24 euros", "24\u200b5 euros"),
]


@pytest.mark.parametrize(("text", "context"), GROUNDED)
def test_what_was_given_is_grounded_in_any_writing(text: str, context: str) -> None:
    """By value, by dictionary form, by sound; order numbers, small counts and openings of sentences say nothing."""
    assert find_ungrounded(text, context) is None


@pytest.mark.parametrize(("text", "context", "said"), UNGROUNDED)
def test_what_stands_nowhere_is_found(text: str, context: str, said: str) -> None:
    """Changed figures and dates, another currency, sums, names that were given apart."""
    found = find_ungrounded(text, context)
    assert found is not None
    assert text[slice(*found.span)] == said


def test_all_that_was_given_counts() -> None:
    """The question, the system prompt, earlier messages, and what the case allows."""
    reply = "Lamp 118 costs 24 euros, call 555-0100."
    given = Given(prompt="And lamp 118?", context="24 €", system="Our phone: 555-0100")
    assert bind("grounded").judge(reply, given).passed
    assert not bind("grounded").judge(reply, Given(prompt="And lamp 118?", context="24 €")).passed
    assert bind("grounded", {"allow": ["555-0100"]}).judge(reply, Given(prompt="lamp 118", context="24 €")).passed


def test_kinds_say_what_is_looked_at() -> None:
    """A name that was not given is none of the prices' business."""
    given = Given(context="24 €")
    assert bind("grounded", {"kinds": ["prices"]}).judge("Ask Boris: 7 days, 24 euros.", given).passed
    assert not bind("grounded", {"kinds": ["numbers"]}).judge("Ask Boris: 7 days, 24 euros.", given).passed
    assert not bind("grounded", {"kinds": ["names"]}).judge("Please ask Boris: 24 euros.", given).passed


def test_personal_data_is_masked_in_the_reason() -> None:
    """The span shows where it stands, the reason does not show what."""
    verdict = bind("grounded").judge("Write to anna@mail.example.", Given(context="x"))
    assert not verdict.passed
    assert "anna@" not in verdict.reason


@pytest.mark.parametrize(
    ("says", "stale", "text", "passed"),
    [
        (24, 19, "It costs 24 euros.", True),
        (24, 19, "It costs 19 euros.", False),
        (24, 19, "It costs 24 or 19 euros.", False),
        (24, 19, "It was 19 euros, now it is 24.", True),
        (24, 19, "The price rose from 19 to 24 euros.", True),
        (24, 19, "Раньше лампа стоила 19 евро, теперь 24.", True),
        (24, 19, "24 euros, not 19.", True),
        (24, 19, "It does not cost 24 euros.", False),
        ("24 euros", "24 dollars", "It costs 24 €.", True),
        ("2 years", "1 year", "The warranty is 24 months.", True),
        ("9:00", "8:00", "At 9 a.m.", True),
        ("9:00", "8:00", "В 8 утра.", False),
        ("March 9", "March 3", "9 марта.", True),
        ("Рига", "Вена", "Заказ едет в Ригу.", True),
        ("Рига", "Вена", "Из Вены в Ригу.", False),
        (["Riga", "Рига"], None, "В Ригу.", True),
        (24, 19, "It was 24 euros, now it is 19.", False),
        (24, 19, "The price fell from 24 to 19 euros.", False),
        (24, 19, "Было 24, стало 19.", False),
        (24, 19, "Раньше стоила 24, теперь 19.", False),
        (24, 19, "Сейчас 24, раньше было 19.", True),
        (24, 19, "24 euros (it was 19).", True),
        (24, 19, "Цена 24 евро вместо 19.", True),
        ("Riga", None, "Riga or Vilnius.", False),
        ("Рига", None, "Рига или Вильнюс", False),
        ("Рига", None, "В Вильнюс или в Ригу.", False),
        (24, None, "24 or 25 euros", False),
        (24, None, "24 евро или 25 евро", False),
        (["Riga", "Рига"], None, "Riga or Рига, as it is written.", True),
        ("Riga", None, "It goes to Riga or so the note says.", True),
        ("Riga", None, "To Riga. Ask Anna or Boris.", True),
        ("Riga", None, "Riga or Vilnius? It is Riga.", True),
        ("gift card", None, "Both gift cards.", True),
    ],
)
def test_the_context_says_and_the_stale_value_does_not(says: object, stale: object, text: str, passed: bool) -> None:
    """By value or by word; what was once may be told of as such."""
    arguments = {"says": says, "stale": stale} if stale else {"says": says}
    assert bind("answers_from_context", arguments).judge(text).passed is passed


def test_one_value_can_not_be_both_right_and_stale() -> None:
    """A mistake of the case, found when it loads."""
    with pytest.raises(CheckError, match="one value"):
        bind("answers_from_context", {"says": "24 euros", "stale": 24})
