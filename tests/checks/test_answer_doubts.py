"""Denied, doubted, taken back, offered beside another: replies that name an answer and do not give it."""

from __future__ import annotations

import pytest

from harness.checks import bind

DENIED = {
    "by card": [
        "You cannot pay by card.",
        "You can't pay by card.",
        "We do not accept payment by card.",
        "Payment by card is impossible.",
        "No payment by card.",
        "You can't pay in cash or by card.",
        "It is not possible to pay by card.",
        "We don't take payments by card.",
    ],
    "картой": [
        "Картой нельзя.",
        "Оплатить картой не получится.",
        "Мы не принимаем оплату картой.",
        "Оплата картой невозможна.",
        "Оплаты картой у нас нет.",
        "Нельзя оплатить картой.",
        "Вы не можете оплатить заказ картой.",
        "Оплата картой недоступна.",
        "Картой оплатить нельзя.",
        "Оплата картой не предусмотрена.",
    ],
    "courier": [
        "We do not deliver by courier.",
        "Courier delivery is not available.",
        "Delivery by courier isn't available.",
    ],
    "30 days": [
        "You do not have 30 days.",
        "It is not true that you have 30 days.",
        "You don't get 30 days.",
    ],
    "30 дней": [
        "Мы не даём 30 дней.",
        "За 30 дней вернуть нельзя.",
        "У вас нет 30 дней.",
        "Неверно, что у вас есть 30 дней.",
    ],
    "Paris": [
        "The capital cannot be Paris.",
        "Paris is wrong.",
        "The answer 'Paris' is incorrect. It is Lyon.",
        "I doubt that it is Paris.",
        "Anything but Paris.",
        "Except for Paris.",
        "It is unlikely to be Paris.",
        "It can't be Paris.",
        "I'm not sure it is Paris.",
        "Paris. Actually, I was wrong, it is Lyon.",
        "Paris... no, Lyon.",
        "Paris — oh wait, it's Lyon.",
        "Paris/Lyon",
        "Could be Paris, could be Lyon.",
        "Many people say Paris, but the right answer is Lyon.",
        "It used to be Paris, but now it is Lyon.",
        "Maybe Paris, maybe Lyon.",
        "Paris, or rather Lyon.",
        "Paris. Sorry, Lyon.",
    ],
    "Париж": [
        "Вряд ли это Париж.",
        "Париж — неверный ответ, правильно Лион.",
        "Неверно, что это Париж.",
        "Это не может быть Париж.",
        "Не уверен, что это Париж.",
        "Париж. Ой, нет, Лион.",
        "Париж, хотя нет, Лион.",
        "Париж. Точнее, Лион.",
        "Париж, вернее Лион.",
        "Париж. Прошу прощения, Лион.",
        "То ли Париж, то ли Лион.",
        "Может быть, Париж, а может, Лион.",
        "Многие думают, что Париж, но на самом деле Лион.",
        "Сомневаюсь, что это Париж.",
    ],
}

GIVEN = {
    "by card": [
        "You can pay by card.",
        "Not only in cash but by card.",
        "We do not charge a fee for payment by card.",
        "Don't hesitate to pay by card.",
        "If you do not have cash, pay by card.",
        "You cannot pay in cash, only by card.",
        "You can't pay otherwise than by card.",
        "No fee, payment by card.",
        "You do not have to pay in cash: pay by card.",
        "No cash, but you can pay by card.",
        "You can't pay until you log in; then pay by card.",
    ],
    "картой": [
        "Оплатить можно картой.",
        "Наличными нельзя, только картой.",
        "Не только наличными, но и картой.",
        "Мы не берём комиссию за оплату картой.",
        "Если нет наличных, платите картой.",
        "Не забудьте оплатить картой.",
        "Наличные мы не принимаем, оплата картой.",
        "Картой можно, наличными нельзя.",
        "Не сомневайтесь: картой.",
    ],
    "30 days": [
        "You can't return it after 30 days.",
        "No later than 30 days.",
        "It can't exceed 30 days.",
        "You can't return it later than 30 days.",
        "After 30 days it is not possible.",
        "It does not affect your 30 days.",
        "You do not need to hurry: you have 30 days.",
    ],
    "30 дней": [
        "После 30 дней вернуть нельзя.",
        "Не позднее 30 дней.",
        "Не более 30 дней.",
        "Срок не может превышать 30 дней.",
        "Не беспокойтесь: у вас 30 дней.",
        "Дольше 30 дней хранить нельзя.",
    ],
    "Paris": [
        "It is not Lyon. It is Paris.",
        "Paris. No, Lyon is not the capital.",
        "Some say Lyon, but it is Paris.",
        "The Louvre is not the only museum in Paris.",
        "Paris, actually, it is lovely.",
        "Paris. Wait for me there.",
        "I have no doubt that it is Paris.",
        "Paris, but now it is getting late.",
        "It was Paris, of course.",
    ],
    "Париж": [
        "Не Лион, а Париж.",
        "Париж. Нет, это не Лион.",
        "Столица Франции — Париж, а не Лион.",
        "Точнее, Париж.",
        "Нет, Париж.",
        "Не знаю точно, но думаю, Париж.",
        "Я не сомневаюсь, что это Париж.",
    ],
}


