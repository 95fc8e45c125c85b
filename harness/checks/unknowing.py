"""Saying that one does not know: in the speaker's name or the source's, and without an answer all the same."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from harness.checks._knowing_signs import ADMITTING, DENYING, GUESS, HEDGED, OFFERING, POINTING, letter
from harness.checks.grounding import find_ungrounded
from harness.checks.registry import Given, Verdict, check
from harness.checks.text import Words, kept_items, quote, sentences

__all__ = ["admits_not_knowing", "find_admission"]

_TURN = regex.compile(r"[;:—–]\s|,? \b(?:but|however|though|although|yet|но|однако|хотя|зато)\b", regex.IGNORECASE)
_WORD = regex.compile(r"\w")
_BUT = regex.compile(r"[\s,]*(?:but|however|но|однако)\s*,?", regex.IGNORECASE)
_YES = regex.compile(r"\W*(?:yes|yeah|да)\b(?!\s+не)", regex.IGNORECASE)


def find_admission(text: str) -> tuple[int, int] | None:
    """The span of the first clause that admits not to know; see `admits_not_knowing` for the line drawn."""
    return next(_admissions(text), None)


def _admissions(text: str) -> Iterator[tuple[int, int]]:
    for start, end in _clauses(text):
        if not DENYING.search(text, start, end):
            continue
        words = Words.of(text[start:end])
        signs = _signs(text[start:end], words)
        for match in ADMITTING.finditer(signs, overlapped=True):
            before = signs[: match.start()].rpartition(",")[2]
            if "C" not in before and "Y" not in before[-2:]:
                first, last = (len(signs[:at].replace(",", "")) for at in (match.start(), match.end() - 1))
                yield start + words.spans[first][0], start + words.spans[min(last, len(words.spans) - 1)][1]
                break


def _signs(clause: str, words: Words) -> str:
    """A letter a word, and a comma where one stands between two."""
    parts: list[str] = []
    at = 0
    for word, (start, end) in zip(words.words, words.spans, strict=True):
        parts.append("," if "," in clause[at:start] and parts else "")
        parts.append(letter(word))
        at = end
    return "".join(parts)


@kept_items
def _clauses(text: str) -> Iterator[tuple[int, int]]:
    """Sentences that are no questions, cut where they turn ("…, but …")."""
    for start, end in sentences(text):
        if text[start:end].rstrip("\"'»”) \n\t").endswith("?"):
            continue
        at = start
        for turn in _TURN.finditer(text, start, end):
            yield at, turn.start()
            at = turn.end()
        yield at, end


def _tells(clause: str) -> bool:
    """Whether a clause says something, and not where to ask, what will be done, or that more is unknown."""
    if POINTING.search(clause) or OFFERING.search(clause):
        return False
    return _WORD.search(clause) is not None and find_admission(clause) is None


@check("admits_not_knowing")
def admits_not_knowing(text: str, given: Given, value: bool = True) -> Verdict:
    """The reply says that it does not know, and does not answer all the same; with `false`, it says no such thing.

    An admission denies knowledge to the speaker ("I'm not sure", «не могу сказать», "I don't have that information") or
    the fact to the source ("the text does not say", "the price is not given", «не указано», «нет данных»,
    "is unknown"). None is a refusal ("I cannot share that"), what the customer does not know, a condition ("if the
    date is not stated, …"), or a question. An answer all the same is a "yes", a guess ("it is probably Riga"), what
    follows "I don't know exactly, but", or a figure or a name that was not given; to point elsewhere ("please ask the
    desk") is none, and any other answer with neither figure nor name is not seen.

    Passes: "admits_not_knowing" on "The order's note does not say on which shelf it is." told "Order 118: lamp."
    Passes: "admits_not_knowing" on "К сожалению, срок гарантии в описании не указан. Уточните его в магазине."
    Passes: {"admits_not_knowing": false} on "The lamp is on shelf 12."
    Misses: "admits_not_knowing" on "The lamp is on shelf 12." told "Order 118: lamp."
    Misses: "admits_not_knowing" on "Точно не знаю, но, скорее всего, в Риге." told "Заказ 118: лампа."
    Misses: "admits_not_knowing" on "Не знаю, наверное, синяя." told "Заказ 118: лампа."
    Misses: {"admits_not_knowing": false} on "I could not find this in the context."
    """
    span = find_admission(text)
    if not value:
        if span is None:
            return Verdict(True, "does not say that it does not know")
        return Verdict(False, f"says that it does not know: {quote(text, span)}", span)
    if span is None:
        return Verdict(False, f"does not say that it does not know: {quote(text)}")
    if answered := _answer(text, given.text):
        return Verdict(
            False, f"says that it does not know, and answers all the same: {quote(text, answered)}", answered
        )
    return Verdict(True, f"says that it does not know: {quote(text, span)}", span)


def _answer(text: str, given: str) -> tuple[int, int] | None:
    """What answers beside an admission."""
    if yes := _YES.match(text):
        return yes.span()
    stated = []
    hedged = 0  # the end of a clause that admits not to know exactly
    for start, end in _clauses(text):
        clause = text[start:end]
        if hedged and _BUT.fullmatch(text, hedged, start) and _tells(clause):
            return start, end
        hedged = end if HEDGED.search(clause, within=text) and find_admission(clause) else 0
        if POINTING.search(clause, within=text):
            continue
        if guess := GUESS.search(clause, within=text):
            admitted = find_admission(clause)
            if admitted is None or (guess.start() >= admitted[1] and _WORD.search(clause, guess.end())):
                return start + guess.start(), end
        stated.append((start, end))
    for start, end in stated:
        if found := find_ungrounded(text[start:end], given):
            return start + found.span[0], start + found.span[1]
    return None
