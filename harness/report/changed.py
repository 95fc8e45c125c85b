"""Cases that are not what they were in an earlier record: a line for each, in English or Russian."""

from __future__ import annotations

import json
from typing import Any

from harness.figures import Lang, counted
from harness.record import Record
from harness.record_notes import Change

__all__ = ["changed_lines"]

_WHAT = {
    "expectation": "ожидание",
    "question": "вопрос",
    "critical": "больше не критический",
    "gone": "больше не задаётся",
}
_ENGLISH = {"critical": "no longer critical", "gone": "no longer asked"}


def changed_lines(record: Record, lang: Lang = "en") -> list[str]:
    """First how many there are since which record, then each case with what it was, what it is, and why."""
    lines = []
    for since in dict.fromkeys(change.since for change in record.changes):
        found = [change for change in record.changes if change.since == since]
        lines.append(_head(len(found), sum(not change.reason for change in found), since, lang))
        lines += [_line(change, lang) for change in found]
    return lines


def _head(n: int, silent: int, since: str, lang: Lang) -> str:
    if lang == "ru":
        what = counted(n, "пример изменён", "примера изменены", "примеров изменено")
        when = f"с записи {since}" if since else "по принятым исправлениям"
        return f"{what} {when}" + (f"; без причины: {silent}" if silent else "")
    what = counted(n, "case is not what it was", "cases are not what they were")
    when = f"in record {since}" if since else "before it was accepted"
    return f"{what} {when}" + (f"; {silent} without a reason" if silent else "")


def _line(change: Change, lang: Lang) -> str:
    words = _WHAT if lang == "ru" else _ENGLISH
    what = ", ".join(words.get(one, one) for one in change.what)
    told = f"{change.suite}/{change.id}: {what}"
    if "expectation" in change.what:
        was = [one for one in change.before if one not in change.after]
        now = [one for one in change.after if one not in change.before]
        told += f" {_shown(was)} → {_shown(now)}"
    if change.reason:
        by = ", ".join(part for part in (change.who, change.when) if part)
        told += f"; {change.reason}" + (f" ({by})" if by else "")
    return told


def _shown(expected: list[Any]) -> str:
    """Checks with their arguments; what both have is left out."""
    text = "; ".join(_check(one) for one in expected) or "–"
    return text if len(text) <= 160 else f"{text[:159]}…"


def _check(one: Any) -> str:
    if isinstance(one, dict) and len(one) == 1:
        [(name, arguments)] = one.items()
        return str(name) if arguments is None else f"{name}: {json.dumps(arguments, ensure_ascii=False)}"
    return json.dumps(one, ensure_ascii=False)
