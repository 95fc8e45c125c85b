"""Where it got worse: every slice of every suite, ranked with the false discovery rate kept; nothing here decides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from harness.gates import Paired, benjamini_hochberg, p_worse
from harness.record import CaseResult, Record
from harness.report.labels import label
from harness.report.sentences import Lang

__all__ = ["LIKELY", "Slice", "ranked"]

LIKELY = 0.1
"""Slices whose q lies below: at most one in ten of them is expected to be chance."""
_LEAST = 12
"""Cases in each third by length, at least."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """A part of a suite's cases. Rates 0..1; `p` one-sided mid-p McNemar, `q` after Benjamini and Hochberg (1995).

    `p` and `q` are None where there is no baseline.
    """

    suite: str
    dimension: str
    value: str
    n: int
    candidate: float
    baseline: float | None
    broken: int
    fixed: int
    p: float | None
    q: float | None


def ranked(record: Record, lang: Lang = "en") -> list[Slice]:
    """By tag, skill, kind and language as the record has them, and by the question's length in thirds (told in
    `lang`); the surest losses first."""
    found = [
        Slice(
            suite=s.suite,
            dimension=s.dimension,
            value=s.value,
            n=s.n,
            candidate=s.candidate,
            baseline=s.baseline,
            broken=s.broken,
            fixed=s.fixed,
            p=s.p_worse,
            q=None,
        )
        for s in record.slices
    ]
    found += _by_length(record, lang)
    known = [s for s in found if s.p is not None]
    adjusted = benjamini_hochberg([s.p for s in known if s.p is not None])
    sure = {id(s): q for s, q in zip(known, adjusted, strict=True)}
    with_q = [replace(s, q=sure.get(id(s))) for s in found]
    return sorted(with_q, key=lambda s: (1.0 if s.p is None else s.p, s.candidate - (s.baseline or 0.0), s.suite))


def _by_length(record: Record, lang: Lang) -> Iterator[Slice]:
    suites: dict[str, list[CaseResult]] = {}
    for case in record.cases:
        if case.candidate is not None and case.messages:
            suites.setdefault(case.suite, []).append(case)
    for suite, cases in suites.items():
        ordered = sorted(cases, key=_length)
        third = len(ordered) // 3
        if third < _LEAST or _length(ordered[0]) == _length(ordered[-1]):
            continue
        low, high = _length(ordered[third]), _length(ordered[2 * third])
        for name, part in (
            (label("up to {} characters", lang, low), [c for c in ordered if _length(c) <= low]),
            (label("{} to {} characters", lang, low + 1, high), [c for c in ordered if low < _length(c) <= high]),
            (label("over {} characters", lang, high), [c for c in ordered if _length(c) > high]),
        ):
            if len(part) >= _LEAST:
                yield _of(suite, name, part)


def _length(case: CaseResult) -> int:
    return len(case.messages[-1].get("content", ""))


def _of(suite: str, name: str, cases: list[CaseResult]) -> Slice:
    passed = sum(bool(c.candidate and c.candidate.passed) for c in cases)
    pairs = [(c.baseline.passed, c.candidate.passed) for c in cases if c.baseline and c.candidate]
    counts = Paired.of(pairs)
    return Slice(
        suite=suite,
        dimension="length",
        value=name,
        n=len(cases),
        candidate=passed / len(cases),
        baseline=sum(b for b, _ in pairs) / len(pairs) if pairs else None,
        broken=counts.broken,
        fixed=counts.fixed,
        p=p_worse(counts) if pairs else None,
        q=None,
    )
