"""Verbatim memorization: how much of a training answer comes back word for word, beyond what the base would say.

Of a reply and the trained answer the longest common substring is taken, in words, without case, punctuation and ё. What
many answers of the data share is nobody's secret and no row's own: the headings of a house form, a greeting, a canned
answer to a frequent question. Only a row's own words count.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple

from harness.checks.text import Words

__all__ = ["FEWEST", "MUCH", "Common", "Recited", "is_memorized", "recited"]

FEWEST = 8
"""A row with fewer words of its own is not judged, and no shorter piece is memorized: a right answer may be short."""

MUCH = 0.5
"""So much more of the row's own words than the base gives in one piece has to come back."""

_RUN = 4
_ANSWERS = 3
_TWO_HUNDREDTH, _QUARTER = 200, 4


class Common:
    """What many answers share: a word that a quarter of them hold, and runs of four words that several hold.

    Several: three, or a two-hundredth of all answers where that is more.
    """

    def __init__(self, answers: Iterable[str]) -> None:
        """Read the data once; an answer counts once for each word and run it holds."""
        words: Counter[str] = Counter()
        runs: Counter[tuple[str, ...]] = Counter()
        n = 0
        for answer in answers:
            said = Words.of(answer).words
            words.update(set(said))
            runs.update(set(_runs(said)))
            n += 1
        several = max(_ANSWERS, n / _TWO_HUNDREDTH)
        frequent = max(_ANSWERS, n / _QUARTER)
        self._words = {word for word, count in words.items() if count >= frequent}
        self._runs = {run for run, count in runs.items() if count >= several}

    def own(self, words: Sequence[str]) -> list[bool]:
        """Of each word of an answer whether it is the answer's own."""
        mine = [word not in self._words for word in words]
        for start, run in enumerate(_runs(words)):
            if run in self._runs:
                mine[start : start + _RUN] = [False] * _RUN
        return mine


def _runs(words: Sequence[str]) -> Iterable[tuple[str, ...]]:
    return zip(*(words[i:] for i in range(_RUN)), strict=False)


class Recited(NamedTuple):
    """The piece of a training answer that a reply gives back with the most of the answer's own words."""

    own: int
    """Words of the answer's own in the piece."""
    of: int
    """Words of the answer's own in all."""
    span: tuple[int, int]
    """The piece, in characters of the reply."""

    @property
    def share(self) -> float:
        """0..1; 0 where the answer has nothing of its own."""
        return self.own / self.of if self.of else 0.0


def recited(reply: str, answer: str, common: Common) -> Recited:
    """The longest common substring in words, by the answer's own words in it. Linear in both texts."""
    said, wanted = Words.of(reply), Words.of(answer)
    before = [0, *accumulate(common.own(wanted.words))]
    best = Recited(0, before[-1], (0, 0))
    for end, (length, last) in enumerate(_matches(wanted.words, said.words)):
        own = before[last + 1] - before[last + 1 - length]
        if own > best.own:
            best = Recited(own, before[-1], said.span(end - length + 1, end))
    return best


def is_memorized(reply: Recited, base: Recited | None) -> bool:
    """Whether a row came back word for word: enough of its own words, and much more of them than the base gives."""
    return reply.own >= FEWEST and reply.share - (base.share if base else 0.0) >= MUCH


class _State:
    """Of the suffix automaton: all substrings that end at the same places."""

    __slots__ = ("last", "length", "link", "then")

    def __init__(self, length: int, last: int, link: _State | None, then: dict[str, _State]) -> None:
        self.length, self.last, self.link, self.then = length, last, link, then


def _matches(text: Sequence[str], other: Sequence[str]) -> Iterable[tuple[int, int]]:
    """Of each word of `other` the longest piece of `text` that ends there: (words, its last word's place in `text`)."""
    start = state = _automaton(text)
    length = 0
    for word in other:
        while state.link is not None and word not in state.then:
            state = state.link
            length = state.length
        if word in state.then:
            state, length = state.then[word], length + 1
        else:
            state, length = start, 0
        yield length, state.last


def _automaton(text: Sequence[str]) -> _State:
    """The suffix automaton of a text (Blumer and others 1985): at most twice as many states as words."""
    start = state = _State(0, -1, None, {})
    for at, word in enumerate(text):
        new = _State(state.length + 1, at, None, {})
        before: _State | None = state
        while before is not None and word not in before.then:
            before.then[word] = new
            before = before.link
        new.link = start if before is None else _split(before, word)
        state = new
    return start


def _split(before: _State, word: str) -> _State:
    """The state that a new one links to; taken apart where longer substrings than it may hold end elsewhere."""
    after = before.then[word]
    if after.length == before.length + 1:
        return after
    clone = _State(before.length + 1, after.last, after.link, dict(after.then))
    after.link = clone
    step: _State | None = before
    while step is not None and step.then.get(word) is after:
        step.then[word] = clone
        step = step.link
    return clone
