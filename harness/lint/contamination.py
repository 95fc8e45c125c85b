"""Evaluation cases that stand in the training data: what they measure then is memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, ClassVar, NamedTuple

from harness.cases import Case
from harness.lint._anchors import Anchors, plain
from harness.lint._courtesies import without_courtesies
from harness.lint._quoted import quote
from harness.lint._said import Said, joined, said
from harness.lint.findings import Finding, Place, Rule, place
from harness.lint.lints import About, Unchecked
from harness.lint.overlap import EDITED_WORDS, LEAST_WORDS, Index, Kind, words_of
from harness.lint.paraphrases import PARAPHRASED
from harness.lint.rows import Row
from harness.variants import KINDS

__all__ = ["CONTAMINATED", "Contamination", "Seen", "compared_texts"]

CONTAMINATED = Rule(
    "contaminated-case",
    "error",
    "A case of the gate split stands in the training data: as it is, inside a longer text, or with some words changed.",
    "Take the rows out of the training data, or write the case anew: what was trained on is passed by heart.",
)
DEV = Rule(
    "contaminated-dev-case",
    "warning",
    "A case of the dev split stands in the training data.",
    "Take the rows out: the dev split chooses a checkpoint, and would choose the one that learnt most by heart.",
)
SIMILAR = Rule(
    "similar-case",
    "note",
    "Rows that differ from a short case in a word or two: the same question, or one about another thing.",
    "Look at the pairs: a question about another thing is no contamination, the same in another word is.",
)
SHORT = Rule(
    "short-case",
    "note",
    "Cases too short to be sought inside other texts: only rows that are nothing else are found.",
    "Nothing, or make the question longer: two or three words stand in many honest rows.",
)

_BATCH = 4_096
_CHARACTERS = 32 << 20
_LONG_ANSWER = 8
"""Words of an expected answer that is sought as well; a shorter one stands in many honest rows."""
_HOW: dict[Kind, str] = {
    "exact": "as it is",
    "embedded": "inside a longer text",
    "split": "over several turns",
    "edited": "with some words changed",
    "similar": "but for a word or two",
    "paraphrased": "in other words",
}
_RANKS: dict[Kind, int] = {kind: rank for rank, kind in enumerate(_HOW)}
"""The surest first."""
_SURE: frozenset[Kind] = frozenset({"exact", "embedded", "edited"})
_PLACES = 8
_LIKELIEST = 40
_BESIDE = 40
"""Characters of a row and of a case that are shown beside each other."""


class _Hits:
    """Rows in which one case stands, by how it does; the nearest of them are shown."""

    def __init__(self) -> None:
        self.kinds: Counter[Kind] = Counter()
        self.coverage: dict[Kind, float] = {}
        self.best: list[tuple[float, Kind, Place]] = []

    @property
    def rows(self) -> int:
        return self.kinds.total()

    def add(self, kind: Kind, coverage: float, where: Place) -> None:
        self.kinds[kind] += 1
        self.coverage[kind] = max(coverage, self.coverage.get(kind, 0.0))
        self.best.append((coverage, kind, where))
        if len(self.best) > 4 * _PLACES:
            self.trim()

    def take(self, other: _Hits) -> None:
        self.kinds += other.kinds
        for kind, coverage in other.coverage.items():
            self.coverage[kind] = max(coverage, self.coverage.get(kind, 0.0))
        self.best += other.best
        self.trim()

    def trim(self) -> None:
        self.best = sorted(self.best, key=lambda one: (_RANKS[one[1]], -one[0]))[:_PLACES]


class _Text(NamedTuple):
    row: Row
    text: str
    joined: bool = False
    """Several turns as one."""


class Seen(NamedTuple):
    """What was found in some rows, by the number of the text that is compared."""

    sure: dict[int, _Hits]
    similar: dict[int, _Hits]
    other_words: list[tuple[float, int, Place]]


class Contamination:
    """The cases' questions and long answers, sought in every turn of every row but the system prompts."""

    rules: ClassVar[tuple[Rule, ...]] = (CONTAMINATED, DEV, SIMILAR, SHORT)

    def __init__(self, about: About, *, chosen: bool = False) -> None:
        """`chosen`: only rows that share rare words with a case are shown, so that all are compared."""
        self._compared = [(case, text) for case in about.cases if not case.trained for text in compared_texts(case)]
        self._index = Index([text for _, text in self._compared])
        self._waiting: list[_Text] = []
        self._sure: dict[int, _Hits] = {}
        self._similar: dict[int, _Hits] = {}
        self._other_words: list[tuple[float, int, Place]] = []
        self._cases = len(about.cases)
        self._by_words = about.embedding is None
        self._anchors = None if chosen else self.anchors()
        self._learnt = False
        self._characters = 0

    def anchors(self) -> Anchors:
        """The words that the cases' texts are known by; the rows that they are rare in are to be learnt."""
        return Anchors(self._index.words, EDITED_WORDS)

    def see(self, row: Row) -> Iterable[Finding]:
        """Take the row's texts; they are compared in batches."""
        if not self._compared:
            return ()
        texts = [_Text(row, turn.content) for turn in row.turns if turn.role != "system"]
        texts += [_Text(row, text) for text in (row.answer, row.rejected) if text]
        asked = [turn.content for turn in row.turns if turn.role == "user"]
        if len(asked) > 1:
            texts.append(_Text(row, "\n".join(asked), joined=True))
        self._waiting += texts
        self._characters += sum(len(one.text) for one in texts)
        if len(self._waiting) >= _BATCH or self._characters >= _CHARACTERS:
            self._compare()
        return ()

    def _choose(self) -> None:
        """Of the waiting texts keep those near a case; from the first of all it is learnt which words are rare."""
        if self._anchors is None:
            return
        lines = (text.encode("utf-8", "replace").replace(b"\n", b" ") for _, text, _ in self._waiting)
        rows = plain(b"\n".join(lines))
        if self._learnt:
            self._waiting = [self._waiting[at] for at in self._anchors.near(rows)]
            return
        for row in rows.split(b"\n"):
            self._anchors.learn(row)
        self._anchors.settle()
        self._learnt = True

    def seen(self) -> Seen:
        """What was found so far, to be taken by another."""
        self._compare()
        return Seen(self._sure, self._similar, self._other_words)

    def take(self, seen: Seen) -> None:
        """Add what another has seen of other rows."""
        for mine, its in ((self._sure, seen.sure), (self._similar, seen.similar)):
            for item, hits in its.items():
                mine.setdefault(item, _Hits()).take(hits)
        self._other_words += seen.other_words
        self._keep_likeliest()

    def _compare(self) -> None:
        self._choose()
        nearest: dict[tuple[int, Any, int], tuple[Kind, float, Place]] = {}
        for found in self._index.search([one.text for one in self._waiting]):
            row, _, joined = self._waiting[found.text]
            if joined and found.kind not in _SURE:
                continue
            where, kind = place(row, found.matched), "split" if joined else found.kind
            if kind == "paraphrased":
                self._other_words.append((found.coverage, found.item, where))
                if len(self._other_words) > 100 * _LIKELIEST:
                    self._keep_likeliest()
                continue
            # A row counts once, by its surest text: one turn of it says more than several together.
            known = nearest.setdefault((found.item, row.file, row.line), (kind, found.coverage, where))
            if (_RANKS[kind], -found.coverage) < (_RANKS[known[0]], -known[1]):
                nearest[found.item, row.file, row.line] = kind, found.coverage, where
        for (item, _, _), (kind, coverage, where) in nearest.items():
            hits = self._similar if kind == "similar" else self._sure
            hits.setdefault(item, _Hits()).add(kind, coverage, where)
        self._waiting.clear()
        self._characters = 0

    def _keep_likeliest(self) -> None:
        best: dict[int, tuple[float, int, Place]] = {}
        for one in sorted(self._other_words, key=lambda one: -one[0]):
            best.setdefault(one[1], one)
        self._other_words = list(best.values())[:_LIKELIEST]

    def end(self) -> Iterator[Finding | Unchecked]:
        """One finding for each case that stands in the data, one for all that may; and what was too short to judge."""
        if not self._cases:
            yield Unchecked(rule=CONTAMINATED.name, why=said("no evaluation cases were given (--eval)"))
            return
        self._compare()
        for item, hits in sorted(self._sure.items()):
            yield self._finding(CONTAMINATED if self._compared[item][0].split == "gate" else DEV, item, hits)
        for hits in self._similar.values():
            hits.trim()
        similar = [(*hits.best[0][::2], item) for item, hits in self._similar.items() if item not in self._sure]
        if similar:
            yield self._likeliest(SIMILAR, [(share, item, where) for share, where, item in similar])
        self._keep_likeliest()
        known = self._sure.keys() | self._similar.keys()
        if self._by_words and (unsure := [one for one in self._other_words if one[1] not in known]):
            yield self._likeliest(PARAPHRASED, unsure)
        if short := [case.id for i, (case, _) in enumerate(self._compared) if not self._index.judged(i)]:
            few = ", ".join(short[:5]) + (" …" if len(short) > 5 else "")
            yield Finding(
                rule=SHORT, message=said("{n:case} of few words: {few}", n=len(short), few=few), data={"cases": short}
            )

    def _finding(self, rule: Rule, item: int, hits: _Hits) -> Finding:
        case, text = self._compared[item]
        hits.trim()
        coverage, kind, where = hits.best[0]
        message = _stands(f"{_named(case)} {quote(text)}", hits)
        if len(hits.best) == 1 and kind not in ("exact", "embedded"):
            message = said("{told}: {row}", told=message, row=quote(where.quoted))
        return Finding(
            rule=rule,
            message=message,
            places=tuple(where for _, _, where in hits.best),
            rows=hits.rows,
            data={
                "case": case.id,
                "suite": case.suite,
                "kind": kind,
                "kinds": dict(hits.kinds),
                "coverage": round(coverage, 3),
            },
        )

    def _likeliest(self, rule: Rule, pairs: list[tuple[float, int, Place]]) -> Finding:
        pairs = sorted(pairs, key=lambda one: -one[0])
        how = said(_HOW["paraphrased" if rule is PARAPHRASED else "similar"])
        score, item, where = pairs[0]
        case, text = self._compared[item]
        one = f"{_named(case)} {quote(text)}"
        return Finding(
            rule=rule,
            message=said("{n:case} may stand in the data {how}, the nearest first", n=len(pairs), how=how)
            if len(pairs) > 1
            else said(
                "{case} may stand in the data {how} ({score:.0%} alike): {row}",
                case=one,
                how=how,
                score=float(score),
                row=quote(where.quoted),
            ),
            places=tuple(self._beside(*pair) for pair in pairs[:_PLACES]),
            rows=len(pairs),
            data={
                "pairs": [
                    {"case": self._compared[i][0].id, "alike": round(s, 3), "row": str(w)}
                    for s, i, w in pairs[:_LIKELIEST]
                ]
            },
        )

    def _beside(self, score: float, item: int, where: Place) -> Place:
        """The place with the case that its row may be."""
        case, text = self._compared[item]
        row, asked = quote(where.quoted, _BESIDE), quote(text, _BESIDE)
        return Place(where.file, where.line, f"{row} ~ {asked} ({_named(case)}, {score:.0%})")


