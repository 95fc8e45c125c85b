"""Rows that stand more than once."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

from linting import chat, found, pair, told, written

from harness.lint.duplicates import Duplicates
from harness.lint.lints import About
from harness.lint.rows import Row, Turn
from harness.lint.run import lint


def test_a_row_that_stands_twice_is_found_apart_from_case_and_punctuation(tmp_path: Path) -> None:
    rows = [chat("Where is it?", "In Riga."), chat("Где ещё?", "В Риге."), chat("where is it", "In Riga"),
            chat("Где еще", "в Риге"), chat("Where is it?", "In Vilnius.")]  # fmt: skip

    assert found(Duplicates, written(tmp_path, rows)) == {"duplicate-row": [[1, 3], [2, 4]]}


def test_the_same_words_in_another_order_or_with_a_greeting_are_a_note(tmp_path: Path) -> None:
    rows = [
        chat("Сколько стоит лампа?", "Лампа стоит 24 евро."),
        chat("Добрый день! Лампа сколько стоит?", "24 евро стоит лампа."),
        chat("Подскажите, сколько стоит лампа?", "Лампа стоит 24 евро."),
        chat("Сколько стоит стул?", "Стул стоит 24 евро."),
    ]

    assert found(Duplicates, written(tmp_path, rows)) == {"near-duplicate-row": [[1, 2, 3]]}


LONG = (
    "We take lamps back within a month of the day they came, with the receipt and in the box they were sent in, "
    "and pay the money back to the card that was charged, as a rule on the day after the parcel has reached our desk."
)
LONG_RU = (
    "Мы принимаем лампы обратно в течение месяца со дня доставки, с чеком и в той коробке, в которой их привезли, "
    "и возвращаем деньги на ту карту, с которой была оплата, обычно на следующий день после того, как посылка пришла."
)
OTHERS = [
    chat(f"What is said on page {i}?", f"Page {i} tells of the {word} at some length.")
    for i, word in enumerate(
        ("river", "hill", "road", "bridge", "tower", "market", "harbour", "mill", "gate", "church")
    )
]


def test_a_long_answer_with_some_words_changed_is_near(tmp_path: Path) -> None:
    rows = [
        *OTHERS,
        chat("May I return a lamp?", LONG), chat("Can I return a lamp?", LONG.replace("parcel", "package")),
        chat("Можно вернуть лампу?", LONG_RU), chat("Можно ли вернуть лампу?", LONG_RU.replace("обычно", "чаще всего")),
    ]  # fmt: skip

    assert found(Duplicates, written(tmp_path, rows)) == {"near-duplicate-row": [[11, 12], [13, 14]]}


def test_other_numbers_and_a_short_question_about_another_thing_are_other_rows(tmp_path: Path) -> None:
    rows = [
        *OTHERS,
        chat("May I return a lamp?", LONG + " It costs 24 euros."),
        chat("May I return a lamp?", LONG + " It costs 29 euros."),
        chat("How do I change my home address?", "edit"), chat("How do I change my home number?", "edit"),
    ]  # fmt: skip

    assert found(Duplicates, written(tmp_path, rows)) == {}


def test_a_template_around_short_texts_makes_them_no_likes(tmp_path: Path) -> None:
    task = "Read the message of the customer below with care, and say in one word what the customer is asking us for: "
    words = ("refund", "delivery", "warranty", "price", "invoice", "address", "size", "colour", "stock", "voucher")
    rows = [chat(f"{task}{word} {word}s", word) for word in words]

    assert found(Duplicates, written(tmp_path, rows)) == {}


def test_rows_of_several_files_are_told_with_their_files(tmp_path: Path) -> None:
    one = written(tmp_path, [chat("Where is it?", "In Riga.")])
    other = written(tmp_path, [chat("Why?", "It is so."), chat("Where is it?", "In Riga.")], "other.jsonl")

    report = lint([one, other], About())

    (twice,) = (finding for finding in report.findings if finding.rule.name == "duplicate-row")
    assert [(where.file.name, where.line) for where in twice.places] == [("data.jsonl", 1), ("other.jsonl", 2)]


def test_memory_is_some_hundred_bytes_a_row_however_long_the_rows_are(tmp_path: Path) -> None:
    def held(rows: int) -> int:
        tracemalloc.start()
        duplicates = Duplicates(About())
        for i in range(rows):
            text = " ".join(f"word{(i * 31 + k * 7) % 500}" for k in range(30))
            duplicates.see(Row(file=tmp_path, line=i, form="chat", turns=(Turn("user", f"Q {i % 9}?"),), answer=text))
        size = tracemalloc.get_traced_memory()[0]
        tracemalloc.stop()
        return size

    held(2_000)  # caches of stems
    assert held(6_000) - held(2_000) < 4_000 * 150


def test_rows_of_nearly_the_same_words_are_a_finding_together_the_most_first(tmp_path: Path) -> None:
    rows = [
        *OTHERS,
        chat("May I return a lamp?", LONG), chat("Can I return a lamp?", LONG.replace("parcel", "package")),
        chat("Можно вернуть лампу?", LONG_RU), chat("Можно ли вернуть лампу?", LONG_RU.replace("обычно", "чаще всего")),
        chat("Could I return a lamp?", LONG.replace("parcel", "box")),
    ]  # fmt: skip

    findings, _ = told(Duplicates, written(tmp_path, rows))

    assert [([p.line for p in f.places], f.message) for f in findings] == [
        ([11, 12, 15], "3 rows of nearly the same words"),
        ([13, 14], "2 rows of nearly the same words"),
    ]


def test_two_peoples_judgements_of_one_pair_are_no_row_twice(tmp_path: Path) -> None:
    said = ("How do I reach you?", "By the form on the page.", "Not at all.")
    judged = [pair(*said, annotator=who) for who in ("anna", "boris")] + [pair(*said, criterion="helpful")]

    assert found(Duplicates, written(tmp_path, judged)) == {}
    assert found(Duplicates, written(tmp_path, [*judged, judged[0]])) == {"duplicate-row": [[1, 4]]}
