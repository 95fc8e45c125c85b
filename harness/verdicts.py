"""What came of each case, joined over its tests: why each sample of each arm missed, or what kept it from a verdict."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field

from harness import record
from harness.arms import Role
from harness.cases import Reading
from harness.comparing import Observation
from harness.gates import Paired, clopper_pearson, rate_bounds
from harness.policy import baseline_of, roles_of
from harness.replies import Reply, Request
from harness.session import Scored, SuitePlan, Unit
from harness.waves import Asked

__all__ = [
    "Reasons",
    "Results",
    "Verdicts",
    "first_miss",
    "flip_of",
    "listed",
    "observations",
    "rate_of",
    "share",
    "shares_of",
    "suite_verdicts",
    "tally_flips",
]

Reasons = tuple[str | None, ...]
"""Why each sample missed; None where it passed. One sample, where replies are greedy."""


@dataclass(slots=True, kw_only=True)
class Results:
    """Everything that is known when the last item is in."""

    selected: set[Unit] = field(default_factory=set)
    scored: MutableMapping[Unit, Scored] = field(default_factory=dict)
    requests: dict[Asked, tuple[Request, ...]] = field(default_factory=dict)
    replies: dict[str, Reply] = field(default_factory=dict)
    drift: record.Drift | None = None
    """None where it was not due."""
    memory: Mapping[str, record.Memory] = field(default_factory=dict)
    """Of suites with training rows."""
    training: record.TrainingData | None = None
    """What the lints say of the training data, where a test asked."""
    engine_error: str | None = None
    notices: list[str] = field(default_factory=list)
    """What a reader should know of how the replies came to be."""
    other_failures: list[str] = field(default_factory=list)
    """Failed tests of the suites that score no case."""

    @property
    def suites(self) -> set[str]:
        """The suites of which something was selected."""
        return {unit.suite for unit in self.selected}


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdicts:
    """One suite's verdicts by case: each arm's reason (None: passed). What is missing here did not run whole."""

    baseline: Role | None
    """What the suite by itself is compared with."""
    reasons: Mapping[str, Mapping[Role, Reasons]]
    shown: Mapping[str, Mapping[Role, Sequence[int]]]
    """Of each sample, which reading of the case is shown: the first that missed, else the case as it stands (0)."""
    worded: Mapping[str, Mapping[Role, Reasons]]
    """Of cases that are asked in several ways: the reason of every reply, sample by sample, way by way."""
    rows: Mapping[str, Mapping[Role, Reasons]]
    """Of training rows beside the cases: the reason of every reply, sample by sample, way by way."""
    errors: Sequence[str]
    absent: Sequence[str]
    """Cases that were selected and yet have no verdict in every arm."""
    left_out: int
    """Cases that were not selected."""


def suite_verdicts(name: str, suite: SuitePlan, results: Results, arms: Collection[Role]) -> Verdicts:
    """Join the tests over each case: a case passes in an arm if every test over it passes there."""
    roles = roles_of(suite.policy, arms)
    reasons: dict[str, dict[Role, Reasons]] = {}
    shown: dict[str, dict[Role, Sequence[int]]] = {}
    worded: dict[str, dict[Role, Reasons]] = {}
    rows: dict[str, dict[Role, Reasons]] = {}
    errors: list[str] = []
    absent: list[str] = []
    left_out = 0
    for case, tests in suite.tests.items():
        units = [Unit(name, case, test) for test in sorted(tests)]
        if not all(unit in results.selected for unit in units):
            left_out += 1
            continue
        found = [results.scored.get(unit) for unit in units]
        errors += [f"{case}: {s.error}" for s in found if s and s.error]
        readings = suite.case(case).data.readings
        complete = [s for s in found if s and not s.error and _has_all(s, roles, suite.policy.samples * len(readings))]
        if len(complete) < len(units):
            absent.append(case)
            continue
        joined = _joined([s.reasons["candidate"] for s in complete])
        if not any(s.asked for s in complete) and share(joined) == 1:
            errors.append(f"{case}: its own checks were never asked: the test has to call case.expect(reply)")
            absent.append(case)
            continue
        every = {role: _joined([s.reasons[role] for s in complete]) for role in roles}
        if case in suite.rows:
            rows[case] = every
            continue
        if len(readings) > 1:
            worded[case] = every
        shown[case] = {role: _first_misses(r, readings) for role, r in every.items()}
        reasons[case] = {role: _by_sample(r, readings, shown[case][role]) for role, r in every.items()}
    baseline = baseline_of(suite.policy, arms)
    return Verdicts(
        baseline=baseline,
        reasons=reasons,
        shown=shown,
        worded=worded,
        rows=rows,
        errors=errors,
        absent=absent,
        left_out=left_out,
    )


def _has_all(scored: Scored, roles: Collection[Role], replies: int) -> bool:
    return all(len(scored.reasons.get(role, ())) == replies for role in roles)


def first_miss(reasons: Reasons, readings: Sequence[Reading]) -> str | None:
    """Why the first sample that missed did, by the readings that count; None where all passed."""
    told = _by_sample(reasons, readings, _first_misses(reasons, readings))
    return next((reason for reason in told if reason is not None), None)


def _first_misses(reasons: Reasons, readings: Sequence[Reading]) -> Sequence[int]:
    """Of each sample the first reading that counts and missed; 0 where none did."""
    if len(readings) == 1:
        return [0] * len(reasons)
    counted = [i for i, reading in enumerate(readings) if reading.counts]
    samples = [reasons[i : i + len(readings)] for i in range(0, len(reasons), len(readings))]
    return [next((i for i in counted if sample[i] is not None), 0) for sample in samples]


def _by_sample(reasons: Reasons, readings: Sequence[Reading], shown: Sequence[int]) -> Reasons:
    """A sample passes where the case and all of its variants do."""
    if len(readings) == 1:
        return reasons
    told = []
    for sample, reading in enumerate(shown):
        reason = reasons[sample * len(readings) + reading]
        told.append(f"asked as “{readings[reading].case.prompt}”: {reason}" if reading else reason)
    return tuple(told)


def _joined(tests: Sequence[Sequence[str | None]]) -> Reasons:
    """The samples' reasons over all tests of a case."""
    if len(tests) == 1:
        return tuple(tests[0])
    samples = zip(*tests, strict=True)
    return tuple("; ".join(missed) if (missed := [r for r in s if r is not None]) else None for s in samples)


