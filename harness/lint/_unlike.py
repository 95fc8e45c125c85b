"""Two sets of texts held against each other: what the one speaks of and the other does not, and whose are longer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from math import sqrt
from typing import Any, NamedTuple

import numpy as np

from harness.checks._stems import STOPWORDS
from harness.gates import Interval, wilson
from harness.lint._words import words_of

__all__ = ["Topic", "difference", "longer", "missing_topics"]

_READ = 2_000
_LONGEST = 40


class Topic(NamedTuple):
    """What many texts of one set speak of and (nearly) none of the other.

    Attributes:
        words: as they are written most often, the one that most surely is missing first.
        texts: indices of the texts that hold the first of them.
        others: how many texts of the other set hold it.
    """

    words: tuple[str, ...]
    texts: tuple[int, ...]
    others: int


def missing_topics(
    texts: Sequence[str], others: Sequence[str], *, share: float, ratio: float = 0.25, alpha: float = 0.01
) -> list[Topic]:
    """Words and pairs of words in at least `share` of `texts`, and at most `ratio` times as often in `others`.

    A word counts where Fisher's exact test finds it rarer in `others` at `alpha`, one-sided, Bonferroni over all words
    that are frequent enough to be asked about. Words that stand in the same texts are one topic. Linear in the texts.
    """
    if not texts or not others:
        return []
    from scipy.stats import hypergeom

    held = [_terms(text) for text in texts]
    here = Counter(term for terms in held for term in terms)
    there = Counter(term for text in others for term in _terms(text))
    n, m = len(texts), len(others)
    asked = [term for term, count in here.items() if count >= max(2.0, share * n)]
    chance = {
        term: float(hypergeom.cdf(there[term], n + m, here[term] + there[term], m))
        for term in asked
        if there[term] / m <= ratio * here[term] / n
    }
    rare = [term for term in chance if chance[term] * len(asked) < alpha]
    rare.sort(key=lambda term: (chance[term], " " in term, term))
    wanted = set(rare)
    where: dict[str, list[int]] = {term: [] for term in rare}
    for i, terms in enumerate(held):
        for term in wanted.intersection(terms):
            where[term].append(i)
    topics: list[list[str]] = []
    for term in rare:
        texts_of = set(where[term])
        near = (topic for topic in topics if 2 * len(texts_of.intersection(where[topic[0]])) >= len(texts_of))
        if (topic := next(near, None)) is not None:
            topic.append(term)
        else:
            topics.append([term])
    return [
        Topic(
            words=tuple(dict.fromkeys(_written(term, (held[i] for i in where[term])) for term in topic)),
            texts=tuple(where[topic[0]]),
            others=there[topic[0]],
        )
        for topic in topics
    ]


def _terms(text: str) -> dict[str, str]:
    """The stems of a text and its pairs of neighbours, each with a writing of it; small words are no subject."""
    words = words_of(text[:_READ]).split()
    stems = [_stem(word) for word in words]
    both = zip(pairwise(stems), pairwise(words), strict=True)
    pairs = {" ".join(stem): " ".join(pair) for stem, pair in both if not STOPWORDS.issuperset(pair)}
    return {stem: word for stem, word in zip(stems, words, strict=True) if word not in STOPWORDS} | pairs


@lru_cache(maxsize=1 << 15)
def _stem(word: str) -> str:
    stem: str = _stemmer("english" if word.isascii() else "russian").stemWord(word[:_LONGEST])
    return stem


@cache
def _stemmer(language: str) -> Any:
    import snowballstemmer  # 50 ms

    return snowballstemmer.stemmer(language)


def _written(term: str, held: Iterable[dict[str, str]]) -> str:
    return Counter(terms[term] for terms in held).most_common(1)[0][0]


def difference(passed: int, n: int, of: int, m: int) -> Interval:
    """passed/n − of/m with its 95 % interval, from two Wilson intervals (Newcombe, Stat Med 1998;17:873, method 10)."""
    p, q, first, second = passed / n, of / m, wilson(passed, n), wilson(of, m)
    low = p - q - sqrt((p - first.lower) ** 2 + (second.upper - q) ** 2)
    high = p - q + sqrt((first.upper - p) ** 2 + (q - second.lower) ** 2)
    return Interval(low, high)


def longer(first: Sequence[int], second: Sequence[int]) -> tuple[float, Interval]:
    """The chance that one of the first is larger than one of the second, ties half, and its 95 % interval.

    Mann–Whitney's statistic with the variance of DeLong et al. (Biometrics 1988;44:837), cut to [0, 1]; both need one
    value at least.
    """
    x, y = np.sort(np.asarray(first, float)), np.sort(np.asarray(second, float))
    above = (np.searchsorted(y, x, "left") + np.searchsorted(y, x, "right")) / (2 * len(y))
    below = 1 - (np.searchsorted(x, y, "left") + np.searchsorted(x, y, "right")) / (2 * len(x))
    chance = float(above.mean())
    half = 1.96 * sqrt(sum(float(part.var(ddof=1)) / len(part) for part in (above, below) if len(part) > 1))
    return chance, Interval(max(0.0, chance - half), min(1.0, chance + half))
