"""Which of many evaluation texts stand in a text: word for word, edited, within a longer text, or in other words.

The evaluation side is indexed, the training side streams by in batches. A text is compared with those that share its
rare words alone: one sparse product scores a batch against all of them, and what scores high is aligned.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

import numpy as np
import scipy.sparse
from rapidfuzz import fuzz
from rapidfuzz.distance import Indel, Levenshtein

from harness.checks._stems import STOPWORDS, stem
from harness.lint._lookalikes import one_script
from harness.lint._typos import Typos

__all__ = ["EDITED_WORDS", "LEAST_WORDS", "Index", "Kind", "Overlap", "words_of"]

Kind = Literal["exact", "embedded", "split", "edited", "similar", "paraphrased"]
"""`split` is what `Contamination` calls a text that stands in several turns together."""

EDITED_WORDS = 8
"""Words of a text that can be told from its like when some are changed; of shorter ones only the same words count."""
SURE_WORDS = 16
"""Words of a text of which one may be exchanged and it is still the same; in a shorter one it may be another question:
"What does the lamp cost?" and "What does the chair cost?" differ in one word."""
LEAST_WORDS = 4
"""Words of a text that can be sought inside another at all."""
LEAST_CHARS = 16
SHARED = 0.4
"""Of a text's words, by the square of their rarity: with less of them no alignment is tried."""
ALIGNED = 80.0
"""Per cent of characters that an edited text still shares (rapidfuzz's partial ratio: 100 − Indel distance)."""
HELD = 0.75
"""Of an edited text's words, by rarity: a question about another thing has the same words but its rarest."""
OTHER_WORDS = 0.16
"""Cosine of the words by rarity from which two texts may ask the same in other words.

Of 11,700 questions that have nothing to do with 405 others .8 % reach it and share `SHARED_WORDS`; of the 405 in other
words 54 % do. So it is a list to look at, the likeliest first, and no judgement.
"""
SHARED_WORDS = 3
"""Distinct words that a paraphrase shares: a rare one alone is a subject and no question."""
UNSEEN = 0.1
"""How much a word that no evaluation text has counts against a likeness, as a share of the rarest word's weight."""
_PIECE = 400
"""Words of a text that are compared at once, or twice the longest text's of the index."""
_ALIGNED_AT_MOST = 64
"""Texts of the index that are laid over one piece, those with most of their words in it first."""
_SHORT = 20
"""Words of a text that is looked up as a whole before anything else."""
MISTYPED = 0.9
"""Of the characters of a text and a short case (Indel similarity), those that stand in both but for typing mistakes."""
_WINDOW = 4_000
"""Characters around shared words that are aligned; what is longer is aligned in pieces."""

_ASCII = {code: " " for code in range(128) if not (chr(code).isalnum() or chr(code) == "_")}
_WORDS = re.compile(r"\w+")
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff\u0301"


def words_of(text: str) -> list[str]:
    """The words of a text in small letters, ё as е, each in one alphabet; quick rather than fine."""
    text = text.lower()
    if text.isascii():
        return text.translate(_ASCII).split()
    for sign in _INVISIBLE:  # str.translate takes six times as long
        if sign in text:
            text = text.replace(sign, "")
    return _WORDS.findall(one_script(text.replace("ё", "е")))


class Overlap(NamedTuple):
    """One evaluation text in one text.

    Attributes:
        item: its number in the index.
        text: the number of the text in its batch.
        coverage: how much of the evaluation text is there, 0 to 1; of a paraphrase the cosine.
        matched: the piece of the text that matches, in comparable form.
    """

    item: int
    text: int
    kind: Kind
    coverage: float
    matched: str


class _Said(NamedTuple):
    """A piece of a text: the text's number, its words without typing mistakes, and as they stand there."""

    text: int
    meant: list[str]
    words: list[str]


class _Ids(dict[str, int]):
    """The number of a word's stem among the index's; -1 for a word of none."""

    def __init__(self, stems: dict[str, int]) -> None:
        super().__init__()
        self._stems = stems

    def __missing__(self, word: str) -> int:
        if len(self) > 1_000_000:
            self.clear()
        found = self[word] = self._stems.get(stem(word[:64]), -1)
        return found


