"""From verdicts to a decision: each gate says what it decided, why in one sentence, and by which numbers.

Four words, the worst of which wins: ERROR over FAIL over INCONCLUSIVE over PASS. Every gate fails closed: with nothing
to decide on it says ERROR, never PASS. A parameter out of its range is a mistake of the caller and raises `ValueError`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from harness.gates._words import cases, listed, p_value, percents, points
from harness.gates.exact import exact_cases_for_margin, exact_lower, exact_p, exact_upper
from harness.gates.multiple import holm
from harness.gates.paired import Paired, p_worse, tango_lower, tango_upper
from harness.gates.power import cases_for_floor, cases_for_margin, detectable_drop
from harness.gates.rates import clopper_pearson_lower, clopper_pearson_upper

__all__ = ["Decision", "Gate", "decide_floor", "decide_musts", "decide_paired", "decide_slices", "worst"]

Numbers = dict[str, float | int | None]
Method = Literal["tango", "exact"]


class Decision(StrEnum):
    """What a gate says. INCONCLUSIVE blocks as FAIL does, and asks for more evidence instead of a better model."""

    PASS = "PASS"  # noqa: S105 - a word of the gate, no password
    FAIL = "FAIL"
    INCONCLUSIVE = "INCONCLUSIVE"
    ERROR = "ERROR"


_SEVERITY = (Decision.PASS, Decision.INCONCLUSIVE, Decision.FAIL, Decision.ERROR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """One gate's decision, its reason as one sentence for a person, and the numbers the sentence was made from."""

    kind: Literal["integrity", "musts", "floor", "paired", "slices"]
    decision: Decision
    reason: str
    numbers: Numbers = field(default_factory=dict)


def worst(decisions: Iterable[Decision]) -> Decision:
    """The decision of several gates that all have to pass; ERROR when there are none, for then nothing was decided."""
    return max(decisions, key=_SEVERITY.index, default=Decision.ERROR)


def decide_musts(missed: Sequence[str], n: int) -> Gate:
    """Critical cases: FAIL when any of the n misses (`missed` holds their names), no statistics."""
    if n < 0 or len(missed) > n:
        raise ValueError(f"{len(missed)} critical cases can't miss among {n}")
    numbers: Numbers = {"n": n, "passed": n - len(missed)}
    if n == 0:
        return Gate(kind="musts", decision=Decision.ERROR, reason="no critical case ran", numbers=numbers)
    if missed:
        verb = "misses" if len(missed) == 1 else "miss"
        reason = f"{len(missed)} of {cases(n, 'critical')} {verb}: {listed(missed)}"
        return Gate(kind="musts", decision=Decision.FAIL, reason=reason, numbers=numbers)
    reason = f"all {cases(n, 'critical')} pass" if n > 1 else "the one critical case passes"
    return Gate(kind="musts", decision=Decision.PASS, reason=reason, numbers=numbers)


def decide_floor(passed: int, n: int, floor: float, alpha: float = 0.05) -> Gate:
    """A rate against a floor in [0, 1], by one-sided Clopper–Pearson bounds.

    Lower bound ≥ floor → PASS; upper bound < floor → FAIL; else INCONCLUSIVE. A floor of 1 can't be shown by any number
    of cases, so a faultless run is INCONCLUSIVE there; such cases are better tagged `critical`.
    """
    fewest = cases_for_floor(floor, alpha)
    numbers: Numbers = {"n": n, "passed": passed, "rate": None, "lower": None, "upper": None, "floor": floor}
    if n == 0 == passed:
        return Gate(kind="floor", decision=Decision.ERROR, reason="no case ran", numbers=numbers)
    lower, upper = clopper_pearson_lower(passed, n, alpha), clopper_pearson_upper(passed, n, alpha)
    numbers |= {"rate": passed / n, "lower": lower, "upper": upper}
    rate_text, lower_text, upper_text, floor_text = percents(passed / n, lower, upper, floor)
    reason = f"{passed} of {n} pass ({rate_text}); "
    if lower >= floor:
        decision = Decision.PASS
        reason += f"the lower bound {lower_text} reaches the floor of {floor_text}"
    elif upper < floor:
        decision = Decision.FAIL
        reason += f"even the upper bound {upper_text} is under the floor of {floor_text}"
    else:
        decision = Decision.INCONCLUSIVE
        reason += (
            f"the lower bound {lower_text} is under the floor of {floor_text}, the upper bound {upper_text} is not"
        )
        if fewest is None:
            reason += "; no number of cases can show a floor of 100 %"
        elif n < fewest:
            reason += f"; fewer than {fewest} cases can't show it"
    return Gate(kind="floor", decision=decision, reason=reason, numbers=numbers)


