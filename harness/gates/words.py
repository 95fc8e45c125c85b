"""A gate's decision as one sentence for a person, from its kind, word, numbers and names alone.

So a stored record is told again in another language, and every number of a sentence can be computed again. The words
PASS, FAIL, INCONCLUSIVE and ERROR are the record's own and are not translated.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import ModuleType
from typing import Any, Protocol

from harness.figures import Lang
from harness.gates import _english, _russian
from harness.gates._words import p_value, percents, points, roughly
from harness.gates.power import MOST_CASES

__all__ = ["LISTED", "Lang", "Numbers", "Told", "say", "sentence"]

Numbers = dict[str, float | int | None]

LISTED = 5
"""So many of the lost slices are told with their counts."""

_NAMED = 3

_VOICES: dict[Lang, ModuleType] = {"en": _english, "ru": _russian}


class Told(Protocol):
    """What `say` reads: a `Gate`, or one that came out of a record."""

    @property
    def kind(self) -> str: ...
    @property
    def decision(self) -> str: ...
    @property
    def reason(self) -> str: ...
    @property
    def numbers(self) -> Mapping[str, float | int | None]: ...
    @property
    def names(self) -> Sequence[str]: ...


def say(gate: Told, lang: Lang = "en") -> str:
    """The gate's decision as one sentence in English or Russian.

    A gate with words of its own keeps them as they are: integrity, and one whose numbers are not those that the gates
    of this version store under its kind.
    """
    told = sentence(gate.kind, gate.decision, gate.numbers, gate.names, lang)
    return gate.reason if told is None else told


def sentence(
    kind: str, decision: str, numbers: Mapping[str, float | int | None], names: Sequence[str] = (), lang: Lang = "en"
) -> str | None:
    """The sentence by its parts; None where there is none to make of them, `ValueError` for a language unknown."""
    if lang not in _VOICES:
        raise ValueError(f"the languages are {', '.join(_VOICES)}, not {lang!r}")
    tell = _TELL.get(kind)
    if tell is None:
        return None
    try:
        return tell(_Parts(kind, decision, numbers, names, lang))
    except KeyError:
        return None


class _Parts:
    """A decision's parts, with the language to tell them in."""

    def __init__(
        self, kind: str, decision: str, numbers: Mapping[str, float | int | None], names: Sequence[str], lang: Lang
    ) -> None:
        self.kind, self.decision, self.numbers, self.names, self.lang = kind, decision, numbers, names, lang
        self.voice: Any = _VOICES[lang]

    def whole(self, key: str) -> int:
        return int(self.numbers[key] or 0)

    def real(self, key: str) -> float:
        return float(self.numbers[key] or 0.0)

    def p(self, key: str) -> str:
        return p_value(self.real(key), self.lang)

    def flips(self, prefix: str = "") -> str:
        told: str = self.voice.flips(*(self.whole(f"{prefix}{key}") for key in ("n", "broken", "fixed")))
        return told


def _musts(of: _Parts) -> str:
    n = of.whole("n")
    told: str = (
        of.voice.NO_CRITICAL
        if n == 0
        else of.voice.all_critical(n)
        if of.whole("passed") == n
        else of.voice.critical_missed(n, of.names)
    )
    return told


def _floor(of: _Parts) -> str:
    voice, n, sampled = of.voice, of.whole("n"), "clusters" in of.numbers
    if n == 0:
        return str(voice.NO_CASE)
    lower, floor, upper = of.real("lower"), of.real("floor"), of.real("upper")
    rate = of.real("rate") if sampled else of.whole("passed") / n
    rate_text, lower_text, upper_text, floor_text = percents(rate, lower, upper, declared=floor, lang=of.lang)
    clauses = [voice.share_passed(rate_text, n) if sampled else voice.passed(of.whole("passed"), n, rate_text)]
    if lower >= floor:
        clauses.append(voice.floor_reached(lower_text, floor_text))
    elif upper < floor:
        clauses.append(voice.floor_missed(upper_text, floor_text))
    else:
        clauses.append(voice.floor_open(lower_text, upper_text, floor_text))
        if of.decision == "PASS":
            clauses.append(voice.FLOOR_LET_THROUGH)
        elif sampled:
            pass
        elif of.numbers["fewest"] is None:
            clauses.append(voice.FLOOR_OUT_OF_REACH)
        elif n < of.whole("fewest"):
            clauses.append(voice.floor_too_few(of.whole("fewest")))
    return "; ".join(clauses)


def _paired(of: _Parts) -> str:
    voice, sampled = of.voice, "clusters" in of.numbers
    if of.whole("n") == 0:
        return str(voice.NO_PAIR)
    lower, delta, significant = of.real("lower"), of.real("delta"), of.real("p_worse") <= of.real("alpha")
    softened = bool(of.numbers.get("softened"))
    # Told only where needed, for it would ask for digits of its own.
    estimate = [abs(delta)] if softened else []
    loss, *change, margin = points(max(0.0, -lower), *estimate, declared=of.real("margin"), lang=of.lang)
    told = _upper(
        {"overall": voice.OVERALL, "creep": voice.CREEP}.get(of.kind, "") + (_shares(of) if sampled else of.flips())
    )
    bound = voice.LOSS_RULED_OUT if lower >= 0 else voice.ruled_out(loss)
    if of.decision == "PASS" and not softened:
        notice = [voice.within_margin(of.p("p_worse"))] if significant else []
        clauses = [told, *notice, bound, voice.margin(margin)]
    else:
        if of.decision == "FAIL":
            told, after = voice.significant(told, of.p("p_worse")), []
        elif softened:
            after = [voice.let_through(change[0], (delta > 0) - (delta < 0))]
        elif sampled:
            fewest = of.numbers["fewest"]
            related = of.whole("clusters") < of.whole("n")
            after = [voice.too_few_groups(int(fewest), related=related)] if fewest else []
        else:
            after = _what_settles(of)
        clauses = [told, voice.only_ruled_out(loss), voice.margin(margin), *after]
    return "; ".join(clauses)


