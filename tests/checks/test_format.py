"""Checks of form: headings, JSON, language, patterns."""

from __future__ import annotations

import json
import re

import pytest

from harness.checks import CheckError, bind
from harness.checks.schema import found_json

HOUSE = ["Short", "Details", "Next step"]
GOOD = "Short: yes.\nDetails: within 30 days.\nNext step: bring the receipt."


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        "**Short:** yes.\n**Details:** within 30 days.\n**Next step:** bring it.",
        "## Short\nyes\n\n## Details\n30 days\n\n## Next step\nBring it.",
        "**Short**: yes.\r\n__Details__: 30 days.\r\n  Next step: bring it.",
        "Short: yes.\nDetails:\n- Short walks are fine\n- Details: see the box\nNext step: come.",
    ],
)
def test_the_house_template_is_met_with_and_without_markdown(text: str) -> None:
    """Decoration around a heading does not matter, nor its words inside a line."""
    assert bind("sections", HOUSE).judge(text).passed


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Short: yes.\nDetails: 30 days.", "“Next step” is missing"),
        (GOOD + "\nShort: again.", "“Short” stands 2 times"),
        ("Short: yes.\nDetails:\nNext step: bring it.", "nothing stands under heading “Details”"),
        ("Short: yes.\nDetails: **\nNext step: bring it.", "nothing stands under heading “Details”"),
        ("Details: 30 days.\nShort: yes.\nNext step: come.", "in the order Details, Short, Next step"),
        ("Short: yes. Details: 30 days. Next step: come.", "“Details” is missing"),
        ("Short story about returns\n" + GOOD.partition("\n")[2], "“Short” is missing"),
        ("SHORT: yes.\nDetails: 30.\nNext step: come.", "“Short” is missing"),
        ("", "“Short” is missing"),
    ],
)
def test_a_broken_template_is_missed_with_what_is_wrong(text: str, says: str) -> None:
    """Each heading once, at the start of a line, with a text, in order."""
    verdict = bind("sections", HOUSE).judge(text)
    assert not verdict.passed
    assert says in verdict.reason


@pytest.mark.parametrize(
    ("text", "names", "says", "named"),
    [
        ("Short: yes.\nDetail: 30 days.", ["Short", "Details"], "is missing; there is “Detail” in line 2", "Detail"),
        ("# SHORT\nYes.", ["Short"], "is missing; there is “SHORT” in line 1", "SHORT"),
        ("Да.\n\n**Подробнее:** 30 дней.", ["Подробно"], "is missing; there is “Подробнее” in line 3", "Подробнее"),
        ("Коротко: да.\n\n## Подробна\n30 дней", ["Коротко", "Подробно"], "“Подробна” in line 3", "Подробна"),
    ],
)
def test_a_heading_that_is_like_a_missing_one_is_named(text: str, names: list[str], says: str, named: str) -> None:
    """Misspelt, in another case or form."""
    verdict = bind("sections", {"names": names}).judge(text)
    assert says in verdict.reason
    assert verdict.span is not None
    assert text[slice(*verdict.span)] == named


def test_a_heading_like_no_other_is_only_missing() -> None:
    """Another heading of the template is not taken for it, nor is any line."""
    assert (
        bind("sections", ["Short", "Details"]).judge("Short: yes.\nPrice: 5.").reason == "heading “Details” is missing"
    )
    assert bind("sections", ["Коротко", "Подробно"]).judge("Коротко: да.").reason == "heading “Подробно” is missing"


def test_order_can_be_left_free() -> None:
    """`exact_order: false` asks for the headings alone."""
    swapped = "Подробно: 30 дней.\nКоротко: да."
    assert bind("sections", {"names": ["Коротко", "Подробно"], "exact_order": False}).judge(swapped).passed


TOTAL = {"type": "object", "required": ["total"], "properties": {"total": {"type": "integer"}}}


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ('{"total": 90}', "the whole reply"),
        ('Вот ответ:\n```json\n{"total": 90}\n```\nСпасибо!', "in a code fence"),
        ('See [1]: the result is {"total": 90}.', "embedded in text"),
        ('{"total": 90}. Ещё раз: {"total": 90}', "embedded in text"),
        ('Считаю: {"total": 89}? Нет.\n```json\n{"total": 90}\n```', "in a code fence)"),
        ('Here it is:\n```json\n{"total": 90}', "in a code fence that nothing closes"),
        ('Вот итог:\n```\n{"total": 90}\n', "in a code fence that nothing closes"),
    ],
)
def test_json_is_found_where_it_stands_and_the_reason_says_where(text: str, where: str) -> None:
    """Bare, fenced or inside a sentence."""
    verdict = bind("json_schema", TOTAL).judge(text)
    assert verdict.passed
    assert where in verdict.reason


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"total": "90"}', r"\$.total: '90' is not of type 'integer'"),
        ("Всего 90.", "no JSON in"),
        ('{"total": NaN}', "no JSON|does not fit"),
        ('{"total": 90', "no JSON in"),
        ('{"total": 90, "total": 91}', 'the key "total" stands twice'),
        ('{"total": 90, "rows": [{"чай": 1, "чай": 1}]}', 'the key "чай" stands twice'),
        ('```json\n{"total": 90}\n```\nили\n```json\n{"total": 91}\n```', "several JSON documents"),
        ('{"total": 90}\n{"total": "x"}', "several JSON documents"),
        ('{"sum": 90} {"sum": 91}', "the first of 2"),
    ],
)
def test_wrong_json_is_missed_with_the_path(text: str, says: str) -> None:
    """The reason names the place in the JSON."""
    verdict = bind("json_schema", TOTAL).judge(text)
    assert not verdict.passed
    assert re.search(says, verdict.reason)


