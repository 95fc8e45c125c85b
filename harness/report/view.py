"""What a reader asks of a record, in the order of the report: pure selections from it, for every way of showing it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from harness.figures import NBSP, Lang, local, signed
from harness.gates import flakiness, pass_at_k, pass_hat_k
from harness.record import Answer, Arm, CaseResult, GateResult, Record, SliceResult, SuiteResult
from harness.report.labels import label

__all__ = [
    "GLYPHS",
    "Check",
    "Group",
    "Prompt",
    "answers",
    "arms",
    "baseline_names",
    "chance",
    "checks",
    "critical_misses",
    "deciding",
    "delta",
    "delta_interval",
    "differences",
    "fall",
    "flakiest",
    "groups",
    "held_to",
    "lost_slices",
    "of_forms",
    "points",
    "prompts",
    "ranked_slices",
    "rate",
    "reliability",
]

GLYPHS = {"PASS": "✓", "FAIL": "✗", "INCONCLUSIVE": "≈", "ERROR": "!", "NOT DECIDED": "–"}
"""A sign for each decision, so that none is told by colour alone."""

_PERCENT = f"{NBSP}%"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Cases that came out the same way."""

    key: str
    title: str
    about: str
    cases: Sequence[CaseResult]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One expectation of a case: its name and its arguments as lines."""

    name: str
    lines: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """A system prompt and the arms that answered under it (`text` is None where they had none)."""

    arms: Sequence[str]
    text: str | None


_GROUPS = (
    ("broken", "Newly broken", "The baseline passes these, the candidate misses them."),
    ("not-run", "Did not run", "No reply was scored; nothing that did not run counts as passed."),
    ("missed", "Missed", "There is no baseline for these cases."),
    ("fixed", "Newly fixed", "The baseline misses these, the candidate passes them."),
    ("both-miss", "Missed by both", "Neither model passes these."),
    ("both-pass", "Passed by both", "Both models pass these."),
    ("passed", "Passed", "There is no baseline for these cases."),
)


def _group_of(case: CaseResult) -> str:
    if case.candidate is None:
        return "not-run"
    if case.flip == "alone":
        return "passed" if case.candidate.passed else "missed"
    return case.flip.replace(" ", "-")


def groups(record: Record) -> list[Group]:
    """Every case in exactly one group, the worst news first; in each, critical cases first, else the record's order."""
    by_key: dict[str, list[CaseResult]] = {key: [] for key, _, _ in _GROUPS}
    for case in record.cases:
        by_key[_group_of(case)].append(case)
    return [
        Group(key=key, title=title, about=about, cases=sorted(by_key[key], key=lambda c: not c.critical))
        for key, title, about in _GROUPS
        if by_key[key]
    ]


def critical_misses(record: Record) -> list[CaseResult]:
    """Critical cases that the candidate misses."""
    return [c for c in record.cases if c.critical and c.candidate is not None and not c.candidate.passed]


def flakiest(record: Record, most: int = 5) -> list[tuple[CaseResult, int, int]]:
    """The cases whose samples disagree most: (case, passed, samples), the flakiest first."""
    found = [(case, *_tally(case)) for case in record.cases if case.candidate and case.candidate.samples]
    unsteady = [(case, passed, n) for case, passed, n in found if 0 < passed < n]
    return sorted(unsteady, key=lambda f: -flakiness(f[1], f[2]))[:most]


