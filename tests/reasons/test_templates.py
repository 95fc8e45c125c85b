"""Sentences told by templates: what a hole holds, in which order, and how long it takes to see that nothing fits."""

from __future__ import annotations

import time

import pytest

from harness.reasons._templates import Tables, Templates


def test_a_sentence_is_told_with_what_stands_in_its_holes() -> None:
    told = Templates({"{quote} is not in {quote2}": "в {quote2} нет {quote}"})
    assert told.told("“Paris” is not in “It is Lyon.”") == "в «It is Lyon.» нет «Paris»"
    assert told.told("“Paris” is not in Lyon.") is None
    assert told.told("Not “Paris” is not in “Lyon”") is None


def test_a_quote_may_hold_the_templates_own_words() -> None:
    told = Templates({"{quote} is not in {quote2}": "в {quote2} нет {quote}"})
    assert told.told("“a” is not in “b” is not in “c”") in {
        "в «b” is not in “c» нет «a»",
        "в «c» нет «a” is not in “b»",
    }
    assert told.told("“say “no”” is not in “x”") == "в «x» нет «say “no”»"


def test_a_quote_with_russian_marks_keeps_its_own() -> None:
    assert Templates({"said {quote}": "сказано {quote}"}).told("said “Нажмите «Вернуть»”") == (
        "сказано “Нажмите «Вернуть»”"
    )


@pytest.mark.parametrize(
    ("n", "told"),
    [("1 word", "1 слово"), ("22 words", "22 слова"), ("11 words", "11 слов"), ("12,500 words", "12\u00a0500 слов")],
)
def test_counts_take_the_forms_of_russian(n: str, told: str) -> None:
    assert Templates({"{n:word} said": "сказано {n:слово|слова|слов}"}).told(f"{n} said") == f"сказано {told}"


def test_irregular_forms_are_written_out() -> None:
    told = Templates({"{n:reply|replies}": "{n:ответ|ответа|ответов}"})
    assert [told.told(f"{n}") for n in ("1 reply", "3 replies", "5 replys")] == ["1 ответ", "3 ответа", None]


def test_numbers_have_russian_signs() -> None:
    told = Templates({"{number} of {share}": "{number} из {share}"})
    assert told.told("-1.5 of 85%") == "−1,5 из 85\u00a0%"


def test_a_hole_may_hold_a_sentence_of_a_table_or_a_list_of_them() -> None:
    tables = Tables(
        kind=Templates({"date": "дат", "price": "цен"}),
        where=Templates({"here": "здесь"}),
    )
    told = Templates({"no {kinds} {where}": "нет {kinds} {where}"}, tables)
    assert told.told("no date, price or date here") == "нет дат, цен или дат здесь"
    assert told.told("no date, name here") is None
    assert told.told("no date there") is None


def test_a_list_of_quotes_is_cut_where_every_part_is_one() -> None:
    told = Templates({"found {quotes}": "есть {quotes}"})
    assert told.told("found “a, b”, “c” or “d”") == "есть «a, b», «c» или «d»"
    assert told.told("found “a, b") is None


def test_a_table_may_stand_in_itself() -> None:
    tables = Tables()
    tables["place"] = Templates({"{place} of all": "{place} из всех", "first": "первый"}, tables)
    assert tables["place"].told("first of all of all") == "первый из всех из всех"


def test_the_template_with_more_words_of_its_own_goes_first() -> None:
    told = Templates({"{text} is there": "есть {text}", "the end is there": "конец на месте"})
    assert told.told("the end is there") == "конец на месте"
    assert told.told("the start is there") == "есть the start"


def test_a_hole_of_no_kind_is_a_mistake_of_the_template() -> None:
    with pytest.raises(LookupError, match="thing"):
        Templates({"no {thing} here": "нет {thing}"}).told("no price here")


HOSTILE = {
    "open quotes": "“" * 90_000,
    "closed quotes": "“" + "”" * 90_000,
    "a list that ends otherwise": "“a” or " * 12_000,
    "a list of counts": "2 words, " * 10_000 + "at least 3 wanted",
    "words between": "“a” is not in the reply " * 4_000,
    "reasons": "“a” must not be said; " * 4_000,
    "signs between": "a; " * 30_000,
    "wordings": "asked as “" + "”: " * 30_000,
    "paths": "JSON (the whole reply) does not fit the schema: " + "$: " * 25_000,
    "unexpected": "JSON (in a code fence) does not fit the schema: $: " + "a was unexpected) " * 5_000,
    "of": "5 of " * 18_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_no_text_takes_long(text: str) -> None:
    """A reason of 90,000 characters that almost fits is told, or left, in a fraction of a second."""
    from harness.reasons import note_in, reason_in

    began = time.process_time()
    reason_in("ru", text)
    note_in("ru", text)
    assert time.process_time() - began < 2
