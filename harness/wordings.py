"""How much the verdicts hang on the words a question is asked in."""

from __future__ import annotations

from harness import record
from harness.arms import Role
from harness.session import SuitePlan
from harness.verdicts import Verdicts

__all__ = ["ALIKE", "AS_IT_STANDS", "wordings"]

AS_IT_STANDS, ALIKE = "as it stands", "alike"


def wordings(suite: SuitePlan, verdicts: Verdicts) -> list[record.Wording]:
    """Of the cases with variants: how many pass as they stand, and in each kind of variant; how many come out alike.

    Who learnt the wording by heart passes as it stands and misses otherwise.
    """
    roles: list[Role] = ["candidate", *([verdicts.baseline] if verdicts.baseline else [])]
    counted: dict[str, dict[Role, list[bool]]] = {}

    def count(name: str, role: Role, held: bool) -> None:
        counted.setdefault(name, {role: [] for role in roles})[role].append(held)

    for case, reasons in verdicts.worded.items():
        names = [AS_IT_STANDS, *(variant.name for variant in suite.cases[case].data.variants)]
        for role in roles:
            passed = [reason is None for reason in reasons[role]]
            for at in range(0, len(passed), len(names)):
                for name, held in zip(names, passed[at : at + len(names)], strict=True):
                    count(name, role, held)
                count(ALIKE, role, len(set(passed[at : at + len(names)])) == 1)
    ordered = sorted(counted, key=lambda name: (name == ALIKE, name != AS_IT_STANDS))
    return [
        record.Wording(
            name=name,
            n=len(counted[name]["candidate"]),
            candidate=sum(counted[name]["candidate"]),
            baseline=sum(counted[name][verdicts.baseline]) if verdicts.baseline else None,
        )
        for name in ordered
    ]
