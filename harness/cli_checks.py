"""`ckptgate checks`: what a case can expect, the team's own checks among it."""

from __future__ import annotations

import importlib.util
import inspect
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from harness.source import SourceError

if TYPE_CHECKING:
    from harness.checks import Check

__all__ = ["checks"]


def checks(
    name: Annotated[str, typer.Argument(help="One check, to be told all of it.", show_default=False)] = "",
) -> None:
    """What a case can expect: every check with its arguments, those of this project's conftest.py too."""
    from harness.checks import registered

    _of_the_team()
    known = {found.name: found for found in registered()}
    if not name:
        width = max(map(len, known))
        for found in known.values():
            typer.echo(f"{found.name:{width}}  {found.doc}".rstrip())
        return
    if name not in known:
        raise SourceError(f"unknown check {name!r}; `ckptgate checks` lists them")
    typer.echo(_told(known[name]))


def _told(found: Check) -> str:
    lines = [found.name, *(f"  {_argument(parameter)}" for parameter in found.parameters.values())]
    return "\n".join([*lines, "", inspect.getdoc(found.function) or "(it has no docstring)"])


def _argument(parameter: inspect.Parameter) -> str:
    given = "required" if parameter.default is parameter.empty else f"unless given: {parameter.default!r}"
    return f"{parameter.name} ({given})"


def _of_the_team() -> None:
    """Run the conftest.py of this folder, which registers the team's checks; pytest would run it as well."""
    file = Path("conftest.py").resolve()
    spec = importlib.util.spec_from_file_location("conftest", file) if file.is_file() else None
    if spec is None or spec.loader is None:
        return
    module = sys.modules["conftest"] = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as e:
        raise SourceError(f"it can't be run: {type(e).__name__}: {e}", file=file) from e
