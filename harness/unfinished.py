"""What in a project is not yet as it will be: what a reader of a record should know before trusting it."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterator, Mapping

from harness.arms import Arm, Role
from harness.cases import DRAFT, EXAMPLE
from harness.figures import counted
from harness.releases.journal import Journal
from harness.releases.state import releases
from harness.session import Plan

__all__ = ["unfinished"]

_LANGUAGES = ("en", "ru")
"""Tags that say a case's language, of which `ckptgate init` has examples."""


def unfinished(plan: Plan, arms: Mapping[Role, Arm]) -> Iterator[str]:
    """A release that the run is not compared with, checks that nobody has looked at, examples in place of cases."""
    if "production" not in arms and not plan.settings.adapters:
        yield from _of_another_name(plan, arms["candidate"].deployment.model or "")
    yield from _unasked_languages(plan)
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


_OF_ANY_PRODUCT = ("format", "policy")
"""Suites that need nothing of the product, so that `ckptgate init` has examples that are worth asking."""

_ASKED = 10
"""So many cases of one suite in a language: customers write it."""


def _unasked_languages(plan: Plan) -> Iterator[str]:
    """A language that customers write and that some suite never asks in, as policy after an import of Russian cases."""
    counts = {
        name: Counter(tag for case in suite.cases.values() for tag in case.data.tags if tag in _LANGUAGES)
        for name, suite in plan.suites.items()
        if "/" not in name
    }
    for language in _LANGUAGES:
        most = max(counts, key=lambda name: counts[name][language], default=None)
        silent = [name for name in _OF_ANY_PRODUCT if counts.get(name) and not counts[name][language]]
        if most is not None and counts[most][language] >= _ASKED and silent:
            yield (
                f"{counts[most][language]} cases of {most} are in {language}, and none of {', '.join(silent)}: "
                f"`ckptgate init --languages {','.join(_LANGUAGES)}` brings examples."
            )


def _of_another_name(plan: Plan, named: str) -> Iterator[str]:
    """Production under another name than the deployment file's: a run is not compared with it."""
    name, at, _ = named.partition("@")
    if not at:
        return
    live = [view for view in releases(Journal(root=plan.root, folder=plan.settings.releases)) if view.in_production]
    if live and name not in {view.name for view in live}:
        yield (
            f"In production, and not compared with: {', '.join(view.title for view in live)}. "
            f"{plan.settings.deployment} says model: {named}, and nothing of that name is; with "
            f"model: {live[0].name}@prod it is the baseline."
        )
