"""How a reply begins and ends, and its parts."""

from __future__ import annotations

from typing import Any

import pytest

from harness.checks import CheckError, bind


@pytest.mark.parametrize(
    ("text", "phrases", "holds"),
    [
        ("Здравствуйте! Да.", ["здравствуйте"], True),
        ("**Добрый день**, Анна!", ["Здравствуйте", "Добрый день"], True),
        ("> — «Ещё» раз", ["еще раз"], True),
        ("Да, можно.", ["Да"], True),
        ("Давайте посмотрим.", ["Да"], False),
        ("Нет. Да.", ["Да"], False),
        ('{"a": 1}', ["{"], True),
        ("", ["Да"], False),
    ],
)
def test_how_it_begins(text: str, phrases: list[str], holds: bool) -> None:
    """Whole words, Markdown and signs aside; signs alone as they are."""
    assert bind("starts_with", phrases).judge(text).passed is holds


def test_how_a_paragraph_begins() -> None:
    """Counted as `length` counts; where there is none it says so."""
    text = "# Возврат\n\nДа.\n\nОднако нужен чек."
    assert bind("starts_with", {"any_of": ["Однако"], "paragraph": 2}).judge(text).passed
    verdict = bind("starts_with", {"any_of": ["Однако"], "paragraph": 3}).judge(text)
    assert verdict.reason == "2 paragraphs, so no paragraph 3"


@pytest.mark.parametrize(
    ("text", "phrases", "holds"),
    [
        ("Готово. Чем ещё помочь?", ["чем еще помочь"], True),
        ("Done. _Anything else?_ 🙂\n", ["Anything else?"], True),
        ("Можно вернуть?", ["?"], True),
        ("Thank you for asking", ["Thank you"], False),
        ("Онлайн", ["Лайн"], False),
        ("", ["Да"], False),
    ],
)
def test_how_it_ends(text: str, phrases: list[str], holds: bool) -> None:
    """Nothing but signs may follow."""
    assert bind("ends_with", phrases).judge(text).passed is holds


def test_where_it_begins_and_ends_is_shown() -> None:
    """In characters of the reply, long as it may be."""
    text = "Да. " * 500 + "Спасибо за заказ!"
    verdict = bind("ends_with", ["спасибо за заказ"]).judge(text)
    assert verdict.span is not None
    assert text[slice(*verdict.span)] == "Спасибо за заказ"


@pytest.mark.parametrize(
    ("text", "pairs", "holds"),
    [
        (" «Да, можно.»\n", ["«»"], True),
        ('"Yes."', ["«»", '""'], True),
        ("[ok]", ["[]"], True),
        ("```\nx\n```", ["``````"], True),
        ("«Да», можно.", ["«»"], False),
        ('"', ['""'], False),
    ],
)
def test_what_it_is_wrapped_in(text: str, pairs: list[str], holds: bool) -> None:
    """The whole of it."""
    assert bind("wrapped_in", pairs).judge(text).passed is holds


@pytest.mark.parametrize(
    "text",
    [
        "Заказ собран.\n\nP.S. Чек внутри.",
        "Заказ собран.\nP. S. Чек внутри.",
        "Done.\n\n**PS:** The receipt is inside.",
        "Done.\n\nP.P.S.\nThe receipt is inside.",
        "Готово.\n\nПостскриптум: чек внутри.",
        "Готово.\nЗ.Ы. Чек внутри.",
    ],
)
def test_a_postscript_is_known_by_its_mark(text: str) -> None:
    """At the beginning of a line, in either language."""
    assert bind("postscript").judge(text).passed


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Заказ собран.", "no postscript"),
        ("The PS 5 console, p. 6", "no postscript"),
        ("Psychology is hard.\nPsst.", "no postscript"),
        ("Done.\nP.S.", "nothing stands after"),
        ("P.S. First\n" + "line\n" * 9, "lines follow"),
    ],
)
def test_what_is_no_postscript(text: str, says: str) -> None:
    """A word that begins with ps, a mark without a text, one at the top of a reply."""
    verdict = bind("postscript").judge(text)
    assert not verdict.passed
    assert says in verdict.reason


def test_the_mark_can_be_named() -> None:
    """P.S. is no P.P.S."""
    assert bind("postscript", {"marker": "P.P.S"}).judge("Да.\nP. P. S. Чек внутри.").passed
    assert not bind("postscript", {"marker": "P.P.S"}).judge("Да.\nP. S. Чек внутри.").passed


@pytest.mark.parametrize(
    ("wanted", "text", "says"),
    [
        ({"by": "***", "exactly": 2}, "***\nРаз.\n***\nДва.\n***", ""),
        ({"by": "---", "at_least": 2, "different": True}, "Раз.\n---\nДва.", ""),
        ({"by": "***", "exactly": 2}, "Раз. Два.", "1 part between ***, exactly 2 wanted"),
        ({"by": "***", "exactly": 2}, "Раз.\n***\n***\nДва.", "nothing stands between"),
        ({"by": "***", "exactly": 2, "different": True}, "Раз.\n***\nРАЗ.", "are the same"),
    ],
)
def test_parts(wanted: dict[str, Any], text: str, says: str) -> None:
    """Counted between dividers, at the edges of the reply too."""
    verdict = bind("parts", wanted).judge(text)
    assert verdict.passed is (not says)
    assert says in verdict.reason


def test_parts_need_a_count() -> None:
    """When cases load."""
    with pytest.raises(CheckError, match="give at_least, at_most or exactly"):
        bind("parts", {"by": "***"})
