"""When two answers to one question can't both be right."""

from __future__ import annotations

import pytest

from harness.lint._asked import asked
from harness.lint._claims import differs


@pytest.mark.parametrize(
    ("question", "after"),
    [
        ("How long is the warranty?", "how many"), ("Can you tell me how much the lamp costs?", "how many"),
        ("When I order today, how long does it take?", "how many"), ("Price?", "how many"),
        ("Какой у вас срок возврата?", "how many"), ("Сколько стоит лампа?", "how many"),
        ("When do you open?", "when"), ("Во сколько вы открываетесь?", "when"),
        ("В каком году открылся магазин?", "when"),
        ("who was the leader when the wall fell", "who"), ("Кто директор?", "who"),
        ("Where are you?", "where"), ("Где вы находитесь?", "where"),
        ("May I return the lamp?", "whether"), ("Нужен ли чек?", "whether"),
        ("What do I need for a return?", "other"), ("Почему так долго?", "other"),
        ("Write a letter to the man who sold us the lamp.", "open"), ("Придумайте, как назвать лампу.", "open"),
        ("My card has not come.", ""), ("Моя карта не пришла.", ""),
    ],
)  # fmt: skip
def test_what_a_question_is_after(question: str, after: str) -> None:
    assert asked(question) == after


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        ("", "Delivery takes 3 days.", "It takes 5 days."),
        ("", "It costs 24 euros.", "The lamp is 19 euros."),
        ("", "Yes, you can.", "No, that is not possible."),
        ("", "Да, можно.", "Нет, нельзя."),
        ("", "Доставка занимает три дня.", "Доставка — пять дней."),
        ("", "You can return it within a month.", "You can not return it within a month."),
        ("", "Чек для возврата нужен.", "Чек для возврата не нужен."),
        ("Is the return free?", "The return is free.", "The return is paid."),
        ("Возврат платный?", "Возврат бесплатный.", "Возврат платный."),
        ("What is the discount?", "10%", "It is 15 percent."),
        ("Какая скидка?", "Скидка 10 %.", "Скидка составляет 15 процентов."),
        ("How long is the warranty?", "14 days", "2 months"),
        ("How long does it take?", "within 3 days", "5 days"),
        ("Сколько ждать?", "до 3 дней", "5 дней"),
        ("How long does it take?", "6 to 10 days", "12 to 14 days"),
        ("How many colours are there?", "5", "There are seven colours."),
        ("When did the shop open?", "In May 2009.", "It opened on 3 June 2009."),
        ("Когда открылся магазин?", "В 2009 году.", "Магазин открылся в 2011 году."),
        ("When do you open?", "At 9:00.", "At 10 a.m."),
        ("Когда привезут?", "В понедельник", "В среду"),
        ("What is the code of the shop?", "The code is 4417.", "The code is 5120."),
        ("How long does delivery take?", "It takes 3 days.", "It takes a week."),
        ("Сколько идёт доставка?", "Доставка занимает 3 дня.", "Доставка занимает неделю."),
        ("When will I get my refund?", "Within 3 days.", "Within two weeks."),
        ("Когда вернут деньги?", "В течение 3 дней после заявки.", "В течение двух недель после заявки."),
        ("How long is the warranty?", "Up to a month.", "Up to a year."),
        ("How much is shipping?", "Shipping is free.", "Shipping costs $5."),
        ("Сколько стоит доставка?", "Доставка бесплатная.", "Доставка стоит 300 рублей."),
        ("Is the lamp waterproof?", "Absolutely, it is waterproof.", "Unfortunately it is not waterproof."),
        ("Do I need a receipt to return it?", "You need a receipt.", "A receipt is not required."),
        ("Есть ли у вас самовывоз?", "Самовывоз есть.", "Самовывоза у нас нет."),
        ("Возвращаете ли вы деньги за доставку?", "Конечно, возвращаем.", "Деньги за доставку не возвращаются."),
        ("Is gift wrapping there?", "Gift wrapping is available.", "Gift wrapping is unavailable."),
        ("Доступна ли упаковка?", "Упаковка доступна.", "Упаковка недоступна."),
        ("Сколько дней есть на возврат?", "14 дней.", "На возврат есть месяц."),
        ("Which colour is the lamp?", "The lamp is red.", "The lamp is blue."),
        ("Когда вы закрываетесь?", "До 20:00.", "До 21:30."),
    ],
)
def test_answers_that_exclude_each_other(question: str, one: str, other: str) -> None:
    for how in (differs(one, other, question), differs(other, one, question)):
        assert how is not None
        assert how.kind == "answers"


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        ("", "It takes 3 days.", "Delivery takes three days."),
        ("", "Delivery takes 3 days.", "Delivery takes 72 hours."),
        ("", "It costs 24 euros.", "The price is €24, and delivery takes 3 days."),
        ("", "Yes, you can.", "Of course, with the receipt."),
        ("", "Да, можно.", "Конечно, приходите с чеком."),
        ("", "Paris", "paris."),
        ("", "Напишите нам на сайте.", "Через форму на сайте."),
        ("", "We are in Riga.", "Our desk is in the old town of Riga, beside the market."),
        ("Is it free?", "Yes, if you order online.", "No, not in the shop."),
        ("Можно ли вернуть?", "Да, если есть чек.", "Нет, если чека нет."),
        ("Who sang the song?", "Ann sang it in 1974.", "Ann, who sang it again in 1981."),
        ("When did it begin?", "In 1440.", "About 1448."),
        ("When did it begin?", "In the 15th century.", "In 1502."),
        ("When did it begin?", "In 2009.", "In 2011, but the first shop opened in 2009."),
        ("When did it begin?", "In March 2009.", "On 3 March 2009."),
        ("How tall is it?", "12.9 km (8 miles)", "About 13 km."),
        ("How many are there?", "As of 2021 there were 32.", "There are 41."),
        ("How long does it take?", "5 to 7 days", "6 days"),
        ("Сколько ждать?", "от 3 дней", "5 дней"),
        ("When do you open?", "At 9:00.", "At 9 a.m."),
        ("How long does it take?", "It takes a week.", "7 days"),
        ("How long does it take?", "5 working days", "Up to a week."),
        ("Сколько идёт доставка?", "5 рабочих дней", "Около недели."),
        ("How long is it kept?", "30 days", "A month."),
        ("How long is it kept?", "Полгода", "6 месяцев"),
        ("When do you answer?", "Within a day.", "In 24 hours."),
        ("When can I come?", "A day after the order.", "Two hours before we close."),
        ("How much is shipping?", "Shipping is free over $50.", "Shipping costs $5."),
        ("How much is shipping?", "Shipping is free.", "It costs $0."),
        ("Can I come without a receipt?", "You can come.", "You can't come without a receipt."),
        ("Do you ship?", "We ship, except to islands.", "We don't ship."),
        ("Когда вы работаете?", "До 20:00.", "С 9:00."),
        ("Write a sentence with a number.", "The number is 4417.", "The number is 5120."),
        ("How many are there?", "There are 5. " + "They are told of at length. " * 20, "There are 7."),
    ],
)
def test_answers_that_may_both_be_right(question: str, one: str, other: str) -> None:
    assert differs(one, other, question) is None
    assert differs(other, one, question) is None


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        ("Who is the manager?", "Anna Berg", "The manager is Boris Holt."),
        ("Кто директор?", "Анна Петрова", "Директор — Иван Сидоров."),
        ("Where are you?", "In Riga.", "In Vilnius."),
        ("Где вы находитесь?", "Мы в Риге.", "В Вильнюсе."),
        ("Which plan has a chat?", "Gold", "Silver"),
        ("What is your phone number?", "+7 495 111-22-33", "Call +7 495 444-55-66."),
        ("Какая у вас почта?", "help@shop.com", "Пишите на support@shop.com"),
        ("Who pays for the return?", "The customer pays for the return.", "We pay for it."),
        ("Кто платит за возврат?", "Покупатель.", "За возврат платит магазин."),
    ],
)
def test_two_names(question: str, one: str, other: str) -> None:
    for how in (differs(one, other, question), differs(other, one, question)):
        assert how is not None
        assert how.kind == "names"


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        ("Who is the manager?", "Anna Berg", "The manager is A. Berg."),
        ("Who delivers?", "A courier brings it.", "We deliver with our own couriers."),
        ("What is your phone number?", "+7 495 111-22-33", "8 (495) 111 22 33"),
        ("Who is the manager?", "Anna Berg", "Boris Holt was, before Anna Berg came."),
        ("Кто директор?", "Иван Сидоров", "Директор — И. Сидоров."),
        ("Кто директор?", "Иван Сидоров", "Директором работает Ivan Sidorov."),
        ("Who are the members of the band?", "Ann", "Boris"),
        ("Where are you?", "In Riga.", "In the old town, by the market, five minutes from the bridge and the Opera."),
    ],
)
def test_names_that_may_be_one_or_both_right(question: str, one: str, other: str) -> None:
    assert differs(one, other, question) is None
    assert differs(other, one, question) is None
