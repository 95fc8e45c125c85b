"""Two independent proportions: Newcombe's published intervals, statsmodels, and the gates on them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.gates import Decision, Gate, say
from harness.gates.overfitting import Group, decide_gap, decide_memorized, gap, newcombe_independent


def group(passed: int, n: int) -> Group:
    return Group(shares=[1.0] * passed + [0.0] * (n - passed), witnesses=range(n))


@pytest.mark.parametrize(
    ("counts", "lower", "upper"),
    [
        ((56, 70, 48, 80), 0.0524, 0.3339),
        ((9, 10, 3, 10), 0.1705, 0.8090),
        ((6, 7, 2, 7), 0.0582, 0.8062),
        ((5, 56, 0, 29), -0.0381, 0.1926),
        ((0, 10, 0, 20), -0.1611, 0.2775),
        ((0, 10, 0, 10), -0.2775, 0.2775),
        ((10, 10, 0, 20), 0.6791, 1.0),
        ((10, 10, 0, 10), 0.6075, 1.0),
    ],
)
def test_the_intervals_of_newcombes_table(counts: tuple[int, int, int, int], lower: float, upper: float) -> None:
    """Stat Med 1998;17:873, table II, method 10, 95 %."""
    assert newcombe_independent(*counts) == pytest.approx((lower, upper), abs=5e-5)


@given(st.integers(1, 60), st.integers(1, 60), st.data())
def test_it_is_what_statsmodels_says(n: int, m: int, data: st.DataObject) -> None:
    from statsmodels.stats.proportion import confint_proportions_2indep

    a, b = data.draw(st.integers(0, n)), data.draw(st.integers(0, m))
    theirs = confint_proportions_2indep(a, n, b, m, method="newcomb", compare="diff", alpha=0.1)
    assert tuple(newcombe_independent(a, n, b, m, 0.9)) == pytest.approx(theirs, abs=1e-9)


def test_a_gap_is_one_sided_at_alpha_each() -> None:
    found = gap(group(47, 48), group(45, 48))
    assert found.value == pytest.approx(2 / 48)
    assert (found.lower, found.upper) == pytest.approx(tuple(newcombe_independent(47, 48, 45, 48, 0.9)))


def test_samples_and_relatives_widen_it() -> None:
    """Twelve wordings of one answer are one witness."""
    alone, related = group(24, 24), Group(shares=[1.0] * 24, witnesses=[i // 12 for i in range(24)])
    narrow, wide = gap(group(24, 24), alone), gap(group(24, 24), related)
    assert wide.upper is not None
    assert narrow.upper is not None
    assert wide.upper > narrow.upper
    assert gap(group(24, 24), Group(shares=[0.5] * 24, witnesses=range(24), sampled=True)).value == 0.5


@pytest.mark.parametrize(
    ("trained", "held_out", "word"),
    [((48, 48), (47, 48), "PASS"), ((48, 48), (43, 48), "INCONCLUSIVE"), ((48, 48), (20, 48), "FAIL")],
)
def test_the_gap_is_held_to_its_bound(trained: tuple[int, int], held_out: tuple[int, int], word: str) -> None:
    assert decide_gap(group(*trained), group(*held_out), 0.1).decision == word


def test_what_was_not_measured_is_inconclusive_and_says_why() -> None:
    """A stranger's model has no training data here: that is no error of the run, and no pass."""
    for gate in (
        decide_gap(group(0, 0), group(3, 4), 0.1, why="x is gone"),
        decide_memorized(0, 0, 0.1, why="x is gone"),
    ):
        assert gate.decision is Decision.INCONCLUSIVE
        assert gate.reason.endswith("was not measured: x is gone")
        assert say(gate, "ru") == gate.reason


@pytest.mark.parametrize(("count", "word"), [(0, "PASS"), (4, "INCONCLUSIVE"), (20, "FAIL")])
def test_memorized_answers_are_held_to_their_bound(count: int, word: str) -> None:
    assert decide_memorized(count, 48, 0.1).decision == word


def told(gate: Gate) -> tuple[str, str]:
    return gate.reason, say(gate, "ru").replace("\u00a0", " ")


def test_the_sentences() -> None:
    assert told(decide_gap(group(48, 48), group(20, 48), 0.1)) == (
        "48 trained questions pass at 100 %, 48 held-out ones at 41.7 %: a gap of 58.3 points; even the lower bound "
        "45.3 is over 10",
        "на вопросах из обучения (48) пройдено 100 %, на отложенных (48) — 41,7 %: разрыв 58,3 п. п.; даже нижняя "
        "граница 45,3 больше 10",
    )
    assert told(decide_memorized(1, 48, 0.1)) == (
        "1 of 48 training answers came back word for word, beyond what the base says (2.1 %); the upper bound 9.5 % is "
        "under 10 %",
        "дословно и сверх базовой модели повторён 1 из 48 ответов обучения (2,1 %); верхняя граница 9,5 % меньше 10 %",
    )
    assert "между границами" in told(decide_memorized(4, 48, 0.1))[1]
