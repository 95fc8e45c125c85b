"""The language in which a command tells people what it did: English or Russian, its errors included."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from harness.source import SourceError, SourceErrors

if TYPE_CHECKING:
    from harness.figures import Lang

__all__ = ["ReviewLang", "language_of", "speaking"]

ReviewLang = Annotated[str, typer.Option("--lang", help="The language to be told in: en or ru.")]


def language_of(lang: str) -> Lang:
    """The language that was asked for.

    Raises:
        SourceError: it is neither en nor ru.
    """
    if lang not in ("en", "ru"):
        raise SourceError(f"--lang is en or ru, not {lang}")
    return "ru" if lang == "ru" else "en"


@contextmanager
def speaking(lang: Lang, templates: Mapping[str, str]) -> Iterator[None]:
    """Errors that can be said in the language are, by the Russian templates for their English ones."""
    try:
        yield
    except SourceError as e:
        if lang == "en":
            raise
        raise _in_russian(e, templates) from e


def _in_russian(error: SourceError, templates: Mapping[str, str]) -> SourceError:
    from harness.lint._said import in_russian

    if isinstance(error, SourceErrors):
        return SourceErrors([_in_russian(one, templates) for one in error.errors])
    return SourceError(in_russian(error.what, templates), file=error.file, line=error.line)
