"""IFEval's instructions: the verdicts of its program on its own rows, where they are at hand, and Russian replies."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from harness.checks import CheckError, bind
from harness.checks._punkt import capital_words, count_sentences
from harness.checks.ifeval import INSTRUCTIONS

DATA = Path(os.environ.get("CKPTGATE_DATA", Path(__file__).parents[3] / "shared" / "data")) / "format"


def follows(text: str, instruction: str, *, loose: bool = False, **kwargs: Any) -> bool:
    return bind("ifeval", {"instruction": instruction, "kwargs": kwargs, "loose": loose}).judge(text).passed


RUSSIAN: list[tuple[str, dict[str, Any], str, str]] = [
    ("keywords:existence", {"keywords": ["счёт", "оплата"]}, "Счет готов, оплата картой.", "Счёт готов."),
    (
        "keywords:frequency",
        {"keyword": "чек", "frequency": 2, "relation": "at least"},
        "Чек в письме. Сохраните чек.",
        "Чек в письме.",
    ),
    ("keywords:forbidden_words", {"forbidden_words": ["возврат"]}, "Возвраты бесплатны.", "Возврат бесплатный."),
    (
        "keywords:letter_frequency",
        {"letter": "ё", "let_frequency": 3, "let_relation": "less than"},
        "Ёлка тут.",
        "Все ёлки тут есть.",
    ),
    ("language:response_language", {"language": "ru"}, "Вернуть можно за 30 дней.", "You can return it."),
    (
        "length_constraints:number_sentences",
        {"num_sentences": 2, "relation": "at least"},
        "Да. Можно вернуть!",
        "Да, можно вернуть",
    ),
    (
        "length_constraints:number_words",
        {"num_words": 4, "relation": "less than"},
        "Да, можно.",
        "Да, это вполне можно.",
    ),
    ("length_constraints:number_paragraphs", {"num_paragraphs": 2}, "Да.\n***\nНет.", "Да.\n\nНет."),
    (
        "length_constraints:nth_paragraph_first_word",
        {"num_paragraphs": 2, "nth_paragraph": 2, "first_word": "еще"},
        "Да.\n\nЕщё, возьмите чек.",
        "Да.\n\nИ возьмите чек.",
    ),
    ("detectable_content:number_placeholders", {"num_placeholders": 1}, "Уважаемый [имя]!", "Уважаемый клиент!"),
    ("detectable_content:postscript", {"postscript_marker": "P.S."}, "Да.\n\nP. S. Возьмите чек.", "Да."),
    ("detectable_content:postscript", {"postscript_marker": "Постскриптум"}, "Да.\nПостскриптум: чек.", "Да."),
    ("detectable_format:number_bullet_lists", {"num_bullets": 2}, "* чек\n- паспорт", "* чек"),
    ("detectable_format:constrained_response", {}, "Мой ответ — нет.", "Нет."),
    ("detectable_format:constrained_response", {}, "Мой ответ может быть.", "Мой ответ: да, но позже."),
    ("detectable_format:number_highlighted_sections", {"num_highlights": 1}, "*Срок* — 30 дней.", "Срок * 30 дней"),
    (
        "detectable_format:multiple_sections",
        {"section_spliter": "Раздел", "num_sections": 2},
        "Раздел 1\nДа.\nРаздел 2\nНет.",
        "Раздел 1\nДа.",
    ),
    ("detectable_format:json_format", {}, '```json\n{"ответ": "да"}\n```', "ответ: да"),
    ("detectable_format:title", {}, "<<Возврат>>\nДа.", "<< >>\nДа."),
    ("combination:two_responses", {}, "Да.\n******\nНет.", "Да.\n******\nДа."),
    ("combination:repeat_prompt", {"prompt_to_repeat": "Можно вернуть?"}, "можно вернуть? Да.", "Да."),
    ("startend:end_checker", {"end_phrase": "Чем ещё помочь?"}, "Да. Чем еще помочь?", "Чем ещё помочь? Да."),
    (
        "change_case:capital_word_frequency",
        {"capital_frequency": 2, "capital_relation": "at least"},
        "ВАЖНО: ИНН не нужен.",
        "Важно: ИНН не нужен.",
    ),
    ("change_case:english_capital", {}, "ВЕРНУТЬ МОЖНО ЗА 30 ДНЕЙ.", "Вернуть можно."),
    ("change_case:english_lowercase", {}, "вернуть можно за 30 дней.", "Вернуть можно."),
    ("punctuation:no_comma", {}, "Да. Можно.", "Да, можно."),
    ("startend:quotation", {}, "«Да, можно.»", "«Да», можно."),
]


@pytest.mark.parametrize(("instruction", "kwargs", "good", "bad"), RUSSIAN, ids=[row[0] for row in RUSSIAN])
def test_every_instruction_is_judged_in_russian(instruction: str, kwargs: dict[str, Any], good: str, bad: str) -> None:
    """Cyrillic letters and case, е and ё, «…», Russian options and marks."""
    assert follows(good, instruction, **kwargs)
    assert not follows(bad, instruction, **kwargs)


def test_all_twenty_five_are_there() -> None:
    """And each is tried above."""
    assert len(INSTRUCTIONS) == 25
    assert {row[0] for row in RUSSIAN} == set(INSTRUCTIONS)


def test_loose_forgives_a_first_line_a_last_line_and_asterisks() -> None:
    """The eight readings of the reference, as "Sure, here it is:" before the answer."""
    text = "Sure! Here is your list, as asked:\n* one\n* two"
    assert not follows(text, "punctuation:no_comma")
    assert follows(text, "punctuation:no_comma", loose=True)
    assert follows('**"Yes."**', "startend:quotation", loose=True)
    assert not follows("a, b\nc, d\ne, f\ng, h", "punctuation:no_comma", loose=True)


@pytest.mark.parametrize("text", ["", " \n "])
def test_an_empty_reply_follows_nothing(text: str) -> None:
    """Not even "no commas"."""
    assert not follows(text, "punctuation:no_comma")
    assert not follows(text, "punctuation:no_comma", loose=True)


def test_a_published_row_is_taken_as_it_stands() -> None:
    """The language before the name, and arguments that are null because they belong to others."""
    row = {"num_words": 3, "relation": "at least", "keywords": None}
    assert follows("One two three.", "en:length_constraints:number_words", **row)


@pytest.mark.parametrize(
    ("instruction", "kwargs", "says"),
    [
        ("length:words", {}, "no instruction of IFEval: 'length:words'"),
        ("punctuation:no_comma", {"num_words": 3}, "takes no kwargs, not num_words"),
        ("length_constraints:number_words", {"num_words": 3}, "needs relation, a str"),
        ("length_constraints:number_words", {"num_words": 3, "relation": "more than"}, "less than, at least"),
        ("length_constraints:number_paragraphs", {"num_paragraphs": "3"}, "needs num_paragraphs, a int"),
        ("language:response_language", {"language": "xx"}, "no known language"),
        (
            "keywords:letter_frequency",
            {"letter": "ab", "let_frequency": 1, "let_relation": "at least"},
            "letter is one letter",
        ),
    ],
)
def test_a_wrong_instruction_stops_the_run(instruction: str, kwargs: dict[str, Any], says: str) -> None:
    """When cases load, with what is right."""
    with pytest.raises(CheckError, match=says):
        follows("Yes.", instruction, **kwargs)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Dr. Smith came. He left.", 2),
        ("It costs 3.50 dollars. 1. apples and 2. pears", 2),
        ("Wait... what? Wait... The end. No!", 4),
        ("J. R. R. Tolkien wrote it. He did.", 2),
        ('He said "Yes." She said "No."', 2),
        ("A. First point\nB. Second point", 3),
        ("In the U.S. The law differs.", 2),
        ("", 0),
        ("no end", 1),
    ],
)
def test_sentences_are_counted_as_punkt_counts_them(text: str, count: int) -> None:
    """Abbreviations, initials, numbers, an ellipsis, closing quotes."""
    assert count_sentences(text) == count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("NASA and the U.S. met on COVID-19", 3),
        ("I'm sure IT'S fine", 3),
        ("DON'T! CANNOT?", 4),
        ("**BOLD** #TAG A/B", 3),
        ("ВАЖНО: СНИЛС и ИНН", 3),
        ("none Here 42", 0),
    ],
)
def test_words_in_capitals_are_counted_as_nltk_splits_them(text: str, count: int) -> None:
    """Contractions are two tokens, a hyphen joins, signs part."""
    assert capital_words(text) == count


def test_agreement_with_the_reference() -> None:
    """On its published replies, strict and loose, at least .999; language detection aside."""
    if not (DATA / "ifeval_replies.jsonl").is_file():
        pytest.skip(f"no labelled data in {DATA}; set CKPTGATE_DATA to their folder")
    from benchmarks.checks.format import measure

    tables = {table.check: table for table in measure(DATA / "ifeval_replies.jsonl")}
    assert tables["ifeval: all but language, strict"].accuracy >= 0.999
    assert tables["ifeval: all but language, loose"].accuracy >= 0.999
    assert tables["ifeval: language:response_language"].accuracy >= 0.95


def test_the_reference_rows_are_read_with_their_prompts(tmp_path: Path) -> None:
    """The benchmark needs the two files beside each other, and says which replies disagree."""
    from benchmarks.checks.format import measure

    prompt = {"prompt": "No commas.", "kwargs": [{}]}
    reply = {**prompt, "instructions": ["en:punctuation:no_comma"], "strict": [True], "loose": [True], "reply": "a, b"}
    (tmp_path / "x_prompts.jsonl").write_text(json.dumps(prompt), encoding="utf-8")
    (tmp_path / "x_replies.jsonl").write_text(json.dumps(reply), encoding="utf-8")
    table = measure(tmp_path / "x_replies.jsonl")[0]
    assert table.accuracy == 0
    assert "1 commas" in table.worst(1)[0].shown
