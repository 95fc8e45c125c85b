"""What stands around a number and makes another of it: its sign, its scale, its bound ("at least", "at most")."""

from __future__ import annotations

from functools import cache, lru_cache

import regex

from harness.checks._numerals import numeral_words
from harness.checks._units import CURRENCY_SIGNS

__all__ = ["another_bound", "another_number", "bound", "minus_before", "other_signs"]

_MONEY = "".join(CURRENCY_SIGNS)
_MEASURES = regex.compile(rf"[{_MONEY}%٪％‰°]")
_RELATIONS = regex.compile(rf"([<>≤≥])=?\s?[{_MONEY}]?\s?\d")
_OPERATORS = regex.compile(r"\d\s?([/⁄÷×*·^+])\s?(?=\d)")
_DASHED = regex.compile(r"\d\s?[-–−]\s?\d")
_MINUS_MONEY = regex.compile(rf"(?<!\w)[-−–][{_MONEY}]\s?\d")
_ALIKE = str.maketrans({"٪": "%", "％": "%", "⁄": "/", "÷": "/", "×": "*", "·": "*", "≤": "<", "≥": ">"})

_SIGN_BEFORE = regex.compile(rf"(?:[<>≤≥]=?|(?<!\w)[-−–](?=[{_MONEY}]))?\s?[{_MONEY}]?\s?$", regex.REVERSE)
_SIGN_AFTER = regex.compile(rf"\s?[{_MONEY}%٪％‰]")
_MINUS = regex.compile(rf"(?<![\d)]\s?)\b(?:minus|negative|минус)\s+[{_MONEY}]?$", regex.IGNORECASE | regex.REVERSE)
_MINUS_WORD = regex.compile(r"\b(?:minus|negative|минус)\b", regex.IGNORECASE)
_SCALE = regex.compile(
    r"(?:[kкKК](?!\w)|[ \u00a0]?(?:hundred|thousand|million|billion|trillion|тыс|тысяч[аиу]?|млн|миллион(?:а|ов)?|млрд"
    r"|миллиард(?:а|ов)?|трлн)\b)",
    regex.IGNORECASE,
)
# "1990s", «1990-х», «90-е годы»
_DECADE = regex.compile(r"(?<=\d0)(?:['’]?s|(?:-|–)?(?:х|е|ых|ые))(?!\w)", regex.IGNORECASE)


def other_signs(wanted: str, said: str) -> bool:
    """Both have signs that count, and not the same: "$20" and "20 €", "<5" and ">5", "1/2" and "1 2".

    A sign of money or measure that one of them leaves out is punctuation left out.
    """
    measures, its = (sorted(sign.translate(_ALIKE) for sign in _MEASURES.findall(text)) for text in (wanted, said))
    if measures and its and measures != its:
        return True
    relations, its = (_RELATIONS.findall(text.translate(_ALIKE)) for text in (wanted, said))
    if relations and its and relations != its:
        return True
    if bool(_MINUS_MONEY.search(wanted)) != bool(_MINUS_MONEY.search(said)):
        return True
    operators, its = (_OPERATORS.findall(text.translate(_ALIKE)) for text in (wanted, said))
    return operators != its and not _DASHED.search(wanted) and not _DASHED.search(said)


def minus_before(text: str, start: int) -> int | None:
    """Where a minus in words right before a number begins; between two numbers it is neither's."""
    found = _MINUS.search(text, max(0, start - 20), start)
    return found.start() if found is not None else None


def another_number(text: str, span: tuple[int, int], wanted: str) -> tuple[int, int] | None:
    """The characters that make another number of the one at `span`: "-$20", «минус 5», "$20k", "1990s"."""
    start, end = span
    digits = text[start : start + 1].isdigit(), text[end - 1 : end].isdigit()
    if digits[0] and wanted[-1:].isdigit() and digits[1] and (scale := _SCALE.match(text, end)):
        return start, scale.end()
    if digits[0] and wanted[-1:].isdigit() and digits[1] and (decade := _DECADE.match(text, end)):
        return start, decade.end()
    if not any(map(str.isdigit, wanted)):
        return None
    before, after = _SIGN_BEFORE.search(text, max(0, start - 5), start), _SIGN_AFTER.match(text, end)
    low, high = before.start() if before else start, after.end() if after else end
    if other_signs(wanted, text[low:high]):
        return low, high
    if wanted.startswith(("-", "−", "–")) or _MINUS_WORD.search(wanted):
        return None
    minus = minus_before(text, start)
    return (minus, end) if minus is not None else None


_MOST = (
    r"(?:no|not) (?:more|later|longer|greater|higher) than|at (?:the )?most|up to|under|less than|fewer than|below"
    r"|(?:not|no|cannot|can't|does not|doesn't|must not) exceed(?:ing)?|within|maximum(?: of)?|max|before|until|till"
    r"|не (?:более|больше|дольше|свыше|выше|позднее|позже|превыша\w+)(?: чем)?|менее|меньше|до|максимум|в течение"
    r"|в пределах|ниже"
)
_LEAST = (
    r"(?:no|not) (?:less|fewer|earlier|sooner|lower) than|at (?:the )?least|over|more than|above|from|exceed(?:s|ing)?"
    r"|minimum(?: of)?|min|after|longer than|starting (?:at|from)|не (?:менее|меньше|раньше|ранее|ниже)(?: чем)?"
    r"|более|больше|свыше|от|минимум|после|дольше|превыша\w+|выше"
)


@cache
def _bounds() -> regex.Pattern[str]:
    numerals = "|".join(sorted(numeral_words(), key=len, reverse=True))
    return regex.compile(
        rf"(?:(?<!\w)(?:(?P<most>{_MOST})|(?P<least>{_LEAST}))\.?(?: чем)?|(?P<most><|≤)=?|(?P<least>>|≥)=?)\s*"
        rf"(?:about |the |first )?[{_MONEY}]?\s?(?P<number>\d|(?:{numerals})\b)",
        regex.IGNORECASE,
    )


@lru_cache(maxsize=4096)
def bound(wanted: str) -> str | None:
    """Whether what is said of a number is a `least` or a `most`; None for neither or both."""
    names = {"least" if match["most"] is None else "most" for match in _bounds().finditer(wanted)}
    return names.pop() if len(names) == 1 else None


def another_bound(text: str, span: tuple[int, int], wanted: str) -> tuple[int, int] | None:
    """The characters by which the number at `span` is a most where the answer is a least, or the other way round."""
    wanted_bound = bound(wanted)
    if wanted_bound is None:
        return None
    start, end = span
    said = [m for m in _bounds().finditer(text, max(0, start - 30), end + 1) if m.start("number") >= start - 2]
    if not said or any(match[wanted_bound] is not None for match in said):
        return None
    return said[0].start(), max(end, said[0].end())
