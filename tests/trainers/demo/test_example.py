"""The parts of the world: decided by a prompt's text alone."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from trainers.demo.example import fixed, part_of


@given(st.text(min_size=1))
def test_case_and_spaces_do_not_move_a_prompt(prompt):
    """A prompt that differs from a held-out one in these alone would be that prompt, trained on."""
    assert part_of(prompt) == part_of(f"  {prompt.casefold()}\n")


def test_a_tenth_decides_and_a_smaller_share_chooses():
    counts = Counter(part_of(f"Question number {i}") for i in range(5000))
    assert 0.08 < counts["gate"] / 5000 < 0.12
    assert 0.04 < counts["dev"] / 5000 < 0.08


def test_the_parts_are_what_they_were():
    """A changed hash would move trained prompts into the held-out part of a base that has seen them."""
    assert [part_of(p) for p in ("What is 1 + 1?", "Сколько стоит лампа?", "Hello!", "What is 12 + 12?")] == PARTS


PARTS = ["train", "train", "gate", "train"]


def test_generators_differ_by_name_and_not_by_process():
    assert fixed(1, "a").random() == fixed(1, "a").random() != fixed(1, "b").random()
    assert fixed(0, "corpus").randrange(10**9) == FIRST


FIRST = 161094084
