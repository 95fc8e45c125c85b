"""Every lint, in the order in which a person should read what they found."""

from __future__ import annotations

from harness.lint.balance import Balance
from harness.lint.budget import Budget
from harness.lint.contamination import Contamination
from harness.lint.contradictions import Contradictions
from harness.lint.duplicates import Duplicates
from harness.lint.evaluation import Evaluation, EvaluationCoverage
from harness.lint.findings import Rule
from harness.lint.health import Health, Truncation
from harness.lint.judgements import Annotators, Criteria
from harness.lint.labels import Labels
from harness.lint.lints import Lint
from harness.lint.paraphrases import Paraphrases
from harness.lint.personal import PersonalData
from harness.lint.preferences import PairOrders, PairSides
from harness.lint.templates import Templates
from harness.lint.variety import Variety
from harness.lint.volatile import VolatileFacts

__all__ = ["LINTS", "OF_PROMPTS", "known_rules"]

LINTS: tuple[type[Lint], ...] = (
    Contamination,
    Paraphrases,
    Contradictions,
    Health,
    PairSides,
    PairOrders,
    Criteria,
    Annotators,
    PersonalData,
    VolatileFacts,
    Templates,
    Truncation,
    Duplicates,
    Balance,
    Labels,
    Variety,
    Evaluation,
    EvaluationCoverage,
    Budget,
)


OF_PROMPTS: tuple[type[Lint], ...] = (Contamination, Paraphrases, PersonalData, Evaluation)
"""Those that have something to say of a prompt without an answer."""


def known_rules() -> tuple[Rule, ...]:
    """The rules of all lints."""
    return tuple(rule for lint in LINTS for rule in lint.rules)
