"""The house's form: headings, JSON where an integration asks for it, length, the customer's language."""

import pytest

pytestmark = pytest.mark.suite("format", floor=0.90)


@pytest.mark.cases("format/*.yaml")
def test_format(case, reply):
    case.expect(reply)
