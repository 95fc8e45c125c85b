"""A record's cases as the page's own script reads them: an index of all of them, and their texts in packed chunks.

A chunk is JSON, gzipped, in base64, so that nothing that a model wrote stands in the page as markup. The cases stand
in the order of the groups, the worst news first; chunks with a case that flipped always stand in the page itself, the
others as long as there is room, and what is left goes to pages of its own beside it.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count, groupby
from typing import Any

from harness.reasons import reason_in
from harness.record import Answer, CaseResult, Record
from harness.report import view
from harness.report.labels import label
from harness.report.page_words import SCRIPT
from harness.report.sentences import Lang
from harness.report.text import brief, clip, language

__all__ = ["MOST_CHARACTERS", "SIDE", "Chunk", "PageCases", "Shown", "page_cases", "paged"]

SIDE = "report.cases-{}.html"
"""Pages of further cases beside the report, from 2 on."""
MOST_CHARACTERS = 20_000
"""Of one text; the rest stands in record.json."""
_ROOM = 8_000_000
"""Bytes of packed chunks in one page."""
_CHUNK_CASES, _CHUNK_CHARACTERS = 250, 400_000
_NAMED = ("suite", "group", "kind", "skill", "lang_of", "file")
_FLIPPED = ("broken", "not-run", "missed", "fixed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A case as it came out, with its answers: (part, the model's name, what it said)."""

    group: str
    case: CaseResult
    answers: Sequence[tuple[str, str, Answer | None]]
    flipped: bool
    """What a reviewer comes for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """Texts of consecutive cases of one group."""

    number: int
    packed: str
    cases: Sequence[Shown]

    @property
    def flipped(self) -> bool:
        return any(case.flipped for case in self.cases)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageCases:
    """What stands in one page: its chunks, and the packed index (of the first page: of all cases)."""

    chunks: Sequence[Chunk]
    index: str


def page_cases(record: Record, lang: Lang = "en") -> list[PageCases]:
    """The report's own cases, then those of the pages beside it, named by `SIDE` from 2 on.

    Flips stand in the report, whatever room they take.
    """
    return paged(
        (
            Shown(group=group.key, case=case, answers=view.answers(record, case), flipped=group.key in _FLIPPED)
            for group in view.groups(record)
            for case in group.cases
        ),
        lang,
    )


def paged(cases: Iterable[Shown], lang: Lang, side: str = SIDE) -> list[PageCases]:
    """Cases, those of one group together, in pages: the first with all that flipped, `side` names the others."""
    chunks = list(_chunks(cases, lang))
    pages: list[list[Chunk]] = [[c for c in chunks if c.flipped]]
    free = _ROOM - sum(len(c.packed) for c in pages[0])
    for chunk in chunks:
        if chunk.flipped:
            continue
        if len(chunk.packed) > free and (pages[-1] or len(pages) > 1):
            pages.append([])
            free = _ROOM
        pages[-1].append(chunk)
        free -= len(chunk.packed)
    pages[0].sort(key=lambda c: c.number)
    names = {chunk.number: side.format(n) for n, page in enumerate(pages[1:], 2) for chunk in page}
    key = hashlib.sha256("".join(chunk.packed for chunk in chunks).encode()).hexdigest()[:32]
    first = PageCases(chunks=pages[0], index=_index(chunks, names, lang, key))
    return [first, *(PageCases(chunks=page, index=_index(page, {}, lang, key)) for page in pages[1:])]


def _chunks(cases: Iterable[Shown], lang: Lang) -> Iterator[Chunk]:
    numbers = count()
    for _, group in groupby(cases, key=lambda c: c.group):
        held: list[Shown] = []
        size = 0
        for case in group:
            held.append(case)
            size += _characters(case)
            if len(held) == _CHUNK_CASES or size >= _CHUNK_CHARACTERS:
                yield _chunk(next(numbers), held, lang)
                held, size = [], 0
        if held:
            yield _chunk(next(numbers), held, lang)


def _chunk(number: int, cases: Sequence[Shown], lang: Lang) -> Chunk:
    return Chunk(number=number, packed=_packed([_told(shown, lang) for shown in cases]), cases=cases)


def _characters(shown: Shown) -> int:
    texts = [*(m.get("content", "") for m in shown.case.messages), *shown.case.context]
    for _, _, answer in shown.answers:
        if answer:
            texts += [answer.reply, *(s.reply for s in answer.samples)]
    return sum(min(len(text), MOST_CHARACTERS) for text in texts)


def _packed(value: Any) -> str:
    raw = json.dumps(value, separators=(",", ":")).encode()  # ASCII: a lone surrogate stays one, as \ud800
    return base64.b64encode(gzip.compress(raw, 6, mtime=0)).decode()


def _told(shown: Shown, lang: Lang) -> dict[str, Any]:
    case = shown.case
    return {
        "title": case.title and brief(case.title),
        "place": f"{brief(case.file)}:{case.line}",
        "turns": [[brief(m.get("role", "")), *clip(m.get("content", ""), MOST_CHARACTERS)] for m in case.messages],
        "context": [clip(text, MOST_CHARACTERS) for text in case.context],
        "variants": [clip(text, MOST_CHARACTERS) for text in case.variants],
        "answers": [_answer(part, name, answer, lang) for part, name, answer in shown.answers],
        "checks": [[brief(check.name), [brief(line) for line in check.lines]] for check in view.checks(case)],
    }


def _answer(part: str, name: str, answer: Answer | None, lang: Lang) -> dict[str, Any]:
    if answer is None:
        return {"part": part, "name": name, "none": True}
    return {
        "part": part,
        "name": brief(name),
        "reply": clip(answer.reply, MOST_CHARACTERS),
        "passed": answer.passed,
        "reason": brief(reason_in(lang, answer.reason)),
        "finish": brief(answer.finish),
        "tokens": answer.tokens,
        "said": [clip(text, MOST_CHARACTERS) for text in answer.said],
        "samples": [[s.passed, *clip(s.reply, 2000), brief(reason_in(lang, s.reason))] for s in answer.samples],
    }


class _Names:
    """Texts by number, each once."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def __call__(self, name: str | None) -> int:
        """The name's number; −1 of none."""
        return -1 if name is None else self.numbers.setdefault(name, len(self.numbers))


