"""An answer that stands in a reply and is not given there: denied, put aside, taken back, or turned."""

from __future__ import annotations

import pytest

from harness.checks import bind

DENIED = {
    "by card": [
        *("You cannot pay by card.", "You can't pay by card.", "We do not accept payment by card."),
        *("Payment by card is impossible.", "No payment by card.", "You can't pay in cash or by card."),
    ],
    "картой": [
        *("Картой нельзя.", "Оплатить картой не получится.", "Мы не принимаем оплату картой."),
        *("Оплата картой невозможна.", "Оплаты картой у нас нет."),
    ],
    "courier": ["We do not deliver by courier.", "Courier delivery is not available."],
    "30 days": ["You do not have 30 days.", "It is not true that you have 30 days."],
    "30 дней": ["Мы не даём 30 дней.", "За 30 дней вернуть нельзя."],
    "Paris": [
        *("The capital cannot be Paris.", "Paris is wrong.", "The answer 'Paris' is incorrect. It is Lyon."),
        *("I doubt that it is Paris.", "Anything but Paris.", "Except for Paris."),
    ],
    "Париж": [
        *("Вряд ли это Париж.", "Париж — неверный ответ, правильно Лион.", "Неверно, что это Париж."),
        *("Это не может быть Париж.", "Не уверен, что это Париж."),
    ],
    "чек": ["Чек не нужен.", "Чек не требуется.", "Нет, чек не обязателен."],
    "receipt": ["You do not need a receipt.", "No receipt is needed."],
}
GIVEN = {
    "receipt": [
        *("Don't forget the receipt.", "You can't return it without the receipt."),
        *("You do not need anything but the receipt.", "You must bring the receipt, we do not take it back otherwise."),
    ],
    "чек": ["Без чека вернуть нельзя, нужен чек.", "Не забудьте взять чек."],
    "30 days": ["Within 30 days, not later.", "It does not take longer than 30 days.", "You can't wait: only 30 days."],
    "30 дней": [
        *("Позже 30 дней вернуть нельзя.", "Не позднее 30 дней.", "У вас есть 30 дней, позже вернуть нельзя."),
    ],
    "Paris": [
        *("It is not only big, Paris is the capital.", "It is not Lyon but Paris.", "I do not know exactly but Paris."),
        *("Paris, but now you should know it.", "Yes. Paris. No, I do not know more."),
    ],
    "1979": ['The single "I Don\'t Like Mondays" was released in 1979.'],
    "Париж": ["Это не Лион, а Париж.", "Париж, а не Лион.", "Не сомневайтесь: Париж.", "Париж, точнее не скажу."],
    "картой": ["Можно картой, наличными нельзя.", "Только картой, а наличными нет."],
}


def told(cases: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(answer, reply) for answer, replies in cases.items() for reply in replies]


@pytest.mark.parametrize(("answer", "reply"), told(DENIED))
def test_a_denial_need_not_touch_what_it_denies(answer: str, reply: str) -> None:
    verdict = bind("answer", [answer]).judge(reply)
    assert not verdict.passed


@pytest.mark.parametrize(("answer", "reply"), told(GIVEN))
def test_a_denial_of_something_else_denies_nothing(answer: str, reply: str) -> None:
    assert bind("answer", [answer]).judge(reply).passed


@pytest.mark.parametrize(
    "reply",
    [
        *(
            "Paris. Actually, I was wrong, it is Lyon.",
            "Paris... no, Lyon.",
            "Paris — oh wait, it's Lyon.",
            "Paris/Lyon",
        ),
        *("Could be Paris, could be Lyon.", "Many people say Paris, but the right answer is Lyon."),
        "It used to be Paris, but now it is Lyon.",
    ],
)
def test_what_is_taken_back_or_offered_beside_another_is_no_answer(reply: str) -> None:
    assert not bind("answer", ["Paris"]).judge(reply).passed


@pytest.mark.parametrize(
    "reply",
    [
        *("Париж. Ой, нет, Лион.", "Париж, хотя нет, Лион.", "Париж. Точнее, Лион.", "Париж, вернее Лион."),
        *("Париж. Прошу прощения, Лион.", "То ли Париж, то ли Лион.", "Может быть, Париж, а может, Лион."),
        "Многие думают, что Париж, но на самом деле Лион.",
    ],
)
def test_so_it_is_in_russian(reply: str) -> None:
    assert not bind("answer", ["Париж"]).judge(reply).passed


