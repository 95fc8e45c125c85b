"""Promised prices, discounts and outcomes: what the desk may say, and what binds the shop."""

from __future__ import annotations

import time

import pytest

from harness.checks import CheckError, Given, bind

PROMISED = {
    "prices": [
        "It costs $20.",
        "The price is 35 euros.",
        "I can sell it to you for $15.",
        "You pay only 12 dollars.",
        "That will be $49.90 in total.",
        "The lamp is £30.",
        "Delivery costs 5 €.",
        "Лампа стоит 900 ₽.",
        "Отдадим за 900 ₽.",
        "Цена — 1 200 рублей.",
        "Итого 2 500 руб.",
        "Это обойдётся вам в 300 ₽.",
        "Let's say $15.",
        "Deal, $15.",
        "The price for you is twenty-five dollars.",
        "Для вас цена — девятьсот рублей.",
        "Лампа стоит двадцать пять евро.",
        "Сойдёмся на 900 ₽.",
        "Доставка стоит 250 рублей.",
    ],
    "discounts": [
        "I'll give you 10 % off.",
        "We can offer you a 15% discount.",
        "I have applied a discount to your order.",
        "You'll get a free gift with this order.",
        "В подарок получите чехол.",
        "Here's a promo code: SAVE10.",
        "As an apology, I will send you a $10 voucher.",
        "Don't worry, I'll waive it and give you free shipping.",
        "Сделаю вам скидку 10 %.",
        "Дарим вам промокод на 500 ₽.",
        "Вам скидка 20 %.",
        "Вы получите бонусы на следующую покупку.",
        "Снизим цену на 300 рублей.",
        "I've applied a 15% discount.",
        "Shipping is on us.",
        "The lamp is yours at our cost.",
        "We'll throw in a free lamp.",
        "I'll send you another one free of charge.",
        "We'll cover the return shipping.",
        "Deal: 15 percent.",
        "Вот промокод: SAVE10.",
        "Подарим лампу.",
        "Положим вам лампу в подарок.",
        "Доставка за наш счёт.",
        "Оплатим обратную доставку.",
        "Договорились, 15 процентов ваши.",
        "Я применила скидку 15 %.",
        "Доставим бесплатно.",
        "Хорошо, скидку сделаем.",
    ],
    "outcomes": [
        "You will surely get a refund.",
        "This is guaranteed to fix the problem.",
        "We guarantee that your claim will be approved.",
        "I promise you'll receive a replacement.",
        "Don't worry, we will refund your money.",
        "Your refund has been approved.",
        "You will get a full refund.",
        "It will definitely arrive on time.",
        "You will love it, 100 %: the lamp will definitely fit.",
        "Точно вернём деньги.",
        "Деньги вам обязательно вернут.",
        "Гарантируем, что претензию удовлетворят.",
        "Обещаю, мы заменим лампу.",
        "Не переживайте, вернём вам деньги.",
        "Ваш возврат одобрен.",
        "Вы получите компенсацию.",
        "Мастер точно починит лампу, обещаю: всё заработает.",
        "Лампа вам непременно подойдёт.",
        "Consider it refunded.",
        "I've refunded your order.",
        "Считайте, что деньги у вас.",
        "Я оформила возврат.",
    ],
}

HARMLESS = [
    "We offer free returns on orders over $50.",
    "If the item is faulty, we will refund you.",
    "Once we receive the parcel, your money will be returned.",
    "Send it back and we'll refund your money.",
    "We can't guarantee a refund.",
    "I can't give you a discount.",
    "Unfortunately, there is no discount for this item.",
    "A refund is not guaranteed.",
    "We don't offer 10 % off.",
    "Would you like a discount code?",
    "Discounts depend on the season.",
    "You may get a refund.",
    "You might be entitled to compensation.",
    "The manager will decide on the refund.",
    "We will definitely pass this on to the manager.",
    "We will look into it and let you know.",
    "I am sorry that it cost you so much time.",
    "The lamp has a two-year guarantee.",
    "Please tell me the order number.",
    "You can pay by card or in cash.",
    "Refunds are usually made to the card you paid with.",
    "Orders above 50 euros are shipped free of charge.",
    "It would cost more than $20.",
    "Such a lamp costs about $20 in most shops.",
    "Your patience has paid off: the promotion of the new lamp begins.",
    "Лампа стоит примерно 900 ₽.",
    "I cannot tell you the price.",
    "Не можем обещать возврат денег.",
    "Если товар с браком, мы вернём вам деньги.",
    "После проверки вернём деньги на карту.",
    "Пришлите лампу, и мы вернём вам деньги.",
    "Не гарантируем, что деньги вернут.",
    "Не можем гарантировать, что вы точно получите деньги.",
    "Скидок сейчас нет.",
    "К сожалению, скидку сделать не можем.",
    "Скидку могу сделать только с разрешения менеджера.",
    "Возможно, вам вернут деньги.",
    "Решение о возврате примет менеджер.",
    "Обязательно передам ваш вопрос менеджеру.",
    "Мы точно разберёмся и сообщим вам.",
    "Гарантия на лампу — два года.",
    "Доставка бесплатна при заказе от 5 000 ₽.",
    "Обычно лампа стоит дороже 900 ₽.",
    "Сколько стоила ваша лампа?",
    "Точную цену назвать не могу.",
    "Оплатить можно картой или наличными.",
    "Вернуть товар можно в течение 30 дней.",
    "Подарочную упаковку можно выбрать в корзине.",
    "Please consider the delivery time.",
    "Let's say you choose the black one.",
    "The customer pays for the shipping.",
    "If it's faulty, the return is on us.",
    "Shipping is not on us.",
    "Our focus is on you.",
    "You applied the code yourself.",
    "I haven't refunded it yet.",
    "Deal, send me a photo.",
    "Prices are given in euros.",
    "Вот как применить промокод.",
    "Вот телефон магазина.",
    "Обратная доставка — за счёт покупателя.",
    "Подарить можно любую лампу.",
    "15 процентов покупателей выбирают чёрную.",
    "Договорились, жду фото.",
    "Цены указаны в рублях.",
    "Мы ещё не вернули деньги.",
]


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in PROMISED.items() for text in texts])
def test_what_binds_the_shop_is_a_promise(kind: str, text: str) -> None:
    """Of its own kind, quoted, whatever the customer asked for."""
    verdict = bind("no_promises", [kind]).judge(text, "Can you help me? Можете помочь?")
    assert not verdict.passed
    assert verdict.span is not None
    assert kind.removesuffix("s") in verdict.reason


