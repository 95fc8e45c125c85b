"""Terms: the house's own words, in every form, and none of the variants that its glossary rules out."""

import pytest

pytestmark = pytest.mark.suite("terms", floor=0.80)


@pytest.mark.cases("terms/*.yaml")
def test_terms(case, reply):
    case.expect(reply)
