"""Which of several checkpoints: the better one where it can be told, the earlier one where it can't."""

from __future__ import annotations

import random

import pytest

from harness.selection.choosing import Part, Questions, Scored, choose, difference, fallen, front, stop_at


def questions(target: int, skills: int, *, cluster: int = 1) -> Questions:
    def part(suite: str, n: int) -> Part:
        return Part(cases=tuple((suite, f"c{i}") for i in range(n)), witnesses=tuple(i // cluster for i in range(n)))

    return Questions(target=part("format", target), skills=part("forgetting", skills))


def scored(name: str, target: int, skills: int, of: Questions) -> Scored:
    """The first so many cases of each half pass."""
    halves = [
        tuple(float(i < passed) for i in range(len(part.cases)))
        for passed, part in ((target, of.target), (skills, of.skills))
    ]
    return Scored(name=name, target=halves[0], skills=halves[1])


def test_what_was_learnt_and_what_was_kept_count_alike_however_many_cases_each_has() -> None:
    asked = questions(10, 1000)
    assert scored("a", 10, 500, asked).score == pytest.approx(0.75)
    assert scored("b", 5, 1000, asked).score == pytest.approx(0.75)
    assert scored("a", 9, 0, questions(10, 0)).score == pytest.approx(0.9)


def test_a_clear_lead_is_told_and_the_best_is_taken() -> None:
    asked = questions(60, 140)
    epochs = [scored("1", 20, 139, asked), scored("2", 40, 136, asked), scored("3", 55, 133, asked)]
    found = choose(epochs, asked)
    assert (found.chosen, found.best, found.next) == (2, 2, 1)
    assert found.lead is not None
    assert found.lead.told_apart
    assert found.lead.lower < found.lead.value < found.lead.upper


def test_epochs_that_cant_be_told_apart_give_the_earlier_one() -> None:
    """Two cases of sixty are no lead; and of equals the earlier is no later one's next best."""
    asked = questions(60, 140)
    close = choose([scored("1", 53, 130, asked), scored("2", 55, 130, asked)], asked)
    assert (close.chosen, close.best) == (0, 1)
    assert close.lead is not None
    assert not close.lead.told_apart
    same = choose([scored("1", 10, 10, asked), scored("2", 55, 130, asked), scored("3", 55, 130, asked)], asked)
    assert (same.chosen, same.best, same.next) == (1, 1, 2)


def test_an_earlier_epoch_that_is_clearly_worse_is_not_taken_for_being_early() -> None:
    """Only the two best are weighed against each other."""
    asked = questions(60, 140)
    epochs = [scored("1", 30, 130, asked), scored("2", 55, 130, asked), scored("3", 56, 130, asked)]
    assert choose(epochs, asked).chosen == 1


def test_one_epoch_is_the_only_one() -> None:
    asked = questions(4, 4)
    assert choose([scored("1", 4, 4, asked)], asked) == (0, 0, None, None)


def test_the_differences_interval_holds_what_it_promises() -> None:
    """Two models that differ by a known amount: the 90 % interval misses it in about one of ten draws."""
    asked, draw, missed, rounds = questions(60, 140), random.Random(1), 0, 300
    better = (0.85, 0.9), (0.7, 0.95)  # target and skills: each model's pass rate, its replies drawn apart
    true = (better[0][0] - better[1][0] + better[0][1] - better[1][1]) / 2
    for _ in range(rounds):
        one, other = (
            Scored(
                name="",
                target=tuple(float(draw.random() < rates[0]) for _ in range(60)),
                skills=tuple(float(draw.random() < rates[1]) for _ in range(140)),
            )
            for rates in better
        )
        found = difference(one, other, asked)
        missed += not found.lower <= true <= found.upper
    assert 0.05 <= missed / rounds <= 0.14


def test_related_cases_and_shares_of_samples_make_a_lead_less_sure() -> None:
    apart, related = questions(60, 60), questions(60, 60, cluster=6)
    one, other = scored("1", 40, 60, apart), scored("2", 52, 60, apart)
    alone, together = difference(other, one, apart), difference(other, one, related)
    assert alone.value == together.value
    assert together.upper - together.lower > alone.upper - alone.lower
    half = Scored(name="h", target=tuple(0.5 for _ in range(60)), skills=one.skills)
    assert difference(half, one, apart).value == pytest.approx((0.5 - 40 / 60) / 2)


def test_a_fall_is_more_than_noise_and_measured_from_the_best_before() -> None:
    asked = questions(60, 140)
    epochs = [scored(str(i), *rates, asked) for i, rates in enumerate([(50, 130), (49, 128), (48, 100), (49, 102)])]
    assert fallen(epochs, asked) == [False, False, True, True]
    assert fallen(epochs[:1], asked) == [False]


@pytest.mark.parametrize(
    ("falls", "ends"),
    [([False, True, True], 2), ([False, True, False, True], None), ([False, True, True, True], 2), ([False], None)],
)
def test_two_falls_in_a_row_end_a_training(falls: list[bool], ends: int | None) -> None:
    """One that is mended does not."""
    assert stop_at(falls) == ends


def test_the_front_holds_what_nothing_beats() -> None:
    """Equal points are both on it; one that is as good in one value and worse in the other is not."""
    assert front([(0.9, 0.5), (0.5, 0.9), (0.5, 0.5), (0.9, 0.4), (0.9, 0.5)]) == {0, 1, 4}
    assert front([]) == set()
