"""Times of day in a reply and as an accepted answer, in minutes from midnight: 18:00, 18.00, "6 pm", «в 6 вечера»."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import regex

from harness.checks._moments import dates

__all__ = ["only_time", "said_times"]

_BEFORE = r"(?:at|by|from|until|till|to|before|after|around|about|в|во|до|с|со|к|после|около|от|примерно в)"
_ONLY = regex.compile(
    rf"\W*(?:{_BEFORE}\s+)?(?P<time>\d{{1,2}}(?::\d\d)?(?:\s?[ap]\.?m\b\.?|\sутра|\sвечера|\sдня|\sночи)?)\W*",
    regex.IGNORECASE,
)
# A point or a dash between hour and minute, or "hours" behind them, is a time only where the words before say so, or
# where nothing else is said.
_WRITTEN = regex.compile(
    rf"(?:^\W*|\b{_BEFORE}\s+)(?P<time>(?P<hour>[01]?\d|2[0-4])(?:[.–-](?P<minute>[0-5]\d)(?!\d|[.,:-]\d"
    r"|\s?[%$€£₽]|\s?(?:руб\w*|евро|долл\w*|euros?|dollars?|percent|процент\w*|кг|kg|м|m|км|km|г|р)\b)"
    r"|\s(?:час(?:а|ов|у|ам)|ч)\b(?!\s(?:утра|вечера|дня|ночи|\d))(?:\s?$|(?=[.,;!?)\n]|\s(?:и|до|по)\b))))",
    regex.IGNORECASE,
)


@lru_cache(maxsize=4096)
def only_time(accepted: str) -> int | None:
    """The time of day that an accepted answer is, wholly."""
    found = _ONLY.fullmatch(accepted)
    said = next(iter(dates(found["time"])), None) if found is not None else None
    return said.readings[0][0].minutes if said is not None else None


def said_times(text: str) -> Iterator[tuple[int, tuple[int, int]]]:
    """(minutes, span) of each time of day; "6:00" is in the morning where nothing says otherwise."""
    for dated in dates(text):
        minutes = dated.readings[0][0].minutes
        if minutes is not None:
            yield minutes, dated.span
    for match in _WRITTEN.finditer(text):
        yield int(match["hour"]) % 24 * 60 + int(match["minute"] or 0), match.span("time")
