"""The language in which a command tells people what it did: English or Russian, its errors included."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, cast

import typer

from harness.completing import either
from harness.source import SourceError

if TYPE_CHECKING:
    from harness.figures import Lang

__all__ = ["ReviewLang", "language_of", "spoken"]

Command = TypeVar("Command", bound=Callable[..., Any])

ReviewLang = Annotated[
    str, typer.Option("--lang", help="The language to be told in: en or ru.", autocompletion=either("en", "ru"))
]


def language_of(lang: str) -> Lang:
    """The language that was asked for.

    Raises:
        SourceError: it is neither en nor ru.
    """
    if lang not in ("en", "ru"):
        raise SourceError(f"--lang is en or ru, not {lang}")
    return "ru" if lang == "ru" else "en"


def spoken(templates: Callable[[], Mapping[str, str]]) -> Callable[[Command], Command]:
    """A command with a `lang`, of whose errors those that can be said in Russian are, where that is asked for.

    `templates`: the Russian templates by the English ones, read where there is an error.
    """

    def made(command: Command) -> Command:
        @wraps(command)
        def told(*args: Any, **options: Any) -> Any:
            lang = language_of(options["lang"])
            try:
                return command(*args, **options)
            except SourceError as e:
                if lang == "en":
                    raise
                from harness.error_words import in_russian_words

                raise in_russian_words(e, templates()) from e

        return cast("Command", told)

    return made
