"""`[tool.ckptgate.lint]`: the lints' thresholds."""

from __future__ import annotations

from typing import Annotated, Literal

from annotated_types import Ge, Gt, Le, Lt
from pydantic import BaseModel, ConfigDict

__all__ = ["LintSettings"]

Share = Annotated[float, Gt(0), Lt(1)]
Count = Annotated[int, Ge(1)]


class LintSettings(BaseModel):
    """Thresholds of the lints, each with its unit; and how grave a rule is here."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    severity: dict[str, Literal["error", "warning", "note", "off"]] = {}
    """By rule, in place of its own."""
    contamination_alike: Share = 0.66
    """Cosine from which a question may be a case's in other words, by the embedding model that `embeddings` names."""
    volatile_share: Annotated[float, Ge(0), Le(1)] = 0.01
    """Share of the answers from which facts that change (prices, dates, hours, …) are told; two answers at least."""
    budget_fact_tokens: Annotated[int, Ge(1)] = 50
    """Tokens of an answer below which a row that quotes a fact teaches nothing but it."""
    budget_facts: Annotated[float, Ge(0), Le(1)] = 0.5
    """Share of such rows from which retrieval is the better way."""
    budget_documents: Annotated[float, Ge(0), Le(1)] = 0.05
    """Share of documents among examples from which somebody mistook the one for the other."""

    preferences_longer: Annotated[float, Ge(0.5), Lt(1)] = 0.70
    """The share of pairs, those of equal length aside, whose chosen answer may be the longer one (or the shorter)."""
    preferences_turned_words: Count = 8
    """Words of an answer from which on it should not be chosen for one question and rejected for another."""
    preferences_agreement: Annotated[float, Ge(-1), Lt(1)] = 0.2
    """Krippendorff's α of people who judged the same pairs: 0 is chance, 1 agreement; up to 0.2 it is called slight."""

    evaluation_margin: Share = 0.03
    """The loss that the cases have to rule out, as a share of them: what `margin` of `[tool.ckptgate]` says."""
    evaluation_flips: Share = 0.10
    """The share of cases that two equal models answer differently, as supposed for the number of cases."""
    evaluation_power: Share = 0.8
    """The chance that an equal model has to pass."""
    evaluation_tries: Count = 10
    """Runs of a case from which on it counts as never failed, or never passed."""
    evaluation_production_share: Share = 0.01
    """The share of production's inputs from which on a topic should have a case."""
    evaluation_trained_share: Share = 0.05
    """The same of the training data's questions."""
    evaluation_language_gap: Share = 0.10
    """How far the shares of Russian texts in production and among the cases may lie apart."""
    evaluation_longer: Annotated[float, Ge(0.5), Lt(1)] = 0.75
    """The chance that an input of production is longer than a case (or shorter) up to which they are of one length."""

    balance_answer: Annotated[float, Gt(0), Le(1)] = 0.2
    """Share of the rows from which one answer is too common."""
    balance_language: Annotated[float, Ge(0), Le(0.5)] = 0.05
    """Share of the answers below which a language is rare."""
    balance_labels: Annotated[float, Gt(1)] = 10.0
    """How many times the average of the other labels one may have, and they of it."""
    balance_opening: Annotated[float, Gt(0), Le(1)] = 0.5
    """Share of the different answers of a language from which one beginning is too common."""
    balance_distinct: Annotated[float, Ge(0), Le(1)] = 0.3
    """Share of different pairs among those of 1,000 words of answers (distinct-2) below which words are few."""
