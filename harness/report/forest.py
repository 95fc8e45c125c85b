"""One row a suite: rates of both arms, Δ with its interval against the margin, what it could show."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from harness.figures import finite
from harness.record import GateResult, Record, SuiteResult
from harness.report import view

__all__ = ["Forest", "Row", "forest"]

_RUN_WIDE = ("overall", "creep")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A suite, or a gate over all pooled suites (then `suite` is None). Differences: candidate minus baseline."""

    name: str
    suite: SuiteResult | None
    decision: str
    why: Sequence[str]
    """The kinds of the gates that say so, what must not be first; none of a pass."""
    n: int
    candidate: float | None
    baseline: float | None
    """Pass rates, 0..1."""
    against: str
    delta: float | None
    lower: float | None
    upper: float | None
    margin: float | None
    detectable: float | None
    floor: float | None
    """Of a suite that is held to a floor alone."""
    floor_lower: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Forest:
    """The rows, and the axis that their differences share: `low`..`high`, round points, in a drawing 100 units wide."""

    rows: Sequence[Row]
    low: float
    high: float

    def x(self, value: float) -> str:
        """Where a difference lies, 0..100; beyond the ends at the ends."""
        return f"{100 * max(0.0, min(1.0, (value - self.low) / (self.high - self.low))):.2f}"

    def width(self, lower: float, upper: float) -> str:
        return f"{max(0.6, float(self.x(upper)) - float(self.x(lower))):.2f}"

    @property
    def middle(self) -> bool:
        """Whether there is room to write 0 between the ends."""
        return 12 < float(self.x(0)) < 88

    @property
    def drawn(self) -> bool:
        """Whether any row has a difference to draw."""
        return any(row.delta is not None for row in self.rows)


def forest(record: Record) -> Forest:
    """The first screen's rows: every suite, then the gates over all of them."""
    rows = [_of_suite(record, suite) for suite in record.suites]
    rows += [_of_gate(record, gate) for gate in record.gates if gate.kind in _RUN_WIDE]
    values = [v for row in rows for v in (row.lower, row.upper, row.delta, row.margin and -row.margin) if v is not None]
    reach = max([0.02, *(abs(v) for v in values)])
    step = 0.01 if reach < 0.1 else 0.05 if reach < 0.5 else 0.1
    down, up = max([0.02, *(-v for v in values)]), max([0.15 * reach, *values])
    low, high = (min(1.0, step * math.ceil(1.02 * end / step - 1e-9)) for end in (down, up))
    return Forest(rows=rows, low=-low, high=high)


def _of_suite(record: Record, suite: SuiteResult) -> Row:
    paired = next((gate for gate in suite.gates if gate.kind == "paired"), None)
    numbers = paired.numbers if paired else {}
    floor = next((gate for gate in suite.gates if gate.kind in ("floor", "replies")), None)
    many = len(view.baseline_names(record)) > 1 or view.of_forms(suite)
    return Row(
        name=suite.name,
        suite=suite,
        decision=suite.decision,
        why=_why(suite),
        n=suite.ran,
        candidate=suite.candidate.rate if suite.candidate else None,
        baseline=suite.baseline.rate if suite.baseline else None,
        against=(suite.baseline_name or "") if suite.baseline and many else "",
        delta=view.delta(suite),
        lower=finite(numbers.get("lower")),
        upper=finite(numbers.get("upper")),
        margin=finite(numbers.get("margin")),
        detectable=finite(numbers.get("detectable")),
        floor=finite(floor.numbers.get("floor")) if floor else None,
        floor_lower=finite(floor.numbers.get("lower")) if floor else None,
    )


def _why(suite: SuiteResult) -> list[str]:
    if suite.decision == "PASS":
        return []
    kinds = [gate.kind for gate in suite.gates if gate.decision == suite.decision]
    return sorted(dict.fromkeys(kinds), key=lambda kind: kind not in ("integrity", "musts"))


def _of_gate(record: Record, gate: GateResult) -> Row:
    numbers = gate.numbers
    n, delta = int(finite(numbers.get("n")) or 0), finite(numbers.get("delta"))
    pooled = [s.candidate for s in record.suites if s.candidate and s.policy.get("pool", True) and not view.of_forms(s)]
    known = n > 0 and sum(rate.n for rate in pooled) == n
    candidate = sum(rate.rate * rate.n for rate in pooled) / n if known else None
    arm = record.production if gate.kind == "overall" else record.anchor
    return Row(
        name=gate.kind,
        suite=None,
        decision=gate.decision,
        why=[],
        n=n,
        candidate=candidate,
        baseline=candidate - delta if candidate is not None and delta is not None else None,
        against=arm.name if arm else "",
        delta=delta,
        lower=finite(numbers.get("lower")),
        upper=finite(numbers.get("upper")),
        margin=finite(numbers.get("margin")),
        detectable=finite(numbers.get("detectable")),
        floor=None,
        floor_lower=None,
    )