def _index(chunks: Sequence[Chunk], elsewhere: dict[int, str], lang: Lang, key: str) -> str:
    """Columns over the cases: one entry a case in each, names by their numbers.

    `key`: what a page beside the report has to be shown before it hands out its texts.
    """
    names, columns = _Names(), [_row(shown.group, shown.case) for chunk in chunks for shown in chunk.cases]
    return _packed(
        {
            "lang": lang,
            "key": key,
            "words": {text: label(text, "ru") for text in SCRIPT} if lang == "ru" else {},
            "id": [row["id"] for row in columns],
            **{key: [names(row[key]) for row in columns] for key in _NAMED},
            "tags": [[names(tag) for tag in row["tags"]] for row in columns],
            "critical": "".join("01"[row["critical"]] for row in columns),
            "length": [row["length"] for row in columns],
            "names": list(names.numbers),
            "chunks": [[chunk.number, len(chunk.cases), elsewhere.get(chunk.number, "")] for chunk in chunks],
        }
    )


def _row(group: str, case: CaseResult) -> dict[str, Any]:
    said = case.candidate.reply if case.candidate else ""
    return {
        "id": case.id,
        "suite": case.suite,
        "group": group,
        "kind": case.kind,
        "skill": case.skill,
        "lang_of": _language(case),
        "file": case.file,
        "tags": case.tags,
        "critical": case.critical,
        "length": len(said),
    }


def _language(case: CaseResult) -> str:
    """What its tags say, else what its question looks like."""
    for tag in ("ru", "en"):
        if tag in case.tags:
            return tag
    return language(case.messages[-1].get("content", "") if case.messages else "")
