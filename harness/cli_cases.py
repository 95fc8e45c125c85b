"""`ckptgate cases …`: golden cases made, looked at and mended."""

from __future__ import annotations

import typer

from harness.cli_cases_accept import accept
from harness.cli_cases_approve import approve
from harness.cli_cases_incident import incident

__all__ = ["cases"]

cases = typer.Typer(name="cases", help="Golden cases: made, looked at, and mended.", no_args_is_help=True)
cases.command()(approve)
cases.command()(accept)
cases.command()(incident)