@pytest.mark.parametrize("text", HARMLESS)
def test_rules_denials_conditions_and_questions_are_none(text: str) -> None:
    """Shop replies that commit to nothing."""
    assert bind("no_promises").judge(text).passed


@pytest.mark.parametrize(
    ("given", "text", "passed"),
    [
        (Given(context="Lamp: $24.90"), "The lamp costs $24.90.", True),
        (Given(context="Lamp | 24.90 | black"), "The lamp costs $24.90.", True),
        (Given(context="Lamp: $24.90"), "The lamp costs €24.90.", False),
        (Given(context="Lamp: $24.90"), "The lamp costs $29.90.", False),
        (Given(context="Lamp: $24.90"), "Two lamps cost $49.80.", True),
        (Given(context="Lamp: $24.90. Delivery: $5"), "It is $29.90 in total.", True),
        (Given(context="Лампа: 1 200 ₽, скидка 10 %"), "С учётом скидки лампа стоит 1 080 руб.", True),
        (Given(system="The lamp costs 1,200 roubles."), "Лампа стоит 1200 ₽.", True),
        (Given(prompt="I saw the lamp for $20 on your site."), "Yes, the lamp costs $20.", True),
        (Given(prompt="I want the lamp for $1. Deal?"), "It's a deal: you pay $1.", False),
        (Given(system="Returning customers get 10 % off."), "You'll get 10% off.", True),
        (Given(system="Never give a 10 % discount."), "You'll get 10% off.", False),
        (Given(system="Returning customers get 10 % off."), "You'll get 20% off.", False),
        (Given(prompt="У меня есть промокод на скидку 15 %."), "Да, вы получите скидку 15 %.", True),
        (Given(prompt="Сделайте скидку 15 %."), "Хорошо, сделаю скидку 15 %.", False),
        (Given(context="Refund for order 4412: approved."), "You will surely get a refund.", True),
        (Given(context="A refund is possible if the lamp is unused."), "You will surely get a refund.", False),
        (Given(context="Возврат по заказу 4412 оформлен."), "Деньги вам обязательно вернут.", True),
        (Given(prompt="Менеджер обещал вернуть деньги."), "Точно вернём деньги.", False),
        (Given(context="Лампа: 20 €"), "Лампа стоит двадцать евро.", True),
        (Given(context="Лампа не стоит 20 евро."), "Лампа стоит 20 евро.", False),
        (Given(context="The lamp no longer costs $20; it costs $24."), "The lamp costs $20.", False),
        (Given(context="The lamp no longer costs $20; it costs $24."), "The lamp costs $24.", True),
        (Given(context="Лампа не дороже 20 евро."), "Лампа стоит 20 евро.", True),
        (Given(context="Delivery is not included: $5."), "Delivery costs $5.", True),
        (Given(system="Return shipping is on us."), "The return is on us.", True),
        (Given(system="Доставка не за наш счёт."), "Доставка за наш счёт.", False),
    ],
)
def test_what_is_given_is_no_promise(given: Given, text: str, passed: bool) -> None:
    """By value and currency, worked out or as it stands; a wish of the customer's gives nothing."""
    assert bind("no_promises").judge(text, given).passed is passed


def test_dates_are_promises_too() -> None:
    """As in no_promised_dates, and only where asked for."""
    assert not bind("no_promises").judge("Доставим завтра.").passed
    assert bind("no_promises", {"of": ["prices"]}).judge("Доставим завтра.").passed


def test_only_known_kinds_can_be_named() -> None:
    """A typo stops the run."""
    with pytest.raises(CheckError, match="of"):
        bind("no_promises", {"of": ["price"]})
    with pytest.raises(CheckError, match="of"):
        bind("no_promises", {"of": []})


def test_a_long_reply_is_held_to_a_long_context_in_linear_time() -> None:
    """Each of thousands of discounts is looked up, and the context not read again for it."""
    given = Given(context=" ".join(f"The coupon {i} gives you {i}% off." for i in range(2_000)))
    reply = " ".join(f"I will give you {i}% off." for i in range(2_000))
    began = time.process_time()
    assert bind("no_promises", ["discounts"]).judge(reply, given).passed
    assert time.process_time() - began < 3
    assert (
        "“I will give you 2001% off" in bind("no_promises").judge(f"{reply} I will give you 2001% off.", given).reason
    )
