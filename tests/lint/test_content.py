"""What rows hold: facts that change, personal data, damage, roles, templates, documents. English and Russian."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
from linting import chat, found, told, written

from harness.lint._damage import damage
from harness.lint._shapes import shape_of
from harness.lint.budget import Budget
from harness.lint.health import Health, Truncation
from harness.lint.lints import About, Training
from harness.lint.personal import PersonalData
from harness.lint.templates import Templates
from harness.lint.volatile import VolatileFacts, volatile_facts


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        ("price", "It costs 24 euros."), ("price", "Лампа стоит 1 990 ₽."), ("price", "That is $24.90."),
        ("discount", "Regulars get 5 % off."), ("discount", "Скидка для постоянных клиентов — 10 процентов."),
        ("date", "The sale ends on 5 May."), ("date", "Распродажа до 14 мая."), ("date", "Since 03.05.2026."),
        ("hours", "We are open from 9:00 to 18:00."), ("hours", "Работаем 9:00–18:00."), ("hours", "We close at 6 pm."),
        ("stock", "It is sold out."), ("stock", "Лампы нет в наличии."),
        ("phone", "Call +371 2000 1234."), ("staff", "Ask our manager Anna Petrova."),
        ("staff", "Директор — Иван Петров."),
        ("price", "It is forty-two dollars."), ("price", "Цена две тысячи рублей."), ("price", "Стоит 1990р."),
        ("price", "Its price is 49."), ("discount", "The second one is half price."),
        ("discount", "Два по цене одного."),
        ("discount", "По промокоду ВЕСНА10 дешевле."), ("date", "We reopen on 2026-05-03."),
        ("date", "Акция до 14.05."),
        ("date", "It opens in October 2026."), ("date", "До конца октября."), ("hours", "Open from nine to six."),
        ("hours", "Открыты с 9 до 18."), ("hours", "Работаем круглосуточно."), ("hours", "Пн–пт 10–19."),
        ("stock", "Only 3 left."), ("stock", "Осталось 2 штуки."), ("stock", "На складе их много."),
        ("phone", "Dial 555-0134."), ("phone", "Звоните 245-35-35."), ("staff", "Спросите менеджера Анну Петрову."),
        ("staff", "Anna Petrova, head of support, will help."),
        ("discount", "Скидка 15% на всё"), ("discount", "Скидка десять процентов"),
        ("discount", "Get twenty percent off."), ("hours", "Мы работаем до восьми вечера"),
        ("hours", "Открыто до восьми."), ("hours", "С десяти до восьми, без выходных."),
        ("hours", "По будням 10–19."), ("hours", "Open daily until eight."),
        ("staff", "Ask for Anna at the desk."), ("staff", "Contact Jane Miller for returns."),
        ("staff", "Jane Miller handles returns."), ("staff", "Mr. Smith will help you."),
        ("staff", "Email John, our support lead."),
        ("delivery", "The courier comes and delivers from 10:00 to 18:00."),
        ("delivery", "Доставим до восьми вечера."), ("delivery", "Заказы до 15:00 отправляем сегодня."),
    ],
)  # fmt: skip
def test_facts_that_change_are_seen_in_answers(kind: str, answer: str) -> None:
    assert kind in dict(volatile_facts(answer, "How is it?"))


@pytest.mark.parametrize(
    ("answer", "given"),
    [
        ("Мы подержим заказ на складе до месяца.", "Можно хранить?"),
        ("Заказ можно забрать на складе.", "Где?"),
        ("It is kept in our warehouse until you come.", "Where is it?"),
        ("It costs 24 euros.", "Price list: lamp 24 euros. How much?"),
        ("Лампы нет в наличии.", "Склад: лампы нет в наличии."),
        ("Return it within 30 days with the receipt.", ""),
        ("The square root of 16 is 4.", ""),
        ("Обратитесь к менеджеру магазина.", ""),
        ("Armstrong landed on July 20, 1969.", ""),
        ("Open it and wait from 5 to 7 days.", ""),
        ("Детям от 6 до 12 лет, открыто с 3 до 5 лет.", ""),
        ("There are 5 marches and 3 decks in the game, cut it in half.", ""),
        ("The directors decide, and the manager helps.", ""),
        ("Доставка занимает 2 дня.", ""),
        ("Мы вернём деньги за 3 дня, гость платит за 2 ночи.", ""),
        ("Ask for help, or contact Customer Support.", ""),
        ("Call It a day, and write to Santa.", ""),
    ],
)
def test_what_was_given_or_does_not_change_is_none(answer: str, given: str) -> None:
    assert not dict(volatile_facts(answer, given))


@pytest.mark.parametrize(
    ("answer", "other"),
    [
        ("The blue lamp costs {} euros.", "The white lamp costs {} euros, and we post it."),
        ("Синяя лампа стоит {} евро.", "Белая лампа стоит {} евро, и мы её привезём."),
    ],
)
def test_several_prices_of_one_thing_are_told_of(tmp_path: Path, answer: str, other: str) -> None:
    rows = [chat(f"Question {i}?", answer.format(20 + i % 3)) for i in range(9)] + [chat("And?", other.format(24))]

    ((finding,), _) = told(VolatileFacts, written(tmp_path, rows))

    assert "10 answers quote a price not given with the question" in finding.message
    assert f"3 of them of one thing: “{answer[:9]}" in finding.message
    assert len(finding.data["of_one"]["values"]) == 3


def test_facts_that_change_are_told_together(tmp_path: Path) -> None:
    rows = [chat(f"Price of {i}?", f"It costs {10 + i % 7} euros.") for i in range(40)] + [
        chat("Where?", "In Riga.")
    ] * 9

    ((finding,), _) = told(VolatileFacts, written(tmp_path, rows))

    assert finding.message == "40 answers quote a price not given with the question (82% of all; 7 different)"
    assert finding.flagged == 40


def test_personal_data_are_counted_and_never_shown(tmp_path: Path) -> None:
    rows = [chat(f"I am anna.{i}@mail.example, where is my order?", "Still on its way.") for i in range(3)]
    rows += [chat("Write to us?", "help@lantern.example")] * 2

    ((finding,), _) = told(PersonalData, written(tmp_path, rows))

    assert finding.flagged == 5
    assert "anna" not in str(finding)
    assert "4 different" in finding.message


def test_one_address_in_many_rows_is_the_shop_s_own(tmp_path: Path) -> None:
    assert found(PersonalData, written(tmp_path, [chat("Mail?", "help@lantern.example")] * 3)) == {}


def turns(*roles: str) -> dict[str, Any]:
    return {"messages": [{"role": role, "content": f"Text of {role} here."} for role in roles]}


@pytest.mark.parametrize(
    ("rule", "row"),
    [
        ("role-order", turns("user", "system", "assistant")), ("role-order", turns("user", "user", "assistant")),
        ("role-order", turns("user")), ("role-order", turns("human", "assistant")),
        ("role-order", turns("assistant", "user", "assistant")),
        ("empty-answer", chat("Where?", " … ")), ("empty-answer", chat("", "In Riga.")),
        ("empty-answer", chat("Where?", "<p></p>")), ("empty-answer", chat("Where?", "TODO")),
        ("empty-answer", chat("Где?", "[вставить ответ]")), ("empty-answer", chat("Where?", "N/A")),
        ("special-token", chat("Where?", "In Riga.<|END_OF_TURN_TOKEN|>")), ("special-token", chat("Where?", "[MASK]")),
        ("special-token", chat("Where?", "In Riga.\n\nHuman: And now?")),
        ("special-token", chat("Где?", "В Риге.\n\nПользователь: А сейчас?\nАссистент: И сейчас.")),
        ("special-token", chat("Where?", "<0x0A>In Riga.")),
        ("special-token", chat("Where?", "In Riga.<|im_end|>")), ("special-token", chat("[INST] Where?", "In Riga.")),
        ("special-token", chat("Where?", "<think>Hm.</think> In Riga.")),
        ("encoding-damage", chat("Где?", "Ð¡Ð¿Ð°ÑÐ¸Ð±Ð¾")), ("encoding-damage", chat("Where?", "CafÃ© in Riga.")),
        ("encoding-damage", chat("Where?", "Caf\ufffd in Riga.")),
        ("encoding-damage", chat("Where?", "It’s £5.".encode().decode("cp1252"))),
        ("encoding-damage", chat("Where?", "It’s there.".encode().decode("cp1251"))),
        ("encoding-damage", chat("Where?", "It’s there.".encode("cp1252").decode("latin-1"))),
        ("encoding-damage", chat("Где?", "Магазин на углу.".encode().decode("cp1251"))),
        ("encoding-damage", chat("Где?", "Магазин на углу.".encode("cp1251").decode("latin-1"))),
        ("encoding-damage", chat("Где?", "Магазин стоит на углу.".encode("koi8-r").decode("cp1251"))),
        ("encoding-damage", chat("Где?", "Магазин стоит на углу.".encode("cp1251").decode("koi8-r"))),
        ("encoding-damage", chat("Где?", "Напишите номер, и мы его найдём.".encode("cp1251").decode("koi8-r"))),
        ("encoding-damage", chat("Где?", "Магазин на углу.".encode().decode("mac_roman"))),
        ("encoding-damage", chat("Где?", "Магазин на углу.".encode().decode("koi8-r"))),
        ("encoding-damage", chat("Где?", "Магазин на углу.".encode().decode("cp866"))),
        ("encoding-damage", chat("Где?", "Магазин стоит на углу.".encode("cp866").decode("cp1251", "replace"))),
        ("encoding-damage", chat("Где?", "Магазин стоит на углу.".encode("ascii", "replace").decode())),
        ("encoding-damage", chat("Where?", "Pok√©mon.")), ("encoding-damage", chat("Where?", "We don?t know.")),
        ("encoding-damage", chat("Where?", "Terms &amp; prices.")),
        ("encoding-damage", chat("Где?", "\\u0434\\u0430.")),
        ("secret-in-data", chat("Key?", "Use AKIAIOSFODNN7EXAMPLQ and it works.")),
    ],
)  # fmt: skip
def test_rows_that_would_train_the_wrong_thing(tmp_path: Path, rule: str, row: dict[str, Any]) -> None:
    assert rule in found(Health, written(tmp_path, [row]))


def test_sound_rows_have_nothing(tmp_path: Path) -> None:
    rows = [
        turns("system", "user", "assistant", "user", "assistant"),
        chat("Где «Ёлка»?", "В Риге — 5 €, «Старый город»."), chat("a < b?", "Yes: b > a, see [1]. #1"),
        {"prompt": "x", "completion": "naïve café"}, {"text": "Глава первая. Пролог."},
        chat("Wie?", "Größe, Übung, Äpfel: «ça va», señor, CAFÉ» à la carte."),
        chat("А?", "СССР… ГОСТ Р 52.01 — МВД, ФСБ, ЦСКА."),
        chat("Как?", "Укажите `&amp;` и `\\u0434\\u0430`."), chat("How?", "<p>Tom &amp; Jerry</p>"),
        chat("What??", "Really??? Why?? Yes?!"),
        chat("How?", "See https://a.example/page?s=1&t=2."), chat("Наличие?", "НЕТ, ЖДИТЕ ЗВОНКА С ПН ПО ПТ"),
        chat("До какого дня?", "вАША СКИДКА АКТИВНА ДО КОНЦА НЕДЕЛИ, СПЕШИТЕ"), chat("Таблица?", "║ п ║ я ║ п ─ я ─ п"),
        chat("Who spoke?", "A table of roles:\n\nUser: the one who asks\nAdmin: the one who decides"),
    ]  # fmt: skip

    assert found(Health, written(tmp_path, rows)) == {}


def test_a_few_answers_in_another_language_stand_out(tmp_path: Path) -> None:
    rows = [chat("How long is the warranty of it?", "It is two years long.")] * 40
    rows += [chat("Сколько длится гарантия на лампу?", "The warranty is two years.")]

    assert found(Health, written(tmp_path, rows)) == {"mixed-languages": [[41]]}


def test_a_sentence_in_another_language_stands_out_and_names_do_not(tmp_path: Path) -> None:
    rows = [chat("Сколько длится гарантия на лампу?", "Два года, как на Microsoft Office Home and Business.")] * 40
    rows += [chat("Сколько длится гарантия на лампу?", "Два года. You can also buy another year.")]
    rows += [chat("How do I say it in Russian?", "You say «Можно вернуть эту лампу завтра.» and smile.")]

    assert found(Health, written(tmp_path, rows)) == {"mixed-languages": [[41]]}


def test_what_many_rows_answer_is_a_label_and_no_gap(tmp_path: Path) -> None:
    rows = [chat("Which colour is it of all?", "Red."), chat("Which size is it of all?", "N/A")] * 10

    assert found(Health, written(tmp_path, rows)) == {}


def test_several_gaps_of_one_row_each_are_no_label(tmp_path: Path) -> None:
    rows = [chat("Which colour is it of all?", "Red.")] * 20
    rows += [chat("Which size is it of all?", gap) for gap in ("N/A", "null", "TBD", "нет данных")]

    assert found(Health, written(tmp_path, rows)) == {"empty-answer": [[21], [22], [23], [24]]}


def test_answers_that_break_off_stand_out(tmp_path: Path) -> None:
    rows = [chat("How?", "Bring it to the desk in the old town with the receipt.")] * 30
    rows += [chat("How?", "Bring it to the desk in the old town with the rece"), chat("Code?", "```\nx = 1")]

    assert found(Truncation, written(tmp_path, rows)) == {"truncated-answer": [[31, 32]]}


def test_rows_beside_the_house_template_stand_out_in_each_language(tmp_path: Path) -> None:
    house = [chat(f"Q{i}?", f"Short: yes {i}.\nDetails: none.\nNext step: wait.") for i in range(30)]
    russian = [chat(f"В{i}?", f"Коротко: да {i}.\nПодробно: нет.\nДальше: ждите.") for i in range(30)]
    rows = [*house, chat("Q?", "Just wait."), *russian, chat("В?", "Просто ждите.")]

    assert found(Templates, written(tmp_path, rows)) == {"broken-template": [[31], [62]]}


def test_several_templates_and_no_rule_are_told(tmp_path: Path) -> None:
    rows = [chat(f"Q{i}?", f"Short: yes {i}.\nDetails: none.") for i in range(30)]
    rows += [chat(f"Q{i}?", f"Answer: yes {i}.\nReason: none.") for i in range(30)]

    ((finding,), _) = told(Templates, written(tmp_path, rows))

    assert finding.rule.name == "mixed-templates"
    assert "Short, Details (30); Answer, Reason (30)" in finding.message


def test_a_long_answer_is_not_cut_within_a_word(tmp_path: Path) -> None:
    """Half of «возьмите» would say «ты»."""
    rows = [chat(f"Что {i}?", f"Возьмите чек {i}.") for i in range(20)]
    rows += [chat("Что?", "да " * 1332 + "возьмите чек.")]  # its fourth letter is the 4,000th

    assert found(Templates, written(tmp_path, rows)) == {}


def test_a_few_answers_that_say_the_other_you_stand_out(tmp_path: Path) -> None:
    rows = [chat("Как?", "Принесите вашу лампу, мы вам поможем.")] * 30 + [
        chat("Как?", "Принеси свою лампу, тебе помогут.")
    ]

    assert found(Templates, written(tmp_path, rows)) == {"mixed-register": [[31]]}


@pytest.mark.parametrize(
    "odd", ["Проверь почту.", "Спасибо, что написал нам.", "Можешь зайти завтра.", "Мы ждём тебя."]
)
def test_verbs_and_thanks_say_how_the_customer_is_addressed(tmp_path: Path, odd: str) -> None:
    rows = [chat("Как?", "Проверьте почту, ссылка «Забыл пароль» уже там.")] * 30 + [chat("Как?", odd)]

    assert found(Templates, written(tmp_path, rows)) == {"mixed-register": [[31]]}


@pytest.mark.parametrize(
    ("answer", "shape"),
    [
        ("**Short:** yes\nDetails:\nnone", "en: Short, Details"),
        ("It is open: come.", "en: no headings"),
        ("## Кратко\nДа.\n## Подробно:\nНет.", "ru: ## Кратко, ## Подробно"),
        ("## Answer\nYes.", "en: ## Answer"),
        ("**Answer**\nYes.\n\n**Why**\nSo.", "en: **Answer**, **Why**"),
        ("It is **open** now.\n**Come**\nby.", "en: no headings"),
        ("Run this:\n```\n# one\n# two\n```", "en: no headings"),
        ('{"why": "so", "answer": "yes"}', "en: JSON: answer, why"),
        ('{"answer": "да"}', "ru: JSON: answer"),
        ('[{"a": 1}, {"a": 2}]', "en: JSON list: a"),
        ('```json\n{"a": "x"}\n```', "en: JSON in a fence: a"),
        ('{"a": "x", }', "en: JSON that can't be read"),
        ("[]", "en: JSON list"),
    ],
)
def test_shapes(answer: str, shape: str) -> None:
    assert shape_of(answer) == shape


def test_json_without_a_letter_is_of_the_questions_language() -> None:
    assert shape_of('{"1": 2}', "Сколько?") == "ru: JSON: 1"


FORMS = {
    "markdown": lambda i: f"## Answer\nYes, {i}.\n## Why\nSo.",
    "bold": lambda i: f"**Answer**\nYes, {i}.\n**Why**\nSo.",
    "json": lambda i: json.dumps({"answer": f"Yes, {i}.", "why": "So."}),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("odd", ["Yes, so.", "## Answer\nYes.", '{"answer": "Yes."}', "**Why**\nSo.\n**Answer**\nYes."])
def test_a_template_of_any_form_has_rows_that_break_it(tmp_path: Path, form: str, odd: str) -> None:
    rows = [chat(f"Q{i}?", FORMS[form](i)) for i in range(30)]

    assert found(Templates, written(tmp_path, rows)) == {}
    assert found(Templates, written(tmp_path, [*rows, chat("Q?", odd)])) == {"broken-template": [[31]]}


def test_json_that_the_question_asks_for_breaks_no_template(tmp_path: Path) -> None:
    rows = [chat(f"Q{i}?", FORMS["bold"](i)) for i in range(30)] + [chat("In JSON: why?", '{"why": "So."}')] * 5

    assert found(Templates, written(tmp_path, rows)) == {}


def test_forms_of_equal_share_are_mixed_templates(tmp_path: Path) -> None:
    rows = [chat(f"Q{i}?", FORMS[form](i)) for form in FORMS for i in range(20)]

    assert list(found(Templates, written(tmp_path, rows))) == ["mixed-templates"]


def test_documents_among_examples_and_rows_of_one_fact_call_for_retrieval(tmp_path: Path) -> None:
    rows: list[Any] = [chat(f"Price of {i}?", f"It costs {i + 50} euros.") for i in range(30)] + [
        {"text": "Chapter one."}
    ] * 3

    findings, _ = told(Budget, written(tmp_path, rows), About(training=Training(epochs=3, trainable=1000, tokens=len)))

    by_rule = {finding.rule.name: finding for finding in findings}
    assert by_rule["documents-as-examples"].flagged == 3
    assert by_rule["facts-as-examples"].flagged == 30
    assert "fifty PDFs" in by_rule["facts-as-examples"].rule.advice
    assert "3 epochs" in by_rule["training-budget"].message
    assert "tokens a trainable parameter" in by_rule["training-budget"].message


def test_documents_alone_are_another_training(tmp_path: Path) -> None:
    assert found(Budget, written(tmp_path, [{"text": "Chapter one."}] * 5)) == {"training-budget": [[]]}


@pytest.mark.parametrize(
    "text",
    ["скидка" * 40_000, "head of " * 40_000, "1 " * 100_000, "Менеджер " * 30_000, "5 % " * 60_000, "?" * 200_000,
     "Р" * 200_000, "\\u" * 100_000, "open two " * 30_000],
)  # fmt: skip
def test_hostile_answers_are_read_in_linear_time(text: str) -> None:
    began = time.process_time()
    list(volatile_facts(text, ""))
    list(damage(text))

    assert time.process_time() - began < 10


def test_an_hour_of_delivery_is_no_opening_hour() -> None:
    answer = "We are open from 9:00 to 18:00. The courier arrives by 20:30."

    assert {kind for kind, _ in volatile_facts(answer, "")} == {"hours", "delivery"}
    assert [piece for kind, piece in volatile_facts(answer, "") if kind == "delivery"] == ["by 20:30"]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (chat("", "Yes."), "the question is empty"),
        (chat("Where?", " "), "the answer is empty"),
        (chat("Where?", "…", system="Be brief."), "the answer has no letter and no digit: “…”"),
        (chat("???", "Yes.", system="Be brief."), "the question (message 2) has no letter and no digit: “???”"),
        (chat("Where?", "Yes.", system="-"), "the system prompt (message 1) has no letter and no digit: “-”"),
        ({"prompt": "Where?", "chosen": "", "rejected": "No."}, "the chosen answer is empty"),
        ({"prompt": "Where?", "chosen": "Yes.", "rejected": ""}, "the rejected answer is empty"),
        ({"text": "\n"}, "the text is empty"),
    ],
)
def test_what_is_empty_is_named(tmp_path: Path, row: dict[str, Any], says: str) -> None:
    (finding,) = told(Health, written(tmp_path, [row]))[0]

    assert (finding.rule.name, finding.message) == ("empty-answer", says)
