"""Grounding: answers from the documents that come with a question, also against what was learnt; nothing invented."""

import pytest

pytestmark = pytest.mark.suite("grounding", floor=0.80, margin=0.10)


@pytest.mark.cases("grounding/*.yaml")
def test_grounding(case, reply):
    case.expect(reply)
