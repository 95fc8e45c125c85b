"""Other writings of one value: dates, times of day, terms, thousands, amounts of two units; English and Russian."""

from __future__ import annotations

import pytest

from harness.checks import bind

SAME = {
    "15 марта 2026": [
        "15.03.26",
        "15-03-2026",
        "15/03/2026",
        "03/15/2026",
        "2026.03.15",
        "2026/03/15",
        "15 мар. 2026",
        "пятнадцатого марта 2026 года",
    ],
    "March 15, 2026": ["the fifteenth of March 2026", "March fifteenth, 2026", "15.03.2026"],
    "21 мая 2025": ["двадцать первого мая 2025 года", "the twenty-first of May 2025"],
    "15 марта": ["15.03", "Мы открыты до 15.03 включительно."],
    "18:00": ["18.00", "18-00", "18 часов", "Мы закрываемся в 18 часов.", "в 6 вечера", "At 6 pm.", "6:00 p.m."],
    "6 pm": ["18:00", "Until 18:00."],
    "XIX век": ["19 век", "в девятнадцатый век", "19-й век"],
    "19 век": ["XIX век"],
    "30 дней": ["30 календарных дней", "30-ти дней", "в 30-дневный срок"],
    "30 days": ["30 calendar days", "a 30-day period"],
    "12500": ["12 тысяч 500", "12.5k", "12,500"],
    "19.90 €": ["19 евро 90 центов", "19 euros and 90 cents"],
    "1000.50 рублей": ["1000 рублей 50 копеек"],
}

OTHER = {
    "15 марта 2026": ["16.03.26", "15.04.2026", "шестнадцатого марта 2026 года", "15.03.25", "15.03.2026.1"],
    "15 марта": ["15.03 %", "15.03 рублей", "15.04"],
    "18:00": ["17:00", "6 am", "в 6 утра", "18 рублей", "18.00 рублей", "за 18 часов", "18 hours", "6:00"],
    "XIX век": ["XX век", "19 веков назад"],
    "30 дней": ["14 календарных дней", "30 рабочих дней", "30-недельный срок"],
    "30 days": ["30 business days", "a 30-minute wait"],
    "1000 рублей": ["1000 рублей 50 копеек"],
    "5 кг": ["5 кг 300 г"],
    "5 ft": ["5 ft 3 in"],
}


@pytest.mark.parametrize(("accepted", "text"), [(one, text) for one, texts in SAME.items() for text in texts])
def test_one_value_in_two_writings_is_one_answer(accepted: str, text: str) -> None:
    """Without being asked for."""
    verdict = bind("answer", [accepted]).judge(text)
    assert verdict.passed, verdict.reason


@pytest.mark.parametrize(("accepted", "text"), [(one, text) for one, texts in OTHER.items() for text in texts])
def test_another_value_is_none(accepted: str, text: str) -> None:
    """Another day, another hour, a duration for a time, a part of an amount."""
    verdict = bind("answer", [accepted]).judge(text)
    assert not verdict.passed, verdict.reason


def test_things_in_a_list_are_no_one_amount() -> None:
    """A comma parts them."""
    assert bind("answer", ["5 кг"]).judge("5 кг муки, 300 г соли").passed
    assert bind("answer", ["5 кг"]).judge("Мука 5 кг, 300 г соли").passed
