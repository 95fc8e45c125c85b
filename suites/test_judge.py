"""Replies that no check can weigh, weighed by a judge model. Decides nothing until a judge is configured."""

import pytest

pytestmark = pytest.mark.suite("judge")


def test_judge():
    pytest.skip("no judge is configured; format, golden, forgetting and policy decide without one")
