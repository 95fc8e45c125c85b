"""The same question, answered differently: two people wrote the data, and a model learns to guess which one it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from hashlib import blake2b
from typing import ClassVar, NamedTuple

from rapidfuzz import fuzz

from harness.checks._figures import Figure, figures
from harness.checks._stems import STOPWORDS, stem
from harness.checks.text import quote
from harness.figures import counted
from harness.lint._words import POLITE
from harness.lint.findings import Finding, Place, Rule
from harness.lint.lints import About
from harness.lint.overlap import words_of
from harness.lint.rows import Row

__all__ = ["Contradictions", "differs"]

CONTRADICTION = Rule(
    "contradictory-answers",
    "error",
    "The same question under the same system prompt has answers that can't both be right: another number, yes and no.",
    "Ask who is right, keep that answer, and take the others out: a model trained on both says either.",
)
LABELS = Rule(
    "contradictory-labels",
    "warning",
    "The same text has different short answers (labels).",
    "Settle which label is right and write it down for whoever labels next.",
)
NEARLY = Rule(
    "contradictory-near-questions",
    "warning",
    "Questions of nearly the same words have answers that can't both be right.",
    "See whether they ask the same; if so, keep the answer that is right.",
)

_KEPT_CHARS = 400
"""Characters of an answer that are remembered to be compared: a contradiction stands at the beginning."""
_GROUP = 24
"""Different answers to one question that are remembered."""
_LABEL_WORDS = 3
_ALIKE = 85.0
"""Two short answers whose letters agree so far (rapidfuzz's ratio, per cent) are one, written twice."""
_BY = ("author", "source", "by", "annotator", "user", "автор", "источник")
_YES = re.compile(r"\W*(?:yes|yeah|yep|sure|of course|certainly|да|конечно|разумеется)\b")
_NO = re.compile(r"\W*(?:no|nope|not|never|unfortunately|нет|не|нельзя|никогда|к сожалению)\b")
_NOT = re.compile(r"\b(?:not|no|never|cannot|\w+n['’]t|не|нет|нельзя|невозможно)\b")


class _Answer(NamedTuple):
    text: str
    where: Place
    by: str


class _Asked:
    """The different answers to one question."""

    __slots__ = ("answers", "prompt", "rows")

    def __init__(self, prompt: str) -> None:
        self.prompt, self.rows = prompt, 0
        self.answers: list[_Answer] = []


def differs(one: str, other: str) -> str:
    """Why two answers to one question can't both be right; empty where they may.

    Compared are yes and no at the beginning, figures of one kind (money of one currency, durations, bare numbers) that
    have nothing in common, a negation in one of two answers that else agree, and labels of three words at most.
    """
    one, other = one.lower(), other.lower()
    if (_YES.match(one) and _NO.match(other)) or (_NO.match(one) and _YES.match(other)):
        return "yes and no"
    if why := _figures_differ(one, other):
        return why
    words = words_of(one), words_of(other)
    if max(map(len, words)) <= _LABEL_WORDS:
        if words[0] == words[1] or fuzz.ratio(one, other) >= _ALIKE or set(words[0]) & set(words[1]) == set(words[0]):
            return ""
        return "two labels"
    if bool(_NOT.search(one)) != bool(_NOT.search(other)) and fuzz.token_set_ratio(*map(" ".join, words)) >= 90:
        return "one denies what the other says"
    return ""


def _figures_differ(one: str, other: str) -> str:
    mine, its = _by_kind(one), _by_kind(other)
    for kind in mine.keys() & its.keys():
        if not mine[kind] & its[kind]:
            return f"{_shown(mine[kind], kind)} and {_shown(its[kind], kind)}"
    return ""


def _by_kind(text: str) -> dict[str, set[Decimal]]:
    found: dict[str, set[Decimal]] = {}
    for figure in figures(text):
        kind, values = _kind(figure)
        found.setdefault(kind, set()).update(values)
    return found


def _kind(figure: Figure) -> tuple[str, Iterable[Decimal]]:
    if figure.currency:
        return figure.currency, figure.values[:1]
    if figure.duration is not None:
        return f"duration in {figure.duration[0]}", (figure.duration[1],)
    return "", figure.values[:1]


def _shown(values: set[Decimal], kind: str) -> str:
    shown = ", ".join(f"{value.normalize():f}" for value in sorted(values)[:3])
    return f"{shown} {kind}" if kind and not kind.startswith("duration") else shown


class Contradictions:
    """Answers by their question; of a question asked once only a hash and the answer's beginning are kept."""

    rules: ClassVar[tuple[Rule, ...]] = (CONTRADICTION, LABELS, NEARLY)

    def __init__(self, about: About) -> None:
        self._asked: dict[bytes, _Asked] = {}
        self._like: dict[bytes, list[bytes]] = {}

    def see(self, row: Row) -> Iterable[Finding]:
        """Put the answer to its question's others."""
        if row.form != "chat" or not row.prompt:
            return ()
        before = " ".join(words_of(row.given))
        key = _hash(before)
        asked = self._asked.get(key)
        if asked is None:
            asked = self._asked[key] = _Asked(row.prompt[:200])
            words = {stem(word[:64]) for word in words_of(row.prompt) if word not in POLITE} - STOPWORDS
            like = _hash(" ".join([*sorted(words), "|", *words_of(row.given[: -len(row.prompt)])]))
            self._like.setdefault(like, []).append(key)
        asked.rows += 1
        answer = row.answer[:_KEPT_CHARS]
        if len(asked.answers) < _GROUP and all(answer != known.text for known in asked.answers):
            by = next((str(row.labels[name])[:40] for name in _BY if row.labels.get(name)), "")
            asked.answers.append(_Answer(answer, Place(row.file, row.line), by))
        return ()

    def end(self) -> Iterator[Finding]:
        """One finding for each question with answers that exclude each other."""
        settled: set[bytes] = set()
        for key, asked in self._asked.items():
            if (found := _parted(asked.answers)) is not None:
                settled.add(key)
                why, answers = found
                yield _finding(LABELS if why == "two labels" else CONTRADICTION, asked.prompt, why, answers, asked.rows)
        for keys in self._like.values():
            if len(keys) < 2 or settled.intersection(keys):
                continue
            group = [self._asked[key] for key in keys[:_GROUP]]
            found = _parted([answer for asked in group for answer in asked.answers[:2]])
            if found is not None and found[0] != "two labels":
                yield _finding(NEARLY, group[0].prompt, *found, sum(asked.rows for asked in group))


def _parted(answers: list[_Answer]) -> tuple[str, list[_Answer]] | None:
    """Why the first two answers that exclude each other do, and one answer of each kind."""
    if len(answers) < 2:
        return None
    first, why = answers[0], ""
    kinds = [first]
    for answer in answers[1:]:
        reasons = [differs(known.text, answer.text) for known in kinds]
        if all(reasons):
            kinds.append(answer)
            why = why or reasons[0]
    return (why, kinds) if len(kinds) > 1 else None


def _finding(rule: Rule, prompt: str, why: str, answers: list[_Answer], rows: int) -> Finding:
    people = {answer.by for answer in answers if answer.by}
    who = f"; {counted(len(people), 'source')}: {', '.join(sorted(people)[:4])}" if len(people) > 1 else ""
    return Finding(
        rule=rule,
        message=f"{quote(prompt)} has {counted(len(answers), 'answer')} that exclude each other ({why}){who}",
        places=tuple(
            Place(a.where.file, a.where.line, quote(a.text) + (f" ({a.by})" if a.by else "")) for a in answers[:8]
        ),
        data={"rows": rows, "why": why},
    )


def _hash(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).digest()
