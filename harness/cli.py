"""`ckptgate …`: everything around `pytest --model=…`. Exit statuses are those of a run."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from harness.commands.adapters import adapters, card
from harness.commands.cases import cases
from harness.commands.checks import checks
from harness.commands.ci import ci
from harness.commands.compare import compare
from harness.commands.decide import decide, size
from harness.commands.init import init
from harness.commands.lint import lint
from harness.commands.lr_range import lr_range
from harness.commands.noise import noise
from harness.commands.schema import schema
from harness.commands.select import select
from harness.commands.store import store
from harness.commands.sweep import ListsOfNumbers, sweep
from harness.commands.train import train
from harness.completing import models_here, products_here, releases_here
from harness.printing import screen
from harness.source import SourceError

__all__ = ["app", "main"]

USAGE = 4
"""Exit status of a mistake in what was asked for, as pytest's own."""

app = typer.Typer(
    name="ckptgate",
    help="Decides whether a fine-tuned language model may ship. The gate itself is `pytest --model=NAME`.",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
)
_USAGE_ERROR: Any = typer.BadParameter.__base__  # typer's own or click's, by its version
_err = Console(stderr=True, highlight=False)
_out = Console(highlight=False)


def main() -> None:
    """Entry point: errors that a person can mend become one message and an exit status."""
    try:
        status = app(standalone_mode=False)
    except typer.Abort:
        raise SystemExit(2) from None
    except Exception as e:
        known = _known(e)
        if known is None:
            raise
        _fail(*known)
    raise SystemExit(status)


def _known(error: Exception) -> tuple[str, int] | None:
    """The message and exit status of an error that a person can mend; None of any other.

    The errors' modules come in only here: they cost more time than a decision takes.
    """
    if isinstance(error, _USAGE_ERROR):
        usage = error.ctx.get_usage() + "\n" if error.ctx else ""
        return f"{usage}{error.format_message()}", USAGE
    if isinstance(error, SourceError):
        return str(error), USAGE
    from harness.checkpoint import UnknownModel
    from harness.checks import CheckError
    from harness.engines import EngineError
    from harness.manifest import IntegrityError
    from harness.outcome import INTEGRITY
    from harness.pairs import Incomplete
    from harness.releases.errors import JournalError, Refused
    from harness.reply_store import StoreError

    if isinstance(error, UnknownModel):
        return str(error), USAGE
    if isinstance(error, Refused):
        return str(error), 1
    if isinstance(error, IntegrityError):
        return f"integrity: {error}", INTEGRITY
    known = isinstance(error, CheckError | EngineError | JournalError | Incomplete | StoreError)
    return (str(error), 11) if known else None


_BEGIN, _CASES, _TRAIN, _DECIDE, _SHIP = "To begin", "Cases", "Data and training", "Deciding", "Releasing"

app.command(rich_help_panel=_BEGIN)(init)
app.add_typer(cases, rich_help_panel=_CASES)
app.command(rich_help_panel=_CASES)(checks)
app.command(rich_help_panel=_CASES)(schema)
app.command(rich_help_panel=_TRAIN)(lint)
app.command(rich_help_panel=_TRAIN)(train)
app.command(rich_help_panel=_TRAIN)(select)
app.command("lr-range", rich_help_panel=_TRAIN)(lr_range)
app.command(cls=ListsOfNumbers, rich_help_panel=_TRAIN)(sweep)
app.command(rich_help_panel=_DECIDE)(decide)
app.command(rich_help_panel=_DECIDE)(size)
app.command(rich_help_panel=_DECIDE)(noise)
app.command(rich_help_panel=_DECIDE)(compare)
app.command(rich_help_panel=_DECIDE)(ci)
app.add_typer(store, rich_help_panel=_DECIDE)
app.add_typer(adapters, rich_help_panel=_SHIP)
app.command(rich_help_panel=_SHIP)(card)


@app.command(rich_help_panel=_BEGIN)
def demo() -> None:
    """Train, gate, release and refuse on the embedded model: the whole story in a few minutes."""
    from harness.demo import tell
    from harness.settings import require_root

    raise SystemExit(tell(require_root(), _out))


