"""Pairs of a chosen and a rejected answer: what they would teach is unclear, or the opposite of what was meant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import zip_longest
from math import exp, log, sqrt
from typing import ClassVar

from harness.gates import wilson
from harness.lint._orders import Orders, key
from harness.lint._quoted import MOST, Told, places_of, quote, safe
from harness.lint._said import said
from harness.lint._words import words_of
from harness.lint.findings import Finding, Rule
from harness.lint.judgements import annotator_of, criterion_of
from harness.lint.lints import About
from harness.lint.rows import Row, Turn

__all__ = ["PairOrders", "PairSides"]

SAME = Rule(
    "preference-same",
    "error",
    "A pair whose chosen and rejected answer are the same.",
    "Take the row out, or find the answer that was lost: there is nothing to prefer.",
)
ALIKE = Rule(
    "preference-alike",
    "warning",
    "A pair whose two answers differ in case, punctuation or layout alone.",
    "Keep it only where that is what should be learnt: every other word is pushed up and down at once.",
)
OTHER_QUESTION = Rule(
    "preference-other-question",
    "error",
    "A pair whose two sides answer different questions.",
    "Give both sides the same turns: of answers to different questions none is the better one.",
)
CONTRADICTED = Rule(
    "preference-contradicted",
    "error",
    "Answers to one question that are preferred in a circle: A to B and B to A, or A to B, B to C and C to A.",
    "Decide which one is better, by which criterion, and keep only that: opposite pairs cancel each other out.",
)
TURNED = Rule(
    "preference-turned",
    "warning",
    "The same answer, word for word, chosen for one question and rejected for another.",
    "Look at some: meant so where the questions differ (a refusal), a mistake where sides were swapped.",
)
LONGER = Rule(
    "preference-length",
    "warning",
    "The chosen answer is nearly always the longer one, or nearly always the shorter one.",
    "Add pairs of equal length, and pairs where the other length is the better one: length is learnt before quality.",
)

_SHOWN = 8


class PairSides:
    """What one pair shows by itself, and how the lengths of the two sides differ over all of them."""

    rules: ClassVar[tuple[Rule, ...]] = (SAME, ALIKE, OTHER_QUESTION, LONGER)

    def __init__(self, about: About) -> None:
        self._settings = about.settings
        self._told = Told()
        self._longer = self._shorter = 0
        # Count, mean and sum of squares about it of log(chosen/rejected) (Welford, Technometrics 1962;4:419).
        self._mean = self._squares = 0.0

    def see(self, row: Row) -> Iterator[Finding]:
        """Compare the two sides."""
        if row.rejected is None:
            return
        if row.turns != row.rejected_turns:
            if parted := _asked_otherwise(row):
                yield from self._told.of(OTHER_QUESTION, row, lambda: _apart(*parted))
        elif " ".join(row.answer.split()) == " ".join(row.rejected.split()):
            yield from self._told.of(SAME, row, lambda: said("both answers are {text}", text=_quoted(row.answer)))
        elif words_of(row.answer) == words_of(row.rejected):
            one, other = _quoted(row.answer), _quoted(row.rejected)
            yield from self._told.of(
                ALIKE, row, lambda: said("{one} and {other} have the same words", one=one, other=other)
            )
        else:
            self._measure(len(row.answer), len(row.rejected))

    def _measure(self, chosen: int, rejected: int) -> None:
        self._longer += chosen > rejected
        self._shorter += chosen < rejected
        if chosen != rejected:
            ratio = log((chosen + 1) / (rejected + 1))
            step = ratio - self._mean
            self._mean += step / (self._longer + self._shorter)
            self._squares += step * (ratio - self._mean)

    def end(self) -> Iterator[Finding]:
        """One finding where length tells which answer was chosen: the interval lies beyond the threshold."""
        yield from self._told.rest()
        n, most = self._longer + self._shorter, self._settings.preferences_longer
        if not n:
            return
        share = wilson(self._longer, n)
        if 1 - most <= share.upper and share.lower <= most:
            return
        word, count = ("longer", self._longer) if share.lower > most else ("shorter", self._shorter)
        low, high = (share.lower, share.upper) if word == "longer" else (1 - share.upper, 1 - share.lower)
        half = 1.96 * sqrt(self._squares / max(1, n - 1) / n)
        yield Finding(
            rule=LONGER,
            message=said(
                "the chosen answer is the {word} one in {count} of {n:pair} ({share:.0%}, 95% interval {low:.0%} to "
                "{high:.0%}), on average by a factor of {factor:.2g}",
                word=said(word),
                count=count,
                n=n,
                share=count / n,
                low=float(low),
                high=float(high),
                factor=exp(abs(self._mean)),
            ),
            data={
                "pairs": n,
                "longer": self._longer,
                "share": self._longer / n,
                "interval": [share.lower, share.upper],
                "log_ratio": self._mean,
                "log_ratio_interval": [self._mean - half, self._mean + half],
            },
        )


class PairOrders:
    """What the pairs of one question say together, by a hash of the words of question and answers.

    Pairs of one annotator, and by one criterion, are held against each other; what different ones say of a question
    is for `judgements`.
    """

    rules: ClassVar[tuple[Rule, ...]] = (CONTRADICTED, TURNED)

    def __init__(self, about: About) -> None:
        self._shortest = about.settings.preferences_turned_words
        self._orders = Orders()
        self._long = Orders()

    def see(self, row: Row) -> Iterable[Finding]:
        """Remember the pair."""
        if row.rejected is None or row.turns != row.rejected_turns:
            return ()
        question = [words_of(turn.content) for turn in row.turns]
        words = [words_of(side) for side in (row.answer, row.rejected)]
        if words[0] != words[1]:
            chosen, rejected = map(key, words)
            self._orders.add(row, key(*question, annotator_of(row), criterion_of(row)), chosen, rejected)
            long = [0 if side.count(" ") + 1 < self._shortest else key(side) for side in words]
            if any(long):
                self._long.add(row, key(*question), *long)
        return ()

    def end(self) -> Iterator[Finding]:
        """One finding a circle; one for all answers that are chosen here and rejected there."""
        circles = self._orders.circles()
        turned = self._long.turned()
        shown = [row for circle in circles[:MOST] for row in circle.rows[:_SHOWN]]
        shown += [at for both in turned[:_SHOWN] for at in both]
        places = places_of(shown) if shown else {}
        for circle in circles[:MOST]:
            yield Finding(
                rule=CONTRADICTED,
                message=_circle(circle.answers, len(circle.rows), places[circle.rows[0]].quoted),
                places=tuple(places[row] for row in circle.rows[:_SHOWN]),
                rows=len(circle.rows),
                data={"answers": circle.answers},
            )
        if rest := circles[MOST:]:
            rows = sum(len(circle.rows) for circle in rest)
            yield Finding(rule=CONTRADICTED, message=said("the same in {n:more question}", n=len(rest)), rows=rows)
        if turned:
            yield Finding(
                rule=TURNED,
                message=said(
                    "{n:answer is|answers are} chosen for one question and rejected for another", n=len(turned)
                ),
                places=tuple(places[at] for both in turned[:_SHOWN] for at in both)[:_SHOWN],
                rows=len({at for both in turned for at in both}),
                data={"answers": len(turned)},
            )


def _circle(answers: int, rows: int, question: str) -> str:
    if answers == 2:
        return said("{n:pair} of {text} prefer each of two answers to the other", n=rows, text=quote(question))
    return said(
        "{n:pair} of {text} prefer {answers} answers in a circle", n=rows, text=quote(question), answers=answers
    )


def _asked_otherwise(row: Row) -> tuple[Turn | None, Turn | None] | None:
    """Both sides may go their own ways once the model has spoken; what differs before that is another question."""
    both = zip_longest(row.turns, row.rejected_turns)
    one, other = next(((a, b) for a, b in both if _said(a) != _said(b)), (None, None))
    if any(turn is not None and turn.role == "assistant" for turn in (one, other)):
        return None
    return (one, other) if one or other else None


def _apart(one: Turn | None, other: Turn | None) -> str:
    shown = [said("nothing") if turn is None else _quoted(turn.content) for turn in (one, other)]
    return said(
        "{one} stands before the chosen answer, {other} in its place before the rejected one",
        one=shown[0], other=shown[1],
    )  # fmt: skip


def _said(turn: Turn | None) -> tuple[str, str] | None:
    return None if turn is None else (turn.role, " ".join(turn.content.split()))


def _quoted(text: str) -> str:
    return quote(safe(text))
