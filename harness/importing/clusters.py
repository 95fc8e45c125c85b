"""Which cases ask the same in other words: they stand on one side of dev and gate, and count as one witness."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence, Set
from typing import NamedTuple

from harness.checks import CheckError
from harness.checks._stems import STOPWORDS, stem
from harness.checks.text import fold, listed
from harness.importing.choosing_checks import holds
from harness.importing.drafts import Draft
from harness.lint._words import POLITE
from harness.lint.overlap import Index, words_of

__all__ = ["Pair", "clusters", "pairs"]

_ALIKE = 0.45
"""Cosine of the words by rarity from which two questions with one answer are taken for paraphrases."""
_MEANT = listed(
    "when where who whom whose what which how до после от из to from after before without without с без not не"
)
_PERSONS = listed(
    "i me my mine we us our you your yours got get am im ill ive "
    "я меня мне мной мы нас нам вы вас вам ваш ваша ваше ваши вашего вашей мой моя мое мои моего моей"
)
_SMALL = (STOPWORDS | _PERSONS) - _MEANT
_LEAST, _PART = 3, 0.6
"""Content words of a question that another one may have all of, and their part in the other's."""
_LOOKED_AT = 500
_COMMON = 8
"""Questions that one answer may have and still tell that two of them are the same."""


class Pair(NamedTuple):
    """Two drafts, by their places in the list, that ask the same."""

    one: int
    other: int


def pairs(drafts: Sequence[Draft]) -> list[Pair]:
    """The drafts that ask nearly the same.

    That is: the same content words; those of one and a few more, with one answer; the same text edited or alike by its
    rare words, with one answer. Questions of one template differ in what they ask of, and are none.
    """
    found: list[Pair] = []
    first: dict[tuple[object, ...], int] = {}
    contents = [_content(draft.question.prompt) for draft in drafts]
    for i, draft in enumerate(drafts):
        key = (draft.question.context, *sorted(contents[i]))
        if len(key) > 1 and first.setdefault(key, i) != i:
            found.append(Pair(first[key], i))
    prompts = [draft.question.prompt for draft in drafts]
    counts = Counter(fold(text) for draft in drafts for text in set(draft.question.answers))
    common = {text for text, times in counts.items() if times > _COMMON}
    near = [*_within(contents)]
    for overlap in Index(prompts).search(prompts):
        one, other = sorted((overlap.item, overlap.text))
        if one != other and (overlap.kind in ("embedded", "edited") or overlap.coverage >= _ALIKE):
            near.append(Pair(one, other))
    for pair in dict.fromkeys(near):
        a, b = drafts[pair.one], drafts[pair.other]
        if a.question.context == b.question.context and _agree(a, b, common):
            found.append(pair)
    return list(dict.fromkeys(found))


def _within(contents: Sequence[frozenset[str]]) -> Iterator[Pair]:
    """Pairs of which one has all content words of the other and few more; found by the other's rarest word."""
    standing: dict[str, list[int]] = {}
    for i, content in enumerate(contents):
        for word in content:
            standing.setdefault(word, []).append(i)
    for i, content in enumerate(contents):
        if len(content) < _LEAST:
            continue
        rarest = min(sorted(content), key=lambda word: len(standing[word]))
        for j in standing[rarest][:_LOOKED_AT]:
            if i != j and content <= contents[j] and len(content) >= _PART * len(contents[j]):
                yield Pair(min(i, j), max(i, j))


def clusters(drafts: Sequence[Draft], found: Sequence[Pair]) -> list[list[int]]:
    """The places of the drafts, those that hang together through pairs in one list."""
    parent = list(range(len(drafts)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for one, other in found:
        parent[root(other)] = root(one)
    made: dict[int, list[int]] = {}
    for i in range(len(drafts)):
        made.setdefault(root(i), []).append(i)
    return list(made.values())


def _content(text: str) -> frozenset[str]:
    return frozenset(stem(word[:64]) for word in words_of(text) if word not in POLITE) - _SMALL


def _agree(one: Draft, other: Draft, common: Set[str]) -> bool:
    """Whether each accepts what the other takes for right; an answer that many questions have says nothing."""
    mine, its = one.question.answers, other.question.answers
    if both := set(map(fold, mine)) & set(map(fold, its)):
        return not both <= common
    if not mine or not its:
        return False
    try:
        return holds(one.expect, its[0], one.question.prompt) and holds(other.expect, mine[0], other.question.prompt)
    except CheckError:  # a check of the team's own, or one that takes an embedding model
        return False
