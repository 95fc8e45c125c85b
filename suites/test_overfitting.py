"""Overfitting: the task itself, asked in words that were not trained, beside what was trained."""

import pytest

pytestmark = pytest.mark.suite("overfitting", floor=0.30, margin=None, slices=(), pool=False, gap=0.20)


@pytest.mark.cases("overfitting/*.yaml")
def test_other_words(case, reply):
    case.expect(reply)


@pytest.mark.cases(training=48, variants=[])
def test_trained(case, reply):
    case.expect(reply)
