"""What of a text has to be said: its figures, dates, contacts and names; where it has none, its telling words."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from harness.checks import Given, bind
from harness.checks._codes import codes
from harness.checks._dates import dates
from harness.checks._figures import in_digits
from harness.checks._lemmas import lemmas, parses
from harness.checks._names_found import names
from harness.checks._spellings import is_given
from harness.checks._stems import STOPWORDS, stem
from harness.checks.text import fold, listed, sentences
from harness.importing.contacts import as_said
from harness.importing.yes_no import first_word
from harness.lint._asked import asked
from harness.lint.overlap import words_of

__all__ = ["MustHave", "Rarity", "must_have"]

MOST_FACTS = 4
"""Facts of one text: with more of them hardly any good reply has them all."""
_RECURS, _LABELLED = 3, 0.9
_MANY, _TELLING = 20, 0.1
_NAMES = 2
_NAMED = ("name", "title", "code")
_RANGE = 12
"""Characters between two dates or figures that belong together: from 9:00 to 18:00."""
_WANTED = {"when": "date", "how many": "figure", "who": "name", "where": "name"}
_CONTACTS = ("e-mail", "link", "phone number")
_YEAR_BEFORE = re.compile(r"\b(?:in|since|from|year|of|в|с|году?|года|г)\W*$")
_WORDS = 3
_READ = 4_000
_JOINS = re.compile(r"\s*(?:[-–—]|до|to|and|и)\s*", re.IGNORECASE)
_CLOCK = re.compile(r"(?<![\d:.])(?:[01]?\d|2[0-4]):[0-5]\d(?![\d:])(?:\s?[ap]\.?m\b\.?)?", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{3,}(?:-[^\W\d_]+)*")
_PLAIN = listed(
    "please thank thanks hello dear customer customers need want like make take give find have been other more most "
    "some many much very just only also well good best great usually always often here there your yours ours ours must "
    "should shall because through after before within without while until once still even every each both such same "
    "different various several however therefore including include includes information question answer help order "
    "able need needs using used uses provide provides important number time times things thing people person way ways "
    "cannot "
    "течение случай день раз время вид образ помощь возможность вопрос ответ человек место часть число количество "
    "момент пора сторона дело способ условие порядок"
)


class _Fact(NamedTuple):
    start: int
    kind: str
    piece: str


class MustHave(NamedTuple):
    """Expectations of a text by its facts, and those by its words alone; empty where there is nothing to hold to."""

    facts: tuple[Mapping[str, Any], ...]
    words: tuple[Mapping[str, Any], ...]


class Rarity:
    """In how many of the source's answers each word stands, and whether the answers are labels."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._counts: Counter[str] = Counter()
        whole: Counter[str] = Counter()
        for text in texts:
            words = words_of(text[:_READ])
            self._counts.update({stem(word[:64]) for word in words})
            whole[" ".join(words)] += 1
        self._texts = whole.total()
        again = sum(times for times in whole.values() if times >= _RECURS)
        self.labels = again >= _LABELLED * self._texts > 0
        """Nearly all answers come again and again: the questions are sorted into kinds."""

    def tells(self, word: str) -> bool:
        """Whether so few answers have a word that it tells them from the others; of few answers any word may."""
        return self._texts < _MANY or self._counts[stem(fold(word)[:64])] <= _TELLING * self._texts

    def of(self, word: str) -> float:
        """How much a word tells: the logarithm of how few answers have it, 0 for one that all have."""
        return math.log((self._texts + 1) / (self._counts[stem(fold(word)[:64])] + 0.5))


def must_have(prompt: str, answers: Sequence[str], rarity: Rarity) -> MustHave:
    """What a reply to this question has to say, drawn from the first of the accepted answers; all of them say it."""
    text = answers[0][:_READ]
    facts = _facts(prompt, text)
    given = Given(prompt=prompt)
    held = [one for one in facts if _passes({"facts": {"all_of": [one], "like": "people"}}, answers, given)][
        :MOST_FACTS
    ]
    contacts = [as_said(text, name) for name in codes(text) if name.kind in _CONTACTS]
    contacts = [one for one in contacts if _passes(one, answers, given)][:MOST_FACTS]
    expect: list[Mapping[str, Any]] = [{"facts": {"all_of": held, "like": "people"}}] if held else []
    expect += contacts
    words = _telling(f"{prompt} {' '.join(held)}", _without_contacts(text), rarity)
    told: list[Mapping[str, Any]] = [{"mentions": {"any_of": words}}] if words else []
    told = [one for one in told if _passes(one, answers, given)]
    denial = [one for one in first_word(text) if _passes(one, answers, given)]
    if len(held) + len(contacts) == 1 and asked(prompt) not in _WANTED:
        expect += told
    return MustHave(tuple([*expect, *denial] if expect else ()), (*told, *denial))


def _passes(expect: Mapping[str, Any], answers: Sequence[str], given: Given) -> bool:
    return all(bind(name, args).judge(answer, given).passed for name, args in expect.items() for answer in answers)


