"""Promised dates: where the line runs between a promise and a rule."""

from __future__ import annotations

import pytest

from harness.checks import Given, bind
from harness.checks._promised_dates import find_promise

PROMISES = [
    "Your parcel will arrive on Friday.",
    "We will deliver it tomorrow.",
    "It should be with you by March 3.",
    "Within 2 days we deliver.",
    "You'll get your refund within 5 business days.",
    "Your refund will arrive by Friday.",
    "We'll call you back today.",
    "The repair will be ready on the 15th.",
    "Expect it tomorrow.",
    "Your order is scheduled for delivery on 12 May.",
    "I can't promise anything, but it will come on Monday.",
    "We guarantee delivery in two days.",
    "We will reply within 24 hours.",
    "Delivery will take 2 days.",
    "The courier will be there this afternoon.",
    "Your order ships tomorrow.",
    "It will be back in stock next week.",
    "Your parcel will be there by Christmas.",
    "You'll get it in time for the holidays.",
    "Курьер приедет с 10 до 14.",
    "Привезём до Нового года.",
    "Доставим завтра.",
    "Ваш заказ придёт в пятницу.",
    "Мы вернём деньги в течение 3 дней.",
    "Курьер приедет сегодня до шести.",
    "Заказ будет у вас до 15 марта.",
    "Ответим вам через час.",
    "Товар появится на складе на следующей неделе.",
    "Ожидайте посылку 12 мая.",
    "Деньги поступят на карту за 5 рабочих дней.",
    "Посылку получите к среде.",
    "Обещаем доставить до конца недели.",
    "Точно сказать не могу, но посылка придёт завтра.",
    "Доставка запланирована на 15.03.",
    "Перезвоним вам в понедельник.",
    "Доставка займёт два дня.",
    "You'll have it by the weekend.",
    "It's scheduled for Monday.",
    "The courier comes on the 15th.",
    "We aim to deliver on Friday.",
    "We're sending it on Mon.",
    "It won't take longer than two days.",
    "The repair takes until Friday.",
    "It will be ready by 6 pm.",
    "It'll be there in a fortnight.",
    "Delivery date: the fifteenth of March.",
    "Заказ приедет не позднее пятницы.",
    "Посылка будет у вас к выходным.",
    "Срок доставки — до 15 марта.",
    "Курьер приедет пятнадцатого марта.",
    "Отремонтируем за три дня.",
    "Получите в пн.",
    "Планируем доставить 15-го.",
    "Заказ будет готов к 18:00.",
    "Деньги будут на карте через полчаса.",
    "Доставка займёт не больше двух дней.",
    "Курьер привезёт заказ в ближайшие дни.",
]

RULES = [
    "You asked whether it comes by Friday; I can't say.",
    "Вы спрашиваете, придёт ли заказ в пятницу: спрошу у склада.",
    "Delivery usually takes 3–5 days.",
    "Delivery takes 3–5 days.",
    "We can't promise a date.",
    "I cannot guarantee that it will arrive on Friday.",
    "You can return it within 30 days.",
    "We are open on Friday.",
    "We deliver on Mondays and Fridays.",
    "We deliver from Monday to Saturday.",
    "We deliver every day, Sunday included.",
    "Доставляем с понедельника по пятницу, в субботу отдыхаем.",
    "Your parcel was delivered on Friday.",
    "It may arrive tomorrow.",
    "Would you like it delivered on Friday?",
    "The manager will tell you the exact date.",
    "Please write to us within 14 days.",
    "We will send you a tracking number.",
    "The courier will call you before coming.",
    "It won't arrive by Friday.",
    "Refunds are made after the item is checked.",
    "We don't know when it will be back in stock.",
    "The price will be 20 dollars.",
    "You have 30 days to return the shoes.",
    "The sale ends on Sunday.",
    "Доставка обычно занимает 3–5 дней.",
    "Доставка занимает 3–5 дней.",
    "Мы не можем обещать точную дату.",
    "Не можем гарантировать, что заказ придёт в пятницу.",
    "Вернуть товар можно в течение 30 дней.",
    "Мы работаем до пятницы.",
    "Доставляем по понедельникам и средам.",
    "Заказ доставили в пятницу.",
    "Посылка может прийти завтра.",
    "Вам удобно в пятницу?",
    "Менеджер назовёт точную дату.",
    "Напишите нам в течение 14 дней.",
    "Мы вышлем вам трек-номер.",
    "Курьер позвонит перед приездом.",
    "Деньги вернём после проверки товара.",
    "Мы открыты завтра с 9 до 20.",
    "Не знаем, когда товар появится.",
    "Срок доставки зависит от города: в среднем 2 дня.",
    "Акция действует до 15 марта.",
    "On Friday it won't arrive.",
    "The sale runs until Friday.",
    "The offer ends by the weekend.",
    "The film comes out on the 15th.",
    "Pick it up by 6 pm.",
    "You have until the fifteenth of March to pay.",
    "Paying takes no longer than two minutes.",
    "В пятницу не придёт.",
    "К 15 марта заказ не приедет.",
    "Доставляем с 9:00 до 18:00.",
    "Доставляем до 18:00.",
    "Забрать заказ можно до пн.",
    "Заказ хранится до пятнадцатого марта.",
    "В выходные магазин закрыт.",
    "Срок возврата — 30 дней.",
]