def share(reasons: Reasons) -> float:
    """The share of samples that passed."""
    return float(reasons[0] is None) if len(reasons) == 1 else sum(r is None for r in reasons) / len(reasons)


def observations(name: str, suite: SuitePlan, verdicts: Verdicts, role: Role) -> list[Observation]:
    """A suite's cases under an arm and the candidate; the witness is told apart from that of another suite."""
    return [
        Observation(share(r[role]), share(r["candidate"]), (name, suite.witness(case)))
        for case, r in verdicts.reasons.items()
    ]


def rate_of(suite: SuitePlan, verdicts: Verdicts, role: Role) -> record.Rate | None:
    """An arm's pass rate with its bounds; None where no case has a verdict."""
    shares, witnesses = shares_of(suite, verdicts, role)
    if not shares:
        return None
    alpha = suite.policy.alpha
    passed = sum(r is None for reasons in verdicts.reasons.values() for r in reasons[role])
    n = sum(len(reasons[role]) for reasons in verdicts.reasons.values())
    plain = suite.policy.samples == 1 and len(set(witnesses)) == len(shares)
    bounds = clopper_pearson(passed, n, 1 - 2 * alpha) if plain else rate_bounds(shares, witnesses, alpha)
    return record.Rate(passed=passed, n=n, rate=sum(shares) / len(shares), lower=bounds.lower, upper=bounds.upper)


def shares_of(suite: SuitePlan, verdicts: Verdicts, role: Role) -> tuple[list[float], list[str]]:
    """An arm's share of passes in each case, and the witness that the case counts with."""
    shares = [share(reasons[role]) for reasons in verdicts.reasons.values()]
    return shares, [suite.witness(case) for case in verdicts.reasons]


def flip_of(before: float | None, now: float) -> record.Flip:
    """How a case moved, by the shares of samples that passed; `alone` without a baseline.

    A case passes where all of its samples do; between two that don't, the larger share is the better one.
    """
    if before is None:
        return "alone"
    if now == before:
        return "both pass" if now == 1 else "both miss"
    return "broken" if now < before else "fixed"


def tally_flips(flips: Iterable[record.Flip]) -> Paired:
    """Count flips into the paired table; `alone` does not enter."""
    tally = {"both pass": 0, "broken": 0, "fixed": 0, "both miss": 0, "alone": 0}
    for flip in flips:
        tally[flip] += 1
    return Paired(both=tally["both pass"], broken=tally["broken"], fixed=tally["fixed"], neither=tally["both miss"])


def listed(names: Sequence[str], most: int = 3) -> str:
    """The first names and how many more there are."""
    shown = ", ".join(names[:most])
    return f"{shown} and {len(names) - most} more" if len(names) > most else shown
