"""The same question, answered differently: two people wrote the data, and a model learns to guess which one it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, islice
from typing import ClassVar, NamedTuple

from harness.checks._stems import STOPWORDS, stem
from harness.checks.text import listed
from harness.lint._claims import DIRECT_CHARS, LABEL_WORDS, Difference, differs
from harness.lint._orders import key
from harness.lint._quoted import MOST, quote
from harness.lint._said import said
from harness.lint._table import Table, alike
from harness.lint._words import POLITE
from harness.lint.findings import Finding, Place, Rule
from harness.lint.lints import About
from harness.lint.overlap import words_of
from harness.lint.rows import Row

__all__ = ["Contradictions"]

CONTRADICTION = Rule(
    "contradictory-answers",
    "error",
    "The same question under the same system prompt has answers that can't both be right: another date, another "
    "amount, yes and no.",
    "Ask who is right, keep that answer, and take the others out: a model trained on both says either.",
)
NAMES = Rule(
    "contradictory-names",
    "warning",
    "The same question after a person, a place or a thing is answered with different names.",
    "See whether both are right; if not, keep the one that is, else say in each answer when or where it holds.",
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
_RULES = {"answers": CONTRADICTION, "names": NAMES, "labels": LABELS}
_GRAVEST = tuple(_RULES)

_GROUP = 24
"""Different answers to one question that are compared."""
_AT_ONCE = 20_000
"""Rows that are read once more and held in memory at a time."""
_RECURS = 3
"""Rows from which on an answer of three words at most is a label."""
_LABELLED = 0.9
"""Share of such answers from which all of them are labels."""
_MOST_LABELS = 20_000
_BY = ("author", "source", "by", "annotator", "user", "автор", "источник")
_MEANT = listed("when where who whom whose what which how до после от из to from after before without without с без")
"""Small words that make another question."""
_SMALL = STOPWORDS - _MEANT


class _Answer(NamedTuple):
    text: str
    where: Place
    by: str
    question: str


class Contradictions:
    """Rows by their question and their answer, 32 bytes a row; what differs is read once more at the end."""

    rules: ClassVar[tuple[Rule, ...]] = (CONTRADICTION, NAMES, LABELS, NEARLY)

    def __init__(self, about: About) -> None:
        self._table = Table(3)
        self._short: Counter[str] = Counter()
        self._all_labels = False

    def see(self, row: Row) -> Iterable[Finding]:
        """Remember question and answer."""
        if row.form != "chat" or not row.prompt:
            return ()
        asked_words = words_of(row.prompt)
        last = max(i for i, turn in enumerate(row.turns) if turn.role == "user")
        around = (f"{turn.role} {turn.content}" for i, turn in enumerate(row.turns) if i != last)
        before = " ".join(words_of("\n".join(around)))
        content = {stem(word[:64]) for word in asked_words if word not in POLITE} - _SMALL
        answer = words_of(row.answer)
        joined = " ".join(answer)
        if len(answer) <= LABEL_WORDS and (joined in self._short or len(self._short) < _MOST_LABELS):
            self._short[joined] += 1
        question = key(before, " ".join(asked_words))
        self._table.add(row, question, key(before, *sorted(content)) if content else question, key(joined))
        return ()

    def end(self) -> Iterator[Finding]:
        """One finding for each question with answers that exclude each other."""
        self._all_labels = self._short.total() >= _LABELLED * len(self._table)
        told: Counter[Rule] = Counter()
        settled: set[int] = set()
        for near in (False, True):
            for indices, answers in self._asked(near, settled):
                found = self._parted(answers)
                if found is None or (near and found[0].kind != "answers"):
                    continue
                settled.update(indices)
                rule = NEARLY if near else _RULES[found[0].kind]
                told[rule] += 1
                if told[rule] <= MOST:
                    yield _finding(rule, *found, len(indices))
        for rule, times in told.items():
            if times > MOST:
                told_of = said("the same in {n:more question}", n=times - MOST)
                yield Finding(rule=rule, message=told_of, rows=times - MOST)

    def _asked(self, near: bool, settled: set[int]) -> Iterator[tuple[list[int], list[_Answer]]]:
        """The rows of each question that has different answers, and the first of each; near ones by their words."""
        questions, answers = self._table.column(int(near)), self._table.column(2)
        if near:
            exact = self._table.column(0)
        groups: list[tuple[list[int], list[int]]] = []

        def read() -> Iterator[tuple[list[int], list[_Answer]]]:
            rows = self._table.rows(i for _, chosen in groups for i in chosen)
            for indices, chosen in groups:
                yield indices, [_answer(rows[i]) for i in chosen if i in rows]

        held = 0
        for found in alike(questions):
            indices = found.tolist()
            if near and (len({int(exact[i]) for i in indices}) < 2 or not settled.isdisjoint(indices)):
                continue
            firsts = dict(zip(reversed(answers[found].tolist()), reversed(indices), strict=True))
            if len(firsts) < 2:
                continue
            groups.append((indices, list(islice(sorted(firsts.values()), _GROUP))))
            held += len(groups[-1][1])
            if held >= _AT_ONCE:
                yield from read()
                groups, held = [], 0
        yield from read()

    def _parted(self, answers: Sequence[_Answer]) -> tuple[Difference, list[_Answer]] | None:
        """How the gravest pair of answers excludes each other, and those with all that exclude each of them."""
        found = {
            (i, j): how
            for (i, one), (j, other) in combinations(enumerate(answers), 2)
            if (how := self._differs(one, other)) is not None
        }
        if not found:
            return None
        pair = min(found, key=lambda pair: _GRAVEST.index(found[pair].kind))
        chosen = list(pair)
        for i in range(len(answers)):
            if all((min(i, j), max(i, j)) in found for j in chosen):
                chosen.append(i)
        return found[pair], [answers[i] for i in sorted(chosen)]

    def _differs(self, one: _Answer, other: _Answer) -> Difference | None:
        found = differs(one.text, other.text, one.question)
        if found is None or found.kind != "labels" or all(map(self._is_label, (one.text, other.text))):
            return found
        return None

    def _is_label(self, answer: str) -> bool:
        return "_" in answer or self._short[" ".join(words_of(answer))] >= _RECURS or self._all_labels


def _answer(row: Row) -> _Answer:
    by = next((str(row.labels[name])[:40] for name in _BY if row.labels.get(name)), "")
    return _Answer(row.answer[: DIRECT_CHARS + 1], Place(row.file, row.line), by, row.prompt)


def _finding(rule: Rule, how: Difference, answers: Sequence[_Answer], rows: int) -> Finding:
    people = {answer.by for answer in answers if answer.by}
    message = said(
        "{question} has {n:answer} that exclude each other ({why})",
        question=quote(answers[0].question[:200]), n=len(answers), why=how.why,
    )  # fmt: skip
    if len(people) > 1:
        who = ", ".join(sorted(people)[:4])
        message = said("{told}; {n:source}: {who}", told=message, n=len(people), who=who)
    return Finding(
        rule=rule,
        message=message,
        places=tuple(
            Place(a.where.file, a.where.line, quote(a.text) + (f" ({a.by})" if a.by else "")) for a in answers[:8]
        ),
        data={"rows": rows, "why": how.why},
    )
