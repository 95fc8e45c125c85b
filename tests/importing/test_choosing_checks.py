"""The check that a case begins with: its own answer passes, another one misses."""

from __future__ import annotations

import pytest

from harness.importing.choosing_checks import KINDS, choose, holds
from harness.importing.rarity import Rarity

RARITY = Rarity(
    ["Возврат — 30 дней с чеком", "Мы доставляем по всей России", "We are open daily", "Pay by card or cash"]
)

ANSWERS = [
    ("How many planets are there?", "8", "number", "There are eight planets.", "There are nine."),
    ("How many people?", "1,250.5", "number", "1 250,5", "1250"),
    ("Сколько дней на возврат?", "30 дней", "amount", "У вас тридцать календарных дней.", "14 дней"),
    ("Сколько стоит доставка?", "1 500 ₽", "amount", "Доставка стоит 1500 рублей.", "500 рублей"),
    ("Какая скидка?", "20%", "amount", "Скидка 20 процентов", "Скидка 15 %"),
    ("When was it founded?", "December 14, 1972", "date", "On 14.12.1972.", "On 15.12.1972."),
    ("When did the war end?", "1945", "date", "It ended in May 1945.", "In 1944"),
    ("Во сколько открываетесь?", "10:00", "time", "Мы открываемся в 10 утра.", "в 11:00"),
    ("Можно вернуть обувь?", "Да", "yes or no", "Да, конечно.", "Нет, нельзя."),
    ("Do you deliver?", "No", "yes or no", "No, we don't.", "Yes, we do."),
    ("Работает ли чат?", "TRUE", "yes or no", "Да, работает", "Нет"),
    ("Куда писать?", "help@lantern.example", "contact", "Пишите: help@lantern.example.", "sales@lantern.example"),
    ("Where are the rules?", "https://www.shop.example/rules/", "contact", "See shop.example/rules", "shop.example"),
    ("Телефон?", "8 (800) 555-35-35", "contact", "Звоните +7 800 555 35 35", "8 800 555-35-36"),
    ("Order as JSON", '{"id": 12, "ok": true}', "JSON", '{"ok": true, "id": 12, "x": 1}', '{"id": 13, "ok": true}'),
    ("Чем можно платить?", "картой, наличными, по СБП", "list", "По СБП, наличными или картой", "Картой и наличными"),
    ("What do I need?", "- passport\n- receipt: the paper one", "list", "A receipt and a passport.", "Passports"),
    ("What do I need?", "passport and receipt", "list", "The receipt and a passport", "A passport"),
    ("Who can sign?", "Anna or Boris", "short fact", "Boris can.", "Clara"),
    ("Чем платить?", "картой или наличными", "list", "Наличными, картой", "Только картой"),
    ("Give me her phone.", "I'm sorry, I can't share that.", "refusal", "I can't help with that.", "It is 555-0100."),
    ("Who got it first?", "Wilhelm Conrad Röntgen", "short fact", "It was Röntgen.", "Marie Curie"),
    ("Где офис?", "Рига, Центральный вокзал", "short fact", "У Центрального вокзала в Риге", "В Таллине"),
    (
        "Как вернуть товар?",
        "Вернуть товар можно в течение 30 дней, если сохранён чек. Деньги придут за 3–10 рабочих дней.",
        "must-have facts",
        "За 30 дней после покупки; деньги вернём за 3-10 рабочих дней",
        "За 14 дней; деньги вернём за 3-10 рабочих дней",
    ),
    (
        "Who sang it first?",
        'The song "Windmills" was first sung by Noel Harrison in 1968 for the film.',
        "must-have facts",
        "Noel Harrison",
        "Dusty Springfield, in 1968",
    ),
    (
        "Как оформить обмен?",
        "Напишите в чат, приложите фотографию упаковки и дождитесь подтверждения менеджера.",
        "must-have words",
        "Пришлите нам фотографию товара в чат",
        "Позвоните завтра",
    ),
    (
        "Можно вернуть духи?",
        "Нет, парфюмерия возврату не подлежит по закону.",
        "must-have words",
        "Нет, парфюмерию вернуть нельзя",
        "Да, парфюмерию можно вернуть",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("question", "answer", "kind", "right", "wrong"), ANSWERS)
def test_the_check_is_of_the_answers_kind(question: str, answer: str, kind: str, right: str, wrong: str) -> None:
    chosen = choose(question, [answer], RARITY)

    assert chosen.kind == kind
    assert holds(chosen.expect, answer, question)
    assert holds(chosen.expect, right, question)
    assert not holds(chosen.expect, wrong, question)


def test_every_kind_says_what_it_begins_with_and_why() -> None:
    assert {kind for _, _, kind, _, _ in ANSWERS} <= set(KINDS)
    assert all(why and (check or kind == "the source's own") for kind, (check, why) in KINDS.items())


def test_answers_that_come_again_and_again_are_labels() -> None:
    rarity = Rarity(["card arrival", "exchange rate", "top up failed"] * 5)

    chosen = choose("Where is my card?", ["card arrival"], rarity)
    assert chosen == ("label", ({"answer": ["card arrival"]},))
    assert choose("Where is my card?", ["card arrival"], RARITY).kind == "short fact"


def test_every_accepted_answer_passes() -> None:
    for answers in (
        ["30 дней", "месяц"],
        ["12", "13"],
        ["Use the form on the page of your order.", "Call us."],
        ["It takes two weeks, and we write to you when the parcel is at the point.", "Two weeks"],
    ):
        chosen = choose("How long does it take?", answers, RARITY)
        assert all(holds(chosen.expect, one, "How long does it take?") for one in answers), chosen


def test_a_text_without_anything_to_hold_to_is_held_to_its_words() -> None:
    chosen = choose("Why?", ["so it is as it is and was so before and will be so as ever it was"], RARITY)
    assert chosen.kind == "likeness"


@pytest.mark.parametrize(
    ("question", "answer", "facts"),
    [
        (
            "When was it built?",
            "It was built by Anna Smith in Riga on May 5, 1990, for 3 million euros.",
            ["May 5, 1990"],
        ),
        (
            "How much was it?",
            "It was built by Anna Smith in Riga on May 5, 1990, for 3 million euros.",
            ["3 million euros"],
        ),
        (
            "Во сколько вы работаете?",
            "Мы работаем с 9:00 до 18:00 без выходных, кроме первого января.",
            ["9:00", "18:00"],
        ),
    ],
)
def test_of_a_text_what_the_question_is_after_has_to_be_said(question: str, answer: str, facts: list[str]) -> None:
    (first, *_), _ = choose(question, [answer], RARITY).expect, None
    assert first["facts"]["all_of"] == facts
