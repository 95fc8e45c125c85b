"""Checks of grounding: does the reply say what stands in its context, and nothing that stands nowhere?"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import cached_property, lru_cache
from itertools import chain
from typing import Annotated, Literal, NamedTuple

import regex
from annotated_types import MinLen
from pydantic import BeforeValidator

from harness.checks._codes import codes
from harness.checks._denial import denied
from harness.checks._figures import Figure, amounts, figures, in_digits, in_units, in_words
from harness.checks._moments import Calendar, Dated, dates
from harness.checks._names_found import Known, names
from harness.checks._phrases import Phrases
from harness.checks._prefilter import Pieces
from harness.checks.pii import find_personal_data, masked
from harness.checks.registry import Given, Verdict, check
from harness.checks.text import Phrase, Words, kept, quote

__all__ = ["answers_from_context", "find_ungrounded", "grounded"]

Kind = Literal["numbers", "dates", "prices", "names"]
KINDS: Sequence[Kind] = ("numbers", "dates", "prices", "names")

# Numbers that order a text and say nothing: "1." before an item, "Step 2", the "[3]" of a source.
_ORDERING = regex.compile(
    r"^[ \t>*_#-]{0,8}\(?\d{1,3}[.)](?=\s)|\[\d{1,3}(?:, ?\d{1,3}){0,5}\]|(?<=[\s(])\(?\d{1,2}\)(?=\s)|"
    r"\b(?:step|option|point|шаг|вариант|пункт)\s\d{1,2}\b",
    regex.MULTILINE | regex.IGNORECASE,
)
# One of the two is in each of them.
_CLOSED = re.compile(r"\d[.)\]]")
_STEPS = Pieces(r"step|option|point|шаг|вариант|пункт")


_FEW = 12
"""Up to here a number in words may count what it does not say ("two ways")."""
_UNSEEN = regex.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_COVER = "\x00"
"""No letter, no digit, and the end of no sentence."""


class Ungrounded(NamedTuple):
    """What a reply says and nothing given does.

    Attributes:
        kind: for a person: `date`, `number`, `price`, or the kind of a name.
        span: (start, end) in characters of the reply.
    """

    kind: str
    span: tuple[int, int]


class _Given:
    """The values of all that was given, ready to be asked for."""

    def __init__(self, text: str) -> None:
        self.calendar = Calendar(text)
        self.names = Known(text)
        found = list(figures(_without(text, (dated.span for dated in dates(text)))))
        self.prices = {(value, figure.currency) for figure in found if figure.currency for value in figure.values}
        self.bare = {value for figure in found if not figure.currency for value in figure.values}
        self.bare |= {Decimal(number) for number in (*self.calendar.years, *self.calendar.hours)}
        self.numbers = self.bare | {value for value, _ in self.prices}
        found += in_units(text, stated=False)
        self.durations = {figure.duration for figure in found if figure.duration}

    def holds(self, figure: Figure) -> bool:
        """Whether a figure was given; a price in its currency, or as a bare number."""
        if figure.currency:
            return any((value, figure.currency) in self.prices or value in self.bare for value in figure.values)
        return figure.duration in self.durations or not self.numbers.isdisjoint(figure.values)


_given = kept(_Given)


def _without(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with these places covered, of the same length; nothing reads on across a cover."""
    parts, at = [], 0
    for start, end in spans:
        parts += [text[at:start], _COVER * (end - max(start, at))]
        at = max(at, end)
    return "".join([*parts, text[at:]])


