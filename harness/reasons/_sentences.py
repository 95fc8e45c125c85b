"""The reasons of one verdict, one after the other, as a case's checks and tests left them."""

from __future__ import annotations

from collections.abc import Mapping

from harness.reasons._templates import LONGEST, Templates

__all__ = ["SEVERAL", "told_in_parts"]

SEVERAL = "; "
_MOST = 24
"""Places that are looked at as ends of a reason; what follows further ones is one part."""


def told_in_parts(text: str, reasons: Templates, notes: Mapping[str, str]) -> str:
    """Joined reasons told one by one: what no template made, as a team's own words, stays as it is.

    A sign between two may stand in a quote as well; the text is cut so that as little as can be stays untold, and of
    several such ways where the first reasons are the shortest. `notes` may stand behind a reason.
    """
    if len(text) > LONGEST:
        return text
    ends = _ends(text)
    best: dict[int, tuple[int, list[str]]] = {len(text): (0, [])}
    starts = [0, *(end + len(SEVERAL) for end in ends[:-1])]
    for k in range(len(starts) - 1, -1, -1):
        best[starts[k]] = _best(text, starts[k], ends[k:], best, reasons, notes)
    return SEVERAL.join(best[0][1])


def _ends(text: str) -> list[int]:
    ends: list[int] = []
    at = text.find(SEVERAL)
    while at >= 0 and len(ends) < _MOST:
        ends.append(at)
        at = text.find(SEVERAL, at + len(SEVERAL))
    return [*ends, len(text)]


def _best(
    text: str,
    start: int,
    ends: list[int],
    best: Mapping[int, tuple[int, list[str]]],
    reasons: Templates,
    notes: Mapping[str, str],
) -> tuple[int, list[str]]:
    """How many characters stay untold from `start` on, and the parts."""
    found: tuple[int, list[str]] | None = None
    for end in ends:
        following = end + len(SEVERAL) if end < len(text) else end
        cost, rest = best[following]
        untold, part = _part(text[start:end], reasons, notes)
        if found is None or cost + untold < found[0]:
            found = cost + untold, [part, *rest]
        if found[0] == 0:
            break
    assert found is not None
    return found


def _part(text: str, reasons: Templates, notes: Mapping[str, str]) -> tuple[int, str]:
    """How many of its characters stay untold, and the part."""
    note = next((note for note in notes if text.endswith(note)), "")
    reason = text.removesuffix(note)
    told = reasons.told(reason)
    return (len(reason), reason + notes.get(note, "")) if told is None else (0, told + notes.get(note, ""))
