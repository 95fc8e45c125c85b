"""Replies held side by side, word for word, and the rungs of a ladder: what verdicts alone do not show."""

from __future__ import annotations

from collections.abc import Mapping

from harness import record
from harness.arms import Arm, Role
from harness.comparing import Observation, compare
from harness.engines import Files
from harness.forms import BITS
from harness.policy import Policy
from harness.session import SuitePlan
from harness.verdicts import Results, Verdicts, rate_of, share

__all__ = ["by_word", "ladder", "same_words", "tally_same"]


def by_word(policy: Policy) -> bool:
    """Whether a suite's replies are held to its baseline's word for word."""
    return bool(policy.form or policy.differing or policy.identical)


def same_words(results: Results, suite: str, case: str, one: Role, other: Role) -> bool | None:
    """Whether both arms said the same to a case, in every sample, way of asking and turn; None where one is missing."""
    told = []
    for role in (one, other):
        requests = results.requests.get((role, suite, case), ())
        replies = [results.replies.get(request.key) for request in requests]
        if not replies or None in replies:
            return None
        told.append([(request.said, reply and reply.text) for request, reply in zip(requests, replies, strict=True)])
    return told[0] == told[1]


def tally_same(name: str, verdicts: Verdicts, results: Results, one: Role, other: Role) -> int:
    """How many of a suite's cases got the same words from both."""
    return sum(bool(same_words(results, name, case, one, other)) for case in verdicts.reasons)


def ladder(
    name: str, suite: SuitePlan, verdicts: Verdicts, arms: Mapping[Role, Arm], results: Results
) -> list[record.Rung]:
    """The rungs that the suite's mark asks for, most bits first, each beside the weights as they are."""
    policy, as_they_are = suite.policy, verdicts.baseline
    if as_they_are is None or not verdicts.reasons:
        return []
    made = []
    for bits in sorted(policy.ladder, reverse=True):
        role = BITS[bits]
        source, rate = arms[role].source, rate_of(suite, verdicts, role)
        assert isinstance(source, Files)
        assert rate is not None
        cases = [
            Observation(share(r[as_they_are]), share(r[role]), (name, suite.witness(case)))
            for case, r in verdicts.reasons.items()
        ]
        numbers = compare(cases, policy.margin or 0.5, policy.alpha, sampled=policy.samples > 1).numbers
        made.append(
            record.Rung(
                name=role,
                how=source.quantization,
                rate=rate,
                delta=float(numbers["delta"] or 0.0),
                lower=float(numbers["lower"] or 0.0),
                upper=float(numbers["upper"] or 0.0),
                identical=tally_same(name, verdicts, results, role, as_they_are),
            )
        )
    return made
