"""The paired decision over results that others made: overall, per suite, per slice; the worst word wins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from harness.comparing import Observation, binary, compare, counts_of, directions, unrelated
from harness.gates import (
    Decision,
    Gate,
    Lang,
    Paired,
    decide_musts,
    decide_paired,
    decide_slices,
    holm,
    p_worse,
    say,
    worst,
)
from harness.pairs import Pair

__all__ = [
    "STATUS",
    "Decided",
    "Lost",
    "Part",
    "Rules",
    "decide",
    "decide_counts",
    "observations",
    "told",
    "undecided",
]

STATUS = {Decision.PASS: 0, Decision.FAIL: 1, Decision.INCONCLUSIVE: 10, Decision.ERROR: 11}
"""Exit status by decision, as of a run."""

CRITICAL = "critical"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What is declared before looking: how much worse is still no worse, overall and per suite, and the error rate."""

    margin: float = 0.03
    suite_margin: float = 0.10
    alpha: float = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The paired gate over all cases, or over those of one suite.

    `counts` is None where verdicts are shares of several samples; `clusters` is their number where some
    cases are related.
    """

    gate: Gate
    margin: float
    counts: Paired | None
    clusters: int | None = None

    def to_json(self, lang: Lang = "en") -> dict[str, Any]:
        """As in the output of `ckptgate decide --json`."""
        numbers, counts = self.gate.numbers, self.counts
        return {
            "n": numbers["n"],
            **{name: numbers.get(name) for name in ("delta", "lower", "upper", "p_worse")},
            "decision": self.gate.decision.value,
            "detectable": numbers.get("detectable"),
            "margin": self.margin,
            "counts": counts
            and {
                "both_pass": counts.both,
                "broken": counts.broken,
                "fixed": counts.fixed,
                "both_miss": counts.neither,
            },
            "clusters": self.clusters,
            "cases_to_settle": numbers.get("needed"),
            "reason": told(self.gate, lang),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """A slice that got worse by more than chance, after Holm's correction over all slices."""

    name: str
    counts: Paired
    p_adjusted: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """The decision, the gate that made it, and all that was looked at."""

    decision: Decision
    gate: Gate
    where: str
    """the suite whose gate made the decision; empty for a gate over all cases"""
    rules: Rules
    overall: Part | None
    suites: Mapping[str, Part]
    slices: Gate | None = None
    lost: tuple[Lost, ...] = ()
    musts: Gate | None = None
    problems: tuple[str, ...] = ()
    more_problems: int = 0
    notices: tuple[str, ...] = ()
    lang: Lang = "en"

    @property
    def sentence(self) -> str:
        """Why, in one sentence with its numbers."""
        words = told(self.gate, self.lang)
        return f"{self.where}: {words}" if self.where else words

    @property
    def status(self) -> int:
        """The exit status."""
        return STATUS[self.decision]

    def to_json(self) -> dict[str, Any]:
        """The output of `ckptgate decide --json`; docs/decide.md explains every key."""
        nothing = Part(gate=self.gate, margin=self.rules.margin, counts=None)
        return {
            "format": "ckptgate.decision/1",
            **(self.overall or nothing).to_json(self.lang),
            "decision": self.decision.value,
            "reason": self.sentence,
            "alpha": self.rules.alpha,
            "overall": self.overall
            and {"decision": self.overall.gate.decision.value, "reason": told(self.overall.gate, self.lang)},
            "suites": {name: part.to_json(self.lang) for name, part in self.suites.items()},
            "slices": self.slices
            and {
                "decision": self.slices.decision.value,
                "reason": told(self.slices, self.lang),
                "n": self.slices.numbers["slices"],
                "lost": [
                    {
                        "slice": lost.name,
                        "n": lost.counts.n,
                        "broken": lost.counts.broken,
                        "fixed": lost.counts.fixed,
                        "p_adjusted": lost.p_adjusted,
                    }
                    for lost in self.lost
                ],
            },
            "musts": self.musts and {"decision": self.musts.decision.value, "reason": told(self.musts, self.lang)},
            "problems": [*self.problems],
            "more_problems": self.more_problems,
            "notices": [*self.notices],
        }