def find_ungrounded(text: str, given: str, kinds: Sequence[Kind] = KINDS) -> Ungrounded | None:
    """The first figure or name of a reply that stands nowhere in `given`; see `grounded` for the line drawn."""
    if _UNSEEN.search(text) or _UNSEEN.search(given):  # a figure with a character of no width in it is read as one
        at = [i for i, letter in enumerate(text) if not _UNSEEN.match(letter)]
        found = find_ungrounded(_UNSEEN.sub("", text), _UNSEEN.sub("", given), kinds)
        return found and found._replace(span=(at[found.span[0]], at[found.span[1] - 1] + 1))
    known = _given(given)
    marked = list(codes(text))
    plain = _without(text, (code.span for code in marked))
    dated = list(dates(plain))
    plain = _without(plain, (found.span for found in dated))
    orders = _CLOSED.search(plain) or _STEPS.stand_in(text)
    bare = _without(plain, (match.span() for match in _ORDERING.finditer(plain))) if orders else plain
    words = (figure for figure in in_words(bare) if figure.counted or figure.values[0] > _FEW)
    sought = (
        (Ungrounded("date", found.span) for found in dated if not known.calendar.holds(found, known.bare)),
        (Ungrounded(name.kind, name.span) for name in marked if not known.names.holds(name)),
        (Ungrounded(name.kind, name.span) for name in names(plain) if not known.names.holds(name)),
        (Ungrounded(_kind(figure), figure.span) for figure in in_digits(bare) if not known.holds(figure)),
        (Ungrounded(_kind(figure), figure.span) for figure in words if not known.holds(figure)),
        (Ungrounded("number", f.span) for f in in_units(bare, stated=True) if f.duration not in known.durations),
    )
    wanted = {"date": "dates", "number": "numbers", "price": "prices"}
    firsts = [next((u for u in some if wanted.get(u.kind, "names") in kinds), None) for some in sought]
    return min((first for first in firsts if first is not None), key=lambda first: first.span, default=None)


def _kind(figure: Figure) -> str:
    return "price" if figure.currency else "number"


@check("grounded")
def grounded(
    text: str,
    given: Given,
    kinds: Annotated[list[Kind], MinLen(1)] = ["numbers", "dates", "prices", "names"],  # noqa: B006 - never changed
    allow: list[Phrase] = [],  # noqa: B006 - never changed
) -> Verdict:
    """The reply says no number, date, price or name that stands nowhere in what the model was given.

    Given is the context, the customer's messages and the system prompt; `allow` adds to it; `kinds` says what is looked
    at. Figures are compared by value, in digits and in words: 1,000 and 1 000, "March 3", «3 марта» and 2026-03-03,
    9:00 and "9 a.m.", "two years" and 24 months, 2.5 kg and 2,500 g, 20 % and 0.2; a price in its currency. A number in
    words counts where what it counts is said ("two days", not "two ways") and beyond twelve, and a term of one unit
    where it ends what is said ("the warranty is a year."). Names are capitalised words inside a
    sentence, known names at its beginning, words in quotes that begin with a capital, e-mail addresses, links, phones
    and codes; they are compared by their dictionary forms («в Казани» is «Казань»), across the two scripts by sound,
    and the words of one name must stand near one another. A coarser date than the given one is grounded, a finer one is
    not. A figure that was worked out, be it a sum of two given prices, is not grounded: it stands nowhere. Not seen are
    facts without a figure or a name, and figures that are given but of something else.

    Passes: "grounded" on "The lamp costs 24 euros." told "Lamp: 24 €." asked "How much is the lamp?"
    Passes: "grounded" on "Заказ уже в Казани, доставим 3 марта." told "Город: Казань. Дата доставки: 2026-03-03."
    Passes: {"grounded": {"allow": ["8 800 555-35-35"]}} on "Звоните: 8 (800) 555-35-35."
    Misses: "grounded" on "The lamp costs 19 euros." told "Lamp: 24 €." asked "How much is the lamp?"
    Misses: "grounded" on "Приедем третьего апреля." told "Доставка: 3 марта."
    Misses: "grounded" on "Both cost 43 euros together." told "Lamp: 24 €. Chair: 19 €."
    Misses: "grounded" on "Ваш заказ везёт Иван." told "Курьер: Пётр. Заказ 118."
    """
    found = find_ungrounded(text, "\n".join([given.text, *allow]), kinds)
    if found is None:
        return Verdict(True, f"no {' or '.join(kind.removesuffix('s') for kind in kinds)} but what was given")
    said = _shown(text, found.span)
    return Verdict(False, f"the {found.kind} {said} stands neither in the context nor in the question", found.span)


def _shown(text: str, span: tuple[int, int]) -> str:
    """The span in quotes; personal data masked."""
    start = max(0, span[0] - 60)
    for found in find_personal_data(text[start : span[1] + 20]):
        if found.start + start < span[1] and span[0] < found.end + start:
            return quote(masked(found.kind, text[slice(*span)]))
    return quote(text, span)


