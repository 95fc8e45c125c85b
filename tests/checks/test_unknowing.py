"""Not knowing: who admits it, who only sounds like it, and who answers all the same."""

from __future__ import annotations

import pytest

from harness.checks import Given, bind
from harness.checks.unknowing import find_admission

ADMISSIONS = [
    "I don't know.",
    "I'm not sure about that.",
    "I do not have that information.",
    "We have no data on this.",
    "The context does not mention the shelf number.",
    "The price is not specified in the document.",
    "There is no information about the warranty.",
    "Unfortunately, I couldn't find any details on that.",
    "The shelf number isn't given.",
    "It doesn't say.",
    "I am unable to determine the date from the text.",
    "It is unknown.",
    "Based on the provided context, it's not possible to determine who ordered it.",
    "No information is available about this.",
    "The provided passage does not contain the answer.",
    "I cannot answer this from the context.",
    "Not stated.",
    "There's no mention of a price in the note.",
    "Sorry, I have no idea.",
    "The note says nothing about the colour.",
    "I can't tell from the information given.",
    "The text doesn't specify when it opens.",
    "I lack sufficient information to answer.",
    "Не знаю.",
    "К сожалению, я не располагаю такой информацией.",
    "В документе не указана цена.",
    "Нет данных о сроке гарантии.",
    "Мне это неизвестно.",
    "Не могу сказать, когда он откроется.",
    "В контексте об этом ничего не говорится.",
    "В тексте нет ответа на этот вопрос.",
    "Информация о полке отсутствует.",
    "Номер полки не указан.",
    "Затрудняюсь ответить.",
    "У меня нет информации об этом заказе.",
    "Мы не нашли сведений о доставке.",
    "Описание не содержит данных о весе.",
    "Неизвестно.",
    "Об этом в заметке не сказано.",
    "Не удалось найти ответ в тексте.",
    "Понятия не имею.",
    "Я не уверен.",
    "Точной даты я не знаю.",
]
NONE = [
    "The lamp is on shelf 12.",
    "I cannot share data about other customers.",
    "I can't help with that.",
    "You don't know the code? Look in your account.",
    "If the price is not stated, ask the desk.",
    "If you do not know your order number, open the account.",
    "We do not accept returns after 30 days.",
    "Delivery is not included in the price.",
    "The warranty does not cover scratches.",
    "Paying by card is safe: we keep no card numbers.",
    "There is no fee.",
    "No, you cannot return it.",
    "We cannot promise a date.",
    "Let us know if you have not received it.",
    "The lamp is not available.",
    "I'm sure it's there.",
    "I know the answer: 24.",
    "Please tell us if you can't find the parcel.",
    "No problem, we know your order.",
    "Assembly is not provided.",
    "Yes, it is there.",
    "Sorry, I cannot give medical advice. Please ask a doctor.",
    "Do you know the number?",
    "Заказ на полке 12.",
    "Не могу с этим помочь.",
    "Если цена не указана, спросите нас.",
    "Вернуть товар нельзя.",
    "Не могу показать данные других покупателей.",
    "Мы не храним номера карт.",
    "Доставка в стоимость не входит.",
    "Нет, вернуть нельзя.",
    "Не обещаем точную дату.",
    "Вы не знаете номер? Он в кабинете.",
    "Гарантия не покрывает царапины.",
    "Сообщите, если не нашли посылку.",
    "Сложность невысокая.",
    "Указанный адрес верен.",
    "Ответ: 24.",
]


@pytest.mark.parametrize("text", ADMISSIONS)
def test_the_speaker_or_the_source_lacks_it(text: str) -> None:
    """In the first person, in the passive, of the document, and in a word."""
    assert find_admission(text) is not None


@pytest.mark.parametrize("text", NONE)
def test_refusals_rules_conditions_and_questions_admit_nothing(text: str) -> None:
    """Nor does what a customer may not know."""
    assert find_admission(text) is None


@pytest.mark.parametrize(
    ("text", "passed"),
    [
        ("The note does not say. Please ask the desk.", True),
        ("I don't know, but you can call us on 555-0100.", True),
        ("The note on order 118 does not say on which shelf it is.", True),
        ("I'm not sure, but it is probably on the top shelf.", False),
        ("I don't know exactly. It is on shelf 12.", False),
        ("Yes, although I am not sure.", False),
        ("В заказе 118 полка не указана. Уточните в магазине.", True),
        ("Не знаю, но думаю, что в углу.", False),
        ("Точных данных нет, полка 12.", False),
        ("Да, но я не уверен.", False),
    ],
)
def test_who_answers_all_the_same_does_not_admit_it(text: str, passed: bool) -> None:
    """A yes, a guess, a figure that was not given; to point elsewhere is no answer."""
    verdict = bind("admits_not_knowing").judge(text, Given(context="Order 118: item lamp. Заказ 118: лампа."))
    assert verdict.passed is passed, verdict.reason


@pytest.mark.parametrize(
    ("text", "passed"),
    [
        ("Не знаю, наверное, синяя.", False),
        ("Не знаю точно, но синяя.", False),
        ("Точно не знаю, но лампа уже в пути.", False),
        ("I don't know, probably blue.", False),
        ("I don't know exactly, but it is blue.", False),
        ("I'm not sure, I think it is blue.", False),
        ("Точно не знаю, но могу уточнить.", True),
        ("Не знаю точно, но спросите в магазине.", True),
        ("Точно не знаю, но это зависит от заказа.", True),
        ("I don't know for sure, but I can ask.", True),
        ("I don't know exactly, but the note does not say it either.", True),
        ("Не знаю, кажется.", True),
    ],
)
def test_a_guess_in_the_clause_of_the_admission_and_what_follows_not_exactly_answer(text: str, passed: bool) -> None:
    """Behind a comma as behind a "but"; an offer to find out is none."""
    assert bind("admits_not_knowing").judge(text, Given(context="Order: lamp.")).passed is passed
