"""By what, and by whom, pairs were judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import ClassVar

from harness.lint._agreement import Votes
from harness.lint._orders import Orders, key
from harness.lint._quoted import At, Told, places_of, quote, safe
from harness.lint._said import said
from harness.lint._words import words_of
from harness.lint.findings import Finding, Place, Rule
from harness.lint.lints import About
from harness.lint.rows import Row

__all__ = ["Annotators", "Criteria", "annotator_of", "criterion_of"]

NO_CRITERION = Rule(
    "preference-without-criterion",
    "warning",
    "Pairs without a criterion, where others say by what they were judged.",
    "Say by what each pair was judged: without it nobody can tell a mistake from another criterion.",
)
MIXED = Rule(
    "preference-mixed-criteria",
    "warning",
    "The same two answers, preferred one way by one criterion and the other way by another.",
    "Decide which criterion goes before the other, or train on one of them: the pairs cancel each other out.",
)
DISAGREE = Rule(
    "preference-disagreement",
    "warning",
    "People who judged the same pairs hardly agree more than chance would have it.",
    "Write down what makes an answer better, have some pairs judged anew, and leave out those that stay open.",
)
OUTVOTED = Rule(
    "preference-outvoted",
    "warning",
    "A pair whose rejected answer more people preferred than its chosen one.",
    "Turn the pair round, or say why the vote does not count.",
)

_CRITERIA = ("criterion", "criteria", "aspect")
_ANNOTATORS = ("annotator", "annotator_id", "rater", "labeler")
_VOTES = ("votes", "preferences", "annotations", "annotators")
_CHOSEN, _REJECTED = frozenset({"chosen", "выбран", "выбранный"}), frozenset({"rejected", "отклонен", "отклонён"})
_SHOWN = 8
_MOST_VOTES = 1000
# A standard error of fewer items is itself too uncertain: of two alike it is 0.
_FEWEST_ITEMS = 20


def criterion_of(row: Row) -> str:
    """The criterion by which a pair was judged, folded; several as one text; empty where none is named."""
    return _label(row, _CRITERIA)


def annotator_of(row: Row) -> str:
    """Who judged a pair; empty where that is not said."""
    return _label(row, _ANNOTATORS)


def _label(row: Row, names: tuple[str, ...]) -> str:
    for name in names:
        value = row.labels.get(name)
        if isinstance(value, list):
            value = ", ".join(sorted(str(one) for one in value))
        if value not in (None, ""):
            return " ".join(str(value)[:200].casefold().split())
    return ""


def _pair(row: Row) -> tuple[int, bool]:
    """A pair whichever of its answers is the chosen one, and whether that is the first in an order without meaning."""
    question = [words_of(turn.content) for turn in row.turns]
    sides = [words_of(row.answer), words_of(row.rejected or "")]
    return key(*question, *sorted(sides)), sides[0] <= sides[1]


class Criteria:
    """Pairs that some say by what they were judged, and others not; and one pair, two criteria, two orders."""

    rules: ClassVar[tuple[Rule, ...]] = (NO_CRITERION, MIXED)

    def __init__(self, about: About) -> None:
        self._named: Counter[str] = Counter()
        self._without = 0
        self._first: list[Place] = []
        self._seen = Orders()

    def see(self, row: Row) -> Iterable[Finding]:
        """Remember how a pair was judged, and by what."""
        if row.rejected is None:
            return ()
        criterion = criterion_of(row)
        if not criterion:
            self._without += 1
            if len(self._first) < _SHOWN:
                self._first.append(Place(row.file, row.line, safe(row.prompt)))
            return ()
        if criterion in self._named or len(self._named) < 1000:
            self._named[criterion] += 1
        pair, forward = _pair(row)
        self._seen.add(row, pair, key(criterion), forward)
        return ()

    def end(self) -> Iterator[Finding]:
        """One finding for all pairs without a criterion, one for all that two criteria judge in opposite ways."""
        if self._named and self._without:
            named = ", ".join(quote(name) for name, _ in self._named.most_common(3))
            yield Finding(
                rule=NO_CRITERION,
                message=said(
                    "{n:pair names|pairs name} no criterion, of {of}; others name {named}",
                    n=self._without,
                    of=self._without + self._named.total(),
                    named=named,
                ),
                places=tuple(self._first),
                rows=self._without,
            )
        if contrary := [at for pairs in self._seen.groups() for at in _contrary(pairs)]:
            places = places_of(contrary[:_SHOWN])
            yield Finding(
                rule=MIXED,
                message=said(
                    "{n:row prefers|rows prefer} two answers in the opposite order of another row that names another "
                    "criterion",
                    n=len(contrary),
                ),
                places=tuple(places[at] for at in contrary[:_SHOWN]),
                rows=len(contrary),
            )


def _contrary(pairs: Sequence[tuple[int, int, At]]) -> list[At]:
    """Rows of one pair that another criterion sees the other way round."""
    by: dict[int, set[int]] = {}
    for criterion, forward, _ in pairs:
        by.setdefault(forward, set()).add(criterion)
    return [at for criterion, forward, at in pairs if by.get(1 - forward, set()) - {criterion}]


class Annotators:
    """Agreement of those who judged the same pair, in one row's votes or in rows of one annotator each."""

    rules: ClassVar[tuple[Rule, ...]] = (DISAGREE, OUTVOTED)

    def __init__(self, about: About) -> None:
        self._settings = about.settings
        self._told = Told()
        self._votes = Votes()
        self._by_person = Orders()

    def see(self, row: Row) -> Iterator[Finding]:
        """Count the row's votes, or remember its one."""
        if row.rejected is None:
            return
        if votes := _votes(row):
            chosen, rejected = sum(v in _CHOSEN for v in votes), sum(v in _REJECTED for v in votes)
            if chosen or rejected:
                _, forward = _pair(row)
                votes = [_turned(vote, forward) for vote in votes]
            self._votes.add(votes)
            if rejected > chosen:
                told = said(
                    "{rejected} of {n:person|people} preferred the rejected answer, {chosen} the chosen one",
                    rejected=rejected, n=len(votes), chosen=chosen,
                )  # fmt: skip
                yield from self._told.of(OUTVOTED, row, lambda: told)
        elif person := annotator_of(row):
            pair, forward = _pair(row)
            self._by_person.add(row, key(str(pair), criterion_of(row)), key(person), forward)

    def end(self) -> Iterator[Finding]:
        """One finding where α lies below the threshold, its interval and all."""
        yield from self._told.rest()
        for rows in self._by_person.groups():
            people = {person: str(forward) for person, forward, _ in rows}
            self._votes.add([*people.values()])
        found = self._votes.agreement()
        least = self._settings.preferences_agreement
        if found is None or found.alpha is None or found.items < _FEWEST_ITEMS:
            return
        if found.alpha + 1.96 * found.error >= least:
            return
        yield Finding(
            rule=DISAGREE,
            message=said(
                "two people prefer the same answer in {raw:.0%} of {n:pair} that several judged: Krippendorff's α is "
                "{alpha:.2f} ({within}), 0 being chance and 1 agreement",
                raw=float(found.raw),
                n=found.items,
                alpha=round(found.alpha, 2) + 0.0,
                within=_within(1.96 * found.error),
            ),
            data={"items": found.items, "raw": found.raw, "alpha": found.alpha, "error": found.error},
        )


