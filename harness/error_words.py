"""Errors in Russian: what a person is told where a command was asked to speak it."""

from __future__ import annotations

from collections.abc import Mapping

from harness.lint._said import Said, in_russian
from harness.reasons import named_reason_in, reason_in
from harness.source import SourceError, SourceErrors

__all__ = ["in_russian_words"]


def in_russian_words(error: SourceError, templates: Mapping[str, str]) -> SourceError:
    """The error by the Russian template for its English one, or its English sentence where there is none."""
    if isinstance(error, SourceErrors):
        return SourceErrors([in_russian_words(one, templates) for one in error.errors])
    what = error.what
    told = in_russian(what.with_texts(_reason), templates) if isinstance(what, Said) else templates.get(what, what)
    return SourceError(told, file=error.file, line=error.line)


def _reason(text: str) -> str:
    """A part of a sentence, which may be why a reply misses, by itself or behind the name of its check."""
    told = reason_in("ru", text)
    return told if told != text else named_reason_in("ru", text)
