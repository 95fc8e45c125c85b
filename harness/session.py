"""The evaluation of one pytest session: what is planned and what came of it. Knows no pytest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from harness.arms import Role
from harness.cases import Case, Split, case_files, load_cases
from harness.parts import is_part
from harness.policy import Policy
from harness.scoring import SuiteCase, bind_case
from harness.settings import Settings
from harness.source import SourceError, relative

__all__ = ["Plan", "Scored", "SuitePlan", "Unit"]


@dataclass(frozen=True, slots=True)
class Unit:
    """One test of one case: what an item scores."""

    suite: str
    case: str
    test: str


@dataclass(slots=True, kw_only=True)
class SuitePlan:
    """A suite as collected: its policy, its cases of this split, the tests over each."""

    policy: Policy
    file: Path
    cases: dict[str, SuiteCase] = field(default_factory=dict)
    tests: dict[str, set[str]] = field(default_factory=dict)
    patterns: set[str] = field(default_factory=set)

    def cluster(self, case: str) -> str | None:
        """The cases that this one belongs with: its own `cluster:`, else its file where the policy says so."""
        data = self.cases[case].data
        return data.cluster or (f"file {relative(data.file)}" if self.policy.cluster == "file" else None)

    def witness(self, case: str) -> str:
        """What counts as one observation: the case's cluster, else the case by itself (an id holds no space)."""
        return self.cluster(case) or f"case {case}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """What came of one unit: a reason for each reply of each arm (None: passed), or what kept it from a verdict.

    Replies come as their requests do: for each sample one, then one for each variant of the question.
    """

    reasons: Mapping[Role, Sequence[str | None]]
    error: str | None = None
    asked: bool = True
    """Whether the case's own checks were asked for."""

    def to_json(self) -> dict[str, Any]:
        """For a report attribute; plain JSON, since it travels between processes."""
        return {
            "reasons": {role: list(reasons) for role, reasons in self.reasons.items()},
            "error": self.error,
            "asked": self.asked,
        }


@dataclass(slots=True, kw_only=True)
class Plan:
    """All suites of the run."""

    root: Path
    settings: Settings
    split: Split
    asked: Mapping[str, Any] = field(default_factory=dict)
    """What the command line says of the sampling, before marks and settings."""
    suites: dict[str, SuitePlan] = field(default_factory=dict)
    loaded: dict[Path, list[Case]] = field(default_factory=dict)
    """The case files that were read."""
    _ids: dict[tuple[str, str], Case] = field(default_factory=dict)

    def add(self, policy: Policy, file: Path, test: str, patterns: Iterable[str]) -> list[SuiteCase]:
        """Take a test over case files into the plan; returns its cases of this split.

        Raises:
            SourceError: a file or case is unusable, belongs to another suite, or two modules claim one suite.
        """
        suite = self.suites.setdefault(policy.name, SuitePlan(policy=policy, file=file))
        if (suite.policy, suite.file) != (policy, file):
            raise SourceError(f"the suite {policy.name!r} is already that of {suite.file.name}", file=file)
        patterns = list(patterns)
        suite.patterns.update(patterns)
        found = []
        for case in self._cases(patterns):
            if case.suite != policy.name:
                raise SourceError(
                    f"belongs to the suite {case.suite!r}, but {file.name} runs it in {policy.name!r}", file=case.file
                )
            if case.split == self.split:
                found.append(suite.cases.setdefault(case.id, bind_case(case)))
                suite.tests.setdefault(case.id, set()).add(test)
        if not found:
            raise SourceError(f"{test}: no case of the {self.split} split in {', '.join(patterns)}", file=file)
        return found

    def _cases(self, patterns: list[str]) -> list[Case]:
        files = case_files(self.root / self.settings.golden, patterns)
        for file in files:
            if file not in self.loaded:
                self.loaded[file] = load_cases([file], self._ids)
        return [case for file in files for case in self.loaded[file]]

    def unread(self) -> list[str]:
        """Case files that no suite's patterns reach: a case that is never asked looks like one that passes."""
        golden = self.root / self.settings.golden
        found = [p for pattern in ("*.yaml", "*.yml", "*.jsonl") for p in golden.rglob(pattern) if p.is_file()]
        return sorted(relative(p) for p in found if p not in self.loaded and not is_part(p))

    @property
    def units(self) -> set[Unit]:
        """Everything that has to be scored for a decision."""
        return {
            Unit(name, case, test)
            for name, suite in self.suites.items()
            for case, tests in suite.tests.items()
            for test in tests
        }
