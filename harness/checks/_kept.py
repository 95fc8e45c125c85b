"""What was read of the last few texts: a reply is asked the same by one check after another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar

__all__ = ["LONGEST_KEPT", "kept", "kept_items"]

P = ParamSpec("P")
T = TypeVar("T")

KEPT = 256
"""Texts of which is remembered what they came to."""

LONGEST_KEPT = 4_000
"""Characters of a text that is remembered; longer ones would hold much memory."""


def kept(function: Callable[P, T]) -> Callable[P, T]:
    """Remember what a function came to for the last few texts, its first argument. What it returns is never changed."""
    remembered = lru_cache(maxsize=KEPT)(function)

    @wraps(function)
    def called(*args: P.args, **kwargs: P.kwargs) -> T:
        return (remembered if len(args[0]) <= LONGEST_KEPT else function)(*args, **kwargs)  # type: ignore[arg-type]

    return called


def kept_items(function: Callable[[str], Iterator[T]]) -> Callable[[str], Iterable[T]]:
    """The same for what comes one by one; of a long text no more is sought than is asked for."""
    remembered = lru_cache(maxsize=KEPT)(lambda text: tuple(function(text)))

    @wraps(function)
    def called(text: str) -> Iterable[T]:
        return remembered(text) if len(text) <= LONGEST_KEPT else function(text)

    return called
