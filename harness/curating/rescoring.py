"""A record's cases held to expectations that changed since: its own replies, judged anew, and no model loaded.

Where a record does not hold the reply (another arm's, or that to a variant of the question), nothing is taken for
granted that would help the candidate: its own miss stays one, and a rival's counts as passed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from harness.cases import Case
from harness.checks import Bound, Given, Vectors
from harness.record import Answer, CaseResult, Record, Sample
from harness.scoring import bind_case, given_of
from harness.verdicts import flip_of

__all__ = ["OfTexts", "missed", "rescore", "same_question"]

OfTexts = Callable[[Iterable[str]], Vectors]
"""Texts → where an embedding model puts them."""


def missed(case: Case, reply: str, system: str, vectors: OfTexts | None = None) -> list[tuple[int, str]]:
    """Which of the case's own expectations a reply misses: their places from 0, each with its reason."""
    given = given_of(case, system)
    told = ((at, _verdict(check, reply, given, vectors)) for at, check in enumerate(bind_case(case).checks))
    return [(at, reason) for at, reason in told if reason is not None]


def _verdict(check: Bound, reply: str, given: Given, vectors: OfTexts | None) -> str | None:
    needed = vectors([reply, *check.compared]) if check.compared and vectors else None
    verdict = check.judge(reply, given, needed)
    return None if verdict.passed else verdict.reason


def same_question(result: CaseResult, case: Case) -> bool:
    """Whether a recorded case asks what the case file asks: only then are its replies replies to it."""
    asked = [{"role": m.role, "content": m.content} for m in case.messages]
    varied = [variant.prompt for variant in case.variants]
    return (result.messages, result.context, result.variants) == (asked, list(case.context), varied)


def rescore(record: Record, cases: Mapping[tuple[str, str], Case], vectors: OfTexts | None = None) -> Record:
    """The record with the verdicts of those cases made again whose expectation is another one now.

    `cases` are the case files', by suite and id; only verdicts, flips and the critical mark of the record's cases
    change. A test that asks more than the case's own checks is known by misses that these don't explain: they stay.
    """
    made = []
    for result in record.cases:
        case = cases.get((result.suite.partition("/")[0], result.id)) or cases.get((result.suite, result.id))
        changed = case is not None and case.digest != result.digest and same_question(result, case)
        made.append(_rescored(record, result, case, vectors) if case is not None and changed else result)
    return record.model_copy(update={"cases": made})


def _rescored(record: Record, result: CaseResult, case: Case, vectors: OfTexts | None) -> CaseResult:
    before = _as_it_was(result, case)
    candidate = _again(result.candidate, before, case, _system(record, case, "candidate"), vectors, rival=False)
    suite = next(s for s in record.suites if s.name == result.suite)
    role = "base" if record.base is not None and suite.baseline_name == record.base.name else "production"
    baseline = _again(result.baseline, before, case, _system(record, case, role), vectors, rival=True)
    production, anchor = result.production, result.anchor
    if production is not None:
        own = baseline is not None and record.production is not None and suite.baseline_name == record.production.name
        production = baseline.share if own and baseline is not None else 1.0
    if anchor is not None:
        same = record.anchor is not None and record.production is not None and _alike(record)
        anchor = production if same else 1.0
    now = candidate.share if candidate is not None else 0.0
    return result.model_copy(
        update={
            "candidate": candidate,
            "baseline": baseline,
            "production": production,
            "anchor": anchor,
            "critical": case.critical,
            "tags": list(case.tags),
            "kind": case.kind,
            "skill": case.skill,
            "expect": [{name: value} for name, value in case.expect],
            "digest": case.digest,
            "flip": "alone" if candidate is None else flip_of(baseline.share if baseline else None, now),
        }
    )


def _alike(record: Record) -> bool:
    assert record.anchor is not None
    assert record.production is not None
    one, other = record.anchor, record.production
    return (one.digest, one.deployment.digest) == (other.digest, other.deployment.digest)


def _system(record: Record, case: Case, role: str) -> str:
    """The system prompt that an arm answered the case under."""
    arm = {"candidate": record.candidate, "production": record.production, "base": record.base}[role]
    return "" if case.bare or arm is None else arm.deployment.system or ""


def _as_it_was(result: CaseResult, case: Case) -> Case:
    """The case with the expectation that the record judged by."""
    expect = tuple((name, value) for one in result.expect for name, value in one.items())
    lines = (case.line,) * len(expect)
    return replace(case, expect=expect, expect_lines=lines, expect_parts=(None,) * len(expect))


def _again(
    answer: Answer | None, before: Case, case: Case, system: str, vectors: OfTexts | None, *, rival: bool
) -> Answer | None:
    if answer is None:
        return None
    if case.variants:  # which reply to which of them missed next is not in the record
        told: Sequence[Sample] = [
            s.model_copy(update={"passed": True, "reason": ""} if rival else {}) for s in _samples(answer)
        ]
    else:
        told = [_one(sample, before, case, system, vectors) for sample in _samples(answer)]
    shown = next((s for s in told if not s.passed), told[0])
    return answer.model_copy(
        update={
            "reply": shown.reply,
            "passed": all(s.passed for s in told),
            "reason": shown.reason,
            "samples": list(told) if answer.samples else [],
        }
    )


def _one(sample: Sample, before: Case, case: Case, system: str, vectors: OfTexts | None) -> Sample:
    if not sample.passed and not missed(before, sample.reply, system, vectors):
        return sample  # the test asks for more than the case does
    reasons = [reason for _, reason in missed(case, sample.reply, system, vectors)]
    return sample.model_copy(update={"passed": not reasons, "reason": "; ".join(reasons)})


def _samples(answer: Answer) -> list[Sample]:
    own = Sample(reply=answer.reply, passed=answer.passed, reason=answer.reason, said=answer.said)
    return list(answer.samples) or [own]