@pytest.mark.parametrize(("accepted", "text"), [(answer, text) for answer, texts in DENIED.items() for text in texts])
def test_an_answer_that_is_denied_or_taken_back_does_not_count(accepted: str, text: str) -> None:
    """By the verb that governs it, by what is said of it, by what comes after."""
    assert not bind("answer", [accepted]).judge(text).passed


@pytest.mark.parametrize(("accepted", "text"), [(answer, text) for answer, texts in GIVEN.items() for text in texts])
def test_what_limits_or_denies_something_else_does_not_hide_it(accepted: str, text: str) -> None:
    """ "No later than", "not only", a limit ("after 30 days it is not possible"), a warning ("don't lose")."""
    verdict = bind("answer", [accepted]).judge(text)
    assert verdict.passed, verdict.reason


@pytest.mark.parametrize(
    ("fact", "text", "passed"),
    [
        ("чек", "Чек не нужен.", False),
        ("чек", "Нет, чек не обязателен.", False),
        ("чек", "Вам не нужен чек.", False),
        ("чек", "Чек нужен.", True),
        ("чек", "Не потеряйте чек.", True),
        ("чека", "Вернём деньги и без чека.", False),
        ("чека", "Без чека вернуть нельзя.", True),
        ("чека", "Нельзя вернуть без чека.", True),
        ("receipt", "You do not need a receipt.", False),
        ("receipt", "A receipt is not required.", False),
        ("receipt", "You can return it without the receipt.", False),
        ("receipt", "You can't return it without the receipt.", True),
        ("receipt", "No returns without a receipt.", True),
        ("receipt", "Don't forget the receipt.", True),
    ],
)
def test_what_nothing_goes_without_is_said_to_be_needed(fact: str, text: str, passed: bool) -> None:
    """Two negations make a must."""
    assert bind("facts", [fact]).judge(text).passed is passed


@pytest.mark.parametrize(
    ("accepted", "text", "prompt", "passed"),
    [
        ("Pluto", "All planets except Pluto.", "Which of them is not a planet?", True),
        ("by card", "You cannot pay by card.", "How can you not pay?", True),
        ("by card", "You cannot pay by card.", "Can't I pay by card?", False),
        ("картой", "Картой нельзя.", "Чем нельзя платить?", True),
        ("картой", "Картой нельзя.", "Нельзя ли заплатить картой?", False),
        ("нельзя", "Картой нельзя.", "Можно картой?", True),
    ],
)
def test_a_question_after_what_is_not_so_is_answered_by_a_denial(
    accepted: str, text: str, prompt: str, passed: bool
) -> None:
    """Not so where it asks for yes or no."""
    assert bind("answer", [accepted]).judge(text, prompt).passed is passed


NO_ANSWERS = {
    "no": ["Sure, no problem.", "No problem, it is allowed.", "There is no doubt that you can."],
    "нет": ["Да, можно. Проблем нет.", "Проблем нет!", "Нет сомнений, можно."],
    "yes": ["No. Yes, in some other shop."],
    "да": ["Нет. Да и зачем?"],
}
ANSWERS = {
    "no": ["No, you can't.", "The answer is no.", "Of course not, no.", "Of course, no.", "No refunds are given."],
    "нет": ["Нет.", "Конечно, нет.", "Такой услуги у нас нет."],
    "yes": ["Yes! No problem.", "Sure, yes."],
    "да": ["Да, нет проблем."],
}


@pytest.mark.parametrize(("answer", "text"), [(answer, text) for answer, texts in NO_ANSWERS.items() for text in texts])
def test_a_yes_or_no_in_a_phrase_or_under_its_opposite_is_no_answer(answer: str, text: str) -> None:
    """Without this "no problem" would answer "no"."""
    assert not bind("answer", [answer]).judge(text).passed


@pytest.mark.parametrize(("answer", "text"), [(answer, text) for answer, texts in ANSWERS.items() for text in texts])
def test_a_yes_or_no_that_answers_counts(answer: str, text: str) -> None:
    """The twins of the above."""
    assert bind("answer", [answer]).judge(text).passed


@pytest.mark.parametrize("text", ["It was built in the 1990s.", "Построен в 1990-х."])
def test_a_decade_is_not_its_first_year(text: str) -> None:
    """Digits alone would see the year there."""
    assert not bind("answer", ["1990"]).judge(text).passed
    assert bind("answer", ["1990s", "1990-х"]).judge(text).passed
