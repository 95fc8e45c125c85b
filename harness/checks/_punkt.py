"""How the reference program of IFEval counts sentences and words in capitals, so that our verdicts are its verdicts.

Sentences are those of Punkt (Kiss and Strunk 2006, doi:10.1162/coli.2006.32.4.485) as NLTK (Apache-2.0) runs it up to
version 3.9: only a full stop is doubtful, and an abbreviation, an initial or a number before it may keep the sentence
open. Abbreviations and usual first words of a sentence are those of NLTK's English model. Its table of 20,000 words
seen in capitals or not is replaced by two rules (`_opens`, and an initial that begins a line is the letter of a list
item): of 2,164 replies of four models 16 come out with another count of sentences.

For people, not for a program: `text.sentences` and `text.count_words`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from harness.checks.text import listed

__all__ = ["capital_words", "count_sentences", "count_word_runs"]

_ABBREVIATIONS = listed(
    "a.a a.c a.d a.g a.h a.m a.m.e a.s a.t adm ala ariz aug ave b.f b.v bros c c.i.t c.o.m.b c.v calif chg cie co col "
    "colo conn corp cos ct d d.c d.h d.w dec dr e e.f e.h e.l e.m f f.g f.j feb fla fri ft g g.d g.f g.k ga gen h h.c "
    "h.f h.m i.m.s ill inc j.b j.c j.j j.k j.p j.r jan jr k kan ky l l.a l.f l.p lt ltd m m.b.a m.d.c m.j maj messrs "
    "mg mich minn mr mrs ms n n.c n.d n.h n.j n.m n.v n.y nev nov oct ok okla ore p p.a.m p.m pa ph.d prof r r.a r.h "
    "r.i r.j r.k r.t rep reps s s.a s.a.y s.c s.g s.p.a s.s sen sep sept sr st sw t t.j tenn tues u.k u.n u.s u.s.a "
    "u.s.s.r v va vs vt w w.c w.r w.va w.w wash wed wis yr"
)
_STARTERS = listed(
    "according although among both but despite even he however i if in indeed instead it many meanwhile moreover most "
    "nevertheless nonetheless nor sales separately similarly since so some the there these they this though thus under "
    "when while yet"
)
_AFTER_NUMBER = listed(
    "abreast business commodities corrections credit dividend financing insider international leisure letters notable "
    "review who"
)
"""Words that the model saw so often after a number with a full stop that the two belong together."""

_NUMBER = "##number##"
_NOT_IN_WORDS = r"[)\";}\]*:@'({\[!?]"
_MANY = r"(?:-{2,}|\.{2,}|(?:\.\s){2,}\.)"
_CANDIDATE = re.compile(rf"[.?!](?=(?P<after>{_NOT_IN_WORDS}|\s+(?P<next>\S+)))")
_TOKEN = re.compile(
    rf"{_MANY}|(?=[^(\"`{{\[:;&#*@)}}\]\-,])\S+?(?=\s|$|{_NOT_IN_WORDS}|{_MANY}|,(?=$|\s|{_NOT_IN_WORDS}|{_MANY}))|\S"
)
_NUMERIC = re.compile(r"-?[.,]?\d[\d,.-]*\.?")
_CLOSING = re.compile(r"[\"')\]}]+?(?:\s+|(?=--)|$)", re.MULTILINE)
_LAST_SPACE = re.compile(r"[ \t\n\r\x0b\x0c](?=[^ \t\n\r\x0b\x0c]*\Z)")
_LINE_START = re.compile(r"\n[ \t*_#]*\Z")
_RUN = re.compile(r"\w+")


def count_word_runs(text: str) -> int:
    """Runs of letters, digits and `_`: "well-known" and "don't" are two words each."""
    return sum(1 for _ in _RUN.finditer(text))


def count_sentences(text: str) -> int:
    """The number of sentences that Punkt finds."""
    spans, last = [], 0
    for candidate in _candidates(text):
        if _breaks(candidate.context, candidate.line_start):
            spans.append((last, candidate.end))
            last = candidate.next
    spans.append((last, len(text.rstrip())))
    return _realigned(text, spans)


class _Candidate(NamedTuple):
    context: str
    """The word that ends in the mark, the mark, and what follows."""
    line_start: bool
    end: int
    next: int


def _candidates(text: str) -> Iterator[_Candidate]:
    """A candidate a word: of several marks in one word ("acting!!!") the last."""
    start, stop = 0, 0
    before: re.Match[str] | None = None
    for match in _CANDIDATE.finditer(text):
        between = text[stop : match.start()]
        space = _LAST_SPACE.search(between)
        word = stop + space.start() + 1 if space and space.start() else start
        if before is not None and stop <= word:
            yield _candidate(text, start, before)
        before, start, stop = match, word, match.start()
    if before is not None:
        yield _candidate(text, start, before)


def _candidate(text: str, start: int, mark: re.Match[str]) -> _Candidate:
    following = mark.start("next") if mark["next"] else mark.end()
    context = text[start : mark.end()] + mark["after"]
    before = text[start - 20 : start] if start > 20 else "\n" + text[:start]
    return _Candidate(context, _LINE_START.search(before) is not None, mark.end(), following)


class _Token:
    """A token of a context with what is known of it."""

    __slots__ = ("abbreviation", "breaks", "ellipsis", "kind", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.kind = _NUMBER if _NUMERIC.fullmatch(lower := text.lower()) else lower
        self.ellipsis = text.startswith("..") and not text.strip(".")
        self.abbreviation = self.breaks = False
        if text in (".", "?", "!"):
            self.breaks = True
        elif text.endswith(".") and not self.ellipsis and not text.endswith(".."):
            word = lower[:-1]
            self.abbreviation = word in _ABBREVIATIONS or word.rpartition("-")[2] in _ABBREVIATIONS
            self.breaks = not self.abbreviation

    @property
    def bare(self) -> str:
        """Its kind without the full stop."""
        return self.kind[:-1] if len(self.kind) > 1 and self.kind.endswith(".") else self.kind

    @property
    def initial(self) -> bool:
        """A letter with a full stop."""
        return len(self.text) == 2 and self.text[1] == "." and self.text[0].isalpha()


@lru_cache(maxsize=1 << 12)
def _breaks(context: str, line_start: bool) -> bool:
    """Whether a sentence ends before the last token of the context."""
    tokens = [_Token(found) for line in context.split("\n") for found in _TOKEN.findall(line)]
    for token, following in pairwise(tokens):
        if token.text.endswith("."):
            _settle(token, following, line_start)
        if token.breaks:
            return True
    return False


def _settle(token: _Token, following: _Token, line_start: bool) -> None:
    word = following.bare if following.breaks else following.kind
    if token.bare == _NUMBER and word in _AFTER_NUMBER:
        token.breaks = False
        return
    upper = following.text[0].isupper()
    if (token.abbreviation or token.ellipsis) and not token.initial:
        token.breaks = upper and (word in _STARTERS or (token.ellipsis and _opens(following)))
    elif token.initial or token.bare == _NUMBER:
        closed = following.text in tuple(";:,.!?") or following.text[0].islower()
        listed = line_start and not following.initial
        named = token.initial and upper and not listed and word not in _STARTERS
        token.breaks = token.breaks and not closed and not named


def _opens(token: _Token) -> bool:
    """After an ellipsis a word in capitals begins a sentence, unless it is "I" or all in capitals."""
    return token.text[1:2].islower()


def _realigned(text: str, spans: list[tuple[int, int]]) -> int:
    """How many spans are left when closing quotes and brackets at a span's beginning go to the one before."""
    count = shift = 0
    for (start, end), following in zip(spans, [*spans[1:], None], strict=True):
        start += shift
        closing = _CLOSING.match(text[following[0] : following[1]]) if following else None
        shift = closing.end() if closing else 0
        count += 1 if closing or text[start:end] else 0
    return count


@cache
def _splits() -> tuple[tuple[re.Pattern[str], str], ...]:
    """What separates the tokens of NLTK's word tokenizer, as far as it changes which ones are in capitals."""
    return (
        (re.compile(r"[«“‘„»”’`;@#$%&?!*\]\[(){}<>\"\u2012-\u2015]|\.{2,}|--|''|[:,](?!\d)"), " "),
        (re.compile(r"(?<=[^' ])('[sSmMdD]|'ll|'LL|'re|'RE|'ve|'VE|n't|N'T)(?=\s|$)"), r" \1 "),
        (re.compile(r"(?i)\b(can)(not)\b|\b(d)('ye)\b|\b(gim|lem)(me)\b|\b(gon|wan)(na)\b|\b(got)(ta)\b"), _parted),
    )


_parted = r"\1\3\5\7\9 \2\4\6\8\10"


def capital_words(text: str) -> int:
    """Tokens of NLTK's word tokenizer that are in capitals: "USA", "I", "COVID-19"; of "DON'T" both halves."""
    for pattern, replacement in _splits():
        text = pattern.sub(replacement, text)
    return sum(word.isupper() for word in text.split())
