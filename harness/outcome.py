"""From verdicts to the record: counts, gates, slices and the decision. Knows neither pytest nor models."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from harness import record
from harness.arms import Arm, Role
from harness.comparing import Observation, directions
from harness.figures import counted, plural
from harness.gates import (
    Decision,
    p_worse,
    worst,
)
from harness.likewise import by_word, same_words
from harness.policy import baseline_of, roles_of
from harness.replies import Reply, Request
from harness.session import Plan, Unit
from harness.slicing import DIMENSIONS, Dimension, slices_of_result
from harness.source import relative
from harness.verdicts import Results, Verdicts, flip_of, listed, tally_flips

__all__ = ["EXIT", "INTEGRITY", "case_results", "conclude", "slice_results"]

EXIT: dict[str, int] = {"PASS": 0, "FAIL": 1, "INCONCLUSIVE": 10, "ERROR": 11, "NOT DECIDED": 11}
"""Exit status by decision; 12 (integrity) stops a run before there is one."""

INTEGRITY = 12
"""Exit status where files are not those that a manifest or a release vouches for."""


def conclude(
    suites: Sequence[record.SuiteResult],
    gates: Sequence[record.GateResult],
    plan: Plan,
    results: Results,
    *,
    whole: bool,
) -> tuple[record.Word | Literal["NOT DECIDED"], str]:
    """The decision of the run and its sentence. Fails closed: what is not a plain pass is none.

    `whole`: all suites of the project were asked for.
    """
    if results.engine_error:
        return "ERROR", f"No verdict: {results.engine_error}"
    if not suites:
        return "NOT DECIDED", "No verdict: no case of a suite was selected."
    planned, ran = sum(s.planned for s in suites), sum(s.ran for s in suites)
    if results.other_failures and not any(s.decision == "ERROR" for s in suites):
        return "FAIL", f"May not ship: {listed(results.other_failures)} failed."
    if plan.split == "dev":
        of = f"{ran} of {_cases(planned)}" if ran < planned else _cases(ran)
        return "NOT DECIDED", f"Measured on the dev split ({of}), which chooses checkpoints and decides nothing."
    if not whole or any(s.decision == "NOT DECIDED" for s in suites):
        of = f"{ran} of {_cases(planned)}" if ran < planned else f"{_cases(ran)}, but not all suites,"
        return (
            "NOT DECIDED",
            f"Not decided: {of} {plural(ran, 'was', 'were')} asked for. Run `pytest --model=…` whole for a decision.",
        )
    decision = worst([*(Decision(s.decision) for s in suites), *(Decision(g.decision) for g in gates)])
    named = [s.name for s in suites if s.decision == decision]
    named += [_RUN_WIDE[g.kind] for g in gates if g.decision == decision]
    sentence = {
        Decision.PASS: f"May ship: {f'all {len(suites)} suites pass' if len(suites) > 1 else 'the one suite passes'} "
        f"({_cases(ran)}).",
        Decision.FAIL: f"May not ship: {listed(named, 8)} {plural(len(named), 'fails', 'fail')}.",
        Decision.INCONCLUSIVE: f"Not shown that it may ship: {listed(named, 8)} {plural(len(named), 'is', 'are')} "
        "inconclusive.",
        Decision.ERROR: f"No verdict: {listed(named)} could not be decided.",
    }[decision]
    return decision.value, sentence


def _cases(n: int) -> str:
    return counted(n, "case")


_RUN_WIDE = {
    "overall": "the comparison of all cases",
    "creep": "the comparison with the anchor",
    "rewards": "what the model was rewarded for",
}


def case_results(
    plan: Plan, every: Mapping[str, Verdicts], arms: Mapping[Role, Arm], results: Results
) -> list[record.CaseResult]:
    """Every selected case with each arm's reply and verdict, in the order of the files."""
    found = []
    for name, suite in plan.suites.items():
        roles, own = roles_of(suite.policy, arms), baseline_of(suite.policy, arms)
        word_for_word = own if by_word(suite.policy) else None
        verdicts = every[name]
        for id_, case in suite.cases.items():
            if not any(Unit(name, id_, test) in results.selected for test in suite.tests[id_]):
                continue
            answers = {role: _answer(results, verdicts, role, name, id_) for role in roles}
            candidate, baseline = answers["candidate"], answers[own] if own else None
            data = case.data
            found.append(
                record.lean(
                    record.CaseResult(
                        suite=name,
                        id=id_,
                        title=data.title,
                        file=relative(data.file),
                        line=data.line,
                        digest=data.digest,
                        messages=[{"role": m.role, "content": m.content} for m in data.messages],
                        context=list(data.context),
                        variants=[variant.prompt for variant in data.variants],
                        expect=[{check: arguments} for check, arguments in data.expect],
                        kind=data.kind,
                        skill=data.skill,
                        tags=list(data.tags),
                        critical=data.critical,
                        candidate=candidate,
                        baseline=baseline,
                        same=same_words(results, name, id_, "candidate", word_for_word) if word_for_word else None,
                        cluster=suite.cluster(id_),
                        flip="alone" if candidate is None else flip_of(_share(baseline), candidate.share),
                        production=_share(answers.get("production")),
                        anchor=_share(answers.get("anchor")),
                    )
                )
            )
    return found


