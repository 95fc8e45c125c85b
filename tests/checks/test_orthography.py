"""Letter case and punctuation."""

from __future__ import annotations

from typing import Any

import pytest

from harness.checks import CheckError, bind


@pytest.mark.parametrize(
    ("case", "text", "holds"),
    [
        ("upper", "ВЕРНУТЬ МОЖНО ЗА 30 ДНЕЙ!", True),
        ("upper", "ВЕРНУТЬ можно", False),
        ("upper", "30!", False),
        ("lower", "вернуть можно: 30 дней", True),
        ("lower", "вернуть можно в Москве", False),
        ("lower", "see `README` and https://shop.example/A", True),
        ("sentence", "Вернуть можно. Срок — 30 дней!\n- чек\n- паспорт", True),
        ("sentence", "30 дней. 5 штук.", True),
        ("sentence", "«Вернуть» можно, т. е. сдать. (Срок — месяц.)", True),
        ("sentence", "Use USB, UNICEF and НДФЛ.", False),
        ("sentence", "Use USB and НДФЛ.", True),
        ("sentence", "iPhone is here. eBay and macOS too.", True),
        ("sentence", "Чехлы есть. iPhone тоже. iCloud подключён.", True),
        ("sentence", "adidas есть.", False),
        ("sentence", "вернуть можно.", False),
        ("sentence", "Можно. срок — месяц.", False),
        ("sentence", "ВНИМАНИЕ: чек нужен.", False),
        ("sentence", "Это ОЧЕНЬ ВАЖНО ДЛЯ НАС.", False),
        ("sentence", "Пишите с iPhone. iphone есть.", False),
    ],
)
def test_letter_case(case: str, text: str, holds: bool) -> None:
    """Capitals, small letters, and as people write."""
    assert bind("letter_case", case).judge(text).passed is holds


@pytest.mark.parametrize(
    ("case", "text"),
    [
        ("sentence", "adidas shoes and NVIDIA cards. adidas again."),
        ("sentence", "Есть кроссовки. adidas и NVIDIA тоже."),
        ("upper", "КРОССОВКИ adidas"),
        ("lower", "карты NVIDIA, shoes"),
    ],
)
def test_brands_as_the_house_writes_them_are_not_judged(case: str, text: str) -> None:
    """Whole words alone; without their list they are in the wrong case."""
    assert bind("letter_case", {"case": case, "names": ["adidas", "NVIDIA"]}).judge(text).passed
    assert not bind("letter_case", {"case": case, "names": ["adida", "NVIDI"]}).judge(text).passed


def test_what_is_in_the_wrong_case_is_quoted() -> None:
    """The first of it."""
    verdict = bind("letter_case", "lower").judge("чек и Паспорт")
    assert "“Паспорт” is not in lower case" in verdict.reason
    assert verdict.span == (6, 13)


@pytest.mark.parametrize(
    ("wanted", "text"),
    [
        ({"none_of": [","]}, "Да. Можно."),
        ({"end_sign": True}, "Можно!"),
        ({"end_sign": True}, "Он сказал: «Да.»"),
        ({"end_sign": True}, "Thanks! 🙂"),
        ({"end_sign": True}, "**Done.**\n"),
        ({"balanced": True}, "а) чек; б) паспорт :) и (ещё) «что-то “другое”» [1]"),
        ({"balanced": True}, 'He said "yes" and "no".'),
        ({"balanced": True}, "„Ja“ and „да”"),
        ({"quotes": "«»"}, 'Нажмите «Вернуть»; `a = "b"` — код, don\'t.'),
        ({"quotes": '""'}, 'Press "Return".'),
    ],
)
def test_punctuation_that_is_fine(wanted: dict[str, Any], text: str) -> None:
    """Items of a list, smiles, apostrophes and code included."""
    verdict = bind("punctuation", wanted).judge(text)
    assert verdict.passed, verdict.reason


@pytest.mark.parametrize(
    ("wanted", "text", "says"),
    [
        ({"none_of": ["!!"]}, "Да!! Нет!", "“!!” in"),
        ({"none_of": ["—"]}, "Срок — месяц", "“—” in"),
        ({"end_sign": True}, "Срок — месяц", "no end sign"),
        ({"end_sign": True}, "Нужны:", "no end sign"),
        ({"end_sign": True}, "", "no end sign"),
        ({"balanced": True}, "Нажмите «Вернуть.", "never closed: “«Вернуть"),
        ({"balanced": True}, 'Press "Return.', "never closed"),
        ({"balanced": True}, "(a [b) c", "never closed"),
        ({"quotes": "«»"}, "Нажмите “Вернуть”", "is not in «»"),
        ({"quotes": "“”"}, 'Press "Return"', "is not in “”"),
    ],
)
def test_punctuation_that_is_not(wanted: dict[str, Any], text: str, says: str) -> None:
    """With the place."""
    verdict = bind("punctuation", wanted).judge(text)
    assert not verdict.passed
    assert says in verdict.reason


def test_nothing_asked_stops_the_run() -> None:
    """When cases load."""
    with pytest.raises(CheckError, match="give none_of, end_sign, balanced or quotes"):
        bind("punctuation", {})
