"""`ckptgate checks`: what a case can expect, the team's own checks among it, and what a check says of a text."""

from __future__ import annotations

import inspect
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from harness.argument_kinds import kind_of
from harness.completing import checks_here
from harness.own_checks import load_own_checks
from harness.source import SourceError, read_yaml

if TYPE_CHECKING:
    from harness.checks import Bound, Check, Given, Vectors, Verdict
    from harness.figures import Lang

__all__ = ["checks", "vectors_of"]

MISSED = 1


def checks(
    name: Annotated[
        str,
        typer.Argument(
            help="One check, to be told all of it or to be tried.", show_default=False, autocompletion=checks_here
        ),
    ] = "",
    on: Annotated[
        list[str] | None, typer.Option(help="A reply to try it on; -: standard input. May be repeated.")
    ] = None,
    args: Annotated[str | None, typer.Option(help="The check's arguments, in YAML as a case writes them.")] = None,
    asked: Annotated[str, typer.Option(help="With --on: the customer's message.")] = "",
    told: Annotated[str, typer.Option(help="With --on: the documents that come with it.")] = "",
    under: Annotated[str, typer.Option(help="With --on: the system prompt.")] = "",
    after: Annotated[str, typer.Option(help="With --on: the customer's earlier messages.")] = "",
    lang: Annotated[Literal["en", "ru"], typer.Option(help="With --on: the language of the reasons.")] = "en",
) -> None:
    """What a case can expect: every check with its arguments, those of this project's conftest.py too.

    With --on a check is tried on texts: each verdict and its reason; the exit status is 1 where one misses.
    """
    from harness.checks import Given, registered

    load_own_checks(Path())
    known = {found.name: found for found in registered()}
    given = Given(prompt=asked, context=told, system=under, earlier=after)
    if not on and (args is not None or given != Given() or lang != "en"):
        options = "--args, --asked, --told, --under, --after and --lang"
        raise SourceError(f"{options} go with --on TEXT, the reply to try a check on")
    if not name:
        if on:
            raise SourceError("say which check to try: ckptgate checks max_words --args 60 --on TEXT")
        width = max(map(len, known))
        for found in known.values():
            typer.echo(f"{found.name:{width}}  {found.doc}".rstrip())
    elif on:
        _try(name, args, on, given, lang)
    elif name not in known:
        raise SourceError(f"unknown check {name!r}; `ckptgate checks` lists them")
    else:
        typer.echo(_told(known[name]))


def _try(name: str, args: str | None, replies: list[str], given: Given, lang: Lang) -> None:
    from harness.curating.review_words import told
    from harness.reasons import reason_in

    bound = _bound(name, args)
    verdicts = [
        _judged(bound, sys.stdin.read().removesuffix("\n") if reply == "-" else reply, given) for reply in replies
    ]
    for verdict in verdicts:
        word = told("passes" if verdict.passed else "misses", lang)
        typer.echo(f"{word}: {reason_in(lang, verdict.reason)}")
    if not all(verdict.passed for verdict in verdicts):
        raise SystemExit(MISSED)


def _bound(name: str, args: str | None) -> Bound:
    from harness.checks import CheckError, bind
    from harness.parts import Parts

    written = Path("--args")
    try:
        arguments = None if args is None else Parts(written).taken(read_yaml(written, args).data, 1)[0]
        return bind(name, arguments)
    except CheckError as e:
        raise SourceError(str(e)) from e


def _judged(bound: Bound, reply: str, given: Given) -> Verdict:
    return bound.judge(reply, given, vectors_of([reply, *bound.compared]) if bound.compared else None)


def vectors_of(texts: Iterable[str]) -> Vectors:
    """By the embedding model that the settings name."""
    from harness.checks.registry import NO_MODEL
    from harness.meanings import Meanings
    from harness.reply_store import ReplyStore
    from harness.settings import load_settings, require_root

    root = require_root()
    settings = load_settings(root)
    if settings.embeddings is None:
        raise SourceError(f"the check {NO_MODEL}")
    store = ReplyStore(root / settings.store)
    meanings = Meanings(settings.embeddings, root, lambda: store)
    try:
        return meanings.vectors(list(texts))
    finally:
        meanings.close()
        store.close()


def _told(found: Check) -> str:
    lines = [found.name, *(f"  {_argument(found, parameter)}" for parameter in found.parameters.values())]
    return "\n".join([*lines, *_in_a_case(found), "", inspect.getdoc(found.function) or "(it has no docstring)"])


def _argument(found: Check, parameter: inspect.Parameter) -> str:
    if parameter.default is parameter.empty:
        given = "required"
    elif parameter.default is None:
        given = "not asked unless given"
    else:
        given = f"unless given: {_yaml(parameter.default)}"
    return f"{parameter.name} ({given}): {kind_of(found.schema_of(parameter.name))}"


def _in_a_case(found: Check) -> list[str]:
    """The first examples of its docstring, as lines of a case."""
    from harness.checks import examples

    shown = dict.fromkeys(
        f"- {found.name}" + ("" if e.arguments in (None, True) else f": {_yaml(e.arguments)}") for e in examples(found)
    )
    return ["", "In a case:", *(f"  {line}" for line in list(shown)[:2])] if shown else []


def _yaml(value: Any) -> str:
    """JSON, which is YAML's flow style."""
    return json.dumps(value, ensure_ascii=False, default=str)
