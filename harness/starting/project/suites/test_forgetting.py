"""Forgetting: the base model's skills, held to its own replies. The checkpoint runs alone (`bare: true`)."""

import pytest

pytestmark = pytest.mark.suite("forgetting", margin=0.08, slices=("skill",), baseline="base")


@pytest.mark.cases("forgetting/*.yaml")
def test_base_skill(case, reply):
    case.expect(reply)
