"""Adapters: on, alone, merged, beside another one, in fewer bits. Each compares two forms of one checkpoint.

A checkpoint without an adapter, or without a second form to be compared with, is not checked, and its report says so.
"""

import pytest


@pytest.mark.suite("adapters/active", baseline="off", differing=0.25, margin=None, slices=())
@pytest.mark.cases("adapters/desk.*.yaml")
def test_active(case, reply):
    case.expect(reply)


# Switched off, it has to leave the base as it was.
@pytest.mark.suite("adapters/isolated", baseline="isolated", identical=0.90, margin=0.08, slices=())
@pytest.mark.cases("adapters/*.yaml")
def test_isolated(case, reply):
    case.expect(reply)


# Loaded beside the adapter in production, it has to leave that one's answers alone.
@pytest.mark.suite("adapters/neighbour", baseline="neighbour", identical=0.90, margin=0.08, slices=())
@pytest.mark.cases("adapters/*.yaml")
def test_neighbour(case, reply):
    case.expect(reply)


# Where nobody merges, take it out: in 4 bits a merge rounds most of an adapter away.
@pytest.mark.suite("adapters/merged", baseline="merged", margin=0.08, slices=())
@pytest.mark.cases("adapters/*.yaml")
def test_merged(case, reply):
    case.expect(reply)


@pytest.mark.suite("adapters/precision", baseline="unquantized", ladder=(16, 8, 4), margin=0.10, slices=())
@pytest.mark.cases("adapters/*.yaml")
def test_precision(case, reply):
    case.expect(reply)
