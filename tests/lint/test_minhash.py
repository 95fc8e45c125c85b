"""Which of many texts share most of their words."""

from __future__ import annotations

import random

from harness.lint._minhash import Sketches

DRAW = random.Random(0)
TEXTS = [[f"w{DRAW.randrange(5000)}" for _ in range(40)] for _ in range(3000)]


def paired(texts: list[list[str]]) -> dict[tuple[int, int], int]:
    sketches = Sketches()
    for text in texts:
        sketches.add(text)
    return {(first, second): bands for bands, first, second in sketches.pairs()}


def test_what_shares_most_is_paired_and_strangers_are_not() -> None:
    edited = [[word if k not in (7, 23) else "x" for k, word in enumerate(text)] for text in TEXTS[:200]]

    found = paired([*TEXTS, *edited])

    assert sum((i, len(TEXTS) + i) in found for i in range(200)) >= 190
    assert sum(second < len(TEXTS) for _, second in found) <= 5


def test_the_likeliest_come_first_and_the_same_text_agrees_in_every_band() -> None:
    found = paired([*TEXTS[:100], TEXTS[5], [*TEXTS[6][:34], *"abcdef"]])

    assert next(iter(found)) == (5, 100)
    assert found[5, 100] == 16 > found[6, 101] > 0


def test_few_texts_short_texts_and_none() -> None:
    assert paired([]) == {}
    assert paired([["one"], ["one"], []]) == {}
    assert paired([TEXTS[0], [], TEXTS[0]]) == {(0, 2): 16}


def test_a_templates_words_pair_nothing() -> None:
    template = [f"t{i}" for i in range(40)]

    assert paired([[*template, *TEXTS[i][:12]] for i in range(200)]) == {}


def test_a_crowd_of_one_text_is_no_quadratic_number_of_pairs() -> None:
    assert len(paired([*TEXTS[:2000], *[TEXTS[0]] * 150])) < 500
