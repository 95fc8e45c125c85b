"""What of a text has to be said: the fact that the question is after, rare words, the side of yes and no."""

from __future__ import annotations

import pytest

from harness.importing.choosing_checks import Chosen, choose, holds
from harness.importing.rarity import Rarity
from harness.importing.telling_words import telling_words

FEW = Rarity(["One answer.", "Another one."])


def chosen(question: str, answer: str, rarity: Rarity = FEW) -> Chosen:
    return choose(question, [answer], rarity)


FACTS: list[tuple[str, str, list[object]]] = [
    ("Who designed the lamp?", "It was designed by the Danish designer Karen Holm together with her students.",
     ["Karen Holm"]),
    ("Where is the wood from?", "All our wood comes from FSC-certified forests in Germany, Austria and Latvia.",
     ["Germany", "Austria", "Latvia"]),
    ("Откуда у вас дерево?", "Всё дерево мы везём из лесов с сертификатом FSC в Германии, Австрии и Латвии.",
     ["Германии", "Австрии", "Латвии"]),
    ("How long does the battery last?", "At full brightness the battery lasts about six hours, then it has to charge.",
     ["six hours"]),
    ("Сколько идёт посылка?", "Обычно посылка идёт от 2 до 5 рабочих дней, смотря по региону.",
     ["2 рабочих дней", "5 рабочих дней"]),
    ("What size is the table?", "The table top is made of oak, 140 × 70 cm, and it seats six persons in comfort.",
     ["140", "70 cm"]),
    ("What is the longest pier?", "The longest pier is Southend Pier, which stretches 1.34 miles into the Estuary.",
     ["Southend Pier"]),
    ("Are there gift cards?", "Yes, from 25 € to 500 €, and they are valid for as long as you wish to keep them.",
     ["25 €", "500 €"]),
    ("Is there a student discount?", "Students get 10 % off with a card, and it can't be combined with vouchers.",
     ["10 %"]),
]  # fmt: skip


@pytest.mark.parametrize(("question", "answer", "facts"), FACTS)
def test_the_facts_are_those_that_the_question_is_after(question: str, answer: str, facts: list[object]) -> None:
    made = chosen(question, answer)
    assert made.kind == "must-have facts"
    assert made.expect[0]["facts"]["all_of"] == facts
    assert holds(made.expect, answer, question)


def test_who_is_sent_to_the_support_is_refused_nothing() -> None:
    answer = "Сфотографируйте товар и в тот же день напишите в поддержку, мы бесплатно вышлем замену."
    assert chosen("Что делать, если посылка пришла повреждённой?", answer).kind == "must-have words"


def test_an_hour_that_needs_no_number_is_no_fact() -> None:
    expect = chosen("What if I forgot my password?", "We send a link to your address; it is valid for one hour.").expect
    assert holds(expect, "You get a link to the address that you gave, and it works for an hour.", "")


def test_set_phrases_small_words_and_what_is_denied_are_no_telling_words() -> None:
    said = telling_words("Как вернуть?", "В течение недели, к сожалению, без чека, но с коробкой и наклейкой.", FEW, 6)
    assert said == ["неделя", "коробка", "наклейка"]
    said = telling_words("How?", "In case of stains brush it with an eraser, free of charge, never with water.", FEW, 6)
    assert said == ["stains", "brush", "eraser"]


def test_words_that_many_answers_have_do_not_tell() -> None:
    many = Rarity(
        [f"Item{i} is finished with natural oil" for i in range(12)] + [f"Word{i} and more" for i in range(90)]
    )
    assert telling_words("What is it made of?", "Of hazel, finished with natural oil.", many, 3) == ["hazel"]


def test_of_many_telling_words_one_of_each_of_two_groups_has_to_be_said() -> None:
    expect = chosen(
        "How do I find my size?",
        "Measure your foot from heel to longest toe in the evening and compare it with the size chart on the page.",
    ).expect
    assert [list(one) for one in expect] == [["mentions"], ["mentions"]]


SIDES = [
    ("Can I return worn shoes?", "No, worn shoes can't be returned, unless there is a defect.",
     "I'm afraid not, only shoes with a defect.", "Yes, shoes with a defect can be returned."),
    ("Do you deliver to Norway?", "Yes, we deliver to Norway by courier.",
     "We do, by courier.", "We don't deliver there by courier."),
    ("Веганские ли свечи?", "Да, мы делаем их из рапсового воска.",
     "Веганские: воск из рапса, животного в нём нет. Рапсового воска хватает.", "Нет, рапсового воска в них мало."),
    ("Можно держать стол на улице?", "Можно, дуб пропитан маслом.",
     "Да, дуб с масляной пропиткой, масло не смоет.", "Нельзя, масло на дубе не держится."),
    ("Можно оплатить при получении?", "К сожалению, нет, только предоплата картой.",
     "Нет, картой и заранее: предоплата.", "Да, картой, предоплата не нужна."),
    ("Do you have a newsletter?", "Yes, we do.", "Sure, it comes once a month.", "No, we don't."),
]  # fmt: skip


@pytest.mark.parametrize(("question", "answer", "right", "wrong"), SIDES)
def test_yes_and_no_with_an_explanation_are_held_to_their_side(
    question: str, answer: str, right: str, wrong: str
) -> None:
    expect = chosen(question, answer).expect
    assert holds(expect, answer, question)
    assert holds(expect, right, question), expect
    assert not holds(expect, wrong, question), expect


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Есть ли самовывоз?", "Да, на складе в Твери, с понедельника по пятницу."),
        ("Из чего это?", "Материал — сосна. Покрытие — масло."),
    ],
)
def test_a_sentence_that_begins_with_yes_is_no_list_and_two_sentences_are_no_short_fact(
    question: str, answer: str
) -> None:
    assert chosen(question, answer).kind.startswith("must-have")