def slice_results(cases: Iterable[record.CaseResult], suites: Sequence[record.SuiteResult]) -> list[record.SliceResult]:
    """Rates of both arms by skill, tag, kind and language within each suite."""
    paired = {s.name: s.baseline is not None for s in suites}
    groups: dict[tuple[str, Dimension, str], list[record.CaseResult]] = {}
    for case in cases:
        if case.candidate is None or (paired[case.suite] and case.baseline is None):
            continue
        values = slices_of_result(case)
        for dimension in DIMENSIONS:
            for value in values[dimension]:
                groups.setdefault((case.suite, dimension, value), []).append(case)
    made = []
    for (suite, dimension, value), members in sorted(groups.items()):
        counts = tally_flips(c.flip for c in members)
        made.append(
            record.SliceResult(
                suite=suite,
                dimension=dimension,
                value=value,
                n=len(members),
                candidate=_mean([c.candidate for c in members]),
                baseline=_mean([c.baseline for c in members]) if paired[suite] else None,
                broken=counts.broken,
                fixed=counts.fixed,
                p_worse=p_worse(directions(_observed(members))) if paired[suite] else None,
            )
        )
    return made


def _observed(cases: Iterable[record.CaseResult]) -> list[Observation]:
    return [Observation(c.baseline.share, c.candidate.share, c.witness) for c in cases if c.baseline and c.candidate]


def _share(answer: record.Answer | None) -> float | None:
    return None if answer is None else answer.share


def _mean(answers: Sequence[record.Answer | None]) -> float:
    return sum(answer.share for answer in answers if answer) / len(answers)


def _answer(results: Results, verdicts: Verdicts, role: Role, suite: str, case: str) -> record.Answer | None:
    """The first sample that missed, or the first of all; with all samples where there are several.

    Of a case with variants the reply to the first of them that missed stands for the sample.
    """
    every = results.requests.get((role, suite, case), ())
    if not every or case not in verdicts.reasons:
        return None
    reasons, readings = verdicts.reasons[case][role], verdicts.shown[case][role]
    each = len(every) // len(reasons)
    requests = [every[sample * each + reading] for sample, reading in enumerate(readings)]
    replies = [results.replies.get(request.key) for request in requests]
    shown = next((i for i, reason in enumerate(reasons) if reason is not None), 0)
    reply = replies[shown]
    if reply is None or None in replies:
        return None
    return record.lean(
        record.Answer(
            reply=reply.text,
            passed=all(reason is None for reason in reasons),
            reason=reasons[shown] or "",
            finish=reply.finish,
            tokens=reply.tokens,
            said=list(requests[shown].said),
            samples=_samples(requests, replies, reasons) if len(replies) > 1 else [],
        )
    )


def _samples(
    requests: Sequence[Request], replies: Sequence[Reply | None], reasons: Sequence[str | None]
) -> list[record.Sample]:
    return [
        record.Sample(reply=reply.text, passed=reason is None, reason=reason or "", said=list(request.said))
        for request, reply, reason in zip(requests, replies, reasons, strict=True)
        if reply is not None
    ]