def reliability(record: Record) -> tuple[int, float, float] | None:
    """(k, pass@k, pass^k) over all sampled cases, for k half of the samples; None where replies are not sampled."""
    tallies = [_tally(case) for case in record.cases if case.candidate and case.candidate.samples]
    if not tallies:
        return None
    k = max(1, min(n for _, n in tallies) // 2)
    best, worst = (sum(f(n, c, k) for c, n in tallies) / len(tallies) for f in (pass_at_k, pass_hat_k))
    return k, best, worst


def _tally(case: CaseResult) -> tuple[int, int]:
    samples = case.candidate.samples if case.candidate else []
    return sum(s.passed for s in samples), len(samples)


def ranked_slices(record: Record) -> list[SliceResult]:
    """All slices, where it got worse first: by the unadjusted p-value, then by the fall of the rate."""
    return sorted(
        record.slices,
        key=lambda s: (1.0 if s.p_worse is None else s.p_worse, -(s.baseline or 0.0) + s.candidate, s.suite),
    )


def lost_slices(record: Record) -> list[SliceResult]:
    """The slices that made a slice gate fail, in the order of `ranked_slices`."""
    lost = {
        (suite.name, name)
        for suite in record.suites
        for gate in suite.gates
        if gate.kind == "slices" and gate.decision == "FAIL"
        for name in gate.names
    }
    return [s for s in ranked_slices(record) if (s.suite, f"{s.dimension} {s.value}") in lost]


def arms(record: Record) -> list[tuple[str, Arm]]:
    """The models that took part, with the part each played."""
    parts = (
        ("Candidate", record.candidate),
        ("Baseline", record.production),
        ("Base model", record.base),
        ("Anchor", record.anchor),
    )
    return [(part, arm) for part, arm in parts if arm is not None]


def baseline_names(record: Record) -> list[str]:
    """The models that the suites compared with, each once; forms of one and the same checkpoint aside."""
    return list(dict.fromkeys(s.baseline_name for s in record.suites if s.baseline_name and not of_forms(s)))


def of_forms(suite: SuiteResult) -> bool:
    """Whether the suite compares two forms of one checkpoint."""
    return suite.policy.get("baseline", "production") not in ("production", "base")


def answers(record: Record, case: CaseResult) -> list[tuple[str, str, Answer | None]]:
    """(part, the arm's name, its answer): the baseline first where there is one, as a reader compares old with new."""
    suite = next((s for s in record.suites if s.name == case.suite), None)
    judged = (suite.judged_name if suite else None) or record.candidate.name
    shown: list[tuple[str, str, Answer | None]] = [("Candidate", judged, case.candidate)]
    if case.baseline is not None:
        shown.insert(0, ("Baseline", (suite.baseline_name if suite else None) or "", case.baseline))
    return shown


def prompts(record: Record) -> list[Prompt]:
    """The system prompts in play, arms that share one together."""
    texts = [(part, arm.deployment.system) for part, arm in arms(record)]
    ordered = sorted(texts, key=lambda t: [x for _, x in texts].index(t[1]))
    return [Prompt(arms=[part for part, _ in same], text=text) for text, same in groupby(ordered, key=lambda t: t[1])]


def differences(candidate: Arm, other: Arm) -> tuple[list[str], list[str]]:
    """What differs between two arms and what is the same, in words."""
    facts = (
        ("weights", candidate.digest, other.digest),
        ("base model", candidate.base, other.base),
        ("method", candidate.method, other.method),
        ("adapter", candidate.kind, other.kind),
        ("epoch", candidate.epoch, other.epoch),
        ("training data", candidate.data, other.data),
        ("system prompt", candidate.deployment.system, other.deployment.system),
        ("sampling", candidate.deployment.sampling, other.deployment.sampling),
    )
    known = [(name, ours == theirs) for name, ours, theirs in facts if ours or theirs]
    return [n for n, same in known if not same], [n for n, same in known if same]


def rate(value: float | None, lang: Lang = "en", unit: str = _PERCENT) -> str:
    """A rate as a percentage with one decimal; rounding never makes 100 or 0 of what is not that."""
    if value is None:
        return "–"
    percent = 100 * value
    if 0 < percent < 0.1:
        return local(f"<0.1{unit}", lang)
    return local(f">99.9{unit}" if 99.9 < percent < 100 else f"{percent:.1f}{unit}", lang)


def points(value: float | None, lang: Lang = "en") -> str:
    """A difference of rates in percentage points, signed."""
    if value is None:
        return "–"
    return local(signed(100 * value) if abs(value) >= 5e-4 else "0.0", lang)


def chance(value: float | None, lang: Lang = "en") -> str:
    """A probability with three decimals; `–` where there is none."""
    return "–" if value is None else local("<0.001" if value < 0.001 else f"{value:.3f}", lang)


def fall(lost: SliceResult, lang: Lang = "en") -> str:
    """A slice's rates, the baseline's first: `93.0 % → 67.0 %`."""
    return f"{rate(lost.baseline, lang)} → {rate(lost.candidate, lang)}"


def delta(suite: SuiteResult) -> float | None:
    """Candidate minus baseline, −1..1; None without a baseline."""
    if suite.candidate is None or suite.baseline is None:
        return None
    return suite.candidate.rate - suite.baseline.rate


_WEIGHT = ("paired", "replies", "floor", "gap", "memorized", "musts", "slices", "drift", "rewards", "integrity")


def deciding(suite: SuiteResult) -> GateResult | None:
    """The gate that explains the suite's decision: of those that say the same, the one that says most."""
    mine = [gate for gate in suite.gates if gate.decision == suite.decision and gate.kind in _WEIGHT]
    return min(mine, key=lambda gate: _WEIGHT.index(gate.kind), default=None)


def delta_interval(suite: SuiteResult) -> tuple[float, float] | None:
    """The paired gate's bounds of Δ, where it has both."""
    for gate in suite.gates:
        lower, upper = gate.numbers.get("lower"), gate.numbers.get("upper")
        if gate.kind == "paired" and lower is not None and upper is not None:
            return lower, upper
    return None


def held_to(suite: SuiteResult, lang: Lang = "en") -> list[str]:
    """What the suite's mark demands, in a few words each."""
    policy = suite.policy
    demands = []
    if (floor := _bound(policy.get("floor"))) is not None:
        demands.append(label("at least {}", lang, _percent(floor)))
    if (margin := _bound(policy.get("margin"))) is not None:
        demands.append(label("no worse by more than {}", lang, _points(margin, lang)))
    if (bound := _bound(policy.get("gap"))) is not None:
        demands.append(label("trained questions no better by {}", lang, _points(bound, lang)))
    if (bound := _bound(policy.get("memorized"))) is not None:
        demands.append(label("under {} of training answers memorized", lang, _percent(bound)))
    for key, how in (
        ("differing", "at least {} of the replies differ"),
        ("identical", "at least {} of the replies are the same"),
    ):
        if (bound := _bound(policy.get(key))) is not None:
            demands.append(label(how, lang, _percent(bound)))
    if isinstance(k := policy.get("samples"), int) and k > 1:
        demands.append(label("{} samples a case", lang, k))
    if policy.get("slices"):
        demands.append(label("no slice lost", lang))
    return demands


def _bound(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _percent(share: float) -> str:
    return f"{100 * share:g}{_PERCENT}"


def _points(share: float, lang: Lang) -> str:
    points = 100 * share
    if lang == "ru":
        return f"{local(f'{points:g}', lang)} п. п."
    return f"{points:g} {'point' if f'{points:g}' == '1' else 'points'}"


def checks(case: CaseResult) -> list[Check]:
    """The case's expectations, each with its arguments written out."""
    return [check for item in case.expect for check in _checks(item)]


def _checks(item: Any) -> Iterator[Check]:
    if isinstance(item, dict):
        for name, arguments in item.items():
            yield Check(name=str(name), lines=[] if arguments is None else list(_argument_lines(arguments)))
    else:
        yield Check(name=item if isinstance(item, str) else _plain(item), lines=[])


def _argument_lines(arguments: Any) -> Iterator[str]:
    if isinstance(arguments, dict) and not any(isinstance(v, dict) for v in arguments.values()):
        for name, value in arguments.items():
            yield f"{name}: {_plain(value)}"
    else:
        yield _plain(arguments)


def _plain(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(v, str | int | float) for v in value):
        return " · ".join(_plain(v) for v in value)
    return json.dumps(value, ensure_ascii=False, default=str)