def _values(value: object) -> object:
    return value if isinstance(value, list) else [value]


Values = Annotated[list[Phrase], BeforeValidator(_values, json_schema_input_type=Phrase | list[Phrase]), MinLen(1)]

_BACKWARDS = regex.REVERSE | regex.IGNORECASE
_DENIED = regex.compile(
    r"\b(?:not|never|no longer|instead of|rather than|\w+n['’]t|cannot|не|ни|вместо|нежели)\b[^.!?;,\n]{0,12}$",
    _BACKWARDS,
)
_FORMER = regex.compile(
    r"\b(?:was|were|used to|previously|formerly|earlier|before|old|former|last year'?s?|previous|up from|down from|"
    r"был[аои]?|раньше|ранее|прежн\w+|стар\w+|прошл\w+|до этого)\b[^.!?;\n]{0,30}$|"
    r"\b(?:from|с|со)\s[^.!?;,\n]{0,12}$",
    _BACKWARDS,
)
_NOW = regex.compile(r"\b(?:now|today|currently|теперь|сейчас|ныне|стал[аои]?)\b", regex.IGNORECASE)
_NO_MORE = regex.compile(
    r"[^.!?;,\n]{0,20}?\b(?:no longer|before|previously|earlier|out of date|outdated|"
    r"раньше|ранее|больше не|уже не|устарел\w*)\b|"
    r"[^.!?;,\n]{0,12}?\s(?:to|до|на)\s[^.!?;,\n]{0,6}\d",
    regex.IGNORECASE,
)


_VALUE = r"(?:(?:in|to|at|в|во|на) )?(?P<other>(?:\p{Lu}|\d|[$€£₽])[\w.,:'’-]{0,30}(?: \p{Lu}[\w'’-]{0,30})?)"
_OR_ELSE = regex.compile(rf"[\"'”»]?(?: [€$£₽])?(?: \p{{Ll}}{{1,12}})?,? (?:or|или|либо) [\"'“«]?{_VALUE}")
_EITHER = regex.compile(
    rf"(?<![\w'’]){_VALUE}[\"'”»]?(?: \p{{Ll}}{{1,12}})?,? (?:or|или|либо) (?:(?:in|to|at|в|во|на) )?[\"'“«]?$"
)


def _differ(says: Sequence[str], stale: Sequence[str] | None = None) -> None:
    for one in says:
        if same := next((other for other in stale or () if next(_Reply(one, [other]).places(other), None)), None):
            raise ValueError(f"says {one!r} and stale {same!r} are one value")


@check("answers_from_context", validate=_differ)
def answers_from_context(text: str, says: Values, stale: Values | None = None) -> Verdict:
    """The reply says the value that the context has, and not the one that was true once.

    `says`: the value, or several writings of which one is enough; `stale`: what the weights or an older document would
    have it say. Numbers, prices, dates and times are compared by value, words by their dictionary forms. A value that
    is denied ("not 24"), or on offer beside another one ("Riga or Vilnius"), is not said. A stale value may be told of
    as what was ("it was 19 euros", «раньше — 19», "rose from 19 to 24"), the right one between them ("it was 24, now it
    is 19") makes it the present one.

    Passes: {"answers_from_context": {"says": "24 euros", "stale": 19}} on "It costs 24 €, and not 19 as before."
    Passes: {"answers_from_context": {"says": "Рига"}} on "Заказ едет в Ригу."
    Misses: {"answers_from_context": {"says": 24, "stale": 19}} on "The lamp costs 19 euros."
    Misses: {"answers_from_context": {"says": 24, "stale": 19}} on "Было 24, стало 19."
    Misses: {"answers_from_context": {"says": "9:00", "stale": "8:00"}} on "Пункт открывается в 9 или в 8 утра."
    """
    reply = _Reply(text, [*says, *(stale or ())])
    ends = sorted(end for value in says for _, end in reply.places(value)) if stale else []
    for value in stale or ():
        for span in reply.places(value):
            if not _past(text, span, ends[at - 1] if (at := bisect_right(ends, span[0])) else 0):
                return Verdict(False, f"says {quote(text, span)}, which is stale", span)
    offered = None
    for value in says:
        for span in reply.places(value):
            if _DENIED.search(text, max(0, span[0] - 40), span[0]) or denied(text, span):
                continue
            if (offered := _offered(text, span, says)) is None:
                return Verdict(True, f"says {quote(text, span)}", span)
    wanted = " or ".join(quote(value, limit=40) for value in says[:3])
    if offered is not None:
        return Verdict(False, f"{wanted}, which the context has, is only on offer in {quote(text, offered)}", offered)
    return Verdict(False, f"{wanted}, which the context has, is not in the reply {quote(text)}")