def _facts(prompt: str, text: str) -> list[str]:
    """Pieces of the text that state something by themselves, in their order.

    Where the question is after a time, an amount, a person or a place, the first of its kind is the answer, and what
    else is told is no must. What the question says itself is left aside, unless there is nothing else.
    """
    taken: list[tuple[int, int]] = [name.span for name in codes(text) if name.kind in _CONTACTS]
    found: list[_Fact] = []

    def add(kind: str, span: tuple[int, int]) -> None:
        piece = text[slice(*span)].strip(' \u00a0,.;:()«»"“”')
        if piece and all(span[1] <= a or span[0] >= b for a, b in taken):
            taken.append(span)
            found.append(_Fact(span[0], kind, piece))

    for date in dates(text):
        if date.month or _YEAR_BEFORE.search(text, max(0, date.span[0] - 8), date.span[0]):
            add("date", date.span)
    for clock in _CLOCK.finditer(text):
        add("date", clock.span())
    for span in _ranges(text, alone=asked(prompt) == "how many"):
        add("figure", span)
    for name in names(text):
        if name.kind in ("name", "title", "code") and _tells(prompt, text, name.span):
            add(name.kind, name.span)
    known = set(words_of(prompt))
    found = sorted([one for one in found if not set(words_of(one.piece)) <= known] or found[:1])
    wanted = [one for one in found if one.kind == _WANTED.get(asked(prompt))]
    if wanted:
        return [one.piece for one in _answering(wanted, text, who=asked(prompt) == "who")]
    told = [one for one in found if one.kind in _NAMED][:_NAMES]
    found = [one for one in found if one.kind not in _NAMED or one in told]
    # Figures go before names where there are more facts than a case should ask for.
    kept = sorted(sorted(found, key=lambda one: one.kind in _NAMED)[:MOST_FACTS])
    return list(dict.fromkeys(one.piece for one in kept))


def _answering(wanted: list[_Fact], text: str, *, who: bool) -> list[_Fact]:
    """Of facts of the kind that is asked for, the first, with the one that it makes a range with."""
    end = next((end for _, end in sentences(text) if end > wanted[0].start), len(text))
    first, *others = [one for one in wanted if one.start < end]
    if who:
        persons = [one for one in wanted if is_given(fold(one.piece.split()[0])) and len(one.piece.split()) > 1]
        return [next((one for one in persons if one.start < end), first)]
    near = first.start + len(first.piece) + _RANGE
    return [first, *[one for one in others if one.start <= near and one.kind != "name"][:1]]


def _tells(prompt: str, text: str, span: tuple[int, int]) -> bool:
    """Whether most words of a name are new to the question, and it is no short form in brackets."""
    words = set(map(stem, words_of(text[slice(*span)])))
    new = words - set(map(stem, words_of(prompt)))
    bracketed = text[max(0, span[0] - 1) : span[0]] == "(" and text[span[1] : span[1] + 1] == ")"
    return bool(words) and 2 * len(new) > len(words) and not bracketed


def _ranges(text: str, *, alone: bool) -> Iterator[tuple[int, int]]:
    """Figures with what they count, and with `alone` others too; «от 2 до 5 дней» is one piece."""
    figures = list(in_digits(text))
    i = 0
    while i < len(figures):
        start, end = figures[i].span
        end = _with_unit(text, end)
        counts = figures[i].counted or figures[i].currency or figures[i].duration
        if i + 1 < len(figures) and _JOINS.fullmatch(text, figures[i].span[1], figures[i + 1].span[0]):
            end, counts = _with_unit(text, figures[i + 1].span[1]), True
            i += 1
        if alone or counts or end > figures[i].span[1]:
            yield start, end
        i += 1


def _with_unit(text: str, end: int) -> int:
    """Where the word behind a number ends, which says what is counted: «30 календарных дней», "3 pieces"."""
    after = re.compile(
        r"[ \u00a0-](?:(?:business|working|calendar|рабочи[хйе]|календарны[хйе]|банковски[хйе])[ \u00a0])?"
        r"(?:days?|дн\w+|день|hours?|час\w*|weeks?|недел\w+|months?|месяц\w*|years?|год\w*|лет|%|percent|процент\w*|€|₽|\$"
        r"|euros?|евро|руб\w*\.?|долл\w*|minutes?|минут\w*)(?!\w)",
        re.IGNORECASE,
    ).match(text, end)
    return after.end() if after is not None else end


def _without_contacts(text: str) -> str:
    for name in reversed([name for name in codes(text) if name.kind in _CONTACTS]):
        text = f"{text[: name.span[0]]} {text[name.span[1] :]}"
    return text


def _telling(prompt: str, text: str, rarity: Rarity) -> list[str]:
    """Words of the text that few other answers have and the question has not, as a dictionary has them."""
    asked: frozenset[str] = frozenset().union(*(lemmas(word) for word in _WORD.findall(prompt)))
    best: dict[str, float] = {}
    for place, found in enumerate(_WORD.finditer(text)):
        word = found[0]
        if not rarity.tells(word):
            continue
        if (base := _noun(word)) and base not in best and lemmas(base).isdisjoint(asked):
            # Of two as rare the earlier one: an answer says first what matters.
            best[base] = rarity.of(word) - 0.06 * place
    chosen = sorted(best, key=best.__getitem__, reverse=True)[:_WORDS]
    return [word for word in best if word in chosen]


def _noun(word: str) -> str:
    """The dictionary form of a noun, or of an English word that may be one; empty of another."""
    folded = fold(word)
    if folded in STOPWORDS or folded in _PLAIN or len(folded) > 30:
        return ""
    if folded.isascii():
        return folded if len(folded) >= 5 and not folded.endswith(("ly", "ing", "ed")) else ""
    if not re.fullmatch(r"[а-я-]+", folded):
        return folded if len(folded) >= 5 else ""
    likely = parses(folded)[0]
    if "NOUN" not in likely.tag or len(folded) < 4:
        return ""
    base = str(fold(likely.normal_form)) if likely.is_known else folded  # of a strange word the form may be none
    return "" if base in _PLAIN else base
