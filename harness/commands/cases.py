"""`ckptgate cases …`: the golden cases of a project, from a spreadsheet to approved expectations."""

from __future__ import annotations

import typer

from harness.commands.cases_accept import accept
from harness.commands.cases_approve import approve
from harness.commands.cases_import import import_
from harness.commands.cases_incident import incident

__all__ = ["cases"]

cases = typer.Typer(
    name="cases", help="Golden cases: bring them in, look at them, keep them right.", no_args_is_help=True
)
cases.command("import")(import_)
cases.command()(approve)
cases.command()(accept)
cases.command()(incident)
