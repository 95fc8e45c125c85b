"""Several tests at once: Benjamini and Hochberg's own example, statsmodels as an oracle, order and bounds."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

from harness.gates.multiple import benjamini_hochberg, holm

# J R Stat Soc B 1995;57:289, section 4.2: fifteen tests of two treatments of a heart attack.
FIFTEEN = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0,
]  # fmt: skip

p_values = st.lists(st.floats(0, 1), max_size=15)


def test_the_example_of_1995() -> None:
    """Of the fifteen, Holm rejects three and Benjamini–Hochberg four."""
    assert sum(p <= 0.05 for p in holm(FIFTEEN)) == 3
    assert sum(p <= 0.05 for p in benjamini_hochberg(FIFTEEN)) == 4


@given(p_values.filter(bool))
@settings(max_examples=25)
def test_agrees_with_statsmodels(p: list[float]) -> None:
    """Adjusted values are statsmodels' own, in the order given."""
    assert holm(p) == pytest.approx(multipletests(p, method="holm")[1])
    assert benjamini_hochberg(p) == pytest.approx(multipletests(p, method="fdr_bh")[1])


@given(p_values)
def test_adjusting_only_raises_and_keeps_the_order(p: list[float]) -> None:
    """Each adjusted value lies between its p-value and 1, smaller ones stay smaller, Holm is never the bolder."""
    for adjusted in (holm(p), benjamini_hochberg(p)):
        assert all(raw <= value * (1 + 1e-12) <= 1 + 1e-12 for raw, value in zip(p, adjusted, strict=True))
        assert [v for _, v in sorted(zip(p, adjusted, strict=True))] == sorted(adjusted)
    assert all(h >= bh * (1 - 1e-12) for h, bh in zip(holm(p), benjamini_hochberg(p), strict=True))


def test_one_test_is_left_as_it_is_and_none_gives_none() -> None:
    """A family of one needs no correction."""
    assert holm([0.03]) == benjamini_hochberg([0.03]) == [0.03]
    assert holm([]) == benjamini_hochberg([]) == []


@pytest.mark.parametrize("bad", [[-0.1], [1.1], [float("nan")]])
def test_what_is_no_p_value_is_refused(bad: list[float]) -> None:
    """A NaN must not slip through as "not significant"."""
    with pytest.raises(ValueError, match="between 0 and 1"):
        holm(bad)