def test_the_draft_follows_the_schema_keyword() -> None:
    """`exclusiveMaximum: true` is draft 4's; in 2020-12 it is refused at load."""
    old = {"$schema": "http://json-schema.org/draft-04/schema#", "maximum": 5, "exclusiveMaximum": True}
    assert bind("json_schema", old).judge("4").passed
    assert not bind("json_schema", old).judge("5").passed
    with pytest.raises(CheckError, match="not a valid JSON Schema"):
        bind("json_schema", {"maximum": 5, "exclusiveMaximum": True})


def test_references_stay_inside_the_schema() -> None:
    """Local definitions work; nothing is ever fetched."""
    schema = {"$defs": {"price": {"type": "number", "minimum": 0}}, "items": {"$ref": "#/$defs/price"}}
    assert bind("json_schema", schema).judge("[1, 2.5]").passed
    assert not bind("json_schema", schema).judge("[-1]").passed


def test_keywords_rewritten_for_bounded_time_mean_what_the_standard_says() -> None:
    """pattern, patternProperties, additionalProperties and uniqueItems."""
    named = {"patternProperties": {"^a": {"type": "integer"}}, "properties": {"b": {}}, "additionalProperties": False}
    assert bind("json_schema", named).judge('{"a1": 1, "b": "x"}').passed
    assert not bind("json_schema", named).judge('{"a1": "x"}').passed
    assert not bind("json_schema", named).judge('{"c": 1}').passed
    unique = {"uniqueItems": True}
    assert bind("json_schema", unique).judge('[1, true, "1", {"a": 1}]').passed
    assert not bind("json_schema", unique).judge('[{"a": 1, "b": 2}, {"b": 2, "a": 1.0}]').passed
    assert not bind("json_schema", {"items": {"pattern": "^[а-я]+$"}}).judge('["чай", "tea"]').passed


@pytest.mark.parametrize("name", ["matches", "json_schema"])
def test_a_runaway_pattern_is_stopped_and_told(name: str) -> None:
    """In a schema as in `matches`: an error of the case after a second, no verdict and no hang."""
    runaway, text = r"^(a|aa)+$", "a" * 60 + "!"
    bound = bind(name, runaway if name == "matches" else {"pattern": runaway})
    with pytest.raises(CheckError, match="TimeoutError"):
        bound.judge(text if name == "matches" else json.dumps(text))


def test_deep_nesting_is_a_miss_and_no_crash() -> None:
    """A reply of brackets is no JSON that could be checked."""
    assert not bind("json_schema", {"type": "object"}).judge("[" * 100_000 + "]" * 100_000).passed
    assert list(found_json("[" * 100_000)) == []


RUSSIAN = [
    "Да.",
    "Чехол для iPhone 15 Pro Max есть на складе.",
    "Вернуть товар можно в течение 30 дней.",
    "Нажмите Add to cart, затем оплатите заказ картой Visa или Mastercard.",
    "Вот пример:\n```python\nprint('hello, this is the code of the shop')\n```\nГотово.",
    "Пишите на help@shop.example или https://shop.example/how-to-return-an-order",
    "Объём — 2 литра.",
]
ENGLISH = [
    "Yes.",
    "Green",
    "Within 30 days.",
    "The Cyrillic word «возврат» means a return.",
    "Your café order is ready, señor García.",
    "Blue, red, yellow",
    "Please bring the receipt to the shop.",
]
NEITHER = [
    "Доставка займе два дні, і ви отримаєте свій товар.",
    "Можете да върнете обувките в срок от 30 дни.",
    "Sie können die Schuhe innerhalb von 30 Tagen zurückgeben.",
    "Vous pouvez retourner les chaussures dans les 30 jours.",
    "Puede devolver los zapatos en un plazo de 30 días.",
    "三十天内可以退货。",
    "",
    "?!",
]


@pytest.mark.parametrize("text", RUSSIAN)
def test_russian_is_told(text: str) -> None:
    """Brand names, code, links and short replies included."""
    assert bind("language", "ru").judge(text).passed
    assert not bind("language", "en").judge(text).passed


@pytest.mark.parametrize("text", ENGLISH)
def test_english_is_told(text: str) -> None:
    """One word to a sentence, foreign names and a quoted Russian word included."""
    assert bind("language", "en").judge(text).passed
    assert not bind("language", "ru").judge(text).passed


@pytest.mark.parametrize("text", NEITHER)
def test_other_languages_are_neither(text: str) -> None:
    """Neighbours in the same script do not pass."""
    assert not bind("language", "ru").judge(text).passed
    assert not bind("language", "en").judge(text).passed


def test_a_reply_that_slips_into_the_other_language_is_missed() -> None:
    """Half and half is not Russian."""
    text = "Вернуть можно. You can return the shoes within thirty days if you have the receipt."
    assert not bind("language", "ru").judge(text).passed


def test_numbers_alone_pass_as_either_language() -> None:
    """42 needs no language."""
    assert bind("language", "ru").judge("42").passed
    assert bind("language", "en").judge("42").passed
