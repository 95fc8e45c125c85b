"""A mean from labels and predictions: it covers what it says, gains where predictions are good, refuses few labels."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.stats import norm

from harness.gates import Interval, PredictedMean, predicted_mean

Array = NDArray[np.float64]


def judged(rng: np.random.Generator, size: int, rate: float, accuracy: float) -> tuple[Array, Array]:
    """Truths that pass at a rate, and a judge that is right with a probability."""
    truth = rng.random(size) < rate
    right = rng.random(size) < accuracy
    return truth.astype(float), np.where(right, truth, ~truth).astype(float)


def estimate(seed: int, n: int, others: int, accuracy: float, weight: float | None = None) -> PredictedMean:
    y, f = judged(np.random.default_rng(seed), n + others, 0.7, accuracy)
    return predicted_mean(y[:n], f[:n], f[n:], 0.9, weight=weight)


@pytest.mark.parametrize(("n", "others", "accuracy"), [(100, 300, 0.8), (100, 1000, 0.9), (250, 1000, 0.6)])
def test_the_interval_covers_what_it_says(n: int, others: int, accuracy: float) -> None:
    """A 90 % interval holds the true rate of .7 in .87 to .93 of 2,000 runs from 100 labels on."""
    drawn = (estimate(seed, n, others, accuracy).interval for seed in range(2000))
    covered = np.mean([interval.lower <= 0.7 <= interval.upper for interval in drawn])
    assert covered == pytest.approx(0.9, abs=0.03)


def test_bias_of_the_judge_is_taken_out() -> None:
    """A judge that calls nearly everything good: the mean of its verdicts is far off, the estimate is not."""
    rng = np.random.default_rng(3)
    y, f = judged(rng, 10_000, 0.5, 1.0)
    f = np.maximum(f, rng.random(10_000) < 0.6)
    found = predicted_mean(y[:500], f[:500], f[500:])
    assert f.mean() > 0.75
    assert found.mean == pytest.approx(0.5, abs=3 * found.se)
    assert found.se < 0.02


def test_weight_zero_is_the_mean_of_the_labels() -> None:
    """Its error and interval too are those of 150 labels alone, whatever the judge says."""
    rng = np.random.default_rng(1)
    y, f = judged(rng, 650, 0.7, 0.9)
    found = predicted_mean(y[:150], f[:150], f[150:], weight=0)
    se = y[:150].std(ddof=1) / sqrt(150)
    assert (found.mean, found.se, found.weight) == (pytest.approx(y[:150].mean()), pytest.approx(se), 0)
    assert found.interval == pytest.approx(norm.interval(0.95, y[:150].mean(), se))


@pytest.mark.parametrize("constant", [0.0, 1.0, 0.3])
def test_predictions_that_never_vary_get_no_weight(constant: float) -> None:
    """Nothing to learn from them, and nothing divided by zero."""
    y = np.arange(100) % 2
    found = predicted_mean(y, np.full(100, constant), np.full(500, constant))
    assert (found.mean, found.weight) == (0.5, 0.0)


def test_predictions_that_mislead_get_no_weight() -> None:
    """A judge that is always wrong would have a negative weight, and gets 0."""
    y = np.arange(100) % 2
    assert predicted_mean(y, 1 - y, np.arange(500) % 2).weight == 0.0


def test_good_predictions_shrink_the_interval() -> None:
    """The better the judge the more it is trusted: at .6 hardly, at .9 some, at 1.0 like so many more labels."""
    n, others = 200, 2000
    found = [estimate(7, n, others, accuracy) for accuracy in (0.6, 0.9, 1.0)]
    alone = estimate(7, n, others, 1.0, weight=0).se
    assert found[0].weight < found[1].weight < found[2].weight <= 1
    assert alone >= found[0].se * 0.9 > found[1].se > found[2].se
    assert found[2].se == pytest.approx(sqrt(0.7 * 0.3 / (n + others)), rel=0.1)


def test_the_tuned_weight_is_the_papers_formula_and_the_best() -> None:
    """Cov(Y, F)/((1 + n/N)·Var F), and no other weight gives a clearly smaller error."""
    y, f = judged(np.random.default_rng(2), 1200, 0.7, 0.85)
    found = predicted_mean(y[:200], f[:200], f[200:])
    assert found.weight == pytest.approx(np.cov(y[:200], f[:200])[0, 1] / (1.2 * np.var(f, ddof=1)))
    errors = [predicted_mean(y[:200], f[:200], f[200:], weight=w).se for w in np.linspace(0, 1, 21)]
    assert found.se <= min(errors) * 1.01


@settings(max_examples=50)
@given(shift=st.floats(-5, 5), scale=st.floats(0.1, 10), seed=st.integers(0, 99))
def test_units_do_not_matter(shift: float, scale: float, seed: int) -> None:
    """Moved and stretched verdicts give a moved and stretched answer with the same weight."""
    y, f = judged(np.random.default_rng(seed), 300, 0.7, 0.9)
    plain = predicted_mean(y[:100], f[:100], f[100:])
    moved = predicted_mean(*(shift + scale * part for part in (y[:100], f[:100], f[100:])))
    assert moved.weight == pytest.approx(plain.weight)
    assert moved.mean == pytest.approx(shift + scale * plain.mean)
    assert moved.interval == pytest.approx(Interval(*(shift + scale * end for end in plain.interval)))
    assert moved.interval.lower <= moved.mean <= moved.interval.upper


def test_few_labels_are_refused_with_the_reason() -> None:
    """99 labels don't do, 100 do."""
    y = np.arange(100) % 2
    with pytest.raises(ValueError, match=r"at least 100 labels, not 99: .* too short"):
        predicted_mean(y[:99], y[:99], y)
    assert predicted_mean(y, y, y).mean == 0.5


@pytest.mark.parametrize(
    ("labels", "predictions", "unlabelled", "confidence", "complaint"),
    [
        (100, 99, 10, 0.95, "100 labels, 99 predictions"),
        (100, 100, 1, 0.95, "at least 2 unlabelled predictions, not 1"),
        (100, 100, 10, 1.0, "strictly between 0 and 1"),
    ],
)
def test_malformed_data_are_refused(
    labels: int, predictions: int, unlabelled: int, confidence: float, complaint: str
) -> None:
    """What does not fit together is the caller's mistake."""
    with pytest.raises(ValueError, match=complaint):
        predicted_mean([1.0] * labels, [1.0] * predictions, [0.0] * unlabelled, confidence)


def test_what_is_no_number_is_refused() -> None:
    """A verdict that is missing must not become a mean."""
    with pytest.raises(ValueError, match="finite"):
        predicted_mean([float("nan")] * 100, [1.0] * 100, [1.0] * 10)