@pytest.mark.parametrize("how", [{}, {"like": "people"}, {"contains": False}])
@pytest.mark.parametrize(
    ("answer", "reply"),
    [
        *(("$20", "€20"), ("$20", "20 €"), ("20 ₽", "20 €"), ("20%", "$20"), ("$20", "-$20"), ("24 €", "**24 $**")),
        *(
            ("<5", ">5"),
            ("5", "минус 5"),
            ("5", "minus 5"),
            ("at least 5 kg", "at most 5 kg"),
            ("up to 5 kg", "over 5 kg"),
        ),
        *(("не менее 5 кг", "не более 5 кг"), ("более 5 кг", "менее 5 кг"), ("within 30 days", "after 30 days")),
    ],
)
def test_another_sign_or_direction_is_another_answer(answer: str, reply: str, how: dict[str, object]) -> None:
    assert not bind("answer", {"any_of": [answer], **how}).judge(reply).passed


@pytest.mark.parametrize(
    ("answer", "reply"),
    [
        *(("$20", "20 $"), ("$20", "20"), ("20", "$20"), ("20%", "20 percent"), ("-5", "-5"), ("24/7", "24/7")),
        *(("at least 5 kg", "not less than 5 kg"), ("не менее 5 кг", "минимум 5 кг"), ("up to 5 kg", "at most 5 kg")),
        *(("<5", "<5"), ("5 kg", "at most 5 kg"), ("в течение 30 дней", "Вернуть можно в течение 30 дней.")),
    ],
)
def test_the_same_said_otherwise_is_the_answer(answer: str, reply: str) -> None:
    assert bind("answer", [answer]).judge(reply).passed


def test_equals_knows_signs() -> None:
    assert not bind("equals", "$20").judge("€20").passed
    assert bind("equals", "$20").judge("$20").passed


@pytest.mark.parametrize(
    ("value", "reply"),
    [
        *((30, "You don't have 30 days."), (30, "У вас нет 30 дней."), (30, "It is not true that you have 30 days.")),
        *((12, "It can't be 12."), (12, "12. No, wait, 13."), (12, "12, точнее 13"), (12, "Вряд ли 12.")),
        *((12, "минус 12"), (12, "minus 12"), (12, "-12")),
    ],
)
def test_a_number_that_is_denied_or_taken_back_is_none(value: float, reply: str) -> None:
    assert not bind("number", value).judge(reply).passed


@pytest.mark.parametrize(
    ("value", "reply"),
    [
        *((12, "7 + 5 = 12"), (12, "20 - 8 = 12"), (12, "You have 12 days."), (-12, "-12"), (5, "- 5 kg of sugar")),
        *((12, "We don't charge more than 12."), (3, "5-3"), (12, "Is it 12? Yes, 12.")),
    ],
)
def test_a_number_that_is_said_stands(value: float, reply: str) -> None:
    assert bind("number", value).judge(reply).passed


@pytest.mark.parametrize(
    ("reply", "passes"),
    [
        *(("Было 19, стало 24.", True), ("Раньше стоила 19, теперь 24.", True), ("Now 24, it was 19.", True)),
        *(("Было 24, стало 19.", False), ("Раньше стоила 24, теперь 19.", False)),
        *(("It was 24 euros, now it is 19.", False), ("It can't be 24 euros.", False)),
    ],
)
def test_what_was_and_what_is_are_told_apart(reply: str, passes: bool) -> None:
    assert bind("answers_from_context", {"says": 24, "stale": 19}).judge(reply).passed is passes


@pytest.mark.parametrize(
    ("answer", "reply"),
    [
        *(
            ("30 days", "If you do not like it within 30 days, send it back."),
            ("card", "We don't take cash and want a card."),
        ),
        ("30 дней", "Если не подошёл размер обуви в течение 30 дней, верните."),
        ("чек", "Не тратьте время зря и берите чек."),
    ],
)
def test_a_condition_and_the_other_half_of_a_sentence_are_not_denied(answer: str, reply: str) -> None:
    assert bind("answer", [answer]).judge(reply).passed