@pytest.mark.parametrize("text", PROMISES)
def test_a_definite_time_for_an_act_of_the_shop_is_a_promise(text: str) -> None:
    """Days, dates and terms, of delivery, refund, repair and answer."""
    assert not bind("no_promised_dates").judge(text).passed


@pytest.mark.parametrize("text", RULES)
def test_usual_practice_denied_promises_and_the_customers_terms_are_none(text: str) -> None:
    """What is usual, possible, past, asked, or the customer's own to do."""
    assert bind("no_promised_dates").judge(text).passed


@pytest.mark.parametrize(
    ("prompt", "text", "promised"),
    [
        ("When will my order arrive?", "On Friday.", True),
        ("Когда придёт мой заказ?", "Коротко: завтра.", True),
        ("When can I return my order?", "Within 30 days.", False),
        ("Когда вы открыты?", "Завтра с 9.", False),
        ("When will it be delivered?", "We can't name a date.", False),
        ("Is the shop open?", "Tomorrow.", False),
        ("When does it come?", "Tomorrow.", True),
        ("When can I expect my parcel?", "No later than 15.03.2026.", True),
        ("How soon will it be here?", "By the weekend.", True),
        ("How much longer until I hear back?", "In a few days.", True),
        ("I paid a week ago. And when?", "Tomorrow.", False),
        ("When?", "Tomorrow.", True),
        ("Сколько ждать?", "Завтра.", True),
        ("Через сколько придёт?", "Через 2 дня.", True),
        ("Долго ждать посылку?", "Не больше двух дней.", True),
        ("Скоро ли отправите заказ?", "В ближайшие дни.", True),
        ("Ну и когда?", "К пятнице.", True),
        ("Во сколько приедет мастер?", "К 18:00.", True),
        ("When did my parcel arrive?", "On Friday.", False),
        ("When does the sale end?", "On Friday.", False),
        ("When can I come?", "Tomorrow.", False),
        ("When will it come?", "It does not come on Friday.", False),
        ("Когда привезли мой заказ?", "В пятницу.", False),
        ("Когда кончается акция?", "В пятницу.", False),
        ("Когда придёт посылка?", "В пятницу не придёт.", False),
    ],
)
def test_a_bare_time_is_a_promise_when_the_customer_asked_for_one(prompt: str, text: str, promised: bool) -> None:
    """The question makes "on Friday" an answer about the order."""
    assert (find_promise(text, prompt) is not None) is promised


def test_the_promise_is_quoted() -> None:
    """Act and time, with their place."""
    text = "Не волнуйтесь: ваш заказ приедет завтра утром."
    verdict = bind("no_promised_dates").judge(text)
    assert verdict.span is not None
    assert text[slice(*verdict.span)] == "приедет завтра"
    assert "приедет завтра" in verdict.reason


@pytest.mark.parametrize(
    ("stated", "text", "passed"),
    [
        ("Order 4412 ships on Friday.", "Your parcel will arrive on Friday.", True),
        ("Order 4412 ships on Friday.", "Your parcel will arrive on Monday.", False),
        ("Refunds: 3–5 business days.", "You'll get your refund within 5 business days.", True),
        ("Refunds: 3–5 business days.", "You'll get your refund within 3 days.", False),
        ("We answer within 24 hours.", "We will reply in one day.", True),
        ("Delivery date: 2024-03-15", "It will be delivered on March 15.", True),
        ("Дата доставки: 15.03.2024", "Заказ приедет 15 марта.", True),
        ("Дата доставки: 15.03.2024", "Заказ приедет 16 марта.", False),
        ("Возврат денег — до двух недель.", "Деньги вернём в течение 14 дней.", True),
        ("Курьер приезжает в среду.", "Курьер приедет к среде.", True),
        ("Дата доставки: 15.03.2026", "Придёт в воскресенье, 15 марта.", True),
        ("Дата доставки: 15.03.2026", "Придёт в субботу.", False),
        ("Delivery: 15 March 2026", "It arrives on Sunday.", True),
        ("Delivery: on Sunday", "It arrives on March 15, 2026.", False),
        ("Дата доставки: 15.03.2026", "Курьер приедет пятнадцатого марта.", True),
        ("The courier comes on the 15th.", "The courier comes on the sixteenth.", False),
        ("Готовность: пн, 18:00", "Заказ будет готов в понедельник к 18:00.", True),
        ("Ready at 18:00", "It will be ready by 6 pm.", True),
        ("Готовность: 18:00", "Заказ будет готов к 12:00.", False),
        ("Пятница: доставки нет.", "Доставим завтра.", False),
        ("Доставим в пятницу, возврат за 3 дня.", "Доставим в пятницу, а деньги вернём завтра.", False),
    ],
)
def test_what_the_context_or_the_system_prompt_states_is_no_promise(stated: str, text: str, passed: bool) -> None:
    """Days, dates and terms are compared by value, in both languages."""
    check = bind("no_promised_dates")
    assert check.judge(text, Given(context=stated)).passed is passed
    assert check.judge(text, Given(system=stated)).passed is passed
    assert not check.judge(text, Given(prompt=stated)).passed
