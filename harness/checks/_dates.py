"""Promised dates: a clause with the shop's act to come and a definite time that nothing given states."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from harness.checks import _date_signs as signs
from harness.checks._times import times
from harness.checks.text import sentences

__all__ = ["LIKE", "clauses", "find_promise"]

# One character for one, so that spans stay those of the reply.
LIKE = str.maketrans({"’": "'", "‘": "'", "ё": "е", "Ё": "Е", "\u00a0": " ", "\u202f": " "})


def find_promise(text: str, prompt: str = "", stated: str = "") -> tuple[int, int] | None:
    """The span of the first promised date of a reply; see `no_promised_dates` for the line drawn."""
    plain = text.translate(LIKE)
    known = frozenset(times(stated))
    asked = _asks_for_date(prompt.translate(LIKE))
    for start, end in clauses(plain):
        clause = plain[start:end]
        if signs.GENERAL.search(signs.MAY_DATE.sub("", clause)):
            continue
        time = next((time for time in signs.TIME.finditer(clause) if not _is_stated(time, known)), None)
        if time is None:
            continue
        commit = signs.COMMIT.search(clause)
        if commit is not None:
            return start + min(time.start(), commit.start()), start + max(time.end(), commit.end())
        lead = signs.LEAD.match(clause)
        if asked and lead is not None and lead.end() >= time.start():
            return start + time.start(), start + time.end()
    return None


def _is_stated(time: regex.Match[str], known: frozenset[tuple[object, ...]]) -> bool:
    told = set(times(time[0])) if known else set()
    return bool(told) and not told.isdisjoint(known)


def _asks_for_date(prompt: str) -> bool:
    wants = signs.ASKS_WHEN.search(prompt) and signs.ASKS_OF_US.search(prompt)
    return bool(wants) and not signs.ASKS_OF_RULES.search(prompt)


def clauses(text: str) -> Iterator[tuple[int, int]]:
    """Sentences that are no questions, cut where they turn ("…, but …")."""
    for start, end in sentences(text):
        if text[start:end].rstrip().endswith("?"):
            continue
        at = start
        for turn in signs.TURN.finditer(text, start, end):
            yield at, turn.start()
            at = turn.end()
        yield at, end
