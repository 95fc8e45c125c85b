"""Agreement beyond chance: the papers' examples, the plain definitions by hand, and where there is no answer."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.gates import cohen_kappa, cohen_kappa_of, krippendorff_alpha
from harness.gates.agreement import Level

# The example of the `krippendorff` package (its sample.py), there taken from Wikipedia: three coders, fifteen units.
EXAMPLE = [
    [None if x == "*" else int(x) for x in coder.split()]
    for coder in (
        "* * * * * 3 4 1 2 1 1 3 3 * 3",
        "1 * 2 1 3 3 4 3 * * * * * * *",
        "* * 2 1 3 4 4 * 2 1 1 3 3 * 4",
    )
]

labels = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=30)
matrices = st.integers(1, 4).flatmap(
    lambda raters: st.lists(
        st.lists(st.none() | st.integers(0, 4), min_size=raters, max_size=raters), min_size=1, max_size=8
    )
)


def test_kappa_of_a_published_table() -> None:
    """20 and 15 on the diagonal, 5 and 10 off it: p_o = .7, p_e = .5."""
    assert cohen_kappa_of([[20, 5], [10, 15]]) == pytest.approx(0.40, abs=1e-12)


def test_kappa_of_labels_is_that_of_their_table() -> None:
    """Labels of any kind, in the order of the items."""
    cells = {("yes", "yes"): 20, ("yes", "нет"): 5, ("нет", "yes"): 10, ("нет", "нет"): 15}
    first, second = zip(*[pair for pair, count in cells.items() for _ in range(count)], strict=True)
    assert cohen_kappa(first, second) == pytest.approx(0.40, abs=1e-12)


def test_kappa_runs_from_minus_one_to_one() -> None:
    """All agree: 1. Each always says the other thing, half and half: −1. Independent habits: 0."""
    assert cohen_kappa_of([[7, 0], [0, 3]]) == 1
    assert cohen_kappa_of([[0, 5], [5, 0]]) == -1
    assert cohen_kappa_of([[4, 2], [6, 3]]) == pytest.approx(0, abs=1e-12)


@given(pairs=labels)
def test_kappa_is_symmetric_and_in_range(pairs: list[tuple[int, int]]) -> None:
    """It does not matter who is called the first rater."""
    first, second = [a for a, _ in pairs], [b for _, b in pairs]
    kappa = cohen_kappa(first, second)
    assert kappa == cohen_kappa(second, first)
    if kappa is None:
        assert len({*first, *second}) < 2
    else:
        assert -1 - 1e-12 <= kappa <= 1
        assert (kappa == 1) == (first == second)


def test_kappa_is_undefined_where_chance_explains_everything() -> None:
    """No item, or both raters know one word only: neither 0 nor 1 but None."""
    assert cohen_kappa([], []) is None
    assert cohen_kappa_of([[0, 0], [0, 0]]) is None
    assert cohen_kappa(["good"] * 9, ["good"] * 9) is None
    assert cohen_kappa(["good"] * 9, ["bad"] * 9) == 0


@pytest.mark.parametrize("table", [[[1, 2]], [[1, 2], [3, -1]], [1, 2]])
def test_kappa_refuses_what_is_no_table(table: list[list[int]]) -> None:
    """Not square, negative, not a table."""
    with pytest.raises(ValueError, match="square table"):
        cohen_kappa_of(table)
    with pytest.raises(ValueError, match=r"shorter|longer"):
        cohen_kappa([1], [1, 2])


@pytest.mark.parametrize(("level", "alpha"), [("nominal", 0.691), ("interval", 0.811)])
def test_alpha_of_the_published_example(level: Level, alpha: float) -> None:
    """With missing values, two units rated once or never, which don't count."""
    assert krippendorff_alpha(EXAMPLE, level) == pytest.approx(alpha, abs=5e-4)
    told = [[float("nan") if x is None else float(x) for x in coder] for coder in EXAMPLE]
    assert krippendorff_alpha(told, level) == pytest.approx(alpha, abs=5e-4)


def plain_alpha(columns: list[list[int | None]], level: Level) -> float | None:
    """The definition, pair by pair."""

    def delta(x: int, y: int) -> float:
        return (x - y) ** 2 if level == "interval" else float(x != y)

    items = [[x for x in column if x is not None] for column in columns]
    items = [item for item in items if len(item) > 1]
    everything = [x for item in items for x in item]
    n = len(everything)
    expected = sum(delta(x, y) for x, y in permutations(everything, 2))
    if not expected:
        return None
    observed = sum(sum(delta(x, y) for x, y in permutations(item, 2)) / (len(item) - 1) for item in items)
    return 1 - (n - 1) * observed / expected


@given(columns=matrices, level=st.sampled_from(["nominal", "interval"]))
def test_alpha_is_its_definition_pair_by_pair(columns: list[list[int | None]], level: Level) -> None:
    """The sums over categories equal the plain sums over pairs; None exactly where they are 0/0."""
    raters = [list(row) for row in zip(*columns, strict=True)]
    alpha, plain = krippendorff_alpha(raters, level), plain_alpha(columns, level)
    assert (alpha is None) == (plain is None)
    if plain is not None:
        assert alpha == pytest.approx(plain, abs=1e-9)
    assert krippendorff_alpha(raters[::-1], level) == pytest.approx(alpha)


def test_alpha_of_perfect_and_of_contrary_raters() -> None:
    """1 where all agree on varied items, below 0 where two always differ."""
    assert krippendorff_alpha([["a", "b", "c"], ["a", "b", "c"]]) == 1
    contrary = krippendorff_alpha([["a", "b", "a", "b"], ["b", "a", "b", "a"]])
    assert contrary is not None
    assert contrary < 0


def test_alpha_is_undefined_without_pairs_or_without_variety() -> None:
    """No rater, no item, one rater alone, or one word for all."""
    for ratings in ([], [[]], [["a", "b"]], [["a", None], [None, "b"]], [["a", "a"], ["a", "a"]]):
        assert krippendorff_alpha(ratings) is None


def test_alpha_refuses_malformed_ratings() -> None:
    """Rows of unequal length; words where numbers are needed."""
    with pytest.raises(ValueError, match="a place for every item"):
        krippendorff_alpha([[1, 2], [1]])
    with pytest.raises(ValueError, match="finite numbers"):
        krippendorff_alpha([["a", "b"], ["a", "c"]], "interval")
    with pytest.raises(ValueError, match="finite numbers"):
        krippendorff_alpha([[1.0, float("inf")], [1.0, 2.0]], "interval")
