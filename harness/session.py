"""The evaluation of one pytest session: what is planned, which replies it needs, what came of it. Knows no pytest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from harness.arms import Arm, Role
from harness.cases import Case, Split, case_files, load_cases
from harness.engines import Engine, EngineError, Job
from harness.replies import Reply, ReplyStore, Request, StoreError, missing
from harness.scoring import SuiteCase, bind_case
from harness.settings import Settings
from harness.source import SourceError

__all__ = ["Plan", "Policy", "Scored", "SuitePlan", "Unit", "fetch", "requests_for"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """How a suite decides: the arguments of its mark, `pytest.mark.suite("golden", floor=.8, margin=.1)`."""

    name: str
    floor: float | None = None
    margin: float | None = None
    slices: tuple[Literal["skill", "tag", "kind"], ...] = ()
    baseline: Role = "production"

    @classmethod
    def of_mark(cls, args: tuple[Any, ...], kwargs: Mapping[str, Any], where: Path) -> Policy:
        """Read a suite's mark.

        Raises:
            SourceError: no name, an unknown key, a value out of range.
        """

        def refuse(what: str) -> SourceError:
            return SourceError(f'the mark suite(...) {what}; write pytest.mark.suite("golden", floor=0.8)', file=where)

        if len(args) != 1 or not isinstance(args[0], str):
            raise refuse("takes the suite's name")
        known = {"floor", "margin", "slices", "baseline"}
        if unknown := sorted(set(kwargs) - known):
            raise refuse(f"has no {unknown[0]!r} (known: {', '.join(sorted(known))})")
        for key in ("floor", "margin"):
            value = kwargs.get(key)
            if value is not None and not (isinstance(value, int | float) and 0 < value < 1):
                raise refuse(f"wants {key} between 0 and 1, not {value!r}")
        slices = tuple(kwargs.get("slices", ()))
        if bad := [s for s in slices if s not in ("skill", "tag", "kind")]:
            raise refuse(f"wants slices out of skill, tag, kind, not {bad[0]!r}")
        if kwargs.get("baseline", "production") not in ("production", "base"):
            raise refuse(f"wants baseline production or base, not {kwargs['baseline']!r}")
        return cls(name=args[0], **{**kwargs, "slices": slices})

    def to_json(self) -> dict[str, Any]:
        """For the record."""
        return {"floor": self.floor, "margin": self.margin, "slices": list(self.slices), "baseline": self.baseline}


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """What came of one unit: a reason for each arm (None: passed), or the error that kept it from a verdict."""

    reasons: Mapping[Role, str | None]
    error: str | None = None

    def to_json(self) -> dict[str, Any]:
        """For a report attribute; plain JSON, since it travels between processes."""
        return {"reasons": dict(self.reasons), "error": self.error}


@dataclass(slots=True, kw_only=True)
class Plan:
    """All suites of the run."""

    root: Path
    settings: Settings
    split: Split
    suites: dict[str, SuitePlan] = field(default_factory=dict)
    _loaded: dict[Path, list[Case]] = field(default_factory=dict)
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
            if file not in self._loaded:
                self._loaded[file] = load_cases([file], self._ids)
        return [case for file in files for case in self._loaded[file]]

    @property
    def units(self) -> set[Unit]:
        """Everything that has to be scored for a decision."""
        return {
            Unit(name, case, test)
            for name, suite in self.suites.items()
            for case, tests in suite.tests.items()
            for test in tests
        }


def roles_of(policy: Policy, arms: Mapping[Role, Arm]) -> tuple[Role, ...]:
    """The arms that score a suite's cases: the candidate, then what it is compared with, where there is one.

    A suite held to the base model falls back on `production` where no base is known and a baseline was named.
    """
    if policy.baseline in arms:
        return ("candidate", policy.baseline)
    if policy.baseline == "base" and "production" in arms:
        return ("candidate", "production")
    return ("candidate",)


def requests_for(
    plan: Plan, arms: Mapping[Role, Arm], engine: Engine, units: Iterable[Unit]
) -> dict[tuple[Role, str, str], Request]:
    """The request behind each (role, suite, case) that the units need.

    Raises:
        TemplateError: a model's template can't render a case.
    """
    identity = engine.identity
    wanted: dict[tuple[Role, str, str], Request] = {}
    for suite, case in sorted({(u.suite, u.case) for u in units}):
        data = plan.suites[suite].cases[case].data
        for role in roles_of(plan.suites[suite].policy, arms):
            wanted[role, suite, case] = arms[role].request(data, identity)
    return wanted


def fetch(
    wanted: Mapping[tuple[Role, str, str], Request],
    arms: Mapping[Role, Arm],
    store: ReplyStore,
    engine: Engine,
    on_progress: Callable[[int], None],
) -> int:
    """Generate what the store lacks, one batch run a checkpoint; each reply is stored as it comes. Returns how many.

    Raises:
        EngineError: generation failed; what came before is kept.
    """
    jobs: list[Job] = []
    try:
        stored = set(store.get([r.key for r in wanted.values()]))
        for role, arm in arms.items():
            mine = [request for (r, _, _), request in wanted.items() if r == role]
            plan = missing(mine, stored)
            stored.update(r.key for r in plan)  # equal checkpoints on both sides are asked once
            if plan:
                jobs.append(arm.job(tuple(plan)))

        def keep(job: Job, replies: Iterable[tuple[str, Reply]]) -> None:
            replies = list(replies)
            store.put(job.weights, replies)
            on_progress(len(replies))

        if jobs:
            engine.generate(jobs, keep)
    except StoreError as e:
        raise EngineError(str(e)) from e
    return sum(len(job.requests) for job in jobs)