def _stands(case: str, hits: _Hits) -> Said:
    """That a case stands in its rows and how, each way with its own count where there are several."""
    ways = []
    for kind in sorted(hits.kinds, key=_RANKS.__getitem__):
        how, share, n = said(_HOW[kind]), hits.coverage[kind], hits.kinds[kind]
        if share < 1 and n > 1:
            how = said("{how} (up to {share:.0%} of its characters)", how=how, share=float(share))
        elif share < 1:
            how = said("{how} ({share:.0%} of its characters)", how=how, share=float(share))
        ways.append((how, n))
    if len(ways) == 1:
        return said("{case} stands in {n:row} {how}", case=case, n=hits.rows, how=ways[0][0])
    told = joined(", ", (said("{how} in {n}", how=how, n=n) for how, n in ways))
    return said("{case} stands in {n:row}: {how}", case=case, n=hits.rows, how=told)


def _named(case: Case) -> str:
    return f"{case.suite}/{case.id}"


def compared_texts(case: Case) -> list[str]:
    """What of a case must not stand in the training data: its question, with its documents; its long answers.

    A question in each wording that a person gave it, and without greetings and thanks, by which a row may differ from
    it; with the customer's earlier messages where it says little by itself.
    """
    worded = [case.prompt, *(variant.prompt for variant in case.variants if variant.name not in KINDS)]
    before = [message.content for message in case.messages[:-1] if message.role == "user"]
    texts = []
    for asked in worded:
        alone = without_courtesies(asked)
        # What is left of "Tell me the colour of the sofa." stands in every sentence about it, and asks nothing.
        least = LEAST_WORDS if alone.rstrip().endswith("?") else EDITED_WORDS
        alone = alone if len(words_of(alone)) >= least else asked
        told = before if len(words_of(alone)) < EDITED_WORDS else []
        texts.append("\n".join([*case.context, *told, alone]))
    texts += (text for text in _expected(case.expect) if len(text.split()) >= _LONG_ANSWER)
    return list(dict.fromkeys(texts))


_ANSWERS = ("value", "of", "answer", "any_of", "all_of")
"""Arguments of a check that hold what is expected."""


def _expected(expect: Iterable[tuple[str, Any]]) -> Iterator[str]:
    for check, arguments in expect:
        if check in ("answer", "equals", "like", "means"):
            given = arguments if isinstance(arguments, dict) else {"value": arguments}
            for found in (given[key] for key in _ANSWERS if key in given):
                yield from (text for text in (found if isinstance(found, list) else [found]) if isinstance(text, str))
