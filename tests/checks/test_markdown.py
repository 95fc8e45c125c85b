"""The form that Markdown gives a reply, and the lack of it."""

from __future__ import annotations

from typing import Any

import pytest

from harness.checks import CheckError, bind

TABLE = "| Размер | Цена |\n|:---|---:|\n| S | 10 |\n| M \\| L | `a|b` |"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("# A\n\n### B\ntext #C", {"headings": 2}),
        ("Returns\n=======\nYes.\n\nСроки\n-----\nМесяц.", {"headings": 2}),
        ("Возврат\nи обмен\n---\nМесяц.", {"headings": 1}),
        ("Yes, you can.\n---\nДа, можно.\n---\n- чек\n---\n", {"headings": 0}),
        ("Title\n===\nYes.", {"title": True}),
        ("Возврат\n---\nДа.", {"title": True}),
        ("- чек\n* паспорт\n  + копия\n• фото\n-не пункт\n5 - 3", {"bullets": 4}),
        ("1. Раз\n2) Два\n2024 год. Три", {"numbered": 2}),
        ("**Bold** and *it* and __b__ and _i_, not 2 * 3 * 4 or a_b_c", {"highlights": 4}),
        ("***всё*** и **две части** `**код**`", {"highlights": 2}),
        ("[тут](https://shop.example) и ![фото](a.png) и [1]", {"links": 1}),
        ("```\n- no item\n# no heading\n```\n- item", {"bullets": 1, "headings": 0, "code": 1}),
        ("```\na\n```\n```py\nb\n```", {"code": 2}),
        (TABLE, {"tables": 1, "rows": 2, "columns": 2}),
        (TABLE, {"columns": ["размер", "Цена"]}),
        ("a | b\n--- | ---\n1 | 2", {"tables": 1}),
        ("Цена | шт\nбез таблицы", {"tables": 0}),
        ("# Возврат\n\nДа.", {"title": True}),
        ("\n**Returns**\nYes.", {"title": True}),
        ("<<Песня о море>>\nДа.", {"title": True}),
        ("### <<Sea song>>\nYes.", {"title": True}),
        ("***\n- - -\n___\n", {"bullets": 0}),
    ],
)
def test_what_counts(text: str, wanted: dict[str, Any]) -> None:
    """As CommonMark and GitHub's tables have it; code is left alone."""
    verdict = bind("markdown", wanted).judge(text)
    assert verdict.passed, verdict.reason


@pytest.mark.parametrize(
    ("text", "wanted", "says"),
    [
        ("- чек", {"bullets": {"at_least": 2}}, "1 bullet, at least 2 wanted"),
        ("| a | b |\n|---|---|\n| 1 |", {"tables": 1}, "a row of 1 cell under 2"),
        (TABLE, {"rows": {"at_most": 1}}, "2 rows, at most 1 wanted"),
        (TABLE, {"columns": 3}, "2 columns, exactly 3 wanted"),
        (TABLE, {"columns": ["Цена", "Размер"]}, "columns “Размер, Цена”"),
        ("Нет таблицы.", {"rows": 1}, "no table in"),
        ("Returns\n\nYes.", {"title": True}, "no title in"),
        ("Да.\n## Возврат", {"title": True}, "no title in"),
        ("Да.\n\nВозврат\n===", {"title": True}, "no title in"),
    ],
)
def test_what_is_missed_and_why(text: str, wanted: dict[str, Any], says: str) -> None:
    """Counts, broken rows, other columns."""
    verdict = bind("markdown", wanted).judge(text)
    assert not verdict.passed
    assert says in verdict.reason


def test_nothing_asked_stops_the_run() -> None:
    """And `title: false` would mean nothing."""
    with pytest.raises(CheckError, match="say what the reply shall have"):
        bind("markdown", {})
    with pytest.raises(CheckError, match="title is true or left out"):
        bind("markdown", {"title": False, "bullets": 1})


@pytest.mark.parametrize(
    "text",
    [
        "Нужны:\n- чек;\n- паспорт.",
        "1. Open the order.\n2. Press “Return”.",
        "Цена 5 * 3 = 15 рублей, размер 2*3.",
        "Файл order_id_list.csv, номер #512, [1] и (см. ниже).",
        "https://shop.example/a_b_c?x=*",
    ],
)
def test_plain_text_may_look_like_this(text: str) -> None:
    """Dashes and numbers of a list, stars of a product, names with underscores."""
    assert bind("plain_text").judge(text).passed


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("## Возврат\nДа.", "a heading"),
        ("Срок — **30 дней**.", "a highlight"),
        ("It is _really_ free.", "a highlight"),
        ("* чек\n* паспорт", "a bullet"),
        ("[Сюда](https://shop.example)", "a link"),
        ("Run `pip`.", "code"),
        ("```\nx\n```", "a block of code"),
        (TABLE, "a table"),
    ],
)
def test_markdown_is_found_in_what_should_be_plain(text: str, says: str) -> None:
    """With what and where."""
    verdict = bind("plain_text").judge(text)
    assert not verdict.passed
    assert says in verdict.reason
    assert verdict.span is not None