def _shares(of: _Parts) -> str:
    """How the shares of passing samples moved."""
    delta = of.real("delta")
    size = points(abs(delta), lang=of.lang)[0]
    sign = 0 if size == "0" else 1 if delta > 0 else -1
    counts = (of.whole(key) for key in ("n", "clusters", "worse", "better"))
    return str(of.voice.sampled(*counts, size, sign))


def _what_settles(of: _Parts) -> list[str]:
    """What more an INCONCLUSIVE comparison needs: cases, or a person's look at those that got worse."""
    voice, n, fewest, broken = of.voice, of.whole("n"), of.whole("fewest"), of.whole("broken")
    power, needed = percents(of.real("power"), lang=of.lang)[0], of.numbers["needed"]
    clauses = [voice.too_few(fewest)] if n < fewest else []
    if needed is None:
        clauses.append(voice.nothing_would_settle(MOST_CASES, power))
    elif needed > max(n, fewest):
        clauses.append(voice.would_settle(roughly(int(needed)), power))
    elif n >= needed and broken:
        clauses.append(voice.look_at(broken, power))
    return clauses


def _replies(of: _Parts) -> str:
    """As a floor, of replies that differ or are the same; a gate of an earlier version has words of its own."""
    voice, n = of.voice, of.whole("n")
    if not of.names:
        raise KeyError
    if n == 0:
        return str(voice.NO_PAIR)
    count, lower, floor, upper = of.whole("passed"), of.real("lower"), of.real("floor"), of.real("upper")
    rate_text, lower_text, upper_text, floor_text = percents(count / n, lower, upper, declared=floor, lang=of.lang)
    told = voice.replies(of.names[0], count, n, rate_text)
    if lower >= floor:
        return f"{told}; {voice.floor_reached(lower_text, floor_text)}"
    if upper < floor:
        return f"{told}; {voice.floor_missed(upper_text, floor_text)}"
    return f"{told}; {voice.floor_open(lower_text, upper_text, floor_text)}"


def _slices(of: _Parts) -> str:
    voice, n = of.voice, of.whole("slices")
    if of.decision == "ERROR":
        return str(voice.empty_slices(of.names) if of.names else voice.NO_SLICE)
    lost = of.whole("lost")
    each = [
        voice.one_slice(name, of.flips(f"{i}."), of.p(f"{i}.p_worse") if lost else None)
        for i, name in enumerate(of.names[:LISTED], 1)
    ]
    return str(voice.lost_slices(lost, n, each) if lost else voice.no_lost_slice(n, each[0]))


def _drift(of: _Parts) -> str:
    """A gate of what was not measured, and one of an earlier version, has words of its own."""
    if of.numbers.get("value") is None or not of.names:
        raise KeyError
    ends = [None if of.numbers[key] is None else of.real(key) for key in ("lower", "upper")]
    return str(of.voice.drift(of.names[0], of.real("value"), ends, of.real("bound"), of.decision))


def _gap(of: _Parts) -> str:
    """One that could not be measured has words of its own."""
    kinds = [(of.whole(kind), of.real(f"{kind}_rate")) for kind in ("trained", "held_out")]
    trained, held_out = percents(*(rate for _, rate in kinds), lang=of.lang)
    value, lower, upper, bound = points(
        *map(of.real, ("value", "lower", "upper")), declared=of.real("bound"), lang=of.lang
    )
    told = of.voice.gap(kinds[0][0], trained, kinds[1][0], held_out, value)
    return f"{told}; {of.voice.BOUNDED[of.decision].format(lower=lower, upper=upper, bound=bound)}"


def _memorized(of: _Parts) -> str:
    """One that could not be measured has words of its own."""
    share = of.whole("memorized") / of.whole("n") if of.numbers["n"] else 0.0
    rate, lower, upper, bound = percents(
        share, of.real("lower"), of.real("upper"), declared=of.real("bound"), lang=of.lang
    )
    told = of.voice.memorized(of.whole("memorized"), of.whole("n"), rate)
    return f"{told}; {of.voice.BOUNDED[of.decision].format(lower=lower, upper=upper, bound=bound)}"


def _integrity(of: _Parts) -> str:
    """What ran whole, or what is missing; texts of others are told as they are."""
    if of.decision == "PASS":
        return str(of.voice.all_ran(of.whole("ran")))
    names, errors, absent = list(of.names), int(of.numbers["errors"] or 0), of.whole("absent")
    told = [names.pop(0)] if of.whole("engine") else []
    if errors:
        told.append(of.voice.errors(errors, names.pop(0)))
    if absent:
        told.append(of.voice.absent(absent, names[:_NAMED]))
    if of.whole("nobody"):
        told.append(of.voice.NOBODY)
    if undecidable := of.whole("undecidable"):
        told.append(of.voice.UNDECIDABLE[undecidable - 1])
    return "; ".join(told)


def _rewards(of: _Parts) -> str:
    return str(of.voice.rewards(list(of.names), of.whole("others")))


_TELL = {
    "integrity": _integrity,
    "rewards": _rewards,
    "drift": _drift,
    "gap": _gap,
    "memorized": _memorized,
    "replies": _replies,
    "musts": _musts,
    "floor": _floor,
    "paired": _paired,
    "overall": _paired,
    "creep": _paired,
    "slices": _slices,
}


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
