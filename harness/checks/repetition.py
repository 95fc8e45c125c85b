"""Replies that go round in circles, and replies that give the question back."""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from itertools import chain, islice
from operator import eq
from typing import Annotated

import regex
from annotated_types import Ge, Le

from harness.checks.registry import Verdict, check
from harness.checks.text import Words, fold, quote
from harness.figures import counted

__all__ = ["repeats_prompt", "repetition"]

RUN = 8
"""Words in a run: eight in a row are said twice by accident only in fixed phrases."""
LONG = 20
"""Words of a long message whose repetition is no accident either."""
FEW = 40
"""Below so many words a share of them says little."""
STUCK = 12
"""Times that a letter or sign on end is stuck."""
_WORD = regex.compile(r"\w+(?:['’]\w+)*")
_FENCED = regex.compile(r"```.*?```", regex.DOTALL)
_PIECE = regex.compile(r"[^.!?…\n]+")
_LONG_RUN = re.compile(r"(.)\1{11}|[^\W\d_]{16}")
"""Without one nothing is stuck, which most replies show at a glance."""
_LETTER = regex.compile(r"(?P<one>\p{L}|[!?.,…])(?P=one){11,}|(?P<two>\p{L}{2,4}?)(?P=two){7,}")


@check("repetition")
def repetition(
    text: str,
    sentence: Annotated[int, Ge(1)] = 2,
    in_a_row: Annotated[int, Ge(1)] = 3,
    share: Annotated[float, Ge(0), Le(1)] = 0.3,
) -> Verdict:
    r"""The reply does not go round in circles.

    `sentence`: so often may one sentence or line of four words or more be said, code aside. `in_a_row`: so often may a
    word or a run of up to eight words follow itself. `share`: such a part of the words may stand in runs of eight that
    were said before (replies of 40 words or more). A letter or sign twelve times on end, or a syllable eight times,
    misses.

    Passes: {"repetition": {}} on "Очень, очень рады помочь! Возврат бесплатный, обмен бесплатный."
    Misses: {"repetition": {}} on "Your order is packed. Your order is packed. Your order is packed."
    Misses: {"repetition": {"in_a_row": 3}} on "Мы рады помочь, рады помочь, рады помочь, рады помочь."
    """
    long = [word for word in text.split() if len(word) >= STUCK]
    if any(map(_LONG_RUN.search, long)) and (stuck := _LETTER.search(text)):
        return Verdict(False, f"{quote(text, stuck.span())} is stuck", stuck.span())
    if found := _said_again(text, sentence):
        return found
    words = _WORD.findall(text)
    ids = _ids(words)
    if row := _in_a_row(words, ids, in_a_row):
        first, length, times = row
        span = _span(text, first, first + length - 1)
        return Verdict(False, f"{quote(text, span)} follows itself {counted(times, 'time')}", span)
    again, first = _again(ids)
    if len(words) >= FEW and again > share * len(words):
        span = _span(text, first, first + RUN - 1)
        part = again / len(words)
        return Verdict(False, f"{part:.0%} of the words were said before, as {quote(text, span)} was", span)
    return Verdict(True, "the reply does not go round in circles")


def _span(text: str, first: int, last: int) -> tuple[int, int]:
    """Characters from word `first` to word `last`, both included."""
    found = islice(_WORD.finditer(text), first, last + 1)
    start, *_, end = [edge for match in found for edge in match.span()]
    return start, end


def _said_again(text: str, most: int) -> Verdict | None:
    times: dict[str, int] = {}
    for match in _PIECE.finditer(_FENCED.sub(lambda code: "\n" * len(code[0]), text)):
        if match[0].count(" ") < 3:
            continue
        said = fold(match[0]).strip("*#-_ \"'")
        if said.count(" ") < 3:
            continue
        times[said] = times.get(said, 0) + 1
        if times[said] > most:
            return Verdict(
                False, f"{quote(text, match.span())} is said more than {counted(most, 'time')}", match.span()
            )
    return None


def _in_a_row(words: Sequence[str], ids: array[int], most: int) -> tuple[int, int, int] | None:
    """(first word, length, times) of a run of up to RUN words that follows itself more than `most` times.

    Numbers may: columns of figures are no loop.
    """
    for length in range(1, min(RUN, len(ids) - 1) + 1):
        if sum(map(eq, ids[length:], ids)) < length * most:
            continue
        start = 0
        for at, same in enumerate(chain(map(eq, ids[length:], ids), [False])):
            if same:
                continue
            if at - start >= length * most and not all(word.isdigit() for word in words[start : start + length]):
                return start, length, (at - start) // length + 1
            start = at + 1
    return None


def _again(ids: array[int]) -> tuple[int, int]:
    """How many words stand in runs of RUN that stood before, and where the first such run begins."""
    raw, size = ids.tobytes(), ids.itemsize
    seen: set[bytes] = set()
    count, covered, first = 0, 0, 0
    for i in range(len(ids) - RUN + 1):
        run = raw[i * size : (i + RUN) * size]
        if run in seen:
            first = first if count else i
            count += i + RUN - max(i, covered)
            covered = i + RUN
        seen.add(run)
    return count, first


def _ids(words: Sequence[str]) -> array[int]:
    """A number for each word, the same for the same in any case."""
    known: dict[str, int] = {}
    return array("i", [known.setdefault(word.lower(), len(known)) for word in words])


@check("repeats_prompt")
def repeats_prompt(text: str, prompt: str, at_start: bool = False, wanted: bool = False) -> Verdict:
    r"""The reply does not give the customer's message back: half of its words, or twenty, in one piece.

    Fewer than six words may be repeated ("Yes, you can return it"). `wanted: true` asks for the opposite:
    the whole message, word for word; `at_start` right at the beginning.

    Passes: {"repeats_prompt": {}} on "Да, в течение 30 дней." asked "Можно ли вернуть обувь, если она не подошла?"
    Passes: {"repeats_prompt": {"wanted": true, "at_start": true}} on "Can I pay? Yes." asked "Can I pay?"
    Misses: {"repeats_prompt": {}} on "Can I return the shoes after twenty days?"
            asked "Hello! Can I return the shoes after twenty days?"
    """
    asked, said = Words.of(prompt).words, Words.of(text)
    if wanted:
        at = _whole(said.words, asked)
        if at is None or (at_start and at > 0):
            return Verdict(False, f"{quote(prompt)} is not repeated" + (" at the start" if at_start else ""))
        return Verdict(True, "the message is repeated", said.span(at, at + len(asked) - 1) if asked else None)
    least = min(max(6, -(-len(asked) // 2)), LONG)
    runs = {asked[i : i + least] for i in range(len(asked) - least + 1)}
    firsts = {run[0] for run in runs}
    for i in [i for i, word in enumerate(said.words[:1] if at_start else said.words) if word in firsts]:
        if said.words[i : i + least] in runs:
            span = said.span(i, i + least - 1)
            return Verdict(False, f"{quote(text, span)} is the customer's own", span)
    return Verdict(True, "the message is not given back")


def _whole(words: Sequence[str], wanted: Sequence[str]) -> int | None:
    at = f" {' '.join(words)} ".find(f" {' '.join(wanted)} ")
    return None if at < 0 else " ".join(words)[:at].count(" ") + (at > 0)