def decide(pairs: Sequence[Pair], rules: Rules, notices: Sequence[str] = (), lang: Lang = "en") -> Decided:
    """Every gate that the pairs have data for: all cases, each suite, slices by suite and tag, cases tagged `critical`.

    Verdicts of 0 and 1 of unrelated cases go by the paired test of counts; shares of samples, and cases in clusters, by
    `decide_sampled`. Slices are compared by McNemar's test on the direction in which each case moved, or each cluster.
    """
    by_suite: dict[str, list[Pair]] = {}
    for pair in pairs:
        if pair.suite is not None:
            by_suite.setdefault(pair.suite, []).append(pair)
    overall = _part(pairs, rules.margin, rules.alpha, "overall" if len(by_suite) > 1 else "paired")
    suites = {name: _part(members, rules.suite_margin, rules.alpha) for name, members in by_suite.items()}
    counts = _slices(pairs)
    slices = decide_slices(counts, rules.alpha) if counts else None
    critical = [pair for pair in pairs if any(CRITICAL in tag.casefold().split() for tag in pair.tags)]
    missed = [pair.case for pair in critical if pair.candidate < 1]
    musts = decide_musts(missed, len(critical)) if critical else None
    # The widest gate first: of several that say the same, it makes the sentence.
    gates = [("", overall.gate), *((name, part.gate) for name, part in suites.items())]
    gates += [("", gate) for gate in (musts, slices) if gate]
    decision = worst(gate.decision for _, gate in gates)
    where, gate = next(found for found in gates if found[1].decision is decision)
    return Decided(
        decision=decision,
        gate=gate,
        where=where and f"{'набор' if lang == 'ru' else 'suite'} {where}",
        rules=rules,
        overall=overall,
        suites=suites,
        slices=slices,
        lost=_lost(counts, rules.alpha),
        musts=musts,
        notices=tuple(notices),
        lang=lang,
    )


def decide_counts(counts: Paired, rules: Rules, lang: Lang = "en") -> Decided:
    """The gate over all cases alone, from the four counts."""
    gate = decide_paired(counts, rules.margin, rules.alpha)
    part = Part(gate=gate, margin=rules.margin, counts=counts)
    return Decided(decision=gate.decision, gate=gate, where="", rules=rules, overall=part, suites={}, lang=lang)


def undecided(problems: Sequence[str], more: int, rules: Rules, lang: Lang = "en") -> Decided:
    """No verdict, for the results are incomplete."""
    reason = f"no verdict, for the results are incomplete: {problems[0]}"
    if others := len(problems) - 1 + more:
        reason += f" (and {others} more)"
    gate = Gate(kind="integrity", decision=Decision.ERROR, reason=reason, numbers={"n": None})
    return Decided(
        decision=Decision.ERROR,
        gate=gate,
        where="",
        rules=rules,
        overall=None,
        suites={},
        problems=tuple(problems),
        more_problems=more,
        lang=lang,
    )


def told(gate: Gate, lang: Lang = "en") -> str:
    """A gate's sentence: the one place that words it for people."""
    return say(gate, lang)


def observations(pairs: Sequence[Pair]) -> list[Observation]:
    """The pairs as cases to compare; one without a cluster stands alone."""
    return [
        Observation(p.baseline, p.candidate, ("", f"{i}") if p.cluster is None else ("cluster", p.cluster))
        for i, p in enumerate(pairs)
    ]


def _part(pairs: Sequence[Pair], margin: float, alpha: float, kind: Literal["overall", "paired"] = "paired") -> Part:
    cases = observations(pairs)
    groups = None if unrelated(cases) else len({case.witness for case in cases})
    gate = compare(cases, margin, alpha, kind)
    return Part(gate=gate, margin=margin, counts=counts_of(cases) if binary(cases) else None, clusters=groups)


def _slices(pairs: Sequence[Pair]) -> dict[str, Paired]:
    """The directions in which cases, or clusters of them, moved, by suite and by tag within each suite."""
    members: dict[tuple[str, ...], list[Pair]] = {}
    for pair in pairs:
        suite = () if pair.suite is None else (pair.suite,)
        if suite:
            members.setdefault(suite, []).append(pair)
        for tag in pair.tags:
            members.setdefault((*suite, tag), []).append(pair)
    found: dict[str, Paired] = {}
    for path, part in members.items():
        name = "/".join(path)
        while name in found:  # tag b of suite a, and a suite that is called a/b
            name += "'"
        found[name] = directions(observations(part))
    return found


def _lost(slices: Mapping[str, Paired], alpha: float) -> tuple[Lost, ...]:
    adjusted = holm([p_worse(counts) for counts in slices.values()]) if slices else []
    found = [
        Lost(name=name, counts=counts, p_adjusted=float(p))
        for (name, counts), p in zip(slices.items(), adjusted, strict=True)
        if p <= alpha
    ]
    return tuple(sorted(found, key=lambda lost: lost.p_adjusted))
