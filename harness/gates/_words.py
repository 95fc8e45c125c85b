"""Numbers as a person reads them, never rounded into saying something else."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["cases", "listed", "p_value", "percents", "points"]

_DIGITS = range(1, 7)


def percents(*rates: float) -> list[str]:
    """Rates as percentages: `84.4 %`, `90 %`. As many digits as it takes to show that unequal ones are unequal."""
    return [f"{text} %" for text in _apart(rates, anchors=(0.0, 1.0))]


def points(*differences: float) -> list[str]:
    """Differences of rates as percentage points: `2.1`, `3`; digits as in `percents`."""
    return _apart(differences, anchors=(0.0,))


def p_value(p: float) -> str:
    """`p = 0.013`, and `p < 0.0001` beyond that."""
    return f"p = {p:.2g}" if p >= 1e-4 else "p < 0.0001"


def cases(n: int, adjective: str = "") -> str:
    """`1 case`, `20 critical cases`."""
    return " ".join(filter(None, (str(n), adjective, "case" if n == 1 else "cases")))


def listed(names: Sequence[str], most: int = 5) -> str:
    """Names in a row, the rest counted: `a, b and 3 more`."""
    if len(names) <= most:
        return ", ".join(names)
    return f"{', '.join(names[:most])} and {len(names) - most} more"


def _apart(values: Sequence[float], anchors: Sequence[float]) -> list[str]:
    """Hundredfold values with the fewest digits at which all that differ, anchors included, look different."""
    told = [*values, *anchors]
    texts: list[str] = []
    for digits in _DIGITS:
        texts = [_plain(f"{100 * value:.{digits}f}") for value in told]
        if len(set(texts)) >= len(set(told)):
            break
    return texts[: len(values)]


def _plain(number: str) -> str:
    return number.rstrip("0").rstrip(".")
