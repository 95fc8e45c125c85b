"""Numbers as a person reads them, in English or Russian, never rounded into saying something else."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from harness.figures import NBSP, Lang, counted, local, number

__all__ = ["cases", "figure", "listed", "p_value", "percents", "points", "roughly"]

_DIGITS = 6


def percents(*rates: float, declared: float | None = None, lang: Lang = "en") -> list[str]:
    """Rates as percentages: `84.4 %`, `90 %`. As many digits as it takes to show that unequal ones are unequal.

    One that somebody declared, a floor, comes last and is told as it was declared.
    """
    space = NBSP if lang == "ru" else " "
    return [f"{local(text, lang)}{space}%" for text in _apart(rates, (0.0, 1.0), declared)]


def points(*differences: float, declared: float | None = None, lang: Lang = "en") -> list[str]:
    """Differences of rates as percentage points without the word: `2.1`, `3`; digits as in `percents`."""
    return [local(text, lang) for text in _apart(differences, (0.0,), declared)]


def p_value(p: float, lang: Lang = "en") -> str:
    """`p = 0.013`, and `p < 0.0001` beyond that."""
    return local(f"p = {p:.2g}" if p >= 1e-4 else "p < 0.0001", lang)


def figure(value: float, bound: float | None = None, lang: Lang = "en") -> str:
    """A figure that is no rate: three digits, or as many as it takes to stand on its own side of the bound."""
    for digits in range(3, 16):
        text = f"{value:.{digits}g}"
        if bound is None or value == bound or (float(text) - bound) * (value - bound) > 0:
            return local(text, lang)
    return local(repr(value), lang)


def roughly(n: int) -> int:
    """A count to two significant digits, for a forecast: 1234 → 1200, 87 → 87."""
    return int(float(f"{n:.1e}"))


def cases(n: int, adjective: str = "") -> str:
    """`1 case`, `20 critical cases`."""
    return counted(n, f"{adjective} case".strip())


def listed(names: Sequence[str], more: int = 0, most: int = 5, lang: Lang = "en") -> str:
    """Names in a row, the rest counted: `a, b and 3 more`. `more`: how many there are besides these."""
    more += len(names) - len(names[:most])
    told = ", ".join(names[:most])
    rest = f" и ещё {number(more, lang)}" if lang == "ru" else f" and {number(more, lang)} more"
    return told + rest if more else told


def _apart(values: Sequence[float], anchors: Sequence[float], declared: float | None) -> list[str]:
    """Hundredfold values with the fewest digits at which all that differ, anchors included, look different.

    They have the digits of the declared one at least, or one on this side of it could be rounded to that.
    """
    told = values if declared is None else [*values, declared]
    texts: list[str] = []
    for digits in range(1 if declared is None else _digits(declared), _DIGITS + 1):
        texts = [_plain(f"{100 * value:.{digits}f}") for value in (*told, *anchors)]
        if len(set(texts)) >= len({*told, *anchors}):
            break
    return texts[: len(told)]


def _digits(declared: float) -> int:
    """How many digits after the point a declared rate takes as a percentage, 1 to 6: 0.03 → 1, 0.0025 → 2."""
    exponent = Decimal(repr(declared)).normalize().as_tuple().exponent
    return min(_DIGITS, max(1, -exponent - 2)) if isinstance(exponent, int) else 1


def _plain(number: str) -> str:
    return number.rstrip("0").rstrip(".")