class Index:
    """Evaluation texts by their words."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.words = [words_of(text) for text in texts]
        self._piece = max(_PIECE, 2 * max(map(len, self.words), default=0))
        self.joined = [" ".join(words) for words in self.words]
        self._own = own = [_stems(words) for words in self.words]
        df = Counter(one for stems in own for one in stems)
        self._stems = {one: i for i, one in enumerate(df)}
        self._ids = _Ids(self._stems)
        # Rarity by the evaluation texts themselves: what many of them share is a template's.
        n = len(texts)
        weight = np.array([math.log((n + 1) / (df[one] + 0.5)) for one in self._stems] or [0.0])
        self._weight = np.maximum(weight, 0.05)
        self._weights: list[float] = self._weight.tolist()
        self._unknown = math.log((n + 1) / 0.5)
        rows = [[self._stems[one] for one in stems] for stems in own]
        self._numbers = [frozenset(row) for row in rows]
        listed = _csr(rows, len(self._stems))
        self._norm = np.sqrt(np.asarray(listed @ self._weight**2).ravel())
        self._by_square = listed.multiply(self._weight**2).T.tocsr()
        self.exact: dict[str, list[int]] = {}
        for i, text in enumerate(self.joined):
            self.exact.setdefault(text, []).append(i)
        # In longer texts a mistyped word is one of many that may be changed.
        short = (words for i, words in enumerate(self.words) if len(words) < SURE_WORDS and self.judged(i))
        self._typos = Typos((word for words in short for word in words), {w for words in self.words for w in words})

    def judged(self, item: int) -> bool:
        """Whether a text is long enough to be sought inside others."""
        return len(self.words[item]) >= LEAST_WORDS and len(self.joined[item]) >= LEAST_CHARS

    def search(self, texts: Sequence[str]) -> Iterator[Overlap]:
        """What of the index stands in each of the texts."""
        if not self.words:
            return
        read, typos = self._ids, self._typos
        said: list[_Said] = []
        rows: list[list[int]] = []
        unknown: list[int] = []
        for number, text in enumerate(texts):
            for words in self._pieces(words_of(text)):
                distinct = set(words)
                known = {read[word] for word in distinct}
                meant = words
                if -1 in known:
                    known.discard(-1)
                    if mistyped := {word: typos[word] for word in distinct if read[word] < 0 and typos[word] != word}:
                        meant = [mistyped.get(word, word) for word in words]
                        known.update(read[word] for word in mistyped.values())
                joined = " ".join(meant) if len(words) <= _SHORT else ""
                same = self.exact.get(joined) if joined else None
                if same is not None and meant is words:
                    for item in same:
                        yield Overlap(item, number, "exact", 1.0, joined)
                elif len(known) >= 2 or same is not None:
                    said.append(_Said(number, meant, words))
                    rows.append(list(known))
                    unknown.append(len(distinct) - len(known))
        if rows:
            yield from self._near(said, rows, unknown)

    def _pieces(self, words: list[str]) -> Iterator[list[str]]:
        """A long text in pieces that overlap by half: all of its words together would hold every short text's."""
        if len(words) <= self._piece:
            yield words
            return
        for start in range(0, len(words) - self._piece // 2, self._piece // 2):
            yield words[start : start + self._piece]

    def _near(self, said: Sequence[_Said], rows: Sequence[Sequence[int]], unknown: Sequence[int]) -> Iterator[Overlap]:
        batch = _csr(rows, len(self._stems))
        shared = (batch @ self._by_square).tocoo()
        squares = np.asarray(batch @ self._weight**2).ravel() + np.array(unknown) * self._unknown**2 * UNSEEN
        part = shared.data / self._norm[shared.col] ** 2
        cosines = shared.data / (np.sqrt(squares)[shared.row] * self._norm[shared.col])
        near = (part >= SHARED) | (cosines >= OTHER_WORDS)
        places = (shared.row[near], shared.col[near], cosines[near], part[near])
        found = zip(*(place.tolist() for place in places), strict=True)
        ids: frozenset[int] = frozenset()
        last = -1
        told: set[tuple[int, int]] = set()
        left = 0
        for row, item, cosine, _ in sorted(found, key=lambda one: (one[0], -one[3])):
            if row != last:
                last, ids, left = row, frozenset(rows[row]), _ALIGNED_AT_MOST
            left -= 1
            if left < 0:
                continue
            common = self._numbers[item] & ids
            if len(common) >= min(SHARED_WORDS, len(self._numbers[item])):
                overlap = self._aligned(said[row], item, common, cosine)
                if overlap is not None and (overlap.text, item) not in told:
                    told.add((overlap.text, item))
                    yield overlap

    def _rarity(self, stems: frozenset[int]) -> float:
        return sum(map(self._weights.__getitem__, stems))

    def _exchanged(self, item: int, piece: str) -> bool:
        """Whether words of the piece stand where others of the text should: not only left out or added."""
        mine, its = (_in_order(words) for words in (self.words[item], piece.split()))
        return any(step.tag == "replace" for step in Levenshtein.opcodes(mine, its))

    def _aligned(self, said: _Said, item: int, common: frozenset[int], cosine: float) -> Overlap | None:
        text, wanted, number = " ".join(said.meant), self.joined[item], said.text
        if not self.judged(item):
            return None
        if (found := f" {text} ".find(f" {wanted} ")) >= 0:
            if said.meant is said.words:
                return Overlap(item, number, "exact" if text == wanted else "embedded", 1.0, wanted)
            first = text[:found].count(" ")
            piece = " ".join(said.words[first : first + len(self.words[item])])
            alike = Indel.normalized_similarity(wanted, piece)
            if piece == wanted:
                return Overlap(item, number, "embedded", 1.0, wanted)
            if alike >= MISTYPED:
                return Overlap(item, number, "edited", alike, piece)
        if len(self.words[item]) >= EDITED_WORDS and self._rarity(common) >= HELD * self._rarity(self._numbers[item]):
            score, piece = _alignment(wanted, text)
            if score >= ALIGNED and len(piece) >= len(wanted) / 2:
                exchanged = len(self.words[item]) < SURE_WORDS and self._exchanged(item, piece)
                return Overlap(item, number, "similar" if exchanged else "edited", score / 100, piece)
        if cosine >= OTHER_WORDS and len(common) >= SHARED_WORDS:
            return Overlap(item, number, "paraphrased", cosine, text[:400])
        return None


def _stems(words: Sequence[str]) -> frozenset[str]:
    return frozenset({stem(word[:64]) for word in words} - STOPWORDS)


def _in_order(words: Sequence[str]) -> list[str]:
    return [one for one in map(stem, (word[:64] for word in words)) if one not in STOPWORDS]


def _alignment(wanted: str, text: str) -> tuple[float, str]:
    """The best score of `wanted` against a piece of `text`, and that piece."""
    best, piece = 0.0, ""
    step = max(_WINDOW - len(wanted), _WINDOW // 2)
    for start in range(0, max(1, len(text) - len(wanted)), step):
        window = text[start : start + _WINDOW + len(wanted)]
        found = fuzz.partial_ratio_alignment(wanted, window, score_cutoff=max(best, ALIGNED))
        if found is None or found.score <= best:
            continue
        # The shorter one is laid over the longer: where that is the text, all of it is the piece.
        whole = len(window) < len(wanted)
        best, piece = found.score, window if whole else _whole_words(window, found.dest_start, found.dest_end)
    return best, piece


def _whole_words(text: str, start: int, end: int) -> str:
    """A piece with the rest of the words at its ends, and one word more on each side: what was exchanged there."""
    for _ in range(2):
        start = text.rfind(" ", 0, max(start - 1, 0)) + 1
        end = text.find(" ", end + 1) if text.find(" ", end + 1) >= 0 else len(text)
    return text[start:end]


def _csr(rows: Sequence[Sequence[int]], width: int) -> scipy.sparse.csr_array:
    sizes = np.fromiter((len(row) for row in rows), dtype=np.int64, count=len(rows))
    flat = np.fromiter((i for row in rows for i in row), dtype=np.int32, count=int(sizes.sum()))
    ends = np.concatenate([[0], np.cumsum(sizes)])
    return scipy.sparse.csr_array((np.ones(len(flat), dtype=np.float32), flat, ends), shape=(len(rows), max(width, 1)))
