"""`ckptgate ci`: what a build server is told of the records that its jobs left."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

__all__ = ["ci"]


def ci(
    records: Annotated[
        list[Path] | None, typer.Argument(help="Records, or folders with records beneath; default: the project's.")
    ] = None,
    needs: Annotated[
        str, typer.Option(help="GitHub's `toJSON(needs)`: a job that was skipped or cancelled is no verdict.")
    ] = "",
    expect: Annotated[int, typer.Option(help="How many records there have to be, at least.")] = 1,
    comment: Annotated[Path | None, typer.Option(help="Write a pull request's comment here, 60 KB at most.")] = None,
) -> None:
    """Annotations, the step's summary and one exit status over all records of a build.

    On GitHub Actions the worst ten cases are annotated on the lines of their files, and the summaries are appended to
    the step's. Exit status 0 only where all that was expected is there and passes.
    """
    from harness.ci import annotation_lines, gathered, step_summary, unrun
    from harness.settings import load_settings, require_root
    from harness.source import SourceError

    if not records:
        root = require_root()
        records = [place for place in (root / load_settings(root).records,) if place.exists()]
    found = gathered(records, unrun(needs) if needs else [], expect)
    for line in found.lines():
        typer.echo(line)
    try:
        if os.environ.get("GITHUB_ACTIONS") == "true":
            for line in annotation_lines((record for _, record in found.records), _prefix()):
                sys.stdout.write(f"{line}\n")
        if file := os.environ.get("GITHUB_STEP_SUMMARY"):
            with Path(file).open("a", encoding="utf-8") as f:
                f.write(step_summary(found))
        if comment is not None:
            comment.write_text(step_summary(found, 60_000), encoding="utf-8")
    except OSError as e:
        raise SourceError(f"can't be written: {e.strerror or e}", file=comment) from e
    raise SystemExit(found.status)


def _prefix() -> Path:
    """Where the working directory lies in the repository's."""
    workspace = Path(os.environ.get("GITHUB_WORKSPACE") or ".").resolve()
    here = Path.cwd().resolve()
    return here.relative_to(workspace) if here.is_relative_to(workspace) else Path()
