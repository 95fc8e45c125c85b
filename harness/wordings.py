"""How much the verdicts hang on the words a question is asked in."""

from __future__ import annotations

from collections.abc import Mapping

from harness import record
from harness.arms import Role
from harness.cases import AS_IT_STANDS
from harness.session import SuitePlan
from harness.verdicts import Reasons, Verdicts

__all__ = ["ALIKE", "wordings"]

ALIKE = "alike"


def wordings(
    suite: SuitePlan, verdicts: Verdicts, worded: Mapping[str, Mapping[Role, Reasons]]
) -> list[record.Wording]:
    """Of the cases or rows that are asked in several ways: how many pass in each, and how many come out alike in all.

    Who learnt the wording by heart passes as it stands and misses otherwise; whose policy is a phrase in the system
    prompt misses without it.
    """
    roles: list[Role] = ["candidate", *([verdicts.baseline] if verdicts.baseline else [])]
    counted: dict[str, dict[Role, list[bool]]] = {}

    def count(name: str, role: Role, held: bool) -> None:
        counted.setdefault(name, {role: [] for role in roles})[role].append(held)

    for case, reasons in worded.items():
        readings = suite.case(case).data.readings
        for role in roles:
            passed = [reason is None for reason in reasons[role]]
            for at in range(0, len(passed), len(readings)):
                sample = list(zip(readings, passed[at : at + len(readings)], strict=True))
                for reading, held in sample:
                    count(reading.name, role, held)
                count(ALIKE, role, len({held for _, held in sample}) == 1)
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