@app.command(rich_help_panel=_SHIP)
def release(
    model: Annotated[str, typer.Argument(help="The checkpoint: as for pytest --model.", autocompletion=models_here)],
    as_: Annotated[str, typer.Option("--as", help="Name and version: support@1.0.0.")],
    promote: Annotated[bool, typer.Option(help="Put it in production at once.")] = True,
) -> None:
    """Release a checkpoint; only with a passing record for exactly these bytes, deployment and suites."""
    from harness.evidence import current_criticals, current_files
    from harness.releases.journal import Journal
    from harness.releases.qualify import Candidate
    from harness.releases.release import make_release
    from harness.resolving import resolve_arms
    from harness.settings import load_settings, require_root

    root = require_root()
    settings = load_settings(root)
    arm = resolve_arms(model, None, root=root, settings=settings)["candidate"]
    candidate = Candidate(
        name=model,
        path=arm.about.path,
        digest=arm.about.digest,
        manifest_digest=arm.about.manifest_digest,
        deployment=arm.about.deployment,
        criticals=current_criticals(root, settings),
        unknown_allowed=settings.release_endpoints,
        files=current_files(root, settings, arm.about.digest),
    )
    journal = Journal(root=root, folder=settings.releases)
    change = make_release(journal, as_, candidate, records=root / settings.records, production=promote)
    where = "released and in production" if promote else "released"
    told = [f"{change.release.title} {where}: {arm.about.name} {arm.about.digest[:12]}", *change.notices]
    name, at, _ = (arm.deployment.model or "").partition("@")
    if at and name != change.release.name:
        told.append(
            f"{settings.deployment} says model: {arm.deployment.model}, which is another name: runs are compared with "
            f"this release once it says model: {change.release.name}@prod"
        )
    _tell(told)


@app.command(rich_help_panel=_SHIP)
def releases() -> None:
    """What was released, and what is in production."""
    from harness.releases.journal import Journal
    from harness.releases.state import releases as views
    from harness.releases.table import render
    from harness.settings import load_settings, require_root

    root = require_root()
    screen().print(render(views(Journal(root=root, folder=load_settings(root).releases))))


@app.command(rich_help_panel=_SHIP)
def rollback(
    name: Annotated[
        str, typer.Argument(help="The release's name, without a version: support.", autocompletion=products_here)
    ],
    to: Annotated[
        str | None, typer.Option(help="A version that was in production before (default: the one before).")
    ] = None,
    reason: Annotated[str, typer.Option(help="Why; kept in the journal.")] = "",
) -> None:
    """Put the version that was in production before back, in a moment."""
    from harness.releases.journal import Journal
    from harness.releases.release import rollback as back
    from harness.settings import load_settings, require_root

    root = require_root()
    journal = Journal(root=root, folder=load_settings(root).releases)
    change = back(journal, name, digest_of=_digest_of(root), to=to, reason=reason)
    _tell([f"{change.release.title} is in production again (was {name}@{change.before})", *change.notices])


@app.command(rich_help_panel=_SHIP)
def promote(
    target: Annotated[
        str, typer.Argument(help="A release that is not in production: support@1.1.0.", autocompletion=releases_here)
    ],
    reason: Annotated[str, typer.Option(help="Why; kept in the journal.")] = "",
) -> None:
    """Put a release into production that was released without, or rolled back from."""
    from harness.releases.journal import Journal
    from harness.releases.release import promote as forward
    from harness.settings import load_settings, require_root

    root = require_root()
    journal = Journal(root=root, folder=load_settings(root).releases)
    change = forward(journal, target, digest_of=_digest_of(root), reason=reason)
    _tell([f"{change.release.title} is in production", *change.notices])


def _flow(group: typer.Typer) -> None:
    """Let the help of each command flow: its lines end where the terminal's do, not where a docstring's did."""
    for command in group.registered_commands:
        text = inspect.getdoc(command.callback) or ""
        command.help = "\n\n".join(" ".join(paragraph.split()) for paragraph in text.split("\n\n"))
    for inner in group.registered_groups:
        if inner.typer_instance is not None:
            _flow(inner.typer_instance)


_flow(app)


def _digest_of(root: Path) -> Callable[[Path | str], str]:
    from harness.checkpoint import load_checkpoint
    from harness.resolving import digest_at, parse_endpoint

    def digest(where: Path | str) -> str:
        if isinstance(where, str):
            return digest_at(parse_endpoint(where))
        return load_checkpoint(where, name=where.name, root=root).digest

    return digest


def _tell(lines: list[str]) -> None:
    for line in lines:
        _out.print(line, markup=False, soft_wrap=True)


def _fail(message: str, status: int) -> None:
    _err.print(message, markup=False, soft_wrap=True)
    raise SystemExit(status)
