"""The evaluation of one pytest session: what is planned and what came of it. Knows no pytest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

from harness.arms import Role
from harness.asking import Asking
from harness.case_files import case_files, every_case_file, load_cases
from harness.cases import Case, Split
from harness.checks.registry import NO_MODEL
from harness.engines.embedding import embedder_for
from harness.forms import Pair
from harness.policy import Policy
from harness.products import Product
from harness.scoring import SuiteCase, bind_case
from harness.settings import Settings, product_mistake
from harness.source import SourceError, relative

__all__ = ["NO_DEV", "Plan", "Scored", "SuitePlan", "Unit"]

NO_DEV = (
    "no suite with cases in the dev split tells how good the new task is: put `split: dev` cases beside the gate's "
    "(golden/README.md)"
)


class Unit(NamedTuple):
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
    rows: dict[str, SuiteCase] = field(default_factory=dict)
    """Of the training data, asked beside the cases: what these are measured against, no part of any rate or gate."""
    rows_lack: str = ""
    """Why no rows are here though the suite asks for some."""
    tests: dict[str, set[str]] = field(default_factory=dict)
    patterns: set[str] = field(default_factory=set)

    def case(self, name: str) -> SuiteCase:
        """A case, or a row of the training data, by its id."""
        return self.cases[name] if name in self.cases else self.rows[name]

    def cluster(self, case: str) -> str | None:
        """The cases that this one belongs with: its own `cluster:`, else its file where the policy says so."""
        data = self.case(case).data
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
    choosing: bool = True
    """Whether the engine can tell which of given choices is likeliest; no server does."""
    missing: Mapping[Pair, str] = field(default_factory=dict)
    """Why two forms of the candidate can't be compared, where that is so."""
    unchecked: dict[str, str] = field(default_factory=dict)
    """Suites that were not checked, and why."""
    product: Product | None = None
    """The product that is on trial: where it names suites of its own, no other is asked."""
    asked: Mapping[str, Any] = field(default_factory=dict)
    """What the command line says of the sampling, before marks and settings."""
    suites: dict[str, SuitePlan] = field(default_factory=dict)
    gate_only: set[str] = field(default_factory=set)
    """Suites with a test that has cases, and none of the dev split: that split chooses, and may ask less."""
    notes: list[tuple[str, str]] = field(default_factory=list)
    """What a reader should know of cases that could not be made: the suite, and what."""
    loaded: dict[Path, list[Case]] = field(default_factory=dict)
    """The case files that were read."""
    met: set[tuple[str | None, str]] = field(default_factory=set)
    """Every suite that was collected, by name and file under the suites' folder, and modules without one."""
    _ids: dict[tuple[str, str], Case] = field(default_factory=dict)

    def asks(self, suite: str | None, file: Path) -> bool:
        """Whether this run asks a suite, or a module's tests that belong to none: of a product only its own."""
        if self.product is None:
            return True
        folder = self.root / self.settings.suites
        name = file.relative_to(folder).as_posix() if file.is_relative_to(folder) else file.as_posix()
        self.met.add((suite, name))
        return self.product.asks(suite, name)

    def add(
        self, policy: Policy, file: Path, test: str, asking: Asking, rows: Sequence[Case] = (), rows_lack: str = ""
    ) -> list[SuiteCase]:
        """Take a test into the plan, with what it asks and training rows; returns its cases of this split.

        `rows_lack` says why there are no rows though it asks for some.

        A suite `adapters/merged` may ask the cases of `adapters`, as others of that family do.

        Raises:
            SourceError: a file or case is unusable, belongs to another suite, or two modules claim one suite.
        """
        suite = self.suites.setdefault(policy.name, SuitePlan(policy=policy, file=file))
        if (suite.policy, suite.file) != (policy, file):
            raise SourceError(f"the suite {policy.name!r} is already that of {suite.file.name}", file=file)
        suite.patterns.update(asking.patterns)
        suite.rows_lack = suite.rows_lack or rows_lack
        found = []
        here = self._cases(asking.patterns)
        for case in [*here, *rows]:
            if case.suite == policy.name.partition("/")[0] != policy.name:
                case = self._of_family(case, policy.name)
            if case.suite != policy.name:
                raise SourceError(
                    f"belongs to the suite {case.suite!r}, but {file.name} runs it in {policy.name!r}", file=case.file
                )
            if case.choices and not self.choosing:
                self.note(policy.name, "cases with `choices:` were left out, no server tells which is likeliest.")
            elif case.split == self.split:
                found.append(self._bound(suite, replace(case, beside=asking.beside) if asking.beside else case))
                suite.tests.setdefault(case.id, set()).add(test)
        if not found and self.split == "dev" and here:
            self.gate_only.add(policy.name)
        elif not found and asking.patterns:
            raise SourceError(f"{test}: no case of the {self.split} split in {', '.join(asking.patterns)}", file=file)
        return found

    def _bound(self, suite: SuitePlan, case: Case) -> SuiteCase:
        if case.id in (suite.cases if case.trained else suite.rows):
            raise SourceError(f"the id {case.id!r} is that of a training row, too", file=case.file, line=case.line)
        known = (suite.rows if case.trained else suite.cases).setdefault(case.id, bind_case(case))
        self._can_compare(known)
        if known.data.beside != case.beside:
            raise SourceError(
                f"the case {case.id!r} is asked by two tests, and not in the same ways beside", file=suite.file
            )
        return known

    def settle(self) -> None:
        """All is collected: a suite that asks training rows alone has them as its cases; one without any is none."""
        for name, suite in list(self.suites.items()):
            if not suite.cases:
                suite.cases, suite.rows = suite.rows, {}
            if not suite.cases:
                del self.suites[name]

    def _can_compare(self, case: SuiteCase) -> None:
        """Refuse a case that compares by meaning where no embedding model is named, or none that can be used."""
        for bound, line in zip(case.checks, case.data.expect_lines, strict=True):
            if not bound.compared:
                continue
            if self.settings.embeddings is None:
                why = f"case {case.id!r}: check {bound.check.name!r} {NO_MODEL}"
                raise SourceError(why, file=case.data.file, line=line)
            embedder_for(self.settings.embeddings, self.root)

    def _of_family(self, case: Case, suite: str) -> Case:
        if case.critical:  # a release looks for it under the suite that its file names
            raise SourceError(
                f"the case {case.id!r} of {case.suite!r} is asked in {suite!r}: a critical case stands in one suite",
                file=case.file,
            )
        return replace(case, suite=suite)

    def left_unchecked(self, policy: Policy, asking: Asking) -> str | None:
        """Why a suite of two forms can't be checked here, put down for the record; None where it can.

        Its cases are read all the same, so that a mistake in them does not wait for another checkpoint.

        Raises:
            SourceError: a case file is unusable.
        """
        if policy.form is None:
            return None
        self._cases(asking.patterns)
        if self.split == "dev":
            return "how an adapter is loaded is no choice between checkpoints"
        why = self.missing.get(policy.form)
        if why is not None:
            self.unchecked[policy.name] = why
        return why

    def note(self, suite: str, text: str) -> None:
        """Keep what a reader of the record should know of a suite, once."""
        self.notes += [(suite, text)] if (suite, text) not in self.notes else []

    def _cases(self, patterns: Sequence[str]) -> list[Case]:
        files = case_files(self.root / self.settings.golden, patterns) if patterns else []
        for file in files:
            if file not in self.loaded:
                self.loaded[file] = load_cases([file], self._ids)
        return [case for file in files for case in self.loaded[file]]

    def gap(self) -> str | None:
        """What settings or cases name and no suite has, once all suites were collected; None where nothing is."""
        if self.product is not None and (unmet := self.product.unmet(self.met)):
            what = f"{unmet[0]!r} is no suite here; there is: {', '.join(sorted({s for s, _ in self.met if s}))}"
            return str(product_mistake(what, self.root, self.settings, self.product, "suites"))
        if self.product is not None and self.product.suites is not None:
            return None  # what the other suites are pooled in, and what they read, is theirs to answer for
        if self.gate_only and not self.suites:
            return NO_DEV
        if nameless := sorted(set(self.settings.pool or ()) - set(self.suites) - self.gate_only):
            return f"[tool.ckptgate] pool names {nameless[0]!r}, and no suite is called so"
        if strays := self.unread():
            return (
                f"{strays[0]}: no suite reads this file ({len(strays)} such): name it so that a pattern of "
                "`pytest.mark.cases` fits, or move it out of the cases' folder"
            )
        return None

    def unread(self) -> list[str]:
        """Case files that no suite's patterns reach: a case that is never asked looks like one that passes."""
        return sorted(map(relative, self._unread()))

    def _unread(self) -> list[Path]:
        return [p for p in every_case_file(self.root / self.settings.golden) if p not in self.loaded]

    def every_case(self) -> list[Case]:
        """The cases of both splits of every case file, those too that this run does not ask.

        Raises:
            SourceError: a case file is unusable.
        """
        return [case for cases in self.loaded.values() for case in cases] + load_cases(sorted(self._unread()))

    @property
    def units(self) -> set[Unit]:
        """Everything that has to be scored for a decision."""
        return {
            Unit(name, case, test)
            for name, suite in self.suites.items()
            for case, tests in suite.tests.items()
            for test in tests
        }
