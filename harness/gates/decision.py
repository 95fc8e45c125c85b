"""From verdicts to a decision: each gate says what it decided, why in one sentence, and by which numbers.

Four words, the worst of which wins: ERROR over FAIL over INCONCLUSIVE over PASS. Every gate fails closed: with nothing
to decide on it says ERROR, never PASS. A parameter out of its range is a mistake of the caller and raises `ValueError`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Literal, NamedTuple

from harness.gates.exact import Method, exact_cases_for_margin, exact_lower, exact_p, exact_upper, is_exact
from harness.gates.multiple import holm
from harness.gates.paired import Paired, p_worse, tango_lower, tango_upper
from harness.gates.power import cases_for_floor, cases_for_margin, cases_needed, detectable_drop
from harness.gates.rates import clopper_pearson_lower, clopper_pearson_upper
from harness.gates.words import LISTED, Numbers, sentence

__all__ = [
    "Comparison",
    "Decision",
    "Gate",
    "Kind",
    "decide_floor",
    "decide_integrity",
    "decide_musts",
    "decide_paired",
    "decide_replies",
    "decide_rewards",
    "decide_slices",
    "make_gate",
    "soften",
    "worst",
]

Kind = Literal[
    "integrity",
    "musts",
    "floor",
    "paired",
    "overall",
    "creep",
    "slices",
    "drift",
    "gap",
    "memorized",
    "replies",
    "rewards",
]
Comparison = Literal["paired", "overall", "creep"]
"""One suite with its wide margin, all gating suites pooled, all against the anchor: one arithmetic."""

_POWER = 0.8


class Decision(StrEnum):
    """What a gate says. INCONCLUSIVE blocks as FAIL does, and asks for more evidence instead of a better model."""

    PASS = "PASS"  # noqa: S105 - a word of the gate, no password
    FAIL = "FAIL"
    INCONCLUSIVE = "INCONCLUSIVE"
    ERROR = "ERROR"


_SEVERITY = (Decision.PASS, Decision.INCONCLUSIVE, Decision.FAIL, Decision.ERROR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """One gate's decision, its reason as one sentence for a person, and what the sentence was made from.

    `say(gate, "ru")` tells it in Russian: from `kind`, `decision`, `numbers` and `names` alone.
    """

    kind: Kind
    decision: Decision
    reason: str
    numbers: Numbers = field(default_factory=dict)
    names: tuple[str, ...] = ()
    """Of what the sentence names: critical cases that miss, slices that are lost or empty or nearest to it."""


def make_gate(kind: Kind, decision: Decision, numbers: Numbers, names: Iterable[str] = ()) -> Gate:
    """A gate whose reason is made from its numbers and names."""
    told = sentence(kind, decision, numbers, names := tuple(names))
    assert told is not None, f"no words for {kind} with {sorted(numbers)}"
    return Gate(kind=kind, decision=decision, reason=told, numbers=numbers, names=names)


def worst(decisions: Iterable[Decision]) -> Decision:
    """The decision of several gates that all have to pass; ERROR when there are none, for then nothing was decided."""
    return max(decisions, key=_SEVERITY.index, default=Decision.ERROR)


def decide_integrity(
    *,
    ran: int = 0,
    engine: str | None = None,
    errors: Sequence[str] = (),
    absent: Sequence[str] = (),
    nobody: bool = False,
    undecidable: Literal["no baseline", "no rule"] | None = None,
) -> Gate:
    """Whether there is anything to decide on: PASS where nothing of this is so, else ERROR.

    `engine`: what kept the replies from coming; `errors`: one text for each error in test code; `absent`: cases
    without a verdict; `nobody`: no case passes in either arm, so that the test itself is likely broken;
    `undecidable`: a suite with no floor, and nothing to compare with or no margin to compare by.
    """
    numbers: Numbers = {"ran": ran, "engine": int(engine is not None), "errors": len(errors), "absent": len(absent)}
    numbers |= {"nobody": int(nobody), "undecidable": 0 if undecidable is None else _UNDECIDABLE.index(undecidable) + 1}
    names = [*([engine] if engine is not None else []), *errors[:1], *absent]
    fine = not (names or nobody or undecidable)
    return make_gate("integrity", Decision.PASS if fine else Decision.ERROR, numbers, names)


def decide_rewards(rewards: Sequence[str], others: int) -> Gate:
    """Whether something else is asked of a model than what it was rewarded for.

    `rewards`: the checks that were its reward in training; `others`: cases that another check judges.
    """
    return make_gate("rewards", Decision.PASS if others else Decision.FAIL, {"others": others}, rewards)


_UNDECIDABLE = ("no baseline", "no rule")


def decide_musts(missed: Sequence[str], n: int) -> Gate:
    """Critical cases: FAIL when any of the n misses (`missed` holds their names), no statistics."""
    if n < 0 or len(missed) > n:
        raise ValueError(f"{len(missed)} critical cases can't miss among {n}")
    decision = Decision.ERROR if n == 0 else Decision.FAIL if missed else Decision.PASS
    return make_gate("musts", decision, {"n": n, "passed": n - len(missed)}, missed)


def decide_floor(passed: int, n: int, floor: float, alpha: float = 0.05) -> Gate:
    """A rate against a floor in [0, 1], by one-sided Clopper–Pearson bounds.

    Lower bound ≥ floor → PASS; upper bound < floor → FAIL; else INCONCLUSIVE. A floor of 1 can't be shown by any number
    of cases, so a faultless run is INCONCLUSIVE there; such cases are better tagged `critical`. `fewest` in `numbers`:
    how many cases can show the floor if all pass.
    """
    fewest = cases_for_floor(floor, alpha)
    numbers: Numbers = {"n": n, "passed": passed, "rate": None, "lower": None, "upper": None, "floor": floor}
    if n == 0 == passed:
        return make_gate("floor", Decision.ERROR, numbers)
    lower, upper = clopper_pearson_lower(passed, n, alpha), clopper_pearson_upper(passed, n, alpha)
    numbers |= {"rate": passed / n, "lower": lower, "upper": upper, "fewest": fewest}
    decision = Decision.PASS if lower >= floor else Decision.FAIL if upper < floor else Decision.INCONCLUSIVE
    return make_gate("floor", decision, numbers)


def decide_replies(
    what: Literal["differing", "identical"], count: int, n: int, bound: float, alpha: float = 0.05
) -> Gate:
    """The share of replies that differ from the baseline's, or are the same word for word, against a bound in (0, 1).

    By the one-sided Clopper–Pearson bounds of `decide_floor`, whose `numbers` it has: `passed` counts the replies.
    """
    found = decide_floor(count, n, bound, alpha)
    return make_gate("replies", found.decision, found.numbers, (what,))


def decide_paired(
    counts: Paired,
    margin: float,
    alpha: float = 0.05,
    *,
    method: Method = "auto",
    kind: Comparison = "paired",
) -> Gate:
    """No worse than the other model by `margin`, a loss in (0, 1) that was declared before the run.

    PASS if the one-sided lower bound of Δ lies above −margin, with a notice where the loss is significant all the same.
    Otherwise FAIL if it is significant, else INCONCLUSIVE. The bound is that of the exact unconditional test, which
    keeps alpha at every discordance, beyond `EXACT_UP_TO` cases Tango's. Significant means the one-sided mid-p McNemar
    test of b > c at alpha: the same error rate and direction as the bound's (a two-sided test at alpha would halve it).

    `numbers` holds the bounds at alpha, so together a 1 − 2·alpha interval; `exact` says by which rule (1 or 0);
    `detectable` is the drop that as many cases of this discordance show with 80 % power; `fewest` can pass without a
    flip; `needed`, where INCONCLUSIVE, would let an equal model of this discordance pass with 80 % power (by Tango's
    region; None beyond `MOST_CASES`).
    """
    exact = is_exact(counts.n, method)
    fewest = (exact_cases_for_margin if exact else cases_for_margin)(margin, alpha)
    numbers: Numbers = {"n": counts.n, "broken": counts.broken, "fixed": counts.fixed, "margin": margin, "alpha": alpha}
    if counts.n == 0:
        return make_gate(kind, Decision.ERROR, numbers)
    found = _compare(counts, margin, alpha, exact)
    numbers |= {
        "delta": counts.delta,
        "lower": found.lower,
        "upper": found.upper,
        "p_worse": found.p_worse,
        "detectable": found.detectable,
        "exact": int(exact),
        "fewest": fewest,
        "power": _POWER,
    }
    if found.passes:
        return make_gate(kind, Decision.PASS, numbers)
    if found.p_worse <= alpha:
        return make_gate(kind, Decision.FAIL, numbers)
    needed = cases_needed(margin, counts.psi, _POWER, alpha, "tango")
    numbers["needed"] = needed and max(needed, fewest)
    return make_gate(kind, Decision.INCONCLUSIVE, numbers)


def soften(gate: Gate) -> Gate:
    """`inconclusive = "warn"`: an INCONCLUSIVE gate passes where its estimate is not beyond what it gates.

    A comparison passes if Δ > −margin, a floor if the rate is at or above it; `numbers["softened"]` is 1 and the reason
    says so. Every other gate comes back as it is.
    """
    if gate.decision is not Decision.INCONCLUSIVE:
        return gate
    numbers = gate.numbers
    if gate.kind == "floor":
        fine = (numbers["rate"] or 0.0) >= (numbers["floor"] or 0.0)
    else:
        fine = gate.kind in ("paired", "overall", "creep") and (numbers["delta"] or 0.0) > -(numbers["margin"] or 0.0)
    return make_gate(gate.kind, Decision.PASS, {**numbers, "softened": 1}, gate.names) if fine else gate


def decide_slices(slices: Mapping[str, Paired], alpha: float = 0.05, *, family: Sequence[float] = ()) -> Gate:
    """No slice dies: FAIL where any slice's mid-p McNemar test, one-sided as in `decide_paired`, survives Holm.

    `family` holds the p-values of the slices that other gates of the same run look at: Holm counts them in.
    Slices may overlap (a skill, a tag, a kind). PASS says only that none shows a loss; the margins are the other gates'
    business. A slice without cases, or no slice at all, is an ERROR. `p_worse` in `numbers` is the least after Holm;
    the counts of the slices named, up to five, stand under `1.n`, `1.broken`, `1.fixed`, `1.p_worse`, `2.n`, …
    """
    numbers: Numbers = {"slices": len(slices), "lost": None, "p_worse": None}
    empty = [name for name, counts in slices.items() if counts.n == 0]
    if empty or not slices:
        return make_gate("slices", Decision.ERROR, numbers, empty)
    p_values = holm([*(p_worse(counts) for counts in slices.values()), *family])
    adjusted = dict(zip(slices, p_values, strict=False))
    ranked = sorted(adjusted, key=lambda name: adjusted[name])
    lost = [name for name in ranked if adjusted[name] <= alpha]
    numbers |= {"lost": len(lost), "p_worse": adjusted[ranked[0]]}
    names = lost or ranked[:1]
    for i, name in enumerate(names[:LISTED], 1):
        counts = slices[name]
        found = {"n": counts.n, "broken": counts.broken, "fixed": counts.fixed, "p_worse": adjusted[name]}
        numbers |= {f"{i}.{key}": value for key, value in found.items()}
    return make_gate("slices", Decision.FAIL if lost else Decision.PASS, numbers, names)


class _Comparison(NamedTuple):
    passes: bool
    lower: float
    upper: float
    p_worse: float
    detectable: float | None


@lru_cache(maxsize=1024)
def _compare(counts: Paired, margin: float, alpha: float, exact: bool) -> _Comparison:
    """Whether a loss of `margin` is ruled out, the bounds of Δ that go with it, and the test the other way."""
    if exact:
        passes = exact_p(counts, -margin) <= alpha
        lower, upper = exact_lower(counts, alpha, margin), exact_upper(counts, alpha)
    else:
        lower, upper = tango_lower(counts, alpha), tango_upper(counts, alpha)
        passes = lower > -margin
    return _Comparison(passes, lower, upper, p_worse(counts), detectable_drop(counts.n, counts.psi, alpha, _POWER))