def _within(half: float) -> str:
    """The 95 % interval's half; votes that are all alike have none worth a figure."""
    return said("± {half:.2f}", half=float(half)) if half >= 0.005 else said("give or take less than 0.01")


def _votes(row: Row) -> list[str]:
    """The votes of a list, or of a mapping from a person to a vote, folded; empty where the row has none."""
    for name in _VOTES:
        value = row.labels.get(name)
        if isinstance(value, Mapping):
            value = list(value.values())
        if isinstance(value, list) and 1 < len(value) <= _MOST_VOTES:
            votes = [_vote(one) for one in value]
            if all(vote is not None for vote in votes):
                return [vote for vote in votes if vote is not None]
    return []


def _vote(value: object) -> str | None:
    """A vote as text: a number, a word, or what an object says under `vote`, `preference` or `choice`."""
    if isinstance(value, Mapping):
        value = next((value[name] for name in ("vote", "preference", "choice", "label") if name in value), None)
    return str(value)[:40].casefold().strip() if isinstance(value, str | int | float) else None


def _turned(vote: str, forward: bool) -> str:
    """A vote for the chosen or the rejected one as one for the first or second in an order without meaning.

    Else nearly all votes are for the chosen one, for that is how it was chosen, and chance alone would agree.
    """
    if vote in _CHOSEN or vote in _REJECTED:
        return "first" if (vote in _CHOSEN) == forward else "second"
    return vote
