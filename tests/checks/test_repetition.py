"""Replies that go round in circles, and replies that give the question back."""

from __future__ import annotations

import pytest

from harness.checks import Given, bind

STORY = (
    "Вернуть обувь можно в течение тридцати дней, если её не носили и сохранили коробку. Принесите чек или назовите "
    "номер заказа, и мы вернём деньги на ту карту, с которой вы платили. Если коробки нет, обратитесь к старшему: "
    "он посмотрит обувь и решит. You can also send the parcel back by post; the label is in the box, free of charge."
)


@pytest.mark.parametrize(
    "text",
    [
        STORY,
        "Да, да, да!",
        "Очень-очень рады. Ха-ха-ха!",
        "1 1 1 1 1 1 1 1 1 1",
        "Итого: 100 100 100 100 100",
        "- чай\n- чай\n- кофе",
        "Спасибо! Спасибо! Спасибо!",
        "",
        "Буква ааааа и многоточие........",
        "Шаг 1. Откройте заказ. Шаг 2. Откройте чек. Шаг 3. Откройте почту.",
    ],
)
def test_what_people_write_is_no_loop(text: str) -> None:
    """Emphasis, figures, lists, short thanks."""
    verdict = bind("repetition").judge(text)
    assert verdict.passed, verdict.reason


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Вернуть можно за 30 дней. " * 3, "is said more than 2 times"),
        ("- Your order is packed now\n" * 3, "is said more than 2 times"),
        ("вам вам вам вам вам", "follows itself"),
        ("we can help, we can help, we can help, we can help", "“we can help” follows itself 4 times"),
        ("Да" + "а" * 30, "is stuck"),
        ("Хорошо" + "!" * 20, "is stuck"),
        ("лол" + "хаха" * 20, "is stuck"),
        (STORY + " Итак: " + STORY.replace(".", ";"), "of the words were said before"),
    ],
)
def test_a_loop_is_found(text: str, says: str) -> None:
    """Of sentences, words, letters, and of long stretches."""
    verdict = bind("repetition").judge(text)
    assert not verdict.passed
    assert says in verdict.reason
    assert verdict.span is not None


def test_how_much_is_allowed_can_be_said() -> None:
    """A refrain may come three times."""
    refrain = "Вернуть можно за 30 дней. " * 3
    assert bind("repetition", {"sentence": 3}).judge(refrain).passed
    assert not bind("repetition", {"in_a_row": 1}).judge("очень очень очень рады").passed
    assert bind("repetition", {"share": 1.0}).judge(STORY + " Итак: " + STORY.replace(".", ";")).passed


ASKED = "Здравствуйте! Я купил у вас кроссовки неделю назад, но размер не подошёл. Можно их вернуть?"


@pytest.mark.parametrize(
    ("reply", "holds"),
    [
        ("Да, вернуть кроссовки можно в течение 30 дней.", True),
        (ASKED, False),
        ("Вы пишете: «я купил у вас кроссовки неделю назад, но размер не подошёл». Можно.", False),
        ("", True),
    ],
)
def test_the_question_is_not_given_back(reply: str, holds: bool) -> None:
    """Half of it in one piece is too much; its words are not."""
    assert bind("repeats_prompt").judge(reply, Given(prompt=ASKED)).passed is holds


def test_a_short_question_may_be_said_again() -> None:
    """It takes six words to be a repetition."""
    assert bind("repeats_prompt").judge("Can I pay in cash? Yes.", "Can I pay in cash?").passed


def test_the_question_can_be_wanted_back() -> None:
    """Anywhere, or right at the start; signs and case aside."""
    wanted = bind("repeats_prompt", {"wanted": True})
    start = bind("repeats_prompt", {"wanted": True, "at_start": True})
    assert wanted.judge("Итак, «можно вернуть»? Да.", "Можно вернуть?").passed
    assert not start.judge("Итак, «можно вернуть»? Да.", "Можно вернуть?").passed
    assert start.judge("**Можно вернуть?** Да.", "Можно вернуть?").passed
    assert not wanted.judge("Да.", "Можно вернуть?").passed