def decide_paired(counts: Paired, margin: float, alpha: float = 0.05, *, method: Method = "tango") -> Gate:
    """No worse than the baseline by `margin`, a loss in (0, 1) that was declared before the run.

    PASS if the one-sided lower bound of Δ lies above −margin, with a notice where the loss is significant all the same.
    Otherwise FAIL if it is significant, else INCONCLUSIVE. The bound is Tango's, or that of the exact unconditional
    test, which keeps alpha at every discordance. Significant means the one-sided mid-p McNemar test of b > c at alpha:
    the same error rate and direction as the bound's (a two-sided test at alpha would halve it).
    `numbers` holds the bounds at alpha, so together a 1 − 2·alpha interval; `detectable` is the drop that as many cases
    of this discordance show with 80 % power.
    """
    fewest = (exact_cases_for_margin if method == "exact" else cases_for_margin)(margin, alpha)
    numbers: Numbers = {"n": counts.n, "broken": counts.broken, "fixed": counts.fixed, "margin": margin}
    if counts.n == 0:
        return Gate(kind="paired", decision=Decision.ERROR, reason="no pair of replies to compare", numbers=numbers)
    passes, lower, upper = _bounds(counts, margin, alpha, method)
    p = p_worse(counts)
    numbers |= {
        "delta": counts.delta,
        "lower": lower,
        "upper": upper,
        "p_worse": p,
        "detectable": detectable_drop(counts.n, counts.psi, alpha),
    }
    ruled_out, margin_text = points(max(0.0, -lower), margin)
    bound = f"a loss of more than {ruled_out} points is ruled out" if lower < 0 else "a loss is ruled out"
    told, against = _flips(counts).capitalize(), f"the margin is {margin_text}"
    if passes:
        decision = Decision.PASS
        notice = [f"worse by more than chance ({p_value(p)}), within the margin"] if p <= alpha else []
        clauses = [told, *notice, bound, against]
    elif p <= alpha:
        decision = Decision.FAIL
        clauses = [f"{told}, a significant loss ({p_value(p)})", f"only {bound}", against]
    else:
        decision = Decision.INCONCLUSIVE
        hint = [f"with fewer than {fewest} cases only a better model can pass"] if counts.n < fewest else []
        clauses = [told, f"only {bound}", against, *hint]
    return Gate(kind="paired", decision=decision, reason="; ".join(clauses), numbers=numbers)


def _bounds(counts: Paired, margin: float, alpha: float, method: Method) -> tuple[bool, float, float]:
    """Whether a loss of `margin` is ruled out, and the bounds of Δ that go with it."""
    if method == "exact":
        passes = exact_p(counts, -margin) <= alpha
        return passes, exact_lower(counts, alpha, margin), exact_upper(counts, alpha)
    lower = tango_lower(counts, alpha)
    return lower > -margin, lower, tango_upper(counts, alpha)


def decide_slices(slices: Mapping[str, Paired], alpha: float = 0.05) -> Gate:
    """No slice dies: FAIL where any slice's mid-p McNemar test, one-sided as in `decide_paired`, survives Holm.

    Slices may overlap (a skill, a tag, a kind). PASS says only that none shows a loss; the margins are the other gates'
    business. A slice without cases, or no slice at all, is an ERROR. `p_worse` in `numbers` is the least after Holm.
    """
    numbers: Numbers = {"slices": len(slices), "lost": None, "p_worse": None}
    empty = [name for name, counts in slices.items() if counts.n == 0]
    if empty or not slices:
        reason = f"no case ran in {listed(empty)}" if empty else "no slice to compare"
        return Gate(kind="slices", decision=Decision.ERROR, reason=reason, numbers=numbers)
    adjusted = dict(zip(slices, holm([p_worse(counts) for counts in slices.values()]), strict=True))
    ranked = sorted(adjusted, key=lambda name: adjusted[name])
    lost = [name for name in ranked if adjusted[name] <= alpha]
    numbers |= {"lost": len(lost), "p_worse": adjusted[ranked[0]]}
    among = f"{len(slices)} slices" if len(slices) > 1 else "1 slice"
    if lost:
        told = [f"{name} ({_flips(slices[name])}, {p_value(adjusted[name])})" for name in lost]
        reason = f"{len(lost)} of {among} lost: {listed(told)}"
        return Gate(kind="slices", decision=Decision.FAIL, reason=reason, numbers=numbers)
    reason = f"none of {among} shows a loss; nearest is {ranked[0]} ({_flips(slices[ranked[0]])})"
    return Gate(kind="slices", decision=Decision.PASS, reason=reason, numbers=numbers)


def _flips(counts: Paired) -> str:
    return f"of {cases(counts.n)} {counts.broken} got worse and {counts.fixed} better"
