"""Words in any of their forms, and how often something stands in a reply."""

from __future__ import annotations

from typing import Any

import pytest

from harness.checks import CheckError, bind


@pytest.mark.parametrize(
    ("wanted", "text"),
    [
        ("возврат", "Деньги придут после возврата."),
        ("вернуть", "Вы вернёте товар за 30 дней."),
        ("банковская карта", "Оплатите банковскими картами."),
        ("человек", "Людей много."),
        ("чехол для телефона", "Чехлы для телефонов есть."),
        ("Мегафон", "Перейдите в «МегаФоне» в раздел."),
        ("pay", "It was paid in cash."),
        ("gift card", "We sell Gift Cards."),
        ("child", "For children’s shoes"),
        ("policy", "Our policies apply."),
        ("30", "Срок 30 дней."),
    ],
)
def test_a_word_is_met_in_any_form(wanted: str, text: str) -> None:
    """Cases, numbers, tenses; irregular ones; names; several words in a row."""
    assert bind("mentions", {"all_of": [wanted]}).judge(text).passed
    verdict = bind("mentions", {"none_of": [wanted]}).judge(text)
    assert not verdict.passed
    assert verdict.span is not None


@pytest.mark.parametrize(
    ("wanted", "text"),
    [
        ("возврат", "Возвратный платёж."),
        ("кот", "Который час?"),
        ("банковская карта", "Карта банковская."),
        ("pay", "The payroll and payers."),
        ("policy", "Call the police."),
        ("new", "The news is good."),
    ],
)
def test_words_that_begin_alike_are_others(wanted: str, text: str) -> None:
    """And a phrase keeps its order."""
    assert bind("mentions", {"none_of": [wanted]}).judge(text).passed


def test_all_any_and_none_are_asked_together() -> None:
    """The reason names what is missing, or quotes what must not be said."""
    bound = bind("mentions", {"all_of": ["чек"], "any_of": ["карта", "наличные"], "none_of": ["гарантия"]})
    assert bound.judge("Без чека нельзя; оплата наличными.").passed
    assert "“чек” missing" in bound.judge("Оплата картой.").reason
    assert "none of “карта”, “наличные”" in bound.judge("Нужен чек.").reason
    assert "“гарантии” must not be said" in bound.judge("Чек по гарантии, карта.").reason


def test_exact_takes_words_as_written() -> None:
    """Only case and ё/е are alike."""
    assert bind("mentions", {"all_of": ["счёт"], "forms": "exact"}).judge("Счет готов").passed
    assert not bind("mentions", {"all_of": ["счёт"], "forms": "exact"}).judge("Счета готовы").passed


@pytest.mark.parametrize(
    ("what", "text", "count"),
    [
        ({"word": "чек"}, "Чек, чека, чек.", 2),
        ({"word": "чек", "forms": "any"}, "Чек, чека, чеком, чекист.", 3),
        ({"word": "gift card"}, "A gift card, gift cards, Gift Card", 2),
        ({"letter": "е"}, "Ёлка и Ель", 2),
        ({"letter": "O"}, "o, O, 0, о", 2),
        ({"sign": "!"}, "Да! Да!! №1", 3),
        ({"sign": "https://"}, "https://a.example HTTPS://b.example", 1),
        ({"capitals": True}, "ВАЖНО: ИНН, Я и COVID-19, Mr. X, iPhone", 3),
    ],
)
def test_how_often_something_stands_there(what: dict[str, Any], text: str, count: int) -> None:
    """Words whole, letters in any case, signs as they are, capitals from two letters on."""
    assert bind("occurs", {**what, "exactly": count}).judge(text).passed
    assert not bind("occurs", {**what, "at_least": count + 1}).judge(text).passed
    assert bind("occurs", {**what, "at_most": count}).judge(text).passed


def test_the_one_too_many_is_shown() -> None:
    """The last of them, with the count."""
    verdict = bind("occurs", {"sign": "!", "at_most": 1}).judge("Да! Нет!")
    assert verdict.reason == "“!”: 2 times, at most 1 wanted"
    assert verdict.span == (7, 8)


@pytest.mark.parametrize(
    ("wanted", "says"),
    [
        ({"at_least": 1}, "give one of word, letter, sign, capitals"),
        ({"word": "a", "sign": "!", "at_least": 1}, "give one of"),
        ({"word": "a"}, "give at_least, at_most or exactly"),
        ({"letter": "ab", "at_least": 1}, "letter"),
        ({"letter": "!", "at_least": 1}, "is no letter"),
        ({"word": "...", "at_least": 1}, "needs a letter or a digit"),
        ({"sign": "!", "forms": "any", "at_least": 1}, "forms are those of a word"),
    ],
)
def test_a_question_that_makes_no_sense_stops_the_run(wanted: dict[str, Any], says: str) -> None:
    """When cases load."""
    with pytest.raises(CheckError, match=says):
        bind("occurs", wanted)
