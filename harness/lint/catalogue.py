"""Every lint, in the order in which a person should read what they found."""

from __future__ import annotations

from harness.lint.duplicates import Duplicates
from harness.lint.evaluation import Evaluation, EvaluationCoverage
from harness.lint.findings import Rule
from harness.lint.judgements import Annotators, Criteria
from harness.lint.lints import Lint
from harness.lint.preferences import PairOrders, PairSides

__all__ = ["LINTS", "known_rules"]

LINTS: tuple[type[Lint], ...] = (
    Duplicates,
    PairSides,
    PairOrders,
    Criteria,
    Annotators,
    Evaluation,
    EvaluationCoverage,
)


def known_rules() -> tuple[Rule, ...]:
    """The rules of all lints."""
    return tuple(rule for lint in LINTS for rule in lint.rules)
