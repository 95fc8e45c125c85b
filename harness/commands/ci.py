"""`ckptgate ci`: what a build server is told of the records that its jobs left."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from harness.commands.language import ReviewLang, language_of, spoken
from harness.lint._said import said
from harness.source import SourceError

__all__ = ["ci"]


def _errors() -> dict[str, str]:
    from harness.ci import errors

    return dict(errors())


@spoken(_errors)
def ci(
    records: Annotated[
        list[Path] | None, typer.Argument(help="Records, or folders with records beneath; default: the project's.")
    ] = None,
    needs: Annotated[
        str | None, typer.Option(help="GitHub's `toJSON(needs)`: a job that did not end well is no pass.")
    ] = None,
    expect: Annotated[int, typer.Option(min=1, help="How many records there have to be, at least.")] = 1,
    since: Annotated[
        Path | None, typer.Option(exists=True, help="Only records that were written after this file.")
    ] = None,
    comment: Annotated[Path | None, typer.Option(help="Write a pull request's comment here, 60 KB at most.")] = None,
    lang: ReviewLang = "en",
) -> None:
    """Annotations, the step's summary and one exit status over all records of a build.

    On GitHub Actions the worst ten cases are annotated on the lines of their files, the summaries are appended to the
    step's, and `status`, `decision` and `records` (the folder) are its outputs. Exit status 0 only where all that was
    expected is there and passes; records of the dev split decide nothing.
    """
    from harness.ci import annotation_lines, gathered, outputs, step_summary, unsuccessful

    words = language_of(lang)
    jobs = None if needs is None else unsuccessful(needs)
    places = records or [_own()]
    found = gathered(places, jobs, expect, newer=since.stat().st_mtime if since else 0.0, lang=words)
    for line in found.lines():
        typer.echo(line)
    if os.environ.get("GITHUB_ACTIONS") == "true":
        for line in annotation_lines(found, _prefix()):
            sys.stdout.write(f"{line}\n")
    if file := os.environ.get("GITHUB_OUTPUT"):
        folder = "" if records else f"records={places[0].resolve()}\n"
        _write(Path(file), outputs(found) + (folder if folder.count("\n") == 1 else ""), "a")
    if file := os.environ.get("GITHUB_STEP_SUMMARY"):
        _write(Path(file), step_summary(found), "a")
    if comment is not None:
        _write(comment, step_summary(found, 60_000), "w")
    raise SystemExit(found.status)


def _own() -> Path:
    """Where this project keeps its records."""
    from harness.settings import load_settings, require_root

    root = require_root()
    return root / load_settings(root).records


def _write(file: Path, text: str, mode: str) -> None:
    try:
        with file.open(mode, encoding="utf-8") as opened:
            opened.write(text)
    except OSError as e:
        raise SourceError(said("can't be written: {why}", why=e.strerror or str(e)), file=file) from e


def _prefix() -> Path:
    """Where the project, or else the working directory, lies in the repository."""
    from harness.root import find_root

    workspace = Path(os.environ.get("GITHUB_WORKSPACE") or ".").resolve()
    here = (find_root(Path.cwd()) or Path()).resolve()
    return here.relative_to(workspace) if here.is_relative_to(workspace) else Path()
