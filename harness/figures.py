"""Counts and numbers as text, in English and Russian: the right plural, the decimal sign, thousands apart."""

from __future__ import annotations

import math
from typing import Literal

__all__ = ["NBSP", "Count", "Lang", "counted", "finite", "local", "number", "plural", "signed"]

Lang = Literal["en", "ru"]

NBSP = "\u00a0"


def number(n: int, lang: Lang = "en") -> str:
    """A count, its thousands apart from five digits on: `2000`, `12,500`; in Russian by no-break spaces."""
    return f"{int(n):,}".replace(",", NBSP if lang == "ru" else ",") if n >= 10_000 else str(int(n))


def local(text: str, lang: Lang) -> str:
    """A number that is written with a decimal point, with the language's own sign."""
    return text.replace(".", ",") if lang == "ru" else text


def finite(value: object) -> float | None:
    """The value if it is a number that can be drawn or compared: neither a truth value, nor infinite, nor NaN."""
    if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
        return float(value)
    return None


def signed(value: float) -> str:
    """A difference with its sign and one decimal, a minus being a minus: `+1.2`, `−0.3`."""
    return f"{round(value, 1) + 0.0:+.1f}".replace("-", "−")  # −0.0 + 0.0 is 0.0


def plural(n: int, one: str, *more: str) -> str:
    """The form that goes with a whole n ≥ 0, of an English word's two or a Russian one's three; one alone takes an s.

    Russian: 1 and 21 but not 11; 2–4 and 22–24 but not 12–14; the rest. The categories of Unicode's CLDR.
    """
    if len(more) < 2:
        return one if n == 1 else (more[0] if more else f"{one}s")
    few, many = more
    if n % 10 == 1 and n % 100 != 11:
        return one
    return few if n % 10 in (2, 3, 4) and n % 100 not in (12, 13, 14) else many


def counted(n: int, one: str, *more: str) -> str:
    """The number with its word: `1 case`, `3 replies`; three forms are Russian: `21 пример`."""
    return f"{number(n, 'ru' if len(more) > 1 else 'en')} {plural(n, one, *more)}"


class Count(int):
    """A number in a sentence that `format` fills: `{}` is the number alone, `{:reply|replies}` the number and its word.

    So that each language's sentence says which forms it has.
    """

    def __format__(self, forms: str) -> str:
        return counted(int(self), *forms.split("|")) if forms else str(int(self))
