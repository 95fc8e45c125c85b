"""What is doubtful about a training's data, and no reason to stop: said before it, and kept in every manifest."""

from __future__ import annotations

from harness.figures import counted, plural
from trainers.plan import Plan

__all__ = ["doubts"]


def doubts(plan: Plan) -> list[str]:
    """A sentence each: held-out rows that are trained on as well, single judgements that are all the same."""
    return [doubt for doubt in (_leak(plan), _one_sided(plan)) if doubt]


def _leak(plan: Plan) -> str | None:
    leaked = plan.data.leaked()
    if not leaked:
        return None
    some = f"{len(leaked)} of {counted(len(plan.data.eval), 'row')} of data.eval {plural(len(leaked), 'is', 'are')}"
    return (
        f"{some} trained on as well (the first: {leaked[0].place}), and what is measured on them is not held out: take "
        "them out of one of both"
    )


def _one_sided(plan: Plan) -> str | None:
    """KTO holds wanted answers against unwanted ones."""
    labels = {row.wanted for row in plan.data.train} if plan.recipe.objective == "kto" else set()
    if len(labels) != 1:
        return None
    kind, other = ("wanted", "false") if labels == {True} else ("unwanted", "true")
    return (
        f"every row is {kind}, and kto teaches by the difference: give it rows with label: {other}, too, or train on "
        "wanted ones with objective: sft"
    )
