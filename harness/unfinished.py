"""What in a project is not yet as it will be: what a reader of a record should know before trusting it."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence

from harness.arms import Arm, Role
from harness.cases import DRAFT, EXAMPLE
from harness.figures import counted
from harness.releases.journal import Journal
from harness.releases.state import releases
from harness.session import Plan

__all__ = ["unfinished"]


def unfinished(plan: Plan, arms: Mapping[Role, Arm]) -> Iterator[str]:
    """A release that the run is not compared with, checks that nobody has looked at, examples in place of cases."""
    if "production" not in arms and not plan.settings.adapters:
        yield from _of_another_name(plan, arms["candidate"].deployment.model or "")
    tags = [case.data.tags for suite in plan.suites.values() for case in suite.cases.values()]
    all_of_them = counted(len(tags), "case")
    if drafts := sum(DRAFT in of_case for of_case in tags):
        name = arms["candidate"].about.name
        yield (
            f"{drafts} of {all_of_them} begin with a check that nobody has looked at (tag `{DRAFT}`): "
            f"ckptgate cases approve --model={shlex.quote(name)} --draft"
        )
    if examples := sum(EXAMPLE in of_case for of_case in tags):
        yield (
            f"{examples} of {all_of_them} are examples that `ckptgate init` wrote (tag `{EXAMPLE}`): "
            "they say little of this product. Put cases of your own in their place."
        )


def _of_another_name(plan: Plan, named: str) -> Iterator[str]:
    """Production under another name than the deployment file's: a run is not compared with it."""
    name, at, _ = named.partition("@")
    if not at:
        return
    live = [view for view in releases(Journal(root=plan.root, folder=plan.settings.releases)) if view.in_production]
    if live and name not in {view.name for view in live}:
        yield (
            f"{_and([view.title for view in live])} in production, and not compared with: {plan.settings.deployment} "
            f"says model: {named}, and nothing of that name is. With model: {live[0].name}@prod it is the baseline."
        )


def _and(names: Sequence[str]) -> str:
    return f"{', '.join(names)} {'is' if len(names) == 1 else 'are'}"
