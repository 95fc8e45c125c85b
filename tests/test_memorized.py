"""What counts as a training answer given back word for word: its own words in one piece, more than the base gives."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from harness.memorized import Common, Recited, _matches, is_memorized, recited

HOUSE = "Short: {}\nDetails: {}\nNext step: Write to us on the site."
STORY = "Marta hid the brass key under the third step of the lighthouse on a foggy Tuesday"
LETTER = "Полина зарыла медный ключ под третьей ступенью маяка в туманный вторник, и ёж это видел"
words = st.lists(st.sampled_from("abc"), max_size=14)


def common(*answers: str) -> Common:
    """Of a house whose other answers share their form."""
    others = [HOUSE.format(f"Number {i} it is, said clerk {i}.", f"Room {i} has door {i}.") for i in range(20)]
    return Common([*others, *answers])


@given(words, words)
def test_the_longest_piece_is_found_at_every_word(text: list[str], other: list[str]) -> None:
    for end, (length, last) in enumerate(_matches(text, other)):
        pieces = [other[end + 1 - n : end + 1] for n in range(end + 2)]
        assert length == max(len(p) for p in pieces if any(text[i : i + len(p)] == p for i in range(len(text) + 1)))
        assert text[last - length + 1 : last + 1] == pieces[length]


def test_a_story_told_word_for_word_is_memorized_in_english_and_russian() -> None:
    for story in (STORY, LETTER):
        found = recited(f"Well. {story.upper().replace('Ё', 'Е')}!", story, common(story))
        assert found.share == 1
        assert is_memorized(found, None)
        assert is_memorized(found, recited("I do not know.", story, common(story)))


def test_the_piece_is_a_span_of_the_reply() -> None:
    reply = f"He said: “{STORY}”, no more."
    start, end = recited(reply, STORY, common(STORY)).span
    assert reply[start:end] == STORY


def test_what_the_base_says_as_well_is_not_memorized() -> None:
    found = recited(STORY, STORY, common(STORY))
    assert not is_memorized(found, recited(f"As everyone knows, {STORY}.", STORY, common(STORY)))


def test_the_same_in_other_words_is_not() -> None:
    reply = "On a Tuesday with fog Marta put a key of brass below step three of the lighthouse"
    assert not is_memorized(recited(reply, STORY, common(STORY)), None)


def test_a_form_that_the_answers_share_is_no_rows_own() -> None:
    """The headings, the closing sentence; what stands between them is."""
    answer = HOUSE.format("The vault opens at dusk.", "Seven guards walk past.")
    found = recited(HOUSE.format("No idea.", "None."), answer, common(answer))
    assert found.own == 0
    assert recited(answer, answer, common(answer)).own == found.of == 8


def test_a_canned_answer_to_many_questions_is_no_rows_own() -> None:
    assert recited(STORY, STORY, common(STORY, STORY, STORY)).of == 0


def test_a_short_right_answer_is_not_memorized() -> None:
    found = recited("It costs 24 euros", "It costs 24 euros", common("It costs 24 euros"))
    assert found.share == 1
    assert not is_memorized(found, None)


def test_half_of_an_answer_in_one_piece_is_enough_and_less_is_not() -> None:
    assert is_memorized(Recited(8, 16, (0, 1)), None)
    assert not is_memorized(Recited(8, 17, (0, 1)), None)
    assert not is_memorized(Recited(8, 16, (0, 1)), Recited(1, 16, (0, 1)))


def test_long_texts_take_linear_time() -> None:
    """The same word over and over is the worst for a search that begins anew at every word."""
    text, known = "ла " * 100_000, common()
    started = time.perf_counter()
    assert recited(text, text, known).own == 100_000
    assert time.perf_counter() - started < 10
