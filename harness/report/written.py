"""The cases as the page has them written out, for paper and for who runs no script: flips first, within bounds."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from harness.reasons import reason_in
from harness.record import Answer, CaseResult, Record
from harness.report import view
from harness.report.cases_data import MOST_CHARACTERS
from harness.report.labels import label
from harness.report.sentences import Lang
from harness.report.text import Piece, brief, clip, compare_words, language, one_line, pieces

__all__ = ["Section", "sections"]

# Written out at most, by group, for print and for who runs no script: flips are what a reviewer comes for.
_MOST = {"broken": 400, "fixed": 400, "missed": 400, "not-run": 100, "both-miss": 50, "both-pass": 10, "passed": 10}
_FLIPS = ("broken", "missed", "fixed", "not-run")
_MOST_NAMED = 5000
_OPEN = 3
_MOST_IN_ALL = 2_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Text:
    pieces: Iterable[Piece]
    lang: str
    left_out: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    part: str
    name: str
    text: _Text | None
    passed: bool
    reason: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    result: CaseResult
    anchor: str
    turns: list[tuple[str, _Text]]
    answers: list[_Answer]
    checks: list[view.Check]
    open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A group, and those of its cases that are written out."""

    group: view.Group
    cases: list[_Case]
    rest: list[tuple[str, str]]
    """(name, reason) of flips beyond those that are written out whole."""


def _anchor(case: CaseResult) -> str:
    """The id of a case's element: `golden/refund-window`, so that links outlive the page; a digest for odd names."""
    name = f"{case.suite}/{case.id}"
    if re.fullmatch(r"[a-z0-9][a-z0-9._-]*/[a-z0-9][a-z0-9._-]*", name):
        return name
    return "case-" + hashlib.sha256(name.encode(errors="surrogatepass")).hexdigest()[:16]


def sections(record: Record, lang: Lang) -> list[Section]:
    """Every group of the record's cases; texts of some 2 MB in all are written out whole."""
    budget = _MOST_IN_ALL
    found = []
    for group in view.groups(record):
        cases: list[_Case] = []
        for case in group.cases[: _MOST[group.key]]:
            budget -= _size(case)
            if budget < 0:
                break
            cases.append(_case(record, case, lang, opened=group.key in {"broken", "missed"} and len(cases) < _OPEN))
        more = group.cases[len(cases) : len(cases) + _MOST_NAMED] if group.key in _FLIPS else []
        found.append(Section(group=group, cases=cases, rest=[_named(case, lang) for case in more]))
    return found


def _named(case: CaseResult, lang: Lang) -> tuple[str, str]:
    reason = reason_in(lang, case.candidate.reason) if case.candidate else ""
    return one_line(f"{case.suite}/{case.id}", 120), one_line(reason, 160)


def _size(case: CaseResult) -> int:
    texts = [*(m.get("content", "") for m in case.messages), *case.context]
    texts += [text for answer in (case.candidate, case.baseline) if answer for text in (answer.reply, *answer.said)]
    texts += [line for check in view.checks(case) for line in check.lines]
    return sum(min(len(t), MOST_CHARACTERS) for t in texts)


def _case(record: Record, case: CaseResult, lang: Lang, *, opened: bool) -> _Case:
    shown = view.answers(record, case)
    replies = [answer.reply if answer else None for _, _, answer in shown]
    parts = _reply_pieces(replies)
    return _Case(
        result=case,
        anchor=_anchor(case),
        turns=list(_turns(case, shown)),
        answers=[
            _Answer(
                part=part,
                name=name,
                text=text,
                passed=bool(answer and answer.passed),
                reason=brief(answer.reason) if answer else label("no reply was scored", lang),
                note=_note(answer, lang) if answer else "",
            )
            for (part, name, answer), text in zip(shown, parts, strict=True)
        ],
        checks=view.checks(case),
        open=opened,
    )


def _turns(case: CaseResult, shown: Sequence[tuple[str, str, Answer | None]]) -> Iterator[tuple[str, _Text]]:
    """The conversation; where the models spoke themselves, what each of them said."""
    place, before = 0, ""
    for number, message in enumerate(case.messages, 1):
        role = message.get("role", "")
        if before == role == "user":
            for part, _, answer in shown:
                if answer and place < len(answer.said):
                    yield part, _text(answer.said[place])
            place += 1
        if number == len(case.messages):
            yield from (("context", _text(document)) for document in case.context)
        yield role, _text(message.get("content", ""))
        before = role


def _reply_pieces(replies: list[str | None]) -> list[_Text | None]:
    texts = [None if r is None else _text(r) for r in replies]
    match replies:
        case [str(one), str(other)] if one != other:
            marked = compare_words(clip(one, MOST_CHARACTERS)[0], clip(other, MOST_CHARACTERS)[0])
            return [
                t and _Text(pieces=parts, lang=t.lang, left_out=t.left_out)
                for t, parts in zip(texts, marked, strict=True)
            ]
    return texts


def _text(text: str) -> _Text:
    start, left_out = clip(text, MOST_CHARACTERS)
    return _Text(pieces=list(pieces(start)), lang=language(start), left_out=left_out)


def _note(answer: Answer, lang: Lang) -> str:
    ends = {"stop": "", "length": label("cut at the limit", lang)}.get(answer.finish, answer.finish)
    tokens = label("{:token}", lang, answer.tokens) if answer.tokens else ""
    passed, n = sum(sample.passed for sample in answer.samples), len(answer.samples)
    samples = label("{} of {} samples pass", lang, passed, n) if n else ""
    return " · ".join(part for part in (tokens, ends, samples) if part)
