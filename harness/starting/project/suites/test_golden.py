"""Golden answers: what the model has to know."""

import pytest

pytestmark = pytest.mark.suite("golden", floor=0.80, margin=0.10)


@pytest.mark.cases("answers/*.yaml")
def test_golden_answer(case, reply):
    case.expect(reply)
