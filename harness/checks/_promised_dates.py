"""Promised dates: a clause with the shop's act to come and a definite time that nothing given states."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import regex

from harness.checks import _date_signs as signs
from harness.checks._times import times
from harness.checks.text import sentences, straight

__all__ = ["clauses", "find_promise"]


LONGEST_TIME = 60
"""Characters that the longest way to name a time takes."""

HEAD = 200
"""Clauses in which a bare time is looked for: who answers "when?" does so among the first of them."""


@lru_cache(maxsize=2)
def find_promise(text: str, prompt: str = "", stated: str = "") -> tuple[int, int] | None:
    """The span of the first promised date of a reply; see `no_promised_dates` for the line drawn."""
    plain = straight(text)
    known = frozenset(times(stated, weekdays=True))
    asked = _asks_for_date(straight(prompt))
    for number, (start, end) in enumerate(clauses(plain)):
        clause = plain[start:end]
        if signs.GENERAL.search(signs.MAY_DATE.sub("", clause, within=plain), within=plain):
            continue
        commit = signs.COMMIT.search(clause, within=plain)
        lead = signs.LEAD.match(clause) if asked and commit is None and number < HEAD else None
        # Without an act to come only a time at the head counts, so no more is read.
        last = len(clause) if commit is not None else lead.end() + LONGEST_TIME if lead is not None else 0
        if not last:
            continue
        time = next((time for time in signs.TIME.finditer(clause, 0, last) if not _is_stated(time, known)), None)
        if time is None:
            continue
        if commit is not None:
            return start + min(time.start(), commit.start()), start + max(time.end(), commit.end())
        if lead is not None and lead.end() >= time.start() and not signs.DENIED.search(clause):
            return start + time.start(), start + time.end()
    return None


def _is_stated(time: regex.Match[str], known: frozenset[tuple[object, ...]]) -> bool:
    told = set(times(time[0])) if known else set()
    return bool(told) and not told.isdisjoint(known)


def _asks_for_date(prompt: str) -> bool:
    if signs.ASKS_BARELY.fullmatch(prompt):
        return True
    wants = signs.ASKS_WHEN.search(prompt) and signs.ASKS_OF_US.search(prompt)
    return bool(wants) and not signs.ASKS_OF_RULES.search(prompt)


@lru_cache(maxsize=2)
def clauses(text: str) -> tuple[tuple[int, int], ...]:
    """Sentences that are no questions, cut where they turn ("…, but …"); kept for the checks that ask right after."""
    return tuple(_clauses(text))


def _clauses(text: str) -> Iterator[tuple[int, int]]:
    for start, end in sentences(text):
        if text[start:end].rstrip().endswith("?"):
            continue
        at = start
        for turn in signs.TURN.finditer(text, start, end):
            yield at, turn.start()
            at = turn.end()
        yield at, end
