"""Words that are one of a known few but for a slip of the hand: a letter missing, added, exchanged, or two swapped."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from rapidfuzz.distance import OSA

__all__ = ["Typos"]

_LEAST = 5
"""Letters: of shorter words too many are another word but for a letter."""
_REMEMBERED = 1_000_000


class Typos(dict[str, str]):
    """What a word stands for: the only known word that it is but for a slip; else itself.

    The first letter is hardly ever mistaken: "increase" is no slip of "decrease". Nor is a word with a prefix more.
    """

    def __init__(self, meant: Iterable[str], words: Collection[str]) -> None:
        """Take the words that may be meant, and all that are words: those are no slips."""
        super().__init__()
        self._words = words
        self._meant: dict[str, set[str]] = {}
        for word in {word for word in meant if _may_be_mistyped(word)}:
            for part in _parts(word):
                self._meant.setdefault(part, set()).add(word)

    def __missing__(self, word: str) -> str:
        if len(self) > _REMEMBERED:
            self.clear()
        found = self[word] = self._found(word)
        return found

    def _found(self, word: str) -> str:
        if word in self._words or len(word) < _LEAST - 1 or not word.isalpha():
            return word
        near = {one for part in _parts(word) for one in self._meant.get(part, ()) if _slip(word, one)}
        return near.pop() if len(near) == 1 else word


def _may_be_mistyped(word: str) -> bool:
    return len(word) >= _LEAST and word.isalpha()


def _parts(word: str) -> Iterator[str]:
    """The word, and what is left of it without any one letter: two words that differ in a letter share one of them."""
    yield word
    for at in range(1, len(word)):
        yield word[:at] + word[at + 1 :]


def _slip(word: str, meant: str) -> bool:
    if word[0] != meant[0] or OSA.distance(word, meant, score_cutoff=1) > 1:
        return False
    longer, shorter = sorted((word, meant), key=len, reverse=True)
    return not (longer.startswith("вы") and longer[0] + longer[2:] == shorter)  # включить, выключить
