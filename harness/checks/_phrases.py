"""Where a phrase stands in a text, whatever the forms of its words: «пункта выдачи» is «пункт выдачи»."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache

import regex

from harness.checks._lemmas import _russian, lemmas, same_word
from harness.checks.text import ARTICLES, Words, fold

__all__ = ["Phrases"]

_RUSSIAN = regex.compile(r"[а-я]+(?:-[а-я]+)*")
# What an English word may end in and still be the same word: an "organization" is no form of "organ".
_ENDINGS = regex.compile(r"(?:e|y|an|fe|f)?|e?s|'s|s'|ies|ves|[bdgklmnprtz]?(?:ed|ing)|d|ied|en|n|ten|ren|men")


_VES = regex.compile(r"fe?$")  # shelves, knives


class Phrases:
    """The words of a text, to find phrases among them."""

    def __init__(self, text: str) -> None:
        self.words = Words.of(text)

    @cached_property
    def _at(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for i, word in enumerate(self.words.words):
            found[word].append(i)
        return found

    @cached_property
    def _by_stem(self) -> dict[str, list[str]]:
        """The distinct words that are not Russian, by their stems."""
        found: dict[str, list[str]] = {}
        for word, stem in zip(self._at, map(_stem, self._at), strict=True):
            found.setdefault(stem, []).append(word)
        return found

    def find(self, phrase: str) -> Iterator[tuple[int, int]]:
        """(start, end) in characters of each place where the words of `phrase`, articles aside, stand side by side."""
        places = [self._places(word) for word in _content(phrase)]
        if not places or not all(places):
            return
        for start in sorted(places[0]):
            if all(start + i in allowed for i, allowed in enumerate(places)):
                yield self.words.span(start, start + len(places) - 1)

    def _places(self, word: str) -> frozenset[int]:
        forms: Sequence[str] | frozenset[str]
        if _RUSSIAN.fullmatch(word):
            forms = _forms(word)
        else:
            stems = lemmas(word) | lemmas(_VES.sub("ves", word))
            forms = [other for stem in stems for other in self._by_stem.get(stem, ()) if _is_form(other, word)]
        return frozenset(i for form in forms for i in self._at.get(form, ()))


def _content(phrase: str) -> tuple[str, ...]:
    words = Words.of(phrase).words
    return tuple(word for word in words if word not in ARTICLES) or words


@lru_cache(maxsize=1 << 14)
def _stem(word: str) -> str:
    """The stem of a word; none of a Russian one, which has dictionary forms."""
    return "" if not word.isascii() and _RUSSIAN.fullmatch(word) else next(iter(lemmas(word)))


@lru_cache(maxsize=1 << 12)
def _forms(word: str) -> frozenset[str]:
    """Every form of every word that a Russian form may be of.

    Going from the phrase to the text spares a look into the dictionary for each word of a long text.
    """
    parses = _russian().parse(word)
    return frozenset({word} | {fold(form.word) for parse in parses for form in parse.lexeme})


def _is_form(one: str, other: str) -> bool:
    if not same_word(one, _VES.sub("ves", other)) and not same_word(one, other):
        return False
    shared = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return shared < 3 or bool(_ENDINGS.fullmatch(one[shared:]) and _ENDINGS.fullmatch(other[shared:]))