def _offered(text: str, span: tuple[int, int], says: Sequence[str]) -> tuple[int, int] | None:
    """The span of a value and another one that stands beside it with an "or"; a value that would do as well is none."""
    for found in (_OR_ELSE.match(text, span[1]), _EITHER.search(text, max(0, span[0] - 60), span[0])):
        if found is None:
            continue
        other = found["other"]
        reading = _Reply(other, [*says])
        if not any(next(reading.places(value), None) for value in says):
            return min(span[0], found.start()), max(span[1], found.end())
    return None


def _past(text: str, span: tuple[int, int], after: int) -> bool:
    """Whether a value is told of as what was; what stands before `after`, the end of the right value, is that one's."""
    low = max(0, span[0] - 60, after)
    return bool(
        _DENIED.search(text, low, span[0])
        or _FORMER.search(text, low, span[0])
        or _NO_MORE.match(text, span[1])
        or denied(text, span)
    )


class _Reply:
    """A text in which values are looked for; read once for all of them."""

    def __init__(self, text: str, values: Sequence[str]) -> None:
        self._text = text
        self._sought = {value: _sought(value) for value in values}

    @cached_property
    def _dates(self) -> Sequence[Dated]:
        return list(dates(self._text))

    @cached_property
    def _figures(self) -> Sequence[Figure]:
        wanted = frozenset(chain.from_iterable(sought.numbers for sought in self._sought.values()))
        digits = in_digits(self._text, lambda value: abs(value) in wanted) if wanted else ()
        return [*digits, *(figure for figure in in_words(self._text) if not wanted.isdisjoint(figure.values))]

    @cached_property
    def _phrases(self) -> Phrases:
        return Phrases(self._text)

    def places(self, value: str) -> Iterator[tuple[int, int]]:
        """Where a value stands: a date, a figure, or words."""
        sought = self._sought[value]
        if (calendar := sought.calendar) is not None:
            yield from (found.span for found in self._dates if calendar.holds(found))
            # "At 9" may be all that is said of 9:00.
            yield from (f.span for f in self._figures if not f.counted and not sought.numbers.isdisjoint(f.values))
        elif (figure := sought.figure) is not None:
            yield from (found.span for found in self._figures if _same(found, figure))
        else:
            yield from self._phrases.find(value)


class _Sought(NamedTuple):
    """What a value is: dates, a figure, or words; with the numbers that may stand for it."""

    calendar: Calendar | None
    figure: Figure | None
    numbers: frozenset[Decimal]


@lru_cache(maxsize=4096)
def _sought(value: str) -> _Sought:
    if any(True for _ in dates(value)):
        calendar = Calendar(value)
        return _Sought(calendar, None, frozenset(map(Decimal, calendar.hours)))
    figure = _figure_alone(value)
    if figure is None:
        return _Sought(None, None, frozenset())
    return _Sought(None, figure, frozenset((*figure.values, *(amounts(figure.duration) if figure.duration else ()))))


def _figure_alone(value: str) -> Figure | None:
    """The figure that a value is, with nothing beside it but what it counts."""
    found = list(figures(value))
    if len(found) != 1:
        return None
    start, end = found[0].span
    return found[0] if not Words.of(value[:start] + value[end:]).words else None


def _same(one: Figure, other: Figure) -> bool:
    """One number of one thing, as far as both say of what."""
    if one.duration and other.duration:
        return one.duration == other.duration
    if one.currency and other.currency and one.currency != other.currency:
        return False
    return not set(one.values).isdisjoint(other.values)
