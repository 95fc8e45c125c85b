"""Cases before they are written: a question with its id, its language, its starting check and where it goes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from harness.cases import Split
from harness.checks import CheckError
from harness.importing.choosing_checks import choose, holds
from harness.importing.languages import languages
from harness.importing.names import case_id, slug, tag
from harness.importing.questions import Question
from harness.importing.rarity import Rarity
from harness.lint._said import said

__all__ = ["DRAFT", "Draft", "drafted", "named"]

DRAFT = "draft"
"""The tag of a case that no person has looked at yet."""
_LEAST = 4
"""Cases a subject has on the average where every subject is a file of its own."""
_SUBJECTS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A case to be.

    Attributes:
        kind: what kind of answer it has, one of `choosing_checks.KINDS`.
        subject: what its file is called by.
        tags: its own and its subject's, without the language.
        cluster: what it shares with its paraphrases; empty for a case that stands alone.
    """

    question: Question
    id: str
    language: str
    kind: str
    expect: tuple[Mapping[str, Any], ...]
    subject: str
    tags: tuple[str, ...]
    split: Split = "gate"
    cluster: str = ""


def named(questions: Sequence[Question]) -> tuple[list[tuple[Question, str]], list[tuple[Question, str]]]:
    """Each question with its id, and those whose id another question has, with the reason."""
    made: dict[str, Question] = {}
    left: list[tuple[Question, str]] = []
    for one in questions:
        name = case_id(one.prompt, one.context, one.given_id, slug(one.file.stem, 30) or "case")
        twin = made.setdefault(name, one)
        if twin is not one:
            left.append((one, said("the id “{name}” stands at {at} too, with another question", name=name, at=twin.at)))
    return [(one, name) for name, one in made.items()], left


def drafted(
    questions: Sequence[tuple[Question, str]], rarity: Rarity
) -> tuple[list[Draft], list[tuple[Question, str]]]:
    """The cases with language, subject and check; and the questions whose own checks can't be used, with the reason."""
    asked = [one for one, _ in questions]
    codes = languages([one.language for one in asked], [(one.prompt, " ".join(one.answers)) for one in asked])
    subjects = _subjects(asked)
    made: list[Draft] = []
    left: list[tuple[Question, str]] = []
    for (one, name), code, subject in zip(questions, codes, subjects, strict=True):
        try:
            kind, expect = _expected(one, rarity)
        except CheckError as e:
            left.append((one, said("its check can't be used: {why}", why=str(e))))
            continue
        topic = tag(one.subject)
        tags = [found for text in ([topic] if topic else []) + list(one.tags) if (found := tag(text))]
        made.append(
            Draft(
                question=one, id=name, language=code, kind=kind, expect=expect, subject=subject,
                tags=tuple(dict.fromkeys(t for t in tags if t not in (code, DRAFT))),
            )
        )  # fmt: skip
    return made, left


def _expected(question: Question, rarity: Rarity) -> tuple[str, tuple[Mapping[str, Any], ...]]:
    if question.choices:
        return "choice", ({"equals": question.answers[0]},)
    if question.expect:
        holds(question.expect, "", question.prompt)  # that its arguments fit is seen here
        return "the source's own", question.expect
    chosen = choose(question.prompt, question.answers, rarity)
    return chosen.kind, chosen.expect


def _subjects(questions: Sequence[Question]) -> list[str]:
    """What each question's file is called by: its subject where files would not be crumbs, else the source's name."""
    found = [slug(one.subject, 30) for one in questions]
    counts = Counter(name for name in found if name)
    whole = counts.total() >= _LEAST * len(counts) and len(counts) <= _SUBJECTS
    return [
        (name if whole else "") or slug(one.file.stem, 30) or "cases"
        for name, one in zip(found, questions, strict=True)
    ]


def placed(draft: Draft, split: Split, cluster: str) -> Draft:
    """The same on one side of dev and gate."""
    return replace(draft, split=split, cluster=cluster)
